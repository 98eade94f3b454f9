package review

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"baoge/app/ingest"
	"baoge/app/paper"
)

// origin is what the rules did to make a text.
type origin struct {
	at     int   // where it begins in the source
	joins  []int // runes of the text
	doubts []ingest.Decision
}

// origins finds what the rules did to make each text of the page. Two parts of equal
// text share an entry: what is said of one holds for the other, but for its place.
func origins(f *ingest.File) map[string]*origin {
	out := map[string]*origin{}
	if f == nil {
		return out
	}
	source := []rune(f.Text)
	type key struct {
		article int
		part    paper.Part
	}
	texts := map[key]string{}
	for i, a := range f.Articles {
		for _, t := range a.Texts() {
			texts[key{i, t.Part}] = t.Text
		}
	}
	last := map[key]ingest.Place{}
	for _, p := range f.Places {
		k := key{p.Article, p.Part}
		o := out[texts[k]]
		if o == nil {
			o = &origin{at: p.From}
			out[texts[k]] = o
		}
		if before, ok := last[k]; ok && broken(source, before.To, p.From) {
			o.joins = append(o.joins, p.Start)
		}
		last[k] = p
	}
	for _, d := range f.Decisions {
		if d.Confidence >= ingest.Doubtful {
			continue
		}
		if p, ok := placeOf(f.Places, d.Offset); ok {
			if o := out[texts[key{p.Article, p.Part}]]; o != nil {
				o.doubts = append(o.doubts, d)
			}
		}
	}
	return out
}

// broken reports whether a line ends between two places of the source.
func broken(source []rune, from, to int) bool {
	return from <= to && to <= len(source) && slices.Contains(source[from:to], '\n')
}

// placeOf is the place at an offset of the source, or the next one.
func placeOf(places []ingest.Place, offset int) (ingest.Place, bool) {
	i, _ := slices.BinarySearchFunc(places, offset, func(p ingest.Place, at int) int {
		if p.To <= at {
			return -1
		}
		return 1
	})
	if i == len(places) {
		return ingest.Place{}, false
	}
	return places[i], true
}

// places finds where in the source an item begins; one that is not there stands last.
func (d *Desk) places(f *ingest.File) func(Item) int {
	at := 0 // rune at byte of the source: texts of no article come in its order, mostly
	byte := 0
	found := map[string]int{} // how far texts of no article were searched for, in bytes
	return func(it Item) int {
		if it.Article != nil {
			at, long := math.MaxInt, 0 // short ones, a kicker, may be those of other articles too
			for _, t := range it.Article.Texts() {
				if o := d.origin[t.Text]; o != nil && len(t.Text) > long {
					at, long = o.at, len(t.Text)
				}
			}
			return at
		}
		i := find(f.Text, it.Text, found[it.Text])
		if i < 0 {
			return math.MaxInt
		}
		found[it.Text] = i + 1
		if i < byte {
			at, byte = 0, 0
		}
		at, byte = at+utf8.RuneCountInString(f.Text[byte:i]), i
		return at
	}
}

// find is the byte at which a text stands in the source from a byte on, white space and
// markup apart: as far as its first word tells. Below 0: nowhere.
func find(source, text string, from int) int {
	first, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	if i := strings.IndexFunc(first, unicode.IsSpace); i > 0 {
		first = first[:i]
	}
	i := strings.Index(source[from:], first)
	if first == "" || i < 0 {
		return -1
	}
	return from + i
}

// weave puts the items after the first n, which are articles, among these by their place
// in the source.
func weave(items []Item, n int, at func(Item) int) []Item {
	type placed struct {
		Item
		at int
	}
	var rest []placed
	for _, it := range items[n:] {
		rest = append(rest, placed{it, at(it)})
	}
	slices.SortStableFunc(rest, func(a, b placed) int { return a.at - b.at })
	var out []Item
	for _, a := range items[:n] {
		for start := at(a); len(rest) > 0 && rest[0].at < start; rest = rest[1:] {
			out = append(out, rest[0].Item)
		}
		out = append(out, a)
	}
	for _, r := range rest {
		out = append(out, r.Item)
	}
	return out
}
