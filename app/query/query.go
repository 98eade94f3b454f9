// Package query is the search line: what a person types, as a tree, and the tree
// printed back as a line. It knows nothing of indexes; it is pure and never fails.
//
// [Parse] reads any line whatever. What it cannot make sense of it reads as plain
// words and says so in a [Warning] that points at the place. Parse(q.String())
// equals q for every q that Parse returned.
//
//	斑马线 礼让            both              "文明礼让"        exactly these characters
//	-曝光                  without           甲 或 乙, 甲 OR 乙 either
//	( )                    grouping          文明*             words that begin so
//	礼让~                  or one character off
//	标题:斑马线            in that field      日期:2023-07      issue date, also 2023..2024
//
// “”, 「」 and 『』 quote as "" do, and hold each other: 「他说"好"」. In 『』 a 』 is written twice.
// Full-width “ ” ： （ ） － ＊ ～ ｜ are operators too. Only a known field name before
// a colon makes a field. See [Fields] for the names. What names a field of its own in the
// brackets of another, as 标题:(斑马线 日期:2023), keeps it.
package query

import (
	"strings"

	"baoge/app/paper"
)

// A Query is a parsed search line. The zero Query is empty.
type Query struct {
	Root Node // nil when the line asks for nothing
}

// Empty reports whether the query asks for nothing.
func (q Query) Empty() bool { return q.Root == nil }

// A Node is And, Or, Not, Words, Phrase, Prefix, Near, In, Dates or Among.
type Node interface {
	print(b *strings.Builder, in place)
}

// And holds when all of its two or more nodes hold; none of them is an And.
type And []Node

// Or holds when any of its two or more nodes holds; none of them is an Or.
type Or []Node

// Not holds when its node does not; its node is no Not.
type Not struct{ Node Node }

// Words is one run of characters typed without blanks: one word or several. How
// many of them an article must have is for the index to say.
type Words string

// Phrase is exactly these characters, in this order.
type Phrase string

// Prefix holds when a word of the text begins so.
type Prefix string

// Near holds when the text is there, or is but for one character: a scanner's slip, or a
// name that is not quite remembered.
type Near string

// In asks for its node in one field. Its node holds no In and no Dates.
type In struct {
	Field Field
	Node  Node
}

// Dates holds for issue days from From to To, both included; an unknown From or To
// leaves that end open, though never both. An article without a date matches no Dates.
type Dates struct{ From, To paper.Date }

// Among holds for these articles. It takes the place of what a line says of things that are
// not in the text, and is printed as that.
type Among struct {
	Said In
	IDs  []paper.ArticleID // not to be changed
}

// Text is what a node of one text says; ok is false for the others.
func Text(n Node) (text string, ok bool) {
	switch n := n.(type) {
	case Words:
		return string(n), true
	case Phrase:
		return string(n), true
	case Prefix:
		return string(n), true
	case Near:
		return string(n), true
	}
	return "", false
}

// Contains reports whether the day x is among the dates.
func (n Dates) Contains(x paper.Date) bool {
	return x.Known() && (!n.From.Known() || !x.Before(n.From)) && (!n.To.Known() || !n.To.Before(x))
}

// A Field names where a term is looked for. The values are the English names.
type Field string

// The fields.
const (
	Title   Field = "title"   // headline, kicker, subhead
	Author  Field = "author"  // the printed credit and its names
	Section Field = "section" // 栏目
	Page    Field = "page"    // page number and label
	Paper   Field = "paper"   // publication
	Body    Field = "body"
	Tag     Field = "tag" // a word the person gave to articles
	date    Field = "date"
)

// A FieldHelp tells how a field is typed and what it does, for a help line.
type FieldHelp struct {
	Field   Field
	Name    string // as it is printed: 标题
	Aliases []string
	Example string
	Means   string
}

// Fields lists the fields that can be typed before a colon, dates last.
func Fields() []FieldHelp { return append([]FieldHelp(nil), fields...) }

var fields = []FieldHelp{
	{Title, "标题", []string{"title", "headline"}, "标题:斑马线", "标题、引题、副题里有"},
	{Author, "作者", []string{"author", "by", "署名", "记者", "通讯员"}, "作者:凯文", "署名里有"},
	{Section, "栏目", []string{"section", "column"}, "栏目:身边好人", "登在这个栏目"},
	{Page, "版", []string{"page", "版面", "版次"}, "版:2", "登在这一版"},
	{Paper, "报纸", []string{"paper", "publication"}, "报纸:日报", "登在这份报纸"},
	{Body, "正文", []string{"body", "text"}, "正文:礼让", "正文里有"},
	{Tag, "标签", []string{"tag"}, "标签:参评", "您加了这个标签；标签:星标 是加了星的"},
	{date, "日期", []string{"date"}, "日期:2023-06..2023-09", "在这些日子见报"},
}

// fieldNames maps what can be typed to the field, in lower case; Traditional too.
var fieldNames = func() map[string]Field {
	m := map[string]Field{"標題": Title, "記者": Author, "通訊員": Author, "欄目": Section, "報紙": Paper, "標籤": Tag}
	for _, f := range fields {
		m[f.Name] = f.Field
		for _, a := range f.Aliases {
			m[a] = f.Field
		}
	}
	return m
}()

// name is how a field is printed.
func (f Field) name() string {
	for _, h := range fields {
		if h.Field == f {
			return h.Name
		}
	}
	return string(f)
}

// A Warning is what was wrong with a line, for the person who typed it. The query
// beside it searches the line's words plainly.
type Warning struct {
	Text string // Chinese, one sentence
	At   int    // rune offset in the line
}

// In is the query with every text of it that names no field asked in f: what a click on
// 出处 › 标题 means. Dates, texts with a field of their own and what is asked Among stay.
func (q Query) In(f Field) Query {
	if q.Root == nil {
		return q
	}
	return Query{within(q.Root, f)}
}

func within(n Node, f Field) Node {
	switch n := n.(type) {
	case And:
		out := make(And, len(n))
		for i, x := range n {
			out[i] = within(x, f)
		}
		return out
	case Or:
		out := make(Or, len(n))
		for i, x := range n {
			out[i] = within(x, f)
		}
		return out
	case Not:
		return Not{within(n.Node, f)}
	case In, Dates, Among:
		return n
	}
	return In{f, n}
}

// Walk calls fn for every node, outer ones first. asked is false under a Not; field
// is the field the node is asked in, or "".
func (q Query) Walk(fn func(n Node, field Field, asked bool)) {
	if q.Root != nil {
		walk(q.Root, "", true, fn)
	}
}

func walk(n Node, field Field, asked bool, fn func(Node, Field, bool)) {
	fn(n, field, asked)
	switch n := n.(type) {
	case And:
		for _, x := range n {
			walk(x, field, asked, fn)
		}
	case Or:
		for _, x := range n {
			walk(x, field, asked, fn)
		}
	case Not:
		walk(n.Node, field, !asked, fn)
	case In:
		walk(n.Node, n.Field, asked, fn)
	}
}
