package main

import (
	"io"

	"baoge/app/export"
)

// tableOut reports as wrong usage a file for a table where none is written.
func (d *desk) tableOut(format, out string) error {
	if out != "" && (d.json || format != "csv" && format != "xlsx") {
		return usage("--out 要和 --format csv 或 xlsx 一起用，不能和 --json 一起")
	}
	return nil
}

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
