package layout

import (
	"math"
	"slices"
	"strings"
	"testing"

	"baoge/app/paper"
)

// set makes a line of print of characters side by side.
func set(x, y, size float64, text string) Line {
	l := Line{Size: size, Rect: Rect{x, y - size, x, y}}
	for _, r := range text {
		if r == '　' {
			x += size
			l.Rect.Left += size
			continue
		}
		l.Words = append(l.Words, Word{Text: string(r), Rect: Rect{x, y - size, x + size, y}})
		x += size
		l.Rect.Right = x
	}
	return l
}

func column(x, y float64, lines ...string) []Line {
	var out []Line
	for i, s := range lines {
		out = append(out, set(x, y+float64(i)*16, 10, s))
	}
	return out
}

func TestOrder(t *testing.T) {
	page := slices.Concat(
		[]Line{set(0, 40, 24, "横跨两栏的题目在此")},
		column(0, 80, "　　一一一一一一一", "二二二二二二二二二", "三三三。"), column(120, 80, "四四四四四四四四四", "　　五五五五五五五", "六。"), // two articles of two columns, one under the other
		[]Line{set(0, 180, 24, "第二篇的题目在此")},
		column(0, 220, "　　七七七七七七七", "八八八八八八八八八"), column(120, 220, "九九九九九九九九九", "十。"),
	)
	for i, c := range column(300, 40, "　　右边一栏一栏一", "是另一篇文章的字，", "一直到底。") { // and a column of its own beside both
		page = slices.Insert(page, i*3, c)
	}
	var got []string
	for _, b := range Order(page) {
		for _, l := range b {
			got = append(got, l.text())
		}
	}
	want := "横跨两栏的题目在此 一一一一一一一 二二二二二二二二二 三三三。 四四四四四四四四四 五五五五五五五 六。 第二篇的题目在此 七七七七七七七 八八八八八八八八八 九九九九九九九九九 十。 右边一栏一栏一 是另一篇文章的字， 一直到底。"
	if s := strings.Join(got, " "); s != want {
		t.Errorf("%s\nwant\n%s", s, want)
	}
}

func TestCompose(t *testing.T) {
	lines, places := Compose(Order(slices.Concat([]Line{set(0, 30, 24, "题目")}, column(0, 80, "　　一一一一一一一", "二二二二二二二二二", "三三。", "　　四四四四四四四"), column(120, 80, "五五五五五五五五五", "六。"), []Line{set(60, 400, 10, "12")})))
	var got []string
	for _, l := range lines {
		got = append(got, l.Text)
	}
	if s := strings.Join(got, "|"); s != "题目|一一一一一一一二二二二二二二二二三三。|四四四四四四四|12|五五五五五五五五五六。" {
		t.Errorf("%s", s)
	}
	for _, p := range places {
		if text := []rune(lines[p.Line].Text)[p.Start:p.End]; len(text) != 1 && string(text) != "12" {
			t.Errorf("%+v is %q", p, string(text))
		}
	}
}

// FuzzOrder sets lines anywhere: none is lost or doubled, and the words of each stand in
// what is composed of them.
func FuzzOrder(f *testing.F) {
	f.Add([]byte("0123456789abcdefghijklmnopqrstuvwxyz"))
	f.Add([]byte("\x00\x00\x00\x00\xff\xff\xff\xff\x00\x00\x00\x00"))
	f.Add([]byte(strings.Repeat("a0a0", 50)))
	f.Fuzz(func(t *testing.T, b []byte) {
		var page []Line
		for len(b) >= 4 {
			l := set(float64(b[0])*3, float64(b[1])*3, float64(b[2]%40)+1, strings.Repeat("字", int(b[3]%30)+1))
			if b[2]%17 == 0 {
				l = Line{Rect: l.Rect, Media: "x"}
			}
			page, b = append(page, l), b[4:]
		}
		lines, places := Compose(Order(page))
		chars, figures, want, pictures := 0, 0, 0, 0
		for _, l := range page {
			want += l.chars()
			if l.Media != "" {
				pictures++
			}
		}
		for _, l := range lines {
			if l.Media != "" {
				figures++
			}
			chars += paper.Chars(l.Text)
		}
		if chars != want || figures != pictures || len(places) != want {
			t.Fatalf("%d characters of %d, %d pictures of %d, %d places", chars, want, figures, pictures, len(places))
		}
		for _, p := range places {
			if n := len([]rune(lines[p.Line].Text)); p.Start < 0 || p.End > n || p.Start >= p.End || math.IsNaN(p.Rect.Left) {
				t.Fatalf("%+v of %d", p, n)
			}
		}
	})
}
