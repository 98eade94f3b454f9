package main

import (
	"bufio"
	"fmt"
	"slices"
	"strings"

	"baoge/app/export"
	"baoge/app/library"
	"baoge/app/paper"
)

type searchCommand struct {
	Query   []string `arg:"" optional:"" help:"要找的词，写法与窗口里的搜索框相同；以减号开头的，前面加 -- 。"`
	Limit   int      `default:"-1" placeholder:"N" help:"最多给几篇；不写为 20，与 --queries 合用时为 100。"`
	Offset  int      `placeholder:"N" help:"跳过前几篇。"`
	Sort    string   `enum:"relevance,date" default:"relevance" help:"排序：relevance 按相关，date 按日期（新的在前）。"`
	Facets  bool     `help:"另给年份、作者、版名、栏目各有几篇。"`
	Format  string   `enum:"text,csv,xlsx" default:"text" placeholder:"csv|xlsx" help:"写成表格：日期、版次、标题、署名、栏目、字数。"`
	Out     string   `placeholder:"FILE" help:"表格写进这个文件；不写则写到标准输出。"`
	Queries string   `placeholder:"FILE" help:"成批搜索：一行一个“编号<制表符>文字”。"`
	Into    string   `name:"run" placeholder:"FILE" help:"成批搜索的结果写到这个文件（TREC 格式）。"`
}

type foundDocument struct {
	Total      int                        `json:"total"`
	AtLeast    bool                       `json:"total_at_least"`
	TookMS     float64                    `json:"took_ms"`
	Hits       []foundArticle             `json:"hits"`
	Facets     map[string][]library.Count `json:"facets"`
	Suggestion string                     `json:"suggestion"`
	Nearest    bool                       `json:"nearest"`
	Warning    foundWarning               `json:"warning"`
}

type foundWarning struct {
	Text string `json:"text"`
	At   int    `json:"at"`
}

type foundArticle struct {
	ID         paper.ArticleID `json:"id"`
	ExternalID string          `json:"external_id"`
	Score      float64         `json:"score"`
	Headline   string          `json:"headline"`
	Date       paper.Date      `json:"date"`
	Page       string          `json:"page"`
	Credits    []paper.Credit  `json:"credits"`
	Snippets   []foundSnippet  `json:"snippets"`
}

type foundSnippet struct {
	Text  string   `json:"text"`
	Marks [][2]int `json:"marks"`
}

// snippets is how many pieces of text a hit shows.
const snippets = 3

// mostHits and mostRanked are how many hits come where no limit is given.
const mostHits, mostRanked = 20, 100

// Run searches.
func (c *searchCommand) Run(d *desk) error {
	if err := d.tableOut(c.Format, c.Out); err != nil {
		return err
	}
	line := strings.Join(c.Query, " ")
	switch {
	case c.Queries != "" && line != "":
		return usage("QUERY 和 --queries 只能用一个")
	case c.Queries == "" && c.Into != "":
		return usage("--run 要和 --queries 一起用")
	case c.Queries != "":
		return c.runQueries(d)
	case strings.TrimSpace(line) == "":
		return usage("缺少要找的词")
	}
	return d.asking(func(l *library.Library) error {
		return d.answering(l, func() error { return c.find(d, l, line) })
	})
}

// find searches and writes what it found.
func (c *searchCommand) find(d *desk, l *library.Library, line string) error {
	o := library.SearchOptions{Limit: c.Limit, Offset: c.Offset, Facets: c.Facets, Snippets: snippets}
	switch {
	case c.Limit < 0:
		o.Limit = mostHits
	case c.Limit == 0: // only counted
		o.Limit = 1
	}
	if c.Sort == "date" {
		o.Sort = library.Newest
	}
	found, err := l.Search(d.ctx, line, o)
	if err != nil {
		return err
	}
	if c.Limit == 0 {
		found.Hits = nil
	}
	if found.Warning != nil {
		d.say("第 %d 个字：%s", found.Warning.At+1, found.Warning.Text)
	}
	if d.json {
		return d.document(foundJSON(found))
	}
	if c.Format != "text" {
		rows := make([]paper.Summary, len(found.Hits))
		for i, h := range found.Hits {
			rows[i] = h.Summary
		}
		return d.table(export.Listing(rows), c.Format, c.Out)
	}
	return c.print(d, found)
}

