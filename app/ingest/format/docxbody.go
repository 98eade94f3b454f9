package format

import (
	"encoding/xml"
	"strconv"
	"strings"

	"baoge/app/ingest/page"
	"baoge/app/paper"
)

// A docxBody turns the elements of a part into lines, a paragraph at a time. Text boxes
// hold paragraphs inside a paragraph, tables inside tables: open ones wait on a stack.
type docxBody struct {
	*docxReader
	skip   bool
	inText bool
	para   *docxPara
	outer  []*docxPara
	tables []*docxTable
}

// A docxPara is a paragraph while it is read.
type docxPara struct {
	line    page.Line
	text    []rune
	list    docxNumber
	bold    bool // of the run being read
	raised  byte // 'p' for superscript, 'b' for subscript, 0
	link    string
	linkAt  int
	figures []page.Line
	inRun   bool
	alt     string
}

// A docxTable is a table while it is read.
type docxTable struct {
	rows  [][]cell
	heads int
	lines [][]page.Line // of the cell being read
	head  bool
}

func (b *docxBody) start(e xml.StartElement) {
	p := b.para
	switch e.Name.Local {
	case "Fallback", "del", "moveFrom", "instrText", "delText", "delInstrText", "pPrChange", "rPrChange", "tblPrChange", "sectPr":
		b.skip = true
	case "p":
		if e.Name.Space == "" || strings.Contains(e.Name.Space, "wordprocessingml") {
			b.outer = append(b.outer, b.para)
			b.para = &docxPara{}
		}
	case "tbl":
		b.tables = append(b.tables, &docxTable{})
	case "tr":
		if t := b.table(); t != nil {
			t.rows, t.head = append(t.rows, nil), false
		}
	case "tblHeader":
		if t := b.table(); t != nil && on(e) {
			t.head = true
		}
	case "tc":
		if t := b.table(); t != nil {
			t.lines = append(t.lines, nil)
		}
	default:
		if p != nil {
			b.inPara(p, e)
		}
	}
}

// inPara reads an element inside a paragraph.
func (b *docxBody) inPara(p *docxPara, e xml.StartElement) {
	switch e.Name.Local {
	case "pStyle":
		s := b.styleOf(val(e, "val"))
		if p.line.Kind == page.LineText { // not set by the paragraph itself
			p.line.Kind, p.line.Level = s.kind, s.level
		}
		p.line.Role = s.role
		if p.list.id == "" {
			p.list = s.list
		}
	case "outlineLvl":
		if n, err := strconv.Atoi(val(e, "val")); err == nil && n < 9 {
			p.line.Kind, p.line.Level = page.LineHeading, n+1
		}
	case "numId":
		p.list.id = val(e, "val")
	case "ilvl":
		p.list.depth, _ = strconv.Atoi(val(e, "val"))
	case "r":
		p.inRun, p.bold, p.raised = true, false, 0
	case "b":
		p.bold = p.inRun && on(e)
	case "vertAlign":
		switch val(e, "val") {
		case "superscript":
			p.raised = 'p'
		case "subscript":
			p.raised = 'b'
		}
	case "vanish":
		b.skip = true
	case "t":
		b.inText = true
	case "tab":
		if p.inRun {
			b.add(" ")
		}
	case "noBreakHyphen":
		b.add("-")
	case "br", "cr":
		if t := val(e, "type"); t == "" || t == "textWrapping" {
			b.add("\n")
		}
	case "hyperlink":
		p.link, p.linkAt = b.links[val(e, "id")], len(p.text)
	case "docPr":
		p.alt = strings.Join(strings.Fields(val(e, "descr")), " ")
	case "blip":
		b.picture(p, val(e, "embed"))
	case "imagedata":
		b.picture(p, val(e, "id"))
	}
}

func (b *docxBody) picture(p *docxPara, id string) {
	if name := b.links[id]; name != "" {
		p.figures = append(p.figures, page.Line{Kind: page.LineFigure, Text: p.alt, Media: name, Gap: 1, Whole: true})
		p.alt = ""
	}
}

// add adds text of a run.
func (b *docxBody) add(s string) {
	p := b.para
	if p == nil {
		return
	}
	if p.raised != 0 {
		s, _ = page.Raised(s, p.raised == 'b')
	}
	from := len(p.text)
	p.text = append(p.text, []rune(s)...)
	if p.bold {
		p.line.Bold = append(p.line.Bold, paper.Range{Start: from, End: len(p.text)})
	}
}

