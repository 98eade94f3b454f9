package browse

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"fyne.io/fyne/v2/lang"

	"baoge/app/library"
	"baoge/app/paper"
	"baoge/app/ui/line"
)

// A Kind is one of the lists of the sidebar.
type Kind string

// The lists.
const (
	All     Kind = "all"
	Recent  Kind = "recent"
	Undated Kind = "undated"
	Day     Kind = "day"
)

// A Route names the list shown. It can be kept as text and gone back to.
type Route struct {
	Kind  Kind
	Day   paper.Date // of Day
	Page  string     // of Day and Undated: only this page; "" is every page
	Label string     // the page's name, to show
	Row   int        // the row to bring into sight
}

// String writes a route so that ParseRoute reads it.
func (r Route) String() string {
	return strings.Join([]string{string(r.Kind), r.Day.String(), strconv.Itoa(r.Row), strconv.Quote(r.Page), strconv.Quote(r.Label)}, " ")
}

// ParseRoute reads what String wrote; anything else is the route to everything.
func ParseRoute(s string) Route {
	var r Route
	var kind, day string
	f := strings.SplitN(s, " ", 4)
	if len(f) != 4 {
		return Route{Kind: All}
	}
	kind, day = f[0], f[1]
	row, err := strconv.Atoi(f[2])
	if err != nil || row < 0 {
		return Route{Kind: All}
	}
	if _, err := fmt.Sscanf(f[3], "%q %q", &r.Page, &r.Label); err != nil {
		return Route{Kind: All}
	}
	d, err := paper.ParseDate(day)
	r.Kind, r.Day, r.Row = Kind(kind), d, row
	switch {
	case err != nil, r.Kind == Day != d.Known():
	case r.Kind == All, r.Kind == Recent, r.Kind == Undated, r.Kind == Day:
		return r
	}
	return Route{Kind: All}
}

// filter is what the library is asked for. Recent has none.
func (r Route) filter() library.Filter {
	switch r.Kind {
	case Undated:
		return library.Filter{Undated: true, Page: r.Page}
	case Day:
		return library.Filter{From: r.Day, To: r.Day, Page: r.Page}
	}
	return library.Filter{}
}

// wider is the filter of the route without its page.
func (r Route) wider() library.Filter {
	r.Page = ""
	return r.filter()
}

func (r Route) fetch(l Library) func(ctx context.Context, limit, offset int) ([]paper.Summary, int, error) {
	if r.Kind != Recent {
		return func(ctx context.Context, limit, offset int) ([]paper.Summary, int, error) {
			return l.List(ctx, r.filter(), limit, offset)
		}
	}
	return func(ctx context.Context, limit, offset int) ([]paper.Summary, int, error) {
		all, err := l.Recent(ctx, recentKept)
		n := len(all)
		return all[min(offset, n):min(offset+limit, n)], n, err
	}
}

// title is the head over the list: 2023-07-21 · 2 版 · 7 篇.
func (r Route) title(n int) string {
	var parts []string
	switch r.Kind {
	case All:
		parts = append(parts, lang.X("browse.all", "全部文章"))
	case Recent:
		parts = append(parts, lang.X("browse.recent", "最近阅读"))
	case Undated:
		parts = append(parts, lang.X("browse.undated", "日期不详"))
	case Day:
		parts = append(parts, r.Day.String())
	}
	if r.Page != "" {
		parts = append(parts, line.PageName(r.Page, r.Label))
	}
	return strings.Join(append(parts, articles(n)), " · ")
}

// nothing says why the list is empty.
func (r Route) nothing() string {
	if r.Kind == Recent {
		return lang.X("browse.norecent", "还没有读过文章。")
	}
	return lang.X("browse.nothing", "这里还没有文章。把报纸文件拖进窗口，或点“导入”。")
}

func articles(n int) string {
	return lang.X("count.articles", "{{.N}} 篇", map[string]any{"N": line.Thousands(n)})
}
