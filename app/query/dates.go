package query

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"baoge/app/paper"
)

var dayForm = regexp.MustCompile(`^(\d{4})(?:年|$|[-/.](\d{1,2})(?:[-/.](\d{1,2}))?$)(?:(\d{1,2})月?(?:(\d{1,2})[日号]?)?)?$|^(\d{4})(\d{2})(\d{2})?$`)

// parseDates reads what stands after 日期: — a year, month or day, or a range of them.
func parseDates(s string) (Dates, bool) {
	s = strings.Map(halfWidth, s)
	from, to, isRange := strings.Cut(s, "..")
	for _, sign := range []string{"~", "至", "到"} {
		if !isRange {
			from, to, isRange = strings.Cut(s, sign)
		}
	}
	if !isRange {
		d, ok := parseDay(s)
		return d, ok
	}
	var out Dates
	if from != "" {
		d, ok := parseDay(from)
		if !ok {
			return Dates{}, false
		}
		out.From = d.From
	}
	if to = strings.TrimLeft(to, "."); to != "" {
		d, ok := parseDay(to)
		if !ok {
			return Dates{}, false
		}
		out.To = d.To
	}
	if !out.From.Known() && !out.To.Known() || out.From.Known() && out.To.Known() && out.To.Before(out.From) {
		return Dates{}, false
	}
	return out, true
}

// parseDay reads one year, month or day as the days it has.
func parseDay(s string) (Dates, bool) {
	m := dayForm.FindStringSubmatch(s)
	if m == nil {
		return Dates{}, false
	}
	first := func(i ...int) int {
		for _, k := range i {
			if m[k] != "" {
				n, _ := strconv.Atoi(m[k])
				return n
			}
		}
		return 0
	}
	year, month, day := first(1, 6), first(2, 4, 7), first(3, 5, 8)
	given := func(i ...int) bool {
		for _, k := range i {
			if m[k] != "" {
				return true
			}
		}
		return false
	}
	if year == 0 {
		return Dates{}, false
	}
	if !given(2, 4, 7) {
		return yearOf(year), true
	}
	if month < 1 || month > 12 {
		return Dates{}, false
	}
	if !given(3, 5, 8) {
		return monthOf(year, time.Month(month)), true
	}
	d, err := paper.NewDate(year, time.Month(month), day)
	return Dates{d, d}, err == nil
}

// halfWidth narrows full-width digits and signs, and the long dots of a range.
func halfWidth(r rune) rune {
	switch {
	case r >= '！' && r <= '～':
		return r - '！' + '!'
	case r == '—' || r == '–':
		return '-'
	case r == '〜':
		return '~'
	case r == '。':
		return '.'
	}
	return r
}
