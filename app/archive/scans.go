package archive

import (
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"baoge/app/paper"
)

// A Scan is a picture of a printed page, with its words where they are known.
type Scan struct {
	Medium string // SHA-256 of the picture
	Page   int    // of a file of several pages, from 1
	Words  []ScanWord
}

// A ScanWord is a stretch of an article's text and where it was printed.
type ScanWord struct {
	Article    paper.ArticleID // set when it is stored
	Index      int             `json:"-"` // of the article among those of its Page, when it is handed in
	Part       paper.Part
	Start, End int        // runes of the part
	Text       string     `json:",omitempty"` // these runes, as they were imported; "" in libraries of before it was kept
	Box        [4]float32 // left, top, right, bottom: shares of the picture's width and height
}

// putScans keeps a page's scans in place of those it had.
func (w *writer) putScans(n int64, plan pagePlan) error {
	if plan.into != 0 {
		if err := w.exec("DELETE FROM scans WHERE source = ?", n); err != nil {
			return err
		}
	}
	for k, s := range plan.page.Scans {
		for i := range s.Words {
			if at := s.Words[i].Index; at >= 0 && at < len(plan.articles) {
				s.Words[i].Article = plan.articles[at].id
			}
		}
		gz, err := compress([]byte(toJSON(s.Words)))
		if err != nil {
			return err
		}
		if err := w.exec("INSERT INTO scans VALUES(?, ?, ?, ?, ?)", n, k, s.Page, s.Medium, gz); err != nil {
			return err
		}
	}
	return nil
}

// putReading keeps what an engine read of a page in place of what it read before.
func (w *writer) putReading(n int64, reading []byte) error {
	if reading == nil {
		return w.exec("DELETE FROM readings WHERE source = ?", n)
	}
	gz, err := compress(reading)
	if err != nil {
		return err
	}
	return w.exec("INSERT OR REPLACE INTO readings VALUES(?, ?)", n, gz)
}

// Reading gives what an OCR engine read of a source, by its SHA-256, as it was handed in;
// nil where none did, or did before readings were kept.
func (a *Archive) Reading(ctx context.Context, sha256 string) ([]byte, error) {
	var gz []byte
	err := a.read.QueryRowContext(ctx, "SELECT gz FROM readings WHERE source = (SELECT n FROM sources WHERE sha256 = ?)", sha256).Scan(&gz)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	} else if err != nil {
		return nil, fmt.Errorf("read what was recognised: %w", wrap(a.file(), err))
	}
	z, err := gzip.NewReader(bytes.NewReader(gz))
	if err != nil {
		return nil, fmt.Errorf("read what was recognised: %w: %w", ErrDamaged, err)
	}
	reading, err := io.ReadAll(z)
	if err != nil {
		return nil, fmt.Errorf("read what was recognised: %w: %w", ErrDamaged, err)
	}
	return reading, nil
}

// Scans gives the pictures of the page a source is, by its SHA-256; none is no error.
func (a *Archive) Scans(ctx context.Context, sha256 string) ([]Scan, error) {
	rows, err := a.read.QueryContext(ctx, "SELECT page, medium, words FROM scans WHERE source = (SELECT n FROM sources WHERE sha256 = ?) ORDER BY k", sha256)
	if err != nil {
		return nil, fmt.Errorf("read scans: %w", wrap(a.file(), err))
	}
	defer rows.Close()
	var out []Scan
	for rows.Next() {
		var s Scan
		var gz []byte
		if err := rows.Scan(&s.Page, &s.Medium, &gz); err != nil {
			return nil, fmt.Errorf("read scans: %w", wrap(a.file(), err))
		}
		if s.Words, err = readWords(gz); err != nil {
			return nil, fmt.Errorf("read scans: %w: %w", ErrDamaged, err)
		}
		out = append(out, s)
	}
	return out, wrap(a.file(), rows.Err())
}

// Scanned reports whether there is a picture of the page an article was printed on.
func (a *Archive) Scanned(ctx context.Context, id paper.ArticleID) (is bool, err error) {
	err = a.read.QueryRowContext(ctx, "SELECT EXISTS(SELECT 1 FROM articles JOIN scans ON scans.source = articles.source WHERE articles.id = ?)", string(id)).Scan(&is)
	if err != nil {
		err = fmt.Errorf("look for scans of %s: %w", id, wrap(a.file(), err))
	}
	return is, err
}

// Unread lists the sources that are pictures of a page and of which no text is there, in
// the order they came.
func (a *Archive) Unread(ctx context.Context) ([]SourceInfo, error) {
	return a.sources(ctx, `replaced = 0 AND EXISTS(SELECT 1 FROM scans WHERE source = sources.n)
		AND NOT EXISTS(SELECT 1 FROM articles WHERE source = sources.n) AND coalesce(json_extract(chars, '$.total'), 0) = 0`)
}

func readWords(gz []byte) (words []ScanWord, err error) {
	z, err := gzip.NewReader(bytes.NewReader(gz))
	if err != nil {
		return nil, err
	}
	return words, json.NewDecoder(z).Decode(&words)
}
