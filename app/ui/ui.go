// Package ui is the window: the frame with its bar, panes and bottom line, the
// menu and the keys, and what happens between the screens. The screens themselves
// are in the packages below; none of them knows another.
//
// Begin with [New], then [Window.Run]. Everything but [Raise] and [Claim] is for
// the UI goroutine; work that takes longer than a frame goes through package async.
package ui

import (
	"fmt"
	"net/url"
	"runtime/debug"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"

	"baoge/app/library"
	"baoge/app/paper"
	"baoge/app/raster"
	"baoge/app/typeset"
	"baoge/app/ui/async"
	"baoge/app/ui/browse"
	"baoge/app/ui/line"
	"baoge/app/ui/look"
	"baoge/app/ui/read"
	"baoge/app/ui/search"
)

// ID is the program's name to the desktop and to its preferences.
const ID = "cn.baoge.Baoge"

// Version of the program; FyneApp.toml has the same.
const Version = "0.1.0"

// A Start says what the window opens with.
type Start struct {
	Dir   string   // the library's folder, made where there is none
	Own   bool     // the person's own library: it gets the sample page on its very first start
	Files []string // to import
}

// A Window is the program's one window.
type Window struct {
	app    fyne.App
	win    fyne.Window
	root   *fyne.Container // what the window shows: its ground, and the frame on it
	press  *line.Press
	frame  *frame
	browse *browse.Screen
	search *search.Screen
	reader *read.Reader

	session   // the open library
	jobs      // imports and exports
	prints    prints
	proofs    proofs
	watches   watches
	originals originals
	searching bool // the hits are shown in place of the list
	full      bool // full screen
	sizing    async.Slot
	booking   async.Slot
	citing    async.Slot
	slipping  async.Slot
	asking    async.Slot    // what the menu of a row needs to know
	words     []string      // the person's own, which searches keep whole
	failing   bool          // an error is being shown
	dialog    dialog.Dialog // shown last; Esc closes it
}

// New shows the window, with nothing in it but its ground, and fills it once the fonts
// are there. No library is opened until Run.
func New(a fyne.App, s Start) (*Window, error) {
	// Reading fonts makes much garbage; collecting it meanwhile would take a processor
	// from the display driver, some 40 ms.
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	if err := useLanguage(language(a.Preferences().String(prefLanguage))); err != nil {
		return nil, fmt.Errorf("translations: %w", err)
	}
	w := &Window{app: a}
	w.session.start = s
	w.useScale()
	look.Apply(a, look.Choice(a.Preferences().StringWithFallback(prefTheme, string(look.ChooseDay))))
	// Fonts take some 50 ms, our own and those Fyne reads when it first measures a text;
	// the display takes more, and is opened meanwhile. Nothing may be measured here
	// until both are done: in release builds Fyne's caches are not locked.
	var faces *typeset.Faces
	var failed error
	fonts := async.Meanwhile(func() {
		faces, failed = typeset.LoadFaces()
		fyne.MeasureText(appName(), look.TextSize, fyne.TextStyle{})
	})
	w.showGround()
	fonts()
	if failed != nil {
		return nil, fmt.Errorf("fonts: %w", failed)
	}
	w.press = &line.Press{Faces: faces, Painter: raster.NewPainter(0)}
	w.fill()
	return w, nil
}

// showGround opens the window as large as it was, in the colour of the theme.
func (w *Window) showGround() {
	w.win = w.app.NewWindow(appName())
	w.win.SetPadded(false)
	w.win.SetMaster()
	w.root = container.NewStack(look.NewGround(line.Window))
	w.win.SetContent(w.root)
	w.win.Resize(w.keptSize())
	w.win.Show()
}

// fill puts the screens into the window.
func (w *Window) fill() {
	w.browse, w.search, w.reader = browse.New(w.press), search.New(w.press), read.New(w.press)
	w.browse.AddToSidebar(w.search.Saved())
	w.prints.preview, w.proofs.screen, w.originals.screen = w.newPreview(), w.newProof(), w.newOriginal()
	w.frame = newFrame(w)
	w.connect()
	w.win.SetCloseIntercept(w.Close)
	w.bindKeys()
	w.restoreLook()
	w.showSearch(false)
	// Not SetContent: that would give the window the size it asked for once more,
	// where the desktop has just fitted it to the screen.
	w.root.Add(w.frame.content)
	w.root.Add(w.search.Drop())
	w.win.SetOnDropped(func(_ fyne.Position, items []fyne.URI) { w.importURIs(items) })
}

// Run opens the library behind the window, and returns when the window was closed,
// by its person or by SIGTERM or SIGINT, which Fyne takes as a wish to quit.
func (w *Window) Run() {
	// After the first frame: dictionary and index would take the processor from it.
	w.app.Lifecycle().SetOnStarted(func() {
		w.openFirst()
		w.win.SetIcon(look.App)
	})
	w.app.Run()
	async.End()
	w.jobs.cancel()
	w.stopWatches()
	w.closeSession()
}

// Close closes the window; Run does the rest. A page that is being looked over and was
// changed is asked about first.
func (w *Window) Close() {
	s := w.proofs.screen
	if s.Shown() {
		w.leaveProof(s.Desk().Changed(), w.win.Close)
		return
	}
	w.win.Close()
}

