package page

// A grid is the measure of a page's columns. A column break falls at the end of a
// printed line, so a paragraph that one cuts has filled its last line: its length
// and the two characters of its indent are a multiple of the line's. Where the
// page's plain cases agree on one line length, it tells the others.
type grid struct {
	line int // characters, 0 where the page shows none
}

const (
	indent       = 2  // characters a paragraph is set in
	shortestLine = 8  // characters of the narrowest column
	longestLine  = 40 // of the widest
	plainCase    = 40 // characters from which an open line was surely cut
)

// measureGrid finds the line length from the lines that a break has surely cut: long
// ones that end no sentence, with a long one after them. Three that agree will do:
// by chance they do so once in a hundred pages.
func measureGrid(blocks []block) grid {
	var lengths []int
	for i := 0; i+1 < len(blocks); i++ {
		b := blocks[i]
		if b.kind == plain && len(b.text) >= plainCase && opens(b.text) && goesOnLong(blocks[i+1:]) {
			lengths = append(lengths, len(b.text)+setIn(blocks, i))
		}
	}
	const enough = 3
	best := grid{}
	most := enough - 1
	for w := shortestLine; w <= longestLine; w++ { // the shortest of equals: its multiples fit by chance
		fit := 0
		for _, n := range lengths {
			if n%w == 0 {
				fit++
			}
		}
		if fit > most && fit*5 >= len(lengths)*4 {
			best, most = grid{w}, fit
		}
	}
	return best
}

// goesOnLong reports whether a long line follows, past a short open one.
func goesOnLong(rest []block) bool {
	for i := 0; i < len(rest) && i < 2 && rest[i].kind == plain; i++ {
		if len(rest[i].text) >= plainCase {
			return true
		}
		if !opens(rest[i].text) {
			return false
		}
	}
	return false
}

// setIn gives the indent of line i: that of a paragraph, none where the line before
// it was cut.
func setIn(blocks []block, i int) int {
	for k := i - 1; k >= 0 && k >= i-2 && blocks[k].kind == plain; k-- {
		switch {
		case !opens(blocks[k].text):
			return indent
		case len(blocks[k].text) >= plainCase:
			return 0
		}
	}
	if startsInside(blocks[i].text[0]) {
		return 0
	}
	return indent
}

// says weighs whether line t was cut at its end; its cells are what it fills since
// the top of its column.
func (g grid) says(t block) int {
	switch {
	case g.line == 0:
		return 0
	case (len(t.text)-t.joined+map[bool]int{true: indent}[t.joined == 0])%g.line == 0:
		return likely
	}
	return -likely
}
