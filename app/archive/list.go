package archive

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"baoge/app/paper"
)

const summaryColumns = "id, external_id, headline, day, page, page_label, section, credits, chars, figures, opening"

// printedOrder is the order of a list: date, page, source, place in it; unknown last.
const printedOrder = "day, page_key, source, place, n"

// List gives the articles of f from offset on in printed order, and how many there are
// in all. A limit below 0 is none.
func (a *Archive) List(ctx context.Context, f Filter, limit, offset int) ([]paper.Summary, int, error) {
	total, err := a.total(ctx, f)
	if err != nil {
		return nil, 0, fmt.Errorf("list articles: %w", wrap(a.file(), err))
	}
	where, args := f.where()
	order := printedOrder
	if f.Author != "" && total < fewArticles {
		order = "+" + order // no index gives this order: sort the few
	}
	// The inner query walks an index alone, so that a deep offset reads no article it does not show.
	rows, err := a.read.QueryContext(ctx, "SELECT "+summaryColumns+" FROM articles WHERE n IN (SELECT n FROM articles"+where+
		" ORDER BY "+order+" LIMIT ? OFFSET ?) ORDER BY "+printedOrder, append(args, limit, max(offset, 0))...)
	if err == nil {
		var list []paper.Summary
		if list, err = scanSummaries(rows); err == nil {
			return list, total, nil
		}
	}
	return nil, 0, fmt.Errorf("list articles: %w", wrap(a.file(), err))
}

// fewArticles of one author are sorted quicker than they are met in printed order.
const fewArticles = 5000

// Summaries gives list rows for ids, in their order; those not in the library and those
// withdrawn are left out.
func (a *Archive) Summaries(ctx context.Context, ids []paper.ArticleID) ([]paper.Summary, error) {
	rows, err := a.read.QueryContext(ctx, "SELECT "+summaryColumns+" FROM articles WHERE withdrawn = 0 AND id IN (SELECT value FROM json_each(?))", toJSON(ids))
	if err != nil {
		return nil, fmt.Errorf("list articles: %w", wrap(a.file(), err))
	}
	list, err := scanSummaries(rows)
	if err != nil {
		return nil, fmt.Errorf("list articles: %w", wrap(a.file(), err))
	}
	byID := make(map[paper.ArticleID]paper.Summary, len(list))
	for _, s := range list {
		byID[s.ID] = s
	}
	out := list[:0]
	for _, id := range ids {
		if s, ok := byID[id]; ok {
			out = append(out, s)
		}
	}
	return out, nil
}

// There tells which of some articles the library has; those withdrawn are not there.
func (a *Archive) There(ctx context.Context, ids []paper.ArticleID) (map[paper.ArticleID]bool, error) {
	rows, err := a.read.QueryContext(ctx, "SELECT id FROM articles WHERE withdrawn = 0 AND id IN (SELECT value FROM json_each(?))", toJSON(ids))
	if err != nil {
		return nil, fmt.Errorf("find articles: %w", wrap(a.file(), err))
	}
	found, err := scanIDs(rows)
	if err != nil {
		return nil, fmt.Errorf("find articles: %w", wrap(a.file(), err))
	}
	there := make(map[paper.ArticleID]bool, len(found))
	for _, id := range found {
		there[id] = true
	}
	return there, nil
}

func scanSummaries(rows *sql.Rows) ([]paper.Summary, error) {
	defer rows.Close()
	var out []paper.Summary
	for rows.Next() {
		var s paper.Summary
		var day int
		var credits string
		err := rows.Scan((*string)(&s.ID), &s.ExternalID, &s.Headline, &day, &s.Page, &s.PageLabel, &s.Section, &credits, &s.Chars, &s.Figures, &s.Opening)
		if err != nil {
			return nil, err
		}
		s.Date = dateOf(day)
		if s.Credits, err = decodeCredits(credits); err != nil {
			return nil, fmt.Errorf("%w: article %s: credits: %w", ErrDamaged, s.ID, err)
		}
		out = append(out, s)
	}
	return out, rows.Err()
}

func (f Filter) withdrawn() string {
	if f.Withdrawn {
		return "1"
	}
	return "0"
}

