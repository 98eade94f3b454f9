package archive

import (
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"

	"baoge/app/paper"
)

// A writer is one transaction that changes articles. It numbers the changes and keeps
// its statements prepared.
type writer struct {
	ctx        context.Context
	tx         *sql.Tx
	now        int64 // Unix seconds
	seq        int64 // of the last change
	tombstones bool  // whether an article put may have been removed before
	edit       editing
	sources    map[string]int64 // rows of sources met, by SHA-256
	unused     []string         // pictures whose files go after the commit
	statements map[string]*sql.Stmt
}

func (w *writer) begin() error {
	w.statements, w.sources = map[string]*sql.Stmt{}, map[string]int64{}
	if err := w.tx.QueryRowContext(w.ctx, "SELECT value FROM meta WHERE key = 'seq'").Scan(&w.seq); err != nil {
		return err
	}
	return w.tx.QueryRowContext(w.ctx, "SELECT EXISTS(SELECT 1 FROM removed)").Scan(&w.tombstones)
}

func (w *writer) end() error { return w.exec("UPDATE meta SET value = ? WHERE key = 'seq'", w.seq) }

func (w *writer) exec(query string, args ...any) error {
	_, err := w.result(query, args...)
	return err
}

func (w *writer) result(query string, args ...any) (sql.Result, error) {
	s := w.statements[query]
	if s == nil {
		var err error
		if s, err = w.tx.PrepareContext(w.ctx, query); err != nil {
			return nil, err
		}
		w.statements[query] = s
	}
	return s.ExecContext(w.ctx, args...)
}

// storePage carries a plan out.
func (w *writer) storePage(plan pagePlan) error {
	n, err := w.storeSource(plan)
	if err != nil {
		return err
	}
	for _, o := range plan.gone {
		if err := w.removeLogged(o.n); err != nil {
			return err
		}
	}
	for _, pl := range plan.articles {
		if err := w.put(pl, n); err != nil {
			return err
		}
	}
	for _, other := range plan.replaced {
		if err := w.setReplaced(other); err != nil {
			return err
		}
	}
	if plan.retouched {
		return nil
	}
	if err := w.putReading(n, plan.page.Reading); err != nil {
		return err
	}
	return w.putScans(n, plan)
}

// storeSource keeps the file itself, in the row it has where it came before.
func (w *writer) storeSource(plan pagePlan) (n int64, err error) {
	p := plan.page
	if n = plan.into; n != 0 {
		// origin goes with path: a file told of under a new name is not replaced with the old one;
		// bytes that were read out of the library say nothing of where the file is
		err = w.exec("UPDATE sources SET origin = CASE WHEN ?2 = '' AND path = ?1 THEN origin ELSE ?2 END, path = ?1, replaced = 0 WHERE n = ?3", p.Source.Path, p.Origin, n)
	} else if n, err = w.insertSource(p.Source, p.Origin, true); err == nil {
		err = w.storeBytes(n, 0, p.Source.Bytes)
	}
	if err != nil || plan.retouched {
		return n, err
	}
	if err := w.putMedia(n, p.Media); err != nil {
		return 0, err
	}
	return n, w.exec("UPDATE sources SET format = ?, rules = ?, labels = ?, leftover = ?, repairs = ?, chars = ? WHERE n = ?",
		p.Source.Format, p.Source.Rules, listJSON(p.Labels), listJSON(p.Leftover), listJSON(p.Repairs), toJSON(p.Chars), n)
}

func (w *writer) insertSource(s paper.Source, origin string, complete bool) (int64, error) {
	res, err := w.result(`INSERT INTO sources(sha256, path, origin, format, rules, size, complete, added, labels, leftover, repairs, job)
		VALUES(?, ?, ?, ?, ?, ?, ?, ?, '[]', '[]', '[]', ?)`,
		s.SHA256, s.Path, origin, s.Format, s.Rules, len(s.Bytes), complete, w.now, w.edit.job)
	if err != nil {
		return 0, err
	}
	return res.LastInsertId()
}

