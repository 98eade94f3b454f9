package archive

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"baoge/app/paper"
)

// MediaDir is the folder of pictures inside a library's folder; each is a file named by its SHA-256.
const MediaDir = "media"

// ErrNoMedium says that the library does not hold a picture.
var ErrNoMedium = errors.New("no such picture")

// halfWritten begins the name of a picture's file until all of it is on the disk.
const halfWritten = ".new-"

func (a *Archive) mediumPath(sha string) string { return filepath.Join(a.dir, MediaDir, sha) }

// isSum tells a SHA-256 in hex from whatever else a figure may name: only such a name becomes a path.
func isSum(s string) bool {
	b, err := hex.DecodeString(s)
	return err == nil && len(b) == 32 && strings.ToLower(s) == s
}

// Medium reads a picture by its SHA-256, or fails with [ErrNoMedium]; where its bytes are
// not those that were imported, with [ErrDamaged].
func (a *Archive) Medium(ctx context.Context, sha256 string) (paper.Medium, error) {
	m := paper.Medium{SHA256: sha256}
	err := a.read.QueryRowContext(ctx, "SELECT type FROM media WHERE sha256 = ?", sha256).Scan(&m.Type)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNoMedium
	}
	if err == nil {
		m.Bytes, err = os.ReadFile(a.mediumPath(sha256))
	}
	if errors.Is(err, fs.ErrNotExist) || err == nil && sum(m.Bytes) != sha256 {
		err = &FileError{a.mediumPath(sha256), ErrDamaged, err}
	}
	if err != nil {
		return paper.Medium{}, fmt.Errorf("read picture %.12s: %w", sha256, wrap(a.file(), err))
	}
	return m, nil
}

// writeMedia puts pictures on the disk, synced, before the rows that name them.
func (a *Archive) writeMedia(media []paper.Medium) error {
	if len(media) == 0 {
		return nil
	}
	dir := filepath.Join(a.dir, MediaDir)
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return wrap(dir, err)
	}
	wrote := false
	for _, m := range media {
		if sum(m.Bytes) != m.SHA256 {
			return fmt.Errorf("picture %.12s: its bytes have another SHA-256", m.SHA256)
		}
		if st, err := os.Stat(a.mediumPath(m.SHA256)); err == nil && st.Size() == int64(len(m.Bytes)) {
			continue
		}
		if err := writeWhole(dir, a.mediumPath(m.SHA256), m.Bytes); err != nil {
			return wrap(a.mediumPath(m.SHA256), err)
		}
		wrote = true
	}
	if wrote {
		return wrap(dir, errors.Join(syncDir(dir), syncDir(a.dir)))
	}
	return nil
}

// writeWhole makes a file that is there with all its bytes or not at all.
func writeWhole(dir, path string, b []byte) error {
	tmp := filepath.Join(dir, halfWritten+filepath.Base(path))
	f, err := os.Create(tmp)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(tmp, path)
	}
	if err != nil {
		os.Remove(tmp) // what could not be written is of no use; the error is told
	}
	return err
}

// putMedia says that source n uses the pictures.
func (w *writer) putMedia(n int64, media []paper.Medium) error {
	for _, m := range media {
		if err := w.exec("INSERT INTO media VALUES(?, ?, ?) ON CONFLICT DO NOTHING", m.SHA256, m.Type, len(m.Bytes)); err != nil {
			return err
		}
		if err := w.exec("INSERT OR IGNORE INTO source_media VALUES(?, ?)", n, m.SHA256); err != nil {
			return err
		}
	}
	return nil
}

// dropMedia takes its pictures from source n, and forgets those that no other uses; their
// files go after the commit.
func (w *writer) dropMedia(n int64) error {
	shas, err := scanTexts(w.tx.QueryContext(w.ctx, `SELECT sha256 FROM source_media AS mine WHERE source = ?1
		AND NOT EXISTS(SELECT 1 FROM source_media WHERE sha256 = mine.sha256 AND source <> ?1)`, n))
	if err != nil {
		return err
	}
	for _, sha := range shas {
		if err := w.exec("DELETE FROM media WHERE sha256 = ?", sha); err != nil {
			return err
		}
	}
	w.unused = append(w.unused, shas...)
	return w.exec("DELETE FROM source_media WHERE source = ?", n)
}

// removeFiles takes away pictures whose rows are gone. A file that stays is no harm:
// sweepMedia tries again.
func (a *Archive) removeFiles(shas []string) {
	for _, sha := range shas {
		os.Remove(a.mediumPath(sha))
	}
}

// sweepMedia removes the files that a program left when it was killed between writing a
// picture and the commit that names it, or between the commit that forgets it and the
// removal. The caller has the right to write.
func (a *Archive) sweepMedia(ctx context.Context) error {
	files, err := os.ReadDir(filepath.Join(a.dir, MediaDir))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return wrap(a.dir, err)
	}
	known, err := a.mediaSizes(ctx)
	if err != nil {
		return err
	}
	for _, f := range files {
		name := f.Name()
		if _, ok := known[name]; !ok && (isSum(name) || strings.HasPrefix(name, halfWritten)) {
			os.Remove(filepath.Join(a.dir, MediaDir, name)) // tried again next time
		}
	}
	return nil
}

func (a *Archive) mediaSizes(ctx context.Context) (map[string]int64, error) {
	rows, err := a.read.QueryContext(ctx, "SELECT sha256, size FROM media")
	if err != nil {
		return nil, wrap(a.file(), err)
	}
	defer rows.Close()
	sizes := map[string]int64{}
	for rows.Next() {
		var sha string
		var size int64
		if err := rows.Scan(&sha, &size); err != nil {
			return nil, wrap(a.file(), err)
		}
		sizes[sha] = size
	}
	return sizes, wrap(a.file(), rows.Err())
}

// verifyMedia reads every picture.
func (a *Archive) verifyMedia(ctx context.Context) ([]Problem, error) {
	sizes, err := a.mediaSizes(ctx)
	if err != nil {
		return nil, err
	}
	var found []Problem
	for sha := range sizes {
		if _, err := a.Medium(ctx, sha); err != nil {
			if ctx.Err() != nil {
				return found, ctx.Err()
			}
			found = append(found, Problem{BadMedium, sha, err.Error()})
		}
	}
	slices.SortFunc(found, func(x, y Problem) int { return strings.Compare(x.Name, y.Name) })
	return found, nil
}
