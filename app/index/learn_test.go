package index

import (
	"context"
	"slices"
	"testing"

	"baoge/app/paper"
)

// TestLearntNames gives the cutter the names that the articles themselves have: what a
// search finds stays the same but for what the name is not, and a plain text finds it.
func TestLearntNames(t *testing.T) {
	body := func(id, text string) *paper.Article {
		return &paper.Article{ID: paper.ArticleID(id), Headline: "剑河县：山里的路", Blocks: []paper.Block{{Kind: paper.Paragraph, Text: text}},
			Dateline: "本报讯", Credits: []paper.Credit{{Role: "记者", Names: []string{"欧阳佳禾"}}}}
	}
	articles := []*paper.Article{body("one", "欧阳佳禾走进剑河县的村寨。"), body("two", "欧阳说，佳禾饭店开张。"), body("three", "河县的剑。")}
	articles[1].Credits, articles[1].Headline, articles[2].Credits, articles[2].Headline = nil, "", nil, "新华社台江7月1日电"
	articles[2].Dateline = "新华社台江7月1日电"
	x := newIndex(t, articles)
	roster, err := x.Roster(context.Background())
	if err != nil || !slices.Equal(roster, []string{"剑河县", "台江", "欧阳佳禾"}) {
		t.Fatalf("roster %q, %v", roster, err)
	}
	c := cutter(t)
	c.Learn(append(roster, "佳禾饭店"))
	defer c.Learn(nil)
	if u := units(c, "欧阳佳禾在剑河县佳禾饭店"); !slices.Equal(u, []string{"欧阳佳禾", "剑河县", "佳禾饭店"}) {
		t.Errorf("units %q", u)
	}
	for line, want := range map[string]int{"欧阳佳禾": 1, "剑河县": 1, "佳禾饭店": 1, "佳禾": 2, "河县": 2, "标题:剑河县": 1} {
		if r := search(t, x, line, Options{}); r.Total != want || r.Nearest {
			t.Errorf("%s: %d hits, nearest %v; want %d", line, r.Total, r.Nearest, want)
		}
	}
	hits, err := x.SearchText(context.Background(), "欧阳佳禾", 3)
	if err != nil || len(hits) == 0 || hits[0].ID != "one" {
		t.Errorf("plain text: %v, %v", hits, err)
	}
}

func TestLike(t *testing.T) {
	articles := seedArticles(t)
	copied := *articles[6]
	copied.ID, copied.Headline = "copy", "另一家报纸的标题"
	x := newIndex(t, append(articles, &copied))
	hits, err := x.Like(context.Background(), articles[6], 3)
	if err != nil || len(hits) == 0 || hits[0].ID != "copy" || hits[0].Score < 0.8 || hits[0].Score > 1 {
		t.Errorf("like an article that is there twice: %v, %v", hits, err)
	}
	for _, h := range hits {
		if h.ID == articles[6].ID {
			t.Error("an article is like itself")
		}
	}
	if hits, err := x.Like(context.Background(), &paper.Article{ID: "empty"}, 3); err != nil || len(hits) != 0 {
		t.Errorf("like nothing: %v, %v", hits, err)
	}
}
