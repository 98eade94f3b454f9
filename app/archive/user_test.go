package archive

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"baoge/app/paper"
)

func person(t *testing.T) (*User, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "user.sqlite")
	u, err := OpenUser(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { u.Close() })
	return u, path
}

// A database of each earlier format keeps what is in it and gets the new tables.
func TestUserDatabaseIsBroughtUpToDate(t *testing.T) {
	for from := 1; from < len(userMigrations); from++ {
		path := filepath.Join(t.TempDir(), "user.sqlite")
		db, err := connect(path, "rwc")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec(fmt.Sprintf("%s; PRAGMA user_version = %d; INSERT INTO settings VALUES('', 'seeds', 'done')", strings.Join(userMigrations[:from], ";"), from)); err != nil {
			t.Fatal(err)
		}
		db.Close()
		u, err := OpenUser(path)
		if err != nil {
			t.Fatal(err)
		}
		defer u.Close()
		if v, err := u.Setting(t.Context(), "", "seeds"); v != "done" || err != nil {
			t.Errorf("from %d: setting %q, %v", from, v, err)
		}
		if err := u.Searched(t.Context(), "x", "礼让"); err != nil {
			t.Errorf("from %d: %v", from, err)
		}
		err = u.EditTags(t.Context(), "x", []paper.ArticleID{"a"}, func(paper.ArticleID, []string) []string { return []string{"参评"} })
		if tags, e := u.Tagged(t.Context(), "x"); err != nil || e != nil || len(tags) != 1 {
			t.Errorf("from %d: tags %v, %v, %v", from, tags, err, e)
		}
		if err := u.SetNote(t.Context(), "x", "a", "批注"); err != nil {
			t.Errorf("from %d: %v", from, err)
		}
		if _, err := u.db.Exec("PRAGMA user_version = 99"); err != nil {
			t.Fatal(err)
		}
		if _, err := OpenUser(path); !errors.Is(err, ErrNewer) {
			t.Errorf("a newer database: %v", err)
		}
	}
}

func TestPastSearches(t *testing.T) {
	u, _ := person(t)
	ctx := t.Context()
	for i := range searchesKept + 20 {
		if err := u.Searched(ctx, "a", fmt.Sprintf("旧 %d", i)); err != nil {
			t.Fatal(err)
		}
	}
	for _, line := range []string{"礼让", "Title:斑马线", "礼让"} {
		if err := u.Searched(ctx, "a", line); err != nil {
			t.Fatal(err)
		}
	}
	for text, want := range map[string]string{"": "[礼让 Title:斑马线 旧 519]", "title": "[Title:斑马线]", "%": "[]"} {
		if got, err := u.Searches(ctx, "a", text, 3); fmt.Sprint(got) != want || err != nil {
			t.Errorf("with %q: %v, %v; want %s", text, got, err, want)
		}
	}
	if all, _ := u.Searches(ctx, "a", "", 9999); len(all) != searchesKept {
		t.Errorf("%d kept", len(all))
	}
	if other, _ := u.Searches(ctx, "b", "", 9); len(other) != 0 {
		t.Errorf("another library has %v", other)
	}
	if err := u.ForgetSearch(ctx, "a", "礼让"); err != nil {
		t.Fatal(err)
	}
	if got, _ := u.Searches(ctx, "a", "", 1); fmt.Sprint(got) != "[Title:斑马线]" {
		t.Errorf("after one was erased: %v", got)
	}
	if err := u.ForgetSearches(ctx, "a"); err != nil {
		t.Fatal(err)
	}
	if got, _ := u.Searches(ctx, "a", "", 9); len(got) != 0 {
		t.Errorf("after all were erased: %v", got)
	}
}

func TestSavedSearches(t *testing.T) {
	u, _ := person(t)
	ctx := t.Context()
	id, err := u.SaveSearch(ctx, "a", SavedSearch{Name: "礼让", Line: "斑马线 礼让", Hits: -1})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := u.SaveSearch(ctx, "b", SavedSearch{Name: "别处", Line: "甲"}); err != nil {
		t.Fatal(err)
	}
	if _, err := u.SaveSearch(ctx, "a", SavedSearch{ID: id, Name: "路口", Line: "斑马线 礼让", Hits: -1}); err != nil {
		t.Fatal(err)
	}
	if err := u.CountSearch(ctx, id, 18); err != nil {
		t.Fatal(err)
	}
	want := []SavedSearch{{id, "路口", "斑马线 礼让", 18}}
	if got, err := u.SavedSearches(ctx, "a"); !slices.Equal(got, want) || err != nil {
		t.Errorf("%+v, %v", got, err)
	}
	if err := errors.Join(u.DeleteSearch(ctx, id), u.CountSearch(ctx, id, 3)); err != nil {
		t.Fatal(err)
	}
	if got, _ := u.SavedSearches(ctx, "a"); len(got) != 0 {
		t.Errorf("after deletion: %+v", got)
	}
}

