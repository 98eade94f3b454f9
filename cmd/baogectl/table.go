package main

import (
	"io"

	"baoge/app/export"
)

// table writes a table to a file, whole or not at all, or to standard output.
func (d *desk) table(t export.Table, format, out string) error {
	if out == "" {
		if format == "xlsx" && isTerminal(d.out) {
			return usage("xlsx 不能打印在终端上，请加 --out FILE")
		}
		return t.Write(d.out, format)
	}
	return export.Beside(out, func(w io.Writer) error { return t.Write(w, format) })
}
