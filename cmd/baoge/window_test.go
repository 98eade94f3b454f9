//go:build linux

package main

import (
	"encoding/json"
	"image"
	"image/color"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"baoge/app/ui/uitest"
)

func TestMain(m *testing.M) { os.Exit(uitest.Main(m)) }

// A desk is the program on a desktop, with its own library in a home folder of its own.
type desk struct {
	*uitest.Desktop
	p *uitest.Program
	w *uitest.Window
}

// Where things are in a window of 1280 × 800: the reader's paper, right of everything else.
var paper = image.Rect(700, 110, 1230, 700)

func sit(t *testing.T, o uitest.Options) *desk {
	t.Helper()
	k := &desk{Desktop: uitest.Start(t, o)}
	k.start(t)
	return k
}

// start starts the program, checks at the test's end what it has to say, and waits for its window.
func (k *desk) start(t *testing.T, args ...string) {
	t.Helper()
	p := k.Run(t, uitest.Build(t, "baoge/cmd/baoge"), args...)
	k.p, k.w = p, p.Window(t)
	t.Cleanup(func() {
		for _, bad := range []string{"DATA RACE", "panic:", "Error in Fyne call thread", "SIG"} {
			if out := p.Output(); strings.Contains(out, bad) {
				t.Errorf("the program says:\n%s", out)
			}
		}
	})
}

// end closes the window as a person does; the program must end well.
func (k *desk) end(t *testing.T) {
	t.Helper()
	k.w.Close(t)
	if code := k.p.Wait(t); code != 0 {
		t.Errorf("exit code %d; it printed:\n%s", code, k.p.Output())
	}
}

// copies does what copies and returns what then is on the clipboard; "" when nothing
// came there. All that was typed before has arrived by then: keys go by way of the input
// method, and a click sent too early would overtake them.
func (k *desk) copies(t *testing.T, do func()) string {
	t.Helper()
	const before = "nothing was copied"
	k.SetClipboard(t, before)
	do()
	text := ""
	if !k.Within(3*time.Second, func() bool { text = k.Clipboard(); return text != before && text != "" }) {
		return ""
	}
	return text
}

// reads waits until the article in the reader begins with a headline, and returns its
// text, by selecting all and copying it.
func (k *desk) reads(t *testing.T, headline string) string {
	t.Helper()
	var text string
	k.Until(t, "the reader shows "+headline, func() bool {
		text = k.copies(t, func() {
			k.w.Click(t, paper.Max.X, 400) // beside the text
			k.w.Key(t, "ctrl+a", "ctrl+c")
		})
		return strings.HasPrefix(text, headline)
	})
	k.w.Key(t, "Escape")
	k.Until(t, "the selection goes", func() bool {
		img := k.w.Shot(t)
		for _, c := range selections {
			if img.Bounds().Empty() || uitest.Count(img, paper, c, 0) > 500 {
				return false
			}
		}
		return true
	})
	return text
}

// boxHolds waits until the search box holds want, by selecting and copying what is in it.
func (k *desk) boxHolds(t *testing.T, want string) {
	t.Helper()
	k.Until(t, "the search box holds "+want, func() bool {
		return want == k.copies(t, func() { k.w.Key(t, "ctrl+f", "ctrl+c") }) // Ctrl+F selects what is in the box
	})
}

// listed asks the command line what the library holds, beside the open window.
func (k *desk) listed(t *testing.T) (headlines []string) {
	t.Helper()
	out, err := k.Output(uitest.Build(t, "baoge/cmd/baogectl"), "list", "--json")
	if err != nil {
		t.Fatal(err)
	}
	var list struct{ Articles []struct{ Headline string } }
	if err := json.Unmarshal([]byte(out), &list); err != nil {
		t.Fatal(err)
	}
	for _, a := range list.Articles {
		headlines = append(headlines, a.Headline)
	}
	return headlines
}

