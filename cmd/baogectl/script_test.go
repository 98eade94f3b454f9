package main

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/text/encoding/simplifiedchinese"

	"baoge/app/archive"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"baogectl": main, "holdlibrary": hold})
}

// hold keeps the library named by its first argument open for writing until it is
// ended; it makes the file named by the second when it has it.
func hold() {
	_, err := archive.Open(os.Args[1], archive.ReadWrite)
	if err == nil {
		err = os.WriteFile(os.Args[2], nil, 0o666)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	time.Sleep(time.Minute) // ended by the script long before
}

// TestScripts runs the program as a person or a script does. In each script $WORK/page.txt
// is the real page, and BAOGE_LIBRARY is $WORK/lib.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "script"),
		Setup: func(e *testscript.Env) error {
			for key, dir := range map[string]string{"BAOGE_LIBRARY": "lib", "XDG_DATA_HOME": "data", "XDG_CACHE_HOME": "cache", "HOME": "home"} {
				e.Setenv(key, filepath.Join(e.WorkDir, dir))
			}
			page, err := filepath.Glob(filepath.Join("..", "..", "seeds", "*.txt"))
			if err != nil || len(page) == 0 {
				return fmt.Errorf("the real page is not there: %v", err)
			}
			text, err := os.ReadFile(page[0])
			if err != nil {
				return err
			}
			return os.WriteFile(filepath.Join(e.WorkDir, "page.txt"), text, 0o666)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"json": checkJSON, "poke": poke, "gb18030": toGB18030, "waitfor": waitFor, "withid": withID, "rows": makeRows,
			"waitlist": waitList, "waitjob": waitJob, "stop": interrupt,
		},
	})
}

// checkJSON: json FILE PATH VALUE. The file must be one JSON document without a null;
// PATH steps into it by keys and numbers parted by dots, a last # counts. Without PATH
// only the document is checked.
func checkJSON(ts *testscript.TestScript, neg bool, args []string) {
	var doc any
	text := ts.ReadFile(args[0])
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	ts.Check(d.Decode(&doc))
	if d.More() {
		ts.Fatalf("more than one JSON document")
	}
	if at := findNull(doc, ""); at != "" {
		ts.Fatalf("null at %s in %s", at, text)
	}
	if len(args) < 3 {
		return
	}
	got, err := step(doc, strings.Split(args[1], "."))
	ts.Check(err)
	if (got == args[2]) == neg {
		ts.Fatalf("%s is %s, want %s (not: %v)\n%s", args[1], got, args[2], neg, text)
	}
}

func findNull(v any, at string) string {
	switch v := v.(type) {
	case nil:
		return at + "."
	case map[string]any:
		for k, x := range v {
			if found := findNull(x, at+"."+k); found != "" {
				return found
			}
		}
	case []any:
		for i, x := range v {
			if found := findNull(x, fmt.Sprint(at, ".", i)); found != "" {
				return found
			}
		}
	}
	return ""
}

func step(v any, path []string) (string, error) {
	for i, key := range path {
		switch x := v.(type) {
		case map[string]any:
			if key == "keys" && i == len(path)-1 {
				return fmt.Sprint(len(x)), nil
			}
			inner, ok := x[key]
			if !ok {
				return "", fmt.Errorf("no key %q", key)
			}
			v = inner
		case []any:
			if key == "#" {
				return strconv.Itoa(len(x)), nil
			}
			n, err := strconv.Atoi(key)
			if err != nil || n >= len(x) {
				return "", fmt.Errorf("no element %q of %d", key, len(x))
			}
			v = x[n]
		default:
			return "", fmt.Errorf("%q: %v has no parts", key, v)
		}
	}
	if s, ok := v.(string); ok {
		return s, nil
	}
	b, err := json.Marshal(v)
	return string(b), err
}

// poke: poke FILE OFFSET HEX writes bytes into a file.
func poke(ts *testscript.TestScript, _ bool, args []string) {
	at, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	b, err := hex.DecodeString(args[2])
	ts.Check(err)
	f, err := os.OpenFile(ts.MkAbs(args[0]), os.O_RDWR, 0)
	ts.Check(err)
	_, err = f.WriteAt(b, at)
	ts.Check(err)
	ts.Check(f.Close())
}

// toGB18030: gb18030 FROM TO encodes a text file.
func toGB18030(ts *testscript.TestScript, _ bool, args []string) {
	b, err := simplifiedchinese.GB18030.NewEncoder().String(ts.ReadFile(args[0]))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(b), 0o666))
}

// waitFor: waitfor FILE waits until a file is there.
func waitFor(ts *testscript.TestScript, _ bool, args []string) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		if _, err := os.Stat(ts.MkAbs(args[0])); err == nil {
			return
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			ts.Fatalf("%s never came", args[0])
		}
	}
}

// waitList: waitlist N waits until the library has N articles.
func waitList(ts *testscript.TestScript, _ bool, args []string) {
	waitUntil(ts, args[0]+" articles", func(ctx context.Context, a *archive.Archive) bool {
		c, err := a.Counts(ctx)
		return err == nil && strconv.Itoa(c.Articles) == args[0]
	})
}

// waitJob: waitjob N waits until the last import is the N-th and has ended.
func waitJob(ts *testscript.TestScript, _ bool, args []string) {
	waitUntil(ts, "import "+args[0], func(ctx context.Context, a *archive.Archive) bool {
		jobs, err := a.Jobs(ctx, 1)
		return err == nil && len(jobs) == 1 && strconv.FormatInt(jobs[0].N, 10) == args[0] && jobs[0].State == archive.JobDone
	})
}

// waitUntil looks at the script's library until it is as asked.
func waitUntil(ts *testscript.TestScript, what string, ok func(context.Context, *archive.Archive) bool) {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		if a, err := archive.Open(ts.Getenv("BAOGE_LIBRARY"), archive.ReadOnly); err == nil {
			is := ok(ctx, a)
			ts.Check(a.Close())
			if is {
				return
			}
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			ts.Fatalf("there were never %s", what)
		}
	}
}

// interrupt: stop NAME sends a background command what Ctrl+C sends.
func interrupt(ts *testscript.TestScript, _ bool, args []string) {
	for _, cmd := range ts.BackgroundCmds() {
		_ = cmd.Process.Signal(os.Interrupt)
	}
}

// withID: withid VARIABLE HEADLINE sets a variable to the ID of the article in the list
// that standard output holds as JSON.
func withID(ts *testscript.TestScript, _ bool, args []string) {
	var doc listDocument
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &doc))
	for _, a := range doc.Articles {
		if strings.Contains(a.Headline, args[1]) {
			ts.Setenv(args[0], string(a.ID))
			return
		}
	}
	ts.Fatalf("no article %q", args[1])
}

// makeRows: rows FILE N writes N rows of JSON Lines.
func makeRows(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), rowsText(n), 0o666))
}

// rowsText writes n rows of JSON Lines, each of its own words.
func rowsText(n int) []byte {
	var b []byte
	for i := range n {
		b = fmt.Appendf(b, `{"_id":"r%d","title":"第%d号通知","text":"第%d号通知的正文，请各处照办。\n第二段，编号%d。","date":"2023-%02d-%02d"}`+"\n", i, i, i, i*7, i%12+1, i%28+1)
	}
	return b
}
