package archive

import (
	"testing"

	"baoge/app/paper"
)

// What is a page scan, and which of them have no text, is told from the tables; reading one
// again out of the library leaves it where its file is.
func TestUnreadScans(t *testing.T) {
	a := fresh(t)
	scan := illustrated("报/02.png", "", picture("版面"))
	scan.Articles, scan.Origin, scan.Chars = nil, "/报/02.png", Account{}
	scan.Scans = []Scan{{Medium: scan.Media[0].SHA256, Page: 1}}
	add(t, a, scan)
	id := add(t, a, page("a.md", "", "", "一")).IDs[0]
	if is, err := a.Scanned(t.Context(), id); err != nil || is {
		t.Errorf("an article of no scan: %v, %v", is, err)
	}
	unread, err := a.Unread(t.Context())
	if err != nil || len(unread) != 1 || unread[0].Path != "报/02.png" || unread[0].SHA256 != scan.Source.SHA256 {
		t.Fatalf("unread: %+v, %v", unread, err)
	}

	read := scan
	read.Origin = "" // its bytes came out of the library
	read.Articles = page("", "", "", "桥").Articles
	read.Chars = Account{Total: 9, Article: 9}
	read.Scans = []Scan{{Medium: scan.Media[0].SHA256, Page: 1, Words: []ScanWord{{Part: paper.Part{Field: paper.FieldHeadline}, End: 1, Text: "桥"}}}}
	added := add(t, a, read)
	if added.Status != Imported || added.New != 1 {
		t.Errorf("read later: %+v", added)
	}
	if is, err := a.Scanned(t.Context(), added.IDs[0]); err != nil || !is {
		t.Errorf("its article: %v, %v", is, err)
	}
	if unread, err := a.Unread(t.Context()); err != nil || len(unread) != 0 {
		t.Errorf("still unread: %+v, %v", unread, err)
	}
	if s, err := a.Scans(t.Context(), scan.Source.SHA256); err != nil || len(s) != 1 || len(s[0].Words) != 1 || s[0].Words[0].Text != "桥" || s[0].Words[0].Article != added.IDs[0] {
		t.Errorf("scans %+v, %v", s, err)
	}
	var origin string
	if err := a.read.QueryRow("SELECT origin FROM sources WHERE sha256 = ?", scan.Source.SHA256).Scan(&origin); err != nil || origin != "/报/02.png" {
		t.Errorf("its file lies at %q, %v", origin, err)
	}
	healthy(t, a)
}

// An import that reads a scan which an earlier one brought is undone: the scan stays, unread
// as it was. It goes when both are undone, whichever first.
func TestUndoReadingOfScan(t *testing.T) {
	for _, earlierFirst := range []bool{false, true} {
		a := fresh(t)
		came := begin(t, a)
		scan := illustrated("02.png", "", picture("版面"))
		scan.Articles, scan.Chars = nil, Account{}
		scan.Scans = []Scan{{Medium: scan.Media[0].SHA256, Page: 1}}
		if _, err := a.AddPage(t.Context(), scan, came); err != nil {
			t.Fatal(err)
		}
		read := begin(t, a)
		scan.Articles, scan.Chars, scan.Reading = page("", "", "", "桥").Articles, Account{Total: 9, Article: 9}, []byte("桥")
		if added, err := a.AddPage(t.Context(), scan, read); err != nil || added.New != 1 {
			t.Fatalf("read: %+v, %v", added, err)
		}
		undo := func(how How) {
			if _, err := a.UndoJob(t.Context(), how.Job, false); err != nil {
				t.Fatal(err)
			}
		}
		if earlierFirst {
			undo(came)
			if c, err := a.Counts(t.Context()); err != nil || c.Articles != 1 {
				t.Errorf("the first undone: %+v, %v", c, err)
			}
			undo(read)
		} else {
			undo(read)
			if unread, err := a.Unread(t.Context()); err != nil || len(unread) != 1 || unread[0].SHA256 != scan.Source.SHA256 {
				t.Errorf("the reading undone: unread %+v, %v", unread, err)
			}
			if r, err := a.Reading(t.Context(), scan.Source.SHA256); err != nil || r != nil {
				t.Errorf("the reading undone: still read as %q, %v", r, err)
			}
			if _, err := a.Medium(t.Context(), scan.Media[0].SHA256); err != nil {
				t.Errorf("the scan's picture: %v", err)
			}
			undo(came)
		}
		if c, err := a.Counts(t.Context()); err != nil || c.Sources != 0 || c.Articles != 0 || len(mediaFiles(t, a)) != 0 {
			t.Errorf("both undone: %+v, %v, pictures %v", c, err, mediaFiles(t, a))
		}
		healthy(t, a)
	}
}

// What an engine read of a page is kept with it: where it comes for the first time with the
// page, or when a page that was read before is renewed. It goes with the page.
func TestReadings(t *testing.T) {
	a := fresh(t)
	scan := illustrated("02.png", "桥", picture("版面"))
	scan.Scans = []Scan{{Medium: scan.Media[0].SHA256, Page: 1}}
	ids := add(t, a, scan).IDs
	reads := func(want string) {
		t.Helper()
		if got, err := a.Reading(t.Context(), scan.Source.SHA256); err != nil || string(got) != want || (got == nil) != (want == "") {
			t.Errorf("reading %q, %v, want %q", got, err, want)
		}
	}
	reads("")
	for _, c := range []struct {
		reading    string
		renew      bool
		want, kept string
	}{{"桥", false, "unchanged", ""}, {"桥", true, "updated", "桥"}, {"桥", true, "unchanged", "桥"}, {"别的", false, "unchanged", "桥"}} {
		scan.Reading = []byte(c.reading)
		if added, err := a.AddPage(t.Context(), scan, How{Renew: c.renew}); err != nil || string(added.Status) != c.want || added.New != 0 {
			t.Errorf("%+v: %+v, %v", c, added, err)
		}
		reads(c.kept)
	}
	other := illustrated("03.png", "河", picture("另一版"))
	other.Reading = []byte("河")
	add(t, a, other)
	if err := a.Remove(t.Context(), ids); err != nil {
		t.Fatal(err)
	}
	var n int
	if err := a.read.QueryRow("SELECT count(*) FROM readings").Scan(&n); err != nil || n != 1 {
		t.Errorf("%d readings after one of two pages went, %v", n, err)
	}
	reads("")
	healthy(t, a)
}
