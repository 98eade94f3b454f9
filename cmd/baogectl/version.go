package main

import (
	"bufio"
	"fmt"

	"baoge/app/ingest"
	"baoge/app/library"
)

// version of the program; a release sets it with -ldflags "-X main.version=…".
var version = "0.1.0"

type versionCommand struct{}

type versionDocument struct {
	Version  string `json:"version"`
	Analyser string `json:"analyser"`
	Library  int    `json:"library_format"`
	Rules    string `json:"rules"`
}

// Run tells the versions.
func (c *versionCommand) Run(d *desk) error {
	v := versionDocument{version, library.AnalyserVersion(), library.FormatVersion(), ingest.RulesVersion}
	if d.json {
		return d.document(v)
	}
	return d.print(func(w *bufio.Writer) {
		fmt.Fprintf(w, "报阁 %s\n分析器 %s\n馆藏格式 %d\n导入规则 %s\n", v.Version, v.Analyser, v.Library, v.Rules)
	})
}
