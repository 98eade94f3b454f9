package archive

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"baoge/app/paper"
)

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
