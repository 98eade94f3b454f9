package hanzi

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"unicode/utf8"

	"baoge/assets/dict"

	"github.com/go-ego/gse"
)

// A Word is a run of a folded text.
type Word struct {
	Start, End int // runes, half-open
	Text       string
}

// A Cutter knows the words of Chinese. It is safe for concurrent use.
//
// It holds gse's segmenter by three of its functions alone. Were the segmenter's type to
// be found from here by reflection, a program that calls methods by name anywhere would
// link all of its methods, and by LoadDictEmbed the 24 MB of Japanese they embed.
type Cutter struct {
	cut    func([]byte) []gse.Segment
	value  func([]byte) (value, id int, err error)
	sorted []string // the dictionary words
	heads  heads    // where the words that begin alike stand in sorted
	learnt atomic.Pointer[lexicon]
}

var (
	loadOnce sync.Once
	loadDone = make(chan struct{})
	loaded   atomic.Pointer[Cutter]
	loadErr  error
)

// Load returns the cutter of the process, bringing its dictionary up at the first
// call (about 0.2 s and 20 MB, in a goroutine of its own). The error is ctx's when
// ctx ends first; loading then goes on for the next caller.
func Load(ctx context.Context) (*Cutter, error) {
	loadOnce.Do(func() {
		go func() {
			defer close(loadDone)
			c, err := newCutter(dict.Words)
			loaded.Store(c)
			loadErr = err
		}()
	})
	select {
	case <-loadDone:
		return loaded.Load(), loadErr
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Loaded returns the cutter when it is ready, else nil. It never waits.
func Loaded() *Cutter { return loaded.Load() }

// newCutter fills gse with our words alone: its LoadDict and LoadDictEmbed would link
// 24 MB of Japanese into the program and take seconds. AddToken is what LoadDictStr
// does a line, without its slow scanning.
func newCutter(words []byte) (*Cutter, error) {
	z, err := gzip.NewReader(bytes.NewReader(words))
	if err != nil {
		return nil, fmt.Errorf("load dictionary: %w", err)
	}
	seg := &gse.Segmenter{SkipLog: true, NotLoadHMM: true, Load: true, Dict: gse.NewDict()}
	seg.Init()
	var texts []string
	for sc := bufio.NewScanner(z); ; {
		if !sc.Scan() {
			if err := sc.Err(); err != nil {
				return nil, fmt.Errorf("load dictionary: %w", err)
			}
			break
		}
		w, n, _ := strings.Cut(sc.Text(), " ")
		freq, err := strconv.ParseFloat(n, 64)
		if err != nil {
			return nil, fmt.Errorf("load dictionary: word %q: %w", w, err)
		}
		before := len(seg.Dict.Tokens)
		if err := seg.AddToken(w, freq); err != nil {
			return nil, fmt.Errorf("load dictionary: word %q: %w", w, err)
		}
		if len(seg.Dict.Tokens) > before {
			texts = append(texts, w)
		}
	}
	seg.CalcToken()
	for i := range seg.Dict.Tokens { // how each word is cut for searching is never asked, and is half of what gse holds
		clear(seg.Dict.Tokens[i].Segments())
	}
	c := &Cutter{sorted: texts, heads: newHeads(texts), cut: seg.Segment, value: seg.Dict.Value}
	return c, nil
}

// Words cuts a folded text into its most likely words: every Han character in exactly
// one word, letters and digits in runs of their kind, punctuation and blanks left out.
func (c *Cutter) Words(folded string) []Word {
	var out []Word
	at := 0
	for _, r := range runs(folded) {
		switch r.class {
		case han:
			i, from := at, 0
			for _, end := range c.cutHan(r.text) {
				t := r.text[from:end]
				n := utf8.RuneCountInString(t)
				out = append(out, Word{i, i + n, t})
				i, from = i+n, end
			}
		case latin, digit:
			out = append(out, Word{at, at + r.runes, r.text})
		}
		at += r.runes
	}
	return out
}

// Inner calls fn for every dictionary word that stands anywhere in a folded text,
// those inside and across others too: a word is among them exactly if the text
// contains it. The strings are the dictionary's own.
func (c *Cutter) Inner(folded string, fn func(word string)) {
	c.Numbers(folded, func(n int) { fn(c.sorted[n]) })
}

// Numbers does what Inner does, and tells the words by their numbers. Neither allocates.
func (c *Cutter) Numbers(folded string, fn func(n int)) {
	before, at := rune(0), 0
	for i, r := range folded {
		if before >= firstHan && r >= firstHan {
			lo, hi := c.heads.find(before, r)
			for rest := folded[at:]; lo < hi && c.sorted[lo] <= rest; lo++ {
				if strings.HasPrefix(rest, c.sorted[lo]) {
					fn(int(lo))
				}
			}
		}
		before, at = r, i
	}
}

// Size is how many words the dictionary has; they are numbered from 0 on, in their order as
// strings.
func (c *Cutter) Size() int { return len(c.sorted) }

// Word is the dictionary's word of a number.
func (c *Cutter) Word(n int) string { return c.sorted[n] }

// Knows reports whether a folded text is one word of the dictionary.
func (c *Cutter) Knows(folded string) bool {
	_, _, err := c.value([]byte(folded))
	return folded != "" && err == nil
}

// A run is a stretch of characters of one class.
type run struct {
	class class
	text  string
	runes int
}

// runs parts a text into runs of one class.
func runs(s string) []run {
	var out []run
	start, n, cur := 0, 0, other
	for i, r := range s {
		k := classOf(r)
		if n > 0 && k != cur {
			out = append(out, run{cur, s[start:i], n})
			start, n = i, 0
		}
		cur = k
		n++
	}
	if n > 0 {
		out = append(out, run{cur, s[start:], n})
	}
	return out
}

// WordAt returns the word at rune offset at of s, in runes, as a double click selects
// it; (at, at) when the offset is outside. Before the dictionary is loaded it is the
// run of characters of one kind, for Han this one character.
func WordAt(s string, at int) (start, end int) {
	var r run
	for _, r = range runs(s) {
		if at < start+r.runes {
			break
		}
		start += r.runes
	}
	end = start + r.runes
	switch {
	case at < 0 || at >= end:
		return at, at
	case r.class == other:
		return at, at + 1
	case r.class != han:
		return start, end
	}
	c := Loaded()
	if c == nil {
		return at, at + 1
	}
	f := Fold(r.text)
	for _, w := range c.Words(string(f.Text)) {
		if i, j := f.Span(w.Start, w.End); start+i <= at && at < start+j {
			return start + i, start + j
		}
	}
	return at, at + 1
}
