package index

import (
	"context"
	"fmt"
	"testing"

	"baoge/app/paper"
	"baoge/app/query"
)

// TestPlacesFound compares the facet of places with what a click on it finds.
func TestPlacesFound(t *testing.T) {
	x := newIndex(t, seedArticles(t))
	for _, line := range []string{"凯里", "斑马线 礼让", "溺水 或 光盘", `"文明行为"`, "凯里市 -溺水", "标题:凯里 文明", "作者:凯文 斑马线", "日期:2023 凯里", "文明*", "礼让~", "夏季绿植", "kaili", "2"} {
		q, _ := query.Parse(line)
		all := search(t, x, line, Options{Facets: true, Limit: 100})
		for _, c := range all.Facets[FacetField] {
			in := q.In(query.Field(c.Value))
			r, err := x.Search(context.Background(), in, Options{Limit: 100})
			if err != nil {
				t.Fatal(err)
			}
			if r.Nearest {
				r.Total = 0
			}
			if r.Total != c.Count {
				t.Errorf("%s: the facet counts %d in %s, %s finds %d", line, c.Count, c.Value, in, r.Total)
			}
		}
		if len(all.Facets[FacetField]) != 2 {
			t.Errorf("%s: places %v", line, all.Facets[FacetField])
		}
	}
}

// TestValuesFound compares the facets of values with what a click on one finds: the value in
// quotation marks, though another has it in it.
func TestValuesFound(t *testing.T) {
	var all []*paper.Article
	for i, c := range []struct{ name, label, section string }{
		{"王丽", "民生", "故事"}, {"王丽娟", "城事·民生", "百姓故事"}, {"王丽", "要闻", "故事"}, {"欧阳王丽", "民生", "故事会"}, {"阿卜·王", "Ａ叠", "ABC"},
	} {
		all = append(all, &paper.Article{ID: paper.ArticleID(fmt.Sprintf("value%011d", i)), Section: c.section, PageLabel: c.label, Page: "2",
			CreditLine: "记者 " + c.name, CreditAt: paper.CreditHead, Credits: []paper.Credit{{Role: "记者", Names: []string{c.name}}}, Blocks: []paper.Block{{Kind: paper.Paragraph, Text: "街上有人。"}}})
	}
	x := newIndex(t, all)
	fields := map[string]string{FacetAuthor: "作者", FacetLabel: "版", FacetSection: "栏目"}
	for name, counts := range search(t, x, "街上", Options{Facets: true}).Facets {
		for _, c := range counts {
			if fields[name] == "" {
				continue
			}
			line := fmt.Sprintf(`%s:"%s" 街上`, fields[name], c.Value)
			if r := search(t, x, line, Options{}); r.Total != c.Count || r.Nearest {
				t.Errorf("%s finds %d, the facet counts %d", line, r.Total, c.Count)
			}
		}
	}
	for line, want := range map[string]int{"作者:王丽": 4, "版:民生": 3, "栏目:故事": 4, `作者:"王"`: 5, `版:"生"`: 3, `版:"2"`: 5, `作者:"记者 王丽"`: 3, `-作者:"王丽"`: 3, `作者:"阿卜•王"`: 1, `版:"a叠"`: 1, `作者:"王丽" 或 "街下"`: 2, `作者:"王丽" "上有"`: 2} {
		if r := search(t, x, line, Options{}); r.Total != want || r.Nearest {
			t.Errorf("%s finds %d, want %d", line, r.Total, want)
		}
	}
}
