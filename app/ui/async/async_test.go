package async

import (
	"context"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// loop stands in for the UI goroutine: what is handed to onUI runs when the test drains it.
func loop(t *testing.T) (drain func(n int)) {
	queue := make(chan func(), 64)
	old := onUI
	onUI = func(f func()) { queue <- f }
	t.Cleanup(func() { onUI = old })
	return func(n int) {
		for range n {
			(<-queue)()
		}
	}
}

func TestNewerLoadOvertakes(t *testing.T) {
	drain := loop(t)
	var s Slot
	var got []string
	release := make(chan struct{})
	ended := make(chan error, 1)
	Load(&s, func(ctx context.Context) (string, error) {
		<-release
		ended <- ctx.Err()
		return "old", nil
	}, func(v string) { got = append(got, v) }, func(error) { got = append(got, "old failed") })
	Load(&s, func(context.Context) (string, error) { return "new", nil },
		func(v string) { got = append(got, v) }, nil)
	drain(1)
	close(release)
	drain(1)
	if len(got) != 1 || got[0] != "new" {
		t.Errorf("shown %q, want only the newer result", got)
	}
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("context of the overtaken load: %v, want cancelled", err)
	}
	if s.Busy() {
		t.Error("slot still busy after its last load was shown")
	}
}

func TestErrorsGoToFail(t *testing.T) {
	drain := loop(t)
	var s Slot
	want := errors.New("no disk")
	var got error
	Load(&s, func(context.Context) (int, error) { return 0, want },
		func(int) { t.Error("show called") }, func(err error) { got = err })
	drain(1)
	if got != want {
		t.Errorf("fail got %v", got)
	}
	Load(&s, func(context.Context) (int, error) { return 0, want }, func(int) {},
		func(error) { t.Error("fail called after Cancel") })
	s.Cancel()
	drain(1)
}

// What goes on telling is shown in order, until it ends by itself or its slot is used anew.
func TestFollow(t *testing.T) {
	drain := loop(t)
	var s Slot
	var got []int
	var end error
	over := errors.New("over")
	release := make(chan struct{})
	Follow(&s, func(_ context.Context, tell func(int)) error {
		tell(1)
		tell(2)
		<-release
		return over
	}, func(v int) { got = append(got, v) }, func(err error) { end = err })
	drain(2)
	if !s.Busy() || len(got) != 2 || got[0] != 1 || got[1] != 2 {
		t.Errorf("told %v, busy %v", got, s.Busy())
	}
	close(release)
	drain(1)
	if !errors.Is(end, over) || s.Busy() {
		t.Errorf("ended with %v, busy %v", end, s.Busy())
	}

	got, end = nil, nil
	ended := make(chan error, 1)
	Follow(&s, func(ctx context.Context, tell func(int)) error {
		<-ctx.Done()
		tell(3)
		ended <- ctx.Err()
		return ctx.Err()
	}, func(v int) { got = append(got, v) }, func(err error) { end = err })
	s.Cancel()
	drain(2)
	if err := <-ended; !errors.Is(err, context.Canceled) || got != nil || end != nil {
		t.Errorf("cancelled: context %v, shown %v, ended with %v", err, got, end)
	}
}

func TestAfterIsReplacedAndEveryStops(t *testing.T) {
	drain := loop(t)
	var s Slot
	calls := 0
	After(&s, time.Hour, func() { t.Error("replaced timer fired") })
	After(&s, time.Millisecond, func() { calls++ })
	drain(1)
	if calls != 1 {
		t.Errorf("timer fired %d times", calls)
	}
	stop := Every(time.Millisecond, func() { calls++ })
	drain(2)
	if calls != 3 {
		t.Errorf("ticker called %d times, want 2", calls-1)
	}
	stop()
	stop()
	if calls != 3 {
		t.Errorf("%d ticks after stop", calls-3)
	}
	got := 0
	Wait(&s, func(context.Context) (int, error) { return 7, nil }, func(v int) { got = v })
	for got == 0 { // a last tick may still be queued before the value
		drain(1)
	}
	if got != 7 || calls != 3 {
		t.Errorf("waited for %d, ticks after stop %d", got, calls-3)
	}
}

// TestOnlySeam keeps goroutines and fyne.Do out of every other package of the window.
func TestOnlySeam(t *testing.T) {
	allowed := map[string]bool{"async": true, "inputmethod": true, "uitest": true}
	files := 0
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && allowed[d.Name()] {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		files++
		set := token.NewFileSet()
		f, err := parser.ParseFile(set, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.GoStmt:
				t.Errorf("%s: go statement; use async", set.Position(n.Pos()))
			case *ast.SelectorExpr:
				if x, ok := n.X.(*ast.Ident); ok && x.Name == "fyne" && (n.Sel.Name == "Do" || n.Sel.Name == "DoAndWait") {
					t.Errorf("%s: fyne.%s; use async", set.Position(n.Pos()), n.Sel.Name)
				}
			}
			return true
		})
		return nil
	})
	if err != nil || files == 0 {
		t.Fatalf("read %d files: %v", files, err)
	}
}
