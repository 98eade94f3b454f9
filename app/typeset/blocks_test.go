package typeset

import (
	"bytes"
	"errors"
	"fmt"
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

// gallery hands out the pictures of blocksArticle: one good, one small, one broken.
func gallery(t testing.TB) func(string) ([]byte, error) {
	wide, small := photo(t, "jpeg", 900, 500), photo(t, "png", 120, 90)
	return func(media string) ([]byte, error) {
		switch media {
		case "wide":
			return wide, nil
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
		if a.X < left-slack || a.X+a.W > right+0.6*em || a.W <= 0 || a.H <= 0 {
			t.Errorf("%s: link %+v", name, a)
		}
	}
}

func overlap(a, b *Line) bool {
	return a.Width > 0 && b.Width > 0 && a.Top < b.Top+b.Height-0.01 && b.Top < a.Top+a.Height-0.01 &&
		a.Left < b.Left+b.Width-1 && b.Left < a.Left+a.Width-1
}

var _ = strings.Contains
