package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"strings"

	"baoge/app/library"
	"baoge/app/paper"
)

// chosen are the articles a command works on.
type chosen struct {
	IDs []paper.ArticleID `arg:"" optional:"" name:"id" help:"文章编号，见 list；写 - 则从标准输入读，一行一个。"`
	Job int64             `placeholder:"N" help:"第 N 次导入带来的全部文章，见 jobs。"`
}

// ids lists the articles chosen, each once.
func (c *chosen) ids(d *desk, l *library.Library) ([]paper.ArticleID, error) {
	var all []paper.ArticleID
	for _, id := range c.IDs {
		if id != "-" {
			all = append(all, id)
			continue
		}
		lines := bufio.NewScanner(os.Stdin)
		for lines.Scan() {
			if s := strings.TrimSpace(lines.Text()); s != "" {
				all = append(all, paper.ArticleID(s))
			}
		}
		if err := lines.Err(); err != nil {
			return nil, err
		}
	}
	if c.Job != 0 {
		if _, err := l.Job(d.ctx, c.Job); err != nil {
			return nil, err
		}
		rows, _, err := l.List(d.ctx, library.Filter{Job: c.Job}, -1, 0)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			all = append(all, r.ID)
		}
	}
	seen := map[paper.ArticleID]bool{}
	out := all[:0]
	for _, id := range all {
		if !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	if len(out) == 0 {
		return nil, usage("缺少文章编号")
	}
	return out, nil
}

// edited is the JSON document of a command that changed articles.
type edited struct {
	Edit     int64 `json:"edit"` // its number, to undo it; 0 when nothing changed
	Articles int   `json:"articles"`
}

// change opens the library for writing and reports the edit fn makes of the chosen articles.
func (c *chosen) change(d *desk, done string, fn func(*library.Library, []paper.ArticleID) (int64, error)) error {
	return d.working(library.Options{}, func(l *library.Library) error {
		ids, err := c.ids(d, l)
		if err != nil {
			return err
		}
		n, err := fn(l, ids)
		if err != nil {
			return err
		}
		if d.json {
			return d.document(edited{n, len(ids)})
		}
		return d.print(func(w *bufio.Writer) {
			if n == 0 {
				fmt.Fprintf(w, "%d 篇，没有要改的\n", len(ids))
				return
			}
			fmt.Fprintf(w, "%s %d 篇（改动 %d，可用 undo --edit %d 撤销）\n", done, len(ids), n, n)
		})
	})
}

type setCommand struct {
	chosen
	Date        *string `placeholder:"YYYY-MM-DD" help:"见报日期；unknown 是改为不详。"`
	Page        *string `placeholder:"N" help:"版次，如 2、A1；写 '' 是改为不详，下同。"`
	PageLabel   *string `placeholder:"LABEL" help:"版名，如 要闻。"`
	Publication *string `placeholder:"NAME" help:"报纸名。"`
	Section     *string `placeholder:"NAME" help:"栏目名。"`
	Headline    *string `placeholder:"TEXT" help:"标题，只能用于一篇。"`
	Note        string  `placeholder:"TEXT" help:"为什么改，记入历史。"`
}

// Run sets what is known of articles beside their text.
func (c *setCommand) Run(d *desk) error {
	m := library.Metadata{Page: c.Page, PageLabel: c.PageLabel, Publication: c.Publication, Section: c.Section}
	if c.Date != nil {
		var day paper.Date
		if s := *c.Date; s != "" && s != "unknown" && s != "不详" {
			var err error
			if day, err = paper.ParseDate(s); err != nil {
				return usage("--date: %v", err)
			}
		}
		m.Date = &day
	}
	if m == (library.Metadata{}) && c.Headline == nil {
		return usage("没有说要改什么")
	}
	return c.change(d, "已改", func(l *library.Library, ids []paper.ArticleID) (int64, error) {
		if c.Headline != nil && len(ids) > 1 {
			return 0, usage("--headline 只能用于一篇")
		}
		return l.Correct(d.ctx, ids, library.Hand{Note: c.Note}, func(a *paper.Article) error {
			m.Put(a)
			if c.Headline != nil {
				a.Headline = *c.Headline
			}
			return nil
		})
	})
}

