package page

import (
	"slices"
	"strings"

	"baoge/app/paper"
)

// pipeTable reads a pipe table whose first line begins at pos, blanks passed: lines
// that begin with |, the second of them |---|---|. It reports whether one stands there.
func (s *scanner) pipeTable() bool {
	end := lineEnd(s.src, s.pos)
	second := s.past(end)
	for second < len(s.src) && isBlank(s.src[second]) {
		second++
	}
	if !isDelimiter(s.src[second:lineEnd(s.src, second)]) {
		return false
	}
	t := tableAt(s, 1)
	for row := 0; s.pos < len(s.src) && s.src[s.pos] == '|'; row++ {
		end := lineEnd(s.src, s.pos)
		if row == 1 {
			s.marked(end - s.pos)
		} else {
			s.pipeRow(t, end)
		}
		t.to = end
		next := s.past(end)
		for next < len(s.src) && isBlank(s.src[next]) {
			next++
		}
		s.pos = end
		if next >= len(s.src) || s.src[next] != '|' {
			break
		}
		s.pos = next
	}
	s.pos = s.past(t.to)
	s.addTable(t)
	return true
}

// past gives the offset after the line end at i.
func (s *scanner) past(i int) int {
	if i+1 < len(s.src) && s.src[i] == '\r' && s.src[i+1] == '\n' {
		return i + 2
	}
	return min(i+1, len(s.src))
}

func lineEnd(src []rune, i int) int {
	for i < len(src) && !isBreak(src[i]) {
		i++
	}
	return i
}

// isDelimiter tells the line under the head of a pipe table.
func isDelimiter(t []rune) bool {
	for _, r := range t {
		if !strings.ContainsRune("|-: \t", r) {
			return false
		}
	}
	return len(t) > 2 && t[0] == '|' && slices.Contains(t, '-')
}

// pipeRow reads the cells of one line into the table.
func (s *scanner) pipeRow(t *tableScan, end int) {
	last := end
	for last > s.pos+1 && isBlank(s.src[last-1]) {
		last--
	}
	if last > s.pos+1 && s.src[last-1] == '|' && (s.src[last-2] != '\\' || last > 3 && s.src[last-3] == '\\') {
		last--
	}
	t.row(s)
	s.markup += paper.Chars(string(s.src[last:end])) + 1 // the last | and the first
	s.pos++
	for t.cell(s); s.pos < last; {
		if s.src[s.pos] == '|' {
			s.markup++
			t.cell(s)
			s.pos++
		} else if n := s.inline(last); n > 0 {
			s.pos += n
		} else {
			s.text = append(s.text, s.src[s.pos])
			s.at = append(s.at, int32(s.pos))
			s.pos++
		}
	}
	t.trim(s)
	s.endInline()
	s.pos = end
}

// A tableScan is a table while its cells are read into the scanner's text.
type tableScan struct {
	block
	begin int // in the scanner's text
	cells int // of the row being read
	rows  int
	start int // of the cell being read, in the scanner's text
}

func tableAt(s *scanner, heads int) *tableScan {
	return &tableScan{block: block{kind: table, level: heads, from: s.pos}, begin: len(s.text), start: len(s.text)}
}

// row begins a row.
func (t *tableScan) row(s *scanner) {
	if t.trim(s); len(s.text) > t.begin || t.rows > 0 {
		t.put(s, '\n')
	}
	t.rows++
	t.cells = 0
}

// cell begins a cell.
func (t *tableScan) cell(s *scanner) {
	if t.trim(s); t.cells > 0 || len(s.text) > t.start {
		t.put(s, '\t')
	}
	t.cells++
	t.start = len(s.text)
}

func (t *tableScan) put(s *scanner, r rune) {
	s.text = append(s.text, r)
	s.at = append(s.at, int32(min(s.pos, len(s.src)-1)))
	t.start = len(s.text)
}

// trim takes the blanks off the ends of the cell just read, and the tabs and line
// breaks in it, which part cells and rows, become blanks.
func (t *tableScan) trim(s *scanner) {
	i, j := t.start, len(s.text)
	for i < j && isSpace(s.text[i]) {
		i++
	}
	for j > i && isSpace(s.text[j-1]) {
		j--
	}
	for k := i; k < j; k++ {
		if s.text[k] == '\t' || isBreak(s.text[k]) {
			s.text[k] = ' '
		}
	}
	n := copy(s.text[t.start:], s.text[i:j])
	copy(s.at[t.start:], s.at[i:j])
	s.text, s.at = s.text[:t.start+n], s.at[:t.start+n]
}

