package look

import (
	"fmt"
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"baoge/assets"
)

// Icons, drawn in strokes of 1.5 on a ground of 16; they take the colour of the theme.
var (
	Add      = icon("add", `<path d="M8 3.2 V12.8 M3.2 8 H12.8"/>`)
	Quote    = icon("quote", `<path d="M3 11.2 C5.6 10.6 6.2 9 6.2 7.2 V4.6 H3 V8 H5.4 M9.4 11.2 C12 10.6 12.6 9 12.6 7.2 V4.6 H9.4 V8 H11.8"/>`)
	Page     = icon("page", `<path d="M3 2.5 H13 V13.5 H3 Z M5 5 H11 M5 7.6 H7.6 M5 10.2 H7.6 M9.4 7.6 H11 V10.2 H9.4 Z"/>`)
	Printer  = icon("printer", `<path d="M4.6 6 V2.4 H11.4 V6 M4.6 11.4 H2.4 V6 H13.6 V11.4 H11.4 M4.6 9.2 H11.4 V13.6 H4.6 Z"/>`)
	Search   = icon("search", `<circle cx="6.8" cy="6.8" r="4.3"/><path d="M10 10 L13.8 13.8"/>`)
	Import   = icon("import", `<path d="M8 10.5 V2.5 M4.8 5.4 L8 2.2 L11.2 5.4"/><path d="M2.5 9.5 V13.5 H13.5 V9.5"/>`)
	Export   = icon("export", `<path d="M8 2.2 V10.2 M4.8 7.3 L8 10.5 L11.2 7.3"/><path d="M2.5 13.5 H13.5"/>`)
	Moon     = icon("moon", `<path d="M12.8 9.8 A5.6 5.6 0 1 1 6.4 2.9 A4.6 4.6 0 0 0 12.8 9.8 Z"/>`)
	Sun      = icon("sun", `<circle cx="8" cy="8" r="2.9"/><path d="M8 1.4 V2.9 M8 13.1 V14.6 M1.4 8 H2.9 M13.1 8 H14.6 M3.3 3.3 L4.4 4.4 M11.6 11.6 L12.7 12.7 M3.3 12.7 L4.4 11.6 M11.6 4.4 L12.7 3.3"/>`)
	Eyes     = icon("eye", `<path d="M1.6 8 C4 4.2 6 3.6 8 3.6 C10 3.6 12 4.2 14.4 8 C12 11.8 10 12.4 8 12.4 C6 12.4 4 11.8 1.6 8 Z"/><circle cx="8" cy="8" r="2"/>`)
	Screen   = icon("screen", `<path d="M2 3 H14 V11 H2 Z M5.5 13.6 H10.5 M8 11 V13.6"/>`)
	More     = icon("more", `<path d="M3 8 H3.6 M7.7 8 H8.3 M12.4 8 H13"/>`)
	Previous = icon("previous", `<path d="M9.6 4.4 L6.2 8 L9.6 11.6"/>`)
	Next     = icon("next", `<path d="M6.4 4.4 L9.8 8 L6.4 11.6"/>`)
	Up       = icon("up", `<path d="M8 13 V3.4 M4.6 6.6 L8 3.2 L11.4 6.6"/>`)
	Down     = icon("down", `<path d="M8 3 V12.6 M4.6 9.4 L8 12.8 L11.4 9.4"/>`)
	Drop     = icon("drop", `<path d="M5 6.6 L8 9.8 L11 6.6"/>`)
	Columns  = icon("columns", `<path d="M2.5 3.5 H6.7 M2.5 6.5 H6.7 M2.5 9.5 H6.7 M2.5 12.5 H6.7 M9.3 3.5 H13.5 M9.3 6.5 H13.5 M9.3 9.5 H13.5 M9.3 12.5 H13.5"/>`)
	Minus    = icon("minus", `<circle cx="6.8" cy="6.8" r="4.3"/><path d="M10 10 L13.8 13.8 M4.8 6.8 H8.8"/>`)
	Plus     = icon("plus", `<circle cx="6.8" cy="6.8" r="4.3"/><path d="M10 10 L13.8 13.8 M4.8 6.8 H8.8 M6.8 4.8 V8.8"/>`)
	Back     = icon("back", `<path d="M6 3.4 L2.8 6.6 L6 9.8"/><path d="M3 6.6 H9.6 A3.3 3.3 0 0 1 9.6 13.2 H6.4"/>`)
	Again    = icon("again", `<path d="M10 3.4 L13.2 6.6 L10 9.8"/><path d="M13 6.6 H6.4 A3.3 3.3 0 0 0 6.4 13.2 H9.6"/>`)
	Cross    = icon("cross", `<path d="M4.2 4.2 L11.8 11.8 M11.8 4.2 L4.2 11.8"/>`)
	Star     = icon("star", `<path d="M8 1.9 L9.9 5.8 L14.2 6.4 L11.1 9.4 L11.8 13.7 L8 11.7 L4.2 13.7 L4.9 9.4 L1.8 6.4 L6.1 5.8 Z"/>`)
	StarFull = icon("starfull", `<path d="M8 1.9 L9.9 5.8 L14.2 6.4 L11.1 9.4 L11.8 13.7 L8 11.7 L4.2 13.7 L4.9 9.4 L1.8 6.4 L6.1 5.8 Z"/><path d="M8 4.6 L9 7.2 L12 7.4 L9.6 9.2 L10 11.2 L8 10 L6 11.2 L6.4 9.2 L4 7.4 L7 7.2 Z"/><path d="M8 7 V10 M6 8.4 H10"/>`)
	Book     = icon("book", `<path d="M3 2.5 H11.5 A1.5 1.5 0 0 1 13 4 V13.5 H4.5 A1.5 1.5 0 0 1 3 12 Z M3 12 A1.5 1.5 0 0 1 4.5 10.6 H13"/><path d="M6 5.4 H10"/>`)
	Find     = icon("find", `<path d="M2.5 3.5 H13.5 M2.5 7 H6 M2.5 10.5 H6"/><circle cx="10" cy="9.4" r="2.7"/><path d="M12 11.4 L14 13.4"/>`)
	Smaller  = icon("smaller", `<path d="M4 13 L8 4 L12 13 M5.4 10 H10.6"/><path d="M12 4 H15"/>`)
	Larger   = icon("larger", `<path d="M3 13 L7 4 L11 13 M4.4 10 H9.6"/><path d="M11.4 4 H15 M13.2 2.2 V5.8"/>`)
)

