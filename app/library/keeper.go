package library

import (
	"context"
	"errors"

	"baoge/app/paper"
)

// reindexing is a wish for a new index; its answer comes on done.
type reindexing struct{ done chan error }

// Open opens the library in dir for everything. It returns as soon as the archive is
// open; dictionary and index follow behind. A library in a folder that cannot be
// written to is opened for reading and searching (see Writable), its index kept in the
// person's cache folder. Errors are those of archive.Open: ErrHeld, ErrNotLibrary (without
// Create), ErrNewer, ErrDamaged, ErrNoSpace.
func Open(ctx context.Context, dir string, o Options) (*Library, error) {
	return nil, errors.ErrUnsupported
}

// OpenReadOnly opens the library in dir for browsing and reading, beside any other
// program, without lock, dictionary or index: Search fails with ErrNoIndex.
func OpenReadOnly(ctx context.Context, dir string) (*Library, error) {
	return nil, errors.ErrUnsupported
}

// Close stops the work behind and releases the library.
func (l *Library) Close() error { return errors.ErrUnsupported }

// Status is the state of the index now. It costs nothing.
func (l *Library) Status() State {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.state
}

// Changed gives a channel that is closed when Status next changes.
func (l *Library) Changed() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.moved
}

// WaitReady waits until every change of the archive is in the index, or fails with the
// index's error or that of ctx.
func (l *Library) WaitReady(ctx context.Context) error { return errors.ErrUnsupported }

// Reindex builds the index anew and waits for it; Status tells how far it is.
func (l *Library) Reindex(ctx context.Context) error { return errors.ErrUnsupported }

// Remove takes articles out of the library, and with its last article a source.
// Unknown IDs are passed over.
func (l *Library) Remove(ctx context.Context, ids []paper.ArticleID) error {
	return errors.ErrUnsupported
}

// Verify checks the library against itself: sources against their SHA-256, the
// database's structure, every article, the index's place. Each problem is a Chinese
// sentence; none means all is well. It changes nothing.
func (l *Library) Verify(ctx context.Context) ([]string, error) { return nil, errors.ErrUnsupported }
