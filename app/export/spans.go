package export

import (
	"net/url"
	"slices"

	"baoge/app/paper"
)

// A segment is a stretch of a block's text set and linked alike.
type segment struct {
	text string
	bold bool
	url  string // "" for no link
}

// segments parts a block's text where bold and links begin and end.
func segments(k paper.Block) []segment {
	rs := []rune(k.Text)
	cuts := []int{0, len(rs)}
	for _, b := range k.Bold {
		cuts = append(cuts, b.Start, b.End)
	}
	for _, l := range k.Links {
		cuts = append(cuts, l.Start, l.End)
	}
	slices.Sort(cuts)
	var out []segment
	for i := 1; i < len(cuts); i++ {
		from, to := max(cuts[i-1], 0), min(cuts[i], len(rs))
		if from >= to {
			continue
		}
		s := segment{text: string(rs[from:to])}
		s.bold = slices.ContainsFunc(k.Bold, func(r paper.Range) bool { return r.Start <= from && to <= r.End })
		for _, l := range k.Links {
			if l.Start <= from && to <= l.End {
				s.url = l.URL
			}
		}
		out = append(out, s)
	}
	return out
}

// cellSegments are the segments of each cell of a table: its text's, parted at \t and \n.
func cellSegments(k paper.Block) [][][]segment {
	rows := [][][]segment{{nil}}
	for _, s := range segments(paper.Block{Text: trimLast(k.Text), Bold: k.Bold, Links: k.Links}) {
		from := 0
		for i, r := range s.text {
			if r != '\t' && r != '\n' {
				continue
			}
			addTo(rows, s, from, i)
			from = i + 1
			if last := len(rows) - 1; r == '\t' {
				rows[last] = append(rows[last], nil)
			} else {
				rows = append(rows, [][]segment{nil})
			}
		}
		addTo(rows, s, from, len(s.text))
	}
	return rows
}

// addTo adds a piece of a segment to the last cell.
func addTo(rows [][][]segment, s segment, from, to int) {
	if from < to {
		row := rows[len(rows)-1]
		s.text = s.text[from:to]
		row[len(row)-1] = append(row[len(row)-1], s)
	}
}

func trimLast(s string) string {
	if n := len(s); n > 0 && s[n-1] == '\n' {
		return s[:n-1]
	}
	return s
}

// columns is how many cells the longest row of a table has.
func columns(rows [][][]segment) int {
	n := 0
	for _, r := range rows {
		n = max(n, len(r))
	}
	return n
}

// shifted returns a block whose text got lead put before it.
func shifted(k paper.Block, lead string) paper.Block {
	n := len([]rune(lead))
	k.Text = lead + k.Text
	k.Bold, k.Links = slices.Clone(k.Bold), slices.Clone(k.Links)
	for i := range k.Bold {
		k.Bold[i] = paper.Range{Start: k.Bold[i].Start + n, End: k.Bold[i].End + n}
	}
	for i := range k.Links {
		k.Links[i].Start, k.Links[i].End = k.Links[i].Start+n, k.Links[i].End+n
	}
	return k
}

// address is a link's as documents may hold it, with what no URI may hold encoded; "" for
// what is no address of the web or of mail.
func address(s string) string {
	u, err := url.Parse(xmlText(s))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" && u.Scheme != "mailto" {
		return ""
	}
	return u.String()
}
