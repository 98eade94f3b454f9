package typeset

import (
	"strings"
	"testing"

	"baoge/app/hanzi"
	"baoge/app/paper"
)

func TestRunIns(t *testing.T) {
	body := "这里是这一段的正文，写得足够长，让开头那一句显得像个小标题，而不是普通的短句。"
	for _, c := range []struct {
		name     string
		openings []string
		want     string // lengths of the bold openings
	}{
		{"parallel", []string{"近年来，我市多措并举。", "聚焦车辆违法治理。", "聚焦宣传氛围营造。", "聚焦先进典型评选。"}, "0 8 8 8"},
		{"two are no series", []string{"科学浇灌苗木。", "规律除草松土。", "之后的事，"}, "0 0 0"},
		{"unlike lengths", []string{"下雨了吧。", "他站在门口望着远山不说话。", "聚焦车辆违法治理。"}, "0 0 0"},
		{"a story's short sentences", []string{"天黑了下来。", "他，", "她，", "风，", "雨，", "没人说话了。", "雷，", "电，", "路，", "灯光亮起来。"}, "0 0 0 0 0 0 0 0 0 0"},
		{"in between others", []string{"总起，", "浇灌苗木。", "补充，", "除草松土。", "修剪整形。", "结尾，"}, "0 4 0 4 4 0"},
	} {
		var blocks []paper.Block
		for _, o := range c.openings {
			blocks = append(blocks, paper.Block{Kind: paper.Paragraph, Text: o + body})
		}
		got := runIns(blocks)
		for i, w := range strings.Fields(c.want) {
			if n := got[i]; string(rune('0'+n)) != w {
				t.Errorf("%s: opening of paragraph %d has %d bold, want %s", c.name, i, n, w)
			}
		}
	}
}

func TestFolio(t *testing.T) {
	for _, c := range []struct {
		a    paper.Article
		want string
	}{
		{paper.Article{}, ""},
		{paper.Article{Page: "2"}, "2版"}, {paper.Article{Page: "2版"}, "2版"},
		{paper.Article{Date: paper.Date{Year: 2023, Month: 7, Day: 21}}, "2023年7月21日"},
		{paper.Article{Section: "身边好人", PageLabel: "要闻", Page: "A1版", Date: paper.Date{Year: 2023, Month: 7, Day: 21}}, "身边好人　·　要闻　·　A1版　·　2023年7月21日"},
	} {
		if got := Folio(&c.a); got != c.want {
			t.Errorf("Folio = %q, want %q", got, c.want)
		}
	}
}

func TestSignsOfCredits(t *testing.T) {
	for s, want := range map[string]int{"◎ 通讯员 凯姐": 2, "通讯员 凯姐": 0, "●■记者": 2, "": 0, "◎": 0, "（记者 甲）": 0} {
		if got := signs(s); got != want {
			t.Errorf("signs(%q) = %d, want %d", s, got, want)
		}
	}
	c := NewColumn(faces(), &paper.Article{CreditLine: "◎ 通讯员 凯姐", CreditAt: paper.CreditHead}, ColumnOptions{Width: 300, Size: 16})
	l := c.Lines(0, every)
	if len(l) != 1 || shown(&l[0]) != "通讯员凯姐" || c.Text(c.Start(), c.End()) != "◎ 通讯员 凯姐" {
		t.Errorf("credit shows %q of %q", shown(&l[0]), c.Text(c.Start(), c.End()))
	}
}

func TestNumbersOfItems(t *testing.T) {
	for s, want := range map[string]int{"1. 甲": 2, "12、甲": 3, "（一）甲": 3, "①甲": 1, "甲": 0, "一甲": 0, "1.5倍": 0, "2023年": 0, "一、甲": 2, "": 0, "1": 0, "（": 0} {
		if got := number([]rune(s)); got != want {
			t.Errorf("number(%q) = %d, want %d", s, got, want)
		}
	}
	part := paper.Part{Field: paper.FieldBlock}
	for text, at := range map[string]int{"1. 雨水污水分流，管网全部入地，电线全部入地，通信线也全部入地。": 3, "12、雨水污水分流，管网全部入地，电线全部入地，通信线也全部入地。": 3,
		"（一）雨水污水分流，管网全部入地，电线全部入地，通信线也全部入地。": 3, "雨水污水分流，管网全部入地，电线全部入地，通信线也全部入地。": 0} {
		for w := float32(14); w < 30; w++ {
			c := NewColumn(faces(), &paper.Article{Blocks: []paper.Block{{Kind: paper.Item, Level: 1, Text: text}}}, ColumnOptions{Width: w * 16, Size: 16})
			first := c.Caret(Place{part, at}).X
			l := c.Lines(0, every)
			if len(l) > 1 && (l[1].Left-first > 0.5 || l[1].Left-first < -0.5) {
				t.Errorf("%s at %v em: second line begins at %v, the first one's text at %v", text, w, l[1].Left, first)
			}
		}
	}
}

