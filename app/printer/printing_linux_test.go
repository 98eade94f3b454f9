package printer

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"baoge/app/cite"
	"baoge/app/export"
	"baoge/app/printer/printertest"
)

// fast is a watch for tests.
var fast = Watch{Every: 50 * time.Millisecond, Patience: 20 * time.Second}

func document(title string, b []byte) Document {
	return Document{Title: title, PDF: bytes.NewReader(b)}
}

// mustPrint prints and follows to the end.
func mustPrint(t *testing.T, d Document, o Options) Job {
	t.Helper()
	s := System()
	id, err := s.Print(context.Background(), d, o)
	if err != nil {
		t.Fatal(err)
	}
	job, err := Follow(context.Background(), s, id, fast)
	if err != nil || job.State != Done || job.Message != "" {
		t.Fatalf("%+v, %v", job, err)
	}
	return job
}

// only is the one document a printer received.
func only(t *testing.T, v *printertest.Virtual) []byte {
	t.Helper()
	var b []byte
	printertest.Until(t, "the document", func() bool {
		all := v.Received(t)
		if len(all) != 1 {
			return false
		}
		var err error
		b, err = os.ReadFile(all[0])
		return err == nil
	})
	return b
}

// A printer that is spoken to directly receives the very bytes.
func TestDirect(t *testing.T) {
	v := shared(t)
	want := sample(3)
	mustPrint(t, document("剪报：斑马线？", want), Options{Printer: v.URI, Copies: 2, Sides: LongEdge, W: 595.28, H: 841.89})
	if got := only(t, v); !bytes.Equal(got, want) {
		t.Errorf("the printer received %d bytes, %d were sent", len(got), len(want))
	}
	said, _ := os.ReadFile(v.Dir + "/attributes")
	for _, w := range []string{"IPP_COPIES=2", "IPP_SIDES=two-sided-long-edge", "IPP_MEDIA=iso_a4_210x297mm", "IPP_JOB_NAME=剪报：斑马线？"} {
		if !strings.Contains(string(said), w) {
			t.Errorf("no %s in\n%s", w, said)
		}
	}
}

func TestDirectCaps(t *testing.T) {
	v := shared(t)
	c, err := System().Caps(context.Background(), v.URI)
	if err != nil {
		t.Fatal(err)
	}
	a4 := slices.IndexFunc(c.Papers, func(s Sheet) bool { return s.Label == "A4" && near(s.W, 595.28) && near(s.H, 841.89) })
	if a4 < 0 || !c.TakesPDF || !c.Accepting || c.Status != Idle || !slices.Contains(c.Sides, LongEdge) || c.MaxCopies < 2 {
		t.Errorf("%+v", c)
	}
}

// Through a queue the document is made anew by CUPS' filters: its pages look the same.
func TestQueue(t *testing.T) {
	v := shared(t)
	scheduler(t, map[string]string{"TestQ": v.URI})
	want := sample(2)
	mustPrint(t, document("中文报刊 测试", want), Options{Printer: "TestQ", Sides: LongEdge, W: 595.28, H: 841.89})
	samePages(t, only(t, v), want)
	if b, _ := os.ReadFile(v.Dir + "/attributes"); !bytes.Contains(b, []byte("IPP_SIDES=two-sided-long-edge")) {
		t.Errorf("sides are lost:\n%s", b)
	}
}

// samePages compares two documents by pictures of their pages.
func samePages(t *testing.T, got, want []byte) {
	t.Helper()
	g, w := pictures(t, got), pictures(t, want)
	if len(g) != len(w) {
		t.Fatalf("%d pages, want %d", len(g), len(w))
	}
	for i := range g {
		if len(g[i]) != len(w[i]) {
			t.Errorf("page %d: %d bytes of pixels, want %d", i+1, len(g[i]), len(w[i]))
			continue
		}
		off, ink := 0, 0
		for k := range g[i] {
			if d := int(g[i][k]) - int(w[i][k]); d > 96 || d < -96 {
				off++
			}
			if w[i][k] < 128 {
				ink++
			}
		}
		if ink == 0 || off > ink/20 {
			t.Errorf("page %d: %d pixels of %d are off", i+1, off, ink)
		}
	}
}