func (b *docxBody) end(name string) {
	switch name {
	case "t":
		b.inText = false
	case "r":
		if b.para != nil {
			b.para.inRun = false
		}
	case "hyperlink":
		if p := b.para; p != nil {
			if p.link != "" && len(p.text) > p.linkAt {
				p.line.Links = append(p.line.Links, paper.Link{Range: paper.Range{Start: p.linkAt, End: len(p.text)}, URL: p.link})
			}
			p.link = ""
		}
	case "p":
		b.endPara()
	case "tc":
		if t := b.table(); t != nil && len(t.lines) > 0 && len(t.rows) > 0 {
			n := len(t.lines) - 1
			t.rows[len(t.rows)-1] = append(t.rows[len(t.rows)-1], cellOfLines(t.lines[n]))
			t.lines = t.lines[:n]
		}
	case "tr":
		if t := b.table(); t != nil && t.head && t.heads == len(t.rows)-1 {
			t.heads = len(t.rows)
		}
	case "tbl":
		b.endTable()
	}
}

// endPara puts the paragraph's lines: a line break inside it parts lines.
func (b *docxBody) endPara() {
	p := b.para
	if p == nil || len(b.outer) == 0 {
		return
	}
	b.para, b.outer = b.outer[len(b.outer)-1], b.outer[:len(b.outer)-1]
	p.line.Gap, p.line.Whole = 1, true
	if b.isItem(p) {
		p.line.Kind, p.line.Level = page.LineItem, min(p.list.depth, 8)+1
	}
	number := b.next(p)
	for i := 0; i <= len(p.text); {
		j := i
		for j < len(p.text) && p.text[j] != '\n' {
			j++
		}
		if l := shiftedLine(p.line, p.text, i, j); strings.TrimSpace(l.Text) != "" {
			b.put(prefixed(l, number))
			number = ""
		}
		i = j + 1
	}
	for _, f := range p.figures {
		b.put(f)
	}
}

func (b *docxBody) isItem(p *docxPara) bool {
	return p.line.Kind == page.LineText && p.line.Role == "" && p.list.id != "" && p.list.id != "0"
}

// put adds a line to the cell that is open, or to the document.
func (b *docxBody) put(l page.Line) {
	if t := b.table(); t != nil && len(t.lines) > 0 {
		t.lines[len(t.lines)-1] = append(t.lines[len(t.lines)-1], l)
		return
	}
	b.lines = append(b.lines, l)
}

func (b *docxBody) table() *docxTable {
	if len(b.tables) == 0 {
		return nil
	}
	return b.tables[len(b.tables)-1]
}

func cellOfLines(lines []page.Line) cell {
	var text []string
	bold, all := 0, 0
	for _, l := range lines {
		text = append(text, l.Text)
		all += len([]rune(l.Text))
		for _, r := range l.Bold {
			bold += r.End - r.Start
		}
	}
	return cell{strings.NewReplacer("\t", " ", "\n", " ").Replace(strings.Join(text, " ")), all > 0 && bold == all}
}

// endTable puts a table as one line; one of a single cell is a frame around its text.
func (b *docxBody) endTable() {
	t := b.table()
	if t == nil {
		return
	}
	b.tables = b.tables[:len(b.tables)-1]
	b.put(tableLine(t.rows, t.heads))
}

// tableLine makes the line of a table's cells.
func tableLine(rows [][]cell, heads int) page.Line {
	l := page.Line{Kind: page.LineTable, Level: heads, Gap: 1, Whole: true}
	if heads == len(rows) {
		l.Level = 0
	}
	var text []string
	at := 0
	for _, r := range rows {
		var cells []string
		for _, c := range r {
			n := len([]rune(c.text))
			if c.bold && n > 0 {
				l.Bold = append(l.Bold, paper.Range{Start: at, End: at + n})
			}
			cells = append(cells, c.text)
			at += n + 1
		}
		if len(r) == 0 {
			at++
		}
		text = append(text, strings.Join(cells, "\t"))
	}
	l.Text = strings.Join(text, "\n")
	if len(rows) == 1 && len(rows[0]) == 1 {
		l.Kind, l.Level = page.LineText, 0
	}
	return l
}
