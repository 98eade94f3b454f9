package archive

import (
	"fmt"
	"testing"
	"time"

	"baoge/app/paper"
)

// hundredThousand makes a library of that many articles over ten years.
func hundredThousand(tb testing.TB) *Archive {
	tb.Helper()
	a, err := Create(tb.TempDir())
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { a.Close() })
	r, err := a.BeginRows(tb.Context(), paper.Source{Path: "r.jsonl", SHA256: "r"}, "", How{})
	if err != nil {
		tb.Fatal(err)
	}
	first := time.Date(2014, 1, 1, 0, 0, 0, 0, time.UTC)
	for n := 0; n < 100000; {
		var rows Rows
		for range 1000 {
			d := first.AddDate(0, 0, n*7919%3650)
			x := article(fmt.Sprintf("第%d篇", n), d.Format(time.DateOnly), fmt.Sprint(n%16+1))
			x.ExternalID, x.Section = fmt.Sprint(n), []string{"", "要闻", "民生"}[n%3]
			rows.Articles, rows.Raw, rows.Lines = append(rows.Articles, x), append(rows.Raw, nil), append(rows.Lines, n)
			n++
		}
		if _, err := r.Add(tb.Context(), rows); err != nil {
			tb.Fatal(err)
		}
	}
	return a
}

// BenchmarkHundredThousand measures what the window asks while a person browses:
// the first rows with the total (target 5 ms), the last rows, a calendar month, the pages.
func BenchmarkHundredThousand(b *testing.B) {
	a := hundredThousand(b)
	ctx := b.Context()
	var ids []paper.ArticleID // of candidates a search scores again, far apart
	for n := 0; n < 100; n++ {
		row, _, err := a.List(ctx, Filter{}, 1, n*997)
		if err != nil {
			b.Fatal(err)
		}
		ids = append(ids, row[0].ID)
	}
	for _, c := range []struct {
		name string
		ask  func() error
	}{
		{"first", func() error { _, _, err := a.List(ctx, Filter{}, 50, 0); return err }},
		{"deep", func() error { _, _, err := a.List(ctx, Filter{}, 50, 99000); return err }},
		{"day", func() error {
			_, _, err := a.List(ctx, Filter{From: day("2018-05-03"), To: day("2018-05-03")}, 50, 0)
			return err
		}},
		{"page", func() error { _, _, err := a.List(ctx, Filter{Page: "2"}, 50, 0); return err }},
		{"section", func() error { _, _, err := a.List(ctx, Filter{Section: "民生"}, 50, 0); return err }},
		{"author", func() error { _, _, err := a.List(ctx, Filter{Author: "乙"}, 50, 0); return err }},
		{"days", func() error { _, err := a.Days(ctx, 2018, 5); return err }},
		{"months", func() error { _, err := a.Months(ctx); return err }},
		{"pages", func() error { _, err := a.Pages(ctx, Filter{}); return err }},
		{"hundred", func() error { _, err := a.Present(ctx, ids); return err }},
		{"counts", func() error { _, err := a.Counts(ctx); return err }},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				if err := c.ask(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
