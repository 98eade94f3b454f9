package ingest

import (
	"bytes"
	"errors"
	"image/jpeg"
	"io"
	"reflect"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"
)

// What an engine read of a page is enough to read it again without one: the rules make and
// doubt the same of it.
func TestReadFromReading(t *testing.T) {
	page := paintedPage(t)
	var photo, file bytes.Buffer
	if err := jpeg.Encode(&photo, page, nil); err != nil {
		t.Fatal(err)
	}
	if err := api.ImportImages(nil, &file, []io.Reader{bytes.NewReader(photo.Bytes())}, nil, nil); err != nil {
		t.Fatal(err)
	}
	sources := map[string][]byte{"02.jpg": photographed(t, page, 6, false), "02.pdf": file.Bytes()}
	read := map[string]*File{}
	for name, src := range sources {
		f, err := ReadPage(src, name, Options{})
		if err != nil || len(f.Articles) == 0 || f.Reading == nil {
			t.Fatalf("%s: %v, %+v", name, err, f)
		}
		read[name] = f
	}
	t.Setenv("PATH", t.TempDir()) // there is no engine any longer
	for name, f := range read {
		again, err := ReadPage(sources[name], name, Options{Reading: f.Reading})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		check(t, again)
		if again.Text != f.Text || written(again) != written(f) || !reflect.DeepEqual(again.Decisions, f.Decisions) || !reflect.DeepEqual(again.Places, f.Places) || len(again.Notes) != 0 {
			t.Errorf("%s: read again as %s\nwas %s", name, written(again), written(f))
		}
		if len(again.Scans) != 1 || again.Scans[0].Medium != f.Scans[0].Medium || len(again.Scans[0].Words) != 0 {
			t.Errorf("%s: scans %+v", name, again.Scans)
		}
		if _, err := ReadPage(sources[name], name, Options{Reading: f.Reading[1:]}); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s with a reading cut short: %v", name, err)
		}
	}
}

// A file that no engine read has no reading.
func TestNoReading(t *testing.T) {
	for name, src := range map[string][]byte{"a.md": []byte("# 桥\n\n桥通车了。\n"), "02.png": picture(1)} {
		if f, err := ReadPage(src, name, Options{NoOCR: true}); err != nil || f.Reading != nil {
			t.Errorf("%s: %v, reading %s", name, err, f.Reading)
		}
	}
}
