package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/text/width"

	"baoge/app/library"
)

// A desk is what every command works at: the library's folder and where to write.
type desk struct {
	ctx           context.Context
	dir           string
	json          bool
	out, messages io.Writer
}

// errReported says that the command failed and has told all about it.
var errReported = errors.New("failed")

// errUsage says that the program was called wrongly.
var errUsage = errors.New("wrong usage")

// reading opens the library for commands that need neither search nor writing.
func (d *desk) reading(fn func(*library.Library) error) error {
	l, err := library.OpenReadOnly(d.ctx, d.dir, nil)
	if err != nil {
		return err
	}
	return errors.Join(fn(l), l.Close())
}

// working opens the library whole.
func (d *desk) working(o library.Options, fn func(*library.Library) error) error {
	l, err := library.Open(d.ctx, d.dir, o)
	if err != nil {
		return err
	}
	return errors.Join(fn(l), l.Close())
}

// asking opens the library for searches. The person's own data goes with it where it can
// be read, as 标签: asks for it.
func (d *desk) asking(fn func(*library.Library) error) error {
	user, err := library.OpenUser()
	if err != nil {
		return d.working(library.Options{}, fn)
	}
	return errors.Join(d.working(library.Options{User: user}, fn), user.Close())
}

// end tells how a command ended and returns the exit code. An error is a sentence on
// standard error, with --json also the document.
func (d *desk) end(err error) int {
	code, text := 1, ""
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errReported):
		return 1
	case errors.Is(err, errUsage):
		code, text = 2, wrongUsage(err)
	default:
		text = library.Explain(err)
	}
	d.say("%s", text)
	if d.json {
		if e := d.document(failure{text}); e != nil {
			d.say("%s", library.Explain(e))
		}
	}
	return code
}

// failure is the JSON document of a command that has no other.
type failure struct {
	Error string `json:"error"`
}

// say writes one line to standard error.
func (d *desk) say(format string, args ...any) { fmt.Fprintf(d.messages, format+"\n", args...) }

// document writes the one JSON document.
func (d *desk) document(v any) error {
	e := json.NewEncoder(d.out)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// print writes text through one buffer.
func (d *desk) print(fn func(w *bufio.Writer)) error {
	w := bufio.NewWriter(d.out)
	fn(w)
	return w.Flush()
}

// watch shows a line of progress five times a second while work runs, on a terminal only.
func (d *desk) watch(line func() string, work func() error) error {
	if !isTerminal(d.messages) {
		return work()
	}
	done := make(chan error, 1)
	go func() { done <- work() }()
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case err := <-done:
			fmt.Fprint(d.messages, "\r\x1b[K")
			return err
		case <-tick.C:
			fmt.Fprintf(d.messages, "\r\x1b[K%s", line())
		}
	}
}

// ready waits until the index is in step, showing how far it is.
func (d *desk) ready(x checkedIndex) error {
	return d.watch(func() string {
		s := x.Status()
		if s.Total == 0 {
			return "正在打开索引…"
		}
		return fmt.Sprintf("正在编索引 %d / %d", s.Done, s.Total)
	}, func() error { return x.WaitReady(d.ctx) })
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	st, err := f.Stat()
	return err == nil && st.Mode()&os.ModeCharDevice != 0
}

// columns is how wide a terminal draws s: Chinese characters take two places.
func columns(s string) int {
	n := 0
	for _, r := range s {
		n += places(r)
	}
	return n
}

func places(r rune) int {
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// fit cuts or pads s to n places.
func fit(s string, n int) string {
	if w := columns(s); w <= n {
		return s + strings.Repeat(" ", n-w)
	}
	var b strings.Builder
	used := 0
	for _, r := range s {
		if used+places(r) > n-1 {
			break
		}
		used += places(r)
		b.WriteRune(r)
	}
	return b.String() + "…" + strings.Repeat(" ", n-1-used)
}

// orUnknown gives what is not known a sign of its own.
func orUnknown(s string) string {
	if s == "" {
		return "—"
	}
	return s
}

// list makes an empty list of what is nil, as JSON documents never hold null.
func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
