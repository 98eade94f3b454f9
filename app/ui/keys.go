package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"

	"baoge/app/ui/read"
)

// A command is something the keyboard can ask for. This one list makes the key
// bindings, the labels in the menu and the sheet behind F1.
type command struct {
	name string // for the menu
	text string // what the sheet says
	keys []fyne.Shortcut
	bare []fyne.KeyName // keys without modifier, wherever they are not typed as text
	show string         // the keys as the sheet shows them; "" makes it from keys and bare
	do   func()         // nil: a widget of its own does it, and the sheet only tells
}

const (
	ctrl  = fyne.KeyModifierShortcutDefault
	shift = fyne.KeyModifierShift
)

func key(m fyne.KeyModifier, k fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: k, Modifier: m}
}

// commands lists them in the order of the sheet.
func (w *Window) commands() []command {
	return []command{
		{name: "find", text: lang.X("keys.find", "检索全部文章"), keys: []fyne.Shortcut{key(ctrl, fyne.KeyF)}, do: w.focusBox},
		{name: "save", text: lang.X("keys.save", "存下正在看的检索，再按一次取消"), keys: []fyne.Shortcut{key(ctrl, fyne.KeyS)}, do: w.search.Save},
		{name: "like", text: lang.X("keys.like", "类似文章"), keys: []fyne.Shortcut{key(ctrl|shift, fyne.KeyL)}, do: w.likeOpen},
		{name: "back", text: lang.X("keys.back", "从检索回到浏览；退出全屏"), bare: []fyne.KeyName{fyne.KeyEscape}, show: "Esc", do: w.back},
		{name: "next", text: lang.X("keys.next", "下一篇"), bare: []fyne.KeyName{fyne.KeyJ, fyne.KeyDown}, show: "J  ↓", do: func() { w.step(1) }},
		{name: "previous", text: lang.X("keys.previous", "上一篇"), bare: []fyne.KeyName{fyne.KeyK, fyne.KeyUp}, show: "K  ↑", do: func() { w.step(-1) }},
		{name: "nextmark", text: lang.X("keys.nextmark", "文内下一处"), bare: []fyne.KeyName{fyne.KeyN, fyne.KeyF3}, show: "N  F3", do: w.markStep},
		{name: "previousmark", text: lang.X("keys.previousmark", "文内上一处"), bare: []fyne.KeyName{fyne.KeyP}, show: "P  Shift+F3", do: w.reader.PreviousMark},
		{name: "original", text: lang.X("keys.original", "看原版：文章在版面图片上的位置（有版面图片时）"), bare: []fyne.KeyName{fyne.KeyV}, do: w.openOriginal},
		{name: "findtext", text: lang.X("keys.findtext", "在文中查找"), keys: []fyne.Shortcut{key(ctrl, fyne.KeyG)}, do: w.reader.Find},
		{name: "searchtext", text: lang.X("keys.searchtext", "在馆藏中查找选中的文字"), keys: []fyne.Shortcut{key(ctrl|shift, fyne.KeyF)}, do: w.reader.SearchSelection},
		{name: "copy", text: lang.X("keys.copy", "复制选中的文字"), show: "Ctrl+C"},
		{name: "copysource", text: lang.X("keys.copysource", "复制选中的文字并附出处"), keys: []fyne.Shortcut{key(ctrl|shift, fyne.KeyC)}, do: func() { w.reader.CopyWithSource() }},
		{name: "cite", text: lang.X("keys.cite", "复制引用（GB/T 7714）"), keys: []fyne.Shortcut{key(ctrl, fyne.KeyK)}, do: w.cite},
		{name: "all", text: lang.X("keys.all", "选中全文"), show: "Ctrl+A"},
		{name: "select", text: lang.X("keys.select", "从光标起选择，Home End PgUp PgDn 也行；加 Ctrl 按词"), show: "Shift+↑ ↓ ← →"},
		{name: "scroll", text: lang.X("keys.scroll", "翻页（空格也行）；到开头、到末尾"), show: "PgUp PgDn  Home End"},
		{name: "columns", text: lang.X("keys.columns", "单栏、双栏"), keys: []fyne.Shortcut{key(ctrl, fyne.KeyL)}, do: w.reader.ToggleColumns},
		{name: "larger", text: lang.X("keys.larger", "正文放大"), keys: []fyne.Shortcut{key(ctrl, fyne.KeyEqual), key(ctrl|shift, fyne.KeyEqual), key(ctrl, fyne.KeyPlus), key(ctrl|shift, fyne.KeyPlus)}, show: "Ctrl+＋", do: w.reader.Larger},
		{name: "smaller", text: lang.X("keys.smaller", "正文缩小"), keys: []fyne.Shortcut{key(ctrl, fyne.KeyMinus)}, show: "Ctrl+−", do: w.reader.Smaller},
		{name: "normal", text: lang.X("keys.normal", "正文恢复默认字号"), keys: []fyne.Shortcut{key(ctrl, fyne.Key0)}, do: func() { w.setTextSize(read.DefaultSize) }},
		{name: "theme", text: lang.X("keys.theme", "日间、护眼、夜间、跟随系统"), keys: []fyne.Shortcut{key(ctrl|shift, fyne.KeyT)}, do: w.nextTheme},
		{name: "full", text: lang.X("keys.full", "全屏阅读"), bare: []fyne.KeyName{fyne.KeyF11}, do: w.toggleFull},
		{name: "clip", text: lang.X("keys.clip", "把选中的文章加入剪报册"), keys: []fyne.Shortcut{key(ctrl, fyne.KeyD)}, do: w.clip},
		{name: "star", text: lang.X("keys.star", "加星、去星"), bare: []fyne.KeyName{fyne.KeyS}, do: w.star},
		{name: "tags", text: lang.X("keys.tags", "标签"), bare: []fyne.KeyName{fyne.KeyT}, do: w.askTags},
		{name: "note", text: lang.X("keys.note", "给正在读的文章写批注"), bare: []fyne.KeyName{fyne.KeyB}, do: w.askNote},
		{name: "pick", text: lang.X("keys.pick", "在列表里选多篇；全选"), show: "Ctrl/Shift+点击  Shift+↑↓  Ctrl+A"},
		{name: "clipup", text: lang.X("keys.clipup", "剪报册里：上移"), keys: []fyne.Shortcut{key(fyne.KeyModifierAlt, fyne.KeyUp)}, show: "Alt+↑", do: func() { w.moveClipping(-1) }},
		{name: "clipdown", text: lang.X("keys.clipdown", "剪报册里：下移"), keys: []fyne.Shortcut{key(fyne.KeyModifierAlt, fyne.KeyDown)}, show: "Alt+↓", do: func() { w.moveClipping(1) }},
		{name: "unclip", text: lang.X("keys.unclip", "剪报册里：移出"), bare: []fyne.KeyName{fyne.KeyDelete}, do: w.unclip},
		{name: "annotate", text: lang.X("keys.annotate", "剪报册里：写按语"), bare: []fyne.KeyName{fyne.KeyF2}, do: w.annotate},
		{name: "files", text: lang.X("keys.files", "导入文件"), keys: []fyne.Shortcut{key(ctrl, fyne.KeyI)}, do: w.chooseFiles},
		{name: "folder", text: lang.X("keys.folder", "导入文件夹"), keys: []fyne.Shortcut{key(ctrl|shift, fyne.KeyI)}, do: w.chooseFolder},
		{name: "pdf", text: lang.X("keys.pdf", "导出 PDF"), keys: []fyne.Shortcut{key(ctrl, fyne.KeyE)}, do: w.exportOpen},
		{name: "print", text: lang.X("keys.print", "打印选中的文章"), keys: []fyne.Shortcut{key(ctrl, fyne.KeyP)}, do: w.printPicked},
		{name: "printlist", text: lang.X("keys.printlist", "打印整个列表或剪报册"), keys: []fyne.Shortcut{key(ctrl|shift, fyne.KeyP)}, do: w.printList},
		{name: "proof", text: lang.X("keys.proof", "校对文章所在的版"), keys: []fyne.Shortcut{key(ctrl, fyne.KeyR)}, do: w.proofOpen},
		{name: "undo", text: lang.X("keys.undo", "校对时撤销"), keys: []fyne.Shortcut{&fyne.ShortcutUndo{}}, show: "Ctrl+Z"},
		{name: "redo", text: lang.X("keys.redo", "校对时重做"), keys: []fyne.Shortcut{key(ctrl|shift, fyne.KeyZ), &fyne.ShortcutRedo{}}, show: "Ctrl+Shift+Z  Ctrl+Y"},
		{name: "open", text: lang.X("keys.open", "打开馆藏"), keys: []fyne.Shortcut{key(ctrl, fyne.KeyO)}, do: w.chooseLibrary},
		{name: "settings", text: lang.X("keys.settings", "设置"), keys: []fyne.Shortcut{key(ctrl, fyne.KeyComma)}, show: "Ctrl+，", do: w.showSettings},
		{name: "searchhelp", text: lang.X("keys.searchhelp", "检索写法"), keys: []fyne.Shortcut{key(ctrl, fyne.KeySlash)}, show: "Ctrl+/", do: w.showSearchHelp},
		{name: "sheet", text: lang.X("keys.sheet", "本表"), bare: []fyne.KeyName{fyne.KeyF1}, do: w.showKeys},
		{name: "quit", text: lang.X("keys.quit", "退出"), keys: []fyne.Shortcut{key(ctrl, fyne.KeyQ)}, do: w.Close},
	}
}

