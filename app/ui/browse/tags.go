package browse

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"baoge/app/library"
	"baoge/app/paper"
	"baoge/app/ui/async"
	"baoge/app/ui/line"
)

// labels is what the screen knows of a person's tags and notes: their section of the sidebar.
type labels struct {
	s      *Screen
	star   *line.Entry
	column *fyne.Container
	noted  *line.Entry // articles with a note; the last of column, or not in it
	tags   []library.Tag

	loading, doing async.Slot
}

func newLabels(s *Screen) *labels {
	b := &labels{s: s, column: container.New(layout.NewCustomPaddedVBoxLayout(0))}
	b.star = line.NewEntry(s.press, tagWord(library.Star), -1, func() { s.Go(Route{Kind: Tagged, Tag: library.Star}) })
	b.star.Hide()
	b.noted = line.NewEntry(s.press, lang.X("note.noted", "有批注"), -1, func() { s.Go(Route{Kind: Noted}) })
	return b
}

// tagWord is a tag as a person reads it.
func tagWord(tag string) string {
	if tag == library.Star {
		return lang.X("tag.star", "星标")
	}
	return tag
}

// Tags are the person's tags as last listed.
func (s *Screen) Tags() []library.Tag { return s.labels.tags }

// ReloadTags lists tags and notes anew, in the sidebar and in the rows.
func (s *Screen) ReloadTags() {
	s.labels.reload()
	s.again()
}

func (b *labels) reload() {
	l := b.s.lib
	if l == nil {
		b.loading.Cancel()
		b.list(nil, 0)
		return
	}
	type own struct {
		tags  []library.Tag
		noted int
	}
	async.Load(&b.loading, func(ctx context.Context) (o own, err error) {
		if o.tags, err = l.Tags(ctx); err != nil {
			return o, err
		}
		notes, err := l.Notes(ctx)
		o.noted = len(notes)
		return o, err
	}, func(o own) { b.list(o.tags, o.noted) }, b.s.fail)
}

func (b *labels) list(tags []library.Tag, noted int) {
	b.tags = tags
	b.column.RemoveAll()
	starred := 0
	for _, t := range tags {
		if t.Name == library.Star {
			starred = t.Articles
			continue
		}
		e := line.NewEntry(b.s.press, t.Name, t.Articles, func() { b.s.Go(Route{Kind: Tagged, Tag: t.Name}) })
		e.OnMenu = func(at fyne.Position) { b.menu(t.Name, at) }
		e.OnKey = func(k fyne.KeyName) bool {
			switch k {
			case fyne.KeyF2:
				b.rename(t.Name)
			case fyne.KeyDelete:
				b.remove(t.Name)
			default:
				return false
			}
			return true
		}
		b.column.Add(e)
	}
	if noted > 0 {
		b.noted.Set(b.noted.Label(), noted, false)
		b.column.Add(b.noted)
	}
	if len(b.column.Objects) > 0 {
		b.column.Objects = append([]fyne.CanvasObject{line.NewHeading(b.s.press, lang.X("tag.tags", "标签"))}, b.column.Objects...)
	}
	b.star.Set(b.star.Label(), starred, false)
	b.star.Hidden = starred == 0 && !b.s.route.starred()
	b.show(b.s.route)
	b.column.Refresh()
}

// show marks the entry of a route.
func (b *labels) show(r Route) {
	b.star.Choose(r.starred())
	for _, o := range b.column.Objects {
		if e, ok := o.(*line.Entry); ok {
			e.Choose(e == b.noted && r.Kind == Noted || e != b.noted && r.Kind == Tagged && e.Label() == r.Tag)
		}
	}
}

func (b *labels) menu(tag string, at fyne.Position) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(b.column); c != nil {
		widget.ShowPopUpMenuAtPosition(fyne.NewMenu("",
			fyne.NewMenuItem(lang.X("action.rename", "改名…"), func() { b.rename(tag) }),
			fyne.NewMenuItem(lang.X("action.delete", "删除"), func() { b.remove(tag) })), c, at)
	}
}

