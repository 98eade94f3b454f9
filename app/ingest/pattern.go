package ingest

import (
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"baoge/app/paper"
)

// ErrPattern says that a pattern for paths cannot be used.
var ErrPattern = errors.New("bad pattern")

// A Pattern says how the paths of a newsroom's files tell the day, the page and the
// paper. It is matched against the end of a path, folder by folder, the extension left
// out where the pattern has none. Words in braces stand for:
//
//	{date}   a day: 2023-07-21, 20230721, 2023_7_21, 2023年7月21日
//	{yyyy} {mm} {dd}   year, month and day by themselves; {m} {d} with or without a leading zero
//	{page}   a page number: 2, 02, A2 (leading zeros go)
//	{label}  the page's name: 要闻
//	{publication} {section}   the paper's and the column's name
//	{*}      anything within one folder's or file's name
//
// All else stands for itself: {publication}/{yyyy}-{mm}/{dd}/第{page}版_{label}.
type Pattern struct {
	text  string
	re    *regexp.Regexp
	names []string // of the groups of re
	ext   bool
}

// fieldPatterns are what the words in braces match.
var fieldPatterns = map[string]string{
	"date": `(\d{4}[-_.年]?\d{1,2}[-_.月]?\d{1,2}日?)`, "yyyy": `(\d{4})`, "mm": `(\d{2})`, "dd": `(\d{2})`, "m": `(\d{1,2})`, "d": `(\d{1,2})`,
	"page": `([A-Za-z]?\d{1,3})`, "label": `([^/]+?)`, "publication": `([^/]+?)`, "section": `([^/]+?)`, "*": `[^/]*?`,
}

// ParsePattern reads a pattern. The error wraps ErrPattern and says what is wrong.
func ParsePattern(s string) (*Pattern, error) {
	p := &Pattern{text: s, ext: strings.Contains(s[strings.LastIndex(s, "/")+1:], ".") && !strings.HasSuffix(s, "}")}
	var re strings.Builder
	re.WriteString("(?:^|/)")
	seen := map[string]bool{}
	for rest := s; rest != ""; {
		open := strings.IndexAny(rest, "{}")
		if open < 0 {
			re.WriteString(regexp.QuoteMeta(rest))
			break
		}
		re.WriteString(regexp.QuoteMeta(rest[:open]))
		shut := strings.IndexByte(rest[open:], '}') + open
		if rest[open] == '}' || shut < open {
			return nil, fmt.Errorf("%w: %q: a brace without its partner", ErrPattern, s)
		}
		name := rest[open+1 : shut]
		expr, ok := fieldPatterns[name]
		switch {
		case !ok:
			return nil, fmt.Errorf("%w: %q: nothing is named {%s}", ErrPattern, s, name)
		case name != "*" && seen[name]:
			return nil, fmt.Errorf("%w: %q: {%s} twice", ErrPattern, s, name)
		case name != "*":
			p.names = append(p.names, name)
		}
		seen[name] = true
		re.WriteString(expr)
		rest = rest[shut+1:]
	}
	if len(p.names) == 0 {
		return nil, fmt.Errorf("%w: %q names nothing: want {date}, {page} …", ErrPattern, s)
	}
	if has := func(k ...string) bool { return seen[k[0]] || seen[k[len(k)-1]] }; (has("mm", "m") || has("dd", "d") || seen["yyyy"]) && !(seen["yyyy"] && has("mm", "m") && has("dd", "d")) {
		return nil, fmt.Errorf("%w: %q: a day wants year, month and day", ErrPattern, s)
	}
	var err error
	if p.re, err = regexp.Compile(re.String() + "$"); err != nil {
		return nil, fmt.Errorf("%w: %q: %w", ErrPattern, s, err)
	}
	return p, nil
}

// String gives the pattern as it was written.
func (p *Pattern) String() string { return p.text }

// Match reads a path by the pattern. ok is false where the path is not of its form, or
// says a day that the calendar does not have.
func (p *Pattern) Match(path string) (o Options, ok bool) {
	path = filepath.ToSlash(path)
	if !p.ext {
		path = strings.TrimSuffix(path, filepath.Ext(path))
	}
	m := p.re.FindStringSubmatch(strings.ReplaceAll(path, "!/", "/"))
	if m == nil {
		return Options{}, false
	}
	var n [3]int
	for i, name := range p.names {
		v := m[i+1]
		number, _ := strconv.Atoi(v)
		switch name {
		case "date":
			if o.Date = dateIn(v); !o.Date.Known() {
				return Options{}, false
			}
		case "yyyy":
			n[0] = number
		case "mm", "m":
			n[1] = number
		case "dd", "d":
			n[2] = number
		case "page":
			letter := strings.ToUpper(strings.TrimRight(v, "0123456789"))
			if v = strings.TrimLeft(v[len(letter):], "0"); v == "" {
				return Options{}, false
			}
			o.Page = letter + v
		case "label":
			o.PageLabel = v
		case "publication":
			o.Publication = v
		case "section":
			o.Section = v
		}
	}
	if n[0] != 0 {
		d, err := paper.NewDate(n[0], time.Month(n[1]), n[2])
		if err != nil {
			return Options{}, false
		}
		o.Date = d
	}
	return o, true
}

// PathTells reads a file's path as Read does: by the person's pattern; where there is
// none, or the path is not of its form, as names commonly are. fits reports that it was
// read by the pattern.
func (o Options) PathTells(name string) (told Options, fits bool) {
	if o.Pattern != nil {
		if m, ok := o.Pattern.Match(name); ok {
			return m, true
		}
	}
	return fromPath(name), false
}
