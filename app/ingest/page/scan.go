package page

import (
	"strings"

	"baoge/app/hanzi"
	"baoge/app/paper"
)

type kind uint8

const (
	heading kind = iota // a line with # before it
	plain               // a line of text
	item                // a line with a bullet before it
	caption             // a line the file itself calls a picture's: *…*
	figure              // a picture: ![…](…); its text is what stands for it and may be empty
	table               // rows of cells: tabs and line breaks in its text part them
	ruler               // --- on a line of its own, a page break
)

// A block is one line of the source, or several once healed, without its markup.
type block struct {
	kind    kind
	level   int    // of a heading the number of #, of an item its indent in columns, later its depth
	text    []rune // without tags, heading and list signs; no blanks at the ends
	at      []int32
	from    int       // rune offset in the source of the block's first rune, markup included
	to      int       // rune offset after its last rune
	gap     int       // blank lines before it
	said    directive // what a comment before it says it is
	facts   []fact    // what comments before a heading say of its article
	joined  int       // length of the text before the last line joined to it, 0 for none
	leading int       // blanks before the text, in columns
	media   string    // of a figure, its address
	whole   bool      // no break has cut it
	flow    Flow
}

// A directive is a comment that names what the next line is. Exported Markdown
// carries them where the grammar alone would read a line otherwise.
type directive string

const (
	saidNothing    directive = ""
	saidKicker     directive = "kicker"
	saidHeadline   directive = "headline"
	saidSubhead    directive = "subhead"
	saidCredit     directive = "credit"
	saidParagraph  directive = "paragraph"
	saidSubheading directive = "subheading"
	saidItem       directive = "item"
	saidCaption    directive = "caption"
	saidTable      directive = "table"
)

// A scanner cuts the source into blocks. Every rune that is not white space goes
// into a block's text or is counted as markup.
type scanner struct {
	src     []rune
	pos     int
	blocks  []block
	text    []rune  // of all blocks, one after another
	at      []int32 // where each rune of text stands in src
	markup  int     // runes of markup, white space not counted
	total   int     // runes of the source that are neither white space nor markup
	repairs []paper.Repair
	said    directive
	facts   []fact
	level   int  // of a said item
	gap     int  // blank lines passed
	exact   bool // the file is Baoge's own Markdown
	noClose bool // no comment closes any more
	marks   []mark
	outside []block // text that belongs to no article
	boldEnd int     // where the bold stretch being read ends, 0 for none
	linkAt  int     // where the words of the link being read end
	linkEnd int     // where its address ends, 0 for none
	noBold  int     // no bold stretch begins before it
	noLink  int     // nor a link
	noTable int     // nor a table of tags
	begin   int     // where the text of the line being read begins
	eol     int     // where the line of the source being read ends
}

func scan(src []rune) *scanner {
	s := &scanner{src: src, text: make([]rune, 0, len(src)), at: make([]int32, 0, len(src)), gap: 2}
	for _, r := range src {
		if !isSpace(r) {
			s.total++
		}
	}
	for s.pos < len(src) {
		s.line()
	}
	s.total -= s.markup
	return s
}

// line reads one line, drops its markup and adds it as a block.
func (s *scanner) line() {
	indent := 0
	for s.pos < len(s.src) && isBlank(s.src[s.pos]) {
		switch s.src[s.pos] {
		case '\t':
			indent += 4
		case '\u3000':
			indent += 2
		default:
			indent++
		}
		s.pos++
	}
	if s.pos < len(s.src) && (s.src[s.pos] == '|' && s.pipeTable() || s.src[s.pos] == '<' && s.htmlTable()) {
		return
	}
	from, begin, marks := s.pos, len(s.text), len(s.marks)
	s.begin = begin
	if s.eol < s.pos {
		s.eol = lineEnd(s.src, s.pos)
	}
	end := s.eol
	for s.pos < len(s.src) && !isBreak(s.src[s.pos]) {
		if s.src[s.pos] == '<' && (!s.exact || len(s.text) == begin) {
			if end, ends := s.tag(); ends {
				s.pos = end
				break
			} else if end > s.pos {
				s.pos = end
				continue
			}
		}
		if r := s.src[s.pos]; (r == '*' || r == '[' || r == ']' || r == '\\') && s.pos < end {
			if n := s.inline(end); n > 0 {
				s.pos += n
				continue
			}
		}
		s.text = append(s.text, s.src[s.pos])
		s.at = append(s.at, int32(s.pos))
		s.pos++
	}
	s.endInline()
	to := s.pos
	s.newline()
	b := block{kind: plain, from: from, to: to, leading: indent, text: s.text[begin:len(s.text):len(s.text)], at: s.at[begin:len(s.at):len(s.at)]}
	b.cut(0, len(b.text))
	if len(b.text) == 0 {
		if begin == len(s.text) && to > from { // markup alone, such as a comment, is no blank line
			return
		}
		s.gap++
		return
	}
	s.boldWhole(b, marks)
	s.add(b)
}

