package export

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"baoge/app/paper"
	"baoge/app/typeset"
)

// File writes the articles under the name out.
//
// One article goes to that file. Several go to that folder, one file each named
// by its headline, or to one file when out has the format's suffix. A folder
// that is there, or a name ending in a separator, takes one file an article
// whatever their number; folders that are missing are made.
//
// Each file is written beside its name, synced and renamed over it: on an error
// or a cancelled context whatever stood under the name is still there, and
// nothing else is. Files finished before the error stay and are reported.
func File(ctx context.Context, articles []*paper.Article, f Format, out string, o Options) (Report, error) {
	var r Report
	if len(articles) == 0 {
		return r, ErrNothing
	}
	if _, err := ParseFormat(string(f)); err != nil {
		return r, err
	}
	if out == "" {
		return r, errors.New("export: no file name given")
	}
	if f == PDF && o.Faces == nil {
		faces, err := typeset.LoadFaces()
		if err != nil {
			return r, fmt.Errorf("export: %w", err)
		}
		o.Faces = faces
	}
	folder, err := intoFolder(out, len(articles), f)
	if err != nil {
		return r, err
	}
	if !folder {
		return one(ctx, articles, f, out, o)
	}
	return each(ctx, articles, f, out, o)
}

// intoFolder decides between one file and a folder of files.
func intoFolder(out string, n int, f Format) (bool, error) {
	st, err := os.Stat(out)
	separator := strings.HasSuffix(out, "/") || strings.HasSuffix(out, string(filepath.Separator))
	switch {
	case err == nil && st.IsDir():
		if f.names(out) && !separator {
			return false, fmt.Errorf("%w: %s", ErrIsFolder, out)
		}
		return true, nil
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return false, fmt.Errorf("export to %s: %w", out, err)
	}
	folder := separator || n > 1 && !f.names(out)
	if folder && err == nil {
		return false, fmt.Errorf("%w: %s", ErrNoFolder, out)
	}
	return folder, nil
}

// one writes all articles to one file.
func one(ctx context.Context, articles []*paper.Article, f Format, out string, o Options) (Report, error) {
	var r Report
	undo := func() {}
	err := os.MkdirAll(filepath.Dir(out), 0o777)
	if err == nil && f == Markdown {
		undo, err = o.mediaBeside(out, articles)
	}
	if err == nil {
		err = Beside(out, func(w io.Writer) (err error) {
			r, err = Write(ctx, w, articles, f, o)
			return err
		})
	}
	if err != nil {
		undo()
		return Report{}, fmt.Errorf("export to %s: %w", out, err)
	}
	r.Files = []string{out}
	return r, nil
}

// each writes one file an article.
func each(ctx context.Context, articles []*paper.Article, f Format, dir string, o Options) (Report, error) {
	var r Report
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return r, fmt.Errorf("export to %s: %w", dir, err)
	}
	names := newNamer()
	single := o
	single.Title, single.Done = "", nil
	for i, a := range articles {
		if err := ctx.Err(); err != nil {
			return r, fmt.Errorf("export to %s: %w", dir, err)
		}
		done, err := one(ctx, []*paper.Article{a}, f, filepath.Join(dir, names.name(a, f.Suffix())), single)
		if err != nil {
			return r, err
		}
		r.add(done)
		if o.Done != nil {
			o.Done(i + 1)
		}
	}
	return r, nil
}

// Beside writes a file whole or not at all: fill writes to a file of another
// name in the same folder, which is synced and renamed to path when fill
// returned no error, and removed otherwise. A link is followed, and what it leads
// to keeps its permissions; a device or a pipe is written to as it stands.
func Beside(path string, fill func(w io.Writer) error) error {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	st, err := os.Stat(path)
	if err == nil && !st.Mode().IsRegular() {
		return straight(path, fill)
	}
	tmp, err := createBeside(path)
	if err != nil {
		return named(err, path)
	}
	if err := fillAndSync(tmp, st, fill); err != nil {
		os.Remove(tmp.Name())
		return named(err, path)
	}
	if err := os.Rename(tmp.Name(), path); err != nil {
		os.Remove(tmp.Name())
		return named(err, path)
	}
	return syncFolder(filepath.Dir(path))
}

// fillAndSync writes and closes f; old is what stood under the name, or nil.
func fillAndSync(f *os.File, old fs.FileInfo, fill func(w io.Writer) error) error {
	err := fill(f)
	if err == nil && old != nil {
		err = f.Chmod(old.Mode().Perm())
	}
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// straight writes to what cannot be renamed over.
func straight(path string, fill func(w io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return errors.Join(fill(f), f.Close())
}

// named makes an error of the file beside speak of the file the person named.
func named(err error, path string) error {
	if e := (*fs.PathError)(nil); errors.As(err, &e) {
		return &fs.PathError{Op: e.Op, Path: path, Err: e.Err}
	}
	if e := (*os.LinkError)(nil); errors.As(err, &e) {
		return &fs.PathError{Op: e.Op, Path: path, Err: e.Err}
	}
	return err
}

// createBeside makes a new file with the permissions a new file of the person
// has; os.CreateTemp would make one that only its owner reads.
func createBeside(path string) (*os.File, error) {
	dir, base := filepath.Split(path)
	for try := 0; ; try++ {
		name := filepath.Join(dir, fmt.Sprintf(".%s.%08x.part", cut(base, maxName), rand.Uint32()))
		f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
		if err == nil || !errors.Is(err, fs.ErrExist) || try == 100 {
			return f, err
		}
	}
}

// syncFolder makes the rename itself last through a power cut; Windows cannot
// open a folder and needs none of it.
func syncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, os.ErrInvalid) {
		return err
	}
	return nil
}