// pictures are a document's pages in grey.
func pictures(t *testing.T, pdf []byte) [][]byte {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(dir+"/a.pdf", pdf, 0o666); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(printertest.Need(t, "pdftoppm"), "-gray", "-r", "50", dir+"/a.pdf", dir+"/p").CombinedOutput(); err != nil {
		t.Fatalf("pdftoppm: %v\n%s", err, out)
	}
	names, _ := filepath.Glob(dir + "/p*.pgm")
	var all [][]byte
	for _, n := range names {
		b, err := os.ReadFile(n)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, b)
	}
	return all
}

func TestListAndDefault(t *testing.T) {
	v := shared(t)
	ctx := context.Background()
	scheduler(t, map[string]string{"Alpha": v.URI, "Beta": v.URI})
	if _, err := System().Default(ctx); !errors.Is(err, ErrNoPrinter) {
		t.Errorf("no default: %v", err)
	}
	admin(t, "lpadmin", "-d", "Beta")
	if name, err := System().Default(ctx); name != "Beta" || err != nil {
		t.Errorf("default %q, %v", name, err)
	}
	all, err := System().List(ctx)
	if err != nil || len(all) != 2 || all[0].Name != "Beta" || !all[0].Default || all[1].Name != "Alpha" || all[1].Status != Idle || !all[1].Accepting {
		t.Errorf("%+v, %v", all, err)
	}
	c, err := System().Caps(ctx, "Alpha")
	if err != nil || c.Name != "Alpha" || !c.TakesPDF || len(c.Papers) == 0 || !slices.Contains(c.Sides, OneSided) {
		t.Errorf("%+v, %v", c, err)
	}
	mustPrint(t, document("默认", sample(1)), Options{}) // where none is named
}

func TestNoServer(t *testing.T) {
	ctx := context.Background()
	t.Setenv("CUPS_SERVER", filepath.Join(t.TempDir(), "none"))
	_, err := System().List(ctx)
	if !errors.Is(err, ErrNoServer) || !strings.Contains(sentence(err), "没有打印服务") {
		t.Errorf("list: %v: %s", err, sentence(err))
	}
	_, err = System().Print(ctx, document("甲", sample(1)), Options{Printer: "TestQ"})
	if !errors.Is(err, ErrNoServer) {
		t.Errorf("print: %v", err)
	}
}

func TestNoPrinters(t *testing.T) {
	scheduler(t, nil)
	ctx := context.Background()
	if all, err := System().List(ctx); len(all) != 0 || err != nil {
		t.Errorf("%v, %v", all, err)
	}
	_, err := System().Print(ctx, document("甲", sample(1)), Options{})
	if !errors.Is(err, ErrNoPrinter) || !strings.Contains(sentence(err), "还没有打印机") {
		t.Errorf("no printer: %v: %s", err, sentence(err))
	}
	_, err = System().Print(ctx, document("甲", sample(1)), Options{Printer: "不在/这里?"})
	if !errors.Is(err, ErrUnknown) || !strings.Contains(sentence(err), "“不在/这里?”") {
		t.Errorf("unknown printer: %v: %s", err, sentence(err))
	}
	if _, err = System().Job(ctx, JobID{"x", 99}); !errors.Is(err, ErrNoJob) && !errors.Is(err, ErrUnknown) {
		t.Errorf("unknown job: %v", err)
	}
}

