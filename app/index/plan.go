package index

import (
	"context"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"baoge/app/hanzi"
	"baoge/app/query"
)

// A planner compiles the nodes of a query for one view.
type planner struct {
	ctx    context.Context
	cutter *hanzi.Cutter
	view   *view
	tier   tier
	asks   bool    // a run of words is a question
	texts  []asked // they rank
	failed error

	unknown []*wantSound // what they stand for in the texts ranks, too
}

// A tier is how much of what is asked for an article must have. Search goes on to the next
// one where no article has so much.
type tier int

// The tiers. The last ones are of terms alone: no stored text is read for them.
const (
	everything tier = iota
	onePart         // one of the parts of the line, whole
	half            // words that weigh half of a part
	quarter
	nothing // what is asked for only ranks
)

// An asked text ranks, by its weight: 1, less where letters more likely stand for another.
type asked struct {
	text   string // folded
	weight float64
}

// maxWords bounds the runes of one run of words that are looked at.
const maxWords = 400

func (p *planner) node(n query.Node, scope query.Field, rank bool) want {
	switch n := n.(type) {
	case query.And:
		return p.all(n, scope, rank)
	case query.Or:
		var out wantAny
		for _, x := range n {
			out = append(out, p.node(x, scope, rank))
		}
		return out
	case query.Not:
		strict := *p
		strict.tier = everything
		w := wantNot{strict.node(n.Node, scope, false)}
		p.failed = strict.failed
		return w
	case query.In:
		return p.node(n.Node, n.Field, rank)
	case query.Dates:
		return days(n)
	case query.Among:
		return wantAmong{p.view.sets.of(n.IDs)}
	case query.Phrase:
		return p.text(string(n), scope, rank, false)
	case query.Near:
		return p.near(string(n), scope, rank)
	case query.Prefix:
		return p.prefix(string(n), scope, rank)
	case query.Words:
		return p.text(string(n), scope, rank, true)
	}
	return wantAll{}
}

// all joins nodes: strictly each of them; for the nearest any of the texts that rank,
// while dates, values and what must not be there stay as they are.
func (p *planner) all(nodes query.And, scope query.Field, rank bool) want {
	var must wantAll
	var some wantAny
	for _, x := range nodes {
		w := p.node(x, scope, rank)
		if p.tier == everything || limits(x) {
			must = append(must, w)
		} else {
			some = append(some, w)
		}
	}
	if len(some) > 0 {
		must = append(must, some)
	}
	return must
}

// limits reports whether a node says where to look rather than what for: dates, pages, papers,
// sections, tags and what must not be there hold for the nearest too, and so do several of these.
func limits(n query.Node) bool {
	switch n := n.(type) {
	case query.And:
		return !slices.ContainsFunc(n, asks)
	case query.Or:
		return !slices.ContainsFunc(n, asks)
	case query.Not, query.Dates, query.Among:
		return true
	case query.In:
		return n.Field == query.Section || n.Field == query.Paper || n.Field == query.Page
	}
	return false
}

func asks(n query.Node) bool { return !limits(n) }

func (p *planner) prefix(raw string, scope query.Field, rank bool) want {
	return p.like(raw, scope, rank, func(t string) want { return newText(p.cutter, scope, t, true, false) })
}

// like plans a text that is not looked for as it was typed: whole makes the want of all of it, folded.
func (p *planner) like(raw string, scope query.Field, rank bool, whole func(t string) want) want {
	t := fold(raw)
	if w := p.value(scope, t, false); w != nil {
		return w
	}
	if rank {
		p.texts = append(p.texts, asked{t, 1})
	}
	if p.tier > onePart {
		return p.some(t, scope)
	}
	return whole(t)
}

// text makes the want of a phrase, or of one run of words.
func (p *planner) text(raw string, scope query.Field, rank, words bool) want {
	t := fold(raw)
	if t == "" {
		return wantAll{}
	}
	if w := p.value(scope, t, !words); w != nil {
		return w
	}
	if words {
		topic, is := question(t)
		t, p.asks = topic, p.asks || is
		if w := p.pinyin(t, scope, rank); w != nil {
			return w
		}
	}
	if rank {
		p.texts = append(p.texts, asked{t, 1})
	}
	if p.tier == nothing {
		return wantAll{}
	}
	if p.tier <= onePart && (!words || scope == query.Author) {
		if name := (wantValue{fieldAuthors, t, true}); !words && scope == query.Author && p.count(name) > 0 {
			return name
		}
		return newText(p.cutter, scope, t, false, false)
	}
	t = t[:runePrefix(t, maxWords)]
	if p.tier > onePart {
		return p.some(t, scope)
	}
	us := units(p.cutter, t)
	if len(us) == 1 {
		return newText(p.cutter, scope, us[0], true, true)
	}
	var ws []want
	for _, u := range us {
		ws = append(ws, newText(p.cutter, scope, u, true, true))
	}
	return p.share(ws, neededShare(len(us)))
}

// share asks for so much of the weight of wants, by how few articles may have each.
func (p *planner) share(ws []want, need float64) want {
	s := &wantShare{units: ws}
	for _, w := range ws {
		n, err := p.view.mayHave(w)
		if err != nil {
			p.failed = err
		}
		s.weights = append(s.weights, idf(p.view.total, n))
		s.need += need * s.weights[len(s.weights)-1]
	}
	return s
}

