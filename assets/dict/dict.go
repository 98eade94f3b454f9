// Package dict holds the tables of Chinese text: how characters are folded for
// comparison, and the words the cutter knows. It has no code of its own; package
// hanzi reads both. Where the data comes from and under which licence stands in
// README.md; `go generate` in this folder makes it anew.
package dict

import _ "embed"

//go:generate go run make.go

// Fold lists, one a line, a character and what it is folded to, without a
// separator: "㎡m2". A line of one character is a character that folds to nothing.
//
//go:embed fold.txt
var Fold string

// Words is a gzip stream of lines "word frequency", sorted by word, folded as Fold
// says, Han only, two to eight characters each.
//
//go:embed words.txt.gz
var Words []byte

// Pinyin lists, one a line, a syllable without its tone, ü written v, and the characters
// that can be read so, rare readings included: "gei给".
//
//go:embed pinyin.txt
var Pinyin string
