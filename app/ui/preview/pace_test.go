package preview

import (
	"context"
	"errors"
	"fmt"
	"image"
	"runtime"
	"testing"
	"time"

	"baoge/app/export"
	"baoge/app/paper"
	"baoge/app/raster"
	"baoge/app/typeset"
	"baoge/app/ui/look"
)

// BenchmarkPreview prints how soon a clipping book of 500 articles is seen: its first
// sheet after the screen was opened on it, and any other while the rest is still being
// set. Time is that of the work, from choice to painted sheet; wanted are 200 ms and 100 ms.
//
//	go test ./app/ui/preview -run '^$' -bench Preview -benchtime 1x
func BenchmarkPreview(b *testing.B) {
	faces, err := typeset.LoadFaces()
	if err != nil {
		b.Fatal(err)
	}
	painter := raster.NewPainter(0)
	pal := &look.Day
	for range b.N {
		j := bookOf(faces, 500)
		c := Choices{}
		c.mend()
		var first, worst, sum time.Duration
		shows := 0
		show := func(set *setting, n int) time.Duration {
			begin := time.Now()
			_, err := set.show(painter, &view{at: n, available: 1, pixels: image.Pt(1000, 720), scale: 1, pal: pal})
			if errors.Is(err, typeset.ErrNoPage) { // the estimate was too high, and all is set since
				return time.Since(begin)
			}
			if err != nil {
				b.Fatalf("sheet %d: %v", n, err)
			}
			return time.Since(begin)
		}
		begin := time.Now()
		set, err := j.set(c)
		if err != nil {
			b.Fatal(err)
		}
		show(set, 1)
		first = time.Since(begin)
		ctx, stop := context.WithCancel(b.Context())
		ended := make(chan error, 1)
		go func() {
			_, err := extend(ctx, set)
			ended <- err
		}()
		for n := 1; ; n++ {
			all, known := set.count()
			if known {
				break
			}
			took := show(set, 1+n*37%all)
			worst, sum, shows = max(worst, took), sum+took, shows+1
		}
		if err := <-ended; err != nil {
			b.Fatal(err)
		}
		stop()
		all, _ := set.count()
		b.ReportMetric(float64(first)/1e6, "first-ms")
		b.ReportMetric(float64(worst)/1e6, "worst-ms")
		b.ReportMetric(float64(sum)/1e6/float64(max(shows, 1)), "mean-ms")
		b.ReportMetric(float64(shows), "shown")
		b.ReportMetric(float64(all), "sheets")
		b.ReportMetric(0, "ns/op")
	}
}

// bookOf is a clipping book of n articles of some 1,500 characters, none like another.
func bookOf(faces *typeset.Faces, n int) *Job {
	j := &Job{Title: "礼让斑马线", Bound: true}
	j.Base.Faces, j.Base.Title, j.Base.Index = faces, "礼让斑马线", true
	for i := range n {
		j.Base.Entries = append(j.Base.Entries, export.BookEntry{ID: paper.ArticleID(fmt.Sprint(i))})
	}
	j.Base.Article = func(_ context.Context, id paper.ArticleID) (*paper.Article, error) {
		a := &paper.Article{ID: id, Headline: fmt.Sprintf("第%s座桥修好了", id), Credits: []paper.Credit{}, Date: paper.Date{Year: 2023, Month: 7, Day: 21}, Page: "2"}
		for p := range 12 {
			text := ""
			for s := range 6 {
				text += fmt.Sprintf("第%s座桥的第%d段工程%d月完工，车让人，人让车；", id, p, s+1)
			}
			a.Blocks = append(a.Blocks, paper.Block{Kind: paper.Paragraph, Text: text + "大家都说修得好。"})
		}
		return a, nil
	}
	return j
}

// The first sheet of a book of 500 and any other are there long before all of it is set:
// a bound no machine misses that does not set the whole book first.
func TestFirstSheetDoesNotWait(t *testing.T) {
	faces, err := typeset.LoadFaces()
	if err != nil {
		t.Fatal(err)
	}
	c := Choices{}
	c.mend()
	read := 0
	j := bookOf(faces, 500)
	all := j.Base.Article
	j.Base.Article = func(ctx context.Context, id paper.ArticleID) (*paper.Article, error) {
		read++
		return all(ctx, id)
	}
	set, err := j.set(c)
	if err != nil {
		t.Fatal(err)
	}
	defer set.Close()
	for _, n := range []int{1, 2} {
		if _, _, err := set.sheet(n); err != nil {
			t.Fatal(err)
		}
	}
	if _, known := set.count(); known || read > 100 {
		t.Errorf("%d articles of 500 were read for the first sheets", read)
	}
}

// A document can be set from the window's goroutine, which is locked to a thread of the
// system, and gone on with elsewhere.
func TestSetOnALockedThread(t *testing.T) {
	faces, err := typeset.LoadFaces()
	if err != nil {
		t.Fatal(err)
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	c := Choices{}
	c.mend()
	set, err := bookOf(faces, 3).set(c)
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() {
		_, err := extend(t.Context(), set)
		ended <- err
	}()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
