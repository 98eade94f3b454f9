package hanzi

import (
	"context"
	"errors"
	"reflect"

	"runtime"

	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"baoge/assets/dict"

	"github.com/go-ego/gse"
)

// TestDictionaryCost holds the dictionary to its memory; the time is told, because
// machines differ.
func TestDictionaryCost(t *testing.T) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := time.Now()
	c, err := newCutter(dict.Words)
	took := time.Since(start)
	if err != nil {
		t.Fatal(err)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	heap := float64(after.HeapAlloc-before.HeapAlloc) / 1e6
	t.Logf("%d words in %v, %.1f MB", len(c.sorted), took.Round(time.Millisecond), heap)
	if heap > 25 || len(c.sorted) < 60000 {
		t.Errorf("%d words take %.1f MB, want at least 60,000 in 25", len(c.sorted), heap)
	}
	runtime.KeepAlive(c)
}

func loadNow(t testing.TB) *Cutter {
	c, err := Load(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestLoad(t *testing.T) {
	a := loadNow(t)
	if b := loadNow(t); a != b || Loaded() != a {
		t.Error("two cutters in one process")
	}
	if _, err := newCutter([]byte("no gzip")); err == nil {
		t.Error("a damaged dictionary loads")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Load(ctx); err != nil && !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestWords(t *testing.T) {
	c := loadNow(t)
	for _, x := range []struct{ in, words, inner string }{
		{"审计工作规定", "审计 工作 规定", "审计 工作 规定"},
		{"一名女子不慎溺水，他们合力施救。", "一名 女子 不慎 溺水 他们 合力 施救", ""},
		{"南京市长江大桥", "南京市 长江大桥", "南京 南京市 市长 长江 长江大桥 大桥"},
		{"rcep具体17914m2", "rcep 具体 17914 m 2", "具体"},
		{"", "", ""}, {" ，", "", ""},
	} {
		var words, inner []string
		for _, w := range c.Words(x.in) {
			words = append(words, w.Text)
			if got := string([]rune(x.in)[w.Start:w.End]); got != w.Text {
				t.Errorf("%s: %q stands at %d–%d, not %q", x.in, got, w.Start, w.End, w.Text)
			}
		}
		c.Inner(x.in, func(w string) { inner = append(inner, w) })
		if got := strings.Join(words, " "); got != x.words {
			t.Errorf("Words(%s) = %s, want %s", x.in, got, x.words)
		}
		if got := strings.Join(inner, " "); x.inner != "" && got != x.inner {
			t.Errorf("Inner(%s) = %s, want %s", x.in, got, x.inner)
		}
	}
}

// TestInnerFindsEveryWord checks that a word is found exactly if the text contains it.
func TestInnerFindsEveryWord(t *testing.T) {
	c := loadNow(t)
	text := "凯里市通过“四聚焦”积极开展礼让斑马线文明交通创建活动，公安交通管理部门对机动车不礼让行人而导致交通事故的，严格按照程序处理"
	found := map[string]bool{}
	c.Inner(text, func(w string) { found[w] = true })
	n := 0
	for _, w := range c.sorted {
		if strings.Contains(text, w) != found[w] {
			t.Errorf("%s: in the text %v, found %v", w, !found[w], found[w])
		}
		if found[w] {
			n++
		}
	}
	if n < 25 || n != len(found) {
		t.Errorf("%d words found", n)
	}
	if !c.Knows("文明") || c.Knows("文明线") || c.Knows("") || c.Knows("文") {
		t.Error("Knows")
	}
}

func TestDictionaryIsFolded(t *testing.T) {
	for _, w := range loadNow(t).sorted {
		if FoldString(w) != w || utf8.RuneCountInString(w) < 2 {
			t.Fatalf("%q folds to %q: no text will have it", w, FoldString(w))
		}
	}
}

func TestWordAt(t *testing.T) {
	loadNow(t)
	s := "凯里，禮讓斑馬線2023年ABC def"
	for _, x := range []struct {
		at   int
		want string
	}{{0, "凯里"}, {2, "，"}, {3, "禮讓"}, {4, "禮讓"}, {5, "斑馬"}, {8, "2023"}, {11, "2023"}, {12, "年"}, {14, "ABC"}, {17, "def"}, {16, " "}, {99, ""}, {-1, ""}} {
		i, j := WordAt(s, x.at)
		got := ""
		if i < j {
			got = string([]rune(s)[i:j])
		}
		if got != x.want {
			t.Errorf("WordAt(%d) = %q, want %q", x.at, got, x.want)
		}
	}
}

func TestIsHan(t *testing.T) {
	for r, want := range map[rune]bool{'中': true, '〇': true, '々': true, '㐀': true, '𠀀': true, '豈': true, 'a': false, '，': false, 'あ': false, '한': false, '1': false, 0xFB00: false} {
		if IsHan(r) != want {
			t.Errorf("IsHan(%c) = %v", r, !want)
		}
	}
}

// TestSegmenterStaysHidden walks all types that can be found from a Cutter by reflection.
func TestSegmenterStaysHidden(t *testing.T) {
	seen := map[reflect.Type]bool{}
	var walk func(x reflect.Type)
	walk = func(x reflect.Type) {
		if seen[x] {
			return
		}
		seen[x] = true
		if _, bad := x.MethodByName("LoadDictEmbed"); bad {
			t.Errorf("%v can be found from a Cutter: it links the embedded dictionaries", x)
		}
		switch x.Kind() {
		case reflect.Struct:
			for i := range x.NumField() {
				walk(x.Field(i).Type)
			}
		case reflect.Func:
			for i := range x.NumIn() {
				walk(x.In(i))
			}
			for i := range x.NumOut() {
				walk(x.Out(i))
			}
		case reflect.Map:
			walk(x.Key())
			walk(x.Elem())
		case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Chan:
			walk(x.Elem())
		}
	}
	walk(reflect.TypeFor[*Cutter]())
	if !seen[reflect.TypeFor[gse.Token]()] {
		t.Error("the walk does not reach gse at all")
	}
}

func BenchmarkCut(b *testing.B) {
	s := FoldString(strings.Repeat("凯里市通过“四聚焦”积极开展礼让斑马线文明交通创建活动，完成打药乔木145株、绿化带2020m²。", 500))
	c := loadNow(b)
	for name, f := range map[string]func(){"words": func() { c.Words(s) }, "inner": func() { c.Inner(s, func(string) {}) }} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(s)))
			for b.Loop() {
				f()
			}
		})
	}
}
