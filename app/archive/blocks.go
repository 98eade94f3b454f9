package archive

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"baoge/app/paper"
)

// blockKinds are the first letters of lines of bodies.blocks. A block with bold
// stretches or links has the capital letter.
var blockKinds = map[paper.BlockKind]byte{
	paper.Paragraph: 'p', paper.Subheading: 's', paper.Item: 'i', paper.Caption: 'c', paper.Figure: 'f', paper.Table: 't',
}

var kindOfLetter = func() map[byte]paper.BlockKind {
	m := map[byte]paper.BlockKind{}
	for k, c := range blockKinds {
		m[c] = k
	}
	return m
}()

const capital = 'a' - 'A'

var escapes = strings.NewReplacer(`\`, `\\`, "\n", `\n`, "\r", `\r`)
var unescapes = strings.NewReplacer(`\\`, `\`, `\n`, "\n", `\r`, "\r")

// encodeBlocks writes one block a line: a letter for its kind, an item's or table's level
// or a figure's media, a blank, the text with \ and line ends escaped. Between a capital
// letter's level and the text stand its styles and another blank: b0-4 is bold from rune
// 0 to 4, l5-9=URL a link, parted by commas.
func encodeBlocks(blocks []paper.Block) (string, error) {
	var b strings.Builder
	for i, k := range blocks {
		letter, ok := blockKinds[k.Kind]
		if !ok || strings.ContainsAny(k.Media, " \n") {
			return "", fmt.Errorf("block %d: kind %q, media %q", i, k.Kind, k.Media)
		}
		if i > 0 {
			b.WriteByte('\n')
		}
		styled := len(k.Bold)+len(k.Links) > 0
		if styled {
			letter -= capital
		}
		b.WriteByte(letter)
		if k.Level != 0 {
			b.WriteString(strconv.Itoa(k.Level))
		}
		b.WriteString(k.Media)
		b.WriteByte(' ')
		if styled {
			writeStyles(&b, k)
			b.WriteByte(' ')
		}
		if strings.ContainsAny(k.Text, "\\\n\r") {
			b.WriteString(escapes.Replace(k.Text))
		} else {
			b.WriteString(k.Text)
		}
	}
	return b.String(), nil
}

func writeStyles(b *strings.Builder, k paper.Block) {
	sign := ""
	for _, r := range k.Bold {
		fmt.Fprintf(b, "%sb%d-%d", sign, r.Start, r.End)
		sign = ","
	}
	for _, l := range k.Links {
		fmt.Fprintf(b, "%sl%d-%d=%s", sign, l.Start, l.End, url.QueryEscape(l.URL))
		sign = ","
	}
}

func decodeBlocks(s string) ([]paper.Block, error) {
	if s == "" {
		return nil, nil
	}
	blocks := make([]paper.Block, 0, strings.Count(s, "\n")+1)
	for line := range strings.SplitSeq(s, "\n") {
		b, err := decodeBlock(line)
		if err != nil {
			return nil, fmt.Errorf("block %d: %w", len(blocks), err)
		}
		blocks = append(blocks, b)
	}
	return blocks, nil
}

func decodeBlock(line string) (b paper.Block, err error) {
	head, text, ok := strings.Cut(line, " ")
	if !ok || head == "" {
		return b, fmt.Errorf("unreadable")
	}
	letter := head[0]
	if letter < 'a' {
		letter += capital
		var styles string
		if styles, text, ok = strings.Cut(text, " "); !ok {
			return b, fmt.Errorf("styles without text")
		}
		if err := readStyles(&b, styles); err != nil {
			return b, err
		}
	}
	b.Kind, b.Text = kindOfLetter[letter], text
	if strings.Contains(text, `\`) {
		b.Text = unescapes.Replace(text)
	}
	switch {
	case b.Kind == "":
		return b, fmt.Errorf("unknown kind %q", head)
	case b.Kind == paper.Figure:
		b.Media = head[1:]
	case head[1:] != "":
		if b.Level, err = strconv.Atoi(head[1:]); err != nil {
			return b, fmt.Errorf("level %q", head[1:])
		}
	}
	return b, nil
}

func readStyles(b *paper.Block, styles string) error {
	for style := range strings.SplitSeq(styles, ",") {
		place, address, link := strings.Cut(style, "=")
		var r paper.Range
		if _, err := fmt.Sscanf(place[min(1, len(place)):], "%d-%d", &r.Start, &r.End); err != nil {
			return fmt.Errorf("style %q", style)
		}
		switch {
		case place[0] == 'b' && !link:
			b.Bold = append(b.Bold, r)
		case place[0] == 'l' && link:
			to, err := url.QueryUnescape(address)
			if err != nil {
				return fmt.Errorf("style %q", style)
			}
			b.Links = append(b.Links, paper.Link{Range: r, URL: to})
		default:
			return fmt.Errorf("style %q", style)
		}
	}
	return nil
}
