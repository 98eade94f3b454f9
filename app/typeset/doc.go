// Package typeset sets Chinese newspaper text: it turns an article into lines of
// positioned glyphs by the rules of clreq (W3C Requirements for Chinese Text
// Layout) and GB/T 15834. The same lines are what the screen paints (package
// raster) and what the PDF holds (package pdf): what is read is what is printed.
//
// It does no input or output, but for reading the system's fonts when a character
// needs them, and knows neither pixels nor PDF. Lengths are in one
// unit the caller chooses (points on paper, device-independent pixels on screen);
// y grows downward.
//
// Begin with [LoadFaces], once per process. [NewColumn] sets an article as one
// continuous column, for a reader or, page by page, for print. [Faces.Set] sets a
// short text: a list row, a running head. [Policy] holds every number a
// typographer might argue with.
//
// A column holds text in several styles, links, lists, tables and pictures;
// [Column.Lines], [Column.Rules], [Column.Pictures] and [Column.Links] are its
// display list, page by page gathered in a [Page]. Characters the program's faces
// lack come from the system's fonts ([Faces.Prepare]).
//
// Text is never changed: every glyph names the stored characters it stands for,
// and the [Line.Spans] of all lines laid end to end are the stored text.
package typeset