// connect ties the screens to each other.
func (w *Window) connect() {
	w.browse.OnOpen = func(id paper.ArticleID) {
		if !w.searching { // a list that comes late does not take the place of what was found
			w.openArticle(id, "")
		}
	}
	w.browse.OnMenu = w.articleMenu
	w.browse.OnFail = w.fail
	w.connectBooks()
	w.browse.OnCounts = func(c library.Counts) {
		w.counts = c
		w.showStatus()
	}
	w.search.OnEnter = func() { w.showSearch(true) }
	w.search.OnLeave = func(escaped bool) {
		w.showSearch(false)
		if escaped { // a box that was emptied is about to be typed into
			w.win.Canvas().Focus(w.browse.Rows())
		}
	}
	w.search.OnHelp = w.showSearchHelp
	w.search.OnSaving = w.savedSearch
	w.search.OnName = func(title, initial string, done func(string)) { w.askName(title, "", initial, done) }
	w.search.OnOpen = w.openArticle
	w.search.OnMenu = w.articleMenu
	w.search.OnFail = w.fail
	w.search.OnFound = func(*library.SearchResult) { w.showStatus() }
	w.browse.Rows().OnChange = w.neighbours
	w.search.Rows().OnChange = w.neighbours
	w.reader.OnPrevious = func() { w.step(-1) }
	w.reader.OnNext = func() { w.step(1) }
	w.reader.OnExport = w.exportOpen
	w.addReaderButtons()
	w.reader.OnStatus = func(s string) { w.frame.right.SetText(s) }
	w.reader.OnSize = func(em float32) { w.app.Preferences().SetFloat(prefText, float64(em)) }
	w.reader.OnColumns = func(two bool) { w.app.Preferences().SetBool(prefColumns, two) }
	w.reader.OnSearch = w.searchFor
	w.reader.Menu = func() []*fyne.MenuItem {
		return append(append(w.ownItems(), w.originalItems(w.reader.Article().ID, w.scanned)...), w.clipItem(), fyne.NewMenuItem(lang.X("menu.cite", "复制引用"), w.cite), fyne.NewMenuItem(lang.X("menu.like", "类似文章"), w.likeOpen))
	}
	w.reader.OnSlip, w.reader.OnStar = w.askNote, w.star
	w.browse.OnTagged = w.showSlip
	w.reader.OnLink = func(u *url.URL) { w.fail(w.app.OpenURL(u)) }
	w.frame.panes.onMoved = w.keepPanes
	w.frame.panes.onSized = func() { async.After(&w.sizing, time.Second/2, w.keepSize) }
}

// showSearch shows the hits in place of the list, or the list again.
func (w *Window) showSearch(on bool) {
	changed := w.searching != on
	w.searching = on
	for _, o := range []fyne.CanvasObject{w.browse.Sidebar(), w.browse.List()} {
		o.(*fyne.Container).Hidden = on
	}
	for _, o := range []fyne.CanvasObject{w.search.Sidebar(), w.search.List()} {
		o.(*fyne.Container).Hidden = !on
	}
	w.placePanes()
	w.frame.panes.sidebar.Refresh()
	w.frame.panes.list.Refresh()
	w.showStatus()
	w.neighbours()
	if changed && !on {
		if a := w.reader.Article(); a != nil {
			w.reader.SetMarks(nil)
			w.marked = "" // the same line may be searched for again
			w.browse.Opened(a.ID)
		}
	}
}

// rows is the list in sight.
func (w *Window) rows() *line.Rows {
	if w.searching {
		return w.search.Rows()
	}
	return w.browse.Rows()
}

// step goes to another article; with Shift and an arrow the list picks one more. The list
// takes the keyboard where nothing has it.
func (w *Window) step(n int) {
	rows := w.rows()
	if c := w.win.Canvas(); c.Focused() == nil {
		c.Focus(rows)
	}
	if !look.ShiftDown() {
		rows.Step(n)
		return
	}
	k := fyne.KeyDown
	if n < 0 {
		k = fyne.KeyUp
	}
	rows.TypedKey(&fyne.KeyEvent{Name: k})
}

// searchFor searches the library for a text as it stands.
func (w *Window) searchFor(text string) {
	box, _ := w.search.Box()
	w.focusBox()
	box.SetText(`"` + strings.Join(strings.Fields(strings.ReplaceAll(text, `"`, " ")), " ") + `"`)
}

// markStep goes to the next place in the article, with Shift to the one before.
func (w *Window) markStep() {
	if look.ShiftDown() {
		w.reader.PreviousMark()
	} else {
		w.reader.NextMark()
	}
}

func (w *Window) focusBox() {
	box, _ := w.search.Box()
	if w.full {
		w.toggleFull()
	}
	w.win.Canvas().Focus(box)
	box.TypedShortcut(&fyne.ShortcutSelectAll{})
}

func (w *Window) back() {
	switch {
	case w.full:
		w.toggleFull()
	case w.searching:
		w.search.Clear()
		w.showSearch(false)
		w.win.Canvas().Focus(w.browse.Rows())
	}
}

func (w *Window) toggleFull() {
	w.full = !w.full
	w.frame.alone(w.full)
	w.win.SetFullScreen(w.full)
}

// present shows a dialog that Esc closes.
func (w *Window) present(d dialog.Dialog, size fyne.Size) {
	w.dialog = d
	d.Resize(size)
	d.Show()
}