// setReplaced says that another file took a source's place. Its bytes stay, so that this can be undone.
func (w *writer) setReplaced(n int64) error {
	sha, before, err := sourceState(w.ctx, w.tx, n)
	if err != nil {
		return err
	}
	after := maps.Clone(before)
	after["replaced"] = "1"
	if err := w.log(sha, before, after); err != nil {
		return err
	}
	return w.putSourceState(n, after)
}

// partSize is the length of one stored part of a source, in bytes before compression.
const partSize = 1 << 20

// storeBytes keeps a source's bytes from part first on.
func (w *writer) storeBytes(source int64, first int, src []byte) error {
	if first == 0 {
		if err := w.exec("DELETE FROM source_bytes WHERE source = ?", source); err != nil {
			return err
		}
	}
	part := first
	for chunk := range slices.Chunk(src, partSize) {
		gz, err := compress(chunk)
		if err != nil {
			return err
		}
		if err := w.exec("INSERT INTO source_bytes VALUES(?, ?, ?)", source, part, gz); err != nil {
			return err
		}
		part++
	}
	return nil
}

func compress(src []byte) ([]byte, error) {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(src); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// put stores a placed article of source n if it changed, and keeps what it was before.
func (w *writer) put(p placed, source int64) error {
	if !p.changed {
		return nil
	}
	if p.old == nil {
		p.job = w.edit.job
		return w.insert(p, source)
	}
	was, err := keptOf(w.ctx, w.tx, "WHERE articles.n = ?", p.old.n)
	if err != nil || len(was) == 0 {
		return err
	}
	after := &kept{standing: p.standing, article: p.article, ordinal: p.ordinal, place: p.place}
	if err := w.tx.QueryRowContext(w.ctx, "SELECT sha256 FROM sources WHERE n = ?", source).Scan(&after.source); err != nil {
		return err
	}
	if saysOther(was[0].article, p.article) {
		after.job = w.edit.job
	}
	if err := w.log(string(p.id), was[0].state(), after.state()); err != nil {
		return err
	}
	p.standing = after.standing
	return w.update(p, p.old.n, source)
}

// saysOther reports whether two articles differ in more than where they stood.
func saysOther(a, b *paper.Article) bool {
	differing, _ := differ(said(a), said(b))
	for name := range differing {
		if !slices.Contains(metadata, name) {
			return true
		}
	}
	return false
}

func (w *writer) update(p placed, n, source int64) error {
	a := p.article
	w.seq++
	if err := w.exec(`UPDATE articles SET external_id = ?, source = ?, ordinal = ?, place = ?, seq = ?, changed = ?, hash = ?, kicker = ?, headline = ?, subhead = ?,
		section = ?, publication = ?, day = ?, page = ?, page_key = ?, page_label = ?, credits = ?, chars = ?, figures = ?, opening = ?,
		withdrawn = ?, reason = ?, byhand = ?, job = ? WHERE n = ?`,
		append(w.columns(p, source), n)...); err != nil {
		return err
	}
	if err := w.exec(`UPDATE bodies SET dateline = ?, credit_line = ?, credit_at = ?, blocks = ? WHERE article = ?`,
		a.Dateline, a.CreditLine, string(a.CreditAt), p.blocks, n); err != nil {
		return err
	}
	if err := w.exec("DELETE FROM names WHERE article = ?", n); err != nil {
		return err
	}
	return w.putNames(n, p)
}

func (w *writer) insert(p placed, source int64) error {
	a := p.article
	w.seq++
	res, err := w.result(`INSERT INTO articles(external_id, source, ordinal, place, seq, changed, hash, kicker, headline, subhead,
		section, publication, day, page, page_key, page_label, credits, chars, figures, opening, withdrawn, reason, byhand, job, id)
		VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, append(w.columns(p, source), string(p.id))...)
	if err != nil {
		return err
	}
	n, err := res.LastInsertId()
	if err != nil {
		return err
	}
	if err := w.exec("INSERT INTO bodies VALUES(?, ?, ?, ?, ?)", n, a.Dateline, a.CreditLine, string(a.CreditAt), p.blocks); err != nil {
		return err
	}
	if w.tombstones {
		if err := w.exec("DELETE FROM removed WHERE id = ?", string(p.id)); err != nil {
			return err
		}
	}
	return w.putNames(n, p)
}

// columns are the values both statements above begin with, for the current change.
func (w *writer) columns(p placed, source int64) []any {
	a := p.article
	return []any{a.ExternalID, source, p.ordinal, p.place, w.seq, w.now, p.hash, a.Kicker, a.Headline, a.Subhead,
		a.Section, a.Publication, dayOf(a.Date), a.Page, pageKey(a.Page), a.PageLabel, p.credits, a.Chars(), p.figures(), opening(a),
		p.withdrawn, p.reason, p.byhand, p.job}
}

// putNames lists who is credited. A withdrawn article is listed under no name.
func (w *writer) putNames(n int64, p placed) error {
	if p.withdrawn {
		return nil
	}
	for _, c := range p.article.Credits {
		for _, name := range c.Names {
			if err := w.exec("INSERT OR IGNORE INTO names VALUES(?, ?)", name, n); err != nil {
				return err
			}
		}
	}
	return nil
}

// remove takes one article out and leaves a tombstone for the index to follow.
func (w *writer) remove(n int64, id paper.ArticleID) error {
	w.seq++
	w.tombstones = true
	for _, table := range []string{"names WHERE article", "bodies WHERE article", "articles WHERE n"} {
		if err := w.exec("DELETE FROM "+table+" = ?", n); err != nil {
			return err
		}
	}
	return w.exec("INSERT OR REPLACE INTO removed VALUES(?, ?)", string(id), w.seq)
}

// removeLogged is remove with the article kept in the history.
func (w *writer) removeLogged(n int64) error {
	was, err := keptOf(w.ctx, w.tx, "WHERE articles.n = ?", n)
	if err != nil || len(was) == 0 {
		return err
	}
	return w.save(was[0], nil)
}

// Remove takes articles out of the library for good, in one transaction: also their
// history, and a source with its last article. Unknown IDs are passed over. What may have
// to come back is withdrawn instead: [Archive.Withdraw].
func (a *Archive) Remove(ctx context.Context, ids []paper.ArticleID) error {
	if a.write == nil {
		return fmt.Errorf("remove articles: %w", ErrReadOnly)
	}
	err := a.change(ctx, func(w *writer) error {
		known, err := storedByID(ctx, w.tx, ids)
		if err != nil {
			return err
		}
		for _, id := range ids {
			o, ok := known[id]
			if !ok {
				continue
			}
			delete(known, id)
			if err := w.removeForGood(o); err != nil {
				return err
			}
		}
		return w.exec("DELETE FROM edits WHERE n NOT IN (SELECT edit FROM edit_parts)")
	})
	if err != nil {
		return fmt.Errorf("remove %d articles: %w", len(ids), err)
	}
	return nil
}

func (w *writer) removeForGood(o *stored) error {
	if err := w.remove(o.n, o.id); err != nil {
		return err
	}
	if err := w.exec("DELETE FROM edit_parts WHERE part = ?", string(o.id)); err != nil {
		return err
	}
	return w.dropEmptySource(o.source)
}

// dropEmptySource takes a source out when no article is left of it.
func (w *writer) dropEmptySource(n int64) error {
	var full bool
	if err := w.tx.QueryRowContext(w.ctx, "SELECT EXISTS(SELECT 1 FROM articles WHERE source = ?)", n).Scan(&full); err != nil || full {
		return err
	}
	if err := w.dropMedia(n); err != nil {
		return err
	}
	for _, table := range []string{"source_bytes WHERE source", "scans WHERE source", "readings WHERE source", "sources WHERE n"} {
		if err := w.exec("DELETE FROM "+table+" = ?", n); err != nil {
			return err
		}
	}
	return nil
}