// newline goes past the line's end, \r\n as one.
func (s *scanner) newline() {
	if s.pos == len(s.src) || !isBreak(s.src[s.pos]) {
		return
	}
	if s.src[s.pos] == '\r' && s.pos+1 < len(s.src) && s.src[s.pos+1] == '\n' {
		s.pos++
	}
	s.pos++
}

// boldWhole takes a line that is nothing but **…** for a subheading; marks counts those
// before the line.
func (s *scanner) boldWhole(b block, marks int) {
	if len(s.marks) != marks+1 || s.said != saidNothing {
		return
	}
	m := s.marks[marks]
	if m.url == "" && m.from == int32(b.from)+2 && m.to >= b.at[len(b.at)-1]+1 && s.src[b.from] == '*' {
		s.said, s.marks = saidSubheading, s.marks[:marks]
	}
}

// endInline ends what a line left open.
func (s *scanner) endInline() { s.boldEnd, s.linkEnd = 0, 0 }

// add tells a line's kind by its signs and keeps it.
func (s *scanner) add(b block) {
	b.gap, s.gap = s.gap, 0
	b.said, s.said = s.said, saidNothing
	if isRuler(b.text) && !s.escaped(&b) {
		s.markup += len(b.text)
		b.kind, b.text, b.at = ruler, nil, nil
		s.blocks = append(s.blocks, b)
		return
	}
	s.signs(&b)
	if s.exact && b.kind == plain && b.said == saidNothing {
		b.said = saidParagraph
	}
	if s.exact && b.kind == item && b.said == saidNothing {
		b.said, s.level = saidItem, b.leading/2+1
	}
	if b.said == saidItem {
		b.level = s.level
	}
	if b.kind == heading {
		b.facts, s.facts = s.facts, nil
	}
	if len(b.text) > 0 || b.kind == figure || s.exact && b.kind == heading { // an article without a headline still begins there
		s.blocks = append(s.blocks, b)
	}
}