// some asks for a part of the words of a text, where all characters of a name or what else
// is no word are one. It is of terms alone, so that no stored text is read to find the nearest.
func (p *planner) some(t string, scope query.Field) want {
	var out []want
	seen := map[string]bool{}
	exact := func(s string) want { return newText(p.cutter, scope, s, true, true) }
	mute := func(s string) bool { return saysSomething(t) && !saysSomething(s) } // a mark is near nothing
	for _, k := range tokens(p.cutter, t) {
		s := t[k.start:k.end]
		if seen[s] || k.single || mute(s) {
			continue
		}
		seen[s] = true
		if r, _ := utf8.DecodeRuneInString(s); isAlnum(r) {
			eachUnit(s, func(u string, _ bool) {
				if !mute(u) {
					out = append(out, exact(u))
				}
			})
		} else {
			out = append(out, exact(s))
		}
	}
	for _, u := range units(p.cutter, t) {
		if seen[u] || mute(u) {
			continue
		}
		var all wantAll
		eachUnit(u, func(c string, _ bool) { all = append(all, exact(c)) })
		if len(all) > 0 {
			out = append(out, all)
		}
	}
	if p.tier == half {
		return p.share(out, 0.5)
	}
	return p.share(out, 0.25)
}

// saysSomething reports whether a text has a character, letter or digit besides marks.
func saysSomething(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return hanzi.IsHan(r) || isAlnum(r) })
}

// neededShare is how much of the weight of the words of one run an article must have:
// all of two, and less the more of them there are.
func neededShare(n int) float64 {
	switch {
	case n <= 2:
		return 0.999
	case n <= 3:
		return 0.75
	case n <= 7:
		return 0.6
	}
	return 0.5
}

// idf is BM25's weight of a term that df of n articles have; never zero.
func idf(n, df int) float64 {
	return math.Log(1 + (float64(n-min(n, df))+0.5)/(float64(df)+0.5))
}

// value makes the want of a field that holds values, not text; nil for the others. What stands
// in quotation marks is the whole value, where some article has it: 版:"民生" is not 城事·民生.
func (p *planner) value(scope query.Field, t string, quoted bool) want {
	of := func(whole bool) want {
		switch scope {
		case query.Section:
			return wantValue{fieldSections, t, whole}
		case query.Paper:
			return wantValue{fieldPublisher, t, whole}
		case query.Page:
			return wantAny{wantValue{fieldPage, t, true}, wantValue{fieldLabels, t, whole}}
		}
		return nil
	}
	if w := of(true); quoted && w != nil && p.count(w) > 0 {
		return w
	}
	return of(false)
}

func fold(s string) string {
	return oneBlank(strings.TrimSpace(strings.ReplaceAll(hanzi.FoldString(s), "\n", " ")))
}

// particles are the characters that join words and say nothing alone; a run of
// several words does without them.
const particles = "的了在是和与及之于为有不也就都而被把对从到等将以其由或并给让向"

// A token is a stretch of a folded run of words, in bytes.
type token struct {
	start, end int
	single     bool // one Han character that is no word with its neighbours
}

// tokens cuts a folded run into dictionary words, single characters and runs of letters
// and digits, which + - . / : % and their like hold together: 1+3, 3384.3.
func tokens(c *hanzi.Cutter, t string) []token {
	var out []token
	at := 0
	for _, w := range c.Words(t) {
		at += strings.Index(t[at:], w.Text)
		end := at + len(w.Text)
		r, _ := utf8.DecodeRuneInString(w.Text)
		code := isAlnum(r)
		if last := len(out) - 1; code && last >= 0 && holdsTogether(t, out[last].end, at) {
			out[last].end = end
		} else {
			out = append(out, token{at, end, !code && utf8.RuneCountInString(w.Text) == 1})
		}
		at = end
	}
	return out
}

// holdsTogether reports whether t[a:b], between two runs of letters or digits, is
// nothing or one joining sign.
func holdsTogether(t string, a, b int) bool {
	before, _ := utf8.DecodeLastRuneInString(t[:a])
	return isAlnum(before) && (a == b || b == a+1 && strings.Contains("+-./:%'&#@_", t[a:b]))
}

// units cuts one run of words into what is looked for as a whole: words of the
// dictionary, and what is in no dictionary, names mostly, with its single characters
// kept together: 潘秀明, 斑马线, 625个. Particles are left out.
func units(c *hanzi.Cutter, t string) []string {
	var us []token
	for _, k := range tokens(c, t) {
		if k.single && strings.Contains(particles, t[k.start:k.end]) {
			continue
		}
		last := len(us) - 1
		if last >= 0 && k.single && us[last].single && us[last].end == k.start {
			us[last].end = k.end
			continue
		}
		us = append(us, k)
	}
	var out []string
	seen := map[string]bool{}
	for i := 0; i < len(us); i++ {
		u := us[i]
		lone := u.single && utf8.RuneCountInString(t[u.start:u.end]) == 1
		if next := i + 1; next < len(us) && us[next].start == u.end {
			after := us[next]
			loneNext := after.single && utf8.RuneCountInString(t[after.start:after.end]) == 1
			if loneNext || lone && !after.single {
				u.end = after.end
				i++
			}
		}
		if s := t[u.start:u.end]; !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	if len(out) == 0 {
		return []string{t}
	}
	return out
}
