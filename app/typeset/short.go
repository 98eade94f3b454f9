package typeset

// TextOptions says how to set a short text. Face and Size are needed.
type TextOptions struct {
	Face     *Face
	Size     float32
	Leading  float32 // baseline distance; 0 stands for 1.4 em
	Width    float32 // 0 stands for endless
	MaxLines int     // 0 stands for as many as it takes; a text cut short ends in …
	Align    Align   // Justified, Centred, Left or Right in Width
	Ink      Ink
	Tracking float32  // added after each character, em
	Marks    [][2]int // half-open ranges of runes to report boxes for
	Policy   *Policy  // nil stands for DefaultPolicy
}

// A Short is a short text as set, its first line's top at 0 and its left edge at 0.
type Short struct {
	Lines  []Line
	Marks  []Rect // behind the marked characters, one a mark and line
	Width  float32
	Height float32
	Cut    bool // some text did not fit
}

// Set sets a short text that belongs to no article: a list row, a running head.
// Line breaks in it count as blanks. Its runs have no Part, glyphs' At counts runes of text.
func (f *Faces) Set(text string, o TextOptions) Short { return Short{} }
