package page

import (
	"slices"
	"strings"
	"unicode"

	"baoge/app/hanzi"
	"baoge/app/paper"
)

// A style says how the blanks of a text are settled.
type style uint8

const (
	body  style = iota // blanks between Han go, but not in a list of names
	title              // blanks between Han become one U+3000
	names              // blanks stay
)

// settle gives a text its stored form: marks beside Han wide, digits and letters
// narrow, straight quotes beside Han paired, blanks as style says. Each change is recorded.
func (p *parser) settle(t []rune, at []int32, st style) string {
	if p.exact {
		p.outAt = at
		return string(t)
	}
	wide := p.wideMarks(t)
	var kept []bool
	if st == body {
		kept = nameBlanks(t)
	}
	out := make([]rune, 0, len(t))
	outAt := p.outAt[:0]
	for i := 0; i < len(t); i++ {
		r := t[i]
		switch {
		case isSpace(r):
			j := i
			for j < len(t) && isSpace(t[j]) {
				j++
			}
			blank := p.blank(t, at, i, j, st, kept, wide)
			out = append(out, blank...)
			for k := range blank {
				outAt = append(outAt, at[min(i+k, j-1)])
			}
			i = j - 1
		case wide[i] != 0:
			rule := "widen-mark"
			if r == '"' || r == '\'' {
				rule = "pair-quote"
			}
			p.change(rule, at[i], r, wide[i])
			out = append(out, wide[i])
			outAt = append(outAt, at[i])
		default:
			if n, ok := hanzi.Narrow(r); ok {
				p.change("narrow-letter", at[i], r, n)
				r = n
			}
			out = append(out, r)
			outAt = append(outAt, at[i])
		}
	}
	p.outAt = outAt
	return string(out)
}

// blank settles the run of white space t[i:j].
func (p *parser) blank(t []rune, at []int32, i, j int, st style, kept []bool, wide []rune) []rune {
	before := t[i:j]
	if i == 0 || j == len(t) {
		return nil
	}
	left, right := seen(t, wide, i-1), seen(t, wide, j)
	var after []rune
	switch {
	case st == names, kept != nil && kept[i]:
		return before
	case st == title && (isMark(left) || isMark(right)):
	case st == title && (hanzi.IsHan(left) || hanzi.IsHan(right) || !isWord(left) || !isWord(right)):
		after = []rune{'\u3000'}
	case st == title:
		return before
	case !(printsWide(left) && printsWide(right)):
		return before
	}
	if string(after) == string(before) {
		return before
	}
	rule := "drop-blank"
	if len(after) > 0 {
		rule = "headline-blank"
	}
	if p.stands(before, at[i:j]) { // a blank put in for a tag stands nowhere
		p.repairs = append(p.repairs, paper.Repair{Rule: rule, Offset: int(at[i]), Before: string(before), After: string(after)})
	}
	return after
}

// stands reports whether t stands in the source as one piece.
func (p *parser) stands(t []rune, at []int32) bool {
	for k := range t {
		if at[k] != at[0]+int32(k) || p.src[at[k]] != t[k] {
			return false
		}
	}
	return true
}

// seen is the rune at i as it will be stored.
func seen(t, wide []rune, i int) rune {
	if wide[i] != 0 {
		return wide[i]
	}
	return t[i]
}

// isMark tells the full-width marks that carry their own blank.
func isMark(r rune) bool { return strings.ContainsRune("，。、；：？！", r) }

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// printsWide tells the characters that stand in a Chinese text without blanks between them.
func printsWide(r rune) bool {
	return hanzi.IsHan(r) || r > 0x3000 && r <= 0x303F || r >= 0xFF01 && r <= 0xFF60 || strings.ContainsRune("“”‘’—…", r)
}

func (p *parser) change(rule string, at int32, before, after rune) {
	p.repairs = append(p.repairs, paper.Repair{Rule: rule, Offset: int(at), Before: one(before), After: one(after)})
}

// one gives the string of a rune without making a new one each time.
func one(r rune) string {
	if s, ok := oneOf[r]; ok {
		return s
	}
	return string(r)
}

var oneOf = func() map[rune]string {
	m := map[rune]string{}
	for _, r := range ",;:?!()\"'，；：？！（）“”‘’0123456789" {
		m[r] = string(r)
	}
	return m
}()

// wideMarks gives, for each rune that is to be widened or paired, what it becomes; 0 for the rest.
func (p *parser) wideMarks(t []rune) []rune {
	if cap(p.wide) < len(t) {
		p.wide = make([]rune, len(t)+len(t)/2)
	}
	wide := p.wide[:len(t)]
	clear(wide)
	var open []int // brackets not yet closed
	quotes := 0
	for i, r := range t {
		switch r {
		case '"':
			quotes++
		case '\'':
			apostrophe(t, wide, i)
		case '(':
			if besideHan(t, i) {
				wide[i] = '（'
			}
			open = append(open, i)
		case ')':
			if besideHan(t, i) {
				wide[i] = '）'
			}
			if n := len(open); n > 0 { // a pair is of one width
				j := open[n-1]
				open = open[:n-1]
				if wide[i] != 0 || wide[j] != 0 {
					wide[i], wide[j] = '）', '（'
				}
			}
		case ',', ';', ':', '?', '!':
			if besideHan(t, i) {
				wide[i], _ = hanzi.Wide(r)
			}
		}
	}
	if quotes > 0 {
		pairQuotes(t, wide, quotes)
	}
	return wide
}

