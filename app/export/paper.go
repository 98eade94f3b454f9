package export

import "baoge/app/typeset"

// ParsePaper reads the name of a sheet (a4, a5, b5, 16k, letter) for [Options], in any
// case; "" is the default. An unknown name gives an [ErrTypeArea] that lists the known ones.
func ParsePaper(name string) (typeset.Paper, error) { return typeset.ParsePaper(name) }