func TestRejectingAndStopped(t *testing.T) {
	v := shared(t)
	ctx := context.Background()
	scheduler(t, map[string]string{"TestQ": v.URI})
	admin(t, "cupsreject", "-r", "装修", "TestQ")
	_, err := System().Print(ctx, document("甲", sample(1)), Options{Printer: "TestQ"})
	if !errors.Is(err, ErrRejecting) || !strings.Contains(sentence(err), "不接收文件") {
		t.Errorf("rejecting: %v: %s", err, sentence(err))
	}
	admin(t, "cupsaccept", "TestQ")
	admin(t, "cupsdisable", "-r", "暂停一下", "TestQ")
	c, err := System().Caps(ctx, "TestQ")
	if err != nil || c.Status != Stopped || c.Trouble != Paused || c.Message != "暂停一下" {
		t.Errorf("a stopped queue is %+v, %v", c.Printer, err)
	}
	id, err := System().Print(ctx, document("甲", sample(1)), Options{Printer: "TestQ"})
	if err != nil {
		t.Fatal(err)
	}
	_, err = Follow(ctx, System(), id, fast)
	if !errors.Is(err, ErrStopped) || !strings.Contains(sentence(err), "“TestQ”已被停用") || !strings.Contains(sentence(err), "暂停一下") {
		t.Errorf("stopped: %v: %s", err, sentence(err))
	}
	admin(t, "cupsenable", "TestQ")
	if job, err := Follow(ctx, System(), id, fast); err != nil || job.State != Done {
		t.Errorf("started again: %+v, %v", job, err)
	}
}

func TestAbort(t *testing.T) {
	v := shared(t)
	ctx := context.Background()
	v.Set(t, "abort", true)
	id, err := System().Print(ctx, document("甲", sample(1)), Options{Printer: v.URI})
	if err != nil {
		t.Fatal(err)
	}
	job, err := Follow(ctx, System(), id, fast)
	if !errors.Is(err, ErrAborted) || job.State != Aborted || !strings.Contains(sentence(err), "中止了打印") {
		t.Errorf("direct: %+v, %v", job, err)
	}
	scheduler(t, map[string]string{"TestQ": v.URI})
	// CUPS' backend asks the printer in two threads. Where the one that looks for the end of the
	// job is first, an aborted job is a printed one to CUPS: then it is printed once more.
	for range 6 {
		if id, err = System().Print(ctx, document("甲", sample(1)), Options{Printer: "TestQ"}); err != nil {
			t.Fatal(err)
		}
		if job, err = Follow(ctx, System(), id, fast); err != nil || job.State != Done {
			break
		}
	}
	if !errors.Is(err, ErrAborted) || job.Message == "" {
		t.Errorf("queue: %+v, %v", job, err)
	}
}

func TestCorrupt(t *testing.T) {
	v := shared(t)
	ctx := context.Background()
	scheduler(t, map[string]string{"TestQ": v.URI})
	id, err := System().Print(ctx, document("坏的", []byte("%PDF-1.4\nnothing more\n")), Options{Printer: "TestQ"})
	if err != nil {
		t.Fatal(err)
	}
	_, err = Follow(ctx, System(), id, fast)
	if !errors.Is(err, ErrDocument) || !strings.Contains(sentence(err), "读不懂这个文件") {
		t.Errorf("%v: %s", err, sentence(err))
	}
	if job, err := System().Job(ctx, id); err != nil || !job.State.Ended() {
		t.Errorf("it stays in the queue: %+v, %v", job, err)
	}
}

func TestCancel(t *testing.T) {
	v := shared(t)
	ctx := context.Background()
	v.Set(t, "hold", true)
	id, err := System().Print(ctx, document("甲", sample(1)), Options{Printer: v.URI})
	if err != nil {
		t.Fatal(err)
	}
	printertest.Until(t, "the printer to begin", func() bool { _, err := os.Stat(v.Dir + "/printing"); return err == nil })
	if err := System().Cancel(ctx, id); err != nil {
		t.Fatal(err)
	}
	v.Set(t, "hold", false)
	if job, err := Follow(ctx, System(), id, fast); !errors.Is(err, ErrCancelled) || job.State != Cancelled {
		t.Errorf("direct: %+v, %v", job, err)
	}
	if err := System().Cancel(ctx, id); !errors.Is(err, ErrFinished) {
		t.Errorf("cancelled twice: %v", err)
	}

	scheduler(t, map[string]string{"TestQ": v.URI})
	admin(t, "cupsdisable", "TestQ")
	if id, err = System().Print(ctx, document("甲", sample(1)), Options{Printer: "TestQ"}); err != nil {
		t.Fatal(err)
	}
	if err := System().Cancel(ctx, id); err != nil {
		t.Fatal(err)
	}
	if job, err := Follow(ctx, System(), id, fast); !errors.Is(err, ErrCancelled) {
		t.Errorf("queue: %+v, %v", job, err)
	}
	if err := System().Cancel(ctx, JobID{"TestQ", 4711}); !errors.Is(err, ErrNoJob) {
		t.Errorf("unknown job: %v", err)
	}
}

