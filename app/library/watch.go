package library

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"

	"baoge/app/archive"
	"baoge/app/ingest"
)

// A Watching says how folders are watched.
type Watching struct {
	Request Request
	Settle  time.Duration // a file is taken in when nothing changed it for so long; 0 is 2 s
	Rescan  time.Duration // folders are also looked through so often, as network drives tell nothing; 0 is a minute
	// Told is called after each import, once where a folder cannot be read, and with neither
	// report nor error when all of them can be again; from one goroutine. May be nil.
	Told func(report *Report, err error)
}

// Watch takes in what comes into folders, and into the folders in them, until ctx ends.
// First it takes in what came while nobody watched: what was taken in once is remembered
// in the library by path, size and time. A file that fails is told once, and tried again
// when it changes. Each lot is a job of its own. The error is that of ctx, or of watching.
func (l *Library) Watch(ctx context.Context, dirs []string, w Watching) error {
	if err := l.mayWrite(); err != nil {
		return err
	}
	events, err := fsnotify.NewWatcher()
	if err != nil {
		return fmt.Errorf("watch folders: %w", err)
	}
	defer events.Close()
	if w.Settle == 0 {
		w.Settle = 2 * time.Second
	}
	if w.Rescan == 0 {
		w.Rescan = time.Minute
	}
	if w.Told == nil {
		w.Told = func(*Report, error) {}
	}
	seen, err := l.archive.Watched(ctx)
	if err != nil {
		return err
	}
	if len(dirs) == 1 {
		if w.Request.Watched, err = filepath.Abs(dirs[0]); err != nil {
			return fmt.Errorf("watch folders: %w", err)
		}
	}
	watch := &watch{library: l, dirs: dirs, Watching: w, events: events, seen: seen, coming: map[string]arrival{}, silent: map[string]bool{}}
	return watch.run(ctx)
}

// A watch is folders being watched.
type watch struct {
	Watching
	library *Library
	dirs    []string
	events  *fsnotify.Watcher
	seen    map[string]archive.WatchedFile
	coming  map[string]arrival // files that are not settled yet
	silent  map[string]bool    // folders that could not be read and were told of
}

// An arrival is a file that came or changed, as it was when it was last looked at.
type arrival struct {
	archive.WatchedFile
	since time.Time
}

func (w *watch) run(ctx context.Context) error {
	look := time.NewTimer(0)
	defer look.Stop()
	for {
		select {
		case <-ctx.Done():
			return fmt.Errorf("watch folders: %w", ctx.Err())
		case _, ok := <-w.events.Events:
			if ok && len(w.coming) == 0 {
				look.Reset(min(w.Settle, 200*time.Millisecond)) // what comes along with it is looked at together
			}
		case <-w.events.Errors: // too many events at once, mostly: the next look finds what they were
			look.Reset(w.Settle)
		case <-look.C:
			if err := w.look(ctx); err != nil {
				return err
			}
			if next := w.Rescan; len(w.coming) > 0 {
				look.Reset(min(next, w.Settle))
			} else {
				look.Reset(next)
			}
		}
	}
}

// look goes through the folders and takes in what has settled.
func (w *watch) look(ctx context.Context) error {
	w.check()
	w.follow()
	now := time.Now()
	var ready []archive.WatchedFile
	there := map[string]bool{}
	err := ingest.Walk(ctx, w.dirs, func(e *ingest.Entry, err error) error {
		path, _, _ := strings.Cut(e.Path, "!/") // an archive is taken in whole
		if err == nil {
			defer e.Close()
		}
		f, ok := w.stat(path)
		if !ok || there[f.Path] {
			return nil
		}
		if there[f.Path] = true; w.seen[f.Path] == f {
			return nil
		}
		was, known := w.coming[f.Path]
		if !known || was.WatchedFile != f {
			w.coming[f.Path] = arrival{f, now}
			return nil
		}
		if now.Sub(was.since) >= w.Settle {
			ready = append(ready, f)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("watch folders: %w", err)
	}
	for path := range w.coming {
		if !there[path] {
			delete(w.coming, path)
		}
	}
	return w.take(ctx, ready)
}

// stat describes a file that is there.
func (w *watch) stat(path string) (archive.WatchedFile, bool) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return archive.WatchedFile{}, false
	}
	st, err := os.Stat(abs)
	if err != nil || st.IsDir() { // gone again, a link to nowhere, a folder that check tells of
		return archive.WatchedFile{}, false
	}
	return archive.WatchedFile{Path: abs, Size: st.Size(), Modified: st.ModTime().UnixNano()}, true
}

// check tells once of each folder that cannot be read, and once when all can be again.
func (w *watch) check() {
	were := len(w.silent)
	for _, dir := range w.dirs {
		err := readable(dir)
		switch {
		case err == nil:
			delete(w.silent, dir)
		case !w.silent[dir]:
			w.silent[dir] = true
			w.Told(nil, fmt.Errorf("watch folders: %w", err))
		}
	}
	if were > 0 && len(w.silent) == 0 {
		w.Told(nil, nil)
	}
}

// readable tries whether a folder's names can be read. A file can be watched as well.
func readable(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer f.Close()
	if st, err := f.Stat(); err != nil || !st.IsDir() {
		return err
	}
	if _, err = f.ReadDir(1); err == io.EOF {
		return nil
	}
	return err
}

// follow asks to be told of changes in every folder. Where that cannot be had, the looking
// through at intervals finds what comes.
func (w *watch) follow() {
	for _, dir := range w.dirs {
		filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || !d.IsDir() {
				return nil
			}
			w.events.Add(path)
			return nil
		})
	}
}

// take imports settled files as one job, and remembers them whatever became of them.
func (w *watch) take(ctx context.Context, files []archive.WatchedFile) error {
	if len(files) == 0 {
		return nil
	}
	paths := make([]string, len(files))
	for i, f := range files {
		paths[i] = f.Path
	}
	report, err := w.library.Import(ctx, paths, w.Request, nil)
	w.Told(report, err)
	if err != nil {
		if ctx.Err() != nil {
			return err
		}
		if !errors.Is(err, archive.ErrNoSpace) {
			return err
		}
		for _, f := range files { // tried again when there may be room
			w.coming[f.Path] = arrival{f, time.Now()}
		}
		return nil
	}
	for _, f := range files {
		w.seen[f.Path] = f
		delete(w.coming, f.Path)
	}
	return w.library.archive.SetWatched(ctx, files)
}
