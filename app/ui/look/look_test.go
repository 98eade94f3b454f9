package look

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

// contrast is the ratio of WCAG 2.2, 1 to 21.
func contrast(a, b color.NRGBA) float64 {
	l := func(c color.NRGBA) float64 {
		f := func(v uint8) float64 {
			x := float64(v) / 255
			if x <= 0.04045 {
				return x / 12.92
			}
			return math.Pow((x+0.055)/1.055, 2.4)
		}
		return 0.2126*f(c.R) + 0.7152*f(c.G) + 0.0722*f(c.B)
	}
	x, y := l(a), l(b)
	if x < y {
		x, y = y, x
	}
	return (x + 0.05) / (y + 0.05)
}

func TestTextCanBeRead(t *testing.T) {
	for name, p := range map[string]*Palette{"day": &Day, "eye": &Eye, "night": &Night} {
		for _, c := range []struct {
			what    string
			ink, on color.NRGBA
			least   float64
		}{
			{"text on paper", p.Ink, p.Paper, 10}, {"text on a hit", p.Ink, p.Hit, 5}, {"text on the hit one stands on", p.Ink, p.HitNow, 3.5},
			{"text on what was found", p.Ink, p.Found, 5}, {"text on the found place one stands on", p.Ink, p.FoundNow, 3.5},
			{"prose in a row", p.Prose, p.List, 4.5}, {"prose in the chosen row", p.Prose, p.Selection, 4.5},
			{"byline", p.Secondary, p.Paper, 4.5}, {"count", p.Faint, p.Sidebar, 3}, {"meta", p.Faint, p.List, 3},
			{"accent", p.Accent, p.Paper, 4.5}, {"filled button", p.OnFill, p.Fill, 4.5}, {"chosen entry", p.Ink, p.Chosen, 7},
		} {
			if got := contrast(c.ink, c.on); got < c.least {
				t.Errorf("%s: %s has contrast %.2f, want %.1f", name, c.what, got, c.least)
			}
		}
	}
}

func TestChoiceDecidesThePalette(t *testing.T) {
	a := test.NewTempApp(t)
	t.Cleanup(func() { chosen = System })
	for c, want := range map[Choice]*Palette{ChooseDay: &Day, ChooseEye: &Eye, ChooseNight: &Night, System: &Day} {
		Apply(a, c)
		if Current() != want || Chosen() != c {
			t.Errorf("%s: wrong palette", c)
		}
		if got := a.Settings().Theme().Color(theme.ColorNameForeground, theme.VariantLight); got != want.Ink {
			t.Errorf("%s: theme ink %v, want %v", c, got, want.Ink)
		}
	}
	Apply(a, System)
	if paletteFor(theme.VariantDark) != &Night {
		t.Error("system choice on a dark desktop is not the night")
	}
	for _, s := range []fyne.TextStyle{{}, {Bold: true}, {Italic: true}, {Monospace: true}, {Symbol: true}} {
		if a.Settings().Theme().Font(s) != sans {
			t.Errorf("style %+v has a font of its own", s)
		}
	}
}

func TestButton(t *testing.T) {
	test.NewTempApp(t)
	n := 0
	b := NewButton(Search, "导入", Framed, func() { n++ })
	w := test.NewTempWindow(t, b)
	w.Canvas().Focus(b)
	test.Tap(b)
	b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.SetEnabled(false)
	test.Tap(b)
	if n != 2 {
		t.Errorf("pressed %d times, want 2: a disabled button must not act", n)
	}
	if got := b.MinSize().Height; got != buttonH {
		t.Errorf("height %v", got)
	}
}
