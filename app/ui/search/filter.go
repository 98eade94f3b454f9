package search

import (
	"strings"

	"fyne.io/fyne/v2/lang"
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
)

// A Filter narrows the hits to one value of a group.
type Filter struct {
	Group Group
	Value string
}

// name is what the filter is called in the box and the sidebar.
func (f Filter) name() string {
	switch {
	case f.Group == Year:
		return lang.X("search.yearname", "{{.Year}} 年", map[string]any{"Year": f.Value})
	case f.Group == Found:
		return lang.X("search.intitle", "标题")
	}
	return f.Value
}

// query is the filter in the language of the search line; rest is the line it narrows.
func (f Filter) query(rest string) string {
	quoted := `"` + strings.ReplaceAll(f.Value, `"`, "") + `"`
	switch f.Group {
	case Year:
		return "日期:" + f.Value + " " + rest
	case Author:
		return "作者:" + quoted + " " + rest
	case Label:
		return "版:" + quoted + " " + rest
	case Section:
		return "栏目:" + quoted + " " + rest
	}
	return "标题:" + rest
}

// narrowed is the search line with its filters. The typed part is kept together in
// brackets, so that a filter holds for both sides of an 或.
func narrowed(typed string, filters []Filter) string {
	if len(filters) == 0 {
		return typed
	}
	out := "(" + typed + ")"
	for _, f := range filters { // a field takes what follows it: the typed part first
		if f.Group == Found {
			out = f.query(out)
		}
	}
	for _, f := range filters {
		if f.Group != Found {
			out = f.query(out)
		}
	}
	return out
}

// toggled adds the filter, in place of another of its group, or takes it away.
func toggled(filters []Filter, f Filter) []Filter {
	var out []Filter
	had := false
	for _, o := range filters {
		if o == f {
			had = true
		} else if o.Group != f.Group {
			out = append(out, o)
		}
	}
	if !had {
		out = append(out, f)
	}
	return out
}
