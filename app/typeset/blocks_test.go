package typeset

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"baoge/app/paper"
)

// photo is a picture file of w by h pixels.
func photo(t testing.TB, format string, w, h int) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.Set(x, y, color.RGBA{uint8(40 + x*160/w), uint8(90 + y*120/h), 120, 255})
		}
	}
	var out bytes.Buffer
	var err error
	if format == "jpeg" {
		err = jpeg.Encode(&out, img, nil)
	} else {
		err = png.Encode(&out, img)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// gallery hands out the pictures of blocksArticle: two good, one of them not wider than a column asks for, one small, one broken.
func gallery(t testing.TB) func(string) ([]byte, error) {
	wide, plain, small := photo(t, "jpeg", 900, 500), photo(t, "jpeg", 900, 690), photo(t, "png", 120, 90)
	return func(media string) ([]byte, error) {
		switch media {
		case "wide":
			return wide, nil
		case "plain":
			return plain, nil
		case "small":
			return small, nil
		case "broken":
			return []byte("no picture"), nil
		}
		return nil, errors.New("not there")
	}
}

// blocksArticle has every kind of block and style.
func blocksArticle() *paper.Article {
	return &paper.Article{
		Headline: "夏季绿植精细化养护　提升城市景观", Dateline: "本报讯", CreditLine: "（记者 报阁）", CreditAt: paper.CreditLead,
		Blocks: []paper.Block{
			{Kind: paper.Paragraph, Text: "科学浇灌苗木。天气炎热，工人们一早一晚给行道树浇水，见https://example.com/water/plan-2023.html的安排，也可写信到green@example.com。",
				Bold: []paper.Range{{Start: 0, End: 6}}},
			{Kind: paper.Figure, Media: "wide", Text: "工人给行道树浇水"},
			{Kind: paper.Caption, Text: "图为工人给行道树浇水。"},
			{Kind: paper.Paragraph, Text: "规律除草松土。全市共清除杂草17914m²，补种H₂O净化植物26660株，详情见养护办法。",
				Bold:  []paper.Range{{Start: 0, End: 6}},
				Links: []paper.Link{{Range: paper.Range{Start: 37, End: 41}, URL: "https://example.com/rules"}}},
			{Kind: paper.Table, Level: 1, Text: "街道\t树种\t株数\t完成\n北京路\t香樟、桂花\t1,204\t98.5%\n韶山路\t银杏\t86\t100%\n凯开大道及其延伸段两侧的绿化带\t红叶石楠、金边黄杨、杜鹃、月季等灌木\t25,370\t91%\n"},
			{Kind: paper.Item, Level: 1, Text: "1. 浇灌要在早晚进行，避开正午的高温，每次浇透，不留死角，遇雨顺延，阴天减量，雨后查看积水。"},
			{Kind: paper.Item, Level: 2, Text: "幼苗每日一次，水管口要垫上草帘，免得把土冲走、把根冲露在外面，还要记下每次的水量。"},
			{Kind: paper.Figure, Media: "broken", Text: "已经损坏的一张照片"},
			{Kind: paper.Figure, Media: "small"},
			{Kind: paper.Figure, Media: "absent"},
			{Kind: paper.Subheading, Text: "修剪整形有章法"},
			{Kind: paper.Paragraph, Text: "工人们还对绿篱作了修剪。"},
		},
	}
}

func blocksColumn(t testing.TB, em, size float32) *Column {
	return NewColumn(faces(), blocksArticle(), ColumnOptions{Width: em * size, Size: size, Picture: gallery(t)})
}

// Every block at every width: nothing overflows, no edge is forbidden, no text lost.
func TestBlocksAtEveryWidth(t *testing.T) {
	for _, size := range []float32{12, 17, 40} {
		for em := float32(4); em < 44; em += 1.5 {
			c := blocksColumn(t, em, size)
			name := fmt.Sprintf("%v em of %v", em, size)
			checkColumn(t, c, name)
			checkInside(t, c, name)
		}
	}
}

// checkInside checks that lines, pictures and rules stand in the measure, one
// below the other, and cells apart.
func checkInside(t *testing.T, c *Column, name string) {
	t.Helper()
	const slack = 0.02
	left, right, em := c.left, c.left+c.width, c.opt.Size
	lines := c.Lines(0, every)
	for i := range lines {
		l := &lines[i]
		if l.Left < left-slack*em || l.Left+l.Width > right+slack*em+0.6*em && l.Cell.Columns == 0 {
			t.Errorf("%s: line from %.1f to %.1f in %.1f to %.1f: %s", name, l.Left, l.Left+l.Width, left, right, shown(l))
		}
		if l.Cell.Columns > 0 && l.Width > l.Right-l.Left+slack*em && l.Left+l.Width > l.Right+slack*em {
			t.Errorf("%s: cell line to %.1f, its column ends at %.1f: %s", name, l.Left+l.Width, l.Right, shown(l))
		}
		if l.Cell.Columns > 0 && (l.Top < l.Cell.Top || l.Top+l.Height > l.Cell.Top+l.Cell.Height) {
			t.Errorf("%s: cell line at %.1f outside of its row %.1f + %.1f", name, l.Top, l.Cell.Top, l.Cell.Height)
		}
		for k := range lines[:i] {
			if o := &lines[k]; i-k < 40 && overlap(l, o) {
				t.Errorf("%s: %q and %q stand on each other", name, shown(o), shown(l))
			}
		}
	}
	for _, p := range c.Pictures(0, every) {
		if p.X < left-slack || p.X+p.W > right+slack || p.W < 1 || p.H < 1 || p.H > c.width*1.25+slack {
			t.Errorf("%s: picture %+v", name, p.Rect)
		}
	}
	for _, r := range c.Rules(0, every) {
		if r.X < left-slack || r.X+r.W > right+slack {
			t.Errorf("%s: rule %+v", name, r.Rect)
		}
	}
	for _, a := range c.Links(0, every) {
		if a.X < left-slack || a.X+a.W > right+slack*em+0.6*em || a.W <= 0 || a.H <= 0 {
			t.Errorf("%s: link %+v", name, a)
		}
	}
}

func overlap(a, b *Line) bool {
	return a.Width > 0 && b.Width > 0 && a.Top < b.Top+b.Height-0.01 && b.Top < a.Top+a.Height-0.01 &&
		a.Left < b.Left+b.Width-1 && b.Left < a.Left+a.Width-1
}

// rowsOf gathers the lines of a column's only table by row.
func rowsOf(c *Column) map[int][]Line {
	out := map[int][]Line{}
	for _, l := range c.Lines(0, every) {
		if l.Cell.Columns > 0 {
			out[l.Cell.Row] = append(out[l.Cell.Row], l)
		}
	}
	return out
}

func tableArticle(text string, headings int, em float32) *Column {
	a := &paper.Article{Blocks: []paper.Block{{Kind: paper.Paragraph, Text: "前文。"}, {Kind: paper.Table, Level: headings, Text: text}, {Kind: paper.Paragraph, Text: "后文。"}}}
	return NewColumn(faces(), a, ColumnOptions{Width: em * 16, Size: 16})
}

// The look of a table: heading rows bold, numbers at the right edge of their
// column, words at the left one, hairlines around the heading and below the last row.
func TestTable(t *testing.T) {
	c := tableArticle("街道\t株数\t完成\n北京路\t1,204\t98.5%\n韶山路\t86\t100%\n", 1, 30)
	rows := rowsOf(c)
	if len(rows) != 3 || len(rows[0]) != 3 {
		t.Fatalf("%d rows, %d cells in the first", len(rows), len(rows[0]))
	}
	edges := map[int]map[float32]bool{0: {}, 1: {}, 2: {}}
	for n, row := range rows {
		for _, l := range row {
			if bold := l.Runs[0].Face == faces().SerifBold; bold != (n == 0) || l.Cell.Heading != (n == 0) {
				t.Errorf("row %d: bold %v, heading %v: %s", n, bold, l.Cell.Heading, shown(&l))
			}
			edge := l.Left
			if l.Cell.Column > 0 {
				edge = l.Left + l.Width
			}
			edges[l.Cell.Column][float32(int(edge*10+0.5))] = true
			if l.Top != row[0].Top || l.Role != RoleTable {
				t.Errorf("row %d: cells at %v and %v", n, l.Top, row[0].Top)
			}
		}
	}
	for k, e := range edges {
		if len(e) != 1 {
			t.Errorf("column %d stands at %v", k, e)
		}
	}
	rules := c.Rules(0, every)
	if len(rules) != 4 { // above each row and below the last
		t.Fatalf("rules %v", rules)
	}
	for i, r := range rules {
		strip := rows[min(i, 2)][0].Cell
		if r.Y < strip.Top-0.01 || r.Bottom() > strip.Top+strip.Height+0.01 {
			t.Errorf("rule %v outside of its strip %v + %v", r, strip.Top, strip.Height)
		}
	}
	for n := 1; n < 3; n++ {
		if a, b := rows[n-1][0].Cell, rows[n][0].Cell; a.Top+a.Height != b.Top {
			t.Errorf("strip %d ends at %v, the next begins at %v", n-1, a.Top+a.Height, b.Top)
		}
	}
	if got := c.Text(c.Start(), c.End()); got != "前文。\n街道\t株数\t完成\n北京路\t1,204\t98.5%\n韶山路\t86\t100%\n后文。" {
		t.Errorf("text %q", got)
	}
}

// A table too wide for its measure is set smaller, wrapped, at last folded; every
// cell is there, and none stands on another.
func TestWideTables(t *testing.T) {
	for _, columns := range []int{3, 8, 13, 40, 500} {
		row := make([]string, columns)
		for i := range row {
			row[i] = []string{"一月", "1,204", "红叶石楠、金边黄杨", "https://example.com/a", ""}[i%5]
		}
		text := strings.Repeat(strings.Join(row, "\t")+"\n", 4)
		for _, em := range []float32{5, 13, 22, 34} {
			c := tableArticle(text, 1, em)
			name := fmt.Sprintf("%d columns at %v em", columns, em)
			checkColumn(t, c, name)
			checkInside(t, c, name)
			for n, ls := range rowsOf(c) {
				seen := map[int]bool{}
				for _, l := range ls {
					seen[l.Cell.Column] = true
				}
				if len(seen) != columns {
					t.Errorf("%s: row %d has %d cells", name, n, len(seen))
				}
			}
		}
	}
}

// Ragged rows, empty cells, no cells, and rows without an end.
func TestOddTables(t *testing.T) {
	for _, text := range []string{"", "\n", "\t", "\t\t\n\t", "甲", "甲\t\n\n乙", "甲\t乙\n丙\n丁\t戊\t己", "\n\n\n甲\t乙", " \t　\n", "甲\r\n乙\t\r"} {
		for _, headings := range []int{0, 1, 7, -3} {
			c := tableArticle(text, headings, 20)
			checkColumn(t, c, fmt.Sprintf("%q", text))
			checkInside(t, c, fmt.Sprintf("%q", text))
			if got, want := c.Text(c.Start(), c.End()), "前文。\n"+strings.TrimSuffix(text, "\n")+"\n后文。"; text != "" && got != want {
				t.Errorf("%q: text %q, want %q", text, got, want)
			}
		}
	}
}

// Ten thousand rows are laid out a screenful at a time, and in time that grows
// with their number; what is no newspaper's table is set as text, and none of it lost.
func TestHugeTables(t *testing.T) {
	text := strings.Repeat("北京路\t香樟、桂花\t1,204\t98.5%\n", 10_000)
	c := tableArticle(text, 1, 34)
	c.Lines(0, 900)
	if n := c.begun(); n > 400 {
		t.Errorf("a screenful laid out %d blocks", n)
	}
	if testing.Short() {
		return
	}
	c.layTo(every)
	last := c.Lines(c.Height()-200, every)
	if l := last[len(last)-2]; l.Cell.Row != 9999 || !l.Last {
		t.Errorf("the last row is %+v", l.Cell)
	}
	for _, odd := range []string{strings.Repeat("甲\t", mostCells+1), strings.Repeat("长", 2*mostCell) + "\t乙\n"} {
		c := tableArticle(odd, 1, 34)
		checkColumn(t, c, "huge")
		if n := len(rowsOf(c)); n != 0 {
			t.Errorf("set as a table of %d rows", n)
		}
	}
	linear(t, "table rows", 300, func(n int) {
		tableArticle(strings.Repeat("北京路\t香樟、桂花\t1,204\n", n/20), 1, 34).layTo(every)
	})
	linear(t, "bold cells", 300, func(n int) {
		b := paper.Block{Kind: paper.Table, Text: strings.Repeat("北京路\t香\n", n/5)}
		for i := range n / 2 {
			b.Bold = append(b.Bold, paper.Range{Start: 2 * i, End: 2*i + 1})
		}
		NewColumn(faces(), &paper.Article{Blocks: []paper.Block{b}}, ColumnOptions{Width: 300, Size: 16}).layTo(every)
	})
}

// A picture is as large as its pixels and the measure allow; without one stands a frame with words.
func TestPictures(t *testing.T) {
	c := blocksColumn(t, 30, 17)
	ps := c.Pictures(0, every)
	if len(ps) != 4 {
		t.Fatalf("%d pictures", len(ps))
	}
	wide, broken, small, absent := ps[0], ps[1], ps[2], ps[3]
	if wide.W != 510 || wide.H < 283 || wide.H > 284 || wide.Pixels != [2]int{900, 500} || wide.Alt != "工人给行道树浇水" || wide.Media != "wide" {
		t.Errorf("wide picture %+v", wide)
	}
	if small.W != 120 || small.H != 90 || small.X != (510-120)/2 {
		t.Errorf("small picture %+v", small.Rect)
	}
	for want, p := range map[string]Picture{"已经损坏的一张照片": broken, "图片无法显示": absent} {
		got := ""
		for i := range p.Instead {
			l := &p.Instead[i]
			got += shown(l)
			if l.Top < p.Y || l.Top+l.Height > p.Bottom() || l.Left < p.X || l.Left+l.Width > p.X+p.W {
				t.Errorf("%q stands outside of its frame", shown(l))
			}
		}
		if p.Pixels != [2]int{} || got != want {
			t.Errorf("frame says %q, want %q", got, want)
		}
	}
	// Each has a line of its height, right above its caption.
	lines := c.Lines(0, every)
	for i, l := range lines {
		if l.Role == RoleFigure && l.Top == wide.Y && (l.Height != wide.H || lines[i+1].Role != RoleCaption || lines[i+1].Top < wide.Bottom() || lines[i+1].Top > wide.Bottom()+17) {
			t.Errorf("figure line %+v, then %+v", l, lines[i+1])
		}
	}
	tall := NewColumn(faces(), blocksArticle(), ColumnOptions{Width: 510, Size: 17, Tallest: 100, Picture: gallery(t)}).Pictures(0, every)
	if tall[0].H != 100 || tall[0].W != 180 {
		t.Errorf("a picture at most 100 high is %+v", tall[0].Rect)
	}
	if none := NewColumn(faces(), blocksArticle(), ColumnOptions{Width: 510, Size: 17}).Pictures(0, every); len(none) != 4 || none[0].Pixels != [2]int{} {
		t.Errorf("without a source of pictures: %+v", none)
	}
}

// A header that lies, or claims no pixels or too many, gives a frame.
func TestLyingPictures(t *testing.T) {
	good := photo(t, "png", 20, 10)
	header := func(w, h uint32) []byte {
		b := bytes.Clone(good)
		binary.BigEndian.PutUint32(b[16:], w)
		binary.BigEndian.PutUint32(b[20:], h)
		binary.BigEndian.PutUint32(b[29:], crc32.ChecksumIEEE(b[12:29]))
		return b
	}
	if size, err := PictureSize(header(20, 10)); err != nil || size != [2]int{20, 10} {
		t.Fatalf("size %v, %v", size, err)
	}
	for name, data := range map[string][]byte{"nothing": nil, "cut": good[:20], "no width": header(0, 10), "no height": header(20, 0), "vast": header(60_000, 60_000), "text": []byte("<svg/>")} {
		if size, err := PictureSize(data); !errors.Is(err, ErrPicture) || size != [2]int{} {
			t.Errorf("%s: size %v, %v", name, size, err)
		}
	}
	a := &paper.Article{Blocks: []paper.Block{{Kind: paper.Figure, Media: "m"}}}
	flat := NewColumn(faces(), a, ColumnOptions{Width: 300, Size: 16, Picture: func(string) ([]byte, error) { return header(50_000, 1), nil }})
	if p := flat.Pictures(0, every)[0]; p.W != 288 || p.H != 1 {
		t.Errorf("a picture of one row of pixels is %+v", p.Rect)
	}
}
