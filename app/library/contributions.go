package library

import (
	"cmp"
	"context"
	"slices"

	"baoge/app/paper"
)

// A Contribution is what one contributor had printed in one month.
type Contribution struct {
	Name        string // of the person, where names are merged
	Roles       []string
	Year, Month int // 0 where the day is unknown
	Articles    int
	Chars       int // of the whole articles: one of several authors counts all of it
}

// Contributions counts articles and characters by contributor and month, the newest month
// first, in it who had the most. Both days are included, an unknown one is an open end.
// counts says whether a role is a contributor's; nil: all are. Withdrawn articles do not count.
func (l *Library) Contributions(ctx context.Context, from, to paper.Date, counts func(role string) bool) ([]Contribution, error) {
	people := map[string]string{}
	aliases, err := l.Aliases(ctx)
	if err != nil {
		return nil, err
	}
	for _, a := range aliases {
		people[a.Name] = a.Person
	}
	rows, _, err := l.List(ctx, Filter{From: from, To: to}, -1, 0)
	if err != nil {
		return nil, err
	}
	type key struct {
		name        string
		year, month int
	}
	found := map[key]*Contribution{}
	for _, r := range rows {
		for name, roles := range contributors(r.Credits, people, counts) {
			k := key{name, r.Date.Year, int(r.Date.Month)}
			c := found[k]
			if c == nil {
				c = &Contribution{Name: name, Year: k.year, Month: k.month}
				found[k] = c
			}
			c.Articles++
			c.Chars += r.Chars
			for _, role := range roles {
				if role != "" && !slices.Contains(c.Roles, role) {
					c.Roles = append(c.Roles, role)
				}
			}
		}
	}
	return sorted(found), nil
}

// contributors are an article's people with their roles in it.
func contributors(credits []paper.Credit, people map[string]string, counts func(string) bool) map[string][]string {
	out := map[string][]string{}
	for _, c := range credits {
		if counts != nil && !counts(c.Role) {
			continue
		}
		for _, n := range c.Names {
			if p := people[n]; p != "" {
				n = p
			}
			if n != "" {
				out[n] = append(out[n], c.Role)
			}
		}
	}
	return out
}

func sorted[K comparable](found map[K]*Contribution) []Contribution {
	out := make([]Contribution, 0, len(found))
	for _, c := range found {
		slices.Sort(c.Roles)
		out = append(out, *c)
	}
	slices.SortFunc(out, func(a, b Contribution) int {
		return cmp.Or(cmp.Compare(b.Year, a.Year), cmp.Compare(b.Month, a.Month), cmp.Compare(b.Articles, a.Articles), cmp.Compare(b.Chars, a.Chars), cmp.Compare(a.Name, b.Name))
	})
	return out
}
