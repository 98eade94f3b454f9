package paper

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// A Date is a day in the Gregorian calendar without a time zone, the day on an
// issue's masthead. The zero Date is unknown, prints as "" and sorts last.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// NewDate returns the day, or an error where the calendar has no such day.
func NewDate(year int, month time.Month, day int) (Date, error) {
	t := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	if year < 1 || year > 9999 || t.Month() != month || t.Day() != day {
		return Date{}, fmt.Errorf("date %d-%d-%d: no such day", year, month, day)
	}
	return Date{year, month, day}, nil
}

// ParseDate reads YYYY-MM-DD; "" is the unknown date.
func ParseDate(s string) (Date, error) {
	if s == "" {
		return Date{}, nil
	}
	f := strings.Split(s, "-")
	if len(f) != 3 || len(f[0]) != 4 || len(f[1]) != 2 || len(f[2]) != 2 {
		return Date{}, fmt.Errorf("date %q: want YYYY-MM-DD", s)
	}
	var n [3]int
	for i, p := range f {
		v, err := strconv.ParseUint(p, 10, 16)
		if err != nil {
			return Date{}, fmt.Errorf("date %q: want YYYY-MM-DD", s)
		}
		n[i] = int(v)
	}
	return NewDate(n[0], time.Month(n[1]), n[2])
}

// Known reports whether the day is known.
func (d Date) Known() bool { return d != Date{} }

// String writes YYYY-MM-DD, or "" for the unknown date.
func (d Date) String() string {
	if !d.Known() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// Before reports whether d comes before e; the unknown date comes after every known one.
func (d Date) Before(e Date) bool {
	switch {
	case !d.Known():
		return false
	case !e.Known():
		return true
	case d.Year != e.Year:
		return d.Year < e.Year
	case d.Month != e.Month:
		return d.Month < e.Month
	}
	return d.Day < e.Day
}

// Weekday of a known day.
func (d Date) Weekday() time.Weekday {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Weekday()
}

// MarshalText writes the date as String does.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what ParseDate reads.
func (d *Date) UnmarshalText(b []byte) error {
	v, err := ParseDate(string(b))
	if err != nil {
		return err
	}
	*d = v
	return nil
}
