package archive

import (
	"context"
	"fmt"
	"slices"

	"baoge/app/paper"
)

// A SourcePage is what the library keeps of one page file beside its bytes.
type SourcePage struct {
	SourceInfo
	Labels, Leftover []string
	Repairs          []paper.Repair
	Chars            Account // zero where it was never counted
	Articles         []*paper.Article
	Withdrawn        []paper.ArticleID // those of the articles that are withdrawn
	Given            Metadata          // in which all articles are one
}

// SourcePage opens a page file as it is arranged now, by the SHA-256 of its bytes: its
// articles in printed order, withdrawn ones too. It fails with [ErrNoSource].
func (a *Archive) SourcePage(ctx context.Context, sha256 string) (SourcePage, error) {
	p, err := a.sourcePage(ctx, sha256)
	if err != nil {
		return p, fmt.Errorf("open page %.12s: %w", sha256, wrap(a.file(), err))
	}
	return p, nil
}

func (a *Archive) sourcePage(ctx context.Context, sha string) (p SourcePage, err error) {
	n, err := sourceOf(ctx, a.read, sha)
	if err != nil {
		return p, err
	}
	var labels, leftover, repairs, chars string
	err = a.read.QueryRowContext(ctx, "SELECT "+sourceColumns+", labels, leftover, repairs, chars FROM sources WHERE n = ?", n).
		Scan(&p.Path, &p.SHA256, &p.Format, &p.Rules, &p.Size, &p.SourceInfo.Articles, &labels, &leftover, &repairs, &chars)
	if err != nil {
		return p, err
	}
	for _, f := range []struct {
		text string
		into any
	}{{labels, &p.Labels}, {leftover, &p.Leftover}, {repairs, &p.Repairs}, {chars, &p.Chars}} {
		if err := fromJSON(f.text, f.into); err != nil {
			return p, err
		}
	}
	kept, err := keptOf(ctx, a.read, "WHERE source = ? ORDER BY place", n)
	if err != nil {
		return p, err
	}
	for _, k := range kept {
		p.Articles = append(p.Articles, k.article)
		if k.withdrawn {
			p.Withdrawn = append(p.Withdrawn, k.article.ID)
		}
	}
	p.Given = agreed(p.Articles)
	return p, nil
}

// A PageEdit is how a person wants a page: its articles in printed order, and what of
// its text belongs to none. An article with an ID goes on as that article; one without is
// new and gets an ID; those of the page that do not come are gone, merged into others.
type PageEdit struct {
	SHA256           string // of the page's source
	Articles         []*paper.Article
	Labels, Leftover []string
	Chars            Account // Total = Article + Label + Leftover
}

// SavePage makes a page what a person arranged, in one transaction that is one edit: it
// can be undone and redone whole. It gives the IDs of the articles, in order. IDs stay;
// what changed counts as set by hand. Errors: [ErrNoSource]; [ErrNotFound] for an ID that
// is not of this page; [ErrAccount] where the account does not add up.
func (a *Archive) SavePage(ctx context.Context, p PageEdit, hand Hand) (ids []paper.ArticleID, edit int64, err error) {
	if a.write == nil {
		return nil, 0, fmt.Errorf("save page: %w", ErrReadOnly)
	}
	err = a.change(ctx, func(w *writer) (err error) {
		w.edit = editing{what: Arranged, hand: hand}
		ids, err = w.arrange(p)
		edit = w.edit.n
		return err
	})
	if err != nil {
		return nil, 0, fmt.Errorf("save page %.12s: %w", p.SHA256, err)
	}
	return ids, edit, nil
}

func (w *writer) arrange(p PageEdit) ([]paper.ArticleID, error) {
	if c := p.Chars; c.Total != c.Article+c.Label+c.Leftover {
		return nil, fmt.Errorf("%w: %d of %d", ErrAccount, c.Article+c.Label+c.Leftover, c.Total)
	}
	n, err := sourceOf(w.ctx, w.tx, p.SHA256)
	if err != nil {
		return nil, err
	}
	old, err := keptOf(w.ctx, w.tx, "WHERE source = ?", n)
	if err != nil {
		return nil, err
	}
	was := map[paper.ArticleID]*kept{}
	next := 0
	for _, k := range old {
		was[k.article.ID] = k
		next = max(next, k.ordinal+1)
	}
	other := len(p.Articles) != len(old) || slices.ContainsFunc(p.Articles, func(x *paper.Article) bool { return x.ID == "" })
	ids := make([]paper.ArticleID, len(p.Articles))
	for i, x := range p.Articles {
		before := was[x.ID]
		if before == nil && x.ID != "" {
			return nil, &MissingError{x.ID}
		}
		after := &kept{article: clone(x), source: p.SHA256, ordinal: next, place: i}
		if before == nil {
			if after.article.ID, err = freeID(w.ctx, w.tx, p.SHA256, next); err != nil {
				return nil, err
			}
			next++
		} else {
			delete(was, x.ID) // also: an ID that comes twice is missing the second time
			after.standing, after.n, after.ordinal = before.standing, before.n, before.ordinal
			after.article.ExternalID = before.article.ExternalID
		}
		ids[i] = after.article.ID
		if err := w.arrangeOne(before, after, other); err != nil {
			return nil, err
		}
	}
	for _, k := range was {
		if err := w.save(k, nil); err != nil {
			return nil, err
		}
	}
	return ids, w.arrangeSource(n, p)
}

// arrangeOne saves one article of a page; other says that the page has other articles than before.
func (w *writer) arrangeOne(before, after *kept, other bool) error {
	var is state
	if before != nil {
		is = said(before.article)
	}
	for name := range mergedKeys(is, said(after.article)) {
		if is[name] != said(after.article)[name] {
			after.byhand = addByHand(after.byhand, name)
		}
	}
	if other && (before == nil || after.byhand != before.byhand || isByHand(after.byhand, "blocks")) {
		after.byhand = addByHand(after.byhand, arranged)
	}
	if before != nil {
		if b, _ := differ(before.state(), after.state()); len(b) == 0 {
			return nil
		}
	}
	return w.save(before, after)
}

func (w *writer) arrangeSource(n int64, p PageEdit) error {
	sha, before, err := sourceState(w.ctx, w.tx, n)
	if err != nil {
		return err
	}
	after := state{"labels": listJSON(p.Labels), "leftover": listJSON(p.Leftover), "chars": toJSON(p.Chars)}
	after.put("replaced", before["replaced"])
	if err := w.log(sha, before, after); err != nil {
		return err
	}
	return w.putSourceState(n, after)
}
