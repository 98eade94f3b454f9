// Package seeds holds the page that the window puts into the default library on
// its very first start: one page of a county paper, as OCR read it.
package seeds

import "embed"

// Files holds the pages, one text file each.
//
//go:embed *.txt
var Files embed.FS
