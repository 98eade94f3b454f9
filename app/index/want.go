package index

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"baoge/app/hanzi"
	"baoge/app/paper"
	"baoge/app/query"

	"github.com/RoaringBitmap/roaring/v2"
)

// A want is what a query asks of an article, asked in two ways that agree: of the
// terms of a whole segment at once, and of one stored text.
type want interface {
	// within returns the articles of a segment that surely have it and those that
	// may have it; the sure are among the possible.
	within(s *segView) (sure, maybe *roaring.Bitmap, err error)
	// holds tells whether an article has it.
	holds(f *foldedArticle) bool
}

type (
	wantAll  []want
	wantAny  []want
	wantNot  struct{ want }
	wantDays struct{ from, to uint32 } // yyyymmdd, inclusive; 0 is open
)

func (w wantAll) within(s *segView) (sure, maybe *roaring.Bitmap, err error) {
	sure, maybe = s.live, s.live
	for _, x := range w {
		a, b, err := x.within(s)
		if err != nil {
			return none, none, err
		}
		if same := sure == maybe && a == b; same {
			maybe = and(maybe, b)
			sure = maybe
		} else {
			sure, maybe = and(sure, a), and(maybe, b)
		}
	}
	return sure, maybe, nil
}

func (w wantAll) holds(f *foldedArticle) bool {
	for _, x := range w {
		if !x.holds(f) {
			return false
		}
	}
	return true
}

func (w wantAny) within(s *segView) (sure, maybe *roaring.Bitmap, err error) {
	sures, maybes := make([]*roaring.Bitmap, 0, len(w)), make([]*roaring.Bitmap, 0, len(w))
	same := true
	for _, x := range w {
		a, b, err := x.within(s)
		if err != nil {
			return none, none, err
		}
		sures, maybes = append(sures, a), append(maybes, b)
		same = same && a == b
	}
	maybe = roaring.FastOr(maybes...)
	if same {
		return maybe, maybe, nil
	}
	return roaring.FastOr(sures...), maybe, nil
}

func (w wantAny) holds(f *foldedArticle) bool {
	for _, x := range w {
		if x.holds(f) {
			return true
		}
	}
	return false
}

func (w wantNot) within(s *segView) (sure, maybe *roaring.Bitmap, err error) {
	a, b, err := w.want.within(s)
	if err != nil {
		return none, none, err
	}
	maybe = roaring.AndNot(s.live, a)
	if a == b {
		return maybe, maybe, nil
	}
	return roaring.AndNot(s.live, b), maybe, nil
}

func (w wantNot) holds(f *foldedArticle) bool { return !w.want.holds(f) }

func (w wantDays) within(s *segView) (sure, maybe *roaring.Bitmap, err error) {
	b := roaring.New()
	for n, day := range s.col.day {
		if w.contains(day) {
			b.Add(uint32(n))
		}
	}
	if s.gone != nil {
		b.AndNot(s.gone)
	}
	return b, b, nil
}

func (w wantDays) contains(day uint32) bool {
	return day != 0 && (w.from == 0 || day >= w.from) && (w.to == 0 || day <= w.to)
}

func (w wantDays) holds(f *foldedArticle) bool { return w.contains(dayNumber(f.date)) }

func dayNumber(d paper.Date) uint32 {
	return uint32(d.Year*10000 + int(d.Month)*100 + d.Day)
}

// A wantValue asks for the text inside a stored value, or for the whole value.
type wantValue struct {
	field string // fieldPage, fieldLabels, fieldSections, fieldPublisher or fieldAuthors
	text  string // folded
	whole bool
}

func (w wantValue) match(value string) bool {
	if w.whole {
		return value == w.text
	}
	return strings.Contains(value, w.text)
}

func (w wantValue) within(s *segView) (sure, maybe *roaring.Bitmap, err error) {
	b := none
	var failed error
	err = s.eachTerm(w.field, "", func(t string) bool {
		if w.match(oneBlank(hanzi.FoldString(t))) {
			var p *roaring.Bitmap
			if p, failed = s.post(w.field, t); failed != nil {
				return false
			}
			b = roaring.Or(b, p)
		}
		return true
	})
	if failed != nil {
		err = failed
	}
	return b, b, err
}

func (w wantValue) holds(f *foldedArticle) bool {
	switch w.field {
	case fieldPage:
		return f.page != "" && w.match(f.page)
	case fieldLabels:
		return w.match(f.label)
	case fieldSections:
		return w.match(f.section)
	case fieldAuthors:
		return slices.ContainsFunc(f.names, w.match)
	}
	return w.match(f.paper)
}

