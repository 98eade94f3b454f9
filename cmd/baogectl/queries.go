package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"

	"baoge/app/export"
	"baoge/app/library"
)

// A batchQuery is one line of a --queries file.
type batchQuery struct{ id, text string }

type queriesDocument struct {
	Queries int     `json:"queries"`
	P50     float64 `json:"p50_ms"`
	P99     float64 `json:"p99_ms"`
}

// runQueries ranks articles for many plain texts and writes a TREC run.
func (c *searchCommand) runQueries(d *desk) error {
	if c.Into == "" {
		return usage("--queries 要和 --run 一起用")
	}
	queries, err := readQueries(c.Queries)
	if err != nil {
		return err
	}
	limit := c.Limit
	if limit < 0 {
		limit = mostRanked
	}
	var took []float64
	err = d.working(library.Options{}, func(l *library.Library) error {
		return d.answering(l, func() (err error) {
			took, err = c.rankAll(d, l, queries, limit)
			return err
		})
	})
	if err != nil {
		return err
	}
	took = sorted(took)
	doc := queriesDocument{len(queries), percentile(took, 0.5), percentile(took, 0.99)}
	if d.json {
		return d.document(doc)
	}
	return d.print(func(w *bufio.Writer) {
		fmt.Fprintf(w, "%d 条查询，一半在 %.1f 毫秒内，99%% 在 %.1f 毫秒内，结果在 %s\n", doc.Queries, doc.P50, doc.P99, c.Into)
	})
}

// rankAll writes the rankings of queries and tells how many milliseconds each took.
func (c *searchCommand) rankAll(d *desk, l *library.Library, queries []batchQuery, limit int) (took []float64, err error) {
	err = export.Beside(c.Into, func(w io.Writer) error {
		out := bufio.NewWriter(w)
		for _, q := range queries {
			ranked, t, err := l.Rank(d.ctx, q.text, max(limit, 1))
			if err != nil {
				return fmt.Errorf("query %s: %w", q.id, err)
			}
			took = append(took, float64(t.Microseconds())/1000)
			writeRun(out, q.id, ranked[:min(limit, len(ranked))])
		}
		return out.Flush()
	})
	return took, err
}

// writeRun writes the ranking of one query: qid Q0 external_id rank score baoge.
func writeRun(w *bufio.Writer, qid string, ranked []library.Ranked) {
	for i, r := range ranked {
		id := r.ExternalID
		if id == "" {
			id = string(r.ID)
		}
		fmt.Fprintf(w, "%s Q0 %s %d %.6f baoge\n", qid, id, i+1, r.Score)
	}
}

func readQueries(path string) ([]batchQuery, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var queries []batchQuery
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimRight(lines.Text(), "\r")
		if strings.TrimSpace(line) == "" {
			continue
		}
		id, text, ok := strings.Cut(line, "\t")
		if !ok || strings.ContainsAny(id, " \t") || id == "" {
			return nil, usage("%s 第 %d 行不是“编号<制表符>文字”", path, n)
		}
		queries = append(queries, batchQuery{id, text})
	}
	return queries, lines.Err()
}
