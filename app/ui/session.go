package ui

import (
	"context"
	"errors"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"baoge/app/library"
	"baoge/app/paper"
	"baoge/app/typeset"
	"baoge/app/ui/async"
	"baoge/app/ui/browse"
	"baoge/app/ui/line"
	"baoge/app/ui/read"
	"baoge/app/ui/search"
	"baoge/seeds"
)

// session is the open library and what belongs to it.
type session struct {
	start   Start
	user    *library.User    // nil: history and choices are not kept
	lib     *library.Library // nil while none is open
	claim   *Claim           // other starts on this library come here
	counts  library.Counts
	tidied  bool   // memory was given back once
	marked  string // the search line the shown article was opened for
	scanned bool   // there is a picture of the page of the shown article

	opening, article, dwell, watching, raising async.Slot
}

// opened is a library that has just been opened, with what the person left there.
type opened struct {
	user    *library.User
	lib     *library.Library
	claim   *Claim
	route   string
	article string
	fresh   bool // the own library, never filled before
}

// Keys of what the window keeps in the person's own database.
const (
	settingRoute   = "route"
	settingArticle = "article"
	settingSeeds   = "seeds" // of no library: the sample page was put into the own one
)

// openFirst opens the library the program was started for, behind the window.
func (w *Window) openFirst() {
	s := w.session.start
	w.openLibrary(s.Dir, true, func() {
		if len(s.Files) > 0 {
			w.importPaths(s.Files)
		}
	})
}

// openLibrary opens another library in the place of the one shown, which stays if
// that fails. then runs once it is shown; it may be nil.
func (w *Window) openLibrary(dir string, create bool, then func()) {
	user, own := w.user, w.session.start.Own && samePath(dir, w.session.start.Dir)
	async.Load(&w.opening, func(ctx context.Context) (opened, error) { return openSession(ctx, dir, create, own, user) },
		func(o opened) {
			w.useLibrary(o)
			if then != nil {
				then()
			}
		}, func(err error) { w.openFailed(dir, err) })
}

// errRaised says that another window shows the library and has come to the front.
var errRaised = errors.New("library is open in another window")

// openSession opens the library and reads what is kept about it. Runs off the UI goroutine.
func openSession(ctx context.Context, dir string, create, own bool, user *library.User) (o opened, err error) {
	if o.user = user; o.user == nil {
		// Without its own database the program still reads and searches.
		o.user, _ = library.OpenUser()
	}
	if o.lib, err = library.Open(ctx, dir, library.Options{Create: create, User: o.user}); err != nil {
		if Raise(dir, nil) { // another window has it: two starts at the same moment, or the menu
			err = errRaised
		} else if legible(ctx, dir) {
			err = &legibleError{err}
		}
		if user == nil && o.user != nil {
			err = errors.Join(err, o.user.Close())
		}
		return o, err
	}
	o.claim, _ = NewClaim(dir) // without it a second start finds the library held and says so
	return o, o.read(ctx, dir, own)
}

// read reads what the person left: a list, an article. What cannot be read is left out.
func (o *opened) read(ctx context.Context, dir string, own bool) error {
	if o.user == nil {
		return nil
	}
	o.route, _ = o.lib.Setting(ctx, settingRoute)
	o.article, _ = o.lib.Setting(ctx, settingArticle)
	if own {
		done, err := o.user.Setting(ctx, "", settingSeeds)
		counts, err2 := o.lib.Counts(ctx)
		o.fresh = err == nil && err2 == nil && done == "" && counts.Articles == 0
	}
	return o.user.Opened(ctx, o.lib.ID(), dir)
}

// useLibrary shows the library.
func (w *Window) useLibrary(o opened) {
	w.leaveLibrary()
	w.user, w.lib, w.claim = o.user, o.lib, o.claim
	w.win.SetTitle(lang.X("app.title", "{{.App}} — {{.Library}}", map[string]any{"App": appName(), "Library": w.libraryName()}))
	w.useWords()
	w.search.SetLibrary(w.lib)
	w.showSearch(false)
	w.browse.SetLibrary(w.lib, browse.ParseRoute(o.route))
	if c := w.win.Canvas(); c.Focused() == nil { // Shift and Ctrl+A pick from the start
		c.Focus(w.browse.Rows())
	}
	w.watchIndex()
	w.startWatches()
	w.listen()
	switch {
	case o.fresh:
		w.plantSeeds()
	case o.article != "":
		w.openArticle(paper.ArticleID(o.article), "")
	default:
		w.browse.OpenFirst()
	}
}

