package page

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"baoge/app/paper"
)

// A measured page as the data folder has it: the truth beside the OCR text.
type truth struct {
	Page     string     `json:"page"`
	Articles []measured `json:"articles"`
}

type measured struct {
	Title  string   `json:"printed_title"`
	Byline string   `json:"byline"`
	Kind   string   `json:"byline_kind"` // line, lead, none
	Paras  []string `json:"paras"`
	Chunks []struct{ K, T string }
}

// A tally counts what was found against what is there.
type tally struct{ right, found, there int }

func (c tally) precision() float64 { return float64(c.right) / float64(max(c.found, 1)) }
func (c tally) recall() float64    { return float64(c.right) / float64(max(c.there, 1)) }
func (c tally) f1() float64 {
	return 2 * float64(c.right) / float64(max(c.found+c.there, 1))
}

// plainly is a text without blanks, marks in half width, for comparing what OCR
// narrowed with what was printed.
func plainly(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return -1
		case r >= 0xFF01 && r <= 0xFF5E:
			return r - 0xFEE0
		}
		return r
	}, s)
}

// TestPages measures the grammar on the pages under $BAOGE_DATA/pages and holds it
// to the targets. BAOGE_MISSES=1 prints what went wrong.
func TestPages(t *testing.T) {
	dir := os.Getenv("BAOGE_DATA")
	if dir == "" {
		t.Skip("BAOGE_DATA names no folder of measuring data")
	}
	files, _ := filepath.Glob(filepath.Join(dir, "pages", "truth", "*.json"))
	if len(files) == 0 {
		t.Skip("no pages in BAOGE_DATA")
	}
	m := measure{t: t, show: os.Getenv("BAOGE_MISSES") != ""}
	for _, f := range files {
		m.page(dir, f)
	}
	for _, r := range []struct {
		name string
		c    tally
		want float64
	}{{"joins", m.joins, 0.985}, {"paragraphs", m.paras, 0.985}, {"captions", m.captions, 0.97}, {"headlines", m.heads, 0.99}, {"credits", m.credits, 0.99}, {"articles", m.articles, 1}, {"stored text", m.exact, 0}} {
		t.Logf("%-12s P %.4f R %.4f F1 %.4f  (%d right, %d found, %d there; target %.3f)", r.name, r.c.precision(), r.c.recall(), r.c.f1(), r.c.right, r.c.found, r.c.there, r.want)
		if r.c.f1() < r.want {
			t.Errorf("%s: F1 %.4f is below %.3f", r.name, r.c.f1(), r.want)
		}
	}
	m.rules.print(t)
}

// A measure sums the tallies of many pages.
type measure struct {
	t                                                       *testing.T
	show                                                    bool
	joins, paras, captions, heads, credits, articles, exact tally
	rules                                                   rules
}

func (m *measure) page(dir, file string) {
	var tr truth
	b, err := os.ReadFile(file)
	if err != nil {
		m.t.Fatal(err)
	}
	if err := json.Unmarshal(b, &tr); err != nil {
		m.t.Fatal(err)
	}
	src, err := os.ReadFile(filepath.Join(dir, "pages", "raw", tr.Page+".md"))
	if err != nil {
		m.t.Fatal(err)
	}
	pg, err := Parse(string(src))
	if err != nil {
		m.t.Errorf("%s: %v", tr.Page, err)
		return
	}
	m.articles.add(len(pg.Articles), len(tr.Articles), min(len(pg.Articles), len(tr.Articles)))
	wantJoins, conts, caps := map[int]bool{}, map[int]bool{}, map[int]bool{}
	for i, ta := range tr.Articles {
		if i < len(pg.Articles) {
			m.article(tr.Page, pg.Articles[i], ta)
			m.joinsOf(string(src), ta.Chunks, wantJoins)
			starts(string(src), ta.Chunks, "cont", conts)
			starts(string(src), ta.Chunks, "cap", caps)
		}
	}
	m.decisions(pg, conts, caps)
	m.breaks(tr.Page, []rune(string(src)), pg.Repairs, wantJoins)
}

