package typeset

// A FaceName picks one of the [Faces].
type FaceName uint8

// The faces: Song (serif) for reading, Hei (sans) for what surrounds it.
const (
	Serif FaceName = iota
	SerifBold
	Sans
	SansBold
)

// Named returns the face.
func (f *Faces) Named(n FaceName) *Face {
	return [...]*Face{f.Serif, f.SerifBold, f.Sans, f.SansBold}[n]
}

// Align says how a line stands in its measure.
type Align uint8

// The alignments. Justified lines fill the measure, but for a block's last.
const (
	Justified Align = iota
	Centred
	Left
	Right
)

// A TextStyle is how one kind of block is set. Sizes and spaces are multiples of
// the body size, so that a whole style scales with one number.
type TextStyle struct {
	Face          FaceName
	Size          float32 // em of this text
	Leading       float32 // baseline distance; 0 stands for the body's
	Before, After float32 // white space above and below the block, the larger of two meeting ones counts
	Align         Align
	Ink           Ink
	Tracking      float32 // added after each character, in em of this text
	Indent        float32 // of the first line, in em of this text; negative: the column decides (2 em, 1 em under 14 em)
}

// A Wording says how headlines heed words.
type Wording uint8

// The wordings. The same text gives the same lines always but for WordsOnceLoaded.
const (
	WordsIgnored    Wording = iota
	WordsAlways             // break between words of the list (hanzi.Inside)
	WordsOnceLoaded         // between the words a double click selects, once the dictionary is loaded: nothing waits for it
)

// A Style sets every kind of block of an article.
type Style struct {
	Folio, Kicker, Headline, Subhead, Credit   TextStyle
	Paragraph, Subheading, Item, Caption, Tail TextStyle // Tail is a credit line after the last sentence
	Words                                      Wording   // where headlines break
	HeadRule                                   bool      // a hairline under the head
	RuleBefore, RuleAfter                      float32   // white space above and below it
	Figure, Table                              TextStyle // a picture with its frame's text, the cells of a table
	Link                                       Ink       // of what leads to an address
	Hairline                                   float32   // thickness, units
	Pixel                                      float32   // how large a picture's pixel may become, units
}

// ScreenStyle is the style of the reader.
var ScreenStyle = Style{
	Folio:      TextStyle{Face: Sans, Size: 0.765, Leading: 1.3, After: 0.45, Align: Centred, Ink: InkAccent, Tracking: 0.12},
	Kicker:     TextStyle{Face: Serif, Size: 1.12, Leading: 1.7, Align: Centred, Ink: InkSecondary},
	Headline:   TextStyle{Face: SerifBold, Size: 1.6, Leading: 2.15, Align: Centred},
	Subhead:    TextStyle{Face: Serif, Size: 1.12, Leading: 1.7, Before: 0.1, Align: Centred, Ink: InkSecondary},
	Credit:     TextStyle{Face: Sans, Size: 0.765, Leading: 1.3, Before: 0.45, Align: Centred, Ink: InkSecondary},
	Paragraph:  TextStyle{Face: Serif, Size: 1, After: 0.12, Before: 0.12, Indent: -1},
	Subheading: TextStyle{Face: SerifBold, Size: 1, Before: 0.7, After: 0.2, Align: Left, Indent: -1},
	Item:       TextStyle{Face: Serif, Size: 1, After: 0.12, Before: 0.12},
	Caption:    TextStyle{Face: Sans, Size: 0.82, Leading: 1.4, Before: 0.5, After: 0.5, Align: Centred, Ink: InkSecondary},
	Tail:       TextStyle{Face: Sans, Size: 0.82, Leading: 1.4, Before: 0.3, Align: Right, Ink: InkSecondary},
	Figure:     TextStyle{Face: Sans, Size: 0.82, Leading: 1.4, Before: 0.6, After: 0.35, Align: Centred, Ink: InkSecondary},
	Table:      TextStyle{Face: Serif, Size: 0.9, Leading: 1.5, Before: 0.7, After: 0.7, Align: Left},
	Words:      WordsOnceLoaded, HeadRule: true, RuleBefore: 0.75, RuleAfter: 0.95, Link: InkAccent, Hairline: 1, Pixel: 1,
}