func TestBooks(t *testing.T) {
	u, _ := person(t)
	ctx := t.Context()
	id, err := u.PutBook(ctx, Book{Name: "好新闻参评", Title: "参评作品", Compiler: "编者", Unit: "编辑部", Layout: BookLayout{Columns: 2, Index: true}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := u.PutBook(ctx, Book{Name: "好新闻参评"}); !errors.Is(err, ErrNameTaken) {
		t.Errorf("the same name again: %v", err)
	}
	if _, err := u.PutBook(ctx, Book{}); !errors.Is(err, ErrNoName) {
		t.Errorf("no name: %v", err)
	}
	add := func(all []Clipping) []Clipping {
		return append(all, Clipping{"a", "1", "甲", "头条"}, Clipping{"b", "1", "乙", ""}, Clipping{"a", "1", "甲", "再来"})
	}
	if err := u.EditBook(ctx, id, add); err != nil {
		t.Fatal(err)
	}
	if err := u.EditBook(ctx, "gone", add); !errors.Is(err, ErrNoBook) {
		t.Errorf("a book that is not there: %v", err)
	}
	if got, err := u.Clippings(ctx, id); err != nil || !slices.Equal(got, []Clipping{{"a", "1", "甲", "头条"}, {"b", "1", "乙", ""}}) {
		t.Errorf("clippings %+v, %v", got, err)
	}
	b, err := u.Book(ctx, id)
	if err != nil || b.Clippings != 2 || b.Title != "参评作品" || b.Arrangement != ByHand || !b.Layout.Index || b.Layout.Columns != 2 {
		t.Errorf("%+v, %v", b, err)
	}
	b.Name, b.Arrangement = "参评", ByDate
	if _, err := u.PutBook(ctx, b); err != nil {
		t.Fatal(err)
	}
	if all, err := u.Books(ctx); err != nil || len(all) != 1 || all[0] != b {
		t.Errorf("books %+v, %v", all, err)
	}
	if err := u.DeleteBook(ctx, id); err != nil {
		t.Fatal(err)
	}
	if _, err := u.Book(ctx, id); !errors.Is(err, ErrNoBook) {
		t.Errorf("after deletion: %v", err)
	}
	if left, _ := u.Clippings(ctx, id); len(left) != 0 {
		t.Errorf("%d clippings of no book", len(left))
	}
}

// A change of a book that fails, is cancelled or is killed half-way leaves it as it was.
func TestBookSurvivesAKill(t *testing.T) {
	if path := os.Getenv("BAOGE_TEST_USER"); path != "" {
		editForEver(t, path)
		return
	}
	u, path := person(t)
	id, err := u.PutBook(t.Context(), Book{Name: "册"})
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0], "-test.run=TestBookSurvivesAKill$")
	cmd.Env = append(os.Environ(), "BAOGE_TEST_USER="+path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	// Each line it writes reports so many articles as stored.
	reported, buf, read := 0, make([]byte, 4096), ""
	for strings.Count(read, "\n") < 6 {
		n, err := out.Read(buf)
		if err != nil {
			t.Fatalf("the editor ended: %v, %q", err, read)
		}
		read += string(buf[:n])
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	lines := strings.Split(strings.TrimSpace(read[:strings.LastIndex(read, "\n")]), "\n")
	if _, err := fmt.Sscan(lines[len(lines)-1], &reported); err != nil {
		t.Fatal(err)
	}
	got, err := u.Clippings(t.Context(), id)
	if err != nil || len(got) < reported || len(got)%editedAtOnce != 0 {
		t.Errorf("%d articles after %d were reported, %v: want all of a step or none", len(got), reported, err)
	}
	for i, c := range got {
		if c.Article != paper.ArticleID(fmt.Sprint(i)) {
			t.Fatalf("article %d is %s", i, c.Article)
		}
	}
}

const editedAtOnce = 50

func editForEver(t *testing.T, path string) {
	u, err := OpenUser(path)
	if err != nil {
		t.Fatal(err)
	}
	books, err := u.Books(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for {
		n := 0
		if err := u.EditBook(context.Background(), books[0].ID, func(all []Clipping) []Clipping {
			for range editedAtOnce {
				all = append(all, Clipping{Library: "a", Article: paper.ArticleID(fmt.Sprint(len(all)))})
			}
			n = len(all)
			return all
		}); err != nil {
			t.Fatal(err)
		}
		fmt.Println(n)
	}
}
