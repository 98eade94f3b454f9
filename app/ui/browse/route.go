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
	Book    Kind = "book"  // a clipping book
	Tagged  Kind = "tag"   // what the person gave a tag
	Noted   Kind = "noted" // what the person wrote a note on
)

// A Route names the list shown. It can be kept as text and gone back to.
type Route struct {
	Kind  Kind
	Day   paper.Date     // of Day
	Book  library.BookID // of Book
	Page  string         // of Day and Undated: only this page; "" is every page
	Label string         // the page's or the book's name, to show
	Tag   string         // of Tagged
	Row   int            // the row to bring into sight
}

// String writes a route so that ParseRoute reads it.
func (r Route) String() string {
	return strings.Join([]string{string(r.Kind), r.Day.String(), strconv.Itoa(r.Row), strconv.Quote(r.Page), strconv.Quote(r.Label), strconv.Quote(string(r.Book)), strconv.Quote(r.Tag)}, " ")
}

// starred reports whether the list is of what has the star.
func (r Route) starred() bool { return r.Kind == Tagged && r.Tag == library.Star }

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
	if n, _ := fmt.Sscanf(f[3], "%q %q %q %q", &r.Page, &r.Label, &r.Book, &r.Tag); n < 2 { // older routes name no book and no tag
		return Route{Kind: All}
	}
	d, err := paper.ParseDate(day)
	r.Kind, r.Day, r.Row = Kind(kind), d, row
	switch {
	case err != nil, r.Kind == Day != d.Known(), r.Kind == Book != (r.Book != ""), r.Kind == Tagged != (r.Tag != ""):
	case r.Kind == All, r.Kind == Recent, r.Kind == Undated, r.Kind == Day, r.Kind == Book, r.Kind == Tagged, r.Kind == Noted:
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

// fetch reads the rows of the route; it runs off the UI goroutine.
func (r Route) fetch(l Library) func(ctx context.Context, limit, offset int) ([]row, int, error) {
	return func(ctx context.Context, limit, offset int) ([]row, int, error) {
		rows, total, err := r.rows(ctx, l, limit, offset)
		if err != nil {
			return nil, 0, err
		}
		rows, err = labelled(ctx, l, rows)
		return rows, total, err
	}
}

func (r Route) rows(ctx context.Context, l Library, limit, offset int) ([]row, int, error) {
	switch r.Kind {
	case Recent:
		all, err := l.Recent(ctx, recentKept)
		n := len(all)
		return plain(all[min(offset, n):min(offset+limit, n)]), n, err
	case Book:
		return clipped(ctx, l, r.Book, limit, offset)
	case Tagged, Noted:
		list, total, err := among(ctx, l, r, limit, offset)
		return plain(list), total, err
	}
	list, total, err := l.List(ctx, r.filter(), limit, offset)
	return plain(list), total, err
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
	case Book:
		parts = append(parts, r.Label)
	case Tagged:
		parts = append(parts, tagWord(r.Tag))
	case Noted:
		parts = append(parts, lang.X("note.noted", "有批注"))
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
	if r.Kind == Book {
		return lang.X("book.empty", "这本剪报册还是空的。在别的列表或检索里选好文章，按 Ctrl+D 加进来。")
	}
	if r.Kind == Tagged || r.Kind == Noted {
		return lang.X("tag.empty", "没有文章了。读文章时按 S 加星，按 T 加标签，按 B 写批注。")
	}
	return lang.X("browse.nothing", "这里还没有文章。把报纸文件拖进窗口，或点“导入”。")
}

func articles(n int) string {
	return lang.X("count.articles", "{{.N}} 篇", map[string]any{"N": line.Thousands(n)})
}
