package ui

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"

	"baoge/app/library"
	"baoge/app/paper"
	"baoge/app/typeset"
	"baoge/app/ui/async"
	"baoge/app/ui/line"
	"baoge/app/ui/look"
	"baoge/app/ui/read"
)

// readSlip reads what the person put on an article. Off the UI goroutine.
func readSlip(ctx context.Context, l *library.Library, id paper.ArticleID) (s read.Slip, err error) {
	if s.Note, err = l.Note(ctx, id); err != nil {
		return s, err
	}
	tags, err := l.TagsOf(ctx, []paper.ArticleID{id})
	for _, t := range tags[id] {
		if t == library.Star {
			s.Starred = true
		} else {
			s.Tags = append(s.Tags, t)
		}
	}
	return s, err
}

// ownChanged shows tags and notes as they are now: in the sidebar, the list and the reader.
func (w *Window) ownChanged() {
	w.browse.ReloadTags()
	w.showSlip()
}

// showSlip shows anew what stands over the article.
func (w *Window) showSlip() {
	l, a := w.lib, w.reader.Article()
	if l == nil || a == nil {
		return
	}
	async.Load(&w.slipping, func(ctx context.Context) (read.Slip, error) { return readSlip(ctx, l, a.ID) }, func(s read.Slip) {
		if now := w.reader.Article(); now != nil && now.ID == a.ID {
			w.reader.SetSlip(s)
		}
	}, w.fail)
}

// picking is what is picked, with the tags it has.
type picking struct {
	ids  []paper.ArticleID
	tags map[paper.ArticleID][]string
}

// common are the tags that all of the picked articles have.
func (p picking) common() []string {
	var out []string
	for _, t := range p.tags[p.ids[0]] {
		if !slices.ContainsFunc(p.ids, func(id paper.ArticleID) bool { return !slices.Contains(p.tags[id], t) }) {
			out = append(out, t)
		}
	}
	return out
}

// withTagged reads what is picked and hands it to do, if there is anything.
func (w *Window) withTagged(do func(picking)) {
	l := w.lib
	if l == nil || w.user == nil {
		return
	}
	w.withPicked(func(ids []paper.ArticleID) {
		async.Load(&w.keeping, func(ctx context.Context) (p picking, err error) {
			p.ids = ids
			p.tags, err = l.TagsOf(ctx, ids)
			return p, err
		}, do, w.fail)
	})
}

// star gives the star to what is picked, or takes it where all have it.
func (w *Window) star() {
	w.withTagged(func(p picking) {
		data := map[string]any{"N": line.Thousands(len(p.ids))}
		if slices.Contains(p.common(), library.Star) {
			w.tag(p.ids, nil, []string{library.Star}, lang.X("tag.unstarred", "已去掉 {{.N}} 篇的星标", data))
			return
		}
		w.tag(p.ids, []string{library.Star}, nil, lang.X("tag.starred", "已给 {{.N}} 篇加星", data))
	})
}

// tag gives tags and takes others, and tells it with the way back.
func (w *Window) tag(ids []paper.ArticleID, add, remove []string, said string) {
	l := w.lib
	// In a slot of its own: what is pressed next must not end the writing.
	async.Load(new(async.Slot), func(ctx context.Context) (map[paper.ArticleID][]string, error) { return l.Tag(ctx, ids, add, remove) },
		func(before map[paper.ArticleID][]string) {
			w.ownChanged()
			w.browse.TellTags(said, before)
		}, w.fail)
}

// tagGap parts tags in a line.
const tagGap = "、"

