package index

import (
	"fmt"
	"math/bits"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"baoge/app/hanzi"
	"baoge/app/paper"
)

// What the index holds of an article: for each field the set of its terms, without
// frequencies, norms or positions, so that every term is one compressed bitmap of
// articles. A bitmap can be intersected, joined and counted a thousand times faster
// than postings can be scored one by one, and is a quarter of their size; how well an
// article fits is told by its stored text, of which the best few are read.
//
// Every term is a statement about the text that holds exactly:
//   - a dictionary word is a term exactly if the text contains it anywhere, inside or
//     across other words too, so 审计 finds 审计工作规定;
//   - a single character that is no letter, digit or blank is a term exactly if it occurs;
//   - two neighbouring characters of the most common few hundred are a term exactly if
//     they occur so;
//   - letters and digits are cut where one meets the other (17914|m|2), and each one,
//     two or three pieces in a row are a term, so m2 finds 17914m²;
//   - in the field for parts, each two neighbouring letters or digits, and each one.
//
// Everything else, phrases first, is narrowed down by such terms and then looked for
// in the stored text.
const (
	fieldText   = "t" // all texts of the article
	fieldTitle  = "h" // headline, kicker, subhead
	fieldCredit = "a" // credit line and names
	fieldPart   = "g" // parts of runs of letters and digits, of all texts
	fieldOften  = "f" // words that occur three times or more in the texts
	fieldLead   = "l" // words in the title or the first lines, where news says what it is about
	fieldApart  = "o" // what the title or the credit has and the body has not
	fieldLength = "n" // length class of the texts, one byte
	fieldDay    = "d" // 2023, 202307, 20230721; none when the date is unknown

	fieldPage      = "P" // whole values as they are stored: page number
	fieldAuthors   = "A" // names
	fieldLabels    = "L" // page label
	fieldSections  = "S"
	fieldPublisher = "U"
	fieldPlaces    = "W" // places that the headline or the dateline names
)

const often = 3 // occurrences that make a word a term of fieldOften

// version changes whenever the same article gives other terms, or terms come to mean
// something else. The versions of folding and of the dictionary are part of it.
const version = "6"

// An analyser turns articles into the terms of a piece. It serves one goroutine at a time.
type analyser struct {
	cutter *hanzi.Cutter
	piece  *piece

	title, credit, text, lead, parts counter // of the article at hand
	some                             []uint32
}

// textTerms counts the terms of one folded text, and its parts of runs of letters and digits.
func (z *analyser) textTerms(folded string, c *counter) {
	v := z.piece.words
	z.cutter.Numbers(folded, func(n int) { c.add(uint32(n)) })
	before := -1
	for _, r := range folded {
		is := common(r)
		if is >= 0 && before >= 0 {
			if n, ok := v.pair(before, is); ok {
				c.add(n)
			}
		}
		before = is
	}
	eachUnit(folded, func(s string, alnum bool) {
		if !alnum {
			r, _ := utf8.DecodeRuneInString(s)
			c.add(v.char(r))
			return
		}
		eachPiece(s, func(t string) { c.add(v.string(t)) })
		eachPart(s, func(t string) { z.parts.add(v.string(t)) })
	})
}

// eachUnit calls fn for every run of letters and digits of a folded text and for every
// other character that is no blank.
func eachUnit(folded string, fn func(s string, alnum bool)) {
	start := -1
	for i, r := range folded {
		if isAlnum(r) {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 {
			fn(folded[start:i], true)
			start = -1
		}
		if !unicode.IsSpace(r) && r != utf8.RuneError {
			fn(folded[i:i+utf8.RuneLen(r)], false)
		}
	}
	if start >= 0 {
		fn(folded[start:], true)
	}
}

func isAlnum(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
	}
	return !hanzi.IsHan(r) && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r))
}

// maxRun bounds the letters and digits of one run that make terms; longer ones are no text.
const maxRun = 256

// pieces cuts a run of letters and digits where one meets the other.
func pieces(run string) []int {
	cuts := []int{0}
	was := false
	for i, r := range run {
		if is := unicode.IsDigit(r); i > 0 && is != was {
			cuts = append(cuts, i)
			was = is
		} else {
			was = is
		}
		if i > maxRun {
			return append(cuts, i)
		}
	}
	return append(cuts, len(run))
}

func eachPiece(run string, fn func(string)) {
	cuts := pieces(run)
	for i := range cuts[:len(cuts)-1] {
		for n := 1; n <= 3 && i+n < len(cuts); n++ {
			fn(run[cuts[i]:cuts[i+n]])
		}
	}
}