// leaveLibrary closes the library shown, behind the window.
func (w *Window) leaveLibrary() {
	if w.lib == nil {
		return
	}
	w.leavePrint()
	w.dropProof()
	w.stopWatches()
	w.dropOriginal()
	w.keepPlace()
	for _, s := range []*async.Slot{&w.article, &w.dwell, &w.watching, &w.raising} {
		s.Cancel()
	}
	lib, claim := w.lib, w.claim
	w.lib, w.claim, w.counts = nil, nil, library.Counts{}
	w.reader.Clear()
	w.browse.SetLibrary(nil, browse.Route{Kind: browse.All})
	w.search.SetLibrary(nil)
	async.Load(new(async.Slot), func(context.Context) (struct{}, error) {
		claim.Close()
		return struct{}{}, lib.Close()
	}, func(struct{}) {}, w.fail)
}

// closeSession closes library and database at the program's end, what was opened
// last first. The window is gone.
func (w *Window) closeSession() {
	w.opening.Cancel()
	if keep := w.placeToKeep(); keep != nil {
		_ = keep(context.Background()) // the place in an article may be lost
	}
	w.claim.Close()
	if w.lib != nil {
		_ = w.lib.Close() // what is stored is stored; there is nobody left to tell
	}
	if w.user != nil {
		_ = w.user.Close()
	}
}

// libraryName is what the library is called: the person's own has a name, another
// that of its folder.
func (w *Window) libraryName() string {
	dir := w.lib.Dir()
	if samePath(dir, library.DefaultDir()) {
		return lang.X("library.own", "我的馆藏")
	}
	return filepath.Base(dir)
}

// plantSeeds puts the sample page into the person's own library, once.
func (w *Window) plantSeeds() {
	l, user := w.lib, w.user
	async.Load(new(async.Slot), func(ctx context.Context) (struct{}, error) {
		if _, err := l.ImportFS(ctx, seeds.Files, "seeds", library.Request{}, nil); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, user.SetSetting(ctx, "", settingSeeds, "done")
	}, func(struct{}) {
		w.browse.Reload()
		w.browse.OpenFirst()
	}, w.fail)
}

// watchIndex follows the index in the bottom line, and searches anew when it is complete.
func (w *Window) watchIndex() {
	l := w.lib
	w.showStatus()
	changed := l.Changed() // before the status is read, so that no change falls between
	if l.Status().Phase == library.Ready {
		w.indexReady()
	}
	async.Wait(&w.watching, func(ctx context.Context) (struct{}, error) {
		select {
		case <-changed:
			return struct{}{}, nil
		case <-ctx.Done():
			return struct{}{}, ctx.Err()
		}
	}, func(struct{}) { w.watchIndex() })
}

// indexReady searches anew what was answered from half an index, and gives back what
// loading fonts, dictionary and index left behind: some 20 MB that an idle window
// would keep for ever.
func (w *Window) indexReady() {
	if w.search.Unfinished() {
		w.search.Again()
	}
	w.search.Recount()
	if !w.tidied {
		w.tidied = true
		async.Load(new(async.Slot), func(context.Context) (struct{}, error) {
			debug.FreeOSMemory()
			return struct{}{}, nil
		}, func(struct{}) {}, nil)
	}
}

// openArticle reads an article and shows it, with the places of the search line.
func (w *Window) openArticle(id paper.ArticleID, query string) {
	l := w.lib
	if l == nil {
		return
	}
	if a := w.reader.Article(); a != nil && a.ID == id && query == w.marked {
		w.article.Cancel() // an article asked for in between must not come after all
		return
	}
	type shown struct {
		art    *paper.Article
		marks  []paper.Span
		plates *read.Plates
		slip   read.Slip
		scan   bool
		rune   int // where reading stopped; 0: at the beginning
	}
	async.Load(&w.article, func(ctx context.Context) (s shown, err error) {
		if s.art, err = l.Article(ctx, id); err != nil {
			return s, err
		}
		if query != "" {
			s.marks = l.Marks(query, s.art)
		} else if r, known, err := l.Position(ctx, id); err == nil && known {
			s.rune = r
		}
		s.slip, _ = readSlip(ctx, l, id) // an article is read without it too
		s.scan, _ = l.Scanned(ctx, id)   // without it the printed page is not offered
		w.press.Faces.Prepare(s.art)
		s.plates = read.LoadPlates(ctx, s.art, func(media string) ([]byte, error) {
			m, err := l.Medium(context.Background(), media) // pictures are also read when they come into sight
			return m.Bytes, err
		})
		return s, nil
	}, func(s shown) {
		w.keepPlace()
		w.marked, w.scanned = query, s.scan
		w.reader.SetSlip(s.slip)
		w.reader.Show(s.art, s.marks, s.plates)
		if s.rune > 0 {
			w.reader.GoTo(placeAt(s.art, s.rune))
		}
		if !w.searching {
			w.browse.Opened(id)
		}
		w.markRead(id)
	}, w.fail)
}

