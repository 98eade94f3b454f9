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
