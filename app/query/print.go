package query

import (
	"fmt"
	"strings"
	"time"

	"baoge/app/paper"
)

// A place is what stands around a printed node: it decides on brackets.
type place int

const (
	alone   place = iota // the whole line, or in brackets
	inOr                 // beside an OR
	inAnd                // beside a blank
	operand              // after - or a field's colon
)

// String prints the query as a line that parses to the same query.
func (q Query) String() string {
	if q.Root == nil {
		return ""
	}
	var b strings.Builder
	q.Root.print(&b, alone)
	return b.String()
}

func bracket(b *strings.Builder, needed bool, inner func()) {
	if needed {
		b.WriteByte('(')
	}
	inner()
	if needed {
		b.WriteByte(')')
	}
}

func (n And) print(b *strings.Builder, in place) {
	bracket(b, in >= inAnd, func() {
		for i, x := range n {
			if i > 0 {
				b.WriteByte(' ')
			}
			x.print(b, inAnd)
		}
	})
}

func (n Or) print(b *strings.Builder, in place) {
	bracket(b, in >= inOr, func() {
		for i, x := range n {
			if i > 0 {
				b.WriteString(" OR ")
			}
			x.print(b, inOr)
		}
	})
}

func (n Not) print(b *strings.Builder, in place) {
	bracket(b, in == operand, func() {
		b.WriteByte('-')
		n.Node.print(b, operand)
	})
}

func (n In) print(b *strings.Builder, _ place) {
	b.WriteString(n.Field.name())
	b.WriteByte(':')
	n.Node.print(b, operand)
}

func (n Words) print(b *strings.Builder, _ place)  { b.WriteString(string(n)) }
func (n Prefix) print(b *strings.Builder, _ place) { b.WriteString(string(n) + "*") }
func (n Near) print(b *strings.Builder, _ place)   { b.WriteString(string(n) + "~") }
func (n Phrase) print(b *strings.Builder, _ place) { b.WriteString(Quote(string(n))) }

// Quote writes a text as a phrase of a search line, in quotation marks that none of its own ends.
func Quote(text string) string {
	switch {
	case !strings.ContainsFunc(text, func(r rune) bool { return closes('"', r) }):
		return `"` + text + `"`
	case !strings.ContainsRune(text, '」'):
		return "「" + text + "」"
	}
	return "『" + strings.ReplaceAll(text, "』", "』』") + "』"
}

// Unquote is the text that Quote wrote so; ok is false for other lines.
func Unquote(line string) (text string, ok bool) {
	q, _ := Parse(line)
	p, ok := q.Root.(Phrase)
	return string(p), ok && Quote(string(p)) == line
}

func (n Among) print(b *strings.Builder, in place) { n.Said.print(b, in) }

func (n Dates) print(b *strings.Builder, _ place) {
	b.WriteString(date.name() + ":" + n.line())
}

// line is the shortest form: 2023, 2023-07, 2023-07-21, a..b, a.., ..b.
func (n Dates) line() string {
	switch {
	case !n.From.Known():
		return ".." + n.To.String()
	case !n.To.Known():
		return n.From.String() + ".."
	case n.From == n.To:
		return n.From.String()
	case n == yearOf(n.From.Year):
		return fmt.Sprintf("%04d", n.From.Year)
	case n == monthOf(n.From.Year, n.From.Month):
		return fmt.Sprintf("%04d-%02d", n.From.Year, n.From.Month)
	}
	return n.From.String() + ".." + n.To.String()
}

func yearOf(y int) Dates {
	return Dates{paper.Date{Year: y, Month: 1, Day: 1}, paper.Date{Year: y, Month: 12, Day: 31}}
}

func monthOf(y int, m time.Month) Dates {
	last := time.Date(y, m+1, 0, 0, 0, 0, 0, time.UTC).Day()
	return Dates{paper.Date{Year: y, Month: m, Day: 1}, paper.Date{Year: y, Month: m, Day: last}}
}
