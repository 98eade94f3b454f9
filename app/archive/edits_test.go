package archive

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"

	"baoge/app/paper"
)

var editor = Hand{Who: "甲编辑", Note: "错字"}

// must gives the number of an edit that was made.
func must(t *testing.T) func(int64, error) int64 {
	return func(n int64, err error) int64 {
		t.Helper()
		if err != nil || n == 0 {
			t.Fatalf("edit %d: %v", n, err)
		}
		return n
	}
}

func read(t *testing.T, a *Archive, id paper.ArticleID) *paper.Article {
	t.Helper()
	x, err := a.Article(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func retitle(to string) func(*paper.Article) error {
	return func(x *paper.Article) error { x.Headline = to; return nil }
}

func TestCorrectUndoRedo(t *testing.T) {
	a := fresh(t)
	id := add(t, a, page("a.md", "2023-07-21", "2", "原题", "另一篇")).IDs[0]
	was := read(t, a, id)
	seq, _ := a.LastSeq(t.Context())
	first := must(t)(a.Correct(t.Context(), []paper.ArticleID{id}, editor, retitle("改题")))
	second := must(t)(a.Correct(t.Context(), []paper.ArticleID{id}, editor, func(x *paper.Article) error {
		x.Date, x.Blocks[0].Text = day("2023-07-22"), "改过的正文。"
		return nil
	}))
	third := must(t)(a.Correct(t.Context(), []paper.ArticleID{id}, editor, retitle("再改题")))
	now := read(t, a, id)
	if now.Headline != "再改题" || now.Blocks[0].Text != "改过的正文。" || now.Date != day("2023-07-22") || now.ID != id {
		t.Fatalf("corrected: %+v", now)
	}
	if n, err := a.Correct(t.Context(), []paper.ArticleID{id}, editor, retitle("再改题")); n != 0 || err != nil {
		t.Errorf("nothing changed: edit %d, %v", n, err)
	}
	if c, _ := a.Changes(t.Context(), seq, 10); len(c) != 1 || c[0].ID != id {
		t.Errorf("the index is told of %v", c)
	}
	var conflict *ConflictError
	if err := a.Undo(t.Context(), first); !errors.As(err, &conflict) || conflict.Articles[0] != id {
		t.Errorf("undo of a headline changed again: %v", err)
	}
	for _, n := range []int64{second, third, first} { // the date and the text are no other step's
		if err := a.Undo(t.Context(), n); err != nil {
			t.Fatalf("undo %d: %v", n, err)
		}
	}
	if back := read(t, a, id); !reflect.DeepEqual(back, was) {
		t.Errorf("all undone:\n got %+v\nwant %+v", back, was)
	}
	for _, n := range []int64{first, second, third} {
		if err := a.Redo(t.Context(), n); err != nil {
			t.Fatalf("redo %d: %v", n, err)
		}
	}
	if again := read(t, a, id); !reflect.DeepEqual(again, now) {
		t.Errorf("all done again: %+v", again)
	}
	h, err := a.History(t.Context(), id)
	if err != nil || len(h) != 3 || h[0].N != third || h[0].Who != "甲编辑" || h[0].Note != "错字" || h[0].At.IsZero() || h[0].Undone {
		t.Fatalf("history %+v, %v", h, err)
	}
	if f := h[0].Fields; len(f) != 1 || f[0] != (Field{"headline", "改题", "再改题"}) {
		t.Errorf("fields %+v", f)
	}
	if err := a.Undo(t.Context(), 99); !errors.Is(err, ErrNoEdit) {
		t.Errorf("undo of nothing: %v", err)
	}
	healthy(t, a)
}

// TestCorrectAllOrNone: an article that is not there, or a cancel, leaves every one as it was.
func TestCorrectAllOrNone(t *testing.T) {
	a := fresh(t)
	ids := add(t, a, page("a.md", "", "", "一", "二")).IDs
	if _, err := a.Correct(t.Context(), append(ids, "aaaaaaaaaaaaaaaa"), editor, retitle("改")); !errors.Is(err, ErrNotFound) {
		t.Errorf("with an unknown one: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	n := 0
	_, err := a.Correct(ctx, ids, editor, func(x *paper.Article) error {
		if n++; n == 2 {
			cancel()
		}
		x.Headline = "改"
		return nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if h := headlines(t, a, Filter{}); h != "一 二" {
		t.Errorf("afterwards: %s", h)
	}
	if e, _ := a.Edits(t.Context(), -1); len(e) != 0 {
		t.Errorf("history of nothing: %+v", e)
	}
}

func TestWithdraw(t *testing.T) {
	a := fresh(t)
	ids := add(t, a, page("a.md", "2023-07-21", "2", "一", "二", "三")).IDs
	seq, _ := a.LastSeq(t.Context())
	edit := must(t)(a.Withdraw(t.Context(), ids[:2], editor, "与事实不符"))
	if h := headlines(t, a, Filter{}); h != "三" {
		t.Errorf("list: %s", h)
	}
	if h := headlines(t, a, Filter{Author: "甲"}); h != "三" {
		t.Errorf("list of an author: %s", h)
	}
	if h := headlines(t, a, Filter{Withdrawn: true, From: day("2023-07-01"), To: day("2023-07-31")}); h != "一 二" {
		t.Errorf("list of the withdrawn: %s", h)
	}
	c, _ := a.Counts(t.Context())
	days, _ := a.Days(t.Context(), 2023, 7)
	pages, _ := a.Pages(t.Context(), Filter{})
	if c.Articles != 1 || days[21] != 1 || pages[0].Articles != 1 {
		t.Errorf("counts %+v, days %v, pages %v", c, days, pages)
	}
	if rows, _ := a.Summaries(t.Context(), ids); len(rows) != 1 {
		t.Errorf("summaries: %v", rows)
	}
	if got, _ := a.Present(t.Context(), ids); len(got) != 1 {
		t.Errorf("for the index: %d", len(got))
	}
	if got, _ := a.Changes(t.Context(), seq, 9); len(got) != 2 || !got[0].Removed || !got[1].Removed {
		t.Errorf("changes: %v", got)
	}
	if why, gone, err := a.Withdrawal(t.Context(), ids[0]); err != nil || !gone || why != "与事实不符" {
		t.Errorf("withdrawal: %q %v %v", why, gone, err)
	}
	if x := read(t, a, ids[0]); x.Headline != "一" {
		t.Errorf("kept: %+v", x)
	}
	healthy(t, a)
	must(t)(a.Restore(t.Context(), ids[:1], editor))
	if err := a.Undo(t.Context(), edit); !errors.Is(err, ErrChangedSince) {
		t.Errorf("undo of a withdrawal half ended: %v", err)
	}
	must(t)(a.Restore(t.Context(), ids[1:2], editor))
	if h := headlines(t, a, Filter{}); h != "一 二 三" {
		t.Errorf("restored: %s", h)
	}
	healthy(t, a)
}

// arrangement is a page as it stands, to be changed and saved.
func arrangement(t *testing.T, a *Archive, sha string) PageEdit {
	t.Helper()
	p, err := a.SourcePage(t.Context(), sha)
	if err != nil {
		t.Fatal(err)
	}
	return PageEdit{SHA256: sha, Articles: p.Articles, Labels: p.Labels, Leftover: p.Leftover, Chars: p.Chars}
}

func TestSavePage(t *testing.T) {
	a := fresh(t)
	p := page("a.md", "2023-07-21", "2", "一", "二", "三")
	p.Chars = Account{Total: 30, Article: 26, Label: 4}
	ids := add(t, a, p).IDs
	e := arrangement(t, a, p.Source.SHA256)
	if e.Chars != p.Chars || len(e.Articles) != 3 || e.Labels[0] != "身边好人" {
		t.Fatalf("opened: %+v", e)
	}
	// The third goes first and takes the rubric; the first loses a part to a new article; the second is merged away.
	one, three := e.Articles[0], e.Articles[2]
	split := &paper.Article{Headline: "分出的", Date: one.Date, Page: one.Page, Blocks: one.Blocks[2:]}
	one.Blocks = one.Blocks[:2]
	three.Section = "身边好人"
	e.Articles, e.Labels, e.Leftover, e.Chars = []*paper.Article{three, one, split}, nil, []string{"余下"}, Account{30, 28, 0, 2}
	got, edit, err := a.SavePage(t.Context(), e, editor)
	if err != nil || edit == 0 || got[0] != ids[2] || got[1] != ids[0] || got[2] == "" || len(got) != 3 {
		t.Fatalf("saved: %v, %d, %v", got, edit, err)
	}
	if h := headlines(t, a, Filter{}); h != "三 一 分出的" {
		t.Errorf("arranged: %s", h)
	}
	if s := arrangement(t, a, p.Source.SHA256); s.Chars != e.Chars || len(s.Labels) != 0 || s.Leftover[0] != "余下" || s.Articles[0].Section != "身边好人" {
		t.Errorf("opened again: %+v", s)
	}
	healthy(t, a)
	if err := a.Undo(t.Context(), edit); err != nil {
		t.Fatal(err)
	}
	if s := arrangement(t, a, p.Source.SHA256); headlines(t, a, Filter{}) != "一 二 三" || s.Chars != p.Chars || len(s.Articles[0].Blocks) != 4 || s.Articles[1].ID != ids[1] {
		t.Errorf("undone: %+v", s)
	}
	if err := a.Redo(t.Context(), edit); err != nil || headlines(t, a, Filter{}) != "三 一 分出的" {
		t.Errorf("done again: %v, %s", err, headlines(t, a, Filter{}))
	}
	if again := add(t, a, p); again.Status != Unchanged || headlines(t, a, Filter{}) != "三 一 分出的" {
		t.Errorf("the file imported again: %+v", again)
	}
	renewed, err := a.AddPage(t.Context(), p, How{Renew: true})
	if err != nil || !renewed.Arranged || headlines(t, a, Filter{}) != "三 一 分出的" {
		t.Errorf("read anew: %+v, %v", renewed, err)
	}
	healthy(t, a)
}

func TestSavePageRefuses(t *testing.T) {
	a := fresh(t)
	p := page("a.md", "", "", "一", "二")
	add(t, a, p)
	other := add(t, a, page("b.md", "", "", "别处")).IDs[0]
	good := arrangement(t, a, p.Source.SHA256)
	for _, c := range []struct {
		name  string
		spoil func(*PageEdit)
		want  error
	}{
		{"an article of another page", func(e *PageEdit) { e.Articles[0].ID = other }, ErrNotFound},
		{"one article twice", func(e *PageEdit) { e.Articles[1].ID = e.Articles[0].ID }, ErrNotFound},
		{"characters lost", func(e *PageEdit) { e.Chars.Total++ }, ErrAccount},
		{"no such page", func(e *PageEdit) { e.SHA256 = strings.Repeat("a", 64) }, ErrNoSource},
	} {
		e := arrangement(t, a, p.Source.SHA256)
		c.spoil(&e)
		if _, _, err := a.SavePage(t.Context(), e, editor); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
	if now := arrangement(t, a, p.Source.SHA256); !reflect.DeepEqual(now, good) {
		t.Errorf("after refusals: %+v", now)
	}
}

// TestHistoryGoesWithTheArticle: what is removed for good leaves nothing of its text behind.
func TestHistoryGoesWithTheArticle(t *testing.T) {
	a := fresh(t)
	ids := add(t, a, page("a.md", "", "", "秘密", "二")).IDs
	must(t)(a.Correct(t.Context(), ids, editor, func(x *paper.Article) error { x.Subhead = "副题" + x.Headline; return nil }))
	if err := a.Remove(t.Context(), ids[:1]); err != nil {
		t.Fatal(err)
	}
	var n int
	if err := a.read.QueryRow("SELECT count(*) FROM edit_parts WHERE before || after LIKE '%秘密%'").Scan(&n); err != nil || n != 0 {
		t.Errorf("%d traces, %v", n, err)
	}
	if e, _ := a.Edits(t.Context(), -1); len(e) != 1 || len(e[0].Articles) != 1 {
		t.Errorf("history %+v", e)
	}
	if again := add(t, a, page("a.md", "", "", "秘密", "二")); again.Status != Unchanged || headlines(t, a, Filter{}) != "二" {
		t.Errorf("the file imported again: %+v", again)
	}
}
