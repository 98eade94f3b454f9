package library

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"baoge/app/archive"
	"baoge/app/paper"
)

// desk is a library of four articles with the person's own database.
func desk(t *testing.T) (*Library, []paper.ArticleID) {
	t.Helper()
	u, err := archive.OpenUser(filepath.Join(t.TempDir(), "user.sqlite"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { u.Close() })
	l, err := Open(t.Context(), t.TempDir(), Options{Create: true, User: u})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	rows := `{"id":"1","headline":"老街修好了","text":"老街的石板路修好了。","date":"2023-07-21","section":"街巷"}
{"id":"2","headline":"渡口通了车","text":"渡口的桥通了车。","date":"2023-05-02"}
{"id":"3","headline":"茶山开了园","text":"茶山今天开园。","section":"农事"}
{"id":"4","headline":"灯会要来了","text":"老街的灯会要来了。","date":"2023-05-02","section":"街巷"}
`
	file := filepath.Join(t.TempDir(), "r.jsonl")
	if err := os.WriteFile(file, []byte(rows), 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := l.Import(t.Context(), []string{file}, Request{}, nil)
	if err != nil || r.Articles != 4 {
		t.Fatal(r, err)
	}
	return l, r.Files[0].Articles
}

// order writes which of ids the clippings are: 0 1 2.
func order(all []Clipping, ids []paper.ArticleID) string {
	var out []int
	for _, c := range all {
		out = append(out, slices.Index(ids, c.Article))
	}
	return fmt.Sprint(out)
}

func TestClippingBook(t *testing.T) {
	l, ids := desk(t)
	ctx := t.Context()
	id, err := l.PutBook(ctx, Book{Name: "街巷"})
	if err != nil {
		t.Fatal(err)
	}
	shown := func(want string) []Clipping {
		t.Helper()
		b, err := l.Book(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		all, err := l.Clippings(ctx, b)
		if got := order(all, ids); got != want || err != nil {
			t.Errorf("the book has %s, %v; want %s", got, err, want)
		}
		return all
	}
	added, err := l.Clip(ctx, id, []paper.ArticleID{ids[0], ids[2], ids[0], "nothing"})
	if err != nil || !slices.Equal(added, []paper.ArticleID{ids[0], ids[2]}) {
		t.Errorf("added %v, %v", added, err)
	}
	if added, err = l.Clip(ctx, id, ids); err != nil || len(added) != 2 {
		t.Errorf("added %v, %v: those in the book stay where they are", added, err)
	}
	all := shown("[0 2 1 3]")
	if err := l.Annotate(ctx, id, all[1], "头条"); err != nil {
		t.Fatal(err)
	}
	for arrangement, want := range map[Arrangement]string{ByDate: "[1 3 0 2]", BySection: "[2 0 3 1]", ByHand: "[0 2 1 3]"} {
		if _, err := l.PutBook(ctx, Book{ID: id, Name: "街巷", Arrangement: arrangement}); err != nil {
			t.Fatal(err)
		}
		shown(want)
	}
	// Moving in a book in order of dates begins with the order one sees.
	b := Book{ID: id, Name: "街巷", Arrangement: ByDate}
	if _, err := l.PutBook(ctx, b); err != nil {
		t.Fatal(err)
	}
	if err := l.Arrange(ctx, b, []Clipping{all[1], all[0]}, 1); err != nil {
		t.Fatal(err)
	}
	before := shown("[1 0 2 3]")
	if before[2].Note != "头条" {
		t.Errorf("the note went: %+v", before[2])
	}
	if err := l.Unclip(ctx, id, []Clipping{before[0], before[3]}); err != nil {
		t.Fatal(err)
	}
	shown("[0 2]")
	if b, err = l.Book(ctx, id); err != nil || b.Arrangement != ByHand {
		t.Errorf("%+v, %v", b, err)
	}
	if err := l.DeleteBook(ctx, id); err != nil {
		t.Fatal(err)
	}
	if err := l.RestoreBook(ctx, b, before); err != nil {
		t.Fatal(err)
	}
	if got := shown("[1 0 2 3]"); got[2].Note != "头条" {
		t.Errorf("restored without its note: %+v", got[2])
	}
}

// What is gone from the library, or is in another one, stays in the book and is told.
func TestBookKeepsWhatIsGone(t *testing.T) {
	l, ids := desk(t)
	ctx := t.Context()
	id, err := l.PutBook(ctx, Book{Name: "册"})
	if err != nil {
		t.Fatal(err)
	}
	if err := l.user.EditBook(ctx, id, func([]archive.Clipping) []archive.Clipping {
		return []archive.Clipping{{Library: l.ID(), Article: "aaaaaaaaaaaaaaaa", Headline: "撤下的稿"}, {Library: "other", Article: ids[0], Headline: "邻县的稿"}, {Library: l.ID(), Article: ids[1]}}
	}); err != nil {
		t.Fatal(err)
	}
	all, err := l.Clippings(ctx, Book{ID: id})
	if err != nil || len(all) != 3 {
		t.Fatal(all, err)
	}
	if all[0].There || all[0].Foreign || all[0].Headline != "撤下的稿" || all[1].There || !all[1].Foreign || !all[2].There || all[2].Summary.Headline != "渡口通了车" {
		t.Errorf("%+v", all)
	}
	if _, err := l.archive.Withdraw(ctx, ids[1:2], archive.Hand{}, "更正"); err != nil {
		t.Fatal(err)
	}
	if all, err = l.Clippings(ctx, Book{ID: id}); err != nil || all[2].There || !all[2].Withdrawn || all[0].Withdrawn {
		t.Errorf("after a withdrawal: %+v, %v", all, err)
	}
}

func TestSavedSearchesAreCounted(t *testing.T) {
	l, _ := desk(t)
	ctx := t.Context()
	for _, line := range []string{"老街", "飞船"} {
		if _, err := l.SaveSearch(ctx, SavedSearch{Name: line, Line: line, Hits: -1}); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.WaitReady(ctx); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		got, err := l.CountSearches(ctx)
		if err != nil || len(got) != 2 || got[0].Hits != 2 || got[1].Hits != 0 {
			t.Errorf("%+v, %v", got, err)
		}
	}
	if kept, err := l.SavedSearches(ctx); err != nil || kept[0].Hits != 2 {
		t.Errorf("kept %+v, %v", kept, err)
	}
}

func BenchmarkBigBook(b *testing.B) {
	u, err := archive.OpenUser(filepath.Join(b.TempDir(), "user.sqlite"))
	if err != nil {
		b.Fatal(err)
	}
	defer u.Close()
	id, err := u.PutBook(b.Context(), Book{Name: "册"})
	if err != nil {
		b.Fatal(err)
	}
	var all []archive.Clipping
	for i := range 5000 {
		all = append(all, archive.Clipping{Library: "l", Article: paper.ArticleID(fmt.Sprintf("%016d", i)), Headline: "一条不短的标题写在这里"})
	}
	for b.Loop() {
		if err := u.EditBook(b.Context(), id, func([]archive.Clipping) []archive.Clipping {
			all[0], all[1] = all[1], all[0]
			return all
		}); err != nil {
			b.Fatal(err)
		}
	}
}
