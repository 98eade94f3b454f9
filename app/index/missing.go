package index

import (
	"context"
	"reflect"
	"time"

	"baoge/app/query"
)

// Where nothing has all that was asked for, a person is told why.
const (
	missingTexts = 12  // texts asked for that are looked at
	missingReads = 400 // articles read to see whether any has one of them
)

// explain says which of the texts asked for are in no article that the rest of the query
// leaves, and another line to try: a spelling that is there, or the line without what it
// excludes.
func (x *Index) explain(ctx context.Context, v *view, q query.Query, res *Result) error {
	terms, where := parts(q.Root)
	if len(terms) > missingTexts {
		return nil
	}
	root, respelt := q.Root, false
	start := time.Now()
	for _, t := range terms {
		if time.Since(start) > 2*x.patience {
			break
		}
		found, err := x.any(ctx, v, append(query.And{t}, where...))
		if err != nil {
			return err
		}
		if found {
			continue
		}
		res.Missing = append(res.Missing, query.Query{Root: t}.String())
		if there, err := x.any(ctx, v, query.And{t}); err != nil || there {
			if err != nil {
				return err
			}
			continue
		}
		s, err := x.spelling(ctx, v, fold(plainText(t)))
		if err != nil {
			return err
		}
		if s != "" {
			root, respelt = replace(root, t, query.Words(s)), true
		}
	}
	if !respelt {
		root = without(q.Root)
	}
	if root == nil || reflect.DeepEqual(root, q.Root) {
		return nil
	}
	found, err := x.any(ctx, v, query.And{root})
	if found {
		res.Suggestion = query.Query{Root: root}.String()
	}
	return err
}

// any reports whether some article has all of these nodes. It reads few; where it does
// not know, it says yes.
func (x *Index) any(ctx context.Context, v *view, nodes query.And) (bool, error) {
	p := planner{ctx: ctx, cutter: x.cutter, view: v}
	f := &finder{x: x, v: v, options: Options{Sort: Newest}}
	f.want = p.node(nodes, "", false)
	if p.failed != nil {
		return false, p.failed
	}
	if err := f.match(ctx); err != nil {
		return false, err
	}
	for _, b := range f.sure {
		if !b.IsEmpty() {
			return true, nil
		}
	}
	q := f.candidates()
	for read := 0; len(q.all) > 0; read += readAtOnce {
		if read >= missingReads {
			return true, nil
		}
		kept, err := f.checkNext(ctx, q)
		if err != nil || len(kept) > 0 {
			return len(kept) > 0, err
		}
	}
	return false, nil
}

// checkNext reads the next candidates and keeps those that have what is wanted.
func (f *finder) checkNext(ctx context.Context, q *queue) ([]found, error) {
	return f.check(ctx, asFound(q.take(readAtOnce)), false)
}

// parts lists the texts that a query asks for side by side, and what limits them: dates,
// values and what must not be there.
func parts(n query.Node) (terms, where query.And) {
	if n != nil && limits(n) {
		return nil, query.And{n}
	}
	switch n := n.(type) {
	case query.And:
		for _, x := range n {
			t, l := parts(x)
			terms, where = append(terms, t...), append(where, l...)
		}
	case query.Or:
		for _, x := range n {
			t, _ := parts(x)
			terms = append(terms, t...)
		}
	case nil:
	default:
		return query.And{n}, nil
	}
	return terms, where
}

// plainText is what a node of one text says.
func plainText(n query.Node) string {
	switch n := n.(type) {
	case query.Words:
		return string(n)
	case query.Phrase:
		return string(n)
	case query.In:
		return plainText(n.Node)
	}
	return ""
}

// replace puts a node in the place of another.
func replace(n, old, with query.Node) query.Node {
	if reflect.DeepEqual(n, old) {
		if in, ok := old.(query.In); ok {
			return query.In{Field: in.Field, Node: with}
		}
		return with
	}
	switch n := n.(type) {
	case query.And:
		out := make(query.And, len(n))
		for i, x := range n {
			out[i] = replace(x, old, with)
		}
		return out
	case query.Or:
		out := make(query.Or, len(n))
		for i, x := range n {
			out[i] = replace(x, old, with)
		}
		return out
	}
	return n
}

// without is a query without what it excludes; nil when nothing else is in it.
func without(n query.Node) query.Node {
	switch n := n.(type) {
	case query.Not:
		return nil
	case query.And:
		var out query.And
		for _, x := range n {
			if x = without(x); x != nil {
				out = append(out, x)
			}
		}
		switch len(out) {
		case 0:
			return nil
		case 1:
			return out[0]
		}
		return out
	}
	return n
}
