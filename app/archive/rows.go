package archive

import (
	"context"
	"fmt"

	"baoge/app/paper"
)

// A RowImport is a bulk import of one JSON Lines file under way. It is used by one
// goroutine: the file's bytes are written to it as they are read, batches of rows
// added, at the end [RowImport.Finish]. Broken off at any point it can be begun again
// with the same file: rows already there are unchanged, and the bytes go on where they
// stopped.
type RowImport struct {
	a       *Archive
	ctx     context.Context // of the whole import, for what Write stores
	source  paper.Source
	origin  string
	n       int64 // the source's row; 0 before the first commit
	rows    int   // good rows met
	parts   int   // parts of the source already stored
	skip    int   // bytes still to come that are stored already
	size    int64 // bytes written
	done    bool  // the source is complete: nothing of it needs storing
	pending []byte
	how     How
	old     []int64 // the sources being replaced
	same    string  // path the same bytes came by before
	older   bool    // they were read with other rules
	fatal   error   // of the archive, met by Write
	other   string  // SHA-256 of the newest earlier file of the same path
}

// BeginRows begins the import of a JSON Lines file. src names it (path, SHA-256 of the
// whole file, format, rules); its Bytes are not looked at. origin and how are as for
// AddPage. Nothing is stored before the first batch, or before [mostPending] bytes without
// one. ctx is that of the whole import.
func (a *Archive) BeginRows(ctx context.Context, src paper.Source, origin string, how How) (*RowImport, error) {
	if a.write == nil {
		return nil, fmt.Errorf("add %s: %w", src.Path, ErrReadOnly)
	}
	r := &RowImport{a: a, ctx: ctx, source: src, origin: origin, how: how}
	if err := r.begin(ctx); err != nil {
		return nil, fmt.Errorf("add %s: %w", src.Path, wrap(a.file(), err))
	}
	return r, nil
}

func (r *RowImport) begin(ctx context.Context) (err error) {
	q := r.a.read
	if r.n, err = sourceBySum(ctx, q, r.source.SHA256); err != nil {
		return err
	}
	if r.n != 0 {
		var rules string
		if err := q.QueryRowContext(ctx, "SELECT complete AND NOT replaced, path, rules FROM sources WHERE n = ?", r.n).Scan(&r.done, &r.same, &rules); err != nil {
			return err
		}
		r.older = r.done && rules != r.source.Rules
		if err := q.QueryRowContext(ctx, "SELECT count(*) FROM source_bytes WHERE source = ?", r.n).Scan(&r.parts); err != nil {
			return err
		}
		r.skip = r.parts * partSize
	}
	earlier, other, err := sourcesByOrigin(ctx, q, r.origin, r.source.SHA256)
	if err != nil || r.done {
		return err
	}
	if r.other = other; r.how.Replace {
		r.old = earlier
	}
	return nil
}

// mostPending bounds the bytes of a file that wait in memory for a batch: between two
// good rows any number of bad ones may stand, and one of them may be as long as the file.
const mostPending = 32 * partSize

// Write takes the next bytes of the file. After an error the import is over.
func (r *RowImport) Write(p []byte) (int, error) {
	n := len(p)
	r.size += int64(n)
	if r.done {
		return n, nil
	}
	if r.skip > 0 {
		k := min(r.skip, len(p))
		r.skip -= k
		p = p[k:]
	}
	r.pending = append(r.pending, p...)
	if len(r.pending) < mostPending {
		return n, nil
	}
	if r.fatal = r.a.change(r.ctx, func(w *writer) error {
		w.edit = r.editing()
		return r.store(w, false)
	}); r.fatal != nil {
		return 0, fmt.Errorf("add %s: %w", r.source.Path, r.fatal)
	}
	return n, nil
}

// Err is the error of the archive that ended the import in Write, nil where there was none.
func (r *RowImport) Err() error { return r.fatal }

// Add stores a batch of rows in one transaction, and nothing where nothing is new. A row
// whose publication and external ID are known updates its article; one without external
// ID is known by its own bytes. After an error the import is over.
func (r *RowImport) Add(ctx context.Context, rows Rows) (Added, error) {
	r.rows += len(rows.Articles)
	batch, err := planRows(ctx, r.a.read, rows, r.known(), r.old)
	if err == nil && batch.writes() {
		err = r.a.change(ctx, func(w *writer) error {
			w.edit = r.editing()
			if err := r.store(w, false); err != nil {
				return err
			}
			return w.putRows(batch, r.n)
		})
	}
	if err != nil {
		return Added{}, fmt.Errorf("add %s: %w", r.source.Path, wrap(r.a.file(), err))
	}
	return batch.added, nil
}