// A printer that goes away while it prints is told of, and the job is not lost with the error.
func TestVanishes(t *testing.T) {
	ctx := context.Background()
	impatient := Watch{Every: 50 * time.Millisecond, Patience: time.Second}
	v := printertest.New(t)
	t.Cleanup(v.Stop)
	v.Set(t, "hold", true)
	id, err := System().Print(ctx, document("甲", sample(1)), Options{Printer: v.URI})
	if err != nil {
		t.Fatal(err)
	}
	v.Stop()
	v.Set(t, "hold", false)
	var shown []Trouble
	impatient.Show = func(j Job) { shown = append(shown, j.Trouble) }
	if _, err = Follow(ctx, System(), id, impatient); !errors.Is(err, ErrVanished) || !strings.Contains(sentence(err), "没有回应") {
		t.Errorf("direct: %v", err)
	}
	if !slices.Contains(shown, Offline) {
		t.Errorf("shown: %q", shown)
	}

	// Its driver must be there first: while CUPS sets its filters it gives up what is printed.
	scheduler(t, map[string]string{"TestQ": shared(t).URI})
	// The port of v may be another server's by now; on 9, discard, none listens.
	admin(t, "lpadmin", "-p", "TestQ", "-v", "ipp://127.0.0.1:9/ipp/print")
	if id, err = System().Print(ctx, document("甲", sample(1)), Options{Printer: "TestQ"}); err != nil {
		t.Fatal(err)
	}
	if job, err := Follow(ctx, System(), id, Watch{Every: 50 * time.Millisecond, Patience: 4 * time.Second}); !errors.Is(err, ErrVanished) {
		t.Errorf("queue: %+v, %v", job, err)
	}
}

func TestUnsupported(t *testing.T) {
	v := shared(t)
	scheduler(t, map[string]string{"TestQ": v.URI})
	for _, o := range []Options{{Copies: -1}, {Copies: 1000}, {W: 2000, H: 9000}} {
		for _, name := range []string{"TestQ", v.URI} {
			o.Printer = name
			if _, err := System().Print(context.Background(), document("甲", sample(1)), o); !errors.Is(err, ErrOptions) {
				t.Errorf("%+v: %v", o, err)
			}
		}
	}
	if len(v.Received(t)) != 0 {
		t.Error("something was printed")
	}
}

func TestCallerGivesUp(t *testing.T) {
	v := shared(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := System().Print(ctx, document("甲", sample(1)), Options{Printer: v.URI}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if len(v.Received(t)) != 0 {
		t.Error("something was printed")
	}
}

// The document that goes to a printer is the PDF that is exported with the same options.
func TestPrintsWhatIsExported(t *testing.T) {
	v := shared(t)
	o := export.Options{Columns: 2, Cite: cite.GBT2025}
	var sent, want bytes.Buffer
	for _, b := range []*bytes.Buffer{&sent, &want} {
		if _, err := export.Write(context.Background(), b, printed(), export.PDF, o); err != nil {
			t.Fatal(err)
		}
	}
	mustPrint(t, document("河边又添三座桥", sent.Bytes()), Options{Printer: v.URI})
	if got := only(t, v); !bytes.Equal(got, want.Bytes()) {
		t.Errorf("the printer received %d bytes, the export has %d", len(got), want.Len())
	}
}