// readAfter is how long an article must be open to count as read: what one leafs
// through with J and K does not.
const readAfter = 1500 * time.Millisecond

func (w *Window) markRead(id paper.ArticleID) {
	l := w.lib
	async.After(&w.dwell, readAfter, func() {
		async.Load(new(async.Slot), func(ctx context.Context) (struct{}, error) {
			return struct{}{}, l.MarkRead(ctx, id)
		}, func(struct{}) {
			if w.lib == l {
				w.browse.RecentChanged()
			}
		}, nil) // a history that cannot be written is not worth a dialog
	})
}

func (w *Window) neighbours() {
	r := w.rows()
	i := r.Selected()
	w.reader.SetNeighbours(i > 0, i >= 0 && i+1 < r.Count() || i < 0 && r.Count() > 0)
}

// keepPlace keeps the list, the article and the place in it for the next time.
func (w *Window) keepPlace() {
	if keep := w.placeToKeep(); keep != nil {
		async.Load(new(async.Slot), func(ctx context.Context) (struct{}, error) { return struct{}{}, keep(ctx) },
			func(struct{}) {}, nil) // what may be lost is not worth a dialog
	}
}

// placeToKeep reads off the window what is to be kept and returns how; nil when
// there is nothing. What it returns may run on any goroutine.
func (w *Window) placeToKeep() func(context.Context) error {
	a := w.reader.Article()
	if w.lib == nil || w.user == nil || a == nil {
		return nil
	}
	l, at, route := w.lib, runeAt(a, w.reader.Place()), w.browse.Route().String()
	return func(ctx context.Context) error {
		return errors.Join(l.SetPosition(ctx, a.ID, at),
			l.SetSetting(ctx, settingArticle, string(a.ID)), l.SetSetting(ctx, settingRoute, route))
	}
}

// runeAt counts the runes of the article's texts before a place; placeAt is its inverse.
func runeAt(a *paper.Article, p typeset.Place) int {
	n := 0
	for _, t := range a.Texts() {
		if t.Part == p.Part {
			return n + p.Rune
		}
		n += len([]rune(t.Text))
	}
	return 0
}

func placeAt(a *paper.Article, n int) typeset.Place {
	for _, t := range a.Texts() {
		size := len([]rune(t.Text))
		if n < size {
			return typeset.Place{Part: t.Part, Rune: n}
		}
		n -= size
	}
	return typeset.Place{}
}

// showStatus writes the bottom line: the library with its sizes and its index.
func (w *Window) showStatus() {
	if w.lib == nil {
		w.frame.left.SetText("")
		return
	}
	data := map[string]any{"Library": w.libraryName(), "Articles": line.Thousands(w.counts.Articles), "Days": line.Thousands(w.counts.Days)}
	text := lang.X("status.sizes", "{{.Library}} · {{.Articles}} 篇 · {{.Days}} 期", data)
	if w.counts.Days == 0 {
		text = lang.X("status.size", "{{.Library}} · {{.Articles}} 篇", data)
	}
	state := indexState(w.lib.Status())
	if r := w.search.Result(); w.searching && r != nil {
		state = lang.X("status.searched", "检索用时 {{.MS}} 毫秒", map[string]any{"MS": search.Milliseconds(r.TookMS)})
	}
	parts := []string{text, state}
	if w.watches.came != "" {
		parts = append(parts, w.watches.came)
	}
	w.frame.left.SetText(strings.Join(parts, "　"))
}

func indexState(s library.State) string {
	data := map[string]any{"Done": line.Thousands(int(s.Done)), "Total": line.Thousands(int(s.Total))}
	switch s.Phase {
	case library.Starting:
		return lang.X("index.starting", "索引准备中")
	case library.Indexing:
		return lang.X("index.building", "正在建立索引 {{.Done}}/{{.Total}}", data)
	case library.CatchingUp:
		return lang.X("index.catchingup", "正在更新索引")
	case library.Ready:
		return lang.X("index.ready", "索引最新")
	case library.Broken:
		return lang.X("index.broken", "检索不可用：{{.Why}}", map[string]any{"Why": library.Explain(s.Err)})
	}
	return lang.X("index.none", "只读打开，不能检索")
}
