package proof

import (
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"baoge/app/paper"
	"baoge/app/review"
	"baoge/app/ui/line"
	"baoge/app/ui/look"
)

// key handles a key the list has no use for.
func (s *Screen) key(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if r := s.list.row(); r != nil {
			s.confirm(*r)
			s.nextDoubt()
		}
	case fyne.KeyEscape:
		s.Leave()
	case fyne.KeyF2:
		if !s.list.edit() {
			s.hint.SetText(refusal(review.ErrKind))
		}
	default:
		look.PassKey(s.list, k)
	}
}

// Rows are what takes the keys of the page. Where the screen was just put into the window,
// only that can give them the focus.
func (s *Screen) Rows() fyne.Focusable { return s.list }

// Key handles a key that no focused widget took, and reports whether it was for the page:
// after a click beside everything, say.
func (s *Screen) Key(k *fyne.KeyEvent) bool {
	if s.list.focused || k.Name == fyne.KeyF1 {
		return false
	}
	s.focus()
	s.list.TypedKey(k)
	return true
}

// Rune handles a letter that no focused widget took.
func (s *Screen) Rune(r rune) {
	if !s.list.focused {
		s.focus()
		s.rune(r)
	}
}

// rune does what a letter stands for.
func (s *Screen) rune(r rune) {
	switch unicode.ToUpper(r) {
	case 'M':
		s.mergeRow()
	case 'S':
		s.splitRow()
	case 'J':
		s.with(func(r review.Row) error {
			if r.Part.Field != paper.FieldBlock {
				return review.ErrNoPrevious
			}
			return s.desk.Join(r.Item, r.Part.Block)
		})
	case 'B':
		s.with(func(r review.Row) error {
			if len(r.Joins) == 0 || r.Part.Field != paper.FieldBlock {
				return review.ErrNotThere
			}
			return s.desk.Part(r.Item, r.Part.Block, r.Joins[0]-r.Lead)
		})
	case 'E':
		if r := s.list.row(); r != nil {
			s.typeHeadline(r.Item)
		}
	case 'V':
		s.ToggleOriginal()
	case '[', ']':
		if s.Beside() {
			s.orig.view.Turn(map[rune]int{'[': -1, ']': 1}[r])
		}
	case 'G':
		s.Next()
	case 'N':
		s.nextDoubt()
	default:
		if k, ok := kindKeys[unicode.ToUpper(r)]; ok {
			s.set(k)
		}
	}
}

// kindKeys are the letters that say what a row is.
var kindKeys = map[rune]review.Kind{'P': review.Paragraph, 'H': review.Headline, 'T': review.Subheading, 'C': review.Caption,
	'I': review.ListItem, 'K': review.Kicker, 'U': review.Subhead, 'A': review.Credit, 'R': review.Rubric, 'L': review.Leftover}

// typeHeadline gives the keys to what stands over an article.
func (s *Screen) typeHeadline(item int) {
	k := s.cards.of(item)
	if s.Beside() && s.cardsHidden() {
		s.ToggleOriginal()
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(s.list); c != nil && k != nil && !k.fields.Hidden {
		c.Focus(k.headline)
		k.headline.TypedShortcut(&fyne.ShortcutSelectAll{})
	}
}

// A Key is a key of this screen and what it does, for the sheet behind F1.
type Key struct{ Typed, Means string }

// Keys lists the keys.
func Keys() []Key {
	return []Key{
		{"↑ ↓  PgUp PgDn", lang.X("proof.key.choose", "选段；Home、End 到首尾")},
		{"M", lang.X("proof.key.merge", "这一篇并入上一篇")},
		{"S", lang.X("proof.key.split", "从这一段起拆成新的一篇")},
		{"J  B", lang.X("proof.key.join", "接到上一段；在接栏处断开")},
		{"P  H  T  C  I", lang.X("proof.key.kinds", "改为段落、标题、小标题、图片说明、列表")},
		{"K  U  A  R  L", lang.X("proof.key.over", "改为引题、副题、署名、栏题、文外")},
		{"F2", lang.X("proof.key.type", "改这一段的字（双击也行）；Enter 改好，Esc 不改")},
		{"E", lang.X("proof.key.headline", "到这一篇的标题、作者、栏目里去改；Tab 下一格")},
		{"Shift+↑ ↓", lang.X("proof.key.shift", "这一段上移、下移，可移进邻篇")},
		{"Alt+↑ ↓", lang.X("proof.key.move", "这一篇上移、下移")},
		{"N  Enter", lang.X("proof.key.doubt", "到下一处待确认的；确认这一处")},
		{"V  [ ]", lang.X("proof.key.original", "原版放在旁边，再按一次收起；上一张、下一张（有版面图片时）")},
		{"Ctrl+＋  Ctrl+−  Ctrl+0", lang.X("proof.key.zoom", "原版放大、缩小、满宽；也可按住 Ctrl 滚动，拖动移位，点字选段")},
		{"Ctrl+Z  Ctrl+Shift+Z", lang.X("proof.key.undo", "撤销；重做")},
		{"Ctrl+S", lang.X("proof.key.save", "存入馆藏，接着校对下一版")},
		{"G", lang.X("proof.key.next", "这一版不改了，看下一版")},
		{"Esc", lang.X("proof.key.leave", "放弃，回到馆藏")},
	}
}

// named lays a file's name, cut to its room, and what is known of the page behind it.
type named struct{}

func (*named) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(o[0].MinSize().Width+o[1].MinSize().Width+12, barH-1)
}

func (*named) Layout(o []fyne.CanvasObject, s fyne.Size) {
	name, m := o[0].(*line.Cut), o[1].MinSize()
	w := max(min(name.Whole(), s.Width-m.Width-12), 0)
	name.Resize(fyne.NewSize(w, s.Height))
	o[1].Resize(fyne.NewSize(m.Width, s.Height))
	o[1].Move(fyne.NewPos(w+12, 0))
}
