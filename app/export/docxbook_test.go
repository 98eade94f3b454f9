package export

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"baoge/app/paper"
)

// Of a Word book's articles and pictures one at a time is held: each is asked for once for
// the contents and once when it is written.
func TestBookDOCXHoldsNothing(t *testing.T) {
	media, b := testPicture(t)
	articles, pictures := 0, 0
	o := BookOptions{Article: func(_ context.Context, id paper.ArticleID) (*paper.Article, error) {
		articles++
		return &paper.Article{ID: id, Headline: "第" + string(id) + "篇", Blocks: []paper.Block{{Kind: paper.Figure, Media: media}, {Kind: paper.Figure, Media: media}}}, nil
	}}
	for i := range 3 {
		o.Entries = append(o.Entries, BookEntry{ID: paper.ArticleID(fmt.Sprint(i))})
	}
	o.Picture = func(string) ([]byte, error) { pictures++; return b, nil }
	var out bytes.Buffer
	d, err := newDocx(&out, &o.Options)
	if err != nil {
		t.Fatal(err)
	}
	d.figure(paper.Block{Kind: paper.Figure, Media: media})
	if d.pictures[0].bytes != nil {
		t.Error("a picture is held")
	}
	pictures = 0
	r, err := BookDOCX(context.Background(), filepath.Join(t.TempDir(), "a.docx"), o)
	if err != nil || r.Articles != 3 || articles != 6 || pictures != 2 {
		t.Errorf("%+v, %v; %d articles and %d pictures asked for", r, err, articles, pictures)
	}
	heads, _, err := o.heads(context.Background(), &r)
	if err != nil || heads[0].Blocks != nil {
		t.Errorf("%+v, %v", heads, err)
	}
}

// An article deleted while the book is written leaves no file.
func TestBookDOCXChanged(t *testing.T) {
	asked := 0
	o := BookOptions{Entries: []BookEntry{{ID: "a"}, {ID: "b"}}, Article: func(_ context.Context, id paper.ArticleID) (*paper.Article, error) {
		if asked++; asked > 3 {
			return nil, nil
		}
		return &paper.Article{ID: id, Headline: "标题"}, nil
	}}
	path := filepath.Join(t.TempDir(), "a.docx")
	if _, err := BookDOCX(context.Background(), path, o); !errors.Is(err, ErrChanged) {
		t.Errorf("%v", err)
	}
	if left, _ := filepath.Glob(filepath.Dir(path) + "/*"); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
}
