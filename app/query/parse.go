package query

import (
	"strings"
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
