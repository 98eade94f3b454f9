package main

import (
	"bufio"
	"context"
	"fmt"
	"strings"
	"time"

	"baoge/app/library"
	"baoge/app/printer"
)

type printersCommand struct {
	Name string `arg:"" optional:"" help:"只看这一台，也看它能做什么；可以是 ipp:// 地址。"`
}

type printerDocument struct {
	Name      string `json:"name"`
	Info      string `json:"info"`
	Model     string `json:"model"`
	Default   bool   `json:"default"`
	State     string `json:"state"`
	Accepting bool   `json:"accepting"`
	Message   string `json:"message"`
}

type printersDocument struct {
	Printers []printerDocument `json:"printers"`
}

type capsDocument struct {
	printerDocument
	Papers    []string          `json:"papers"`
	Paper     string            `json:"default_paper"`
	Sides     []printer.Sides   `json:"sides"`
	Colour    bool              `json:"colour"`
	MaxCopies int               `json:"max_copies"`
	Qualities []printer.Quality `json:"qualities"`
}

// Run lists printers.
func (c *printersCommand) Run(d *desk) error {
	ctx, stop := context.WithTimeout(d.ctx, 20*time.Second)
	defer stop()
	if c.Name != "" {
		return c.one(ctx, d)
	}
	all, err := printer.System().List(ctx)
	if err != nil {
		return err
	}
	doc := printersDocument{make([]printerDocument, len(all))}
	for i, p := range all {
		doc.Printers[i] = printerOf(p)
	}
	if d.json {
		return d.document(doc)
	}
	if len(all) == 0 {
		d.say("%s", library.Explain(&printer.Error{Err: printer.ErrNoPrinter}))
	}
	return d.print(func(w *bufio.Writer) {
		for _, p := range all {
			mark := " "
			if p.Default {
				mark = "*"
			}
			fmt.Fprintf(w, "%s %s  %s  %s\n", mark, fit(p.Name, 24), fit(p.Say(), 20), p.Info)
		}
	})
}

func printerOf(p printer.Printer) printerDocument {
	return printerDocument{p.Name, p.Info, p.Model, p.Default, string(p.Status), p.Accepting, p.Message}
}

// one says what a printer can do.
func (c *printersCommand) one(ctx context.Context, d *desk) error {
	caps, err := printer.System().Caps(ctx, c.Name)
	if err != nil {
		return err
	}
	doc := capsDocument{printerOf(caps.Printer), []string{}, caps.DefaultPaper, list(caps.Sides), caps.Colour, caps.MaxCopies, list(caps.Qualities)}
	for _, s := range caps.Papers {
		doc.Papers = append(doc.Papers, s.Name)
	}
	if d.json {
		return d.document(doc)
	}
	return d.print(func(w *bufio.Writer) {
		fmt.Fprintf(w, "%s  %s  %s\n", caps.Name, caps.Say(), caps.Model)
		fmt.Fprintf(w, "单双面：%s\n彩色：%s\n纸：%s\n", join(caps.Sides, printer.Sides.Say), yesNo(caps.Colour),
			join(caps.Papers, func(s printer.Sheet) string { return s.Label }))
	})
}

func join[T any](all []T, say func(T) string) string {
	said := make([]string, len(all))
	for i, a := range all {
		said[i] = say(a)
	}
	return strings.Join(said, "、")
}

func yesNo(b bool) string {
	if b {
		return "有"
	}
	return "没有"
}
