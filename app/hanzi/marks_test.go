package hanzi

import "testing"

func TestEnds(t *testing.T) {
	for _, c := range []struct {
		s               string
		sentence, block bool
	}{
		{"走了。", true, true}, {"走了！”", true, true}, {"好吗?", true, true}, {"一下……", true, true}, {"一下...", true, false}, {"他说：“好。”", true, true},
		{"如下：", false, true}, {"如下:", false, true}, {"领涨；", false, true}, {"走了。（完）", false, true}, {"走了。(完)", false, true}, {"（好。）", true, true},
		{"走了", false, false}, {"“中国”", false, false}, {"共34名（含退役）", false, false}, {"（完）", false, false}, {"1.", false, false}, {"said Tom.", false, true}, {"走了.", false, true}, {"“走了.”", false, true},
		{"，", false, false}, {"", false, false}, {"”", false, false}, {"））", false, false}, {"走了。　", true, true},
	} {
		if got := EndsSentence(c.s); got != c.sentence {
			t.Errorf("EndsSentence(%q) = %v", c.s, got)
		}
		if got := EndsBlock(c.s); got != c.block {
			t.Errorf("EndsBlock(%q) = %v", c.s, got)
		}
	}
}

func TestWideAndNarrow(t *testing.T) {
	for half, wide := range map[rune]rune{',': '，', ';': '；', ':': '：', '?': '？', '!': '！', '(': '（', ')': '）'} {
		if got, ok := Wide(half); got != wide || !ok {
			t.Errorf("Wide(%q) = %q %v", half, got, ok)
		}
	}
	for _, r := range "，.-%甲a1\"" {
		if got, ok := Wide(r); got != r || ok {
			t.Errorf("Wide(%q) = %q %v", r, got, ok)
		}
	}
	for wide, half := range map[rune]rune{'Ａ': 'A', 'ｚ': 'z', '０': '0', '９': '9', '％': '％', '，': '，', '甲': '甲'} {
		if got, ok := Narrow(wide); got != half || ok != (half < 0x80) {
			t.Errorf("Narrow(%q) = %q %v", wide, got, ok)
		}
	}
}
