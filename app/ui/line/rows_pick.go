package line

import (
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"baoge/app/ui/look"
)

// hand is what the person does with mouse and keyboard just now.
type hand struct {
	modifier fyne.KeyModifier // held at the last press of a mouse button
	shift    bool             // held on the keyboard
	clicked  time.Time        // when a row was clicked last
	row      int              // being carried, or -1
	to       int              // where it would go
	out      bool             // it is outside the list
	at       fyne.Position    // there, in the canvas
}

// picks are the rows picked: half-open ranges in order, apart from each other. A set of
// single rows would take long where 100,000 are picked at once.
type picks [][2]int

func (p picks) has(i int) bool {
	for _, s := range p {
		if s[0] <= i && i < s[1] {
			return true
		}
	}
	return false
}

func (p picks) count() int {
	n := 0
	for _, s := range p {
		n += s[1] - s[0]
	}
	return n
}

// toggled puts a row in, or takes it out.
func (p picks) toggled(i int) picks {
	var out picks
	for _, s := range p {
		switch {
		case i < s[0] || s[1] <= i:
			out = out.with(s)
		default:
			out = out.with([2]int{s[0], i}).with([2]int{i + 1, s[1]})
		}
	}
	if p.has(i) {
		return out
	}
	var all picks
	put := false
	for _, s := range out {
		if !put && i < s[0] {
			all, put = all.with([2]int{i, i + 1}), true
		}
		all = all.with(s)
	}
	if !put {
		all = all.with([2]int{i, i + 1})
	}
	return all
}

// with adds a range that comes after the others, joined to the last where it touches it.
func (p picks) with(s [2]int) picks {
	if s[0] >= s[1] {
		return p
	}
	if n := len(p); n > 0 && p[n-1][1] == s[0] {
		p[n-1][1] = s[1]
		return p
	}
	return append(p, s)
}

// Picked are the rows picked, as half-open ranges in order: those picked together, else
// the chosen row, else none.
func (r *Rows) Picked() [][2]int {
	switch {
	case len(r.picks) > 0:
		return r.picks
	case r.selected >= 0:
		return [][2]int{{r.selected, r.selected + 1}}
	}
	return nil
}

// IsPicked reports whether row i is picked together with others.
func (r *Rows) IsPicked(i int) bool { return r.picks.has(i) }

// PickAll picks every row.
func (r *Rows) PickAll() { r.pick(picks{}.with([2]int{0, r.count})) }

// Pick picks the rows of a half-open range.
func (r *Rows) Pick(first, last int) {
	r.pick(picks{}.with([2]int{max(first, 0), min(last, r.count)}))
}

// Unpick leaves the chosen row alone.
func (r *Rows) Unpick() {
	r.anchor = max(r.selected, 0)
	r.unpick()
}

func (r *Rows) unpick() {
	if len(r.picks) > 0 {
		r.pick(nil)
	}
}

func (r *Rows) pick(p picks) {
	r.picks = p
	for i, s := range r.sheets {
		r.fill(i, s)
	}
	if r.OnPick != nil {
		r.OnPick(p.count())
	}
}

func (r *Rows) togglePick(i int) {
	p := r.picks
	if len(p) == 0 && r.selected >= 0 {
		p = p.toggled(r.selected)
	}
	r.anchor = i
	r.pick(p.toggled(i))
}

// pickTo picks the rows from the anchor to row i.
func (r *Rows) pickTo(i int) {
	r.Pick(min(r.anchor, i), max(r.anchor, i)+1)
}

// pickByKey picks more rows or fewer with Shift and an arrow; false when it is no such key.
func (r *Rows) pickByKey(k fyne.KeyName, page int) bool {
	step, ok := map[fyne.KeyName]int{fyne.KeyDown: 1, fyne.KeyUp: -1, fyne.KeyPageDown: page, fyne.KeyPageUp: -page,
		fyne.KeyEnd: r.count, fyne.KeyHome: -r.count}[k]
	if k == fyne.KeyEscape && len(r.picks) > 0 {
		r.Unpick()
		return true
	}
	if !ok || !r.hand.shift || r.count == 0 {
		return false
	}
	end := r.anchor // the end that moves is the one away from the anchor
	if n := len(r.picks); n > 0 {
		if end = r.picks[n-1][1] - 1; end == r.anchor {
			end = r.picks[0][0]
		}
	}
	end = min(max(end+step, 0), r.count-1)
	r.pickTo(end)
	r.Bring(end)
	return true
}

// MouseDown notes what is held with the press; Tapped is not told.
func (r *Rows) MouseDown(e *desktop.MouseEvent) { r.hand.modifier = e.Modifier }

// MouseUp ends MouseDown. The modifiers are kept for the tap that follows.
func (r *Rows) MouseUp(*desktop.MouseEvent) {}

// KeyDown follows the Shift key, of which TypedKey is not told.
func (r *Rows) KeyDown(k *fyne.KeyEvent) { r.holdShift(k, true) }

// KeyUp ends KeyDown.
func (r *Rows) KeyUp(k *fyne.KeyEvent) { r.holdShift(k, false) }

func (r *Rows) holdShift(k *fyne.KeyEvent, on bool) {
	if k.Name == desktop.KeyShiftLeft || k.Name == desktop.KeyShiftRight {
		r.hand.shift = on
	}
}

// carry shows where the row under the hand would go.
func (r *Rows) carry(e *fyne.DragEvent) {
	if r.OnMove == nil && r.OnCarry == nil {
		return
	}
	if r.hand.row < 0 {
		if r.hand.row = r.rowAt(e.Position.Y - e.Dragged.DY); r.hand.row < 0 {
			return
		}
	}
	out := e.Position.X < 0 || e.Position.X > r.Size().Width
	if r.OnCarry != nil && (out || r.hand.out) {
		r.hand.out, r.hand.at = out, e.AbsolutePosition
		r.OnCarry(r.hand.row, r.hand.at, false)
	}
	if out || r.OnMove == nil {
		r.hand.to = r.hand.row // it would stay
		r.mark.Hide()
		return
	}
	if h := r.Size().Height; e.Position.Y < r.RowH/4 || e.Position.Y > h-r.RowH/4 { // near an edge the list moves along
		r.ScrollTo(r.offset + float64(e.Dragged.DY)*4)
	}
	to := int(math.Round((r.offset + float64(e.Position.Y)) / float64(r.RowH)))
	r.hand.to = min(max(to, 0), r.count)
	r.mark.FillColor = look.Current().Accent
	r.mark.Resize(fyne.NewSize(r.Size().Width, 2))
	r.mark.Move(fyne.NewPos(0, float32(float64(r.hand.to)*float64(r.RowH)-r.offset)-1))
	r.mark.Show()
	r.mark.Refresh()
}

// letGo puts the row that was carried where it was let go.
func (r *Rows) letGo() {
	from, to := r.hand.row, r.hand.to
	out := r.hand.out
	r.hand.row, r.hand.out = -1, false
	r.mark.Hide()
	if from >= 0 && out {
		r.OnCarry(from, r.hand.at, true)
		return
	}
	if from >= 0 && to != from && to != from+1 && r.OnMove != nil {
		r.OnMove(from, to)
	}
}