// askTags asks for the tags of what is picked: those that all have stand in the line, and
// the others there are can be pressed into it.
func (w *Window) askTags() {
	w.withTagged(func(p picking) {
		common := slices.DeleteFunc(p.common(), func(t string) bool { return t == library.Star })
		e := look.NewEntry(strings.Join(common, tagGap), lang.X("tag.hint", "几个标签用、隔开"))
		offered := container.NewHBox()
		for _, t := range w.browse.Tags() {
			if t.Name != library.Star {
				offered.Add(look.NewButton(nil, t.Name, look.Framed, func() {
					if tags := tagsIn(e.Text); !slices.Contains(tags, t.Name) {
						e.SetText(strings.Join(append(tags, t.Name), tagGap))
					}
					w.win.Canvas().Focus(e)
				}))
			}
		}
		over := container.NewHScroll(offered)
		if len(offered.Objects) == 0 {
			over.Hide()
		}
		data := map[string]any{"N": line.Thousands(len(p.ids))}
		w.askText(lang.X("tag.of", "{{.N}} 篇的标签", data), e, over, fyne.NewSize(460, 170), func(text string) {
			tags := tagsIn(text)
			gone := slices.DeleteFunc(common, func(t string) bool { return slices.Contains(tags, t) })
			if len(tags) > 0 || len(gone) > 0 {
				w.tag(p.ids, tags, gone, lang.X("tag.done", "已改 {{.N}} 篇的标签", data))
			}
		})
	})
}

// tagsIn reads a line of tags.
func tagsIn(text string) []string {
	var tags []string
	for _, t := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("、，,；;\n", r) }) {
		if t = strings.Join(strings.Fields(t), " "); t != "" && !slices.Contains(tags, t) {
			tags = append(tags, t)
		}
	}
	return tags
}

// askNote asks for the note on the article in the reader.
func (w *Window) askNote() {
	l, a := w.lib, w.reader.Article()
	if l == nil || w.user == nil || a == nil {
		return
	}
	async.Load(&w.keeping, func(ctx context.Context) (string, error) { return l.Note(ctx, a.ID) }, func(note string) {
		e := look.NewEntry("", lang.X("note.hint", "只有您自己看得到；留空则没有。写完按 Shift+回车"))
		e.MultiLine, e.Wrapping = true, fyne.TextWrapWord
		e.SetMinRowsVisible(6)
		e.SetText(note)
		of := line.NewText(w.press, line.Piece{Text: line.Headline(&paper.Summary{Headline: a.Headline}), Face: typeset.SerifBold, Size: 15, Leading: 24, X: 4, Width: 440, MaxLines: 1, Tint: line.Ink})
		w.askText(lang.X("note.of", "批注"), e, of, fyne.NewSize(500, 300), func(text string) {
			async.Load(new(async.Slot), func(ctx context.Context) (struct{}, error) { return struct{}{}, l.SetNote(ctx, a.ID, text) },
				func(struct{}) { w.ownChanged() }, w.fail)
		})
	}, w.fail)
}

// askText asks for a text in a field that was made for it, with something over it; Return
// and, in a field of several lines, Shift with Return, give it to done, Esc leaves it.
func (w *Window) askText(title string, e *look.Entry, over fyne.CanvasObject, size fyne.Size, done func(string)) {
	var d dialog.Dialog
	ok := look.NewButton(nil, lang.X("action.ok", "确定"), look.Filled, func() {
		d.Hide()
		done(strings.TrimSpace(e.Text))
	})
	cancel := look.NewButton(nil, lang.X("action.cancel", "取消"), look.Framed, func() { d.Hide() })
	e.Leave, e.OnSubmitted = func() { d.Hide() }, func(string) { ok.Tapped(nil) }
	buttons := container.New(layout.NewCustomPaddedLayout(8, 0, 0, 0), container.NewHBox(layout.NewSpacer(), cancel, ok))
	var body fyne.CanvasObject = container.NewVBox(over, e)
	if e.MultiLine {
		body = look.NewFrame(over, nil, e)
	}
	d = dialog.NewCustomWithoutButtons(title, look.NewFrame(nil, buttons, body), w.win)
	w.present(d, size)
	w.win.Canvas().Focus(e)
}

// ownItems are what the menu of an article offers of a person's own.
func (w *Window) ownItems() []*fyne.MenuItem {
	if w.user == nil {
		return nil
	}
	return []*fyne.MenuItem{
		fyne.NewMenuItem(lang.X("tag.starmenu", "星标"), w.star),
		fyne.NewMenuItem(lang.X("tag.menu", "标签…"), w.askTags),
		fyne.NewMenuItem(lang.X("note.menu", "批注…"), w.askNote),
	}
}