// A headline is broken at its blank, its lines near each other in length.
func TestHeadlines(t *testing.T) {
	plain := ScreenStyle
	plain.Words = WordsIgnored // the same whether or not a test before loaded the dictionary
	for _, c := range []struct {
		text string
		em   float32 // of the body
		want string
	}{
		{"凯里市：斑马线礼让行人　文明行为蔚然成风", 34, "凯里市：斑马线礼让行人文明行为蔚然成风"},
		{"凯里市：斑马线礼让行人　文明行为蔚然成风", 22, "凯里市：斑马线礼让行人|文明行为蔚然成风"},
		{"凯里市：夏季绿植精细化养护　提升城市景观“颜值”", 20, "凯里市：夏季绿植精细化养护|提升城市景观“颜值”"},
		{"凯里市全面深化全国城市基层党建示范市建设", 20, "凯里市全面深化全国城|市基层党建示范市建设"},
	} {
		col := NewColumn(faces(), &paper.Article{Headline: c.text}, ColumnOptions{Width: c.em * 17, Size: 17, Style: &plain})
		var got []string
		for _, l := range col.Lines(0, every) {
			got = append(got, shown(&l))
			if mid := (l.Left + l.Width/2) - col.left - col.width/2; mid > 1 || mid < -1 {
				t.Errorf("%s is %.1f off the middle", shown(&l), mid)
			}
		}
		if s := strings.Join(got, "|"); s != c.want {
			t.Errorf("at %v em: %s, want %s", c.em, s, c.want)
		}
	}
}

// A headline is set smaller to stand in one line, or to break at its blank alone; never much.
func TestHeadlineIsFitted(t *testing.T) {
	plain := ScreenStyle
	plain.Words = WordsIgnored
	for _, c := range []struct {
		text  string
		em    float32 // of the headline at its full size
		lines int
		full  bool
	}{
		{"全市中小学图书馆假期开放时间", 14.5, 1, true}, {"全市中小学图书馆假期开放时间", 12.5, 1, false}, {"全市中小学图书馆假期开放时间", 11.3, 2, true},
		{"一名女子不慎落入水中　他们合力施救", 8.2, 2, false}, {"一名女子不慎落入水中　他们合力施救", 7.2, 3, true},
	} {
		size := 17 * plain.Headline.Size
		l := NewColumn(faces(), &paper.Article{Headline: c.text}, ColumnOptions{Width: c.em * size, Size: 17, Style: &plain}).Lines(0, every)
		if len(l) != c.lines || (l[0].Runs[0].Size == size) != c.full {
			t.Errorf("%s at %v em: %d lines of size %v of %v", c.text, c.em, len(l), l[0].Runs[0].Size, size)
		}
	}
}

// With the dictionary, a headline without a blank breaks between words.
func TestHeadlineWords(t *testing.T) {
	if _, err := hanzi.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"凯里市全面深化全国城市基层党建示范市建设": "凯里市全面深化全国|城市基层党建示范市建设",
		"全市中小学图书馆假期开放时间公布了":    "全市中小学图书馆|假期开放时间公布了",
	} {
		c := NewColumn(faces(), &paper.Article{Headline: text}, ColumnOptions{Width: 20 * 17, Size: 17})
		l := c.Lines(0, every)
		if len(l) != 2 || shown(&l[0])+"|"+shown(&l[1]) != want {
			t.Errorf("%d lines, first %s; want %s", len(l), shown(&l[0]), want)
		}
	}
	// Print must not depend on what is loaded: it has a list of its own, or none.
	paperlike := ScreenStyle
	paperlike.Words = PaperStyle.Words
	p := NewColumn(faces(), &paper.Article{Headline: "凯里市全面深化全国城市基层党建示范市建设"}, ColumnOptions{Width: 20 * 17, Size: 17, Style: &paperlike})
	if l := p.Lines(0, every); paperlike.Words != WordsAlways || shown(&l[0]) != "凯里市全面深化全国" {
		t.Errorf("on paper the first line is %s", shown(&l[0]))
	}
	plain := ScreenStyle
	plain.Words = WordsIgnored
	c := NewColumn(faces(), &paper.Article{Headline: "凯里市全面深化全国城市基层党建示范市建设"}, ColumnOptions{Width: 20 * 17, Size: 17, Style: &plain})
	if l := c.Lines(0, every); shown(&l[0]) != "凯里市全面深化全国城" {
		t.Errorf("without words the first line is %s", shown(&l[0]))
	}
}

// Characters no face has are shown as 〓 and keep their text; bold falls back to regular.
func TestFallback(t *testing.T) {
	f := faces()
	s := f.Set("\uE000", TextOptions{Face: f.SerifBold, Size: 10})
	g := s.Lines[0].Runs[0].Glyphs[0]
	geta := f.SerifBold.nominal('〓')
	if g.ID != geta.id || g.Text != "\uE000" {
		t.Errorf("glyph %d with text %q, want 〓 with the text", g.ID, g.Text)
	}
	var rare rune
	for r := rune(0x3400); r < 0x9FFF && rare == 0; r++ {
		if f.Serif.Has(r) && !f.SerifBold.Has(r) {
			rare = r
		}
	}
	if rare == 0 {
		t.Skip("bold is whole")
	}
	if r := f.Set("甲"+string(rare)+"乙", TextOptions{Face: f.SerifBold, Size: 10}).Lines[0].Runs; len(r) != 3 || r[1].Face != f.Serif || r[0].Face != f.SerifBold {
		t.Errorf("%c in bold makes %d runs", rare, len(r))
	}
}
