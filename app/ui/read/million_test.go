package read

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"baoge/app/paper"
	"baoge/app/typeset"
)

// million is an article of a million characters, in paragraphs as they are; the race
// detector, which looks for other things, gets a tenth.
func million() *paper.Article {
	if raceEnabled {
		return sample(1090)
	}
	return sample(10900)
}

// bulk is an article whose one paragraph has a megabyte of text.
func bulk() *paper.Article {
	a := sample(1)
	size := 1 << 20
	if raceEnabled {
		size /= 10
	}
	a.Blocks[0].Text = strings.Repeat(a.Blocks[0].Text, size/len(a.Blocks[0].Text))
	return a
}

// A stopwatch times the steps of a walk that is walked several times, and keeps each
// step's best time: the machine has other things to do as well.
type stopwatch struct {
	best []time.Duration
	step int
}

func (w *stopwatch) again() { w.step = 0 }

func (w *stopwatch) time(f func()) {
	d := timed(f)
	if w.step == len(w.best) {
		w.best = append(w.best, d)
	}
	w.best[w.step] = min(w.best[w.step], d)
	w.step++
}

func (w *stopwatch) longest() time.Duration { return slices.Max(w.best) }

// However long the article, in one column or two, nothing that a person does holds up the
// window: no frame of scrolling takes more than 8 ms, no step more than 16.
func TestMillion(t *testing.T) {
	frame, step := 8*time.Millisecond, 16*time.Millisecond
	if raceEnabled {
		frame, step = 100*frame, 100*step // its own cost, and nothing is walked twice
	}
	for _, c := range []struct {
		name string
		a    *paper.Article
		two  bool
	}{{"paragraphs", million(), false}, {"paragraphs in two columns", million(), true}, {"one paragraph", bulk(), false}, {"one paragraph in two columns", bulk(), true}} {
		t.Run(c.name, func(t *testing.T) {
			r, _ := show(t, sample(1), 928, 722)
			r.SetColumns(c.two)
			var first, frames, steps stopwatch
			for range 5 {
				first.again()
				first.time(func() { open(r, c.a) })
			}
			r.galley.show(c.a, nil) // and its end, in the background
			if !r.galley.sheet.complete() {
				t.Fatal("the background has not set the text")
			}
			rounds := 5
			if raceEnabled {
				rounds = 1
			}
			for range rounds {
				walk(r, &frames)
				work(r, &steps)
			}
			t.Logf("%d characters: open → painted %v, longest frame %v, longest step %v", c.a.Chars(), first.longest(), frames.longest(), steps.longest())
			if first.longest() > 2*step || frames.longest() > frame || steps.longest() > step {
				t.Errorf("want at most %v, %v, %v", 2*step, frame, step)
			}
		})
	}
}

// walk scrolls and turns screens at the beginning and far down.
func walk(r *Reader, frames *stopwatch) {
	frames.again()
	g := r.galley
	for _, part := range []float32{0, 0.6} {
		g.leap(g.height() * part)
		for i := range 40 {
			frames.time(func() {
				if g.leap(g.offset + 40); i%4 == 0 {
					g.leap(g.offset + g.page())
				}
				picture(r)
			})
		}
	}
}

// work does what else a person does far down in the text.
func work(r *Reader, steps *stopwatch) {
	steps.again()
	g := r.galley
	for i := range 4 {
		steps.time(func() { g.bare(fyne.NewSize(928-float32(i%2)*40, 690)) })
		steps.time(func() { g.em = 17 + float32(i%2); g.front(g.holding()) })
		steps.time(func() { g.chooseAll(); picture(r) })
		steps.time(func() { g.extend(typeset.LineDown); picture(r) })
		steps.time(func() { g.hold = nil; g.holding() })
	}
	g.em = DefaultSize
	g.deselect()
}

// Until a place far down is set for another width, what is shown stands in the middle.
func TestCentredMeanwhile(t *testing.T) {
	for _, two := range []bool{false, true} {
		r, _ := show(t, sample(300), 928, 722)
		r.SetColumns(two)
		g := r.galley
		r.GoTo(block(200, 0))
		for _, width := range []float32{1300, 700, 928} {
			g.bare(fyne.NewSize(width, 722))
			left := g.point(block(200, 0)).X
			for _, s := range g.sheet.strips(g.offset, g.offset+700) {
				left = min(left, s.x)
			}
			right := width - left - g.sheet.w
			if two {
				right = width - g.sheet.two.x[1] - g.sheet.two.width
			}
			if d := left - right; d < -2 || d > 2 {
				t.Errorf("two columns %v, width %v: %v left of the text, %v right", two, width, left, right)
			}
		}
	}
}

// bare is Resize without what the background does.
func (g *galley) bare(s fyne.Size) {
	h := g.holding()
	g.BaseWidget.Resize(s)
	g.front(h)
}
