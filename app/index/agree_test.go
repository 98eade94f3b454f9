package index

import (
	"context"
	"math/rand/v2"
	"strings"
	"testing"

	"baoge/app/paper"
	"baoge/app/query"
)

// TestTermsAndTextAgree asks the index and, article by article, the stored text the
// same random queries made of pieces of the page: both must find the same articles.
func TestTermsAndTextAgree(t *testing.T) {
	articles := seedArticles(t)
	var parts []*paper.Article // every block an article of its own, so that queries tell them apart
	var all strings.Builder
	for i, a := range articles {
		for k, b := range a.Blocks {
			p := *a
			p.ID, p.Blocks = paper.ArticleID(string(a.ID[:12])+string(rune('a'+i))+string(rune('a'+k))), []paper.Block{b}
			if k%2 == 1 {
				p.Headline, p.Credits, p.CreditLine = "", nil, ""
			}
			parts = append(parts, &p)
			all.WriteString(b.Text)
		}
		all.WriteString(a.Headline + a.CreditLine)
	}
	x := newIndex(t, parts)
	text := []rune(all.String())
	rnd := rand.New(rand.NewPCG(1, 2))
	piece := func() query.Node {
		n := 1 + rnd.IntN(9)
		from := rnd.IntN(len(text) - n)
		s := strings.TrimSpace(string(text[from : from+n]))
		if s == "" {
			s = "凯里"
		}
		switch rnd.IntN(5) {
		case 0:
			return query.Phrase(s)
		case 1:
			return query.Prefix(s)
		case 2:
			off := []rune(s)
			off[rnd.IntN(len(off))] = '氺'
			return query.Near(off)
		}
		return query.Words(s)
	}
	for range 1500 {
		n := piece()
		switch rnd.IntN(6) {
		case 0:
			n = query.And{n, query.Not{Node: piece()}}
		case 1:
			n = query.Or{n, piece()}
		case 2:
			n = query.And{n, piece()}
		case 3:
			n = query.In{Field: []query.Field{query.Title, query.Body, query.Author}[rnd.IntN(3)], Node: n}
		}
		q := query.Query{Root: n}
		v, err := x.view()
		if err != nil {
			t.Fatal(err)
		}
		p := planner{ctx: context.Background(), cutter: x.cutter, view: v}
		w := p.node(n, "", true)
		want := map[paper.ArticleID]bool{}
		for _, a := range parts {
			if w.holds(foldArticle(a)) {
				want[a.ID] = true
			}
		}
		r, err := x.search(context.Background(), v, q, Options{Limit: len(parts)}, everything)
		v.close()
		if err != nil {
			t.Fatal(err)
		}
		if r.Total != len(want) || len(r.Hits) != len(want) {
			t.Errorf("%s: the index finds %d (total %d), the texts %d", q, len(r.Hits), r.Total, len(want))
		}
		for _, h := range r.Hits {
			if !want[h.ID] {
				t.Errorf("%s: found %s, whose text has it not", q, h.ID)
			}
		}
		if s, ok := n.(query.Phrase); ok {
			for _, a := range parts {
				f := foldArticle(a)
				if has := strings.Contains(f.title+"\n"+f.body+"\n"+f.credit, fold(string(s))); has != want[a.ID] {
					t.Errorf("%s: article %s has it: %v, found: %v", q, a.ID, has, want[a.ID])
				}
			}
		}
	}
}
