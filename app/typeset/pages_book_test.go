package typeset

import (
	"fmt"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"baoge/app/paper"
)

// sampleBook has n articles of different lengths; the fourth is gone.
func sampleBook(n int) Book {
	names := []string{"丁竹青", "马金", "吴丹丹", "Anna", "孙梦华", "单玉", "1号"}
	return Book{Title: "城市建设报道选辑", Compiler: "新闻部", Unit: "示例日报社", Articles: n, Index: true,
		Article: func(i int) (*paper.Article, string, error) {
			if i == 3 {
				return nil, "", nil
			}
			a := &paper.Article{Headline: fmt.Sprintf("第%d篇：桥与路", i), Date: paper.Date{Year: 2023, Month: time.Month(i%12 + 1), Day: 5},
				Blocks:  textBlocks(80+i*137%1900, 60, i*61%700+40),
				Credits: []paper.Credit{{Role: "记者", Names: []string{names[i%len(names)], names[i*i%len(names)]}}}}
			note := ""
			if i%5 == 1 {
				note = fmt.Sprintf("第%d篇见报后读者来信多封。", i)
			}
			if i%7 == 2 {
				a.Blocks = append(a.Blocks, paper.Block{Kind: paper.Figure, Media: "wide"}, schedule(i))
			}
			return a, note, nil
		}}
}

// bound gives a book's pages as it is read: front matter first.
func bound(t testing.TB, b Book, o PageOptions) (front, body []*Page) {
	t.Helper()
	for p, err := range Bind(faces(), b, o) {
		if err != nil {
			t.Fatal(err)
		}
		if p.Front {
			front = append(front, p)
		} else if body = append(body, p); len(front) > 0 {
			t.Fatal("a page of the body comes after front matter")
		}
	}
	return front, body
}

func TestContentsLeadToTheirArticles(t *testing.T) {
	apart := 0
	for _, b := range []Book{{}, {RunOn: true}, {NoCover: true}} {
		book := sampleBook(70)
		book.RunOn, book.NoCover = b.RunOn, b.NoCover
		front, body := bound(t, book, PageOptions{Paper: A5})
		cover := 1
		if b.NoCover {
			cover = 0
		}
		if len(front) < cover+2 {
			t.Fatalf("%d pages of front matter", len(front))
		}
		for i, p := range front[cover:] {
			if p.Label != Roman(i+1) || !strings.Contains(noBlanks(pageText(p)), "—"+p.Label+"—") {
				t.Errorf("page %d of the contents is %s", i+1, p.Label)
			}
		}
		listed := 0
		for _, p := range front {
			for _, l := range p.Links {
				title, _, _ := strings.Cut(l.Text, "　")
				found := false
				for _, e := range body[l.Page-1].Entries {
					found = found || e.Title == title && e.Y == l.ToY
				}
				if !found || body[l.Page-1].Label != fmt.Sprint(l.Page) || !strings.Contains(pageText(p), title) {
					t.Errorf("%q leads to page %d, where it does not begin", title, l.Page)
				}
				listed++
			}
		}
		if listed != 69 {
			t.Errorf("%d of 69 articles in the contents", listed)
		}
		if apart = max(apart, len(body)); b.RunOn && len(body) > apart*9/10 {
			t.Errorf("articles that run on take %d pages, each on its own %d", len(body), apart)
		}
	}
}

func TestCoverSaysWhatIsInTheBook(t *testing.T) {
	front, _ := bound(t, sampleBook(9), PageOptions{})
	if got, want := pageText(front[0]), "剪报册城市建设报道选辑2023年1月5日—9月5日共8篇新闻部　编示例日报社"; noBlanks(got) != noBlanks(want) {
		t.Errorf("cover %q", got)
	}
	if front[0].Label != CoverLabel {
		t.Errorf("label %q", front[0].Label)
	}
	book := sampleBook(3)
	book.Title, book.Compiler, book.Unit = strings.Repeat("很长的书名", 30), "", ""
	front, _ = bound(t, book, PageOptions{Paper: A5})
	for _, r := range front[0].Runs {
		if last := r.Glyphs[len(r.Glyphs)-1]; r.X < 0 || r.X+last.X+last.Advance > A5.W || r.Y > A5.H {
			t.Errorf("%q leaves the cover", r.Glyphs[0].Text)
		}
	}
}