// article compares one article with its truth.
func (m *measure) article(page string, a *paper.Article, ta measured) {
	m.one(&m.heads, page, "headline", plainly(a.Headline), plainly(ta.Title))
	var got, want, gotCaps, wantCaps, texts []string
	lead := a.Lead()
	if ta.Kind == "lead" { // the truth has it in the first paragraph
		m.one(&m.credits, page, "credit", plainly(lead), plainly(ta.Byline))
		lead = ""
	} else if ta.Kind == "line" {
		m.one(&m.credits, page, "credit", plainly(a.CreditLine), plainly(ta.Byline))
	}
	for _, p := range ta.Paras {
		if ta.Kind == "lead" {
			p = strings.TrimPrefix(p, ta.Byline)
		}
		want, texts = append(want, plainly(p)), append(texts, p)
	}
	for _, c := range ta.Chunks {
		if c.K == "cap" {
			wantCaps = append(wantCaps, plainly(c.T))
		}
	}
	for _, k := range a.Blocks {
		if k.Kind == paper.Caption {
			gotCaps = append(gotCaps, plainly(k.Text))
			continue
		}
		s := lead + k.Text
		lead = ""
		got = append(got, plainly(s))
		m.exact.add(1, 1, bool01(slices.Contains(texts, s)))
	}
	if a.CreditAt == paper.CreditEnd && len(got) > 0 {
		got[len(got)-1] += plainly(a.CreditLine)
	}
	m.lists(&m.paras, page, "paragraph", got, want)
	m.lists(&m.captions, page, "caption", gotCaps, wantCaps)
}

// breaks compares the joins of a page with those of the truth.
func (m *measure) breaks(page string, src []rune, repairs []paper.Repair, want map[int]bool) {
	got := map[int]bool{}
	for _, r := range repairs {
		if r.Rule == "join-column" {
			got[r.Offset] = true
		}
	}
	for o := range got {
		m.joins.add(1, 0, bool01(want[o]))
		if !want[o] {
			m.miss(page, "join, wrong", around(src, o), "")
		}
	}
	for o := range want {
		m.joins.there++
		if !got[o] {
			m.miss(page, "join, missed", "", around(src, o))
		}
	}
}

// joinsOf gives the rune offsets in the source where a column break is to be joined.
func (m *measure) joinsOf(src string, chunks []struct{ K, T string }, want map[int]bool) {
	end := 0
	for _, c := range chunks {
		if c.K == "cont" {
			want[len([]rune(src[:end]))] = true
		}
		if c.K == "cap" {
			continue
		}
		at := strings.Index(src[end:], c.T)
		if at < 0 {
			if at = strings.Index(src, c.T); at < 0 {
				return
			}
			end = 0
		}
		end += at + len(c.T)
	}
}

func (c *tally) add(found, there, right int) {
	c.found += found
	c.there += there
	c.right += right
}

func (m *measure) one(c *tally, page, what, got, want string) {
	c.add(1, 1, bool01(got == want))
	if got != want {
		m.miss(page, what, got, want)
	}
}

func (m *measure) lists(c *tally, page, what string, got, want []string) {
	c.found += len(got)
	c.there += len(want)
	left := slices.Clone(want)
	for _, g := range got {
		if i := slices.Index(left, g); i >= 0 {
			c.right++
			left = slices.Delete(left, i, i+1)
		} else {
			m.miss(page, what, g, "")
		}
	}
	for _, w := range left {
		m.miss(page, what, "", w)
	}
}

func (m *measure) miss(page, what, got, want string) {
	if m.show {
		m.t.Logf("%s %s: got %s, want %s", page, what, shorten(got), shorten(want))
	}
}

func shorten(s string) string {
	r := []rune(s)
	if len(r) > 80 {
		return fmt.Sprintf("%q…%q", string(r[:40]), string(r[len(r)-36:]))
	}
	return fmt.Sprintf("%q", s)
}

func around(r []rune, o int) string {
	return string(r[max(0, o-40):o]) + " | " + strings.TrimSpace(string(r[o:min(len(r), o+40)]))
}

func bool01(b bool) int {
	if b {
		return 1
	}
	return 0
}

// BenchmarkParse reads a page of the seed's size.
func BenchmarkParse(b *testing.B) {
	src, err := os.ReadFile("../../../seeds/000_72f2b4a63ce6f29d.txt")
	if err != nil {
		b.Fatal(err)
	}
	text := string(src)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := Parse(text); err != nil {
			b.Fatal(err)
		}
	}
}