// The colours of the themes: paper, ink, selected text, and search marks by day.
var (
	dayPaper, eyePaper = color.NRGBA{0xFF, 0xFD, 0xF8, 0xFF}, color.NRGBA{0xF3, 0xEA, 0xD3, 0xFF}
	nightPaper         = color.NRGBA{0x22, 0x21, 0x20, 0xFF}
	dayInk, nightInk   = color.NRGBA{0x1F, 0x1B, 0x16, 0xFF}, color.NRGBA{0xE6, 0xE1, 0xD8, 0xFF}
	selections         = []color.NRGBA{{0xDC, 0xCF, 0xB2, 0xFF}, {0xD3, 0xC0, 0x93, 0xFF}, {0x4A, 0x44, 0x38, 0xFF}}
	hit, currentHit    = color.NRGBA{0xFF, 0xE0, 0x8A, 0xFF}, color.NRGBA{0xFF, 0xB8, 0x4D, 0xFF}
)

// paperIs waits until most of the reader is of a colour, with ink on it.
func (k *desk) paperIs(t *testing.T, name string, c, ink color.NRGBA) {
	t.Helper()
	k.Until(t, "the paper is that of "+name, func() bool {
		img := k.w.Shot(t)
		return uitest.Count(img, paper, c, 0) > paper.Dx()*paper.Dy()*6/10 && uitest.Count(img, paper, ink, 24) > 500
	})
	uitest.Save(t, k.w.Shot(t), "window-"+name)
}

// A first start shows the sample page; articles are walked through, read by day and night,
// and the next start is where the last one ended.
func TestReading(t *testing.T) {
	k := sit(t, uitest.Options{})
	k.reads(t, "凯里市全面深化全国城市基层党建示范市建设\n")
	if n := len(k.listed(t)); n != 7 {
		t.Errorf("the first start brings %d articles, want the sample page's 7", n)
	}
	k.w.Key(t, "j", "j", "k", "j") // from the reader, too
	third := k.reads(t, "凯里市文化馆暑期少儿艺术培训开班\n")
	if !strings.HasPrefix(k.listed(t)[2], "凯里市文化馆") || strings.Count(third, "\n") < 3 {
		t.Errorf("the third article is read as %q", third)
	}

	k.paperIs(t, "day", dayPaper, dayInk)
	k.w.Key(t, "ctrl+shift+t")
	k.paperIs(t, "eye", eyePaper, dayInk)
	k.w.Key(t, "ctrl+shift+t")
	k.paperIs(t, "night", nightPaper, nightInk)

	// The wheel moves the text, Home brings it back to the pixel.
	k.w.Key(t, "k", "k")
	k.reads(t, "凯里市全面深化")
	top := k.w.Still(t, paper)
	k.w.Wheel(t, 8)
	k.Until(t, "the wheel moves the text", func() bool { return uitest.Differ(top, k.w.Shot(t), paper) > 5000 })
	k.w.Key(t, "Home")
	k.Until(t, "Home brings the text back", func() bool { return uitest.Differ(top, k.w.Shot(t), paper) == 0 })

	k.w.Key(t, "j", "j", "j")
	k.reads(t, "开展文明餐桌")
	k.end(t)
	k.start(t)
	k.paperIs(t, "night", nightPaper, nightInk)
	k.reads(t, "开展文明餐桌")
}

// Chinese is typed into the search box through an input method, and finds.
func TestChineseInput(t *testing.T) {
	for _, m := range []uitest.InputMethod{uitest.Fcitx5, uitest.IBus} {
		t.Run(string(m), func(t *testing.T) {
			k := sit(t, uitest.Options{InputMethod: m})
			k.reads(t, "凯里市")
			k.w.Key(t, "ctrl+f")
			k.w.Type(t, "nishui")
			k.w.Type(t, " ")
			k.boxHolds(t, "溺水")
			text := k.reads(t, "一名女子不慎溺水　他们合力施救\n")
			k.Until(t, "the places are marked", func() bool {
				img := k.w.Shot(t)
				return uitest.Count(img, paper, hit, 0) > 300*strings.Count(text, "溺水")/2 && uitest.Count(img, paper, currentHit, 0) > 300
			})
			uitest.Save(t, k.Screen(), "window-search-"+string(m))

			// BackSpace shortens what is being composed, not what stands in the box.
			k.w.Key(t, "ctrl+f", "End")
			k.w.Type(t, "beijing")
			k.w.Key(t, "BackSpace", "BackSpace", "Escape")
			k.boxHolds(t, "溺水")
			// Return takes the letters as they are; the box keeps the keyboard.
			k.w.Key(t, "End")
			k.w.Type(t, "ni")
			k.w.Key(t, "Return")
			k.w.Type(t, "renmin ")
			k.boxHolds(t, "溺水ni人民")
		})
	}
}

