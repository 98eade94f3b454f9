package format

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
	"golang.org/x/text/encoding/htmlindex"

	"baoge/app/ingest/page"
	"baoge/app/paper"
)

// metaCharset finds the encoding a page names.
var metaCharset = regexp.MustCompile(`(?i)(?:<meta[^>]*?charset\s*=\s*|<\?xml[^>]*?encoding\s*=\s*)["']?\s*([a-z0-9_-]+)`)

// decodeHTML gives the text of a web page: a mark or valid UTF-8 goes before what the
// page says of itself, which saved pages often get wrong, and that before a guess.
func decodeHTML(src []byte) (text, name string, err error) {
	text, name, err = decode(src)
	if err == nil && (name == "utf-8" || strings.HasPrefix(name, "utf-16")) {
		return text, name, nil
	}
	m := metaCharset.FindSubmatch(src[:min(len(src), 1<<12)])
	if m == nil {
		return text, name, err
	}
	label := strings.ToLower(string(m[1]))
	if label == "gb2312" || label == "gbk" {
		label = "gb18030"
	}
	e, lerr := htmlindex.Get(label)
	if lerr != nil {
		return text, name, err
	}
	if t, n, derr := decodeAs(src, e, label); derr == nil {
		return t, n, nil
	}
	return text, name, err
}

// enpBlock is the comment that 翔宇 and other systems of the same maker put into the pages
// they publish: its fields, with or without the prefix founder-.
var (
	enpBlock   = regexp.MustCompile(`(?s)<!--\s*enpproperty(.*?)/enpproperty\s*-->`)
	enpField   = regexp.MustCompile(`(?s)<(?:founder-)?([a-z]{2,20})>(.*?)</(?:founder-)?[a-z]{2,20}>`)
	enpContent = regexp.MustCompile(`(?s)<!--\s*enpcontent\s*-->(.*?)<!--\s*/enpcontent\s*-->`)
	founder    = regexp.MustCompile(`(?si)<founder-content[^>]*>(.*?)</founder-content>`)
)

// readHTML reads a saved page of an e-paper or of any web site.
func readHTML(text string, in Input) (*Document, error) {
	d := &Document{Format: HTML, Picture: func(address string) ([]byte, error) {
		if strings.HasPrefix(address, "data:") {
			return dataPicture(address)
		}
		return in.picture(address)
	}}
	var err error
	if m := enpBlock.FindStringSubmatchIndex(text); m != nil {
		err = d.enp(text, m)
	} else {
		err = d.webPage(text)
	}
	if err != nil {
		return nil, err
	}
	for _, l := range d.Lines {
		if paper.Chars(l.Text) > 0 {
			return d, nil
		}
	}
	return nil, ErrEmpty
}

func parseHTML(text string) (*goquery.Document, error) {
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return goquery.NewDocumentFromNode(root), nil
}

// enp reads a page by its comment block, m. What stands around the article's text is
// the page's frame, and left over; a line of it that a field repeats is the field.
func (d *Document) enp(text string, m []int) error {
	fields := map[string]string{}
	for _, f := range enpField.FindAllStringSubmatch(text[m[2]:m[3]], -1) {
		if v := strings.TrimSpace(html.UnescapeString(f[2])); v != "" && fields[f[1]] == "" {
			fields[f[1]] = strings.Join(strings.Fields(v), " ")
		}
	}
	content, frame := "", text[:m[0]]+text[m[1]:]
	for _, re := range []*regexp.Regexp{enpContent, founder} {
		if c := re.FindStringSubmatchIndex(frame); c != nil {
			content, frame = frame[c[2]:c[3]], frame[:c[0]]+"<"+contentMark+"></"+contentMark+">"+frame[c[1]:]
			break
		}
	}
	if content == "" || fields["title"] == "" { // an index page, or another's
		return d.webPage(text)
	}
	for _, f := range []struct {
		name string
		role page.Role
	}{{"introtitle", page.RoleKicker}, {"title", page.RoleHeadline}, {"subtitle", page.RoleSubhead}} {
		if v := fields[f.name]; v != "" {
			d.Lines = append(d.Lines, page.Line{Kind: page.LineHeading, Level: 1, Text: v, Role: f.role, Gap: 1})
		}
	}
	doc, err := parseHTML(content)
	if err != nil {
		return err
	}
	body := linesOf(doc.Find("body").Get(0), nil)
	for i := range body {
		if body[i].Kind == page.LineHeading { // inside one article
			body[i].Kind, body[i].Role = page.LineText, page.RoleSubheading
		}
	}
	if a := fields["author"]; a != "" && !printed(body, a) && !hasCredit(body) && len(page.Credits(a)) > 0 {
		d.Lines = append(d.Lines, page.Line{Text: a, Role: page.RoleCredit, Gap: 1})
	}
	if doc, err = parseHTML(frame); err != nil {
		return err
	}
	above, below := d.framePictures(doc, fields["title"])
	d.Lines = slices.Concat(d.Lines, above, body, below)
	rest := linesOf(doc.Find("body").Get(0), nil)
	for i := 0; i < len(rest); i++ {
		if n := fieldLines(fields, rest[i:]); n > 0 {
			i += n - 1
		} else if rest[i].Kind != page.LineFigure {
			d.Lines = append(d.Lines, page.Line{Kind: page.LineOutside, Text: rest[i].Text})
		}
	}
	d.enpFacts(fields)
	return nil
}