// App is the program's own icon.
var App = fyne.NewStaticResource("baoge.png", assets.Icon)

// On returns the icon in another colour of the theme, e.g. that of ink on a filled button.
func On(r fyne.Resource, name fyne.ThemeColorName) fyne.Resource {
	if d, ok := r.(*drawing); ok {
		c := *d
		c.ink = name
		return &c
	}
	return r
}

// A drawing is an icon made of strokes. Fyne's own themed icons take colour in their
// fills alone, so this one writes its colour itself; the name says which it was, as
// Fyne keeps rendered icons by name.
type drawing struct {
	name, strokes string
	ink           fyne.ThemeColorName
}

func icon(name, strokes string) fyne.Resource {
	return &drawing{name, strokes, theme.ColorNameForeground}
}

func (d *drawing) hex() string {
	c := color.NRGBAModel.Convert(theme.Color(d.ink)).(color.NRGBA)
	return fmt.Sprintf("%02x%02x%02x", c.R, c.G, c.B)
}

// Name tells icon and colour.
func (d *drawing) Name() string { return d.name + "-" + d.hex() + ".svg" }

// Content is the icon in the colour of the theme in force.
func (d *drawing) Content() []byte {
	pen := fmt.Sprintf(` fill="none" stroke="#%s" stroke-width="1.3" stroke-linecap="round" stroke-linejoin="round"/>`, d.hex())
	return []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">` +
		strings.ReplaceAll(d.strokes, "/>", pen) + `</svg>`)
}
