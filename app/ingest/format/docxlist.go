package format

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"strings"
)

// A docxList is the numbering of one list: how each depth is printed, and how far it has come.
type docxList struct {
	levels []docxLevel
	count  []int
}

// A docxLevel prints numbers in a format: %1、 in Chinese figures.
type docxLevel struct {
	format string // decimal, chineseCounting, …, bullet
	text   string // %1.
	start  int
}

// numbering reads the lists of a document. Word counts items itself, and what it prints
// before them is not in the text.
func (r *docxReader) numbering() error {
	r.number = map[string]docxList{}
	d, shut, err := r.open("word/numbering.xml")
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return err
	}
	defer shut()
	abstract := map[string][]docxLevel{}
	inAbstract, num := "", ""
	var level *docxLevel
	for {
		t, err := token(d)
		if err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		e, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		switch e.Name.Local {
		case "abstractNum":
			inAbstract, level = val(e, "abstractNumId"), nil
		case "lvl":
			if levels := abstract[inAbstract]; inAbstract != "" && len(levels) < 9 {
				abstract[inAbstract] = append(levels, docxLevel{start: 1})
				level = &abstract[inAbstract][len(levels)]
			}
		case "start":
			if level != nil {
				level.start, _ = strconv.Atoi(val(e, "val"))
			}
		case "numFmt":
			if level != nil {
				level.format = val(e, "val")
			}
		case "lvlText":
			if level != nil {
				level.text = val(e, "val")
			}
		case "num":
			num, inAbstract, level = val(e, "numId"), "", nil
		case "abstractNumId":
			if l := abstract[val(e, "val")]; num != "" && l != nil {
				r.number[num] = docxList{l, make([]int, len(l))}
			}
		}
	}
}

// next gives the number printed before a paragraph of a list, "" for a bullet.
func (b *docxBody) next(p *docxPara) string {
	l, ok := b.number[p.list.id]
	if !ok || p.list.depth < 0 || p.list.depth >= len(l.levels) || strings.TrimSpace(string(p.text)) == "" {
		return ""
	}
	k := p.list.depth
	l.count[k]++
	for i := k + 1; i < len(l.count); i++ {
		l.count[i] = 0
	}
	if l.levels[k].format == "bullet" || l.levels[k].format == "none" {
		return ""
	}
	s := l.levels[k].text
	for i := 0; i <= k; i++ {
		s = strings.ReplaceAll(s, fmt.Sprintf("%%%d", i+1), figure(l.levels[i].format, l.levels[i].start+max(l.count[i], 1)-1))
	}
	if last := s[max(0, len(s)-1):]; last == "." || last == ")" && !strings.HasPrefix(s, "(") {
		s += " "
	}
	return s
}

// figure writes a number as a list prints it.
func figure(format string, n int) string {
	switch format {
	case "chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographTraditional", "chineseLegalSimplified", "taiwaneseCounting", "taiwaneseCountingThousand":
		return hanFigure(n)
	case "decimalEnclosedCircle", "decimalEnclosedCircleChinese":
		if n > 0 && n <= 20 {
			return string(rune('①' + n - 1))
		}
	case "lowerLetter", "upperLetter":
		if n > 0 && n <= 26 {
			return string(rune(map[bool]int{true: 'a', false: 'A'}[format == "lowerLetter"] + n - 1))
		}
	}
	return strconv.Itoa(n)
}

// hanFigure writes 1 to 99 in Chinese figures.
func hanFigure(n int) string {
	figures := []rune("〇一二三四五六七八九")
	switch {
	case n <= 0 || n > 99:
		return strconv.Itoa(n)
	case n < 10:
		return string(figures[n])
	}
	s := "十"
	if n >= 20 {
		s = string(figures[n/10]) + s
	}
	if n%10 > 0 {
		s += string(figures[n%10])
	}
	return s
}