func eachPart(run string, fn func(string)) {
	before := -1
	for i, r := range run {
		if i > maxRun {
			return
		}
		end := i + utf8.RuneLen(r)
		fn(run[i:end])
		if before >= 0 {
			fn(run[before:end])
		}
		before = i
	}
}

// article adds the terms of an article to the piece.
func (z *analyser) article(a *paper.Article) {
	f, p := foldArticle(a), z.piece
	p.ids = append(p.ids, string(a.ID))
	z.textTerms(f.title, &z.title)
	z.textTerms(f.credit, &z.credit)
	z.textTerms(f.body, &z.text)
	z.leadTerms(f)
	p.add(fieldTitle, z.title.have)
	p.add(fieldCredit, z.credit.have)
	p.add(fieldLead, z.lead.have)
	p.add(fieldPart, z.parts.have)
	p.add(fieldApart, z.apart())
	z.join(&z.title)
	z.join(&z.credit)
	p.add(fieldText, z.text.have)
	p.add(fieldOften, z.often())
	for _, c := range []*counter{&z.title, &z.credit, &z.text, &z.lead, &z.parts} {
		c.clear()
	}
	p.add(fieldLength, []uint32{p.words.string(string([]byte{lengthClass(f.runes)}))}) // which may be a blank
	if d := a.Date; d.Known() {
		z.values(fieldDay, fmt.Sprintf("%04d", d.Year), fmt.Sprintf("%04d%02d", d.Year, d.Month), fmt.Sprintf("%04d%02d%02d", d.Year, d.Month, d.Day))
	}
	z.values(fieldPage, a.Page)
	z.values(fieldLabels, a.PageLabel)
	z.values(fieldSections, a.Section)
	z.values(fieldPublisher, a.Publication)
	z.values(fieldPlaces, places(a)...)
	var names []string
	for _, c := range a.Credits {
		names = append(names, c.Names...)
	}
	z.values(fieldAuthors, names...)
}

// apart lists what the title or the credit has and the body has not.
func (z *analyser) apart() []uint32 {
	z.some = z.some[:0]
	for _, t := range z.title.have {
		if !z.text.has(t) {
			z.some = append(z.some, t)
		}
	}
	for _, t := range z.credit.have {
		if !z.text.has(t) && !z.title.has(t) {
			z.some = append(z.some, t)
		}
	}
	return z.some
}

// join counts what a text has to the whole.
func (z *analyser) join(c *counter) {
	for _, t := range c.have {
		for range c.n[t] {
			z.text.add(t)
		}
	}
}

// often lists the words that occur so.
func (z *analyser) often() []uint32 {
	z.some = z.some[:0]
	v := z.piece.words
	for _, t := range z.text.have {
		if z.text.n[t] >= often && (t < v.chars || t >= v.others && utf8.RuneCountInString(v.text(t)) > 1) {
			z.some = append(z.some, t)
		}
	}
	return z.some
}

// leadTerms counts the words of the title and the first lines.
func (z *analyser) leadTerms(f *foldedArticle) {
	first := f.title + "\n" + f.body[:runePrefix(f.body, leadRunes)]
	first = first[:runePrefix(first, leadRunes)]
	z.cutter.Numbers(first, func(n int) { z.lead.add(uint32(n)) })
	eachUnit(first, func(s string, alnum bool) {
		if alnum {
			eachPiece(s, func(t string) { z.lead.add(z.piece.words.string(t)) })
		}
	})
}

// values adds whole values as terms.
func (z *analyser) values(field string, values ...string) {
	z.some = z.some[:0]
	for _, t := range values {
		if t = strings.TrimSpace(t); t == "" || len(t) >= 1000 {
			continue
		}
		if n := z.piece.words.string(t); !slices.Contains(z.some, n) {
			z.some = append(z.some, n)
		}
	}
	z.piece.add(field, z.some)
}

// lengthClass is four times the binary logarithm of a length in runes, rounded down.
func lengthClass(runes int) byte {
	if runes < 4 {
		return byte(runes)
	}
	n := bits.Len(uint(runes)) - 1
	return byte(n*4 + runes>>(n-2)&3)
}

// classLength is the shortest length of a class.
func classLength(c byte) int {
	if c < 4 {
		return int(c)
	}
	return (4 + int(c)&3) << (c/4 - 2)
}
