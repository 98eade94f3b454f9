package typeset

import (
	"errors"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"baoge/app/paper"
)

// A preview's pages are the bound book's, whatever was asked for before.
func TestPreviewShowsTheBoundPages(t *testing.T) {
	pictures := gallery(t)
	for _, c := range []struct {
		name  string
		runOn bool
		o     PageOptions
	}{{"fresh pages", false, PageOptions{Picture: pictures}}, {"run on", true, PageOptions{Picture: pictures}}, {"one column", true, PageOptions{Paper: A5}}} {
		book := sampleBook(30)
		book.RunOn = c.runOn
		front, body := bound(t, book, c.o)
		all := append(front, body...)
		p, err := NewPreview(faces(), book, c.o)
		if err != nil {
			t.Fatal(err)
		}
		if _, final, err := p.Page(1); err != nil || final {
			t.Errorf("%s: the cover at first: final %v, %v", c.name, final, err)
		}
		for done := false; !done; {
			if done, err = p.Extend(time.Millisecond); err != nil {
				t.Fatal(err)
			}
		}
		if n, f, known := p.Pages(); n != len(all) || f != len(front) || !known {
			t.Errorf("%s: %d pages, %d of them front matter, known %v; want %d and %d", c.name, n, f, known, len(all), len(front))
		}
		for i := range all {
			n := (i*37 + 11) % len(all)
			got, final, err := p.Page(n + 1)
			if err != nil || !final || !samePages(got, all[n]) {
				t.Fatalf("%s: page %d (%s) is another one: final %v, %v", c.name, n+1, all[n].Label, final, err)
			}
		}
		if _, _, err := p.Page(len(all) + 1); !errors.Is(err, ErrNoPage) {
			t.Errorf("%s: a page too many: %v", c.name, err)
		}
	}
}

// While nothing is set yet, contents and far pages are shown as far as they are known.
func TestPreviewBeforeItIsSet(t *testing.T) {
	book := sampleBook(200)
	p, err := NewPreview(faces(), book, PageOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	cover, _, err := p.Page(1)
	if err != nil || !strings.Contains(pageText(cover), book.Title) {
		t.Errorf("cover %v", err)
	}
	contents, final, err := p.Page(2)
	if err != nil || final || !strings.Contains(noBlanks(pageText(contents)), "第0篇：桥与路") {
		t.Errorf("contents: final %v, %v", final, err)
	}
	far, final, err := p.Page(150)
	if err != nil || final || far.Label != "" || !strings.Contains(noBlanks(pageText(far)), "篇：桥与路") {
		t.Errorf("a far page: final %v, %v", final, err)
	}
	if n, _, known := p.Pages(); known || n < 1 {
		t.Errorf("%d pages, known %v", n, known)
	}
}

// How many pages there will be is guessed well from the first pages on, in the middle of
// an article too.
func TestPreviewGuessesItsLength(t *testing.T) {
	book := sampleBook(200)
	p, err := NewPreview(faces(), book, PageOptions{})
	if err != nil {
		t.Fatal(err)
	}
	most := 0
	for done := false; !done; {
		if done, err = p.Extend(0); err != nil {
			t.Fatal(err)
		}
		n, _, _ := p.Pages()
		most = max(most, n)
	}
	if all, _, _ := p.Pages(); most > 2*all {
		t.Errorf("once %d pages were told, and it are %d", most, all)
	}
}

// A further page of the contents shows about what will stand on it, and for that no more
// articles are read than it names.
func TestPreviewReadsWhatThePageNames(t *testing.T) {
	book := sampleBook(500)
	read, all := 0, book.Article
	book.Article = func(i int) (*paper.Article, string, error) {
		read++
		return all(i)
	}
	p, err := NewPreview(faces(), book, PageOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	early, final, err := p.Page(9)
	if err != nil || final || early.Label != "viii" || read > 50 {
		t.Fatalf("page %s of the contents, final %v, %d articles read: %v", early.Label, final, read, err)
	}
	front, _ := bound(t, book, PageOptions{})
	names, then, both := regexp.MustCompile("第[0-9]+篇"), pageText(front[8]), 0
	for _, name := range names.FindAllString(pageText(early), -1) {
		if strings.Contains(then, name) {
			both++
		}
	}
	if n := len(names.FindAllString(then, -1)); both < n*4/5 {
		t.Errorf("%d of %d articles of the page are there\n%s", both, n, pageText(early))
	}
}

// Pages to be seen do not wait for an article that the rest is held up by.
func TestPreviewDoesNotWaitForTheRest(t *testing.T) {
	book := sampleBook(90)
	held, release := make(chan bool), make(chan bool)
	once, all := sync.OnceFunc(func() { held <- true; <-release }), book.Article
	book.Article = func(i int) (*paper.Article, string, error) {
		if i == 80 {
			once()
		}
		return all(i)
	}
	p, err := NewPreview(faces(), book, PageOptions{})
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error)
	go func() {
		var err error
		for done := false; !done && err == nil; {
			done, err = p.Extend(time.Hour)
		}
		ended <- err
	}()
	<-held
	n, front, known := p.Pages()
	for _, k := range []int{1, 2, front + 1, front + 70, n} {
		if _, _, err := p.Page(k); err != nil || known {
			t.Errorf("page %d of %d, known %v: %v", k, n, known, err)
		}
	}
	close(release)
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestPreviewOfWhatCannotBeHad(t *testing.T) {
	lost := errors.New("lost")
	book := sampleBook(10)
	good := book.Article
	book.Article = func(i int) (*paper.Article, string, error) {
		if i == 5 {
			return nil, "", lost
		}
		return good(i)
	}
	p, err := NewPreview(faces(), book, PageOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for range 1000 {
		if _, err = p.Extend(time.Hour); err != nil {
			break
		}
	}
	if !errors.Is(err, lost) {
		t.Errorf("extended to %v", err)
	}
	if _, err := NewPreview(faces(), book, PageOptions{Columns: 5}); !errors.Is(err, ErrPageOptions) {
		t.Errorf("five columns: %v", err)
	}
}

func BenchmarkPreview(b *testing.B) {
	book := sampleBook(500)
	for b.Loop() {
		start := time.Now()
		p, err := NewPreview(faces(), book, PageOptions{})
		if err != nil {
			b.Fatal(err)
		}
		if _, _, err := p.Page(1); err != nil {
			b.Fatal(err)
		}
		first := time.Since(start)
		var most, whole time.Duration
		for n := 0; ; n++ {
			done, err := p.Extend(5 * time.Millisecond)
			if err != nil {
				b.Fatal(err)
			}
			all, _, _ := p.Pages()
			asked := time.Now()
			if _, _, err := p.Page(1 + n*397%all); err != nil && !errors.Is(err, ErrNoPage) {
				b.Fatal(err)
			}
			most = max(most, time.Since(asked))
			if done {
				whole = time.Since(start)
				break
			}
		}
		b.ReportMetric(first.Seconds()*1000, "ms-first-page")
		b.ReportMetric(most.Seconds()*1000, "ms-slowest-page")
		b.ReportMetric(whole.Seconds()*1000, "ms-all-set")
	}
	b.ReportMetric(0, "ns/op")
}