// where is the filter as SQL, with the blank before it.
func (f Filter) where() (string, []any) {
	conds := []string{"withdrawn = " + f.withdrawn()}
	var args []any
	add := func(on bool, cond string, v any) {
		if on {
			conds, args = append(conds, cond), append(args, v)
		}
	}
	add(f.From.Known(), "day >= ?", dayOf(f.From))
	add(f.To.Known(), "day <= ?", dayOf(f.To))
	add(f.From.Known() && !f.To.Known(), "day < ?", unknownDay)
	add(f.Undated, "day = ?", unknownDay)
	add(f.Page != "", "page_key = ?", pageKey(f.Page))
	add(f.Section != "", "section = ?", f.Section)
	add(f.Publication != "", "publication = ?", f.Publication)
	add(f.Author != "", "EXISTS(SELECT 1 FROM names WHERE article = n AND name IN "+oneAuthor+")", f.Author)
	add(f.Job != 0, "job = ?", f.Job)
	add(f.Among != "", "id IN (SELECT value FROM json_each(?))", string(f.Among))
	add(f.Source != "", "source = (SELECT n FROM sources WHERE sha256 = ?)", f.Source)
	return " WHERE " + strings.Join(conds, " AND "), args
}

// total counts the articles of f. What only asks for days is added up from the days
// table, what only asks for an author from the names.
func (a *Archive) total(ctx context.Context, f Filter) (n int, err error) {
	where, args := f.where()
	query := "SELECT count(*) FROM articles" + where
	switch f {
	case Filter{From: f.From, To: f.To, Undated: f.Undated}:
		query = "SELECT coalesce(sum(articles), 0) FROM days" + strings.Replace(where, "withdrawn = 0", "1", 1)
	case Filter{Author: f.Author}:
		query = "SELECT count(DISTINCT article) FROM names WHERE name IN " + oneAuthor
	}
	err = a.read.QueryRowContext(ctx, query, args...).Scan(&n)
	return n, err
}

// Days tells how many articles each day of a month has; days without are absent.
func (a *Archive) Days(ctx context.Context, year, month int) (map[int]int, error) {
	first := year*10000 + month*100
	days := map[int]int{}
	err := a.pairs(ctx, "SELECT day, articles FROM days WHERE day BETWEEN ? AND ?", []any{first, first + 99}, func(day, n int) {
		days[day%100] = n
	})
	if err != nil {
		return nil, fmt.Errorf("days of %d-%02d: %w", year, month, err)
	}
	return days, nil
}

// Months lists the months that have articles, oldest first.
func (a *Archive) Months(ctx context.Context) ([]Month, error) {
	var out []Month
	err := a.pairs(ctx, "SELECT day / 100, sum(articles) FROM days WHERE day < ? GROUP BY 1 ORDER BY 1", []any{unknownDay}, func(month, n int) {
		out = append(out, Month{month / 100, month % 100, n})
	})
	if err != nil {
		return nil, fmt.Errorf("months: %w", err)
	}
	return out, nil
}

func (a *Archive) pairs(ctx context.Context, query string, args []any, each func(x, y int)) error {
	rows, err := a.read.QueryContext(ctx, query, args...)
	if err != nil {
		return wrap(a.file(), err)
	}
	defer rows.Close()
	for rows.Next() {
		var x, y int
		if err := rows.Scan(&x, &y); err != nil {
			return wrap(a.file(), err)
		}
		each(x, y)
	}
	return wrap(a.file(), rows.Err())
}

// Pages lists the pages articles of f stand on, in natural order (2, 10, A1), unknown last.
func (a *Archive) Pages(ctx context.Context, f Filter) ([]PageCount, error) {
	where, args := f.where()
	// The counting walks an index alone; number and label as printed come from one article a page.
	rows, err := a.read.QueryContext(ctx, `SELECT p.page, p.page_label, c.articles
		FROM (SELECT page_key, count(*) AS articles FROM articles`+where+` GROUP BY page_key) AS c
		JOIN articles AS p ON p.n = (SELECT n FROM articles WHERE page_key = c.page_key AND withdrawn = `+f.withdrawn()+` ORDER BY day DESC, source DESC LIMIT 1)
		ORDER BY c.page_key`, args...)
	if err != nil {
		return nil, fmt.Errorf("list pages: %w", wrap(a.file(), err))
	}
	defer rows.Close()
	var out []PageCount
	for rows.Next() {
		var p PageCount
		if err := rows.Scan(&p.Page, &p.Label, &p.Articles); err != nil {
			return nil, fmt.Errorf("list pages: %w", wrap(a.file(), err))
		}
		out = append(out, p)
	}
	return out, wrap(a.file(), rows.Err())
}

// Counts gives the sizes of the library.
func (a *Archive) Counts(ctx context.Context) (Counts, error) {
	var c Counts
	err := a.read.QueryRowContext(ctx, `SELECT coalesce(sum(articles), 0), coalesce(sum(articles) FILTER (WHERE day = ?1), 0),
		count(*) FILTER (WHERE day < ?1), (SELECT count(*) FROM sources WHERE replaced = 0) FROM days`, unknownDay).
		Scan(&c.Articles, &c.Undated, &c.Days, &c.Sources)
	if err != nil {
		return c, fmt.Errorf("count articles: %w", wrap(a.file(), err))
	}
	return c, nil
}
