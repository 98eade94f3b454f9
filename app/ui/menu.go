package ui

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"baoge/app/library"
	"baoge/app/paper"
	"baoge/app/ui/async"
	"baoge/app/ui/line"
	"baoge/seeds"
)

// menuFacts is what the menu has to ask of the databases before it is shown.
type menuFacts struct {
	known  []library.Known
	seeds  []paper.ArticleID // of the sample page, still there
	unread int               // page scans without text
}

// recentLibraries is how many libraries the menu offers.
const recentLibraries = 8

// showMenu opens the menu of the window.
func (w *Window) showMenu() {
	user, l := w.user, w.lib
	async.Load(new(async.Slot), func(ctx context.Context) (f menuFacts, err error) {
		// A list that cannot be read leaves its entries out of the menu.
		if user != nil {
			f.known, _ = user.Libraries(ctx)
		}
		if l != nil {
			scans, _ := l.Unread(ctx)
			f.unread = len(scans)
		}
		if l != nil && l.Writable() {
			f.seeds, _ = seedArticles(ctx, l)
		}
		return f, nil
	}, func(f menuFacts) {
		m := widget.NewPopUpMenu(fyne.NewMenu("", w.menuItems(f)...), w.win.Canvas())
		size := w.frame.more.Size()
		m.ShowAtRelativePosition(fyne.NewPos(size.Width-m.MinSize().Width, size.Height+4), w.frame.more)
	}, w.fail)
}

func (w *Window) menuItems(f menuFacts) []*fyne.MenuItem {
	byName := map[string]command{}
	for _, c := range w.commands() {
		byName[c.name] = c
	}
	item := func(name, label string) *fyne.MenuItem {
		c := byName[name]
		it := fyne.NewMenuItem(label, c.do)
		if len(c.keys) > 0 {
			it.Shortcut = c.keys[0]
		}
		return it
	}
	items := []*fyne.MenuItem{
		item("open", lang.X("menu.open", "打开馆藏…")),
		fyne.NewMenuItem(lang.X("menu.create", "新建馆藏…"), w.createLibrary),
	}
	if recent := w.recentItems(f.known); len(recent) > 0 {
		it := fyne.NewMenuItem(lang.X("menu.recent", "最近的馆藏"), nil)
		it.ChildMenu = fyne.NewMenu("", recent...)
		items = append(items, it)
	}
	if w.lib != nil && w.lib.Writable() {
		items = append(items, fyne.NewMenuItemSeparator(),
			item("files", lang.X("menu.files", "导入文件…")), item("folder", lang.X("menu.folder", "导入文件夹…")),
			fyne.NewMenuItem(lang.X("menu.records", "导入记录…"), w.showRecords),
			fyne.NewMenuItem(lang.X("menu.watch", "看守文件夹…"), w.showWatches))
	}
	if f.unread > 0 {
		items = append(items, fyne.NewMenuItem(lang.X("menu.unread", "没有文字的版面图片（{{.N}}）…", map[string]any{"N": line.Thousands(f.unread)}), w.showUnread))
	}
	if a := w.reader.Article(); a != nil {
		items = append(items, w.originalItems(a.ID, w.scanned)...)
		items = append(items, item("print", lang.X("menu.print", "打印…")), item("pdf", lang.X("menu.pdf", "导出 PDF…")))
	}
	if n := w.rows().Count(); n > 1 {
		items = append(items, item("printlist", lang.X("menu.printlist", "打印整个列表（{{.N}} 篇）…", map[string]any{"N": line.Thousands(n)})))
	}
	if len(f.seeds) > 0 {
		items = append(items, fyne.NewMenuItem(lang.X("menu.removeseeds", "移除示例页"), func() { w.removeSeeds(f.seeds) }))
	}
	return append(items, fyne.NewMenuItemSeparator(),
		item("settings", lang.X("menu.settings", "设置…")),
		item("searchhelp", lang.X("menu.searchhelp", "检索写法")),
		item("sheet", lang.X("menu.sheet", "快捷键")),
		fyne.NewMenuItem(lang.X("menu.about", "关于报阁"), w.showAbout),
		item("quit", lang.X("menu.quit", "退出")))
}

// recentItems offers the libraries opened before, without the one shown.
func (w *Window) recentItems(known []library.Known) []*fyne.MenuItem {
	var out []*fyne.MenuItem
	for _, k := range known {
		if w.lib != nil && samePath(k.Dir, w.lib.Dir()) || len(out) == recentLibraries {
			continue
		}
		label := k.Dir
		if samePath(k.Dir, library.DefaultDir()) {
			label = lang.X("library.own", "我的馆藏")
		}
		out = append(out, fyne.NewMenuItem(label, func() { w.switchTo(k.Dir, false) }))
	}
	return out
}

// articleMenu opens the menu of a row, which has just been chosen.
func (w *Window) articleMenu(a paper.Summary, at fyne.Position) {
	l := w.lib
	if l == nil {
		return
	}
	async.Load(&w.asking, func(ctx context.Context) (bool, error) { return l.Scanned(ctx, a.ID) }, func(scanned bool) {
		if w.lib == l && w.covered() == nil && w.win.Canvas().Overlays().Top() == nil {
			w.showArticleMenu(a, scanned, at)
		}
	}, w.fail)
}

func (w *Window) showArticleMenu(a paper.Summary, scanned bool, at fyne.Position) {
	items := append(append(w.clippingItems(), w.ownItems()...), w.originalItems(a.ID, scanned)...)
	items = append(items,
		w.clipItem(),
		w.exportItem(),
		fyne.NewMenuItem(lang.X("menu.print", "打印…"), w.printPicked),
		fyne.NewMenuItem(lang.X("menu.like", "类似文章"), func() { w.search.Like(a) }),
		fyne.NewMenuItem(lang.X("menu.cite", "复制引用"), w.cite),
		fyne.NewMenuItem(lang.X("menu.copyheadline", "复制标题"), func() { w.app.Clipboard().SetContent(line.Headline(&a)) }))
	if w.lib != nil && w.lib.Writable() {
		items = append(items, fyne.NewMenuItem(lang.X("menu.proof", "校对这一版…"), func() { w.proofArticle(a.ID) }))
	}
	items = append(items, w.keepingItems()...)
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), w.win.Canvas(), at)
}

// seedSums are the SHA-256 of the sample pages, by which the library knows their articles.
func seedSums() []string {
	var out []string
	names, err := fs.Glob(seeds.Files, "*.txt")
	if err != nil {
		return nil // only a bad pattern fails
	}
	for _, n := range names {
		if b, err := fs.ReadFile(seeds.Files, n); err == nil {
			sum := sha256.Sum256(b)
			out = append(out, hex.EncodeToString(sum[:]))
		}
	}
	return out
}
