package typeset

import (
	"strings"
	"unicode"

	"baoge/app/paper"
)

// A source says what one block of a column is made of; its paragraph is made when it is laid out.
type source struct {
	role  Role
	style *TextStyle
	parts []part
	level int
	rule  bool   // a hairline follows
	media string // of a figure
	table *table // that the block is a cell of
	cell  cell
}

// A part is text for a block: a stored text, a stretch of one, or (without Part) the column's own.
type part struct {
	paper.Text
	at    int // where in the stored text it begins, in runes
	face  FaceName
	ink   Ink
	bold  []paper.Range // runes of Text; what lies outside of it is passed over
	links []paper.Link  // likewise
	drop  int           // runes at its start not shown
}

// sources lists the blocks of a column in order.
func sources(a *paper.Article, content Content, st *Style) []source {
	var out []source
	if content != Body {
		out = headSources(a, st)
	}
	if content != Head {
		out = append(out, bodySources(a, st)...)
	}
	return out
}

func headSources(a *paper.Article, st *Style) []source {
	var out []source
	add := func(r Role, ts *TextStyle, f paper.Field, text string, drop int) {
		if text != "" {
			t := paper.Text{Text: text}
			if f != "" {
				t.Part = paper.Part{Field: f}
			}
			out = append(out, source{role: r, style: ts, parts: []part{{Text: t, face: ts.Face, ink: ts.Ink, drop: drop}}})
		}
	}
	add(RoleFolio, &st.Folio, "", Folio(a), 0)
	add(RoleKicker, &st.Kicker, paper.FieldKicker, a.Kicker, 0)
	add(RoleHeadline, &st.Headline, paper.FieldHeadline, a.Headline, 0)
	add(RoleSubhead, &st.Subhead, paper.FieldSubhead, a.Subhead, 0)
	switch {
	case a.CreditAt == paper.CreditHead:
		add(RoleCredit, &st.Credit, paper.FieldCredit, a.CreditLine, signs(a.CreditLine))
	case a.CreditAt == "":
		add(RoleCredit, &st.Credit, "", paper.Byline(a.Credits), 0)
	}
	if n := len(out); n > 0 && st.HeadRule {
		out[n-1].rule = true
	}
	return out
}

// Folio is the line above a headline: section, page and date, as far as known.
func Folio(a *paper.Article) string {
	page := ""
	if a.Page != "" {
		page = numberedPage(a.Page)
	}
	var parts []string
	for _, s := range []string{a.Section, a.PageLabel, page, ChineseDate(a.Date)} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, "　·　")
}

// signs counts the ornaments a credit line was printed with (◎ ● ■ …) and the blanks after them.
func signs(s string) int {
	n, ornaments := 0, 0
	for _, r := range s {
		switch {
		case unicode.IsSpace(r) && ornaments > 0:
		case r >= 0x25A0 && r <= 0x27BF, r == '※', r == '＊', r == '*', r == '•', r == '·', r == '／', r == '/', r == '|', r == '｜':
			ornaments++
		default:
			if ornaments == 0 {
				return 0
			}
			return n
		}
		n++
	}
	return 0 // nothing but ornaments: show them
}

func bodySources(a *paper.Article, st *Style) []source {
	var out []source
	lead := leadParts(a, st)
	bold := boldRuns(a.Blocks)
	for i := range a.Blocks {
		b := &a.Blocks[i]
		if b.Kind == paper.Table {
			out = append(out, tableSources(b, i, st)...)
			continue
		}
		s := blockSource(b, st)
		if s.role == RoleParagraph && lead != nil {
			s.parts, lead = lead, nil
		}
		if b.Text != "" || s.role == RoleFigure {
			s.parts = append(s.parts, part{Text: paper.Text{Part: paper.Part{Field: paper.FieldBlock, Block: i}, Text: b.Text},
				face: s.style.Face, ink: s.style.Ink, bold: bold(i), links: b.Links})
		}
		if len(s.parts) > 0 {
			out = append(out, s)
		}
	}
	if lead != nil {
		out = append(out, source{role: RoleParagraph, style: &st.Paragraph, parts: lead})
	}
	if a.CreditAt == paper.CreditEnd && a.CreditLine != "" {
		t := paper.Text{Part: paper.Part{Field: paper.FieldCredit}, Text: a.CreditLine}
		out = append(out, source{role: RoleCredit, style: &st.Tail, parts: []part{{Text: t, face: st.Tail.Face, ink: st.Tail.Ink, drop: signs(a.CreditLine)}}})
	}
	return out
}

