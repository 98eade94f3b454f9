package typeset

import (
	"reflect"
	"sync"
	"testing"
)

// A resized column is what a new one would be, whatever of the old one was laid out.
func TestResized(t *testing.T) {
	for _, laid := range []float32{0, 300, every} {
		old := blocksColumn(t, 30, 17)
		old.Lines(0, laid)
		for _, em := range []float32{12, 21.5, 40} {
			o := old.opt
			o.Width, o.Size, o.Leading, o.Tallest = em*20, 20, 0, em*9
			got, want := old.Resized(em*20, 20, 0, o.Tallest), NewColumn(faces(), old.art, o)
			if g, w := got.Height(), want.Height(); g != w {
				t.Errorf("height of what is not laid out is guessed as %v and %v", g, w)
			}
			if !reflect.DeepEqual(got.Lines(0, every), want.Lines(0, every)) || !reflect.DeepEqual(got.Rules(0, every), want.Rules(0, every)) ||
				!reflect.DeepEqual(got.Pictures(0, every), want.Pictures(0, every)) {
				t.Errorf("%v em after %v laid out: other lines than a new column's", em, laid)
			}
		}
	}
}

// The old column goes on being used while the new one is laid out elsewhere.
func TestResizedOnAnotherGoroutine(t *testing.T) {
	old := blocksColumn(t, 30, 17)
	old.Lines(0, 200)
	fresh := old.Resized(400, 17, 0, 0)
	var wg sync.WaitGroup
	wg.Go(func() { fresh.Lines(0, every) })
	wg.Go(func() { old.Lines(0, every) })
	wg.Wait()
	if old.Text(old.Start(), old.End()) != fresh.Text(fresh.Start(), fresh.End()) {
		t.Error("the two hold different text")
	}
}