// printed reports whether the names of a credit stand in the text.
func printed(lines []page.Line, names string) bool {
	var all strings.Builder
	for _, l := range lines {
		all.WriteString(strings.Join(strings.Fields(l.Text), ""))
	}
	for _, n := range strings.FieldsFunc(names, func(r rune) bool { return strings.ContainsRune(" \u3000、，,;；/", r) }) {
		if !strings.Contains(all.String(), n) {
			return false
		}
	}
	return true
}

// hasCredit reports whether the text has a credit of its own near its beginning or at its
// end: what was printed goes before what the field says, which often is an editor.
func hasCredit(lines []page.Line) bool {
	const near = 60
	var text []string
	for _, l := range lines {
		if l.Kind == page.LineText && l.Text != "" {
			text = append(text, l.Text)
		}
	}
	if len(text) == 0 {
		return false
	}
	last := []rune(text[len(text)-1])
	ends := []string{string(last[max(0, len(last)-near):])}
	for _, t := range text[:min(2, len(text))] {
		r := []rune(t)
		ends = append(ends, string(r[:min(near, len(r))]))
	}
	for _, e := range ends {
		for _, role := range []string{"记者", "通讯员", "作者", "文/图", "特约", "撰稿"} {
			if strings.Contains(e, role) {
				return true
			}
		}
	}
	return false
}

// mostFieldLines is over how many lines a headline is broken at most.
const mostFieldLines = 4

// fieldLines counts the lines that say together what a field says, 0 where none do.
func fieldLines(fields map[string]string, lines []page.Line) int {
	var text strings.Builder
	for n, l := range lines[:min(len(lines), mostFieldLines)] {
		text.WriteString(withoutBlanks(l.Text))
		for _, v := range fields {
			if l.Text != "" && withoutBlanks(v) == text.String() {
				return n + 1
			}
		}
	}
	return 0
}

// pageNode is the name of a page as e-papers give it: 第02版：要闻, A1版 头版.
var pageNode = regexp.MustCompile(`^(?:第\s*)?([A-Za-z]?)0*(\d{1,3})\s*版?\s*[:：·、 ]?\s*(.*)$`)

func (d *Document) enpFacts(fields map[string]string) {
	d.Date = isoDate(fields["date"])
	if m := pageNode.FindStringSubmatch(fields["nodename"]); m != nil && m[2] != "0" {
		d.Page, d.PageLabel = strings.ToUpper(m[1])+m[2], m[3]
	} else {
		d.Section = fields["nodename"]
	}
}

// isoDate reads the day of 2013-07-21 08:00:00.0, unknown where it is none.
func isoDate(s string) paper.Date {
	if len(s) < 10 {
		return paper.Date{}
	}
	t, err := time.Parse("2006-01-02", strings.NewReplacer("/", "-", ".", "-").Replace(s[:10]))
	if err != nil {
		return paper.Date{}
	}
	return paper.Date{Year: t.Year(), Month: t.Month(), Day: t.Day()}
}

// contentPlaces are where web pages keep an article, the surest first.
var contentPlaces = []string{`[itemprop="articleBody"]`, "#ozoom", "#articleContent", "#artibody", ".TRS_Editor", "#UCAP-CONTENT", ".rm_txt_con", ".article-content", ".article_content",
	".article-body", ".post-content", ".entry-content", "article", "#article", ".article", "#content", "#Content", ".content", "main"}

// leastContent is the length in characters from which a place is taken for an article's.
const leastContent = 60

