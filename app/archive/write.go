package archive

import (
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	"fmt"
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
	statements map[string]*sql.Stmt
}

func (w *writer) begin() error {
	w.statements = map[string]*sql.Stmt{}
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
		if err := w.remove(o.n, o.id); err != nil {
			return err
		}
	}
	for _, pl := range plan.articles {
		if err := w.put(pl, n); err != nil {
			return err
		}
	}
	for _, other := range plan.sources[min(1, len(plan.sources)):] {
		if err := w.dropEmptySource(other); err != nil {
			return err
		}
	}
	return nil
}

// storeSource keeps the file itself, in the row of the one it takes over where there is one.
func (w *writer) storeSource(plan pagePlan) (n int64, err error) {
	p := plan.page
	if len(plan.sources) == 0 {
		n, err = w.insertSource(p.Source, p.Origin, true)
	} else {
		n = plan.sources[0]
		// origin goes with path: a file told of under a new name is not replaced with the old one
		err = w.exec("UPDATE sources SET sha256 = ?, path = ?, origin = ?, format = ?, rules = ?, size = ? WHERE n = ?",
			p.Source.SHA256, p.Source.Path, p.Origin, p.Source.Format, p.Source.Rules, len(p.Source.Bytes), n)
	}
	if err != nil {
		return 0, err
	}
	if len(plan.sources) == 0 || plan.added.Replaced != "" {
		if err := w.storeBytes(n, 0, p.Source.Bytes); err != nil {
			return 0, err
		}
	}
	return n, w.exec("UPDATE sources SET labels = ?, leftover = ?, repairs = ? WHERE n = ?",
		toJSON(p.Labels), toJSON(p.Leftover), toJSON(p.Repairs), n)
}

func (w *writer) insertSource(s paper.Source, origin string, complete bool) (int64, error) {
	res, err := w.result(`INSERT INTO sources(sha256, path, origin, format, rules, size, complete, added, labels, leftover, repairs)
		VALUES(?, ?, ?, ?, ?, ?, ?, ?, '[]', '[]', '[]')`,
		s.SHA256, s.Path, origin, s.Format, s.Rules, len(s.Bytes), complete, w.now)
	if err != nil {
		return 0, err
	}
	return res.LastInsertId()
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

// put stores a placed article of source n if it changed.
func (w *writer) put(p placed, source int64) error {
	if !p.changed {
		return nil
	}
	a := p.article
	if p.old == nil {
		return w.insert(p, source)
	}
	w.seq++
	if err := w.exec(`UPDATE articles SET external_id = ?, source = ?, ordinal = ?, place = ?, seq = ?, changed = ?, hash = ?, kicker = ?, headline = ?, subhead = ?,
		section = ?, publication = ?, day = ?, page = ?, page_key = ?, page_label = ?, credits = ?, chars = ?, figures = ?, opening = ? WHERE n = ?`,
		append(w.columns(p, source), p.old.n)...); err != nil {
		return err
	}
	if err := w.exec(`UPDATE bodies SET dateline = ?, credit_line = ?, credit_at = ?, blocks = ? WHERE article = ?`,
		a.Dateline, a.CreditLine, string(a.CreditAt), p.blocks, p.old.n); err != nil {
		return err
	}
	if err := w.exec("DELETE FROM names WHERE article = ?", p.old.n); err != nil {
		return err
	}
	return w.putNames(p.old.n, a.Credits)
}

func (w *writer) insert(p placed, source int64) error {
	a := p.article
	w.seq++
	res, err := w.result(`INSERT INTO articles(external_id, source, ordinal, place, seq, changed, hash, kicker, headline, subhead,
		section, publication, day, page, page_key, page_label, credits, chars, figures, opening, id)
		VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, append(w.columns(p, source), string(p.id))...)
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
	return w.putNames(n, a.Credits)
}

// columns are the values both statements above begin with, for the current change.
func (w *writer) columns(p placed, source int64) []any {
	a := p.article
	return []any{a.ExternalID, source, p.ordinal, p.place, w.seq, w.now, p.hash, a.Kicker, a.Headline, a.Subhead,
		a.Section, a.Publication, dayOf(a.Date), a.Page, pageKey(a.Page), a.PageLabel, p.credits, a.Chars(), p.figures(), opening(a)}
}

func (w *writer) putNames(n int64, credits []paper.Credit) error {
	for _, c := range credits {
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
	for _, table := range []string{"names WHERE article", "bodies WHERE article", "articles WHERE n"} {
		if err := w.exec("DELETE FROM "+table+" = ?", n); err != nil {
			return err
		}
	}
	return w.exec("INSERT OR REPLACE INTO removed VALUES(?, ?)", string(id), w.seq)
}

// Remove takes articles out of the library in one transaction, and a source with its
// last article. Unknown IDs are passed over.
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
			if err := w.remove(o.n, o.id); err != nil {
				return err
			}
			if err := w.dropEmptySource(o.source); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("remove %d articles: %w", len(ids), err)
	}
	return nil
}

func (w *writer) dropEmptySource(n int64) error {
	const empty = " = ?1 AND NOT EXISTS(SELECT 1 FROM articles WHERE source = ?1)"
	if err := w.exec("DELETE FROM source_bytes WHERE source"+empty, n); err != nil {
		return err
	}
	return w.exec("DELETE FROM sources WHERE n"+empty, n)
}
