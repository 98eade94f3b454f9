package library

import (
	"archive/zip"
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"baoge/app/archive"
)

// A backup is a ZIP of the library's folder without what can be made again, with the
// SHA-256 of every file in manifest, which comes last: a backup cut off has none.
const manifest = "manifest-sha256.txt"

// What is wrong with a backup.
var (
	ErrNoBackup   = errors.New("not a backup of a library")
	ErrBadBackup  = errors.New("the backup is damaged")
	ErrHasLibrary = errors.New("there is something in the folder already")
)

// Backup writes the library as it is now to w, while it goes on being used. A copy of the
// database lies in the folder scratch meanwhile, which needs room for it.
func (l *Library) Backup(ctx context.Context, w io.Writer, scratch string) (err error) {
	tmp, err := os.MkdirTemp(scratch, ".baoge-backup-*")
	if err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(tmp)) }()
	database := filepath.Join(tmp, archive.FileName)
	media, err := l.archive.Snapshot(ctx, database)
	if err != nil {
		return err
	}
	z := zip.NewWriter(w)
	var sums strings.Builder
	add := func(name, path string, method uint16) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		sum, err := pack(z, name, path, method)
		fmt.Fprintf(&sums, "%s  %s\n", sum, name)
		return err
	}
	if err := add(archive.FileName, database, zip.Deflate); err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	for _, sha := range slices.Sorted(maps.Keys(media)) {
		if err := add(archive.MediaDir+"/"+sha, media[sha], zip.Store); err != nil {
			return fmt.Errorf("back up: %w", err)
		}
	}
	to, err := z.Create(manifest)
	if err == nil {
		_, err = io.WriteString(to, sums.String())
	}
	if err = errors.Join(err, z.Close()); err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	return nil
}

func pack(z *zip.Writer, name, path string, method uint16) (sum string, err error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	to, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: method})
	if err != nil {
		return "", err
	}
	h := sha256.New()
	_, err = io.Copy(io.MultiWriter(to, h), f)
	return hex.EncodeToString(h.Sum(nil)), err
}

// RestoreBackup makes the library a backup holds in dir, which must be empty or not there
// yet. Every file is held against its SHA-256 before the library appears: on an error
// nothing is left in dir. Errors: ErrNoBackup, ErrBadBackup, ErrHasLibrary.
func RestoreBackup(ctx context.Context, file, dir string) (err error) {
	if names, e := os.ReadDir(dir); e == nil && len(names) > 0 {
		return fmt.Errorf("restore into %s: %w", dir, ErrHasLibrary)
	} else if e != nil && !errors.Is(e, fs.ErrNotExist) {
		return fmt.Errorf("restore: %w", e)
	}
	z, err := zip.OpenReader(file)
	if err != nil {
		var path *fs.PathError
		if errors.As(err, &path) {
			return fmt.Errorf("restore: %w", err)
		}
		return fmt.Errorf("restore %s: %w: %w", file, ErrNoBackup, err)
	}
	defer z.Close()
	parent := filepath.Dir(filepath.Clean(dir))
	if err := os.MkdirAll(parent, 0o777); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	tmp, err := os.MkdirTemp(parent, ".baoge-restore-*")
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	defer os.RemoveAll(tmp) // of no use when it was not renamed
	if err := unpackBackup(ctx, &z.Reader, tmp); err != nil {
		return fmt.Errorf("restore %s: %w", file, err)
	}
	a, err := archive.Open(tmp, archive.ReadWrite) // also brings an older one up to date
	if err == nil {
		err = a.Close()
	}
	if err != nil {
		return err
	}
	if err := os.Remove(filepath.Join(tmp, archive.LockName)); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	if err := os.Chmod(tmp, 0o755); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	if err := os.Remove(dir); err != nil && !errors.Is(err, fs.ErrNotExist) { // an empty folder
		return fmt.Errorf("restore: %w", err)
	}
	if err := os.Rename(tmp, dir); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	return nil
}

func unpackBackup(ctx context.Context, z *zip.Reader, dir string) error {
	sums, err := readManifest(z)
	if err != nil {
		return err
	}
	for _, f := range z.File {
		if f.Name == manifest {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		want, ok := sums[f.Name]
		if !ok || !archive.BelongsToLibrary(f.Name) {
			return fmt.Errorf("%w: %q does not belong there", ErrBadBackup, f.Name)
		}
		delete(sums, f.Name)
		if err := unpack(f, filepath.Join(dir, filepath.FromSlash(f.Name)), want); err != nil {
			return err
		}
	}
	for name := range sums {
		return fmt.Errorf("%w: %s is missing", ErrBadBackup, name)
	}
	return nil
}

func readManifest(z *zip.Reader) (map[string]string, error) {
	f, err := z.Open(manifest)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoBackup, err)
	}
	defer f.Close()
	sums := map[string]string{}
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		sum, name, ok := strings.Cut(lines.Text(), "  ")
		if !ok {
			return nil, fmt.Errorf("%w: its list of files", ErrBadBackup)
		}
		sums[name] = sum
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBadBackup, err)
	}
	if sums[archive.FileName] == "" {
		return nil, fmt.Errorf("%w: no database in it", ErrNoBackup)
	}
	return sums, nil
}

func unpack(f *zip.File, path, want string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	from, err := f.Open()
	if err != nil {
		return fmt.Errorf("%w: %s: %w", ErrBadBackup, f.Name, err)
	}
	defer from.Close()
	to, err := os.Create(path)
	if err != nil {
		return err
	}
	h := sha256.New()
	_, err = io.Copy(io.MultiWriter(to, h), from)
	var writing *fs.PathError // a full disk, say; all else comes from the backup
	if err == nil && hex.EncodeToString(h.Sum(nil)) != want || err != nil && !errors.As(err, &writing) {
		err = errors.Join(fmt.Errorf("%w: %s", ErrBadBackup, f.Name), err)
	}
	return errors.Join(err, to.Sync(), to.Close())
}
