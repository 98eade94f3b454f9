package index

import (
	"cmp"
	"slices"
	"strings"

	"baoge/app/hanzi"
	"baoge/app/query"

	"github.com/RoaringBitmap/roaring/v2"
)

// Pinyin and near words cost the index nothing: letters are looked up among the words of
// the dictionary and the names of authors, whose terms are then asked for; what neither
// knows, a village say, is looked for in the stored texts of articles that have a
// character for each syllable, as long as those are few.
const (
	soundWords    = 24   // words that letters may stand for, the most frequent
	soundRanked   = 8    // of which so many rank
	soundArticles = 2000 // articles whose text is looked through for a sound
	soundRather   = 5    // so many times more articles have the words than the letters: they are pinyin
)

// A wantSound asks for a text that sounds as any of these.
type wantSound struct {
	scope  query.Field
	sounds []hanzi.Sound
	words  []string // articles with one of these alone are looked through; nil: all
	halves []string // a text has one of these if it sounds so; nil: not known
	known  map[*segView]*roaring.Bitmap
}

func (w *wantSound) within(s *segView) (sure, maybe *roaring.Bitmap, err error) {
	if b := w.known[s]; b != nil {
		return none, b, nil
	}
	maybe = none
	for _, sound := range w.sounds {
		all := s.live
		for _, set := range sound {
			if set.Any() || all.IsEmpty() {
				continue
			}
			any := roaring.New()
			seen := map[rune]bool{}
			var failed error
			set.Runes(func(r rune) {
				if seen[r] || failed != nil {
					return
				}
				seen[r] = true
				b, err := s.post(w.field(r), string(r))
				if err != nil {
					failed = err
				}
				any.Or(b)
			})
			if failed != nil {
				return none, none, failed
			}
			all = and(all, any)
		}
		maybe = roaring.Or(maybe, all)
	}
	if w.words != nil {
		any := roaring.New()
		for _, t := range w.words {
			b, err := s.post(fieldText, t)
			if err != nil {
				return none, none, err
			}
			any.Or(b)
		}
		maybe = and(maybe, any)
	}
	if w.known == nil {
		w.known = map[*segView]*roaring.Bitmap{}
	}
	w.known[s] = maybe
	return none, maybe, nil
}

// field is where a single character is a term.
func (w *wantSound) field(r rune) string {
	switch {
	case isAlnum(r):
		return fieldPart
	case w.scope == query.Title:
		return fieldTitle
	case w.scope == query.Author:
		return fieldCredit
	}
	return fieldText
}

func (w *wantSound) holds(f *foldedArticle) bool {
	texts := []string{f.body, f.title, f.credit}
	switch w.scope {
	case query.Title:
		texts = texts[1:2]
	case query.Author:
		texts = texts[2:]
	case query.Body:
		texts = texts[:1]
	}
	for _, t := range texts {
		if w.in(t) != "" {
			return true
		}
	}
	return false
}

// in returns the first text in s that sounds so, or "".
func (w *wantSound) in(s string) (found string) {
	w.each(s, func(i, j int) bool { found = s[i:j]; return false })
	return found
}

// each calls fn with the bytes of every text in s that sounds so, until it returns false.
func (w *wantSound) each(s string, fn func(i, j int) bool) {
	if w.halves != nil && !slices.ContainsFunc(w.halves, func(h string) bool { return strings.Contains(s, h) }) {
		return
	}
	for _, sound := range w.sounds {
		for i, j := sound.Find(s, 0); i >= 0; i, j = sound.Find(s, j) {
			if !fn(i, j) {
				return
			}
		}
	}
}

// count is how many articles have all the terms of a want.
func (p *planner) count(w want) int {
	n, err := p.view.mayHave(w)
	if err != nil {
		p.failed = err
	}
	return n
}

// heard is what letters stand for in a view: the want, nil for none, and what ranks. A
// search asks for it several times.
type heard struct {
	want  want
	texts []asked
	sound *wantSound // no word is known for the letters: what stands for them in the texts ranks
}

// pinyin makes the want of letters that are no word of any text, nil where they are one,
// or cannot be pinyin.
func (p *planner) pinyin(t string, scope query.Field, rank bool) want {
	key := term{string(scope), t}
	h, ok := p.view.heard[key]
	if !ok {
		h = p.hear(t, scope)
		if p.view.heard == nil {
			p.view.heard = map[term]heard{}
		}
		p.view.heard[key] = h
	}
	if rank {
		p.texts = append(p.texts, h.texts...)
		if h.sound != nil {
			p.unknown = append(p.unknown, h.sound)
		}
	}
	return h.want
}

