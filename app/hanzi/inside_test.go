package hanzi

import (
	"bytes"
	"strings"
	"testing"
)

// parted is a text with its words parted by blanks.
func parted(s string) string {
	inside := Inside(s)
	var out strings.Builder
	for i, r := range []rune(s) {
		if i > 0 && !inside[i] {
			out.WriteByte(' ')
		}
		out.WriteRune(r)
	}
	return out.String()
}

func TestInside(t *testing.T) {
	for _, want := range []string{"全面 深化 全国 城市 基层 党建 示范 市 建设", "一名 女子 不慎 溺水 　 他们 合力 施救",
		"全國 城市 建設", "夏季 绿 植 精细化 养护", "“ 文明 行为 ” 3 个", "", "a b", "研究 生命 起源"} {
		if got := parted(strings.ReplaceAll(want, " ", "")); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// Every word of the list is found, and no more than the list has.
func TestFrequency(t *testing.T) {
	list := listed()
	n := 0
	for l := range bytes.Lines(list) {
		w, k, _ := strings.Cut(strings.TrimSpace(string(l)), " ")
		if n++; n%37 == 0 || n < 3 {
			if f := frequency(w); f <= 0 {
				t.Errorf("%s %s: frequency %g", w, k, f)
			}
			if f := frequency(w + "㐀"); f != 0 {
				t.Errorf("%s㐀: frequency %g", w, f)
			}
		}
	}
	if n < 60000 {
		t.Errorf("the list has %d words", n)
	}
}

func BenchmarkInside(b *testing.B) {
	for b.Loop() {
		Inside("凯里市全面深化全国城市基层党建示范市建设")
	}
}
