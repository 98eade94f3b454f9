// Package look is how the window looks: the palettes of day, eye-saving and
// night, the Fyne theme made of them, and the icons.
//
// Widgets ask [Current] for a colour when they paint and repaint in Refresh, so a
// change of theme reaches them by Fyne's own refresh. UI goroutine only.
package look

import "image/color"

// A Palette holds the colours of one theme by what they are for.
type Palette struct {
	Window, Sidebar, List, Paper color.NRGBA    // grounds, from the frame to the page
	Ink                          color.NRGBA    // headlines and labels
	Prose                        color.NRGBA    // openings and snippets in rows
	Secondary                    color.NRGBA    // head lines, bylines
	Faint                        color.NRGBA    // counts, headings of the sidebar, meta lines
	Ghost                        color.NRGBA    // days without a paper, placeholders
	Hairline                     color.NRGBA    // between panes
	RowLine                      color.NRGBA    // between rows of a list
	Accent                       color.NRGBA    // 朱红 as ink
	Fill                         color.NRGBA    // 朱红 as ground of a button or a chosen day
	OnFill                       color.NRGBA    // ink on Fill
	Tag                          color.NRGBA    // ground of a filter in the search box
	Bar                          color.NRGBA    // columns of a histogram that are not chosen
	Selection                    color.NRGBA    // ground of the chosen row
	Chosen                       color.NRGBA    // ground of the chosen entry of the sidebar
	Hover                        color.NRGBA    // laid over what the pointer is on
	TextSelection                color.NRGBA    // ground of selected text in the reader and in boxes
	Hit                          color.NRGBA    // ground of a search mark
	HitNow                       color.NRGBA    // ground of the search mark one stands on
	Found, FoundNow              color.NRGBA    // the same of what was found in the article, in celadon
	Box                          color.NRGBA    // ground of boxes and buttons
	Border                       color.NRGBA    // edge of boxes and buttons
	Desk                         color.NRGBA    // under the sheets of the print preview
	Good, GoodInk                color.NRGBA    // ground and ink of what is in order
	Doubt, DoubtInk              color.NRGBA    // of what wants a look
	Joined                       color.NRGBA    // ground of a joined break
	Series                       [6]color.NRGBA // to tell neighbours apart
}

// Day is the theme of read.png and search.png.
var Day = Palette{
	Window: rgb(0xF4F1EA), Sidebar: rgb(0xECE7DC), List: rgb(0xFAF8F3), Paper: rgb(0xFFFDF8),
	Ink: rgb(0x1F1B16), Prose: rgb(0x5A5348), Secondary: rgb(0x6E675C), Faint: rgb(0x8A8172), Ghost: rgb(0xB6AE9F),
	Hairline: rgb(0xDDD5C6), RowLine: rgb(0xEDE7DB),
	Accent: rgb(0xB3261E), Fill: rgb(0xB3261E), OnFill: rgb(0xFFFDF8), Tag: rgb(0xF6E3DF), Bar: rgb(0xD9A19B),
	Selection: rgb(0xF1E9DA), Chosen: rgb(0xDDD4C2), Hover: rgba(0x1F1B16, 0x0D), TextSelection: rgb(0xDCCFB2),
	Hit: rgb(0xFFE08A), HitNow: rgb(0xFFB84D), Found: rgb(0xCBE5D8), FoundNow: rgb(0x86CBAA), Box: rgb(0xFFFDF8), Border: rgb(0xCFC5B2), Desk: rgb(0xD8D2C6),
	Good: rgb(0xE7F1E0), GoodInk: rgb(0x3F7A35), Doubt: rgb(0xFFF1CC), DoubtInk: rgb(0x8A6100), Joined: rgb(0xCFE6C2),
	Series: [6]color.NRGBA{rgb(0xB3261E), rgb(0x3C6E9F), rgb(0x7A6BA8), rgb(0x4E7F52), rgb(0xB4792A), rgb(0x2F7F83)},
}

// Eye is the warmer, dimmer theme 护眼.
var Eye = Palette{
	Window: rgb(0xE9DFC6), Sidebar: rgb(0xE0D5B9), List: rgb(0xEFE5CD), Paper: rgb(0xF3EAD3),
	Ink: rgb(0x2B2419), Prose: rgb(0x5B5140), Secondary: rgb(0x6B614E), Faint: rgb(0x83775F), Ghost: rgb(0xAB9F84),
	Hairline: rgb(0xD3C6A6), RowLine: rgb(0xE2D7BA),
	Accent: rgb(0xA3291E), Fill: rgb(0xA3291E), OnFill: rgb(0xFBF5E6), Tag: rgb(0xEFD9C4), Bar: rgb(0xCE9A86),
	Selection: rgb(0xE6DABB), Chosen: rgb(0xD2C4A0), Hover: rgba(0x2B2419, 0x0D), TextSelection: rgb(0xD3C093),
	Hit: rgb(0xF6D070), HitNow: rgb(0xEFAE4B), Found: rgb(0xC5DCBD), FoundNow: rgb(0x8BC092), Box: rgb(0xF6EEDB), Border: rgb(0xC6B892), Desk: rgb(0xCDC3A8),
	Good: rgb(0xDDE5C4), GoodInk: rgb(0x3F6E2E), Doubt: rgb(0xF4DFA6), DoubtInk: rgb(0x7D5700), Joined: rgb(0xC6DBAE),
	Series: [6]color.NRGBA{rgb(0xA3291E), rgb(0x3A6791), rgb(0x70619A), rgb(0x4A744A), rgb(0xA56D22), rgb(0x2D7377)},
}

// Night is the theme of night.png.
var Night = Palette{
	Window: rgb(0x1C1B19), Sidebar: rgb(0x171614), List: rgb(0x1F1E1C), Paper: rgb(0x222120),
	Ink: rgb(0xE6E1D8), Prose: rgb(0xABA498), Secondary: rgb(0xA39C90), Faint: rgb(0x8B857C), Ghost: rgb(0x6E675D),
	Hairline: rgb(0x34322E), RowLine: rgb(0x2C2A27),
	Accent: rgb(0xE5786D), Fill: rgb(0xB3261E), OnFill: rgb(0xFFFDF8), Tag: rgb(0x40292A), Bar: rgb(0x6B3530),
	Selection: rgb(0x2B2825), Chosen: rgb(0x34312C), Hover: rgba(0xE6E1D8, 0x0D), TextSelection: rgb(0x4A4438),
	Hit: rgb(0x6B5310), HitNow: rgb(0x93701A), Found: rgb(0x22483C), FoundNow: rgb(0x33715C), Box: rgb(0x262523), Border: rgb(0x45423C), Desk: rgb(0x121110),
	Good: rgb(0x24331F), GoodInk: rgb(0x9CCB8B), Doubt: rgb(0x40340F), DoubtInk: rgb(0xE3BE5F), Joined: rgb(0x33502B),
	Series: [6]color.NRGBA{rgb(0xE5786D), rgb(0x7FAEDB), rgb(0xAB9CD8), rgb(0x88BF8C), rgb(0xDDAA60), rgb(0x6CBDC1)},
}

func rgb(v uint32) color.NRGBA { return rgba(v, 0xFF) }

func rgba(v uint32, a uint8) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: a}
}
