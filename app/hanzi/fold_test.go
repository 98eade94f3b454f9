package hanzi

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestFold(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"禮讓斑馬線", "礼让斑马线"}, {"后面 後面", "后面 后面"}, {"１２ＡＢｃ", "12abc"}, {"244230m²", "244230m2"}, {"㎡", "m2"}, {"①Ⅲ", "1iii"},
		{"“文明”‘x’", `"文明"'x'`}, {"，：；！？（）", ",:;!?()"}, {"。、《》", "。、《》"}, {"　\u00a0\t", "   "}, {"a\nb", "a\nb"},
		{"潘·秀•明・", "潘·秀·明·"}, {"2023–07−01", "2023-07-01"}, {"二〇二三", "二零二三"}, {"零\u200b宽\ufeff\u00ad度", "零宽度"}, {"葛\U000e0101", "葛"},
		{"…", "..."}, {"ÉCOLE", "école"}, {"\xff中\xfe", "\uFFFD中\uFFFD"}, {"", ""},
	} {
		if got := FoldString(c.in); got != c.want {
			t.Errorf("FoldString(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestSpan(t *testing.T) {
	s := "共12㎡，約１畝"
	f := Fold(s)
	i := len([]rune(strings.SplitN(string(f.Text), "m2", 2)[0]))
	for _, c := range []struct {
		i, j int
		want string
	}{{i, i + 2, "㎡"}, {i, i + 1, "㎡"}, {i - 2, i + 2, "12㎡"}, {len(f.Text) - 2, len(f.Text), "１畝"}} {
		a, b := f.Span(c.i, c.j)
		if got := string([]rune(s)[a:b]); got != c.want {
			t.Errorf("Span(%d, %d) = %q, want %q", c.i, c.j, got, c.want)
		}
	}
}

// FuzzFold holds folding to what everything else rests on: both ways of folding agree,
// folding twice equals folding once, and every folded character leads back to the
// character it comes from.
func FuzzFold(f *testing.F) {
	for _, s := range []string{"禮讓斑馬線m²", "㈱①½", "\xff\u200b中", "ﬁ İ ẞ ǅ", "が ｶﾞ", "\u0344"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Fold(s)
		plain := FoldString(s)
		if string(got.Text) != plain || !utf8.ValidString(plain) {
			t.Fatalf("Fold(%q) = %q, FoldString %q", s, string(got.Text), plain)
		}
		if again := FoldString(plain); again != plain {
			t.Fatalf("%q folds to %q and that to %q", s, plain, again)
		}
		in := []rune(s)
		if len(got.At) != len(got.Text)+1 || int(got.At[len(got.Text)]) != len(in) {
			t.Fatalf("%q: %d offsets of %d characters, end %d of %d", s, len(got.At), len(got.Text), got.At[len(got.Text)], len(in))
		}
		for i := range got.Text {
			if i > 0 && got.At[i] < got.At[i-1] {
				t.Fatalf("%q: offsets go back at %d", s, i)
			}
			a, b := got.Span(i, i+1)
			if !strings.ContainsRune(FoldString(string(in[a:b])), got.Text[i]) {
				t.Fatalf("%q: %q does not come from %q", s, got.Text[i], string(in[a:b]))
			}
		}
	})
}

// TestFoldEveryCharacter folds each character of Unicode once.
func TestFoldEveryCharacter(t *testing.T) {
	for r := rune(0); r <= utf8.MaxRune; r++ {
		if !utf8.ValidRune(r) {
			continue
		}
		once := FoldString(string(r))
		if FoldString(once) != once {
			t.Errorf("%U: %q folds to %q", r, once, FoldString(once))
		}
	}
}

func BenchmarkFold(b *testing.B) {
	s := strings.Repeat("凯里市通过“四聚焦”积极开展礼让斑马线文明交通创建活动，完成打药乔木145株、绿化带2020m²。", 500)
	b.Run("Fold", func(b *testing.B) {
		b.SetBytes(int64(len(s)))
		for b.Loop() {
			Fold(s)
		}
	})
	b.Run("FoldString", func(b *testing.B) {
		b.SetBytes(int64(len(s)))
		for b.Loop() {
			FoldString(s)
		}
	})
}
