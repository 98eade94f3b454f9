package page

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"baoge/app/hanzi"
	"baoge/app/paper"
)

// A Folio is what a line at the head or foot of the page says of it; unknown parts are zero.
type Folio struct {
	Date        paper.Date
	Page        string
	PageLabel   string
	Publication string
}

const (
	longestFolio = 60 // characters
	folioReach   = 3  // lines from the head or foot of the page
)

var (
	folioDate  = regexp.MustCompile(`(\d{4})\s*(?:年|[-./])\s*(\d{1,2})\s*(?:月|[-./])\s*(\d{1,2})\s*日?`)
	folioPage  = regexp.MustCompile(`^(?:第?([A-Za-z]?)0*(\d{1,3})版|([A-Z])0*(\d{1,2}))[:：]?`)
	folioSmall = regexp.MustCompile(`^(?:星期[一二三四五六日天]|周[一二三四五六日]|农历\p{Han}{2,10}|今日\d+版|(?:总)?第\d+期|\(?总第\d+期\)?)$`)
	folioRole  = regexp.MustCompile(`^(?:责任编辑|责编|编辑|校对|版式|美编|组版|值班|电话|邮箱|新闻热线|投稿)[:：]?`)
)

// folio takes the folio lines off the head and foot of a page: lines that hold the
// day or the page's number, and beside them only what folios hold. They are labels.
func (p *parser) folio(blocks []block) []block {
	if p.exact {
		return blocks
	}
	out := blocks[:0]
	n := len(blocks)
	for i, b := range blocks {
		head := i < folioReach
		if (head || i >= n-folioReach) && (b.kind == plain || b.kind == heading) && (head || !isDay(b.text)) && p.isFolio(b.text) {
			p.label(b)
			continue
		}
		out = append(out, b)
	}
	return out
}

// isDay reports whether a line is a day and nothing else. At the foot of a page it is the
// day of the notice above it, not the page's.
func isDay(t []rune) bool {
	s := strings.TrimSpace(string(t))
	m := folioDate.FindStringIndex(s)
	return m != nil && m[0] == 0 && m[1] == len(s)
}

// isFolio reads a folio line into the page's folio; false leaves it untouched.
func (p *parser) isFolio(t []rune) bool {
	if len(t) > longestFolio || !opens(t) {
		return false
	}
	f, s, known := p.page.Folio, string(t), false
	if m := folioDate.FindStringSubmatchIndex(s); m != nil {
		y, _ := strconv.Atoi(s[m[2]:m[3]])
		mo, _ := strconv.Atoi(s[m[4]:m[5]])
		d, _ := strconv.Atoi(s[m[6]:m[7]])
		date, err := paper.NewDate(y, time.Month(mo), d)
		if err != nil {
			return false
		}
		f.Date, known = date, true
		s = s[:m[0]] + " " + s[m[1]:]
	}
	unknown := ""
	people := false
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return partsWords(r) || strings.ContainsRune("·•—|｜/", r) }) {
		switch m := folioPage.FindStringSubmatch(w); {
		case m != nil:
			f.Page, known = strings.ToUpper(m[1]+m[3])+m[2]+m[4], true
			if rest := w[len(m[0]):]; rest != "" {
				unknown += rest
			}
		case folioSmall.MatchString(w):
		case strings.HasSuffix(w, "报") && allHan(w):
			f.Publication = w
		case folioRole.MatchString(w):
			people = true
		case people && isName(w, false):
		case unknown == "" && allHan(w) && utf8.RuneCountInString(w) <= 6:
			unknown = w
		default:
			return false
		}
	}
	if !known || unknown != "" && !allHan(unknown) {
		return false
	}
	if unknown != "" {
		f.PageLabel = unknown
	}
	if had := p.page.Folio; had.Page != "" { // the head of the page goes before its foot
		f.Page, f.PageLabel = had.Page, had.PageLabel
	}
	p.page.Folio = f
	return true
}

func allHan(s string) bool {
	for _, r := range s {
		if !hanzi.IsHan(r) {
			return false
		}
	}
	return s != ""
}