// A wantText asks for a text to occur in one part of the articles.
type wantText struct {
	scope query.Field // "" anywhere
	text  string      // folded
	// Letters and digits at its edges go on no further in the article: 625 is not in
	// 1625. A prefix is bounded at its start alone.
	boundStart, boundEnd bool
	runes                int    // of text, told where it may be longer than coverRunes
	cover                []term // the article has all of these if it has the text
	exact                bool   // and has the text if it has them
	known                map[*segView][2]*roaring.Bitmap
}

// A term is one bitmap of the index.
type term struct{ field, text string }

func (w *wantText) within(s *segView) (sure, maybe *roaring.Bitmap, err error) {
	if k, ok := w.known[s]; ok {
		return k[0], k[1], nil
	}
	maybe = s.live
	if len(w.cover) > 0 {
		for i, t := range w.cover {
			p, err := s.postIn(t, w.scope)
			if err != nil {
				return none, none, err
			}
			if i == 0 {
				maybe = p
			} else {
				maybe = and(maybe, p)
			}
			if maybe.IsEmpty() {
				break
			}
		}
	}
	sure = none
	if w.runes > coverRunes {
		maybe = s.asLong(maybe, w.runes)
	}
	if w.exact {
		sure = maybe
	}
	if w.known == nil {
		w.known = map[*segView][2]*roaring.Bitmap{}
	}
	w.known[s] = [2]*roaring.Bitmap{sure, maybe}
	return sure, maybe, nil
}

// postIn returns the articles that have a term in one part of theirs. The body has what
// the whole has and what is not in title and credit alone.
func (s *segView) postIn(t term, scope query.Field) (*roaring.Bitmap, error) {
	p, err := s.post(t.field, t.text)
	if err != nil || scope != query.Body || t.field != fieldText || p.IsEmpty() {
		return p, err
	}
	apart, err := s.post(fieldApart, t.text)
	if err != nil || apart.IsEmpty() {
		return p, err
	}
	return roaring.AndNot(p, apart), nil
}

func (w *wantText) holds(f *foldedArticle) bool {
	switch w.scope {
	case query.Title:
		return w.in(f.title)
	case query.Author:
		return w.in(f.credit)
	case query.Body:
		return w.in(f.body)
	}
	return w.in(f.body) || w.in(f.title) || w.in(f.credit)
}

// in reports whether a text has w's, ending where w says.
func (w *wantText) in(s string) bool {
	return hasText(s, w.text, w.boundStart, w.boundEnd)
}

// hasText reports whether findText finds anything.
func hasText(s, t string, boundStart, boundEnd bool) bool {
	return len(findText(s, t, boundStart, boundEnd, 1)) > 0
}

// findText returns the byte offsets of t in s, at most n of them, without overlaps;
// all of them when n < 0.
func findText(s, t string, boundStart, boundEnd bool, n int) (at []int) {
	if t == "" {
		return nil
	}
	for from := 0; n < 0 || len(at) < n; {
		i := strings.Index(s[from:], t)
		if i < 0 {
			return at
		}
		i += from
		if boundStart && !cutBefore(s, i) || boundEnd && !cutBefore(s, i+len(t)) {
			_, size := utf8.DecodeRuneInString(s[i:])
			from = i + size
			continue
		}
		at = append(at, i)
		from = i + len(t)
	}
	return at
}

// cutBefore reports whether no run of letters or of digits goes on across offset i.
func cutBefore(s string, i int) bool {
	a, _ := utf8.DecodeLastRuneInString(s[:i])
	b, _ := utf8.DecodeRuneInString(s[i:])
	return i == 0 || i == len(s) || !isAlnum(a) || !isAlnum(b) || unicode.IsDigit(a) != unicode.IsDigit(b)
}

func and(a, b *roaring.Bitmap) *roaring.Bitmap {
	if a == b {
		return a
	}
	return roaring.And(a, b)
}

// newText makes the want of a folded text: the terms that narrow it down.
func newText(c *hanzi.Cutter, scope query.Field, text string, boundStart, boundEnd bool) *wantText {
	w := &wantText{scope: scope, text: text, boundStart: boundStart, boundEnd: boundEnd}
	field := fieldText
	switch scope {
	case query.Title:
		field = fieldTitle
	case query.Author:
		field = fieldCredit
	}
	w.cover = cover(c, field, text, boundStart, boundEnd)
	if len(text) > coverRunes {
		w.runes = utf8.RuneCountInString(text)
	}
	w.exact = len(text) <= maxRun && len(w.cover) == 1 && w.cover[0].text == text && (w.cover[0].field != fieldPart || scope == "" && !boundStart && !boundEnd)
	return w
}

// days makes the want of a range of days.
func days(d query.Dates) wantDays { return wantDays{dayNumber(d.From), dayNumber(d.To)} }

// runePrefix is the length in bytes of the first n runes of s.
func runePrefix(s string, n int) int {
	for i := range s {
		if n--; n < 0 {
			return i
		}
	}
	return len(s)
}
