package page

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
)

// A ruleTally counts, for one rule, how often what it decided was so.
type ruleTally struct{ right, wrong int }

// rules counts decisions by choice and rule, and by how sure they were.
type rules struct {
	by   map[string]*ruleTally
	sure [10]ruleTally // by tenths of confidence
}

func (r *rules) count(d Decision, right bool) {
	if r.by == nil {
		r.by = map[string]*ruleTally{}
	}
	key := fmt.Sprintf("%-10s %s", d.Choice, d.Rule)
	if r.by[key] == nil {
		r.by[key] = &ruleTally{}
	}
	for _, c := range []*ruleTally{r.by[key], &r.sure[min(int(d.Confidence*10), 9)]} {
		if right {
			c.right++
		} else {
			c.wrong++
		}
	}
}

func (r *rules) print(t *testing.T) {
	var keys []string
	for k := range r.by {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		c := r.by[k]
		t.Logf("rule %-32s %5d right %4d wrong", k, c.right, c.wrong)
	}
	for i, c := range r.sure {
		if n := c.right + c.wrong; n > 0 {
			t.Logf("confidence 0.%d: %.3f right of %d", i, float64(c.right)/float64(n), n)
		}
	}
}

// decisions compares what was decided about breaks and captions with the truth; joins
// and captions hold where the pieces that continue, and the captions, begin in the source.
func (m *measure) decisions(pg *Page, joins, captions map[int]bool) {
	near := func(at map[int]bool, o int) bool {
		for d := range 3 { // a bullet and its blank may stand before the text
			if at[o+d] {
				return true
			}
		}
		return false
	}
	for _, d := range pg.Decisions {
		switch d.Choice {
		case ChoseJoin:
			m.rules.count(d, near(joins, d.Offset))
		case ChosePart:
			m.rules.count(d, !near(joins, d.Offset))
		case ChoseCaption:
			m.rules.count(d, near(captions, d.Offset))
		}
	}
}

// starts gives the rune offsets in the source where the chunks of one kind begin.
func starts(src string, chunks []struct{ K, T string }, kind string, at map[int]bool) {
	end := 0
	for _, c := range chunks {
		i := strings.Index(src[end:], c.T)
		if i < 0 {
			if i = strings.Index(src, c.T); i < 0 {
				continue
			}
			end = 0
		}
		if c.K == kind {
			at[runes(src[:end+i])] = true
		}
		if c.K != "cap" {
			end += i + len(c.T)
		}
	}
}

var comment = regexp.MustCompile(`(?s)<!--.*?-->`)

// TestPrintedLines measures how printed lines become paragraphs on the pages under
// $BAOGE_DATA/jingbao, in Traditional characters: for each line's end, whether the
// paragraph goes on.
func TestPrintedLines(t *testing.T) {
	dir := os.Getenv("BAOGE_DATA")
	files, _ := filepath.Glob(filepath.Join(dir, "jingbao", "raw", "*.txt"))
	if dir == "" || len(files) == 0 {
		t.Skip("no printed lines in BAOGE_DATA")
	}
	m := measure{t: t, show: os.Getenv("BAOGE_MISSES") != ""}
	var joins, parts tally
	chars, lost := 0, 0
	for _, f := range files {
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		truth, err := os.ReadFile(filepath.Join(dir, "jingbao", "truth", strings.TrimSuffix(filepath.Base(f), ".txt")+".md"))
		if err != nil {
			t.Fatal(err)
		}
		pg, err := Parse(string(src))
		if err != nil {
			t.Errorf("%s: %v", f, err)
			continue
		}
		chars += pg.Chars.Total
		lost += pg.Chars.Leftover
		ends, ok := paragraphEnds(string(src), comment.ReplaceAllString(string(truth), "\n\n"))
		if !ok {
			t.Errorf("%s: page and truth have other characters", f)
			continue
		}
		m.lineEnds(filepath.Base(f), []rune(string(src)), pg, ends, &joins, &parts)
	}
	for _, c := range []struct {
		name string
		tally
	}{{"lines joined", joins}, {"paragraph ends", parts}} {
		t.Logf("%-14s P %.4f R %.4f F1 %.4f  (%d right, %d found, %d there)", c.name, c.precision(), c.recall(), c.f1(), c.right, c.found, c.there)
	}
	t.Logf("%d characters, %d of them left over", chars, lost)
	if joins.f1() < 0.9 {
		t.Errorf("lines joined: F1 %.4f", joins.f1())
	}
}

// paragraphEnds gives the ordinals of the characters that end a paragraph of the truth;
// ok says that both texts have the same characters.
func paragraphEnds(src, truth string) (ends map[int]bool, ok bool) {
	ends = map[int]bool{}
	n := 0
	for line := range strings.Lines(truth) {
		line = strings.TrimSpace(line)
		for _, r := range line {
			if !unicode.IsSpace(r) {
				n++
			}
		}
		if line != "" {
			ends[n-1] = true
		}
	}
	all := 0
	for _, r := range src {
		if !unicode.IsSpace(r) {
			all++
		}
	}
	return ends, all == n
}

// lineEnds compares each line's end of a page with the truth.
func (m *measure) lineEnds(name string, src []rune, pg *Page, ends map[int]bool, joins, parts *tally) {
	next := map[int]int{} // of the last rune before a join: the first after it
	for _, r := range pg.Repairs {
		if strings.HasPrefix(r.Rule, "join-") {
			next[r.Offset] = 1
		}
	}
	n := 0
	for i := 0; i < len(src); i++ {
		if unicode.IsSpace(src[i]) {
			continue
		}
		n++
		j := i + 1
		breaks := false
		for j < len(src) && unicode.IsSpace(src[j]) {
			breaks = breaks || src[j] == '\n'
			j++
		}
		if !breaks || j == len(src) {
			continue
		}
		joined, ends := next[i+1] > 0, ends[n-1]
		joins.add(bool01(joined), bool01(!ends), bool01(joined && !ends))
		parts.add(bool01(!joined), bool01(ends), bool01(!joined && ends))
		if joined == ends {
			m.miss(name, map[bool]string{true: "line joined, wrong", false: "line not joined"}[joined], string(src[max(0, i-20):i+1]), string(src[j:min(len(src), j+20)]))
		}
	}
}

// TestSpeed reads all pages under $BAOGE_DATA/pages and prints how fast.
func TestSpeed(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(os.Getenv("BAOGE_DATA"), "pages", "raw", "*.md"))
	if os.Getenv("BAOGE_DATA") == "" || len(files) == 0 {
		t.Skip("no pages in BAOGE_DATA")
	}
	var texts []string
	size := 0
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		texts, size = append(texts, string(b)), size+len(b)
	}
	const rounds = 5
	begin := time.Now()
	for range rounds {
		for _, s := range texts {
			if _, err := Parse(s); err != nil {
				t.Fatal(err)
			}
		}
	}
	t.Logf("parsed %.1f MB/s on one core", float64(rounds*size)/1e6/time.Since(begin).Seconds())
}
