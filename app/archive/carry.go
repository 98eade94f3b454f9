package archive

import (
	"context"
	"slices"
	"strings"

	"baoge/app/paper"
)

// arranged among what is by hand says that a person made the article by splitting or
// merging others of its page.
const arranged = "arranged"

// inOrder pairs articles with those stored of the same bytes: by headline, then by their
// text, then what is left in order.
func inOrder(articles []*paper.Article, old []stored) []*stored {
	m := newMatching(articles, old)
	m.pair(func(a *paper.Article, o *stored) bool { return a.Headline == o.headline })
	m.pair(func(*paper.Article, *stored) bool { return true })
	return m.matches
}

// match pairs the articles of a file with those of the file whose place it takes: by
// headline, then by likeness of their text.
func match(ctx context.Context, q querier, articles []*paper.Article, old []stored) ([]*stored, error) {
	m := newMatching(articles, old)
	m.pair(func(a *paper.Article, o *stored) bool { return a.Headline == o.headline })
	if !m.open() || len(articles)*len(old) > mostPairs {
		return m.matches, nil
	}
	texts := map[int64]map[[2]rune]bool{}
	for j := range old {
		if !m.taken[j] {
			was, err := keptOf(ctx, q, "WHERE articles.n = ?", old[j].n)
			if err != nil {
				return nil, err
			}
			texts[old[j].n] = pairsOf(was[0].article)
		}
	}
	for _, atLeast := range []float64{0.8, 0.5, 0.3} { // the likest first
		for i, a := range articles {
			if m.matches[i] == nil {
				mine := pairsOf(a)
				m.pairOne(i, func(o *stored) bool { return likeness(mine, texts[o.n]) >= atLeast })
			}
		}
	}
	return m.matches, nil
}

// mostPairs bounds the comparing of texts: a page has some dozens of articles.
const mostPairs = 40000

type matching struct {
	articles []*paper.Article
	old      []stored
	matches  []*stored // of each article
	taken    []bool    // of old
}

func newMatching(articles []*paper.Article, old []stored) *matching {
	return &matching{articles, old, make([]*stored, len(articles)), make([]bool, len(old))}
}

func (m *matching) open() bool {
	return slices.Contains(m.matches, nil) && slices.Contains(m.taken, false)
}

func (m *matching) pair(fits func(*paper.Article, *stored) bool) {
	for i, a := range m.articles {
		m.pairOne(i, func(o *stored) bool { return fits(a, o) })
	}
}

func (m *matching) pairOne(i int, fits func(*stored) bool) {
	for j := range m.old {
		if m.matches[i] == nil && !m.taken[j] && fits(&m.old[j]) {
			m.matches[i], m.taken[j] = &m.old[j], true
		}
	}
}

// pairsOf are the neighbouring characters of an article's headline and text.
func pairsOf(a *paper.Article) map[[2]rune]bool {
	set := map[[2]rune]bool{}
	var last rune
	for _, t := range []string{a.Headline, a.Body()} {
		for _, r := range t {
			if last != 0 {
				set[[2]rune{last, r}] = true
			}
			last = r
		}
	}
	return set
}

// likeness is the share of pairs that two texts have in common, from 0 to 1.
func likeness(a, b map[[2]rune]bool) float64 {
	common := 0
	for p := range a {
		if b[p] {
			common++
		}
	}
	if all := len(a) + len(b) - common; all > 0 {
		return float64(common) / float64(all)
	}
	return 0
}

// carryByHand sets in a, which takes the place of pl.old, what a person set there: always
// where it stood, and its text where the file says what it said before that person
// changed it. It takes from pl.byhand, and gives back, what could not be carried.
func carryByHand(ctx context.Context, q querier, pl *placed, a *paper.Article) (lost []string, err error) {
	was, err := keptOf(ctx, q, "WHERE articles.n = ?", pl.old.n)
	if err != nil || len(was) == 0 {
		return nil, err
	}
	base, err := baseOf(ctx, q, was[0])
	if err != nil {
		return nil, err
	}
	mine, theirs := said(was[0].article), said(a)
	split := isByHand(pl.byhand, arranged)
	var kept []string
	for _, f := range articleFields {
		if !isByHand(pl.byhand, f.name) {
			continue
		}
		ok := true
		switch {
		case theirs[f.name] == mine[f.name]:
		case slices.Contains(metadata, f.name), !split && theirs[f.name] == base[f.name]:
			err = f.set(a, mine[f.name])
		case f.name == "blocks" && !split:
			ok, err = mergeBlocks(base["blocks"], was[0].article, a)
		default:
			ok = false
		}
		if err != nil {
			return nil, err
		}
		if ok {
			kept = append(kept, f.name)
		} else {
			lost = append(lost, f.name)
		}
	}
	if split {
		lost = append(lost, arranged)
	}
	pl.byhand = addByHand("", kept...)
	return lost, nil
}

// baseOf is what an article said where a person set it by hand, before that person did.
func baseOf(ctx context.Context, q querier, k *kept) (state, error) {
	rows, err := q.QueryContext(ctx, "SELECT job, before FROM edit_parts JOIN edits ON n = edit WHERE part = ? AND undone = 0 ORDER BY edit DESC", string(k.article.ID))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	base, closed := said(k.article), map[string]bool{}
	for rows.Next() {
		var job int64
		var text string
		if err := rows.Scan(&job, &text); err != nil {
			return nil, err
		}
		before, err := readState(text)
		if err != nil {
			return nil, err
		}
		for name, v := range before {
			if job != 0 { // what the file said since then
				closed[name] = true
			} else if !closed[name] {
				base[name] = v
			}
		}
	}
	return base, rows.Err()
}

// mergeBlocks puts the blocks that a person changed into a new reading, in place of those
// they were made from. It reports whether all of them found their place.
func mergeBlocks(base string, mine, theirs *paper.Article) (bool, error) {
	from := strings.Split(base, "\n")
	to, err := encodeBlocks(mine.Blocks)
	if err != nil {
		return false, err
	}
	new, err := encodeBlocks(theirs.Blocks)
	if err != nil {
		return false, err
	}
	by, into := strings.Split(to, "\n"), strings.Split(new, "\n")
	if len(from) != len(by) {
		return false, nil
	}
	all := true
	for i := range from {
		if from[i] == by[i] {
			continue
		}
		switch at := slices.Index(into, from[i]); {
		case slices.Contains(into, by[i]): // the new file says it too
		case at < 0:
			all = false
		default:
			into[at] = by[i]
		}
	}
	blocks, err := decodeBlocks(strings.Join(into, "\n"))
	if err != nil {
		return false, err
	}
	theirs.Blocks = blocks
	return all, nil
}