// signs takes the signs of Markdown off a line.
func (s *scanner) signs(b *block) {
	if s.escaped(b) {
		return
	}
	if n := headingSign(b.text); n > 0 {
		b.kind, b.level = heading, n
		s.drop(b, n)
		s.closing(b)
	} else if n := bullet(b.text); n > 0 {
		b.kind, b.level = item, b.leading
		s.drop(b, n)
	} else if inner, ok := picture(b.text); ok {
		b.kind, b.media = figure, strings.TrimSpace(string(b.text[inner+2:len(b.text)-1]))
		s.keep(b, 2, inner)
	} else if s.stressed(b) {
		s.keep(b, 1, len(b.text)-1)
		b.kind = caption
	} else if len(b.text) > 1 && b.text[0] == '\\' && strings.ContainsRune(`#-*+=_!<\`, b.text[1]) {
		s.drop(b, 1)
	}
}

// escaped reports whether a block's first sign was kept from being markup: \*.
func (s *scanner) escaped(b *block) bool {
	return len(b.at) > 0 && b.at[0] > 0 && s.src[b.at[0]-1] == '\\' && strings.ContainsRune(escapable, b.text[0])
}

// keep cuts a block to the runes from i to j; the rest was markup.
func (s *scanner) keep(b *block, i, j int) {
	before := paper.Chars(string(b.text))
	b.cut(i, j)
	s.markup += before - paper.Chars(string(b.text))
}

// stressed tells a line that is emphasised as a whole: *…*, which is a caption.
func (s *scanner) stressed(b *block) bool {
	t := b.text
	if len(t) < 3 || t[0] != '*' || t[len(t)-1] != '*' || isBlank(t[1]) {
		return false
	}
	for i, r := range t[1 : len(t)-1] {
		if r == '*' && s.src[b.at[i+1]-1] != '\\' {
			return false
		}
	}
	return s.src[b.at[len(t)-1]-1] != '\\'
}

// drop takes n runes of markup off the front of a block.
func (s *scanner) drop(b *block, n int) {
	s.markup += n
	b.cut(n, len(b.text))
}

// closing takes the closing signs off a heading: ## 标题 ##.
func (s *scanner) closing(b *block) {
	n := len(b.text)
	for n > 0 && b.text[n-1] == '#' {
		n--
	}
	if n < len(b.text) && (n == 0 || isBlank(b.text[n-1])) {
		s.markup += len(b.text) - n
		b.cut(0, n)
	}
}

// cut keeps the runes from i to j, without blanks at the ends.
func (b *block) cut(i, j int) {
	for i < j && isSpace(b.text[i]) {
		i++
	}
	for j > i && isSpace(b.text[j-1]) {
		j--
	}
	b.text, b.at = b.text[i:j:j], b.at[i:j:j]
}

// isSpace is unicode.IsSpace, in the order that pays for Chinese text.
func isSpace(r rune) bool {
	switch {
	case r > 0x3000:
		return false
	case r < 0x2000:
		return r == ' ' || r >= '\t' && r <= '\r' || r == 0x85 || r == 0xA0 || r == 0x1680
	}
	return r <= 0x200A || r == 0x2028 || r == 0x2029 || r == 0x202F || r == 0x205F || r == 0x3000
}

func isBlank(r rune) bool { return !isBreak(r) && isSpace(r) }

func isBreak(r rune) bool {
	return r == '\n' || r == '\r' || r == '\f' || r == '\v' || r == '\u2028' || r == '\u2029' || r == '\u0085'
}

// headingSign gives the number of # that open a heading, 0 for none. OCR often
// leaves out the blank after them; a hashtag closes with # and is text.
func headingSign(t []rune) int {
	n := 0
	for n < len(t) && t[n] == '#' {
		n++
	}
	switch {
	case n == 0 || n > 6:
		return 0
	case n == len(t) || isBlank(t[n]):
		return n
	case !hanzi.IsHan(t[n]) && !hanzi.IsOpener(t[n]) && (n == 1 || !isWord(t[n])):
		return 0
	}
	for i := n; i < len(t); i++ {
		if t[i] == '#' && !isBlank(t[i-1]) && t[i-1] != '#' {
			return 0
		}
	}
	return n
}

// bullet gives the length of the list sign that opens a line: - * + and a blank,
// or • with or without one. Numbers are text and stay.
func bullet(t []rune) int {
	if len(t) > 1 && strings.ContainsRune("-*+", t[0]) && isBlank(t[1]) {
		return 1
	}
	if len(t) > 1 && t[0] == '•' {
		return 1
	}
	return 0
}

// isRuler reports whether a line is nothing but three or more of - * _ =.
func isRuler(t []rune) bool {
	if len(t) < 3 || !strings.ContainsRune("-*_=", t[0]) {
		return false
	}
	for _, r := range t {
		if r != t[0] {
			return false
		}
	}
	return true
}

// picture tells a line that is nothing but ![words](address) and gives the end of the words.
// The words may hold brackets, as escapes have been taken off by then.
func picture(t []rune) (inner int, ok bool) {
	if len(t) < 5 || t[0] != '!' || t[1] != '[' || t[len(t)-1] != ')' {
		return 0, false
	}
	for i := len(t) - 3; i > 1; i-- {
		if t[i] == ']' && t[i+1] == '(' {
			return i, true
		}
	}
	return 0, false
}