func TestIndexNamesEveryPage(t *testing.T) {
	book := sampleBook(60)
	_, body := bound(t, book, PageOptions{})
	var index []*Page
	for _, p := range body {
		if len(index) > 0 || len(p.Entries) > 0 && p.Entries[0].Title == "作者索引" {
			index = append(index, p)
		}
	}
	if len(index) == 0 {
		t.Fatal("no index")
	}
	text := ""
	led := map[string]map[int]bool{}
	for _, p := range index {
		text += pageText(p)
		for _, l := range p.Links {
			name, _, _ := strings.Cut(l.Text, "　")
			if led[name] == nil {
				led[name] = map[int]bool{}
			}
			led[name][l.Page] = true
		}
	}
	at := -1
	for _, want := range []string{"A", "Anna", "D", "丁竹青", "M", "马金", "S", "单玉", "孙梦华", "W", "吴丹丹", "#", "1号"} {
		i := strings.Index(text[at+1:], want)
		if i < 0 {
			t.Fatalf("%s does not follow in %q", want, text)
		}
		at += 1 + i
	}
	for i := range 60 {
		a, _, _ := book.Article(i)
		if a == nil {
			continue
		}
		for n := range led {
			for _, c := range a.Credits[0].Names {
				if c != n {
					continue
				}
				found := false
				for page := range led[n] {
					for _, e := range body[page-1].Entries {
						found = found || e.Title == a.Headline
					}
				}
				if !found {
					t.Errorf("%s is not led to %s", n, a.Headline)
				}
			}
		}
	}
}

func TestLetters(t *testing.T) {
	order := collate.New(language.Chinese)
	for name, want := range map[string]string{"阿里": "A", "毕": "B", "陈": "C", "丁": "D", "鄂": "E", "方": "F", "郭": "G", "黄": "H", "金": "J", "孔": "K", "李": "L", "马": "M", "倪": "N",
		"欧阳": "O", "潘": "P", "秦": "Q", "任": "R", "孙": "S", "田": "T", "王": "W", "徐": "X", "杨": "Y", "张": "Z", "bo": "B", "…": "#"} {
		if got := letterOf(order, name); got != want {
			t.Errorf("%s stands under %s", name, got)
		}
	}
}

// samePages compares pages by all that is on them.
func samePages(a, b *Page) bool { return reflect.DeepEqual(*a, *b) }

// Of a book one article at a time is held.
func TestBookIsStreamed(t *testing.T) {
	book := sampleBook(60)
	good := book.Article
	alive, most := 0, 0
	freed := make(chan bool, 100)
	book.Article = func(i int) (*paper.Article, string, error) {
		a, note, err := good(i)
		if a != nil {
			alive++
			runtime.AddCleanup(a, func(int) { freed <- true }, 0)
		}
		for n := 0; i%20 == 19 && n < 20 && alive > 3; n++ {
			runtime.GC()
			for more := true; more; {
				select {
				case <-freed:
					alive--
				case <-time.After(5 * time.Millisecond):
					more = false
				}
			}
		}
		if i%20 == 19 {
			most = max(most, alive)
		}
		return a, note, err
	}
	for p, err := range Bind(faces(), book, PageOptions{}) {
		if err != nil || p == nil {
			t.Fatal(err)
		}
	}
	if most > 4 {
		t.Errorf("%d articles were held at once", most)
	}
}

func TestChineseDates(t *testing.T) {
	d := func(y, m, day int) paper.Date { return paper.Date{Year: y, Month: time.Month(m), Day: day} }
	for _, c := range []struct {
		from, to paper.Date
		want     string
	}{{d(2023, 7, 21), d(2023, 7, 28), "2023年7月21日—28日"}, {d(2023, 7, 21), d(2023, 8, 2), "2023年7月21日—8月2日"}, {d(2023, 7, 21), d(2024, 7, 21), "2023年7月21日—2024年7月21日"},
		{d(2023, 7, 21), d(2023, 7, 21), "2023年7月21日"}, {paper.Date{}, d(2023, 7, 21), "2023年7月21日"}, {d(2023, 7, 21), paper.Date{}, "2023年7月21日"}, {}} {
		if got := ChineseDates(c.from, c.to); got != c.want {
			t.Errorf("%v to %v: %q", c.from, c.to, got)
		}
	}
}
