package library

import (
	"bytes"
	"context"
	"errors"

	"baoge/app/archive"
	"baoge/app/facsimile"
	"baoge/app/ingest"
	"baoge/app/paper"
)

// A SavedPage is one page file as it is arranged now and as its file reads, for a person
// who looks over it. Read's articles have no IDs; which of them became which of Articles
// is for the caller to see, by their text.
type SavedPage struct {
	archive.SourcePage
	Read    *ingest.File    // the file read again by today's rules, with its decoded text and what the rules were unsure of
	ReadErr error           // why it cannot be read again: its format wants what lay beside it, or it is a page scan of which only the articles are kept ([ErrScan]); Read is nil then
	Older   bool            // it was imported by other rules than today's, which Read shows
	Print   *facsimile.Page // the pictures of the printed page, with the places of its words
}

// SavedPage opens the page a source is, by the SHA-256 of its bytes; [Library.Source] tells
// that of an article. It fails with archive.ErrNoSource.
func (l *Library) SavedPage(ctx context.Context, sha256 string) (*SavedPage, error) {
	page, err := l.archive.SourcePage(ctx, sha256)
	if err != nil {
		return nil, err
	}
	p := &SavedPage{SourcePage: page, Older: page.Rules != ingest.RulesVersion}
	if p.Print, err = l.Facsimile(ctx, sha256); err != nil {
		return nil, err
	}
	var src bytes.Buffer
	if err := l.archive.SourceBytes(ctx, &src, sha256); err != nil {
		return nil, err
	}
	reading, err := l.archive.Reading(ctx, sha256)
	if err != nil {
		return nil, err
	}
	p.Read, p.ReadErr = ingest.ReadPageContext(ctx, src.Bytes(), page.Path, ingest.Options{NoOCR: true, Reading: reading})
	if p.ReadErr == nil && p.Read.Chars.Total == 0 && p.Chars.Total > 0 {
		p.Read, p.ReadErr = nil, ErrScan
	}
	return p, nil
}

// ErrScan says that a page's text was read from its picture, before what the engine read was
// kept: reading it again would take the engine's minutes and perhaps give another text.
var ErrScan = errors.New("text came from a page scan")

// SavePage makes a page what a person arranged, all of it or nothing, as one edit that can
// be undone and redone; the IDs of its articles are given in order. Where e.Chars.Total is
// 0 the characters are counted here, so that the account adds up.
func (l *Library) SavePage(ctx context.Context, e PageEdit, h Hand) (ids []paper.ArticleID, edit int64, err error) {
	defer l.nudge()
	if e.Chars.Total == 0 {
		e.Chars = AccountOf(e.Articles, e.Labels, e.Leftover)
	}
	return l.archive.SavePage(ctx, e, signed(h))
}

// AccountOf counts the characters of an arrangement as the import account does.
func AccountOf(articles []*paper.Article, labels, leftover []string) Account {
	var c Account
	for _, a := range articles {
		c.Article += a.Chars()
	}
	for _, s := range labels {
		c.Label += paper.Chars(s)
	}
	for _, s := range leftover {
		c.Leftover += paper.Chars(s)
	}
	c.Total = c.Article + c.Label + c.Leftover
	return c
}

// SourceBytes gives the bytes of an imported file as they came, by their SHA-256.
func (l *Library) SourceBytes(ctx context.Context, sha256 string) ([]byte, error) {
	var b bytes.Buffer
	err := l.archive.SourceBytes(ctx, &b, sha256)
	return b.Bytes(), err
}

// Outdated lists the imported files that were read by other rules than today's: those a
// person may want to import again with Request.Renew.
func (l *Library) Outdated(ctx context.Context) ([]SourceInfo, error) {
	all, err := l.archive.Sources(ctx)
	if err != nil {
		return nil, err
	}
	var old []SourceInfo
	for _, s := range all {
		if s.Rules != ingest.RulesVersion {
			old = append(old, s)
		}
	}
	return old, nil
}