// editing is what a batch of this import writes into the history.
func (r *RowImport) editing() editing {
	return editing{what: Renewed, hand: Hand{Who: r.how.Who}, job: r.how.Job}
}

// known is the file as far as it came before.
func (r *RowImport) known() knownRows { return knownRows{r.n, r.done && !r.how.Renew} }

// Before tells of the same bytes imported earlier: the path they came by, and whether
// they were read with other rules than now; "" and false for a new file.
func (r *RowImport) Before() (path string, older bool) { return r.same, r.older }

// ProbeRows tells what Add would do with rows of the file of that SHA-256 and writes nothing.
func (a *Archive) ProbeRows(ctx context.Context, sha256 string, rows Rows, how How) (Added, error) {
	var known knownRows
	var err error
	if known.source, err = sourceBySum(ctx, a.read, sha256); err == nil && known.source != 0 {
		err = a.read.QueryRowContext(ctx, "SELECT complete AND NOT replaced FROM sources WHERE n = ?", known.source).Scan(&known.closed)
		known.closed = known.closed && !how.Renew
	}
	if err != nil {
		return Added{}, fmt.Errorf("add rows: %w", wrap(a.file(), err))
	}
	batch, err := planRows(ctx, a.read, rows, known, nil)
	if err != nil {
		return Added{}, fmt.Errorf("add rows: %w", wrap(a.file(), err))
	}
	return batch.added, nil
}

// Finish completes the source after its last batch: its bytes are whole, and a file it
// replaces is gone with the articles that did not come again. Other and Replaced tell
// of the earlier file of the same path.
func (r *RowImport) Finish(ctx context.Context) (Added, error) {
	if r.done && !r.how.Renew || r.n == 0 && (len(r.old) == 0 || r.rows == 0) {
		return Added{Status: Unchanged}, nil
	}
	if r.rows == 0 { // bytes that Write stored, of a file without a good row
		return Added{Status: Unchanged}, r.a.change(ctx, func(w *writer) error { return w.dropEmptySource(r.n) })
	}
	err := r.a.change(ctx, func(w *writer) error {
		w.edit = r.editing()
		if err := r.store(w, true); err != nil {
			return err
		}
		for _, old := range r.old {
			if err := w.replaceSource(old); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return Added{}, fmt.Errorf("add %s: %w", r.source.Path, err)
	}
	r.done = true
	if len(r.old) > 0 {
		return Added{Status: Updated, Replaced: r.other}, nil
	}
	return Added{Status: Unchanged, Other: r.other}, nil
}

// store keeps the bytes read so far in whole parts, at the end also the last one.
func (r *RowImport) store(w *writer, last bool) error {
	if r.done {
		return w.exec("UPDATE sources SET rules = ? WHERE n = ?", r.source.Rules, r.n)
	}
	if r.n == 0 {
		n, err := w.insertSource(r.source, r.origin, false)
		if err != nil {
			return err
		}
		r.n = n
	}
	whole := len(r.pending) / partSize * partSize
	if last {
		whole = len(r.pending)
	}
	if whole > 0 {
		if err := w.storeBytes(r.n, r.parts, r.pending[:whole]); err != nil {
			return err
		}
		r.parts += (whole + partSize - 1) / partSize
		r.pending = append([]byte(nil), r.pending[whole:]...)
	}
	if last {
		return w.exec("UPDATE sources SET complete = 1, replaced = 0, rules = ?, size = ? WHERE n = ?", r.source.Rules, r.size, r.n)
	}
	return nil
}

// replaceSource takes out the articles that are still a source's own, and says that
// another file took its place.
func (w *writer) replaceSource(n int64) error {
	gone, err := storedOf(w.ctx, w.tx, n)
	if err != nil {
		return err
	}
	for _, o := range gone {
		if err := w.removeLogged(o.n); err != nil {
			return err
		}
	}
	return w.setReplaced(n)
}
