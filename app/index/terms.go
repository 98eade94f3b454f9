package index

import (
	"fmt"
	"math/bits"
	"strings"
	"unicode"
	"unicode/utf8"

	"baoge/app/hanzi"
	"baoge/app/paper"

	"github.com/blevesearch/bleve/v2/document"
	bleve "github.com/blevesearch/bleve_index_api"
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
const version = "4"

// A termSet gathers the terms of one field of one article.
type termSet map[string]uint16

func (s termSet) add(t string) {
	if n := s[t]; n < 1<<15 {
		s[t] = n + 1
	}
}

// An analyser turns articles into terms. It keeps maps between articles and serves
// one goroutine at a time.
type analyser struct {
	cutter *hanzi.Cutter
}

// textTerms adds the terms of one folded text to the set, and its parts of runs of
// letters and digits to parts.
func (z *analyser) textTerms(folded string, set, parts termSet) {
	z.cutter.Inner(folded, set.add)
	eachPair(folded, func(pair string) {
		if _, ok := set[pair]; !ok {
			set[pair] = 0 // no word, so never often
		}
	})
	eachUnit(folded, func(s string, alnum bool) {
		if !alnum {
			set.add(s)
			return
		}
		eachPiece(s, set.add)
		eachPart(s, parts.add)
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

// document makes the terms of an article.
func (z *analyser) document(a *paper.Article) *document.Document {
	f := foldArticle(a)
	doc := document.NewDocument(string(a.ID))
	parts := termSet{}
	title, credit, text := termSet{}, termSet{}, make(termSet, 512)
	z.textTerms(f.title, title, parts)
	z.textTerms(f.credit, credit, parts)
	z.textTerms(f.body, text, parts)
	apart, lead := termSet{}, termSet{}
	for _, s := range []termSet{title, credit} {
		for t := range s {
			if _, ok := text[t]; !ok {
				apart[t] = 1
			}
		}
	}
	for _, s := range []termSet{title, credit} {
		for t, n := range s {
			text[t] += n
		}
	}
	z.leadTerms(f, lead)
	oft := termSet{}
	for t, n := range text {
		if n >= often && utf8.RuneCountInString(t) > 1 {
			oft[t] = 1
		}
	}
	addSet(doc, fieldText, text)
	addSet(doc, fieldTitle, title)
	addSet(doc, fieldCredit, credit)
	addSet(doc, fieldOften, oft)
	addSet(doc, fieldLead, lead)
	addSet(doc, fieldApart, apart)
	addSet(doc, fieldPart, parts)
	addTerms(doc, fieldLength, string([]byte{lengthClass(f.runes)}))
	if d := a.Date; d.Known() {
		addTerms(doc, fieldDay, fmt.Sprintf("%04d", d.Year), fmt.Sprintf("%04d%02d", d.Year, d.Month), fmt.Sprintf("%04d%02d%02d", d.Year, d.Month, d.Day))
	}
	addTerms(doc, fieldPage, a.Page)
	addTerms(doc, fieldLabels, a.PageLabel)
	addTerms(doc, fieldSections, a.Section)
	addTerms(doc, fieldPublisher, a.Publication)
	addTerms(doc, fieldPlaces, places(a)...)
	for _, c := range a.Credits {
		addTerms(doc, fieldAuthors, c.Names...)
	}
	return doc
}

// leadTerms adds the words of the title and the first lines.
func (z *analyser) leadTerms(f *foldedArticle, set termSet) {
	first := f.title + "\n" + f.body
	first = first[:runePrefix(first, leadRunes)]
	z.cutter.Inner(first, set.add)
	eachUnit(first, func(s string, alnum bool) {
		if alnum {
			eachPiece(s, set.add)
		}
	})
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

func addSet(doc *document.Document, name string, set termSet) {
	if len(set) == 0 {
		return
	}
	doc.AddField(newTermField(name, len(set), func(yield func(string)) {
		for t := range set {
			yield(t)
		}
	}))
}

func addTerms(doc *document.Document, name string, terms ...string) {
	set := termSet{}
	for _, t := range terms {
		if t = strings.TrimSpace(t); t != "" && len(t) < 1000 {
			set.add(t)
		}
	}
	addSet(doc, name, set)
}

// A termField hands bleve a finished set of terms.
type termField struct {
	name  string
	freqs bleve.TokenFrequencies
}

func newTermField(name string, n int, each func(func(string))) *termField {
	f := &termField{name, make(bleve.TokenFrequencies, n)}
	slab := make([]bleve.TokenFreq, 0, n)
	each(func(t string) {
		slab = append(slab, bleve.TokenFreq{Term: []byte(t)})
		f.freqs[t] = &slab[len(slab)-1]
	})
	return f
}

func (f *termField) Name() string             { return f.name }
func (f *termField) Value() []byte            { return nil }
func (f *termField) ArrayPositions() []uint64 { return nil }
func (f *termField) EncodedFieldType() byte   { return 't' }
func (f *termField) Analyze()                 {}
func (f *termField) Options() bleve.FieldIndexingOptions {
	return bleve.IndexField | bleve.SkipFreqNorm
}
func (f *termField) AnalyzedLength() int                              { return len(f.freqs) }
func (f *termField) AnalyzedTokenFrequencies() bleve.TokenFrequencies { return f.freqs }
func (f *termField) NumPlainTextBytes() uint64                        { return 0 }
func (f *termField) Size() int                                        { return 64 + 96*len(f.freqs) }
