package query

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds of a line. Nobody types more; a pasted book must not stop the window.
const (
	maxBytes = 100 << 10
	maxNodes = 256
	maxDepth = 16
)

// Parse reads a line. A malformed one gives its plain words and a warning; lines over
// 100 KB are cut there. Invalid UTF-8 is read as U+FFFD.
func Parse(line string) (Query, *Warning) {
	line = strings.ToValidUTF8(line, "\uFFFD")
	var long *Warning
	if len(line) > maxBytes {
		cut := maxBytes
		for !utf8.RuneStart(line[cut]) {
			cut--
		}
		line = line[:cut]
		long = &Warning{"检索词太长，只用了前面的部分。", utf8.RuneCountInString(line)}
	}
	p := &parser{line: line, tokens: lex(line)}
	n := p.or("", 0)
	if p.warning == nil && p.at < len(p.tokens) {
		p.warn("多了一个“)”，已按普通词检索。", p.tokens[p.at])
	}
	if p.warning != nil {
		return Query{plain(line)}, p.warning
	}
	return Query{n}, long
}

type kind int

const (
	word kind = iota
	phrase
	open
	shut
	minus
	either
	colon // a field's name with its colon
	unclosed
)

type token struct {
	kind  kind
	text  string
	field Field
	at    int  // byte offset in the line
	glued bool // no blank before it
}

// lex cuts a line into tokens; it cannot fail.
func lex(line string) (out []token) {
	for i := 0; i < len(line); {
		r, size := utf8.DecodeRuneInString(line[i:])
		glued := i > 0 && len(out) > 0 && !endsBlank(line[:i])
		t := token{at: i, glued: glued}
		next := i + size
		switch {
		case isBlank(r):
			i = next
			continue
		case isQuote(r):
			t.kind = phrase
			text, n, ok := quoted(r, line[next:])
			if !ok {
				t.kind = unclosed
			}
			t.text = text
			next += n
		case r == '(' || r == '（':
			t.kind = open
		case r == ')' || r == '）':
			t.kind = shut
		case r == '|' || r == '｜':
			t.kind = either
		case (r == '-' || r == '－' || r == '−') && next < len(line) && !endsBlank(line[:next]) && startsOperand(line[next:]):
			t.kind = minus
		default:
			if f, n := fieldName(line[i:]); n > 0 { // before the word's end is looked for, which may be far
				t.kind, t.field, t.text, next = colon, f, line[i:i+n], i+n
				break
			}
			next = i + wordEnd(line[i:])
			if t.text = line[i:next]; isEither(t.text) {
				t.kind = either
			}
		}
		out = append(out, t)
		i = next
	}
	return out
}

func startsOperand(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return !isBlank(r) && r != ')' && r != '）' && r != '|' && r != '｜'
}