// blockSource is a block's source but for its text.
func blockSource(b *paper.Block, st *Style) source {
	switch b.Kind {
	case paper.Subheading:
		return source{role: RoleSubheading, style: &st.Subheading}
	case paper.Item:
		return source{role: RoleItem, style: &st.Item, level: max(1, b.Level)}
	case paper.Caption:
		return source{role: RoleCaption, style: &st.Caption}
	case paper.Figure:
		return source{role: RoleFigure, style: &st.Figure, media: b.Media}
	}
	return source{role: RoleParagraph, style: &st.Paragraph}
}

// boldRuns says which runes of a block are bold: as the article has it, else
// where nothing in it is marked, its run-in heads.
func boldRuns(blocks []paper.Block) func(i int) []paper.Range {
	for i := range blocks {
		if len(blocks[i].Bold) > 0 {
			return func(i int) []paper.Range { return blocks[i].Bold }
		}
	}
	heads := runIns(blocks)
	return func(i int) []paper.Range {
		if n := heads[i]; n > 0 {
			return []paper.Range{{End: n}}
		}
		return nil
	}
}

// leadParts are the dateline, bold, and the lead credit, paler, in front of the first paragraph.
func leadParts(a *paper.Article, st *Style) []part {
	var out []part
	if a.Dateline != "" {
		out = append(out, part{Text: paper.Text{Part: paper.Part{Field: paper.FieldDateline}, Text: a.Dateline}, face: boldOf(st.Paragraph.Face), ink: st.Paragraph.Ink})
	}
	if a.CreditAt == paper.CreditLead && a.CreditLine != "" {
		out = append(out, part{Text: paper.Text{Part: paper.Part{Field: paper.FieldCredit}, Text: a.CreditLine}, face: st.Paragraph.Face, ink: InkSecondary})
	}
	return out
}

func boldOf(f FaceName) FaceName {
	switch f {
	case Serif:
		return SerifBold
	case Sans:
		return SansBold
	}
	return f
}

// A run-in head is a short first sentence: as long as a line of a headline's half.
const (
	runInMin  = 4
	runInMax  = 14
	runInSame = 2 // how much their lengths may differ from the middle one
)

// runIns finds run-in heads, the sentences that open parallel paragraphs
// (“聚焦车辆违法治理。…” “聚焦隐患排查治理。…”), and returns how many runes of each
// block to set bold. They count as such only where at least three paragraphs open
// with one of nearly the same length and, from the first of them to the last, at
// least half do: a story may well open a paragraph with a short sentence.
func runIns(blocks []paper.Block) map[int]int {
	var at, size []int
	for i, b := range blocks {
		if n := opener(b); n > 0 {
			at, size = append(at, i), append(size, n)
		}
	}
	best := map[int]int{}
	for _, mid := range size {
		found, paragraphs, first := map[int]int{}, 0, -1
		for k, n := range size {
			if n >= mid-runInSame && n <= mid+runInSame {
				found[at[k]] = n
				if first < 0 {
					first = at[k]
				}
			}
		}
		for i, last := first, -1; i < len(blocks) && len(found) > len(best); i++ {
			if blocks[i].Kind == paper.Paragraph {
				paragraphs++
			}
			if found[i] > 0 {
				last = paragraphs
			}
			if i == len(blocks)-1 && len(found) >= 3 && 2*len(found) >= last {
				best = found
			}
		}
		if len(size) > 200 {
			break // a book, not an article: one length is tried
		}
	}
	return best
}

// opener returns the length of a paragraph's first sentence, without its stop, if it may be a run-in head.
func opener(b paper.Block) int {
	if b.Kind != paper.Paragraph {
		return 0
	}
	n := 0
	for _, r := range b.Text {
		switch {
		case r == '。' || r == '：':
			if n < runInMin || n > runInMax || len(b.Text) < 3*(n+10) {
				return 0
			}
			return n
		case n >= runInMax, classOf(r) != han && classOf(r) != latin && r != '、':
			return 0
		}
		n++
	}
	return 0
}
