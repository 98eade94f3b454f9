package library

import (
	"context"

	"baoge/app/query"
)

// oneName is the question with every name that was merged with others asking for all of
// them: whichever way a contributor was printed, a search for one finds both.
func (l *Library) oneName(ctx context.Context, q query.Query) (query.Query, error) {
	if q.Empty() {
		return q, nil
	}
	list, err := l.archive.Aliases(ctx)
	if err != nil || len(list) == 0 {
		return q, err
	}
	people := map[string][]string{} // all names of a person
	for _, a := range list {
		if people[a.Person] == nil {
			people[a.Person] = []string{a.Person}
		}
		people[a.Person] = append(people[a.Person], a.Name)
	}
	of := map[string][]string{}
	for _, names := range people {
		for _, n := range names {
			of[n] = names
		}
	}
	return query.Query{Root: allNames(q.Root, of)}, nil
}

func allNames(n query.Node, of map[string][]string) query.Node {
	switch n := n.(type) {
	case query.And:
		out := make(query.And, len(n))
		for i, x := range n {
			out[i] = allNames(x, of)
		}
		return out
	case query.Or:
		var out query.Or
		for _, x := range n {
			if or, ok := allNames(x, of).(query.Or); ok {
				out = append(out, or...)
			} else {
				out = append(out, allNames(x, of))
			}
		}
		return out
	case query.Not:
		return query.Not{Node: allNames(n.Node, of)}
	case query.In:
		return query.In{Field: n.Field, Node: allNames(n.Node, of)}
	case query.Words:
		return anyName(n, string(n), of)
	case query.Phrase:
		return anyName(n, string(n), of)
	}
	return n
}

// anyName is the node itself, or any name of the person it names.
func anyName(n query.Node, text string, of map[string][]string) query.Node {
	names := of[text]
	if names == nil {
		return n
	}
	or := query.Or{n}
	for _, other := range names {
		if other != text {
			or = append(or, query.Phrase(other))
		}
	}
	return or
}
