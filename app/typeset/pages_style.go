package typeset

// PaperStyle sets an article on paper. All body text has one baseline distance,
// so that the lines of neighbouring columns stand on one grid; white space
// around subheadings and captions is given by the page in whole lines.
var PaperStyle = Style{
	Folio:      TextStyle{Face: Sans, Size: 0.81, Leading: 1.3, After: 0.5, Align: Centred, Ink: InkAccent, Tracking: 0.1},
	Kicker:     TextStyle{Face: Serif, Size: 1.24, Leading: 1.8, Align: Centred, Ink: InkSecondary},
	Headline:   TextStyle{Face: SerifBold, Size: 2, Leading: 2.7, Align: Centred},
	Subhead:    TextStyle{Face: Serif, Size: 1.24, Leading: 1.8, Before: 0.1, Align: Centred, Ink: InkSecondary},
	Credit:     TextStyle{Face: Sans, Size: 0.88, Leading: 1.5, Before: 0.5, Align: Centred, Ink: InkSecondary},
	Paragraph:  TextStyle{Face: Serif, Size: 1, Indent: -1},
	Subheading: TextStyle{Face: SerifBold, Size: 1, Align: Left, Indent: -1},
	Item:       TextStyle{Face: Serif, Size: 1},
	Caption:    TextStyle{Face: Sans, Size: 0.82, Leading: 0.82 * smallLeading, Align: Centred, Ink: InkSecondary},
	Tail:       TextStyle{Face: Sans, Size: 0.88, Align: Right, Ink: InkSecondary},
	Figure:     TextStyle{Face: Sans, Size: 0.82, Leading: 1.4, Align: Centred, Ink: InkSecondary},
	Table:      TextStyle{Face: Serif, Size: 0.9, Leading: 1.3, Align: Left},
	Words:      WordsAlways,
	Hairline:   0.5,
	Pixel:      0.75,
}

// smallLeading is the leading of captions and source lines, in em of their own size: in
// the body's, two lines of them would fall apart, and a program that takes text from the
// paper would read across the columns between them.
const smallLeading = 1.45

// Sizes of what surrounds the text, in em of the body but never too small to read.
const (
	headSize   = 0.81
	footSize   = 0.86
	smallest   = 6.5  // points
	deckBefore = 0.9  // white space above the first line of a head
	deckAfter  = 1.15 // and between its last line and the body, at least
	articleGap = 2    // lines between two articles on a page
	captionGap = 0.3  // lines between a picture and its caption, besides the caption's leading
	tallest    = 0.66 // of a column: the most height of a picture
	noteSize   = 0.88 // of what a book's compiler says of an article
	spaceAside = 0.5  // lines above and below a subheading, caption or source line
)

// What stands around a page's number, as in GB/T 9704.
const footBefore, footAfter = "— ", " —"
