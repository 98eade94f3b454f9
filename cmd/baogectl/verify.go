package main

import (
	"bufio"
	"errors"
	"fmt"

	"baoge/app/archive"
	"baoge/app/library"
)

type verifyCommand struct{}

type reindexCommand struct{}

// health is the JSON document of commands that check or mend.
type health struct {
	OK       bool     `json:"ok"`
	Problems []string `json:"problems"`
}

// Run checks the library. One too damaged to open is an answer too.
func (c *verifyCommand) Run(d *desk) error {
	var problems []string
	err := d.reading(func(l *library.Library) (err error) {
		problems, err = l.Verify(d.ctx)
		return err
	})
	if errors.Is(err, archive.ErrDamaged) {
		problems, err = []string{library.Explain(err)}, nil
	}
	if err != nil {
		return err
	}
	if err := d.tellHealth(problems, "馆藏完好。"); err != nil {
		return err
	}
	if len(problems) > 0 {
		return errReported
	}
	return nil
}

// Run builds the index anew.
func (c *reindexCommand) Run(d *desk) error {
	return d.working(library.Options{}, func(l *library.Library) error {
		err := d.watch(func() string {
			s := l.Status()
			return fmt.Sprintf("正在编索引 %d / %d", s.Done, s.Total)
		}, func() error { return l.Reindex(d.ctx) })
		if err != nil {
			return err
		}
		return d.tellHealth(nil, "索引已重建。")
	})
}

func (d *desk) tellHealth(problems []string, fine string) error {
	if d.json {
		return d.document(health{len(problems) == 0, list(problems)})
	}
	return d.print(func(w *bufio.Writer) {
		for _, p := range problems {
			fmt.Fprintln(w, p)
		}
		if len(problems) == 0 {
			fmt.Fprintln(w, fine)
		}
	})
}
