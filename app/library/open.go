package library

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"baoge/app/archive"
	"baoge/app/index"
	"baoge/app/paper"
)

// Open opens the library in dir for everything. It returns as soon as the archive is
// open; dictionary and index follow behind. A library in a folder that cannot be
// written to is opened for reading and searching (see Writable), its index kept in the
// person's cache folder. Errors are those of archive.Open: ErrHeld, ErrNotLibrary (without
// Create), ErrNewer, ErrDamaged, ErrNoSpace, ErrPermission.
func Open(ctx context.Context, dir string, o Options) (*Library, error) {
	how := func(dir string) (*archive.Archive, error) { return archive.Open(dir, archive.ReadWrite) }
	if o.Create {
		how = archive.Create
	}
	a, err := how(dir)
	indexDir, shared := filepath.Join(dir, "index"), false
	if errors.Is(err, archive.ErrPermission) {
		if reader, e := archive.Open(dir, archive.ReadOnly); e == nil {
			a, err = reader, nil
			indexDir, shared = cachedIndex(a.ID()), true
		}
	}
	if err != nil {
		return nil, err
	}
	if o.User != nil {
		if err := remember(ctx, o.User, a); err != nil {
			return nil, errors.Join(err, a.Close())
		}
	}
	return &Library{archive: a, user: o.User, keeper: newKeeper(a, indexDir, shared)}, nil
}

func remember(ctx context.Context, u *User, a *archive.Archive) error {
	abs, err := filepath.Abs(a.Dir())
	if err != nil {
		return fmt.Errorf("remember library: %w", err)
	}
	return u.Opened(ctx, a.ID(), abs)
}

// OpenReadOnly opens the library in dir for browsing and reading, beside any other
// program, without lock, dictionary or index: Search fails with ErrNoIndex. With the
// person's own database, u, what is theirs is read and kept too; u may be nil.
func OpenReadOnly(ctx context.Context, dir string, u *User) (*Library, error) {
	a, err := archive.Open(dir, archive.ReadOnly)
	if err != nil {
		return nil, err
	}
	if u != nil {
		if err := remember(ctx, u, a); err != nil {
			return nil, errors.Join(err, a.Close())
		}
	}
	return &Library{archive: a, user: u}, nil
}

// Close stops the work behind and releases the library.
func (l *Library) Close() error {
	if l.keeper != nil {
		l.keeper.close()
	}
	return l.archive.Close()
}

// Status is the state of the index now. It costs nothing.
func (l *Library) Status() State {
	if l.keeper == nil {
		return State{Phase: NoIndex}
	}
	_, s, _ := l.keeper.now()
	return s
}

// Changed gives a channel that is closed when Status next changes. Without an index it never is.
func (l *Library) Changed() <-chan struct{} {
	if l.keeper == nil {
		return nil
	}
	_, _, moved := l.keeper.now()
	return moved
}

// WaitReady waits until every change made before the call is in the index, or fails
// with the index's error or that of ctx.
func (l *Library) WaitReady(ctx context.Context) error {
	if l.keeper == nil {
		return ErrNoIndex
	}
	last, err := l.archive.LastSeq(ctx)
	if err != nil {
		return err
	}
	l.keeper.nudge()
	_, err = l.keeper.wait(ctx, func(x *index.Index, s State) bool { return x != nil && x.Seq() >= last })
	return err
}

// ErrDamagedIndex says that an index which was searched is damaged. It is made anew by itself.
var ErrDamagedIndex = index.ErrStale

// Intact waits until the checksums of the index that Open found are compared, which goes on behind.
// It fails with [ErrDamagedIndex] where they differ: what was found until then may be wrong, and
// after the next WaitReady it is not. Else its error is that of the index, or of ctx.
func (l *Library) Intact(ctx context.Context) error {
	if l.keeper == nil {
		return ErrNoIndex
	}
	return l.keeper.intact(ctx)
}

// Backlog counts the changes that are not in the index; while the index is not open, all of them.
func (l *Library) Backlog(ctx context.Context) (int64, error) {
	if l.keeper == nil {
		return 0, ErrNoIndex
	}
	var seq int64
	if x, _, _ := l.keeper.now(); x != nil {
		seq = x.Seq()
	}
	return l.archive.Pending(ctx, seq)
}

// Reindex builds the index anew and waits for it; Status tells how far it is.
func (l *Library) Reindex(ctx context.Context) error {
	if l.keeper == nil {
		return ErrNoIndex
	}
	answer := make(chan error, 1)
	select {
	case l.keeper.anew <- answer:
	case <-l.keeper.ended:
		return index.ErrClosed
	case <-ctx.Done():
		return fmt.Errorf("build the index: %w", ctx.Err())
	}
	select {
	case err := <-answer:
		return err
	case <-l.keeper.ended:
		return index.ErrClosed
	case <-ctx.Done():
		return fmt.Errorf("build the index: %w", ctx.Err())
	}
}

// Remove takes articles out of the library, and with its last article a source.
// Unknown IDs are passed over.
func (l *Library) Remove(ctx context.Context, ids []paper.ArticleID) error {
	err := l.archive.Remove(ctx, ids)
	l.nudge()
	return err
}

// Sources lists the imported files in the order they came.
func (l *Library) Sources(ctx context.Context) ([]SourceInfo, error) { return l.archive.Sources(ctx) }

func (l *Library) nudge() {
	if l.keeper != nil {
		l.keeper.nudge()
	}
}