func isBlank(r rune) bool { return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' || r == 0 }

func endsBlank(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return isBlank(r)
}

func isQuote(r rune) bool {
	switch r {
	case '"', '“', '”', '＂', '「', '『':
		return true
	}
	return false
}

func closes(quote, r rune) bool {
	switch quote {
	case '「':
		return r == '」'
	case '『':
		return r == '』'
	}
	return r == '"' || r == '“' || r == '”' || r == '＂'
}

// quoted reads what follows an opening quotation mark, and how many bytes that takes with the
// closing one. 『』 holds any text: a 』 in it is written twice.
func quoted(quote rune, s string) (text string, size int, ok bool) {
	for at := 0; ; {
		n := strings.IndexFunc(s[at:], func(x rune) bool { return closes(quote, x) })
		if n < 0 {
			return s, len(s), false
		}
		at += n
		_, size := utf8.DecodeRuneInString(s[at:])
		if quote != '『' {
			return s[:at], at + size, true
		}
		if !strings.HasPrefix(s[at+size:], "』") {
			return strings.ReplaceAll(s[:at], "』』", "』"), at + size, true
		}
		at += 2 * size
	}
}

func isEither(s string) bool { return s == "或" || s == "OR" || s == "或者" }

// wordEnd is where a run of characters ends: at a blank, a quotation mark, a bracket
// or a bar.
func wordEnd(s string) int {
	for i, r := range s {
		if isBlank(r) || r == '(' || r == '（' || r == ')' || r == '）' || r == '|' || r == '｜' || isQuote(r) {
			return i
		}
	}
	return len(s)
}

// fieldName reads a known field's name with its colon at the start of a word, and how
// many bytes both take; 0 when there is none.
func fieldName(s string) (Field, int) {
	for i, r := range s {
		if r == ':' || r == '：' {
			return fieldNames[strings.ToLower(s[:i])], (i + utf8.RuneLen(r)) * b2i(fieldNames[strings.ToLower(s[:i])] != "")
		}
		if i > 24 {
			break
		}
	}
	return "", 0
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

type parser struct {
	line    string
	tokens  []token
	at      int
	nodes   int
	warning *Warning
}

func (p *parser) warn(text string, t token) {
	if p.warning == nil {
		p.warning = &Warning{text, utf8.RuneCountInString(p.line[:t.at])}
	}
}

func (p *parser) peek() (token, bool) {
	if p.at < len(p.tokens) && p.warning == nil {
		return p.tokens[p.at], true
	}
	return token{}, false
}

// or reads nodes parted by OR up to a closing bracket or the end.
func (p *parser) or(field Field, depth int) Node {
	var out Or
	bar := token{}
	for {
		n := p.and(field, depth)
		t, more := p.peek()
		isEither := more && t.kind == either
		if n == nil && (isEither || bar.kind == either) && p.warning == nil {
			if !isEither {
				t = bar
			}
			p.warn("“或”的两边都要有检索词，已按普通词检索。", t)
		}
		if o, ok := n.(Or); ok {
			out = append(out, o...)
		} else if n != nil {
			out = append(out, n)
		}
		if !isEither || p.warning != nil {
			break
		}
		bar = t
		p.at++
	}
	switch len(out) {
	case 0:
		return nil
	case 1:
		return out[0]
	}
	return out
}

// and reads nodes side by side.
func (p *parser) and(field Field, depth int) Node {
	var out And
	for {
		t, ok := p.peek()
		if !ok || t.kind == shut || t.kind == either {
			break
		}
		n := p.one(field, depth)
		if a, ok := n.(And); ok {
			out = append(out, a...)
		} else if n != nil {
			out = append(out, n)
		}
	}
	switch len(out) {
	case 0:
		return nil
	case 1:
		return out[0]
	}
	return out
}

// one reads a word, a phrase, a bracket, and what stands before it.
func (p *parser) one(field Field, depth int) Node {
	t, ok := p.peek()
	if !ok {
		return nil
	}
	if p.nodes++; p.nodes > maxNodes || depth > maxDepth {
		p.warn("检索式太复杂，已按普通词检索。", t)
		return nil
	}
	p.at++
	switch t.kind {
	case minus:
		return p.not(t, field, depth)
	case colon:
		return p.in(t, field, depth)
	case open:
		n := p.or(field, depth+1)
		if shutting, ok := p.peek(); !ok || shutting.kind != shut {
			p.warn("“(”没有配对的“)”，已按普通词检索。", t)
			return nil
		}
		p.at++
		return n
	case phrase:
		if s := clean(t.text); s != "" {
			return Phrase(s)
		}
		return nil
	case unclosed:
		p.warn("引号没有配对，已按普通词检索。", t)
		return nil
	}
	return wordNode(t.text)
}

func (p *parser) not(t token, field Field, depth int) Node {
	n := p.one(field, depth+1)
	switch x := n.(type) {
	case nil:
		p.warn("“-”后面要有检索词，已按普通词检索。", t)
		return nil
	case Not:
		return x.Node
	}
	return Not{n}
}

// in reads what stands after a field's colon.
func (p *parser) in(t token, outer Field, depth int) Node {
	v, ok := p.peek()
	if !ok || !v.glued || v.kind == shut || v.kind == either {
		p.warn("“"+t.field.name()+":”后面要有检索词，已按普通词检索。", t)
		return nil
	}
	if outer != "" {
		p.warn("字段里面不能再用字段，已按普通词检索。", t)
		return nil
	}
	if t.field == date {
		p.at++
		if d, ok := parseDates(v.text); ok && (v.kind == word || v.kind == phrase) {
			return d
		}
		p.warn("日期要写成 2023、2023-07、2023-07-21 或 2023-06..2023-09，已按普通词检索。", v)
		return nil
	}
	inner := t.field
	if v.kind == open { // what has a field of its own in brackets keeps it
		inner = ""
	}
	n := p.one(inner, depth+1)
	if n == nil {
		p.warn("“"+t.field.name()+":”后面要有检索词，已按普通词检索。", t)
		return nil
	}
	texts, fields := count(n)
	if fields == 0 {
		return In{t.field, n}
	}
	if p.nodes += texts; p.nodes > maxNodes {
		p.warn("检索式太复杂，已按普通词检索。", t)
		return nil
	}
	return within(n, t.field)
}

// count tells how many texts of a node name no field, and how many fields and dates it has.
func count(n Node) (texts, fields int) {
	add := func(n Node) {
		t, f := count(n)
		texts, fields = texts+t, fields+f
	}
	switch n := n.(type) {
	case And:
		for _, x := range n {
			add(x)
		}
	case Or:
		for _, x := range n {
			add(x)
		}
	case Not:
		add(n.Node)
	case In, Dates, Among:
		fields++
	default:
		texts++
	}
	return texts, fields
}

// wordNode makes the node of one run of characters, nil when it says nothing.
func wordNode(s string) Node {
	stem := strings.TrimRight(s, "*＊")
	switch {
	case stem == "":
		return nil
	case stem != s && clean(stem) != "":
		return Prefix(stem)
	}
	if stem := strings.TrimRight(s, "~～"); stem != s && clean(stem) != "" {
		return Near(stem)
	}
	return Words(s)
}

// clean makes the blanks of a phrase single ones and trims them.
func clean(s string) string { return strings.Join(strings.FieldsFunc(s, isBlank), " ") }

// plain makes of any line the words in it, without operators. A line of nothing but a
// word that parts others (或) asks for that word.
func plain(line string) Node {
	var out And
	parting := ""
	for _, s := range strings.FieldsFunc(line, func(r rune) bool {
		return isBlank(r) || isQuote(r) || strings.ContainsRune("()（）|｜」』*＊", r)
	}) {
		s = strings.TrimLeft(s, "-－−")
		for {
			f, n := fieldName(s)
			if f == "" {
				break
			}
			s = strings.TrimLeft(s[n:], "-－−")
		}
		if isEither(s) && parting == "" {
			parting = s
		}
		if s = strings.TrimRight(s, "~～"); s == "" || isEither(s) {
			continue
		}
		if len(out) == maxNodes/2 {
			break
		}
		out = append(out, Words(s))
	}
	switch len(out) {
	case 0:
		if parting != "" {
			return Phrase(parting)
		}
		return nil
	case 1:
		return out[0]
	}
	return out
}
