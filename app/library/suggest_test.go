package library

import (
	"strings"
	"testing"

	"baoge/app/query"
)

func TestSuggest(t *testing.T) {
	l, _ := withSeeds(t, t.TempDir())
	ready(t, l)
	all, _, err := l.List(t.Context(), Filter{}, -1, 0)
	if err != nil || len(all) < 7 {
		t.Fatalf("%d articles, %v", len(all), err)
	}
	for _, a := range all {
		typed := string([]rune(a.Headline)[2:5])
		got, err := l.Suggest(t.Context(), typed, 9)
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, s := range got {
			if s.Kind != SuggestHeadline || s.Text != a.Headline {
				continue
			}
			found = true
			r, err := l.Search(t.Context(), s.Line, SearchOptions{})
			if err != nil || r.Nearest || r.Warning != nil || len(r.Hits) == 0 || r.Hits[0].Summary.ID != a.ID {
				t.Errorf("%s: suggested %s finds %+v, %v", typed, s.Line, r, err)
			}
		}
		if !found {
			t.Errorf("%s: %+v, want %s among them", typed, got, a.Headline)
		}
	}
	for _, c := range []struct {
		typed, text string
		kind        SuggestionKind
	}{{"凯", "凯姐", SuggestName}, {"kaiw", "", 0}, {"kaiwen", "凯文", SuggestName}, {"kw", "凯文", SuggestName}, {"", "", 0}, {"航天", "", 0}, {`"`, "", 0}, {"(", "", 0}} {
		got, err := l.Suggest(t.Context(), c.typed, 9)
		if err != nil {
			t.Fatal(err)
		}
		if c.text == "" {
			if len(got) != 0 {
				t.Errorf("%q suggests %+v", c.typed, got)
			}
			continue
		}
		if len(got) == 0 || got[0].Text != c.text || got[0].Kind != c.kind || got[0].Count == 0 {
			t.Errorf("%q suggests %+v, want %s first", c.typed, got, c.text)
		}
	}
	if got, err := l.Suggest(t.Context(), "凯里", 2); err != nil || len(got) != 2 {
		t.Errorf("two of them: %+v, %v", got, err)
	}
}

// TestNothingWhole searches what no article has whole: the result says what is missing,
// and what it suggests finds something.
func TestNothingWhole(t *testing.T) {
	l, _ := withSeeds(t, t.TempDir())
	ready(t, l)
	for _, c := range []struct{ line, missing, try string }{
		{"斑马线 礼让 -曝光", "斑马线 礼让", "斑马线 礼让"}, {"斑马线 航天飞机", "航天飞机", ""}, {"斑马县 礼让", "斑马县", "斑马线 礼让"}, {"斑马线", "", ""}, {"banmaxian 礼rang", "", ""},
	} {
		r, err := l.Search(t.Context(), c.line, SearchOptions{Snippets: 1})
		if err != nil || strings.Join(r.Missing, " ") != c.missing || r.Suggestion != c.try {
			t.Errorf("%s: %+v, %v; want %q missing and %q suggested", c.line, r, err, c.missing, c.try)
			continue
		}
		if c.missing == "" && (r.Nearest || len(r.Hits) != 1 || r.Hits[0].Places == 0 || len(r.Hits[0].Snippets) == 0 || len(r.Hits[0].Snippets[0].Marks) == 0) {
			t.Errorf("%s: %+v, want one hit with its marks", c.line, r)
		}
	}
}

// What is suggested and has quotation marks in it finds what it was taken from.
func TestSuggestQuotes(t *testing.T) {
	l := open(t, t.TempDir())
	rows := `{"headline":"他说“让一让”「好」","section":"街“巷”里","text":"村口的桥上个月修好了。"}
{"headline":"他说让一让好","section":"街巷里","text":"进山的路昨天通车。"}
`
	if _, err := l.Import(t.Context(), []string{dropped(t, map[string]string{"a.jsonl": rows})}, Request{}, nil); err != nil {
		t.Fatal(err)
	}
	ready(t, l)
	all, _, err := l.List(t.Context(), Filter{}, -1, 0)
	if err != nil || len(all) != 2 {
		t.Fatalf("%+v, %v", all, err)
	}
	for _, field := range []query.Field{query.Title, query.Section} {
		for i, a := range all {
			value := a.Headline
			if field == query.Section {
				value = a.Section
			}
			if got := found(t, l, exactly(field, value)); len(got) != 1 || got[0] != all[i].Headline {
				t.Errorf("%s finds %q, want %s", exactly(field, value), got, a.Headline)
			}
		}
	}
	got, err := l.Suggest(t.Context(), "说", 9)
	lines := ""
	for _, s := range got {
		lines += s.Line + "\n"
	}
	if err != nil || !strings.Contains(lines, "标题:『他说“让一让”「好」』") {
		t.Errorf("suggests %s, %v", lines, err)
	}
}
