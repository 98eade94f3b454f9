package typeset

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// The index's measures, in em of the body.
const (
	indexSize   = 0.92
	indexLine   = 1.5 // leading
	indexColumn = 13  // width of a column, at least
	indexGutter = 2
)

// letters are the first characters, in the order of the Unicode CLDR's pinyin, of each
// letter that syllables begin with.
const letters = "A阿B八C嚓D咑E妸F发G旮H哈J丌K咔L垃M妈N拏O噢P妑Q七R呥S仨T他W穵X夕Y丫Z帀"

// surnames are characters that sound otherwise in a surname than in most words, each
// with a common one of that sound: 单 is Shàn, 曾 Zēng.
var surnames = strings.NewReplacer("单", "善", "曾", "增", "解", "谢", "仇", "求", "查", "扎", "区", "欧", "朴", "瓢", "乐", "月",
	"翟", "宅", "覃", "秦", "缪", "庙", "盖", "葛", "员", "运", "华", "化", "折", "舌", "繁", "婆", "种", "虫", "召", "邵", "尉", "玉")

// sound is a name as it is sorted.
func sound(name string) string {
	rs := []rune(name)
	return surnames.Replace(string(rs[:1])) + string(rs[1:])
}

// A contributor is a name of the index.
type contributor struct {
	letter string // that it stands under; # for what has none
	name   string
	at     []int // clippings
}

// contributors lists who is credited, by pinyin.
func (b *binder) contributors() []contributor {
	byName := map[string]*contributor{}
	for i := range b.clippings {
		for _, n := range b.clippings[i].names {
			c := byName[n]
			if c == nil {
				c = &contributor{name: n}
				byName[n] = c
			}
			if k := len(c.at); k == 0 || b.clippings[c.at[k-1]].page != b.clippings[i].page {
				c.at = append(c.at, i)
			}
		}
	}
	order := collate.New(language.Chinese)
	out := make([]contributor, 0, len(byName))
	for _, c := range byName {
		c.letter = letterOf(order, sound(c.name))
		out = append(out, *c)
	}
	slices.SortFunc(out, func(x, y contributor) int {
		if d := strings.Compare(last(x.letter), last(y.letter)); d != 0 {
			return d
		}
		if d := order.CompareString(sound(x.name), sound(y.name)); d != 0 {
			return d
		}
		return strings.Compare(x.name, y.name)
	})
	return out
}

// last makes # come after the letters.
func last(letter string) string { return strings.ReplaceAll(letter, "#", "~") }

// letterOf is the letter a name is looked up under.
func letterOf(order *collate.Collator, name string) string {
	r := []rune(name)[0]
	if c := unicode.ToUpper(r); c >= 'A' && c <= 'Z' {
		return string(c)
	}
	letter := "#"
	if !unicode.Is(unicode.Han, r) {
		return letter
	}
	for rs := []rune(letters); len(rs) > 0 && order.CompareString(string(rs[1]), string(r)) <= 0; rs = rs[2:] {
		letter = string(rs[0])
	}
	return letter
}

// index sets the contributors in columns, the pages of each behind the name, and
// reports whether the reader wants more pages. Without a name there is no index.
func (b *binder) index() bool {
	m, a := b.maker, &b.area
	if !b.book.Index {
		return true
	}
	list := b.contributors()
	if len(list) == 0 {
		return true
	}
	m.art = nil
	m.structure.begin()
	m.newPage()
	top := b.heading("作者索引", "作者索引")
	elem := m.element(ElemIndex, 0, "")
	size := max(smallest, indexSize*a.size)
	columns := max(int((a.width()+indexGutter*size)/((indexColumn+indexGutter)*size)), 1)
	width := (a.width() - float32(columns-1)*indexGutter*size) / float32(columns)
	column, y := 0, top
	letter := ""
	for _, c := range list {
		set := b.indexEntry(&c, size, width)
		head := float32(0)
		if c.letter != letter {
			head = 2 * indexLine * size
		}
		if y+head+set.Height > a.bottom+0.01 {
			if column++; column == columns {
				if !m.nextPage() {
					return false
				}
				column, top = 0, a.top
			}
			y = top
			head = min(head, indexLine*size)
		}
		x := a.left + float32(column)*(width+indexGutter*size)
		if head > 0 {
			letter = c.letter
			if y == top {
				head = indexLine * size
			}
			y += head
			b.indexLetter(letter, elem, size, x, y-indexLine*size)
		}
		b.placeName(&c, set, elem, x, y)
		y += set.Height
	}
	m.done = m.elements
	return m.finish()
}

func (b *binder) indexLetter(letter string, parent int, size, x, y float32) {
	elem := b.element(ElemText, parent, "")
	set := b.faces.Set(letter, TextOptions{Face: b.faces.SansBold, Size: size, Leading: indexLine * size, Ink: InkAccent})
	for i := range set.Lines {
		b.place(set.Lines[i].Moved(x, y), elem)
	}
}

// indexEntry sets a name and its pages: 凯文　3、7.
func (b *binder) indexEntry(c *contributor, size, width float32) Short {
	text := c.name + "　"
	for i, at := range c.at {
		if i > 0 {
			text += "、"
		}
		text += strconv.Itoa(b.clippings[at].page)
	}
	return b.faces.Set(text, TextOptions{Face: b.faces.Serif, Size: size, Leading: indexLine * size, Width: width, Align: Left})
}

// placeName places a name with its pages, each of which is a link.
func (b *binder) placeName(c *contributor, set Short, parent int, x, y float32) {
	elem := b.element(ElemText, parent, "")
	links := make([]int, len(c.at)) // their elements
	for i := range set.Lines {
		l := set.Lines[i].Moved(x, y)
		for k := range l.Runs {
			r := &l.Runs[k]
			for from := 0; from < len(r.Glyphs); {
				n := b.pageAt(c, r.Glyphs[from].At)
				to := from + 1
				for to < len(r.Glyphs) && b.pageAt(c, r.Glyphs[to].At) == n {
					to++
				}
				piece := *r
				piece.Glyphs, piece.Elem = r.Glyphs[from:to], elem
				if n >= 0 {
					if links[n] == 0 {
						links[n] = b.element(ElemLink, elem, "")
					}
					piece.Elem = links[n]
					b.linkTo(c.name, &b.clippings[c.at[n]], &piece, &l)
				}
				b.page.Runs = append(b.page.Runs, piece)
				from = to
			}
		}
		b.page.Missing = b.missing(b.page.Missing, l.Runs)
	}
}

// linkTo makes a piece of a line a link to an article.
func (b *binder) linkTo(name string, to *clipping, piece *Run, l *Line) {
	first, last := &piece.Glyphs[0], &piece.Glyphs[len(piece.Glyphs)-1]
	b.page.Links = append(b.page.Links, Link{Rect: Rect{piece.X + first.X, l.Top, last.X + last.Advance - first.X, l.Height},
		Page: to.page, ToY: to.y, Text: name + "　" + strconv.Itoa(to.page), Elem: piece.Elem})
}

// pageAt is which of the pages behind a name the rune of its entry stands in; -1 is none.
func (b *binder) pageAt(c *contributor, rune int32) int {
	if rune -= int32(utf8.RuneCountInString(c.name)) + 1; rune < 0 {
		return -1
	}
	for i, at := range c.at {
		n := int32(len(strconv.Itoa(b.clippings[at].page)))
		if rune < n {
			return i
		}
		if rune -= n + 1; rune < 0 {
			return -1
		}
	}
	return -1
}