func (p *planner) hear(t string, scope query.Field) (h heard) {
	sounds := hanzi.Sounds(t)
	if sounds == nil {
		return h
	}
	typed := newText(p.cutter, scope, t, true, true)
	asIs := p.count(typed)
	words := p.sounding(sounds, scope)
	if asIs > 0 && (len(words) == 0 || words[0].articles < soundRather*asIs) {
		return h // a word of the texts
	}
	var out wantAny
	if asIs > 0 { // in some, but far more often it is pinyin
		out = append(out, typed)
		h.texts = append(h.texts, asked{t, 1})
	}
	for i, w := range words {
		out = append(out, newText(p.cutter, scope, w.word, true, true))
		if i < soundRanked { // of what it may stand for, what is written most is most likely meant
			h.texts = append(h.texts, asked{w.word, float64(w.articles) / float64(words[0].articles)})
		}
	}
	if len(words) == 0 || p.view.total <= soundArticles {
		if w := p.sound(scope, sounds); w != nil {
			out = append(out, w)
			if len(words) == 0 {
				h.sound = w
			}
		}
	}
	if len(out) > 0 {
		h.want = out
	}
	return h
}

// sound makes the want of what sounds so in the stored texts; nil when too many of them
// would have to be looked through. In a large archive it looks where a word stands that
// sounds as a part of it: 斑马 in 斑马线.
func (p *planner) sound(scope query.Field, sounds []hanzi.Sound) *wantSound {
	w := &wantSound{scope: scope, sounds: sounds}
	if p.view.total <= soundArticles {
		return w
	}
	given := written(sounds)
	if initialsOnly(sounds) && !given || p.failed != nil {
		return nil
	}
	few := soundArticles
	if given {
		few *= 10 // what is found first is shown, and the rest counted as long as there is time
	}
	if p.count(w) <= few {
		return w
	}
	var part []hanzi.Sound
	for _, s := range sounds {
		if len(s) > 2 {
			part = append(part, s[1:], s[:len(s)-1])
		}
	}
	if len(part) == 0 {
		return nil
	}
	w = &wantSound{scope: scope, sounds: sounds, words: append([]string{}, p.cutter.Sounding(part)...)}
	if p.count(w) > soundArticles {
		return nil
	}
	return w
}

// written reports whether some character is given as such.
func written(sounds []hanzi.Sound) bool {
	for _, s := range sounds {
		for _, set := range s {
			n := 0
			if set.Runes(func(rune) { n++ }); n == 1 && !set.Any() {
				return true
			}
		}
	}
	return false
}

// initialsOnly reports that letters are no whole syllables: then one stands for
// hundreds of characters.
func initialsOnly(sounds []hanzi.Sound) bool {
	n := 0
	if len(sounds) == 1 {
		for _, set := range sounds[0] {
			n = 0
			if set.Runes(func(rune) { n++ }); n > 400 {
				return true
			}
		}
	}
	return false
}

// A spoken word is one that letters may stand for.
type spoken struct {
	word     string
	articles int // that have it
}

// sounding lists the words, names and places of the articles that sound so, the most
// frequent first.
func (p *planner) sounding(sounds []hanzi.Sound, scope query.Field) (all []spoken) {
	seen := map[string]bool{}
	add := func(w string) {
		if !seen[w] && p.failed == nil {
			p.failed = p.ctx.Err()
			seen[w] = true
			if n := p.count(newText(p.cutter, scope, w, true, true)); n > 0 {
				all = append(all, spoken{w, n})
			}
		}
	}
	for _, w := range p.cutter.Sounding(sounds) {
		add(w)
	}
	for _, s := range p.view.segs {
		for _, field := range []string{fieldAuthors, fieldPlaces} {
			err := s.eachTerm(field, "", func(name string) bool {
				name = fold(name)
				if slices.ContainsFunc(sounds, func(s hanzi.Sound) bool { return s.Is(name) }) {
					add(name)
				}
				return true
			})
			if err != nil {
				p.failed = err
			}
		}
	}
	slices.SortFunc(all, func(a, b spoken) int {
		return cmp.Or(cmp.Compare(b.articles, a.articles), cmp.Compare(a.word, b.word))
	})
	return all[:min(len(all), soundWords)]
}
