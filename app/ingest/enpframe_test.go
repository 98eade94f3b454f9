package ingest

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/png"
	"io/fs"
	"strings"
	"testing"

	"baoge/app/ingest/format"
)

// framed is a page whose pictures stand in its frame, as e-papers of 翔宇 set them: with
// their captions between headline and text and below it, beside the map of the page, menus
// and ornaments.
const framed = `<html><head><meta charset="utf-8"><title>黔城日报数字报</title></head><body>
<table><tr><td><img src="page_files/logo.png"></td><td><a href="node_2.htm">版面导航</a></td></tr></table>
<table><tr><td><img src="page_files/page02.png" usemap="#PagePicMap"></td></tr><tr><td>第02版</td></tr></table>
<!--enpproperty <date>2023-07-21 00:00:00.0</date><title>古渡口 通了车</title><nodename>第02版：民生</nodename>/enpproperty-->
<div id="main"><table><tr><td class="font01">古渡口<br>通了车</td></tr>
<tr><td><table><tr><td><a href="page_files/bridge.png"><img src="page_files/bridge.png" alt=""></a></td></tr><tr><td style="padding:2px">图为通车那天的渡口。 龙海 摄</td></tr></table></td></tr>
<tr><td><img src="page_files/dot.png"></td></tr>
<tr><td><img src="page_files/crowd.png"></td></tr>
<tr><td><founder-content><!--enpcontent--><p>　　本报讯（记者 龙海）渡口的桥昨天通车，两岸的人都来了。</p><p>　　桥长一百米。</p><!--/enpcontent--></founder-content></td></tr>
<tr><td><div><img src="%s"><p>桥下的船还在</p></div></td></tr>
<tr><td><img src="page_files/next.png"><a href="content_779.htm">下一篇</a></td></tr></table></div>
<div>黔城日报社版权所有</div></body></html>`

func TestEnpFramePictures(t *testing.T) {
	photo := func(side int) []byte {
		var b bytes.Buffer
		if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, side*2, side))); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	files := map[string][]byte{"page_files/bridge.png": photo(300), "page_files/crowd.png": photo(200), "page_files/dot.png": photo(12), "page_files/logo.png": photo(400), "page_files/page02.png": photo(500)}
	src := fmt.Sprintf(framed, "data:image/png;base64,"+base64.StdEncoding.EncodeToString(photo(150)))
	read := func(src string) string {
		t.Helper()
		f, err := readPage(t.Context(), format.Input{Name: "content_778.htm", Bytes: []byte(src), Beside: func(n string) ([]byte, error) {
			if b := files[n]; b != nil {
				return b, nil
			}
			return nil, fs.ErrNotExist
		}}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		check(t, f)
		return written(f)
	}
	want := `# |古渡口　通了车|
lead: 本报讯（记者 龙海） [{记者 [龙海]}]
figure image/png#0: 
caption: 图为通车那天的渡口。龙海摄
figure image/png#1: 
paragraph: 渡口的桥昨天通车，两岸的人都来了。
paragraph: 桥长一百米。
figure image/png#2: 
caption: 桥下的船还在
LEFT 版面导航
LEFT 第02版
LEFT 下一篇
LEFT 黔城日报社版权所有
`
	if got := read(src); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	delete(files, "page_files/bridge.png")
	if got := read(src); !strings.Contains(got, "caption: 图为通车那天的渡口") {
		t.Errorf("without its picture the caption goes too:\n%s", got)
	}
	// Where the frame does not show the headline, nothing in it is the article's.
	if got := read(strings.Replace(src, "古渡口<br>通了车", "要闻", 1)); strings.Contains(got, "figure") || !strings.Contains(got, "LEFT 图为通车那天的渡口") {
		t.Errorf("pictures of a frame without the headline:\n%s", got)
	}
}
