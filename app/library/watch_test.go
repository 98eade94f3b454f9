package library

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// A folder that is not there is told of once, and once when it is; what comes into it is
// then taken in, and its import knows where it came from.
func TestWatchTellsOfAFolder(t *testing.T) {
	l, err := Open(t.Context(), t.TempDir(), Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	dir := filepath.Join(t.TempDir(), "来稿")
	type told struct {
		report *Report
		err    error
	}
	tells := make(chan told)
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	request, err := WatchedFolder{Dir: dir, Publication: "县报", Pattern: "{date}_{page}"}.Request()
	if err != nil {
		t.Fatal(err)
	}
	over := make(chan error, 1)
	go func() {
		over <- l.Watch(ctx, []string{dir}, Watching{Request: request, Settle: 10 * time.Millisecond, Rescan: 20 * time.Millisecond, Told: func(r *Report, err error) {
			select {
			case tells <- told{r, err}:
			case <-ctx.Done():
			}
		}})
	}()
	next := func() told {
		t.Helper()
		select {
		case x := <-tells:
			return x
		case <-ctx.Done():
			t.Fatal("nothing is told")
			return told{}
		}
	}
	for range 2 { // gone, back, gone, back
		if x := next(); !errors.Is(x.err, fs.ErrNotExist) {
			t.Fatalf("without the folder: %+v", x)
		}
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if x := next(); x != (told{}) {
			t.Fatalf("with the folder: %+v", x)
		}
		if err := os.Remove(dir); err != nil {
			t.Fatal(err)
		}
	}
	next()
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	next()
	if err := os.WriteFile(filepath.Join(dir, "2023-07-21_02.md"), []byte("# 村里修桥\n\n村口的桥上个月修好了。\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if x := next(); x.err != nil || x.report.Articles != 1 {
		t.Fatalf("a file came: %+v", x)
	}
	rows, _, err := l.List(t.Context(), Filter{Publication: "县报"}, -1, 0)
	if err != nil || len(rows) != 1 || rows[0].Page != "2" || rows[0].Date.String() != "2023-07-21" {
		t.Errorf("stored %+v, %v", rows, err)
	}
	if last, err := l.LastWatched(t.Context()); err != nil || last[dir].Files != 1 {
		t.Errorf("came last: %+v, %v", last, err)
	}
	stop()
	if err := <-over; !errors.Is(err, context.Canceled) {
		t.Errorf("the watch ended with %v", err)
	}
}