// besideHan reports whether the mark at i stands in Chinese: the nearest character
// before it, or the one after it, is Han or a full-width mark. Quotes, brackets and
// other marks between are looked past; a blank only before, for in Latin text a
// blank follows the mark.
func besideHan(t []rune, i int) bool {
	const far = 6
	if i > 0 && strings.ContainsRune("%‰℃²³", t[i-1]) && (t[i] == ',' || t[i] == ';') {
		return slices.ContainsFunc(t, hanzi.IsHan) // after a measure it parts clauses, not figures
	}
	for j := i - 1; j >= 0 && j >= i-far; j-- {
		if r := t[j]; printsWideText(r) {
			return true
		} else if !passed(r) && !isSpace(r) {
			break
		}
	}
	for j := i + 1; j < len(t) && j <= i+far; j++ {
		if r := t[j]; printsWideText(r) {
			return true
		} else if !passed(r) {
			break
		}
	}
	return false
}

func passed(r rune) bool { return strings.ContainsRune("“”‘’\"'(),;:?!", r) }

// printsWideText is printsWide without the quotes and dashes that Latin text uses too.
func printsWideText(r rune) bool {
	return hanzi.IsHan(r) || r > 0x3000 && r <= 0x303F || r >= 0xFF01 && r <= 0xFF0F || r >= 0xFF1A && r <= 0xFF20
}

// pairQuotes turns straight double quotes beside Han into “ and ”, by turns; where
// one is left over, each goes by what stands beside it.
func pairQuotes(t, wide []rune, n int) {
	last, k := -1, 0
	for i, r := range t {
		if r != '"' {
			continue
		}
		opens := k%2 == 0
		if n%2 == 1 {
			opens = i == 0 || isSpace(t[i-1]) || hanzi.IsOpener(t[i-1]) || strings.ContainsRune("：:，,", t[i-1])
			if besideHan(t, i) {
				wide[i] = map[bool]rune{true: '“', false: '”'}[opens]
			}
		} else if opens {
			last = i
		} else if besideHan(t, last) || besideHan(t, i) {
			wide[last], wide[i] = '“', '”'
		}
		k++
	}
}

// apostrophe pairs '…' around Han; an apostrophe in Latin text is left.
func apostrophe(t, wide []rune, i int) {
	const longest = 60
	if wide[i] != 0 || i > 0 && (unicode.IsLetter(t[i-1]) && !hanzi.IsHan(t[i-1])) || i+1 >= len(t) || !printsWideText(t[i+1]) {
		return
	}
	for j := i + 2; j < len(t) && j < i+longest; j++ {
		if t[j] == '\'' {
			if printsWide(t[j-1]) {
				wide[i], wide[j] = '‘', '’'
			}
			return
		}
	}
}

// nameBlanks marks the blanks of t that part names in a list: Han of up to four
// characters on both sides, three names or more in a row, or nothing but names.
// It is nil where there are none.
func nameBlanks(t []rune) []bool {
	var at [][2]int // blank runs
	for i := 0; i < len(t); i++ {
		if !isSpace(t[i]) {
			continue
		}
		j := i
		for j < len(t) && isSpace(t[j]) {
			j++
		}
		at = append(at, [2]int{i, j})
		i = j
	}
	if len(at) == 0 {
		return nil
	}
	kept := make([]bool, len(t))
	all := onlyShort(t) > 1
	for i := 0; i < len(at); {
		j, people := i, 0
		for j < len(at) && (all || partsNames(t, at[j][0], at[j][1])) {
			if startsName(t, at[j][1]) {
				people++
			}
			j++
		}
		if j-i >= 2 && people*3 >= 2*(j-i) || all && j > i {
			for _, b := range at[i:j] {
				kept[b[0]] = true
			}
		}
		i = j + 1
	}
	return kept
}

// startsName reports whether a person's name may begin at i.
func startsName(t []rune, i int) bool {
	return i < len(t) && strings.ContainsRune(surnames, t[i])
}

// isRoll reports whether a line is a roll of names: three or more short runs of Han.
func isRoll(t []rune) bool { return onlyShort(t) > 2 }

// partsNames reports whether the blank t[i:j] stands between two short runs of Han.
func partsNames(t []rune, i, j int) bool {
	const longest = 4
	if k := remark(t, i); k > 0 {
		return partsNames(t, k, j)
	}
	l, r := 0, 0
	for l <= longest && i-1-l >= 0 && hanzi.IsHan(t[i-1-l]) {
		l++
	}
	for r <= longest && j+r < len(t) && hanzi.IsHan(t[j+r]) {
		r++
	}
	return l >= 1 && r >= 1 && l <= longest && r <= longest && (l > 1 || r > 1)
}

// remark gives where a bracket of up to three characters before i begins, as in
// 喻红秋（女）; 0 for none.
func remark(t []rune, i int) int {
	if i == 0 || t[i-1] != '）' && t[i-1] != ')' {
		return 0
	}
	for k := i - 2; k > 0 && k >= i-5; k-- {
		if t[k] == '（' || t[k] == '(' {
			return k
		}
	}
	return 0
}

// onlyShort counts the runs of Han in a text that is nothing but short ones and
// blanks. It is 0 for other text, and for mostly single characters, which are a text
// that OCR set apart.
func onlyShort(t []rune) int {
	n, runs, single := 0, 0, 0
	end := func() {
		if n > 0 {
			runs++
		}
		if n == 1 {
			single++
		}
		n = 0
	}
	for _, r := range t {
		switch {
		case isSpace(r):
			end()
		case !hanzi.IsHan(r) || n == 4:
			return 0
		default:
			n++
		}
	}
	end()
	if single == runs || single*2 > runs && runs != 3 {
		return 0
	}
	return runs
}
