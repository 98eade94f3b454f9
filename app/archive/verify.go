package archive

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
)

// ProblemKind says what kind of damage a check found.
type ProblemKind string

// The kinds of problem.
const (
	BadDatabase ProblemKind = "database" // SQLite's own check; Detail is its line
	BadSource   ProblemKind = "source"   // bytes are not those imported; Name is the path
	BadArticle  ProblemKind = "article"  // cannot be read, or is not what was stored; Name is the ID
	BadMedium   ProblemKind = "picture"  // missing, or its bytes are not those imported; Name is the SHA-256
	BadCount    ProblemKind = "count"    // articles, bodies and days do not agree
)

// A Problem is one thing a check found wrong.
type Problem struct {
	Kind   ProblemKind
	Name   string
	Detail string
}

// Verify checks the library against itself: the database's structure, every source
// and picture against its SHA-256, every article against what was stored. It changes nothing. The
// error is for a check that could not be made.
func (a *Archive) Verify(ctx context.Context) ([]Problem, error) {
	var found []Problem
	for _, check := range []func(context.Context) ([]Problem, error){a.verifyDatabase, a.verifyCounts, a.verifySources, a.verifyMedia, a.verifyArticles} {
		p, err := check(ctx)
		found = append(found, p...)
		if err != nil {
			if ctx.Err() != nil || kindOf(err) != ErrDamaged {
				return found, fmt.Errorf("verify library %s: %w", a.dir, wrap(a.file(), err))
			}
			return append(found, Problem{BadDatabase, a.file(), err.Error()}), nil
		}
	}
	return found, nil
}

func (a *Archive) verifyDatabase(ctx context.Context) ([]Problem, error) {
	rows, err := a.read.QueryContext(ctx, "PRAGMA integrity_check(20)")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []Problem
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return found, err
		}
		if line != "ok" {
			found = append(found, Problem{BadDatabase, a.file(), line})
		}
	}
	return found, rows.Err()
}

func (a *Archive) verifyCounts(ctx context.Context) ([]Problem, error) {
	var found []Problem
	for _, c := range []struct{ query, detail string }{
		{"SELECT count(*) FROM articles WHERE n NOT IN (SELECT article FROM bodies)", "articles without a body"},
		{"SELECT count(*) FROM bodies WHERE article NOT IN (SELECT n FROM articles)", "bodies without an article"},
		{"SELECT count(*) FROM articles WHERE source NOT IN (SELECT n FROM sources)", "articles without a source"},
		{"SELECT abs((SELECT count(*) FROM articles WHERE withdrawn = 0) - (SELECT coalesce(sum(articles), 0) FROM days))", "articles not counted in the calendar"},
		{"SELECT count(*) FROM source_media WHERE sha256 NOT IN (SELECT sha256 FROM media) OR source NOT IN (SELECT n FROM sources)", "pictures without a row"},
		{"SELECT count(*) FROM articles WHERE seq > (SELECT value FROM meta WHERE key = 'seq')", "changes beyond the last"},
	} {
		var n int
		if err := a.read.QueryRowContext(ctx, c.query).Scan(&n); err != nil {
			return found, err
		}
		if n != 0 {
			found = append(found, Problem{BadCount, "", fmt.Sprintf("%d %s", n, c.detail)})
		}
	}
	return found, nil
}

// verifySources unpacks every source. One whose import was broken off has no sum yet:
// of it gzip's own check must hold.
func (a *Archive) verifySources(ctx context.Context) ([]Problem, error) {
	rows, err := a.read.QueryContext(ctx, "SELECT n, path, sha256, size, complete FROM sources ORDER BY n")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []Problem
	for rows.Next() {
		var n, size int64
		var path, sha string
		var complete bool
		if err := rows.Scan(&n, &path, &sha, &size, &complete); err != nil {
			return found, err
		}
		h := sha256.New()
		got, err := a.copySource(ctx, h, n)
		switch {
		case err != nil && (ctx.Err() != nil || kindOf(err) != nil):
			return found, err
		case err != nil:
			found = append(found, Problem{BadSource, path, err.Error()})
		case complete && (got != size || hexSum(h) != sha):
			found = append(found, Problem{BadSource, path, fmt.Sprintf("SHA-256 is %s, %d bytes; imported were %s, %d bytes", hexSum(h), got, sha, size)})
		}
	}
	return found, rows.Err()
}

func hexSum(h hash.Hash) string { return hex.EncodeToString(h.Sum(nil)) }

// SourceBytes writes the bytes of a source as they were imported, by its SHA-256.
func (a *Archive) SourceBytes(ctx context.Context, w io.Writer, sha string) error {
	n, err := sourceBySum(ctx, a.read, sha)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err == nil {
		_, err = a.copySource(ctx, w, n)
	}
	if err != nil {
		return fmt.Errorf("read source %s: %w", sha, wrap(a.file(), err))
	}
	return nil
}

func (a *Archive) copySource(ctx context.Context, w io.Writer, n int64) (int64, error) {
	rows, err := a.read.QueryContext(ctx, "SELECT gz FROM source_bytes WHERE source = ? ORDER BY part", n)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	var total int64
	for rows.Next() {
		var gz sql.RawBytes
		if err := rows.Scan(&gz); err != nil {
			return total, err
		}
		z, err := gzip.NewReader(bytes.NewReader(gz))
		if err != nil {
			return total, err
		}
		k, err := io.Copy(w, z)
		total += k
		if err != nil {
			return total, err
		}
	}
	return total, rows.Err()
}

func (a *Archive) verifyArticles(ctx context.Context) ([]Problem, error) {
	rows, err := a.read.QueryContext(ctx, `SELECT id, external_id, kicker, headline, subhead, dateline, credits, credit_line, credit_at,
		section, publication, day, page, page_label, blocks, hash FROM articles JOIN bodies ON article = n ORDER BY n`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []Problem
	for rows.Next() {
		var stored []byte
		x, err := scanArticle(rows, &stored)
		if err != nil {
			if x == nil {
				return found, err
			}
			found = append(found, Problem{BadArticle, string(x.ID), err.Error()})
			continue
		}
		r, err := newRecord(x)
		switch {
		case err != nil:
			found = append(found, Problem{BadArticle, string(x.ID), err.Error()})
		case !bytes.Equal(r.hash, stored):
			found = append(found, Problem{BadArticle, string(x.ID), "its text is not what was stored"})
		}
	}
	return found, rows.Err()
}
