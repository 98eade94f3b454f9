// Package export writes articles as files a person takes away: PDF, Markdown, HTML,
// plain text, JSON, EPUB, DOCX, and lists of them as tables. It is not the library: it is
// handed whole articles and knows neither archive nor index.
//
// Begin with [File], which writes beside the wanted name and renames over it, so
// that a full disk or a cancelled job never leaves half a file under that name.
// [Write] is the same without a file system. [Show] is the JSON document of one
// article, the same one wherever the program prints an article as JSON.
package export

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"

	"baoge/app/cite"
	"baoge/app/paper"
	"baoge/app/typeset"
)

// A Format is a kind of file, named by its suffix without the dot.
type Format string

// The formats that can be written.
const (
	PDF      Format = "pdf"
	Markdown Format = "md" // with its pictures in a folder beside
	HTML     Format = "html"
	Text     Format = "txt"
	JSON     Format = "json"
	EPUB     Format = "epub"
	DOCX     Format = "docx"
)

// Errors a caller decides on.
var (
	// ErrFormat names the formats there are.
	ErrFormat = errors.New("unknown export format")
	// ErrTypeArea is paper, columns, size or leading that no page can be made of.
	ErrTypeArea = typeset.ErrPageOptions
	// ErrPages are page ranges that hold none of the document's pages.
	ErrPages error = &problem{"no page in the ranges", "文章没有这样的页，请检查页码再试。"}
	// ErrNothing is an empty list of articles.
	ErrNothing error = &problem{"no article to export", "没有要导出的文章，请先选中文章再试。"}
	// ErrIsFolder is a folder where the one file should go.
	ErrIsFolder error = &problem{"export name is a folder", "这个名字是一个文件夹，请换一个文件名再试。"}
	// ErrNoFolder is a file where the folder should go.
	ErrNoFolder error = &problem{"export folder is no folder", "这个名字是一个文件，多篇文章要写进文件夹，请换一个名字再试。"}
)

// Formats lists the formats in the order a menu shows them.
func Formats() []Format { return []Format{PDF, DOCX, EPUB, HTML, Markdown, Text, JSON} }

// ParseFormat reads a format's name, in any case, with or without a dot. An
// unknown name gives an [ErrFormat] that lists the known ones.
func ParseFormat(s string) (Format, error) {
	name := Format(strings.ToLower(strings.TrimPrefix(s, ".")))
	for _, f := range Formats() {
		if f == name {
			return f, nil
		}
	}
	return "", fmt.Errorf("%w %q: have %s", ErrFormat, s, joinFormats())
}

func joinFormats() string {
	var names []string
	for _, f := range Formats() {
		names = append(names, string(f))
	}
	return strings.Join(names, ", ")
}

// Suffix is the format's file suffix with its dot.
func (f Format) Suffix() string { return "." + string(f) }

// names reports whether a file name has the format's suffix.
func (f Format) names(name string) bool {
	return strings.EqualFold(filepath.Ext(name), f.Suffix())
}

// Options say how to write. The zero value is a good default. What concerns
// pages is used by PDF alone.
type Options struct {
	Paper         typeset.Paper // zero: A4
	Columns       int           // 1 or 2; 0: what suits the paper
	Size, Leading float32       // points; 0: what suits the columns
	NoHead        bool          // no running head
	NoSourceLine  bool          // no line at the end saying where the article was printed (not Markdown and JSON, which tell it as data)
	GB18030       bool          // text in GB 18030 instead of UTF-8; it holds every character

	Picture func(media string) ([]byte, error) // hands out pictures by their SHA-256; nil: frames stand for them
	Cite    cite.Style                         // how each article is cited at its end; "": not at all (PDF, DOCX, EPUB, HTML, text)
	Impose  typeset.Imposition                 // which pages of the document, and how many on a sheet; zero: as they are (PDF)

	Title   string    // of the document when several articles go into one; "": the first headline and a count
	Library string    // name of the library, for running heads; may be empty
	Time    time.Time // when the articles were last changed, written into PDF unless SOURCE_DATE_EPOCH is set

	Faces  *typeset.Faces                  // nil: loaded when needed
	Source func(id paper.ArticleID) Source // where an article came from, for JSON; nil: unknown
	Done   func(articles int)              // called as articles are finished, on the caller's goroutine; may be nil
}

// A Report says what was written.
type Report struct {
	Files    []string // paths, in the order of the articles
	Articles int
	Pages    int // of PDF, else 0
	Bytes    int64
	Missing  []rune            // characters no face holds, drawn as 〓 in PDF, sorted
	Gone     []paper.ArticleID // of a book: entries whose article is not there any more
}

func (r *Report) add(s Report) {
	r.Files = append(r.Files, s.Files...)
	r.Articles += s.Articles
	r.Pages += s.Pages
	r.Bytes += s.Bytes
	r.Missing = mergeRunes(r.Missing, s.Missing)
}

// Write writes the articles to w as one document of the format. The context is
// looked at once an article.
func Write(ctx context.Context, w io.Writer, articles []*paper.Article, f Format, o Options) (Report, error) {
	if len(articles) == 0 {
		return Report{}, ErrNothing
	}
	if _, err := ParseFormat(string(f)); err != nil {
		return Report{}, err
	}
	count := &counter{w: w}
	r := Report{Articles: len(articles)}
	var err error
	next := func(i int) error {
		if o.Done != nil {
			o.Done(i + 1)
		}
		return ctx.Err()
	}
	switch f {
	case PDF:
		r.Pages, r.Missing, err = writePDF(ctx, count, articles, o)
	case EPUB:
		err = epubFile(count, articles, &o, next)
	case DOCX:
		err = docxFile(count, articles, &o, next)
	case HTML:
		out := bufio.NewWriter(count)
		if err = htmlFile(out, articles, &o, next); err == nil {
			err = out.Flush()
		}
	default:
		err = writeText(ctx, count, articles, f, o)
	}
	r.Bytes = count.n
	if err != nil {
		return r, fmt.Errorf("write %s: %w", f, err)
	}
	return r, nil
}

// writeText writes the formats that are text.
func writeText(ctx context.Context, w io.Writer, articles []*paper.Article, f Format, o Options) error {
	if f == Text && o.GB18030 {
		w = simplifiedchinese.GB18030.NewEncoder().Writer(w)
	}
	out := bufio.NewWriter(w)
	for i, a := range articles {
		if err := ctx.Err(); err != nil {
			return err
		}
		var err error
		switch f {
		case Markdown:
			_, err = out.WriteString(between(i, markdownHead, "\n") + markdown(a, &o))
		case Text:
			_, err = out.WriteString(between(i, "", "\n————————\n\n") + plain(a, o))
		case JSON:
			err = writeJSON(out, a, i, len(articles), o)
		}
		if err != nil {
			return err
		}
		if o.Done != nil {
			o.Done(i + 1)
		}
	}
	return out.Flush()
}

// between is what stands before document i.
func between(i int, first, sep string) string {
	if i == 0 {
		return first
	}
	return sep
}

// counter counts what passes to w.
type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	c.n += int64(n)
	return n, err
}
