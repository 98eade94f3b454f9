package typeset

import (
	"fmt"
	"strings"
	"testing"

	"baoge/app/paper"
)

func TestBareAddresses(t *testing.T) {
	for text, want := range map[string]string{
		"详见https://example.com/a-b/c.html的说明。":      "2-32 https://example.com/a-b/c.html",
		"（www.example.com），WWW.Example.org。":        "1-16 http://www.example.com|18-33 http://WWW.Example.org",
		"写信到editor@example.com，或news.a+b@x.cn询问":    "3-21 mailto:editor@example.com|23-36 mailto:news.a+b@x.cn",
		"见HTTP://a.b/，及http://、http:/x、www.与a@b、@甲": "1-12 HTTP://a.b/",
		"ftp://example.com mailto:甲":                "",
		"http://a.cn?x=1&y=2,http://b.cn.":          "0-31 http://a.cn?x=1&y=2,http://b.cn",
		"news@www.cn":                               "0-11 mailto:news@www.cn",
		"awww.example.com":                          "",
	} {
		var got []string
		for _, l := range withAddresses(text, nil) {
			got = append(got, fmt.Sprintf("%d-%d %s", l.Start, l.End, l.URL))
		}
		if s := strings.Join(got, "|"); s != want {
			t.Errorf("%s: %s, want %s", text, s, want)
		}
	}
}

// What the article marks goes before what only looks like an address; no link leads
// but to the web or to a mailbox.
func TestLinksOfAColumn(t *testing.T) {
	text := "见报纸与www.a.cn和http://b.cn/x。点这里，或那里。"
	at := func(s string) paper.Range {
		start := len([]rune(text[:strings.Index(text, s)]))
		return paper.Range{Start: start, End: start + len([]rune(s))}
	}
	a := &paper.Article{Blocks: []paper.Block{{Kind: paper.Paragraph, Text: text, Links: []paper.Link{
		{Range: at("报纸"), URL: "https://paper.example/"}, {Range: at("http://b.cn"), URL: "https://other.example/"},
		{Range: at("这里"), URL: "javascript://x/%0aalert(1)"}, {Range: at("那里"), URL: "mailto:a@b.cn"}, {Range: paper.Range{Start: -5, End: 900}, URL: "file:///etc"}}}}}
	c := NewColumn(faces(), a, ColumnOptions{Width: 600, Size: 16})
	want := map[string]string{"报纸": "https://paper.example/", "www.a.cn": "http://www.a.cn", "http://b.cn": "https://other.example/", "那里": "mailto:a@b.cn"}
	for _, l := range c.Links(0, every) {
		from, to := c.At(l.X+1, l.Y+l.H/2), c.At(l.X+l.W-1, l.Y+l.H/2)
		what := c.Text(from, to)
		if want[what] != l.Address {
			t.Errorf("%q leads to %s, want %s", what, l.Address, want[what])
		}
		delete(want, what)
	}
	if len(want) > 0 {
		t.Errorf("no links: %v", want)
	}
	if got := c.Text(c.Start(), c.End()); got != text {
		t.Errorf("text is %s", got)
	}
	for _, l := range c.Lines(0, every) {
		for _, r := range l.Runs {
			if (r.Link != "") != (r.Ink == InkAccent) {
				t.Errorf("run to %q in ink %d", r.Link, r.Ink)
			}
		}
	}
}

// An address over two lines is a rectangle a line, each within its line.
func TestLinkOverLines(t *testing.T) {
	c := NewColumn(faces(), article("详见http://www.example.com/some/long-path/page.html的说明"), ColumnOptions{Width: 160, Size: 16})
	ls, lines := c.Links(0, every), c.Lines(0, every)
	if len(ls) < 3 || len(ls) > len(lines) {
		t.Fatalf("%d rectangles in %d lines", len(ls), len(lines))
	}
	for i, l := range ls {
		if l.Address != "http://www.example.com/some/long-path/page.html" || i > 0 && l.Y <= ls[i-1].Y || l.X < 0 || l.X+l.W > 160.1 {
			t.Errorf("%+v", l)
		}
	}
}

// Bold stretches and links anywhere make pieces that lie end to end.
func TestStretches(t *testing.T) {
	for _, c := range []struct {
		bold []paper.Range
		want string
	}{
		{nil, "0-9"}, {[]paper.Range{{Start: 0, End: 4}}, "0-4b 4-9"}, {[]paper.Range{{Start: 2, End: 4}, {Start: 4, End: 5}}, "0-2 2-4b 4-5b 5-9"},
		{[]paper.Range{{Start: -3, End: 2}, {Start: 8, End: 99}}, "0-2b 2-8 8-9b"}, {[]paper.Range{{Start: 7, End: 3}, {Start: 50, End: 60}}, "0-9"},
		{[]paper.Range{{Start: 6, End: 8}, {Start: 1, End: 3}}, "0-6 6-8b 8-9"}, {[]paper.Range{{Start: 1, End: 7}, {Start: 3, End: 9}}, "0-1 1-7b 7-9b"},
	} {
		var got []string
		stretches(9, c.bold, nil, func(a, z int, bold bool, _ string) {
			s := fmt.Sprintf("%d-%d", a, z)
			if bold {
				s += "b"
			}
			got = append(got, s)
		})
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%v: %s, want %s", c.bold, s, c.want)
		}
	}
}
