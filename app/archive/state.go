package archive

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"baoge/app/paper"
)

// A standing is what the archive knows of an article beside what it says.
type standing struct {
	withdrawn bool
	reason    string // of withdrawing it
	byhand    string // names of what a person set, parted by blanks, in order
	job       int64  // the import that brought it
}

// A kept is a whole article as it lies in the archive.
type kept struct {
	standing
	article *paper.Article
	n       int64
	source  string // SHA-256
	ordinal int
	place   int
}

const keptColumns = `articles.id, external_id, kicker, headline, subhead, dateline, credits, credit_line, credit_at,
	section, publication, day, page, page_label, blocks, articles.n, sha256, ordinal, place, withdrawn, reason, byhand, articles.job
	FROM articles JOIN bodies ON article = articles.n JOIN sources ON sources.n = source`

// keptOf reads whole articles; where begins with WHERE or ORDER BY.
func keptOf(ctx context.Context, q querier, where string, args ...any) ([]*kept, error) {
	rows, err := q.QueryContext(ctx, "SELECT "+keptColumns+" "+where, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []*kept
	for rows.Next() {
		k := &kept{}
		k.article, err = scanArticle(rows, &k.n, &k.source, &k.ordinal, &k.place, &k.withdrawn, &k.reason, &k.byhand, &k.job)
		if err != nil {
			return nil, err
		}
		out = append(out, k)
	}
	return out, rows.Err()
}

// keptByID reads one whole article; nil when it is not there.
func keptByID(ctx context.Context, q querier, id string) (*kept, error) {
	got, err := keptOf(ctx, q, "WHERE articles.id = ?", id)
	if err != nil || len(got) == 0 {
		return nil, err
	}
	return got[0], nil
}

// A state is something kept as named texts: what edits are made of. Empty ones are left
// out; nil is what is not there at all.
type state map[string]string

// The names of what an article says. What a person sets among them is by hand.
var articleFields = []struct {
	name string
	get  func(*paper.Article) string
	set  func(*paper.Article, string) error
}{
	textField("kicker", func(a *paper.Article) *string { return &a.Kicker }),
	textField("headline", func(a *paper.Article) *string { return &a.Headline }),
	textField("subhead", func(a *paper.Article) *string { return &a.Subhead }),
	textField("dateline", func(a *paper.Article) *string { return &a.Dateline }),
	textField("credit_line", func(a *paper.Article) *string { return &a.CreditLine }),
	textField("credit_at", func(a *paper.Article) *string { return (*string)(&a.CreditAt) }),
	{"credits", func(a *paper.Article) string { return encodeCredits(a.Credits) }, func(a *paper.Article, s string) (err error) {
		a.Credits, err = decodeCredits(s)
		return err
	}},
	{"blocks", func(a *paper.Article) string { s, _ := encodeBlocks(a.Blocks); return s }, func(a *paper.Article, s string) (err error) { // newRecord tells of blocks that cannot be kept
		a.Blocks, err = decodeBlocks(s)
		return err
	}},
	{dateField, func(a *paper.Article) string { return a.Date.String() }, func(a *paper.Article, s string) (err error) {
		a.Date, err = paper.ParseDate(s)
		return err
	}},
	textField("page", func(a *paper.Article) *string { return &a.Page }),
	textField("page_label", func(a *paper.Article) *string { return &a.PageLabel }),
	textField("publication", func(a *paper.Article) *string { return &a.Publication }),
	textField("section", func(a *paper.Article) *string { return &a.Section }),
}

const dateField = "date"

// metadata are the fields that say where an article stood, not what it says.
var metadata = []string{dateField, "page", "page_label", "publication", "section"}

func textField(name string, at func(*paper.Article) *string) (f struct {
	name string
	get  func(*paper.Article) string
	set  func(*paper.Article, string) error
}) {
	f.name = name
	f.get = func(a *paper.Article) string { return *at(a) }
	f.set = func(a *paper.Article, s string) error { *at(a) = s; return nil }
	return f
}

// said is what an article says, as a state.
func said(a *paper.Article) state {
	s := state{}
	for _, f := range articleFields {
		s.put(f.name, f.get(a))
	}
	return s
}

func (s state) put(name, value string) {
	if value != "" {
		s[name] = value
	}
}

// state is all that is kept of an article; of nil it is nil.
func (k *kept) state() state {
	if k == nil {
		return nil
	}
	s := said(k.article)
	s.put("external_id", k.article.ExternalID)
	s.put("source", k.source)
	s.put("ordinal", strconv.Itoa(k.ordinal))
	s.put("place", strconv.Itoa(k.place))
	s.put("reason", k.reason)
	s.put("byhand", k.byhand)
	s.put("job", strconv.FormatInt(k.job, 10))
	if k.withdrawn {
		s.put("withdrawn", "1")
	}
	return s
}

// keptFrom is the article a state describes.
func keptFrom(id paper.ArticleID, s state) (*kept, error) {
	a := &paper.Article{ID: id, ExternalID: s["external_id"]}
	for _, f := range articleFields {
		if err := f.set(a, s[f.name]); err != nil {
			return nil, fmt.Errorf("%w: history of %s: %s: %w", ErrDamaged, id, f.name, err)
		}
	}
	k := &kept{article: a, source: s["source"], standing: standing{withdrawn: s["withdrawn"] != "", reason: s["reason"], byhand: s["byhand"]}}
	for name, into := range map[string]*int{"ordinal": &k.ordinal, "place": &k.place} {
		var err error
		if *into, err = strconv.Atoi(s[name]); err != nil {
			return nil, fmt.Errorf("%w: history of %s: %s: %w", ErrDamaged, id, name, err)
		}
	}
	job, err := strconv.ParseInt(s["job"], 10, 64)
	if err != nil {
		return nil, fmt.Errorf("%w: history of %s: job: %w", ErrDamaged, id, err)
	}
	k.job = job
	return k, nil
}

// differ gives the parts of two states that are not the same. Where one is not there at
// all, the other is given whole.
func differ(before, after state) (b, a state) {
	if before == nil || after == nil {
		return before, after
	}
	b, a = state{}, state{}
	for name, v := range before {
		if after[name] != v {
			b[name], a[name] = v, after[name]
		}
	}
	for name, v := range after {
		if before[name] != v {
			b[name], a[name] = before[name], v
		}
	}
	return b, a
}

// text is how a state is stored: "" for what is not there.
func (s state) text() string {
	if s == nil {
		return ""
	}
	return toJSON(s)
}

func readState(text string) (state, error) {
	if text == "" {
		return nil, nil
	}
	var s state
	return s, fromJSON(text, &s)
}

// addByHand joins names to those that a person set.
func addByHand(byhand string, names ...string) string {
	all := append(strings.Fields(byhand), names...)
	slices.Sort(all)
	return strings.Join(slices.Compact(all), " ")
}

func isByHand(byhand, name string) bool { return slices.Contains(strings.Fields(byhand), name) }

// sourceState is what edits keep of a page file: what came of it beside articles.
func sourceState(ctx context.Context, q querier, n int64) (sha string, s state, err error) {
	var labels, leftover, chars string
	var replaced bool
	err = q.QueryRowContext(ctx, "SELECT sha256, labels, leftover, chars, replaced FROM sources WHERE n = ?", n).Scan(&sha, &labels, &leftover, &chars, &replaced)
	s = state{"labels": labels, "leftover": leftover, "chars": chars}
	if replaced {
		s["replaced"] = "1"
	}
	return sha, s, err
}

// sourceOf finds a source by its SHA-256; one that is gone is [ErrNoSource].
func sourceOf(ctx context.Context, q querier, sha string) (n int64, err error) {
	if n, err = sourceBySum(ctx, q, sha); err == nil && n == 0 {
		err = fmt.Errorf("%w: %.12s", ErrNoSource, sha)
	}
	return n, err
}
