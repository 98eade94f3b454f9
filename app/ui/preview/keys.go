package preview

import "fyne.io/fyne/v2/lang"

// A Key is a key of this screen and what it does, for the sheet behind F1.
type Key struct{ Typed, Means string }

// Keys lists the keys.
func Keys() []Key {
	return []Key{
		{"← →  J K", lang.X("print.key.turn", "上一页、下一页")},
		{"PgUp PgDn  ↑ ↓", lang.X("print.key.further", "翻页；放大时先在页内移动")},
		{"Home  End", lang.X("print.key.ends", "第一页、最后一页")},
		{"0 … 9", lang.X("print.key.goto", "输入页码，按 Enter 到那一页")},
		{"Ctrl+＋  Ctrl+−  Ctrl+0", lang.X("print.key.zoom", "放大、缩小、整页；也可按住 Ctrl 滚动，或双击")},
		{"Ctrl+L", lang.X("print.key.two", "一页、两页并排")},
		{"Tab  ← →", lang.X("print.key.choose", "到下一个选项；改选")},
		{"Ctrl+P", lang.X("print.key.print", "打印")},
		{"Ctrl+S  Ctrl+E", lang.X("print.key.save", "存为 PDF")},
		{"Esc", lang.X("print.key.leave", "回到馆藏")},
	}
}
