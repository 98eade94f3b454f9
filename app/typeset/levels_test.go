package typeset

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

// What no line may begin or end with at each level, written out for itself
// (clreq, prohibition rules for line start and line end; GB/T 15834—2011 §5.1).
var levelRules = []struct {
	level       Level
	first, last string
}{
	{Basic, "、，；：。．！？”’）】》〉」』〕·‧・～－％℃", "“‘（【《〈「『〔￥"},
	{GB, "、，；：。．！？”’）】》〉」』〕·‧・～－％℃/／", "“‘（【《〈「『〔￥/／"},
	{Strict, "、，；：。．！？”’）】》〉」』〕·‧・～－％℃/／—…", "“‘（【《〈「『〔￥/／"},
}

const levelText = "他停下来——又走了……后来呢——没有人知道……约翰·史密斯说：“甲／乙两线、丙/丁两线，（都已）开通《全线》！”气温在20～30℃，占比50％，每户￥5元——大家都睡了……天亮了／雨停了，人们又上路了——"

// At each level its rules hold, and what a lower level allows does come about there.
func TestLevels(t *testing.T) {
	broken := map[Level]string{}
	for n, rule := range levelRules {
		policy := DefaultPolicy
		policy.Level = rule.level
		all := levelRules[len(levelRules)-1]
		for em := float32(6); em < 30; em += 0.25 {
			c := NewColumn(faces(), article(levelText), ColumnOptions{Width: em * 10, Size: 10, Policy: &policy})
			for _, l := range c.Lines(0, every) {
				first, _ := utf8.DecodeRuneInString(shown(&l))
				last, _ := utf8.DecodeLastRuneInString(shown(&l))
				if !l.First && strings.ContainsRune(rule.first, first) || !l.Last && strings.ContainsRune(rule.last, last) {
					t.Errorf("level %d at %v em: %s", rule.level, em, shown(&l))
				}
				if !l.First && strings.ContainsRune(all.first, first) {
					broken[rule.level] += "|" + string(first)
				}
				if !l.Last && strings.ContainsRune(all.last, last) {
					broken[rule.level] += string(last) + "|"
				}
			}
		}
		if n < 2 && !strings.Contains(broken[rule.level], "|—") || n < 2 && !strings.Contains(broken[rule.level], "|…") {
			t.Errorf("level %d: no line begins with —— and ……, which it allows: %s", rule.level, broken[rule.level])
		}
	}
	if !strings.Contains(broken[Basic], "／") {
		t.Errorf("no line begins or ends with a solidus at the basic level: %s", broken[Basic])
	}
	if broken[Strict] != "" || strings.Contains(broken[GB], "／") {
		t.Errorf("broken: %v", broken)
	}
}

// —— and …… are whole at every level.
func TestPairsAreWholeAtEveryLevel(t *testing.T) {
	for level := Basic; level <= Strict; level++ {
		policy := DefaultPolicy
		policy.Level = level
		for em := float32(5); em < 20; em += 0.5 {
			c := NewColumn(faces(), article(levelText), ColumnOptions{Width: em * 10, Size: 10, Policy: &policy})
			c.layTo(every)
			p := c.blocks[0].para
			for _, s := range p.lines[:len(p.lines)-1] {
				if two := string(p.text[s.end-1 : s.end+1]); two == "——" || two == "……" {
					t.Error(fmt.Sprint("level ", level, " at ", em, " em parts ", two))
				}
			}
		}
	}
}
