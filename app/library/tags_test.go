package library

import (
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"baoge/app/archive"
	"baoge/app/paper"
	"baoge/app/query"
)

// tagged is a library of two articles, the first with the tag 丁山, the second with 丁小山 and 初稿.
func tagged(t *testing.T) *Library {
	t.Helper()
	user, err := archive.OpenUser(filepath.Join(t.TempDir(), "user.sqlite"))
	if err != nil {
		t.Fatal(err)
	}
	l, err := Open(t.Context(), t.TempDir(), Options{Create: true, User: user})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(l.Close(), user.Close()); err != nil {
			t.Error(err)
		}
	})
	r, err := l.Import(t.Context(), []string{dropped(t, map[string]string{"a.md": twoPages})}, Request{}, nil)
	if err != nil || r.Articles != 2 {
		t.Fatalf("%+v, %v", r, err)
	}
	for i, tags := range [][]string{{"丁山"}, {"丁小山", "初稿"}} {
		if _, err := l.Tag(t.Context(), []paper.ArticleID{r.Files[0].Articles[i]}, tags, nil); err != nil {
			t.Fatal(err)
		}
	}
	ready(t, l)
	return l
}

// A tag is a word by itself also where a person is called so who has other names.
func TestTagLikeAName(t *testing.T) {
	l := tagged(t)
	if err := l.MergeNames(t.Context(), "丁山", []string{"丁小山"}); err != nil {
		t.Fatal(err)
	}
	if got := found(t, l, "标签:丁山"); !slices.Equal(got, []string{"村里修桥"}) {
		t.Errorf("标签:丁山 finds %q", got)
	}
	if got := found(t, l, "作者:丁山"); len(got) != 2 {
		t.Errorf("作者:丁山 finds %q", got)
	}
}

// Tags say where to look: the nearest are among their articles, too.
func TestTagsHoldForTheNearest(t *testing.T) {
	l := tagged(t)
	for line, want := range map[string]string{
		"村口修好航天飞机 标签:丁山": "村里修桥", "村口修好航天飞机 标签:初稿": "",
		"村口修好航天飞机 标签:(丁小山 初稿)": "", "村口修好航天飞机 标签:(初稿 OR 丁小山)": "", "村口修好航天飞机 标签:(丁山 OR 初稿)": "村里修桥",
	} {
		r, err := l.Search(t.Context(), line, SearchOptions{Facets: true})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, h := range r.Hits {
			got += h.Summary.Headline
		}
		if got != want || r.Nearest != (want != "") {
			t.Errorf("%s finds %q, nearest %v; want %q", line, got, r.Nearest, want)
		}
		for _, c := range r.Facets["field"] {
			if c.Count > r.Total {
				t.Errorf("%s: %d of %d in %s", line, c.Count, r.Total, c.Value)
			}
		}
	}
}

// Where there are no tags to be had, a line that asks for them is not answered as if none
// had one.
func TestTagsWithoutUser(t *testing.T) {
	l, _ := withSeeds(t, t.TempDir())
	ready(t, l)
	for _, line := range []string{"标签:参评", "斑马线 -标签:参评"} {
		if r, err := l.Search(t.Context(), line, SearchOptions{}); !errors.Is(err, ErrNoUser) {
			t.Errorf("%s: %+v, %v", line, r, err)
		}
	}
	if got := found(t, l, "斑马线"); len(got) == 0 {
		t.Error("a line without tags finds nothing")
	}
}

// A tag is asked for by its own line whatever is in it.
func TestTagsWithQuotes(t *testing.T) {
	l := tagged(t)
	all, _, err := l.List(t.Context(), Filter{}, -1, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, tag := range []string{`头"条"`, "头“条”", "头“条", "「头」条", "『头』条", `"“「『』」”＂`, "』", "头 条", "或", "-头", "头*", "标签:头", "(头"} {
		if _, err := l.Tag(t.Context(), []paper.ArticleID{all[0].ID}, []string{tag}, nil); err != nil {
			t.Fatal(err)
		}
		line := exactly(query.Tag, tag)
		for line, want := range map[string]string{line: all[0].Headline, "-" + line: all[1].Headline, "村口 或 " + line: all[0].Headline} {
			r, err := l.Search(t.Context(), line, SearchOptions{})
			if err != nil || r.Warning != nil || r.Nearest || len(r.Hits) != 1 || r.Hits[0].Summary.Headline != want {
				t.Errorf("%s: %+v, %v; want %q", line, r, err, want)
			}
		}
	}
}
