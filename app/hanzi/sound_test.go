package hanzi

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestSounds(t *testing.T) {
	for _, c := range []struct {
		typed, text string
		want        string // what is found; "" nothing
	}{
		{"kaili", "在凯里市", "凯里"}, {"banmaxian", "过斑马线时", "斑马线"}, {"bmx", "过斑马线时", "斑马线"}, {"pushezhai", "普舍寨村", "普舍寨"},
		{"凯li", "在凯里市", "凯里"}, {"凯l", "在凯里市", "凯里"}, {"xian", "一县", "县"}, {"xian", "西安人", "西安"}, {"xi'an", "县西安", "西安"},
		{"nvren", "女人", "女人"}, {"lv", "绿", "绿"}, {"zhongqing", "重庆", "重庆"}, {"chongqing", "重庆", "重庆"}, {"kaili", "开 里", ""}, {"kaili", "里凯", ""},
		{"kaill", "凯里", ""}, {"qq", "凯里", ""},
		{"周yuc", "记者周玉超", "周玉超"}, {"d竹qing", "丁竹青摄", "丁竹青"}, {"孙mhua", "孙梦华", "孙梦华"}, {"欧y凯wen", "欧阳凯文", "欧阳凯文"}, {"周yuc", "周玉梅", ""},
	} {
		got := ""
		for _, s := range Sounds(c.typed) {
			if i, j := s.Find(c.text, 0); i >= 0 {
				got = c.text[i:j]
				break
			}
		}
		if got != c.want {
			t.Errorf("%s in %s: %q, want %q", c.typed, c.text, got, c.want)
		}
	}
	for _, s := range []string{"", "a", "凯里", "m2", "covid-19", "周yui", strings.Repeat("a", 25), "iuv'"} {
		if got := Sounds(s); got != nil {
			t.Errorf("Sounds(%q) = %d ways", s, len(got))
		}
	}
	if got := len(Sounds(strings.Repeat("xian", 6))); got > maxSounds+1 {
		t.Errorf("%d ways to read a long one", got)
	}
	if got := len(Sounds("凯" + strings.Repeat("lian", 5))); got > 2*maxSounds+1 {
		t.Errorf("%d ways to read a long mixed one", got)
	}
	m := mixer{readings: pinyin()}
	if m.mix("凯"+strings.Repeat("an", 10)+"uv", nil, false, false); len(m.out) > 0 || m.steps > 3*maxMixed {
		t.Errorf("%d ways to read what cannot be read, in %d steps", len(m.out), m.steps)
	}
	if !SameSound("班马线").Is("斑马线") || SameSound("班马线").Is("斑马") || SameSound("q2") != nil {
		t.Error("班马线 sounds as 斑马线 and no shorter")
	}
}

func TestSounding(t *testing.T) {
	c := loadNow(t)
	Sounds("ka") // brings the tables up
	start := time.Now()
	got := c.Sounding(Sounds("banma"))
	t.Logf("%q in %v", got, time.Since(start))
	if !slices.IsSorted(c.sorted) {
		t.Error("the words of the dictionary are out of order")
	}
	if !slices.Contains(got, "斑马") || slices.Contains(got, "帮忙") {
		t.Errorf("banma: %q", got)
	}
}