func foundJSON(r *library.SearchResult) foundDocument {
	doc := foundDocument{
		Total: r.Total, AtLeast: r.AtLeast, TookMS: r.TookMS, Hits: make([]foundArticle, len(r.Hits)),
		Facets: map[string][]library.Count{}, Suggestion: r.Suggestion, Nearest: r.Nearest,
	}
	for name, counts := range r.Facets {
		doc.Facets[name] = list(counts)
	}
	if r.Warning != nil {
		doc.Warning = foundWarning{r.Warning.Text, r.Warning.At}
	}
	for i, h := range r.Hits {
		s := h.Summary
		doc.Hits[i] = foundArticle{
			ID: s.ID, ExternalID: s.ExternalID, Score: h.Score, Headline: s.Headline, Date: s.Date, Page: s.Page,
			Credits: export.Credits(s.Credits), Snippets: make([]foundSnippet, len(h.Snippets)),
		}
		for j, p := range h.Snippets {
			doc.Hits[i].Snippets[j] = foundSnippet{p.Text, list(p.Marks)}
		}
	}
	return doc
}

func (c *searchCommand) print(d *desk, r *library.SearchResult) error {
	bold := [2]string{"", ""}
	if isTerminal(d.out) {
		bold = [2]string{"\x1b[1;31m", "\x1b[0m"}
	}
	return d.print(func(w *bufio.Writer) {
		if r.Nearest {
			fmt.Fprintln(w, "没有一篇全都有，下面是最接近的：")
		}
		for _, h := range r.Hits {
			printRow(w, h.Summary)
			for _, s := range h.Snippets {
				fmt.Fprintf(w, "    %s\n", marked(s, bold))
			}
		}
		for _, name := range []string{"year", "author", "label", "section", "field"} {
			printFacet(w, name, r.Facets[name])
		}
		atLeast := ""
		if r.AtLeast {
			atLeast = "至少 "
		}
		fmt.Fprintf(w, "%s%d 篇，用时 %.1f 毫秒\n", atLeast, r.Total, r.TookMS)
		if r.Suggestion != "" {
			fmt.Fprintf(w, "是不是要找：%s\n", r.Suggestion)
		}
	})
}

var facetWords = map[string]string{"year": "年份", "author": "作者", "label": "版名", "section": "栏目", "field": "出现在"}

// foundIn names the places the facet of places tells apart.
var foundIn = map[string]string{"title": "标题", "body": "正文"}

func printFacet(w *bufio.Writer, name string, counts []library.Count) {
	if len(counts) == 0 {
		return
	}
	fmt.Fprintf(w, "%s：", facetWords[name])
	for i, c := range counts {
		if i > 0 {
			fmt.Fprint(w, "，")
		}
		value := orUnknown(c.Value)
		if word, ok := foundIn[value]; ok && name == "field" {
			value = word
		}
		fmt.Fprintf(w, "%s %d", value, c.Count)
	}
	fmt.Fprintln(w)
}

// marked sets the words found in bold.
func marked(s library.Snippet, bold [2]string) string {
	runes := []rune(strings.ReplaceAll(s.Text, "\n", " "))
	var b strings.Builder
	at := 0
	for _, m := range s.Marks {
		b.WriteString(string(runes[at:m[0]]) + bold[0] + string(runes[m[0]:m[1]]) + bold[1])
		at = m[1]
	}
	b.WriteString(string(runes[at:]))
	return b.String()
}

// percentile of sorted values, nearest rank.
func percentile(sorted []float64, p float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(len(sorted)-1, int(p*float64(len(sorted))))]
}

func sorted(values []float64) []float64 {
	s := slices.Clone(values)
	slices.Sort(s)
	return s
}
