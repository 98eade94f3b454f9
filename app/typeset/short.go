package typeset

import (
	"math"

	"baoge/app/paper"
)

// TextOptions says how to set a short text. Face and Size are needed.
type TextOptions struct {
	Face     *Face
	Size     float32
	Leading  float32 // baseline distance; 0 stands for 1.4 em
	Width    float32 // 0 stands for endless
	MaxLines int     // 0 stands for as many as it takes; a text cut short ends in …
	Align    Align   // Left is usual; Justified, Centred and Right need Width
	Ink      Ink
	Tracking float32  // added after each character, em
	Marks    [][2]int // half-open ranges of runes to report boxes for
	Policy   *Policy  // nil stands for DefaultPolicy
}

// A Short is a short text as set, its first line's top at 0 and its left edge at 0.
type Short struct {
	Lines  []Line
	Marks  []Rect // behind the marked characters, one a mark and line
	Width  float32
	Height float32
	Cut    bool // some text did not fit
}

// shortText is the part a short text is set as inside.
var shortText = paper.Part{Field: "short"}

// ellipsis ends a text that was cut short.
const ellipsis = '…'

// Set sets a short text that belongs to no article: a list row, a running head.
// Line breaks in it count as blanks. Its runs and spans have no Part; At counts
// runes of text.
func (f *Faces) Set(text string, o TextOptions) Short {
	if o.Policy == nil {
		o.Policy = &DefaultPolicy
	}
	p := &paragraph{matter: matter{measure: math.MaxFloat32, track: o.Tracking, policy: o.Policy}, size: max(o.Size, 0.5), leading: o.Leading, align: o.Align}
	if p.leading == 0 {
		p.leading = p.size * 1.4
	}
	if o.Width > 0 {
		p.measure = max(1, o.Width/p.size)
	} else {
		p.align = Left
	}
	p.add(p.enough(text, o.MaxLines), piece{part: shortText, face: o.Face, ink: o.Ink})
	if len(p.text) == 0 {
		return Short{}
	}
	for !p.done && (o.MaxLines == 0 || len(p.lines) <= o.MaxLines) {
		p.compose()
	}
	s := Short{}
	lines := len(p.lines)
	if o.MaxLines > 0 && lines > o.MaxLines {
		lines, s.Cut = o.MaxLines, true
		p.lines = p.lines[:lines]
	}
	for k := range lines {
		var l *setLine
		if s.Cut && k == lines-1 {
			l = p.cutShort(k, o)
		} else {
			l = p.set(k, float32(k)*p.leading)
		}
		s.marks(l, o.Marks, p, int(p.lines[k].end))
		for i := range l.Runs {
			l.Runs[i].Part = paper.Part{}
		}
		l.Spans = nil
		s.Lines = append(s.Lines, l.Line)
		s.Width = max(s.Width, l.Width)
	}
	s.Height = float32(lines) * p.leading
	return s
}

// enough is as much of text as can fill the lines, so that a row never pays for a whole article.
func (p *paragraph) enough(text string, lines int) []rune {
	if lines > 0 && p.measure < math.MaxFloat32 {
		if most := int(p.measure*6+16) * (lines + 1); most < len(text) {
			n := 0
			for i := range text {
				if n++; n > most {
					text = text[:i]
					break
				}
			}
		}
	}
	return []rune(text)
}

// cutShort sets line k with as much as fits before an ellipsis.
func (p *paragraph) cutShort(k int, o TextOptions) *setLine {
	s := &p.lines[k]
	ts, _ := p.tokens(nil, int(s.start), len(p.text), int(p.measure*6)+16)
	room := p.measure - o.Face.nominal(ellipsis).advance
	var x float32
	keep := 0
	for i := range ts {
		if i > 0 {
			x += p.between(&ts[i-1], &ts[i]).width
		} else {
			x -= ts[0].left
		}
		x += ts[i].w
		if x-ts[i].right > room {
			break
		}
		keep = i + 1
	}
	for keep > 1 && (ts[keep-1].class == opening || ts[keep-1].class == stop) {
		keep-- // “… and ，… read as slips
	}
	if keep == 0 && len(ts) > 0 {
		keep = 1
	}
	if keep > 0 {
		s.end = ts[keep-1].end
	}
	end := s.end
	head := p.text[:end:end]
	q := *p
	q.pieces = append(q.pieces[:len(q.pieces):len(q.pieces)], piece{start: int(end), face: o.Face, ink: o.Ink})
	q.text = append(head, ellipsis)
	q.lines = append([]setting(nil), p.lines...)
	q.lines[k] = setting{start: s.start, end: end + 1}
	q.done = true
	return q.set(k, float32(k)*p.leading)
}

// marks adds the boxes of the marked runes of a line.
func (s *Short) marks(l *setLine, marks [][2]int, p *paragraph, end int) {
	for _, m := range marks {
		a, z := max(m[0], int(l.stops[0].off)), min(m[1], end)
		if a >= z {
			continue
		}
		for _, e := range l.extents(a, z) {
			h := min(l.Height, p.size*1.35)
			s.Marks = append(s.Marks, Rect{e[0], l.Top + (l.Height-h)/2, e[1] - e[0], h})
		}
	}
}