// webPage reads a page that says nothing of itself: the article is where web pages keep
// it, or where most paragraphs are; the frame around it is left over.
func (d *Document) webPage(text string) error {
	doc, err := parseHTML(text)
	if err != nil {
		return err
	}
	body := doc.Find("body")
	if body.Length() == 0 {
		return ErrEmpty
	}
	main := mainContent(doc)
	var head *html.Node
	if main != nil { // a headline above the article belongs to it
		in := goquery.NewDocumentFromNode(main)
		if h := body.Find("h1"); h.Length() > 0 && in.Find("h1").Length() == 0 {
			head = h.Get(0)
		} else if h := body.Find("h2"); h.Length() > 0 && in.Find("h1,h2,h3").Length() == 0 {
			head = h.Get(0)
		}
	}
	lines := linesOf(body.Get(0), &frame{main: main, head: head})
	if !hasHeading(lines) {
		if t := pageTitle(doc.Find("head title").First().Text()); t != "" {
			lines = append([]page.Line{{Kind: page.LineHeading, Level: 1, Text: t, Gap: 1}}, lines...)
		}
	}
	d.Lines = deeper(lines)
	doc.Find("meta").Each(func(_ int, s *goquery.Selection) {
		name := strings.ToLower(s.AttrOr("name", s.AttrOr("property", s.AttrOr("itemprop", ""))))
		switch name {
		case "publishdate", "pubdate", "date", "article:published_time", "datepublished", "firstpublishedtime":
			if !d.Date.Known() {
				d.Date = isoDate(s.AttrOr("content", ""))
			}
		case "source", "og:site_name", "mediaid":
			if v := strings.TrimSpace(s.AttrOr("content", "")); strings.HasSuffix(v, "报") && d.Publication == "" {
				d.Publication = v
			}
		case "baoge:publication": // these four are the HTML export's
			d.Publication = s.AttrOr("content", "")
		case "baoge:page":
			d.Page = s.AttrOr("content", "")
		case "baoge:label":
			d.PageLabel = s.AttrOr("content", "")
		case "baoge:section":
			d.Section = s.AttrOr("content", "")
		}
	})
	return nil
}

// mainContent finds the element that holds the article, nil where all of the page does.
func mainContent(doc *goquery.Document) *html.Node {
	for _, place := range contentPlaces {
		var best *goquery.Selection
		doc.Find(place).Each(func(_ int, s *goquery.Selection) {
			if best == nil || len(s.Text()) > len(best.Text()) {
				best = s
			}
		})
		if best != nil && paper.Chars(best.Text()) >= leastContent {
			return best.Get(0)
		}
	}
	score := map[*html.Node]int{}
	total, most := 0, (*html.Node)(nil)
	doc.Find("body p").Each(func(_ int, s *goquery.Selection) {
		n, in := paper.Chars(s.Text()), s.Parent().Get(0)
		if total += n; n > 0 {
			score[in] += n
			if most == nil || score[in] > score[most] {
				most = in
			}
		}
	})
	if most == nil || score[most] < leastContent || score[most]*2 < total || most.Data == "body" {
		return nil
	}
	return most
}

// pageTitle takes the site's name off a page's title.
func pageTitle(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	for _, cut := range []string{"_", "|", " - ", "--", "——", "-"} {
		if i := strings.Index(s, cut); i > 6 {
			s = strings.TrimSpace(s[:i])
		}
	}
	return s
}

func hasHeading(lines []page.Line) bool {
	for _, l := range lines {
		if l.Kind == page.LineHeading {
			return true
		}
	}
	return false
}

// deeper settles which headings open articles, where a format has them in levels: those
// of the shallowest level. A deeper one with text before it in its article is a
// subheading. One heading alone over several deeper ones, with no text of its own, is
// the name of the page they stand on, and the deeper ones open the articles.
func deeper(lines []page.Line) []page.Line {
	top, next, tops, nexts, lone := 0, 0, 0, 0, true
	for _, l := range lines {
		if l.Kind == page.LineHeading && (top == 0 || l.Level < top) {
			top = l.Level
		}
	}
	for _, l := range lines {
		if l.Kind == page.LineHeading && l.Level > top && (next == 0 || l.Level < next) {
			next = l.Level
		}
	}
	for _, l := range lines {
		switch {
		case l.Kind == page.LineHeading && l.Level == top:
			tops++
		case l.Kind == page.LineHeading && l.Level == next:
			nexts++
		case tops > 0 && nexts == 0 && l.Kind != page.LineOutside && l.Kind != page.LineBreak && paper.Chars(l.Text) > 0:
			lone = false
		}
	}
	opens := top
	if tops == 1 && nexts > 1 && lone {
		opens = next
	}
	text := true // stands between the last heading and here
	for i := range lines {
		l := &lines[i]
		switch {
		case l.Kind != page.LineHeading:
			text = text || l.Kind != page.LineOutside && l.Kind != page.LineBreak && paper.Chars(l.Text) > 0
		case l.Level > opens && text && l.Role == "":
			l.Kind, l.Role = page.LineText, page.RoleSubheading
		default:
			text = false
		}
	}
	return lines
}

// missing says of a part that is not there that the file is damaged.
func missing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return err
}

// bom takes a byte order mark off.
func bom(b []byte) []byte { return bytes.TrimPrefix(b, []byte("\ufeff")) }
