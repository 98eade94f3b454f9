package hanzi

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
)

func words(c *Cutter, s string) (out []string) {
	for _, w := range c.Words(FoldString(s)) {
		out = append(out, w.Text)
	}
	return out
}

func TestLearn(t *testing.T) {
	c, err := Load(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Learn(nil)
	before := words(c, "文明礼让斑马线，欧阳佳禾在场")
	c.Learn([]string{" 斑马線 ", "欧阳佳禾", "甲", "文明", "abc", "一个两个三个四个五个六个七个八个九个", "让斑"})
	for text, want := range map[string]string{
		"礼让斑马线": "礼让 斑马线", "欧阳佳禾在场": "欧阳佳禾 在场", "欧阳佳": "", "斑马线": "斑马线", "abc斑马线12": "abc 斑马线 12",
	} {
		if got := words(c, text); want != "" && strings.Join(got, " ") != want {
			t.Errorf("%s is cut %q, want %s", text, got, want)
		}
	}
	for w, want := range map[string]bool{"斑马线": true, "欧阳佳禾": true, "文明": false, "甲": false, "abc": false} {
		if c.Learnt(w) != want {
			t.Errorf("learnt %s: %v", w, !want)
		}
	}
	c.Learn(nil)
	if after := words(c, "文明礼让斑马线，欧阳佳禾在场"); !slices.Equal(after, before) || c.Learnt("斑马线") {
		t.Errorf("forgotten, it is cut %q, before %q", after, before)
	}
}

// TestLearnKeepsEveryCharacter cuts random pieces with random words learnt: the words put
// together are the text.
func TestLearnKeepsEveryCharacter(t *testing.T) {
	c, err := Load(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Learn(nil)
	text := []rune("凯里市通过多种方式积极开展礼让斑马线文明交通创建活动持续巩固提升文明成果驾驶员行人清水江溺水施救")
	rnd := rand.New(rand.NewPCG(3, 9))
	piece := func(most int) string {
		n := 1 + rnd.IntN(most)
		i := rnd.IntN(len(text) - n)
		return string(text[i : i+n])
	}
	for range 300 {
		var learn []string
		for range rnd.IntN(12) {
			learn = append(learn, piece(9))
		}
		c.Learn(learn)
		s := piece(30)
		if got := strings.Join(words(c, s), ""); got != s {
			t.Fatalf("with %q learnt, %s is cut to %s", learn, s, got)
		}
	}
	var wait sync.WaitGroup
	for range 3 {
		wait.Go(func() {
			for range 100 {
				c.Words("礼让斑马线文明交通")
			}
		})
	}
	for range 50 {
		c.Learn([]string{"斑马线", "明交"})
	}
	wait.Wait()
}
