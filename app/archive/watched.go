package archive

import (
	"context"
	"fmt"
)

// A WatchedFile is a file of a watched folder as it was when it was last taken in.
type WatchedFile struct {
	Path     string
	Size     int64 // bytes
	Modified int64 // Unix nanoseconds
}

// Watched lists the files of watched folders that were taken in, or could not be.
func (a *Archive) Watched(ctx context.Context) (map[string]WatchedFile, error) {
	rows, err := a.read.QueryContext(ctx, "SELECT path, size, modified FROM watched")
	if err != nil {
		return nil, fmt.Errorf("watched files: %w", wrap(a.file(), err))
	}
	defer rows.Close()
	seen := map[string]WatchedFile{}
	for rows.Next() {
		var f WatchedFile
		if err := rows.Scan(&f.Path, &f.Size, &f.Modified); err != nil {
			return nil, fmt.Errorf("watched files: %w", wrap(a.file(), err))
		}
		seen[f.Path] = f
	}
	return seen, wrap(a.file(), rows.Err())
}

// SetWatched remembers files of watched folders, so that a restart does not take them in again.
func (a *Archive) SetWatched(ctx context.Context, files []WatchedFile) error {
	if a.write == nil {
		return fmt.Errorf("watched files: %w", ErrReadOnly)
	}
	err := a.change(ctx, func(w *writer) error {
		for _, f := range files {
			if err := w.exec("INSERT OR REPLACE INTO watched VALUES(?, ?, ?)", f.Path, f.Size, f.Modified); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("watched files: %w", err)
	}
	return nil
}
