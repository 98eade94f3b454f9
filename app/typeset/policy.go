package typeset

// A Level says how many of the rules for line edges hold (clreq, “Prohibition
// rules for line start and line end”). docs/typesetting.md lists them.
type Level uint8

// The levels; each holds what the one before holds.
const (
	Basic  Level = iota // what clreq recommends most: stops, closing marks, · and ～ open no line, opening marks end none
	GB                  // and GB/T 15834's: a solidus neither opens nor ends a line
	Strict              // and —— and …… open no line
)

// A Policy holds the numbers of the composition. Lengths are in em of the text being set.
type Policy struct {
	Level         Level
	Autospace     float32 // between Han and Latin letters or digits (clreq §3.2.6: a quarter em)
	AutospaceMin  float32 // to which it may be squeezed (an eighth)
	AutospaceOpen float32 // how many times as far as between Han characters it opens (to at most half an em)
	Blank         float32 // a stored blank between two Han characters, as between names
	MarkSqueeze   float32 // which a full-width mark may lose inside a line when the line needs it
	MarkDeep      float32 // which it may lose besides, where the line's gaps would else open beyond Limit
	Limit         float32 // the most a gap opens to justify a line, where any setting allows that
	WordOpen      float32 // how many times as far a blank between Latin words opens
	Ragged        float32 // a line whose gaps would open more than this is left natural: nothing could justify it
	Indent        float32 // of a paragraph's first line
	NarrowIndent  float32 // the same in columns under NarrowMeasure
	NarrowMeasure float32
	Trim          bool // opening marks at line start and full-width marks at line end lose their empty half
}

// DefaultPolicy is how the program sets everything.
var DefaultPolicy = Policy{
	Level:     Strict,
	Autospace: 0.25, AutospaceMin: 0.125, Blank: 0.5, AutospaceOpen: 2, MarkSqueeze: 0.25, MarkDeep: 0.15, Limit: 0.05, WordOpen: 4, Ragged: 0.5,
	Indent: 2, NarrowIndent: 1, NarrowMeasure: 14, Trim: true,
}
