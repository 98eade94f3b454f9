package hanzi

import (
	"context"
	"runtime"
	"testing"
	"time"
	"strings"
	"os"

	"baoge/assets/dict"
)

func TestLoadCost(t *testing.T) {
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
	t.Logf("%d words in %v, %.1f MB", len(c.texts), took, heap)
	if heap > 40 {
		t.Errorf("dictionary takes %.1f MB, want at most 40", heap)
	}
	for _, s := range []string{"审计工作规定", "一名女子不慎溺水他们合力施救", "凯里市斑马线礼让行人文明行为蔚然成风", "心肺复苏", "rcep具体包括哪些国家", "南京市长江大桥"} {
		var in []string
		c.Inner(s, func(w string) { in = append(in, w) })
		t.Log(c.Words(s), in)
	}
	runtime.KeepAlive(c)
}

func BenchmarkAll(b *testing.B) {
	raw, _ := os.ReadFile("../../seeds/000_72f2b4a63ce6f29d.txt")
	s := strings.Repeat(string(raw), 10)
	c, _ := Load(context.Background())
	b.Run("foldstring", func(b *testing.B) { b.SetBytes(int64(len(s))); for b.Loop() { FoldString(s) } })
	b.Run("fold", func(b *testing.B) { b.SetBytes(int64(len(s))); for b.Loop() { Fold(s) } })
	f := FoldString(s)
	b.Run("words", func(b *testing.B) { b.SetBytes(int64(len(s))); for b.Loop() { c.Words(f) } })
	b.Run("inner", func(b *testing.B) { b.SetBytes(int64(len(s))); for b.Loop() { c.Inner(f, func(string) {}) } })
	b.Run("runs", func(b *testing.B) { b.SetBytes(int64(len(s))); for b.Loop() { runs(f) } })
}
