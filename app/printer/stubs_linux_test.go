package printer

import (
	"bytes"
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/OpenPrinting/goipp"
)

// A printer that stops taking a document half-way holds nothing up.
func TestStalls(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			defer c.Close() // at the end: it reads nothing
		}
	}()
	old := stallPatience
	stallPatience = 300 * time.Millisecond
	defer func() { stallPatience = old }()
	began := time.Now()
	h := dial("tcp", l.Addr().String(), false)
	_, err = h.do(context.Background(), "/", request(2, ""), bytes.NewReader(make([]byte, 64<<20)))
	if !errors.Is(err, ErrVanished) || time.Since(began) > 10*time.Second {
		t.Errorf("%v after %v", err, time.Since(began))
	}
}

// Where the scheduler lets nobody in, CUPS' own program is asked.
func TestFallsBackToLP(t *testing.T) {
	refusing := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUpgradeRequired) }))
	defer refusing.Close()
	t.Setenv("CUPS_SERVER", strings.TrimPrefix(refusing.URL, "http://"))
	dir := t.TempDir()
	script := "#!/bin/sh\necho \"$@\" > " + dir + "/args\ncat > " + dir + "/sent\necho 'request id is TestQ-19 (1 file(s))'\n"
	if err := os.WriteFile(dir+"/lp", []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
	id, err := System().Print(context.Background(), document("甲", sample(1)), Options{Printer: "TestQ", Copies: 2, Sides: ShortEdge, W: 595.28, H: 841.89})
	if err != nil || id.String() != "TestQ-19" {
		t.Fatalf("%v, %v", id, err)
	}
	args, _ := os.ReadFile(dir + "/args")
	if want := "-d TestQ -t 甲 -n 2 -o media=iso_a4_210x297mm -o sides=two-sided-short-edge --\n"; string(args) != want {
		t.Errorf("lp %s, want %s", args, want)
	}
	if b, _ := os.ReadFile(dir + "/sent"); !bytes.Equal(b, sample(1)) {
		t.Errorf("lp got %d bytes", len(b))
	}
	if _, err := Follow(context.Background(), System(), id, fast); !errors.Is(err, ErrDenied) {
		t.Errorf("following: %v", err)
	}
	if err := os.WriteFile(dir+"/lp", []byte("#!/bin/sh\necho 'lp: Forbidden' >&2; exit 1\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := System().Print(context.Background(), document("甲", sample(1)), Options{Printer: "TestQ"}); !errors.Is(err, ErrDenied) || !strings.Contains(sentence(err), "Forbidden") {
		t.Errorf("lp refuses: %v", err)
	}
}

// What a printer of its own address waits for, few tell with the job: the printer is asked.
func TestDirectTellsOfPaper(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var asked goipp.Message
		if err := asked.Decode(r.Body); err != nil {
			t.Error(err)
		}
		answer := goipp.NewResponse(goipp.DefaultVersion, goipp.StatusOk, asked.RequestID)
		answer.Operation.Add(goipp.MakeAttribute("attributes-charset", goipp.TagCharset, goipp.String("utf-8")))
		answer.Operation.Add(goipp.MakeAttribute("attributes-natural-language", goipp.TagLanguage, goipp.String("en")))
		if goipp.Op(asked.Code) == goipp.OpGetJobAttributes {
			answer.Job.Add(goipp.MakeAttribute("job-id", goipp.TagInteger, goipp.Integer(7)))
			answer.Job.Add(goipp.MakeAttribute("job-state", goipp.TagEnum, goipp.Integer(5)))
		} else {
			answer.Printer.Add(goipp.MakeAttribute("printer-state-reasons", goipp.TagKeyword, goipp.String("media-empty-error")))
		}
		w.Header().Set("Content-Type", goipp.ContentType)
		if err := answer.Encode(w); err != nil {
			t.Error(err)
		}
	}))
	defer s.Close()
	name, _ := Address(s.URL)
	job, err := System().Job(context.Background(), JobID{name, 7})
	if err != nil || job.State != Printing || job.Trouble != NoPaper {
		t.Errorf("%+v, %v", job, err)
	}
}
