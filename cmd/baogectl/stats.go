package main

import (
	"bufio"
	"fmt"
	"strings"

	"baoge/app/cite"
	"baoge/app/export"
	"baoge/app/library"
	"baoge/app/paper"
)

type statsCommand struct {
	Contributors contributorsCommand `cmd:"" help:"发稿统计：每人每月的篇数和字数。"`
}

type contributorsCommand struct {
	From   paper.Date `placeholder:"YYYY-MM-DD" help:"从这一天起。"`
	To     paper.Date `placeholder:"YYYY-MM-DD" help:"到这一天止。"`
	Format string     `enum:"text,csv,xlsx,json" default:"text" placeholder:"csv|xlsx|json" help:"格式；不写则打印成表。"`
	Out    string     `placeholder:"FILE" help:"写进这个文件；不写则写到标准输出。"`
}

type contributionDocument struct {
	Name     string   `json:"name"`
	Roles    []string `json:"roles"`
	Month    string   `json:"month"` // 2023-07, or ""
	Articles int      `json:"articles"`
	Chars    int      `json:"chars"`
}

type contributionsDocument struct {
	Contributors []contributionDocument `json:"contributors"`
}

// Run counts contributions.
func (c *contributorsCommand) Run(d *desk) error {
	if err := d.tableOut(c.Format, c.Out); err != nil {
		return err
	}
	return d.reading(func(l *library.Library) error {
		all, err := l.Contributions(d.ctx, c.From, c.To, cite.Contributes)
		if err != nil {
			return err
		}
		rows := make([]contributionDocument, len(all))
		for i, k := range all {
			rows[i] = contributionDocument{k.Name, list(k.Roles), month(k), k.Articles, k.Chars}
		}
		switch {
		case d.json || c.Format == "json":
			return d.document(contributionsDocument{rows})
		case c.Format != "text":
			return d.table(contributionTable(rows), c.Format, c.Out)
		}
		return d.print(func(w *bufio.Writer) {
			for _, r := range rows {
				fmt.Fprintf(w, "%s  %s  %4d 篇  %7d 字  %s\n", fit(orUnknown(r.Month), 7), fit(r.Name, 12), r.Articles, r.Chars, strings.Join(r.Roles, " "))
			}
		})
	})
}

// month writes a contribution's month as 2023-07; "" where it is unknown.
func month(c library.Contribution) string {
	if c.Year == 0 {
		return ""
	}
	return fmt.Sprintf("%04d-%02d", c.Year, c.Month)
}

func contributionTable(rows []contributionDocument) export.Table {
	t := export.Table{Name: "发稿统计", Head: []string{"月份", "姓名", "身份", "篇数", "字数"}}
	for _, r := range rows {
		t.Rows = append(t.Rows, []any{r.Month, r.Name, strings.Join(r.Roles, " "), r.Articles, r.Chars})
	}
	return t
}
