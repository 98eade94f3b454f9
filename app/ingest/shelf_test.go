package ingest

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// TestFiguresAreNoPages lays pictures beside pages: those that a page names are its
// figures, the others are page scans, on the disk as in an archive.
func TestFiguresAreNoPages(t *testing.T) {
	dir, png := t.TempDir(), string(picture(1))
	files := []string{
		"a.md", "# 题目在这里\n\n正文一句。\n\n![桥](photo.png)\n\n![路]( <新 路.JPG> \"路\")\n",
		"b.html", `<html><meta charset=utf-8><h1>网页的题目</h1><p>正文一句。</p><img src="./%E6%A1%A5.png?x=1"><img src=plain.gif>`,
		"photo.png", png, "新 路.JPG", png, "桥.png", png, "plain.gif", png, "scan.png", png, "sub/photo.png", png,
	}
	for i := 0; i < len(files); i += 2 {
		name := filepath.Join(dir, files[i])
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(files[i+1]), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	packed := filepath.Join(t.TempDir(), "a.zip")
	if err := os.WriteFile(packed, zipOf(t, files...), 0o644); err != nil {
		t.Fatal(err)
	}
	want := []string{"a.md", "b.html", "scan.png", "sub/photo.png"}
	for _, from := range []struct{ path, prefix string }{{dir, dir + string(filepath.Separator)}, {packed, packed + "!/"}} {
		var got []string
		err := Walk(context.Background(), []string{from.path}, func(e *Entry, err error) error {
			got = append(got, filepath.ToSlash(e.Path[len(from.prefix):]))
			if err != nil {
				return err
			}
			return e.Close()
		})
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %v, %v", from.path, got, err)
		}
	}
}
