package typeset

import "slices"

// cutColumn is how many slugs go into a column of so many rows, and where they
// stand. A rule that cannot be kept gives way, for text is never held up; clean
// is false then.
func cutColumn(ss []slug, height int, ended bool) (n int, at []float32, clean bool) {
	at = rows(ss, float32(height))
	for n = len(at); n > 0; n-- {
		if mayBreak(ss, n, ended) {
			return n, at[:n], true
		}
	}
	return len(at), at, len(at) == 0
}

// A poured column is what stands in it: the first n of slugs, a table's heading rows set
// again among them.
type poured struct {
	slugs []slug
	n     int
	at    []float32
	took  int // slugs of the text
}

// pour parts a text among the page's columns of so many rows. Below a head, on a page
// that is not fresh, what no column takes well is left to the next page.
func pour(text []slug, a *area, height int, fresh, ended bool) []poured {
	var out []poured
	for range a.columns {
		if len(text) == 0 || height <= 0 {
			break
		}
		p := poured{slugs: slices.Clone(headed(text, height))}
		fitPicture(p.slugs, height, a.leading)
		n, at, clean := cutColumn(p.slugs, height, ended)
		if !fresh && (!clean || p.slugs[0].rows > float32(height)) {
			break
		}
		p.n, p.at, p.took = n, at, max(n-(len(p.slugs)-len(text)), 0)
		out, text = append(out, p), text[p.took:]
	}
	return out
}

// rows lists where in a column each of the slugs stands, in rows from its top; it
// stops with the last that ends within max rows. What stands between white space
// may leave the grid of lines, the text after it is back on it.
func rows(ss []slug, max float32) []float32 {
	at := make([]float32, 0, min(len(ss), int(max)+1))
	y, from := float32(0), 0 // from: the first of what stands between white space here
	for i := range ss {
		if aside(ss, i) {
			y, from = y+spaceAside, i
		}
		if !ss[i].spaced {
			if whole := ceil(y); whole > y && from > 0 && from < i { // the white space is the same above and below
				for k := from; k < i; k++ {
					at[k] += (whole - y) / 2
				}
			}
			y, from = ceil(y), i+1
		}
		if y+ss[i].rows > max+0.001 && (i > 0 || ss[i].rows <= max) {
			break
		}
		at = append(at, y)
		y += ss[i].rows + below(ss, i)
	}
	return at
}

// leastPicture is how small a picture may be made to stand in what is left of a
// column, in parts of its height.
const leastPicture = 0.6

// endless is more rows than a caption and its picture have.
const endless = 1 << 20

// fitPicture makes the picture that a column of so many rows would end before smaller,
// where it then stands in it with its caption: better than the white space.
func fitPicture(ss []slug, height int, leading float32) {
	f := len(rows(ss, float32(height)))
	for f > 0 && f < len(ss) && ss[f].role() == RoleCaption && ss[f].index > 0 {
		f-- // the picture has room, its caption has not
	}
	if f >= len(ss) || len(ss[f].pictures) != 1 || ss[f].pictures[0].Pixels == [2]int{} {
		return
	}
	end := f + 1
	for end < len(ss) && ss[end].group == ss[f].group {
		end++
	}
	at := rows(ss[:end], endless)
	over := at[end-1] + ss[end-1].rows - float32(height)
	p := ss[f].pictures[0].Moved(0, 0)
	by := 1 - over*leading/p.H
	if over <= 0 || by < leastPicture {
		return
	}
	p.X += p.W * (1 - by) / 2
	p.W, p.H = p.W*by, p.H*by
	ss[f].pictures, ss[f].rows = []Picture{p}, ss[f].rows-over
}

// ceil is the next whole row.
func ceil(y float32) float32 {
	n := float32(int(y))
	if y-n > 0.001 {
		n++
	}
	return n
}

// below is the white space under slug i.
func below(ss []slug, i int) float32 {
	switch {
	case i+1 == len(ss) || ss[i+1].group == ss[i].group:
		return 0
	case spacedAt(ss, ss[i].group):
		return spaceAside
	case ss[i].role() == RoleCaption && ss[0].group == ss[i].group: // at a column's top: it would read as a line of the text
		return 2 * spaceAside
	case ss[i].role() == RoleFigure, ss[i].role() == RoleTable:
		return spaceAside
	}
	return 0
}

// aside reports whether white space stands above slug i.
func aside(ss []slug, i int) bool {
	return i > 0 && ss[i].spaced && ss[i].index == 0
}

// spacedAt reports whether a group got white space above it in this column, and
// so gets it below too: the two make a whole line and keep the grid.
func spacedAt(ss []slug, group int) bool {
	for i := range ss {
		if ss[i].group == group {
			return ss[i].spaced && ss[i].index == 0 && i > 0
		}
	}
	return false
}

// mayBreak reports whether a column may end before slug n: not after a heading,
// not after a paragraph's first line nor before its last (widow and orphan) nor
// after a single one between two columns, not between a picture and its caption,
// nor between a table's heading and its first row.
func mayBreak(ss []slug, n int, ended bool) bool {
	if n >= len(ss) {
		return ended
	}
	before, after := &ss[n-1], &ss[n]
	switch {
	case before.keep:
		return false
	case before.group != after.group, after.role() == RoleTable:
		return true
	}
	return before.index > 0 && n > 1 && !after.last()
}

// headed is what a column begins with when it begins with ss: inside a table its
// heading rows are set again, unless they would fill half of it or leave no room for the row.
func headed(ss []slug, height int) []slug {
	if len(ss) == 0 || len(ss[0].heading) == 0 || ss[0].again {
		return ss
	}
	var sum float32
	for i := range ss[0].heading {
		sum += ss[0].heading[i].rows
	}
	if sum > float32(height)/2 || sum+ss[0].rows > float32(height) {
		return ss
	}
	out := make([]slug, 0, len(ss)+len(ss[0].heading))
	for _, h := range ss[0].heading {
		h.again, h.index, h.elems = true, h.index+1, nil // no white space stands above it
		out = append(out, h)
	}
	return append(out, ss...)
}

// balance is the least height at which the slugs, the last of an article, fit
// into the columns; ok is false when they do not at the full height.
func balance(ss []slug, columns, height int) (least int, ok bool) {
	fits := func(h int) bool {
		rest := ss
		for c := range columns {
			if c > 0 {
				rest = headed(rest, h)
			}
			n, _, clean := cutColumn(rest, h, true)
			if !clean || len(rest) > 0 && rest[max(n-1, 0)].rows > float32(h) {
				return false
			}
			rest = rest[n:]
			if len(rest) == 0 {
				return true
			}
		}
		return false
	}
	var sum float32
	for i := range ss {
		sum += ss[i].rows
	}
	for least = max(int(ceil(sum/float32(columns))), 1); least <= height; least++ {
		if fits(least) {
			return least, true
		}
	}
	return height, false
}
