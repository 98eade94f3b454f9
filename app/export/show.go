package export

import (
	"bytes"
	"encoding/json"
	"io"

	"baoge/app/paper"
)

// A Source names the file an article was read from.
type Source struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"` // hex
}

// Shown is the JSON document of one article. Every key is always present:
// what is unknown is "" or [], never null.
type Shown struct {
	ID         paper.ArticleID `json:"id"`
	ExternalID string          `json:"external_id"`
	Kicker     string          `json:"kicker"`
	Headline   string          `json:"headline"`
	Subhead    string          `json:"subhead"`
	Dateline   string          `json:"dateline"`
	Credits    []paper.Credit  `json:"credits"`
	CreditLine string          `json:"credit_line"`
	CreditAt   paper.CreditAt  `json:"credit_at"`

	Section     string        `json:"section"`
	Publication string        `json:"publication"`
	Date        paper.Date    `json:"date"`
	Page        string        `json:"page"`
	PageLabel   string        `json:"page_label"`
	Blocks      []paper.Block `json:"blocks"`
	Source      Source        `json:"source"`
}

// Show makes the JSON document of an article; the article is not changed.
func Show(a *paper.Article, src Source) Shown {
	s := Shown{
		ID: a.ID, ExternalID: a.ExternalID,
		Kicker: a.Kicker, Headline: a.Headline, Subhead: a.Subhead, Dateline: a.Dateline,
		Credits: Credits(a.Credits), CreditLine: a.CreditLine, CreditAt: a.CreditAt,
		Section: a.Section, Publication: a.Publication, Date: a.Date, Page: a.Page, PageLabel: a.PageLabel,
		Blocks: make([]paper.Block, len(a.Blocks)), Source: src,
	}
	for i, b := range a.Blocks {
		if b.Bold == nil {
			b.Bold = []paper.Range{}
		}
		if b.Links == nil {
			b.Links = []paper.Link{}
		}
		s.Blocks[i] = b
	}
	return s
}

// Credits copies credits for JSON, so that neither the list nor a credit's names are null.
func Credits(cs []paper.Credit) []paper.Credit {
	out := make([]paper.Credit, len(cs))
	for i, c := range cs {
		out[i] = c
		if c.Names == nil {
			out[i].Names = []string{}
		}
	}
	return out
}

// writeJSON writes article i of n: one article is an object, several are an array.
func writeJSON(w io.Writer, a *paper.Article, i, n int, o Options) error {
	var src Source
	if o.Source != nil {
		src = o.Source(a.ID)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(Show(a, src)); err != nil {
		return err
	}
	body := b.Bytes()
	if n > 1 {
		open, end := ",\n", ""
		if i == 0 {
			open = "[\n"
		}
		if i == n-1 {
			end = "\n]\n"
		}
		body = append(append([]byte(open), bytes.TrimRight(body, "\n")...), end...)
	}
	_, err := w.Write(body)
	return err
}
