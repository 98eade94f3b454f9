package query

import (
	"fmt"
	"testing"
)

// Every example of the help is understood, and as what the help says it is.
func TestHelpIsTrue(t *testing.T) {
	ops, named := Help()
	kinds := []string{"query.And", "query.Phrase", "query.Phrase", "query.And", "query.Or", "query.And", "query.Prefix", "query.Near", "query.Words"}
	if len(ops) != len(kinds) {
		t.Fatalf("%d ways of writing, %d kinds here", len(ops), len(kinds))
	}
	for i, u := range ops {
		q, w := Parse(u.Example)
		if got := fmt.Sprintf("%T", q.Root); w != nil || got != kinds[i] || u.Means == "" {
			t.Errorf("%s is a %s, want %s; warning %v", u.Example, got, kinds[i], w)
		}
	}
	for _, f := range named {
		q, w := Parse(f.Example)
		in, ok := q.Root.(In)
		_, days := q.Root.(Dates)
		if w != nil || !(ok && in.Field == f.Field) && !(days && f.Field == date) {
			t.Errorf("%s is %#v, warning %v", f.Example, q.Root, w)
		}
	}
}