// covered is who gets the commands while a screen stands in the place of the panes; nil: none does.
func (w *Window) covered() func(command) {
	switch {
	case w.prints.preview.Shown():
		return w.onPrintScreen
	case w.proofs.screen.Shown():
		return w.onProofScreen
	case w.originals.screen.Shown():
		return w.onOriginalScreen
	}
	return nil
}

// bindKeys gives each command its keys, once, on the window's canvas. Widgets hand
// on what they have no use for (look.PassKey, look.PassShortcut).
func (w *Window) bindKeys() {
	c := w.win.Canvas()
	bare := map[fyne.KeyName]func(){}
	for _, cmd := range w.commands() {
		for _, k := range cmd.keys {
			c.AddShortcut(k, func(fyne.Shortcut) {
				switch {
				case c.Overlays().Top() != nil:
				case w.covered() != nil:
					w.covered()(cmd)
				case cmd.do != nil:
					cmd.do()
				}
			})
		}
		for _, k := range cmd.bare {
			bare[k] = cmd.do
		}
	}
	c.SetOnTypedRune(func(r rune) {
		if c.Overlays().Top() == nil && w.proofs.screen.Shown() {
			w.proofs.screen.Rune(r)
		}
	})
	c.SetOnTypedKey(func(e *fyne.KeyEvent) {
		do := bare[e.Name]
		switch {
		case c.Overlays().Top() != nil: // a dialog: the window behind it is not to be worked
			if e.Name == fyne.KeyEscape && w.dialog != nil {
				w.dialog.Hide()
			}
		case w.prints.preview.Shown() && w.prints.preview.Key(e.Name):
		case w.proofs.screen.Shown() && w.proofs.screen.Key(e):
		case w.originals.screen.Shown() && w.originals.screen.Key(e.Name):
		case w.covered() != nil && e.Name != fyne.KeyF1:
		case do != nil:
			do()
		}
	})
}

// shown is how the sheet writes the command's keys.
func (c *command) shown() string {
	if c.show != "" {
		return c.show
	}
	var out []string
	for _, s := range c.keys {
		out = append(out, keyName(s))
	}
	for _, k := range c.bare {
		out = append(out, string(k))
	}
	return strings.Join(out, "  ")
}

func keyName(s fyne.Shortcut) string {
	k, ok := s.(*desktop.CustomShortcut)
	if !ok {
		return s.ShortcutName()
	}
	name := "Ctrl+"
	if k.Modifier&shift != 0 {
		name += "Shift+"
	}
	return name + string(k.KeyName)
}
