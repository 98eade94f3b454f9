package index

import (
	"cmp"
	"context"
	"strings"
	"unicode/utf8"

	"baoge/app/hanzi"
)

const mostSpelt = 24 // runes of a text that other spellings are looked for of

// spelling is another spelling of a text that no article has: a word or name of the
// articles that sounds the same, or else what sounds so in an article, or what is one
// character off; or "".
func (x *Index) spelling(ctx context.Context, v *view, t string) (string, error) {
	t = strings.TrimSpace(t)
	if runePrefix(t, mostSpelt) < len(t) {
		return "", nil
	}
	same := hanzi.SameSound(t)
	if len(same) < 2 {
		return "", nil
	}
	p := planner{ctx: ctx, cutter: x.cutter, view: v}
	if words := p.sounding([]hanzi.Sound{same}, ""); len(words) > 0 && p.failed == nil {
		return words[0].word, nil
	}
	if w := p.sound("", []hanzi.Sound{same}); w != nil && p.failed == nil {
		if s, err := x.commonest(ctx, v, w, x.standsAlone); s != "" || err != nil {
			return s, err
		}
	}
	if off := newNear(x.cutter, "", t); len(same) > 2 && off != nil && p.failed == nil && p.count(off) <= soundArticles && p.failed == nil {
		keep := x.standsAlone
		if len(same) > 3 { // three characters or more are as they were typed
			keep = anywhere
		}
		return x.commonest(ctx, v, off, keep)
	}
	return "", p.failed
}

// A texted want can tell which texts are what it asks for.
type texted interface {
	want
	each(s string, fn func(i, j int) bool)
}

func anywhere(string, int, int) bool { return true }

// around is how many bytes of a text on either side tell how it is cut into words.
const around = 24

// standsAlone reports whether no word goes on across either end of s[i:j]: 览会主 is nothing to
// look for, though 博览会主办 has it.
func (x *Index) standsAlone(s string, i, j int) bool {
	from, to := max(0, i-around), min(len(s), j+around)
	for !utf8.RuneStart(s[from]) {
		from++
	}
	for to < len(s) && !utf8.RuneStart(s[to]) {
		to--
	}
	at, starts, ends := from, false, false
	for _, w := range x.cutter.Words(s[from:to]) {
		at += strings.Index(s[at:to], w.Text)
		starts = starts || at == i
		at += len(w.Text)
		ends = ends || at == j
	}
	return starts && ends
}

// commonest is what most of the articles have that have a sound, of the first few read, the
// one that stands most often among equals, of what keep wants; or "".
func (x *Index) commonest(ctx context.Context, v *view, w texted, keep func(s string, i, j int) bool) (string, error) {
	f := &finder{x: x, v: v, want: w, options: Options{Sort: Newest}}
	if err := f.match(ctx); err != nil {
		return "", err
	}
	q := f.candidates()
	type seen struct{ articles, times int }
	all := map[string]seen{}
	for read := 0; len(q.all) > 0 && read < missingReads; read += readAtOnce {
		kept, err := f.checkNext(ctx, q)
		if err != nil {
			return "", err
		}
		for _, k := range kept {
			here := map[string]int{}
			for _, text := range []string{k.text.title, k.text.body, k.text.credit} {
				w.each(text, func(i, j int) bool {
					if keep(text, i, j) {
						here[text[i:j]]++
					}
					return true
				})
			}
			for t, n := range here {
				s := all[t]
				all[t] = seen{s.articles + 1, s.times + n}
			}
		}
	}
	best := ""
	for t, n := range all {
		b := all[best]
		if cmp.Or(cmp.Compare(n.articles, b.articles), cmp.Compare(n.times, b.times), strings.Compare(best, t)) > 0 {
			best = t
		}
	}
	return best, nil
}
