package page

import (
	"strings"
	"testing"

	"baoge/app/paper"
)

// FuzzParseLines gives lines as a format could: the kind of each is told by its first
// character, bold and links by any numbers.
func FuzzParseLines(f *testing.F) {
	for _, s := range []string{"#题目在此\nt甲,\nf图\nc说\nt乙。", "T甲\t乙\u2028丙\t", "i1、甲\ni2、乙\nt丙", "b-\nbx\nt甲", "o外\n#题\no外", "k引题\nh题目在此\ns副题\nr作者 龙海\nt文", "wt甲没有完\nwt乙没有完", "Ct接着\nt甲\nCt乙", "#\n#\n#", "f\nf\nt甲", "s副题在此\nt甲", "k引题在此\nt甲", "k引题\ns副题\nt甲"} {
		f.Add(s, 0, 3)
	}
	kinds := map[byte]LineKind{'#': LineHeading, 'i': LineItem, 'c': LineCaption, 'f': LineFigure, 'T': LineTable, 'b': LineBreak, 'o': LineOutside, 'k': LineHeading, 'h': LineHeading, 's': LineHeading}
	roles := map[byte]Role{'k': RoleKicker, 'h': RoleHeadline, 's': RoleSubhead, 'r': RoleCredit, 'p': RoleParagraph, 'u': RoleSubheading}
	f.Fuzz(func(t *testing.T, src string, a, b int) {
		var lines []Line
		for s := range strings.SplitSeq(strings.ToValidUTF8(src, "〓"), "\n") {
			l := Line{Gap: len(lines) % 3, Indent: a % 5}
			for len(s) > 0 && (s[0] == 'w' || s[0] == 'C' || s[0] == 'S') {
				l.Whole = l.Whole || s[0] == 'w'
				l.Flow = map[byte]Flow{'w': l.Flow, 'C': FlowContinues, 'S': FlowStarts}[s[0]]
				s = s[1:]
			}
			if s != "" {
				l.Kind, l.Role, s = kinds[s[0]], roles[s[0]], s[1:]
			}
			l.Text, l.Level, l.Media = s, b%7, "a.png"
			if n := runes(s); n > 0 {
				i, j := abs(a)%n, abs(b)%n
				l.Bold = []paper.Range{{Start: min(i, j), End: max(i, j) + 1}}
				l.Links = []paper.Link{{Range: paper.Range{Start: min(i, j), End: max(i, j)}, URL: "http://a/"}}
			}
			lines = append(lines, l)
		}
		pg, err := ParseLines(lines)
		if err != nil {
			t.Fatal(err)
		}
		checkPage(t, pg.Text, pg)
	})
}

func abs(n int) int {
	if n < 0 {
		return -(n + 1)
	}
	return n
}
