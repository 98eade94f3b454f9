package format

import (
	"archive/zip"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"regexp"
	"strings"

	"baoge/app/ingest/page"
)

// readEPUB reads a book (EPUB 2 and 3): its chapters in the order of the spine, each a
// web page.
func readEPUB(ctx context.Context, z *zip.Reader) (*Document, error) {
	parts := partsOf(z)
	chapters, err := spine(parts)
	if err != nil {
		return nil, missing(err)
	}
	d := &Document{Format: EPUB, Picture: func(name string) ([]byte, error) {
		if strings.HasPrefix(name, "data:") {
			return dataPicture(name)
		}
		return parts.read(name, MaxPicture)
	}}
	total := 0
	for _, name := range chapters {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		b, err := parts.read(name, maxPart)
		if err != nil {
			return nil, missing(err)
		}
		if total += len(b); total > 4*maxPart {
			return nil, ErrTooLarge
		}
		lines, err := chapter(b, path.Dir(name))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if len(lines) > 0 && len(d.Lines) > 0 {
			d.Lines = append(d.Lines, page.Line{Kind: page.LineBreak, Gap: 1, Whole: true})
		}
		d.Lines = append(d.Lines, lines...)
	}
	if len(d.Lines) == 0 {
		return nil, ErrEmpty
	}
	d.Lines = deeper(d.Lines)
	return d, nil
}

// spine gives the names of the chapters in reading order, without the contents page.
func spine(parts partFile) ([]string, error) {
	var container struct {
		Roots []struct {
			Path string `xml:"full-path,attr"`
		} `xml:"rootfiles>rootfile"`
	}
	var opf struct {
		Items []struct {
			ID         string `xml:"id,attr"`
			Href       string `xml:"href,attr"`
			Type       string `xml:"media-type,attr"`
			Properties string `xml:"properties,attr"`
		} `xml:"manifest>item"`
		Refs []struct {
			ID string `xml:"idref,attr"`
		} `xml:"spine>itemref"`
	}
	read := func(name string, v any) error {
		b, err := parts.read(name, maxPart)
		if err != nil {
			return err
		}
		if err := xml.Unmarshal(b, v); err != nil {
			return fmt.Errorf("%s: %w: %w", name, ErrDamaged, err)
		}
		return nil
	}
	if err := read("META-INF/container.xml", &container); err != nil {
		return nil, err
	}
	if len(container.Roots) == 0 {
		return nil, fmt.Errorf("no package: %w", ErrDamaged)
	}
	root := container.Roots[0].Path
	if err := read(root, &opf); err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, i := range opf.Items {
		if strings.Contains(" "+i.Properties+" ", " nav ") || i.Type != "" && !strings.Contains(i.Type, "html") {
			continue
		}
		href, _, _ := strings.Cut(i.Href, "#")
		if plain, err := url.PathUnescape(href); err == nil {
			href = plain
		}
		names[i.ID] = path.Join(path.Dir(root), href)
	}
	var out []string
	for _, r := range opf.Refs {
		if n := names[r.ID]; n != "" && parts[n] != nil {
			out = append(out, n)
		} else if n != "" {
			return nil, fmt.Errorf("%s: %w", n, fs.ErrNotExist)
		}
	}
	if len(out) == 0 {
		return nil, errors.Join(ErrEmpty, fmt.Errorf("no chapters"))
	}
	return out, nil
}

// selfClosed are elements closed as only XML may close them; HTML would read on in them.
var selfClosed = regexp.MustCompile(`<(title|script|style|a|p|div|span|i|b|em|strong|td|li|h[1-6])(\s[^<>]*)?/>`)

// chapter reads one chapter; dir is the folder its pictures' addresses begin from.
func chapter(b []byte, dir string) ([]page.Line, error) {
	text, _, err := decodeHTML(b)
	if err != nil {
		return nil, err
	}
	doc, err := parseHTML(selfClosed.ReplaceAllString(text, "<$1$2></$1>"))
	if err != nil {
		return nil, err
	}
	lines := linesOf(doc.Find("body").Get(0), nil)
	for i := range lines {
		if l := &lines[i]; l.Kind == page.LineFigure && !strings.HasPrefix(l.Media, "data:") {
			if a, ok := localAddress(path.Join(dir, l.Media)); ok {
				l.Media = a
			}
		}
	}
	return lines, nil
}
