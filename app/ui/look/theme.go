package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"baoge/assets"
)

// A Choice is a theme as a person chooses it in the settings.
type Choice string

// The choices. System is day or night as the desktop is.
const (
	System      Choice = "system"
	ChooseDay   Choice = "day"
	ChooseEye   Choice = "eye"
	ChooseNight Choice = "night"
)

// Choices lists them in the order of the settings and of the toggle.
var Choices = []Choice{ChooseDay, ChooseEye, ChooseNight, System}

var chosen = System

// Apply makes c the theme of the program; every shown widget is refreshed. An
// unknown choice is System.
func Apply(a fyne.App, c Choice) {
	chosen = c
	a.Settings().SetTheme(&flat{Theme: theme.DefaultTheme()})
}

// Chosen returns the choice in force.
func Chosen() Choice { return chosen }

// Current returns the palette in force. Read it each time something is painted.
func Current() *Palette {
	a := fyne.CurrentApp()
	if a == nil {
		return paletteFor(theme.VariantLight)
	}
	return paletteFor(a.Settings().ThemeVariant())
}

// Dark reports whether the palette in force has light ink on a dark ground.
func Dark() bool { return Current() == &Night }

func paletteFor(v fyne.ThemeVariant) *Palette {
	switch chosen {
	case ChooseDay:
		return &Day
	case ChooseEye:
		return &Eye
	case ChooseNight:
		return &Night
	}
	if v == theme.VariantDark {
		return &Night
	}
	return &Day
}

// sans is the one font of the interface. Fyne parses a resource once for each
// text style it is asked for, so every style gets this same one.
var sans = fyne.NewStaticResource("NotoSansSC-Regular.ttf", assets.SansRegular)

// flat is the Fyne theme: our colours and sizes over Fyne's icons.
type flat struct{ fyne.Theme }

func (*flat) Font(fyne.TextStyle) fyne.Resource { return sans }

func (f *flat) Color(n fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	p := paletteFor(v)
	switch n {
	case theme.ColorNameBackground:
		return p.Window
	case theme.ColorNameForeground:
		return p.Ink
	case theme.ColorNameDisabled:
		return p.Ghost
	case theme.ColorNamePlaceHolder:
		return p.Faint
	case theme.ColorNameInputBackground:
		return p.Box
	case theme.ColorNameButton, theme.ColorNameDisabledButton:
		return p.Selection
	case theme.ColorNameInputBorder:
		return p.Border
	case theme.ColorNameSeparator:
		return p.Hairline
	case theme.ColorNamePrimary, theme.ColorNameHyperlink, theme.ColorNameError:
		return p.Accent
	case theme.ColorNameForegroundOnPrimary, theme.ColorNameForegroundOnError:
		return p.OnFill
	case theme.ColorNameFocus, theme.ColorNameHover, theme.ColorNamePressed:
		return p.Hover
	case theme.ColorNameSelection:
		return p.TextSelection
	case theme.ColorNameHeaderBackground:
		return p.List
	case theme.ColorNameMenuBackground, theme.ColorNameOverlayBackground:
		return p.Paper
	case theme.ColorNameScrollBar:
		return withAlpha(p.Faint, 0x80)
	case theme.ColorNameScrollBarBackground:
		return color.Transparent
	case theme.ColorNameShadow: // dims the window under a dialog, edges a menu
		return color.NRGBA{A: 0x38}
	}
	// The rest (success, warning, focus of a colour wheel) is Fyne's for the ground in use.
	if p == &Night {
		v = theme.VariantDark
	} else {
		v = theme.VariantLight
	}
	return f.Theme.Color(n, v)
}

func withAlpha(c color.NRGBA, a uint8) color.NRGBA {
	c.A = a
	return c
}

// Size keeps to the 4-pixel grid of the drawings, in device-independent pixels.
func (f *flat) Size(n fyne.ThemeSizeName) float32 {
	switch n {
	case theme.SizeNameText:
		return TextSize
	case theme.SizeNameCaptionText:
		return 12
	case theme.SizeNameSubHeadingText:
		return 15
	case theme.SizeNameHeadingText:
		return 18
	case theme.SizeNamePadding, theme.SizeNameLineSpacing:
		return 4
	case theme.SizeNameInnerPadding:
		return 6
	case theme.SizeNameInlineIcon:
		return 16
	case theme.SizeNameInputRadius:
		return Radius
	case theme.SizeNameSelectionRadius:
		return 4
	case theme.SizeNameInputBorder, theme.SizeNameSeparatorThickness:
		return 1
	case theme.SizeNameScrollBar:
		return 10
	case theme.SizeNameScrollBarSmall:
		return 4
	}
	return f.Theme.Size(n)
}

// Sizes that widgets of more than one screen share, in device-independent pixels.
const (
	TextSize = 13 // labels
	Radius   = 6  // corners of boxes and buttons
	BarH     = 44 // height of the bar over the reader, hairline included
	HeadH    = 37 // height of the head over a list, hairline included
)
