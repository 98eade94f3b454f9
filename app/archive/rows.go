package archive

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"baoge/app/paper"
)

// A RowImport is a bulk import of one JSON Lines file under way. It is used by one
// goroutine: the file's bytes are written to it as they are read, batches of rows
// added, at the end [RowImport.Finish]. Broken off at any point it can be begun again
// with the same file: rows already there are unchanged, and the bytes go on where they
// stopped.
type RowImport struct {
	a       *Archive
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
	other   string  // SHA-256 of the newest earlier file of the same path
}

// BeginRows begins the import of a JSON Lines file. src names it (path, SHA-256 of the
// whole file, format, rules); its Bytes are not looked at. origin and how are as for
// AddPage. Nothing is stored before the first batch.
func (a *Archive) BeginRows(ctx context.Context, src paper.Source, origin string, how How) (*RowImport, error) {
	if a.write == nil {
		return nil, fmt.Errorf("add %s: %w", src.Path, ErrReadOnly)
	}
	r := &RowImport{a: a, source: src, origin: origin, how: how}
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

// Write takes the next bytes of the file. It never fails.
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
	return n, nil
}

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

// A rowPlan is what a batch of rows comes to.
type rowPlan struct {
	articles []placed
	moved    []placed // unchanged, but from a file that is being replaced
	added    Added
}

func (p *rowPlan) writes() bool { return p.added.New+p.added.Changed+len(p.moved) > 0 }

// knownRows is a file of rows that came before.
type knownRows struct {
	source int64 // 0 for a new file
	closed bool  // all of it was imported, and is not to be read anew: its articles keep their text, and what is gone stays gone
}

// planRows pairs rows with the articles they are known as. Where two rows of a batch are
// the same article, the later one counts.
func planRows(ctx context.Context, q querier, rows Rows, file knownRows, replaced []int64) (*rowPlan, error) {
	source := file.source
	ids := make([]paper.ArticleID, len(rows.Articles))
	for i, a := range rows.Articles {
		ids[i] = rowArticleID(a, rows.Raw[i])
	}
	known, err := storedByID(ctx, q, ids)
	if err == nil && source != 0 {
		err = sameRows(ctx, q, rows, source, ids, known)
	}
	if err != nil {
		return nil, err
	}
	at := make(map[paper.ArticleID]int, len(ids))
	for i, id := range ids {
		at[id] = i
	}
	plan := &rowPlan{}
	for i, id := range ids {
		if at[id] != i {
			continue
		}
		if known[id] == nil && file.closed {
			continue
		}
		plan.added.IDs = append(plan.added.IDs, id)
		var err error
		if old := known[id]; old != nil && file.closed && old.source == source {
			err = plan.retouch(ctx, q, rows.Articles[i], old)
		} else {
			err = plan.add(ctx, q, rows.Articles[i], id, rows.Lines[i], old, replaced)
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", rows.Lines[i], err)
		}
	}
	switch {
	case plan.added.New > 0:
		plan.added.Status = Imported
	case plan.added.Changed > 0:
		plan.added.Status = Updated
	default:
		plan.added.Status = Unchanged
	}
	return plan, nil
}

// sameRows finds the articles that rows of a file known by its bytes made before, when
// they were given another publication and so would get other IDs: it puts the old ones
// in ids and known.
func sameRows(ctx context.Context, q querier, rows Rows, source int64, ids []paper.ArticleID, known map[paper.ArticleID]*stored) error {
	if len(rows.Lines) == 0 || !slices.ContainsFunc(ids, func(id paper.ArticleID) bool { return known[id] == nil }) {
		return nil
	}
	made, err := q.QueryContext(ctx, "SELECT place, external_id, id FROM articles WHERE source = ? AND place BETWEEN ? AND ?",
		source, rows.Lines[0], rows.Lines[len(rows.Lines)-1])
	if err != nil {
		return err
	}
	defer made.Close()
	type row struct {
		line     int
		external string
	}
	before := map[row]paper.ArticleID{}
	for made.Next() {
		var r row
		var id string
		if err := made.Scan(&r.line, &r.external, &id); err != nil {
			return err
		}
		before[r] = paper.ArticleID(id)
		before[row{0, r.external}] = paper.ArticleID(id) // for an earlier line with the same external ID
	}
	if err := made.Err(); err != nil {
		return err
	}
	for i, id := range ids {
		external := rows.Articles[i].ExternalID
		if known[id] != nil || external == "" {
			continue
		}
		if old, ok := before[row{rows.Lines[i], external}]; ok {
			ids[i] = old
		} else if old, ok := before[row{0, external}]; ok {
			ids[i] = old
		}
	}
	found, err := storedByID(ctx, q, ids)
	maps.Copy(known, found)
	return err
}

// retouch gives an article of the same file the metadata that is known now, but for what a person set.
func (p *rowPlan) retouch(ctx context.Context, q querier, row *paper.Article, old *stored) error {
	meta := old.meta
	force(&meta, metadataOf(row))
	for _, f := range articleFields {
		if isByHand(old.byhand, f.name) && slices.Contains(metadata, f.name) {
			if err := f.set(&meta, f.get(&old.meta)); err != nil {
				return err
			}
		}
	}
	pl, err := retouched(ctx, q, old, meta)
	if err == nil && pl.changed {
		p.added.Changed++
		p.articles = append(p.articles, pl)
	}
	return err
}

func (p *rowPlan) add(ctx context.Context, q querier, article *paper.Article, id paper.ArticleID, line int, old *stored, replaced []int64) error {
	a := clone(article)
	a.ID = id
	pl := placed{id: id, old: old, place: line, ordinal: line, changed: true}
	if old != nil {
		pl.ordinal, pl.standing = old.ordinal, old.standing
		keepKnown(a, &old.meta)
		if old.byhand != "" {
			lost, err := carryByHand(ctx, q, &pl, a)
			if err != nil {
				return err
			}
			if len(lost) > 0 {
				p.added.Lost = append(p.added.Lost, Lost{id, old.headline, lost, false})
			}
		}
	}
	r, err := newRecord(a)
	if err != nil {
		return err
	}
	pl.record = r
	switch {
	case old == nil:
		p.added.New++
	case old.hash != string(r.hash):
		p.added.Changed++
	case slices.Contains(replaced, old.source):
		p.moved = append(p.moved, pl)
		return nil
	default:
		return nil
	}
	p.articles = append(p.articles, pl)
	return nil
}

func (w *writer) putRows(p *rowPlan, source int64) error {
	for _, pl := range p.articles {
		if err := w.put(pl, source); err != nil {
			return err
		}
	}
	for _, pl := range p.moved {
		if err := w.put(pl, source); err != nil {
			return err
		}
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
