package search

import (
	"regexp"
	"slices"
	"strings"

	"fyne.io/fyne/v2/lang"

	"baoge/app/library"
)

// A Group is a facet of the index by which hits can be narrowed.
type Group string

// The groups, by the index's names.
const (
	Year    Group = "year"
	Found   Group = "field" // where the words stand: in the headline
	Author  Group = "author"
	Label   Group = "label"
	Section Group = "section"
	Similar Group = "like" // no facet: what the hits are like
)

// The values of Found.
const (
	inTitle = "title"
	inBody  = "body"
)

// groups lists the facets in the order of the sidebar.
var groups = []Group{Year, Found, Author, Label, Section}

// A Filter narrows the hits to one value of a group; several of one group let the hits
// of each in.
type Filter struct {
	Group Group
	Value string
}

// name is what the filter is called in the box and the sidebar.
func (f Filter) name() string {
	switch f.Group {
	case Year:
		return lang.X("search.yearname", "{{.Year}} 年", map[string]any{"Year": f.Value})
	case Found:
		if f.Value == inTitle {
			return lang.X("search.intitle", "标题")
		}
		return lang.X("search.inbody", "正文")
	case Similar:
		return lang.X("search.likechip", "类似：{{.Headline}}", map[string]any{"Headline": f.Value})
	}
	return f.Value
}

// query is the filter in the language of the search line.
func (f Filter) query() string {
	quoted := library.Quoted(f.Value)
	switch f.Group {
	case Year:
		return "日期:" + f.Value
	case Author:
		return "作者:" + quoted
	case Label:
		return "版:" + quoted
	}
	return "栏目:" + quoted
}

// narrowed is the search line with its filters. The typed part is kept together in
// brackets, so that a filter holds for both sides of an 或; of a malformed one its plain words,
// or else the filters would be read as words, too.
func narrowed(typed string, filters []Filter) string {
	if len(filters) == 0 {
		return typed
	}
	typed, _ = library.WellFormed(typed)
	out := "(" + typed + ")"
	title, body := slices.Contains(filters, Filter{Found, inTitle}), slices.Contains(filters, Filter{Found, inBody})
	switch {
	case title && body:
		out = "(标题:" + out + " 或 正文:" + out + ")"
	case title:
		out = "标题:" + out
	case body:
		out = "正文:" + out
	}
	for _, g := range groups {
		var either []string
		for _, f := range filters {
			if f.Group == g && g != Found {
				either = append(either, f.query())
			}
		}
		switch len(either) {
		case 0:
		case 1:
			out = either[0] + " " + out
		default:
			out = "(" + strings.Join(either, " 或 ") + ") " + out
		}
	}
	return out
}

// A filter as narrowed writes it, and one or several of a group before the rest.
const written = `(?:日期:\d+|(?:作者|版|栏目):(?:"[^"]*"|「[^」]*」|『(?:[^』]|』』)*』))`

var (
	filterWritten = regexp.MustCompile(written)
	groupWritten  = regexp.MustCompile(`^(?:` + written + `|\(` + written + `(?: 或 ` + written + `)+\)) `)
)

// parted is the inverse of narrowed: what was typed, and what narrows it. A line that
// narrowed does not write comes back whole.
func parted(line string) (typed string, filters []Filter) {
	rest := line
	for {
		m := groupWritten.FindString(rest)
		if m == "" {
			break
		}
		var group []Filter
		for _, one := range filterWritten.FindAllString(m, -1) {
			field, value, _ := strings.Cut(one, ":")
			g := map[string]Group{"日期": Year, "作者": Author, "版": Label, "栏目": Section}[field]
			if text, ok := library.Unquoted(value); ok {
				value = text
			}
			group = append(group, Filter{g, value})
		}
		filters, rest = append(group, filters...), rest[len(m):]
	}
	const either, or = "(标题:(", ") 或 正文:("
	switch {
	case strings.HasPrefix(rest, either) && len(rest) > len(either)+len(or)+1:
		inner := rest[len(either) : len(rest)-2] // the typed part twice
		typed, filters = inner[:(len(inner)-len(or))/2], append(filters, Filter{Found, inTitle}, Filter{Found, inBody})
	case strings.HasPrefix(rest, "标题:("):
		typed, filters = strings.TrimSuffix(strings.TrimPrefix(rest, "标题:("), ")"), append(filters, Filter{Found, inTitle})
	case strings.HasPrefix(rest, "正文:("):
		typed, filters = strings.TrimSuffix(strings.TrimPrefix(rest, "正文:("), ")"), append(filters, Filter{Found, inBody})
	default:
		typed = strings.TrimSuffix(strings.TrimPrefix(rest, "("), ")")
	}
	if strings.TrimSpace(typed) == "" || len(filters) == 0 || narrowed(typed, filters) != line {
		return line, nil
	}
	return typed, filters
}

// toggled adds the filter or takes it away.
func toggled(filters []Filter, f Filter) []Filter {
	if i := slices.Index(filters, f); i >= 0 {
		return slices.Delete(slices.Clone(filters), i, i+1)
	}
	return append(slices.Clone(filters), f)
}

// without leaves the filters of other groups.
func without(filters []Filter, g Group) []Filter {
	return slices.DeleteFunc(slices.Clone(filters), func(f Filter) bool { return f.Group == g })
}