// The article in the reader becomes a PDF whose text can be read.
func TestExport(t *testing.T) {
	uitest.Need(t, "pdftotext")
	k := sit(t, uitest.Options{})
	text := k.reads(t, "凯里市全面深化")
	k.w.Key(t, "ctrl+e")
	file := filepath.Join(k.Home, "凯里市全面深化全国城市基层党建示范市建设.pdf")
	written := func() bool { st, err := os.Stat(file); return err == nil && st.Size() > 0 }
	k.Until(t, "the PDF is written", func() bool {
		k.w.Key(t, "Return") // the dialog's own button, once it is there
		return k.Within(1e9, written)
	})
	got, err := k.Output("pdftotext", "-raw", file, "-")
	if err != nil {
		t.Fatal(err)
	}
	plain := func(s string) string {
		return strings.Map(func(r rune) rune {
			if strings.ContainsRune(" \n\f\u3000", r) {
				return -1
			}
			return r
		}, s)
	}
	for _, want := range strings.Split(text, "\n")[2:] {
		if !strings.Contains(plain(got), plain(want)[:90]) {
			t.Errorf("the PDF lacks the paragraph that begins %q", want[:90])
		}
	}
}

// The dialog that asks where a PDF goes is worked by keyboard: a path is typed, Esc leaves
// it from the name, a file that is there is replaced when that is said once more.
func TestSaveDialog(t *testing.T) {
	k := sit(t, uitest.Options{})
	k.reads(t, "凯里市全面深化")
	file := filepath.Join(k.Home, "minutes.pdf")
	if err := os.WriteFile(file, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	holds := func() string { b, _ := os.ReadFile(file); return string(b[:min(len(b), 4)]) }
	// The name's stem is selected once the dialog is there, and copied.
	asked := func() {
		t.Helper()
		k.Until(t, "the dialog offers the headline", func() bool {
			return strings.HasPrefix(k.copies(t, func() { k.w.Key(t, "ctrl+e", "ctrl+c") }), "凯里市全面深化")
		})
	}
	asked()
	k.w.Key(t, "Escape", "j")
	k.reads(t, "凯里市：夏季绿植")
	k.w.Key(t, "k")
	k.reads(t, "凯里市全面深化")
	asked()
	k.w.Type(t, "~/minutes")
	k.w.Key(t, "Return")
	uitest.Save(t, k.w.Still(t, paper), "window-replace")
	if holds() != "mine" {
		t.Fatal("a file is replaced without being asked about")
	}
	k.Until(t, "the PDF takes the file's place", func() bool {
		k.w.Key(t, "Return")
		return k.Within(1e9, func() bool { return holds() == "%PDF" })
	})
	k.end(t)
}

const page = `# 小巷换上新路灯

◎ 通讯员 林小满

入夜，老城南的小巷亮堂起来。几位住户搬出竹椅，坐在灯下说话，说的都是往年摸黑回家的事。

装灯的师傅说，一盏灯换下来要两个钟头，一条巷子三天就能亮完。
`

// Files reach the library by the command line of a second start, which brings the first
// window to the front, and by being dropped.
func TestImport(t *testing.T) {
	k := sit(t, uitest.Options{})
	k.reads(t, "凯里市")
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	holds := func(headline string) func() bool {
		return func() bool { return strings.Contains(strings.Join(k.listed(t), "\n"), headline) }
	}

	k.w.Minimize(t)
	second := k.Run(t, uitest.Build(t, "baoge/cmd/baoge"), file("page.md", page))
	if code := second.Wait(t); code != 0 {
		t.Errorf("the second start ends with %d: %s", code, second.Output())
	}
	k.Until(t, "the first window comes to the front", k.w.Active)
	k.Until(t, "the file is imported", holds("小巷换上新路灯"))

	k.w.Drop(t, file("二版 街巷.md", strings.ReplaceAll(page, "路灯", "路牌")))
	k.Until(t, "the dropped file is imported", holds("小巷换上新路牌"))
	if n := len(k.listed(t)); n != 9 {
		t.Errorf("%d articles, want 9", n)
	}
	k.end(t)
}
