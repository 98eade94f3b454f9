package format

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"baoge/app/paper"
)

// longestCell is the length in characters beyond which a cell holds an article's text,
// and its table only lays the page out.
const longestCell = 200

// table reads a table of facts as one; a table that lays out the page is read through.
func (w *htmlWalker) table(n *html.Node) {
	rows, heads, ok := cellsOf(n)
	if !ok {
		w.block(n)
		return
	}
	w.flush()
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.Caption {
			w.walk(c)
		}
	}
	l := tableLine(rows, heads)
	w.put(l)
}

type cell struct {
	text string
	bold bool
}

// cellsOf reads the rows of a table; heads counts those at the top that are headings.
// ok is false for one that lays out a page: with tables, headings, pictures or long text
// in it, or of one row or one column.
func cellsOf(n *html.Node) (rows [][]cell, heads int, ok bool) {
	wide, onlyHeads := 0, true
	var visit func(*html.Node) bool
	visit = func(n *html.Node) bool {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			switch c.DataAtom {
			case atom.Table, atom.Img, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Form:
				return false
			case atom.Caption:
			case atom.Tr:
				var row []cell
				head := true
				for d := c.FirstChild; d != nil; d = d.NextSibling {
					if d.DataAtom != atom.Td && d.DataAtom != atom.Th {
						continue
					}
					k := cellOf(d)
					if paper.Chars(k.text) > longestCell || d.FirstChild != nil && !visit(d) {
						return false
					}
					head = head && d.DataAtom == atom.Th
					row = append(row, k)
				}
				if len(row) == 0 {
					continue
				}
				wide = max(wide, len(row))
				rows = append(rows, row)
				if onlyHeads = onlyHeads && head; onlyHeads {
					heads = len(rows)
				}
			default:
				if !visit(c) {
					return false
				}
			}
		}
		return true
	}
	if !visit(n) || len(rows) < 2 || wide < 2 {
		return nil, 0, false
	}
	if heads == len(rows) {
		heads = 0
	}
	return rows, heads, true
}

// cellOf reads one cell as one line.
func cellOf(n *html.Node) cell { return cellOfLines(linesOf(n, nil)) }
