// Package facsimile tells where the text of a page's articles stands on the pictures of
// the printed page, and which text stands under a point of them. It holds no pictures and
// reads no files.
//
// Begin with [New] and the words as the importer found them; [Page.Trace] follows a text
// to them also after people changed it, [Page.Places] gives the places of what was traced,
// [Page.At] the character under a point.
//
// A Page does not change once made and is safe for concurrent use.
package facsimile

import (
	"cmp"
	"slices"

	"baoge/app/paper"
)

// A Box is a rectangle on a sheet: shares, 0 to 1, of its width and height from its top
// left corner, of its picture as it is stored.
type Box struct{ Left, Top, Right, Bottom float32 }

// A Word is a stretch of an article's text as it was imported, and where it was printed.
type Word struct {
	Article    paper.ArticleID
	Part       paper.Part
	Start, End int    // runes of the part
	Text       string // these runes; "" where they were not kept
	Box        Box
}

// A Sheet is one picture of the page.
type Sheet struct {
	Medium string // SHA-256 of the picture
	Number int    // of a file of several pages, from 1
	Words  []Word // in reading order; none where they are not known
}

// A Page is the pictures of a page with their words, ready to be looked through.
type Page struct {
	Sheets []Sheet

	chars []char             // of all words in order; a number of them is what Trace gives
	words map[where][]int    // first char of each word of a part, by Start
	grams map[[gram]rune]int // where so many characters stand in a row; several places: many
}

// A char is one character of a word.
type char struct {
	r     rune // 0 where the text was not kept
	sheet int
	word  int // of the sheet
	nth   int // of the word
}

// where names a part of an article.
type where struct {
	article paper.ArticleID
	part    paper.Part
}

// gram is how many characters in a row begin the search for a text that was changed: fewer
// stand all over a page.
const gram = 4

// many stands for more than one place.
const many = -1

// New makes a page of its pictures.
func New(sheets []Sheet) *Page {
	p := &Page{Sheets: sheets, words: map[where][]int{}, grams: map[[gram]rune]int{}}
	for s, sheet := range sheets {
		for w := range sheet.Words {
			p.add(s, w, &sheet.Words[w])
		}
	}
	for _, firsts := range p.words {
		slices.SortStableFunc(firsts, func(a, b int) int { return cmp.Compare(p.wordOf(a).Start, p.wordOf(b).Start) })
	}
	for i := range p.chars {
		if g, ok := p.gramAt(i); !ok {
			continue
		} else if _, twice := p.grams[g]; twice {
			p.grams[g] = many
		} else {
			p.grams[g] = i
		}
	}
	return p
}

// add puts a word's characters behind the others.
func (p *Page) add(sheet, word int, w *Word) {
	n := w.End - w.Start
	text := []rune(w.Text)
	if n <= 0 || len(text) != n && len(text) != 0 {
		return // not a stretch of text
	}
	at := where{w.Article, w.Part}
	p.words[at] = append(p.words[at], len(p.chars))
	for k := range n {
		c := char{sheet: sheet, word: word, nth: k}
		if len(text) > 0 {
			c.r = text[k]
		}
		p.chars = append(p.chars, c)
	}
}

func (p *Page) wordOf(i int) *Word {
	c := p.chars[i]
	return &p.Sheets[c.sheet].Words[c.word]
}

func (p *Page) gramAt(i int) (g [gram]rune, ok bool) {
	if i+gram > len(p.chars) {
		return g, false
	}
	for k := range g {
		if g[k] = p.chars[i+k].r; g[k] == 0 {
			return g, false
		}
	}
	return g, true
}

// Boxed reports whether places of words are known.
func (p *Page) Boxed() bool { return len(p.chars) > 0 }
