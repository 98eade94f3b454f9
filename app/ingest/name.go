package ingest

import (
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"baoge/app/paper"
)

// fullDate is a day in a name or a row: 2023-07-21, 20230721, 2023_7_21, 2023年7月21日.
var fullDate = regexp.MustCompile(`(?:^|\D)(\d{4})(?:(\d{2})(\d{2})|[-_./](\d{1,2})[-_./](\d{1,2})|年(\d{1,2})月(\d{1,2})日?)(?:\D|$)`)

// dateIn finds the first day that the calendar has, between 1800 and 2199.
func dateIn(s string) paper.Date {
	d, _ := cutDate(s)
	return d
}

// cutDate finds a day and gives what stands after it.
func cutDate(s string) (d paper.Date, after string) {
	for {
		m := fullDate.FindStringSubmatchIndex(s)
		if m == nil {
			return paper.Date{}, ""
		}
		var n []int
		end := 0
		for k := 2; k+1 < len(m); k += 2 {
			if m[k] >= 0 {
				v, _ := strconv.Atoi(s[m[k]:m[k+1]])
				n = append(n, v)
				end = m[k+1]
			}
		}
		d, err := paper.NewDate(n[0], time.Month(n[1]), n[2])
		if err == nil && n[0] >= 1800 && n[0] < 2200 {
			return d, strings.TrimPrefix(s[end:], "日")
		}
		s = s[m[3]:]
	}
}

// pageName is a page number as names have it: 02, A2, 第02版, p3.
var pageName = regexp.MustCompile(`^[-_. ]*(?:第|[Pp](?:age)?[-_]?)?([A-Za-z]?)0*(\d{1,3})版?(?:$|[-_. ])`)

// paperName is a folder or part of a name that is a newspaper's.
var paperName = regexp.MustCompile(`^\p{Han}{1,12}报$`)

// fromPath reads what a file's path tells of its page: the last date in it, a page
// number after the date (in the same name or a folder of its own), a newspaper's name.
func fromPath(name string) Options {
	var o Options
	rest := strings.Split(filepath.ToSlash(name), "/")
	last := len(rest) - 1
	rest[last] = strings.TrimSuffix(rest[last], filepath.Ext(rest[last]))
	for i, part := range rest {
		for _, w := range strings.FieldsFunc(part, func(r rune) bool { return strings.ContainsRune("-_ .", r) }) {
			if paperName.MatchString(w) {
				o.Publication = w
			}
		}
		d, after := cutDate(part)
		if !d.Known() {
			continue
		}
		o.Date, o.Page = d, ""
		for _, s := range append([]string{after}, rest[i+1:]...) {
			if m := pageName.FindStringSubmatch(s); m != nil && m[2] != "0" {
				o.Page = strings.ToUpper(m[1]) + m[2]
				break
			}
		}
	}
	return o
}