func (b *labels) rename(tag string) {
	if b.s.OnName == nil {
		return
	}
	b.s.OnName(lang.X("tag.rename", "给标签改名"), tag, func(name string) {
		if name != "" && name != tag {
			data := map[string]any{"Tag": tag, "Name": name}
			b.change(tag, []string{name}, lang.X("tag.renamed", "标签“{{.Tag}}”改名为“{{.Name}}”", data))
		}
	})
}

func (b *labels) remove(tag string) {
	b.change(tag, nil, lang.X("tag.deleted", "已删除标签“{{.Tag}}”，文章都还在馆藏里", map[string]any{"Tag": tag}))
}

// change puts other tags in the place of one, wherever it is, and tells it with the way back.
func (b *labels) change(tag string, instead []string, said string) {
	l := b.s.lib
	async.Load(&b.doing, func(ctx context.Context) (map[paper.ArticleID][]string, error) {
		of, err := tagged(ctx, l, tag)
		if err != nil {
			return nil, err
		}
		return l.Tag(ctx, of, instead, []string{tag})
	}, func(before map[paper.ArticleID][]string) {
		if b.s.route.Kind == Tagged && b.s.route.Tag == tag {
			to := Route{Kind: All}
			if len(instead) == 1 {
				to = Route{Kind: Tagged, Tag: instead[0]}
			}
			b.s.Go(to)
		}
		b.s.ReloadTags()
		b.s.TellTags(said, before)
	}, b.s.fail)
}

// TellTags tells that tags were changed; before is what they were, to undo it.
func (s *Screen) TellTags(said string, before map[paper.ArticleID][]string) {
	if s.OnDone == nil {
		return
	}
	l := s.lib
	s.OnDone(Done{Text: said, Undo: func() {
		async.Load(&s.labels.doing, func(ctx context.Context) (struct{}, error) { return struct{}{}, l.SetTags(ctx, before) }, func(struct{}) {
			s.ReloadTags()
			if s.OnTagged != nil {
				s.OnTagged()
			}
		}, s.fail)
	}})
}

// tagged lists the articles that have a tag and are there.
func tagged(ctx context.Context, l Library, tag string) ([]paper.ArticleID, error) {
	set, err := l.WithTag(ctx, tag)
	if err != nil {
		return nil, err
	}
	rows, _, err := l.List(ctx, library.Filter{Among: set}, -1, 0)
	var ids []paper.ArticleID
	for _, r := range rows {
		ids = append(ids, r.ID)
	}
	return ids, err
}

// among reads the rows of a tag, or of the notes.
func among(ctx context.Context, l Library, r Route, limit, offset int) ([]paper.Summary, int, error) {
	var f library.Filter
	if r.Kind == Tagged {
		set, err := l.WithTag(ctx, r.Tag)
		if err != nil {
			return nil, 0, err
		}
		f.Among = set
	} else {
		notes, err := l.Notes(ctx)
		if err != nil {
			return nil, 0, err
		}
		var ids []paper.ArticleID
		for _, n := range notes {
			ids = append(ids, n.Article)
		}
		f.Among = library.SetOf(ids)
	}
	return l.List(ctx, f, limit, offset)
}

// labelled adds to rows what tags they have.
func labelled(ctx context.Context, l Library, rows []row) ([]row, error) {
	ids := make([]paper.ArticleID, len(rows))
	for i, a := range rows {
		ids[i] = a.ID
	}
	tags, err := l.TagsOf(ctx, ids)
	for i, a := range rows {
		rows[i].tags = tags[a.ID]
	}
	return rows, err
}

// withTags is the line under the headline with the tags in it: the star before all else.
func withTags(meta string, tags []string) string {
	var parts []string
	if slices.Contains(tags, library.Star) {
		meta = strings.Join([]string{library.Star, meta}, " ")
	}
	parts = append(parts, meta)
	for _, t := range tags {
		if t != library.Star {
			parts = append(parts, t)
		}
	}
	return strings.Join(parts, " · ")
}