type withdrawCommand struct {
	chosen
	Reason string `required:"" placeholder:"TEXT" help:"为什么撤稿。"`
}

// Run withdraws articles.
func (c *withdrawCommand) Run(d *desk) error {
	return c.change(d, "已撤稿", func(l *library.Library, ids []paper.ArticleID) (int64, error) {
		return l.Withdraw(d.ctx, ids, library.Hand{}, c.Reason)
	})
}

type reinstateCommand struct{ chosen }

// Run ends withdrawals.
func (c *reinstateCommand) Run(d *desk) error {
	return c.change(d, "已恢复", func(l *library.Library, ids []paper.ArticleID) (int64, error) {
		return l.Restore(d.ctx, ids, library.Hand{})
	})
}

type deleteCommand struct{ chosen }

// deleted is the JSON document of delete.
type deleted struct {
	Articles int `json:"articles"`
}

// Run deletes articles for good.
func (c *deleteCommand) Run(d *desk) error {
	return d.working(library.Options{}, func(l *library.Library) error {
		ids, err := c.ids(d, l)
		if err != nil {
			return err
		}
		for _, id := range ids { // one that is not there is a slip of the hand: nothing is deleted then
			if _, err := l.Article(d.ctx, id); err != nil {
				return err
			}
		}
		if err := l.Remove(d.ctx, ids); err != nil {
			return err
		}
		if d.json {
			return d.document(deleted{len(ids)})
		}
		return d.print(func(w *bufio.Writer) { fmt.Fprintf(w, "已删除 %d 篇，不能恢复\n", len(ids)) })
	})
}

type mergeNamesCommand struct {
	Names []string `arg:"" optional:"" name:"name" help:"同一个人的几种写法。"`
	As    string   `placeholder:"NAME" help:"以哪一种为准；不写则用第一种。"`
	Split bool     `help:"不合并，而是把这些姓名重新分开。"`
}

// mergedName is one name of the JSON document.
type mergedName struct {
	Person string   `json:"person"`
	Names  []string `json:"names"` // the other ways it is written
}

type mergedDocument struct {
	People []mergedName `json:"people"`
}

// Run merges names, or without any lists those that are merged.
func (c *mergeNamesCommand) Run(d *desk) error {
	if len(c.Names) == 0 {
		return d.reading(func(l *library.Library) error { return tellNames(d, l) })
	}
	return d.working(library.Options{}, func(l *library.Library) error {
		as := c.As
		if as == "" {
			as = c.Names[0]
		}
		var err error
		if c.Split {
			err = l.SplitNames(d.ctx, c.Names)
		} else {
			err = l.MergeNames(d.ctx, as, c.Names)
		}
		return errors.Join(err, tellNames(d, l))
	})
}

func tellNames(d *desk, l *library.Library) error {
	list, err := l.Aliases(d.ctx)
	if err != nil {
		return err
	}
	doc := mergedDocument{People: []mergedName{}}
	for _, a := range list { // in the order of persons
		if n := len(doc.People); n > 0 && doc.People[n-1].Person == a.Person {
			doc.People[n-1].Names = append(doc.People[n-1].Names, a.Name)
		} else {
			doc.People = append(doc.People, mergedName{a.Person, []string{a.Name}})
		}
	}
	if d.json {
		return d.document(doc)
	}
	return d.print(func(w *bufio.Writer) {
		for _, p := range doc.People {
			fmt.Fprintf(w, "%s = %s\n", p.Person, strings.Join(p.Names, "、"))
		}
		fmt.Fprintf(w, "共 %d 人\n", len(doc.People))
	})
}
