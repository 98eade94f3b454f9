package read

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"
)

// showMenu opens the menu of the text at a position of the canvas.
func (r *Reader) showMenu(at fyne.Position) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(r.galley); c != nil {
		widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", r.menuItems()...), c, at)
	}
}

// menuItems are what can be done with the text, and with the selection where there is one.
func (r *Reader) menuItems() []*fyne.MenuItem {
	item := func(label string, selection bool, do func(), keys fyne.Shortcut) *fyne.MenuItem {
		it := fyne.NewMenuItem(label, do)
		it.Shortcut = keys // shown; the window binds them
		it.Disabled = selection && !r.galley.sel.some()
		return it
	}
	items := []*fyne.MenuItem{
		item(lang.X("read.copy", "复制"), true, func() { r.Copy() }, &fyne.ShortcutCopy{}),
		item(lang.X("read.copySource", "复制并附出处"), true, func() { r.CopyWithSource() }, control(fyne.KeyC, fyne.KeyModifierShift)),
		item(lang.X("read.selectAll", "全选"), false, r.galley.chooseAll, &fyne.ShortcutSelectAll{}),
		fyne.NewMenuItemSeparator(),
	}
	if r.OnSearch != nil {
		items = append(items, item(lang.X("read.search", "在馆藏中查找选中内容"), true, r.SearchSelection, control(fyne.KeyF, fyne.KeyModifierShift)))
	}
	items = append(items, item(lang.X("read.find", "在文中查找…"), false, r.Find, control(fyne.KeyG, 0)))
	if link := r.galley.hand.link; link != "" {
		items = append(items, fyne.NewMenuItem(lang.X("read.copyLink", "复制链接地址"), func() { fyne.CurrentApp().Clipboard().SetContent(link) }))
	}
	items = append(items, fyne.NewMenuItemSeparator())
	if r.OnExport != nil {
		items = append(items, item(lang.X("menu.pdf", "导出 PDF…"), false, r.OnExport, control(fyne.KeyE, 0)))
	}
	if r.Menu != nil {
		items = append(items, r.Menu()...)
	}
	return items
}

// control is a shortcut with Ctrl (on a Mac, Command).
func control(k fyne.KeyName, more fyne.KeyModifier) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: k, Modifier: fyne.KeyModifierShortcutDefault | more}
}