// addTable keeps a table that has text.
func (s *scanner) addTable(t *tableScan) {
	b := t.block
	b.text, b.at = s.text[t.begin:len(s.text):len(s.text)], s.at[t.begin:len(s.at):len(s.at)]
	b.gap, s.gap = s.gap, 0
	if s.said == saidTable {
		b.level = s.level
	}
	b.said, s.said = saidNothing, saidNothing
	if i := slices.Index(b.text, '\n'); i >= 0 && paper.Chars(string(b.text[:i])) == 0 { // no heading: Markdown wants a first row all the same
		b.text, b.at, b.level = b.text[i+1:], b.at[i+1:], 0
	}
	if paper.Chars(string(b.text)) > 0 {
		s.blocks = append(s.blocks, b)
	}
}

// htmlTable reads a <table> that begins at pos up to its </table>. It reports whether one does.
func (s *scanner) htmlTable() bool {
	name, closing, inner := tagAt(s.src, s.pos)
	if name != "table" || closing || inner == 0 || s.exact || s.pos < s.noTable {
		return false
	}
	if ok, more := closesTable(s.src, inner); !ok {
		if !more {
			s.noTable = len(s.src)
		}
		return false
	}
	t := tableAt(s, 0)
	heads, onlyHeads := 0, true
	s.dropTag(inner)
	for s.pos < len(s.src) {
		name, closing, end := tagAt(s.src, s.pos)
		switch {
		case end == 0:
			s.text = append(s.text, s.src[s.pos])
			s.at = append(s.at, int32(s.pos))
			s.pos++
			continue
		case name == "table" && closing:
			t.trim(s)
			s.dropTag(end)
			t.to = s.pos
			if onlyHeads && t.cells > 0 {
				heads = t.rows
			}
			if t.level = heads; t.level == t.rows {
				t.level = 0
			}
			s.pos = s.afterTable()
			s.addTable(t)
			return true
		case name == "tr" && !closing:
			if onlyHeads && t.cells > 0 {
				heads = t.rows
			}
			t.row(s)
		case (name == "td" || name == "th") && !closing:
			if t.rows == 0 {
				t.row(s)
			}
			onlyHeads = onlyHeads && name == "th"
			t.cell(s)
		case !closing && (name == "sup" || name == "sub"):
			if e := s.raised(name, end); e > 0 {
				s.pos = e
				continue
			}
		}
		s.dropTag(end)
	}
	return true
}

// afterTable passes the blanks and the line end after a table, if nothing else is there.
func (s *scanner) afterTable() int {
	i := s.pos
	for i < len(s.src) && isBlank(s.src[i]) {
		i++
	}
	if i < len(s.src) && isBreak(s.src[i]) {
		return s.past(i)
	}
	return s.pos
}

// dropTag passes a tag from pos to end.
func (s *scanner) dropTag(end int) {
	s.repair("drop-tag", s.pos, end, "")
	s.marked(end - s.pos)
	s.pos = end
}

// closesTable reports whether the next table's tag closes one, and whether there is one at all.
func closesTable(src []rune, i int) (closes, any bool) {
	for ; i < len(src); i++ {
		if src[i] != '<' {
			continue
		}
		if name, closing, end := tagAt(src, i); end > 0 && name == "table" {
			return closing, true
		}
	}
	return false, false
}

// settleTable settles each cell of a table.
func (p *parser) settleTable(t []rune, at []int32) string {
	if p.exact {
		return p.settle(t, at, body)
	}
	var out strings.Builder
	var outAt []int32
	for i := 0; i <= len(t); {
		j := i
		for j < len(t) && t[j] != '\t' && t[j] != '\n' {
			j++
		}
		out.WriteString(p.settle(t[i:j], at[i:j], names))
		outAt = append(outAt, p.outAt...)
		if j < len(t) {
			out.WriteRune(t[j])
			outAt = append(outAt, at[j])
		}
		i = j + 1
	}
	p.outAt = outAt
	return out.String()
}
