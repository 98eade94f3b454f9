package ui

import (
	"context"
	"path"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"baoge/app/facsimile"
	"baoge/app/library"
	"baoge/app/paper"
	"baoge/app/ui/async"
	"baoge/app/ui/line"
	"baoge/app/ui/original"
)

// originals is the screen of the printed page and what leads there.
type originals struct {
	screen  *original.Screen
	loading async.Slot
}

// newOriginal makes the screen of the printed page and ties it to the window.
func (w *Window) newOriginal() *original.Screen {
	s := original.New(w.press)
	s.Explain = library.Explain
	s.OnClose = func() {
		w.frame.show(nil)
		w.win.Canvas().Focus(w.rows())
	}
	return s
}

// onOriginalScreen does what a command means while the printed page is shown.
func (w *Window) onOriginalScreen(c command) {
	s := w.originals.screen
	switch c.name {
	case "larger":
		s.Zoom(1)
	case "smaller":
		s.Zoom(-1)
	case "normal":
		s.Zoom(0)
	case "theme", "sheet", "quit":
		c.do()
	}
}

// originalItems are what the menu of an article offers where there is a picture of its page.
func (w *Window) originalItems(id paper.ArticleID, scanned bool) []*fyne.MenuItem {
	if !scanned {
		return nil
	}
	return []*fyne.MenuItem{fyne.NewMenuItem(lang.X("menu.original", "看原版（V）"), func() { w.showOriginal(id) })}
}

// openOriginal shows the page the article in the reader was printed on, if there is a picture of it.
func (w *Window) openOriginal() {
	if a := w.reader.Article(); a != nil && w.scanned {
		w.showOriginal(a.ID)
	}
}

// showOriginal shows the page an article was printed on, the article outlined, and what is
// searched for or found in it where it is the one in the reader.
func (w *Window) showOriginal(id paper.ArticleID) {
	l := w.lib
	if l == nil || w.covered() != nil {
		return
	}
	shown := w.reader.Article()
	spans, now := w.reader.Standing()
	async.Load(&w.originals.loading, func(ctx context.Context) (j original.Job, err error) {
		a := shown
		if a == nil || a.ID != id {
			spans, now = nil, 0
			if a, err = l.Article(ctx, id); err != nil {
				return j, err
			}
		}
		src, err := l.Source(ctx, id)
		if err != nil {
			return j, err
		}
		if j.Page, err = l.Facsimile(ctx, src.SHA256); err != nil {
			return j, err
		}
		j.Text, j.Marks = j.Page.Article(a, spans)
		j.Title, j.Now = a.Headline, now
		if a.Date.Known() || a.Page != "" || a.PageLabel != "" {
			j.Note = strings.TrimSpace(strings.Join([]string{a.Date.String(), line.PageName(a.Page, a.PageLabel)}, " ")) // without a day where none is known
		}
		j.Picture = pictureOf(l)
		return j, nil
	}, w.layOriginal, w.fail)
}

// layOriginal puts a printed page in the place of the panes.
func (w *Window) layOriginal(j original.Job) {
	if len(j.Page.Sheets) == 0 || w.covered() != nil || w.win.Canvas().Overlays().Top() != nil {
		return // another screen or a question came first
	}
	if w.full {
		w.toggleFull()
	}
	w.win.Canvas().Unfocus()
	w.frame.show(w.originals.screen.View())
	w.originals.screen.Show(j)
}

// dropOriginal ends whatever shows pictures of a library that is being left.
func (w *Window) dropOriginal() {
	w.originals.loading.Cancel()
	w.originals.screen.Close()
}

// pictureOf reads pictures of a library.
func pictureOf(l *library.Library) func(context.Context, string) ([]byte, error) {
	return func(ctx context.Context, medium string) ([]byte, error) {
		m, err := l.Medium(ctx, medium)
		return m.Bytes, err
	}
}

// unreadShown is how many page scans without text are shown at once.
const unreadShown = 500

// showUnread shows the page scans of which no text was read, says what to install, and
// offers to read them where an engine is there.
func (w *Window) showUnread() {
	l := w.lib
	if l == nil || w.covered() != nil {
		return
	}
	async.Load(&w.originals.loading, func(ctx context.Context) (j original.Job, err error) {
		all, err := l.Unread(ctx)
		if err != nil {
			return j, err
		}
		var sheets []facsimile.Sheet
		for _, s := range all[:min(len(all), unreadShown)] {
			p, err := l.Facsimile(ctx, s.SHA256)
			if err != nil {
				return j, err
			}
			for range p.Sheets {
				j.Names = append(j.Names, path.Base(filepath.ToSlash(s.Path)))
			}
			sheets = append(sheets, p.Sheets...)
		}
		j.Page, j.Picture = facsimile.New(sheets), pictureOf(l)
		data := map[string]any{"N": line.Thousands(len(all))}
		switch {
		case !library.CanRead():
			j.Notice = lang.X("original.noengine", "这 {{.N}} 个版面图片已经存好，还没有文字：本机没有文字识别程序。装上 Tesseract 和中文识别包 chi_sim（繁体另装 chi_tra）后再打开这里，就能识别。", data)
		case l.Writable():
			j.Notice = lang.X("original.unread", "这 {{.N}} 个版面图片已经存好，还没有文字。识别一版要半分钟上下，在后台进行。", data)
			j.Action = lang.X("original.readnow", "识别文字")
			j.Do = func() { w.readScans(all) }
		}
		return j, nil
	}, w.layOriginal, w.fail)
}

// readScans reads page scans of the library behind the window, as an import.
func (w *Window) readScans(scans []library.SourceInfo) {
	l := w.lib
	w.originals.screen.Close()
	if l == nil {
		return
	}
	w.runImport(func(ctx context.Context, p *library.Progress) (*library.Report, error) {
		return l.ReadScans(ctx, scans, p)
	})
}
