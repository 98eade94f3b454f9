package hanzi

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"baoge/assets/dict"
)

// A Sound is a run of text as it is spoken: for each character in turn the characters
// it may be. It finds 凯里 by kaili and kl, and 礼让 by 礼rang and by 里让.
type Sound []Set

// A Set is some characters; which they are is told without allocating.
type Set struct {
	any  bool   // each letter, digit or Han character
	one  rune   // this character alone, when not 0
	keys []int  // the syllables that will do
	has  []bool // by syllable, the same
}

// maxSounds bounds the ways in which letters are cut into syllables.
const maxSounds = 12

// readings are the tables of pinyin, read at the first use: no window waits for them.
type readings struct {
	syllables []string         // sorted
	chars     []string         // of each syllable
	number    map[string]int   // of a syllable
	of        [0x5200][]uint16 // the syllables of a character from U+4E00 on
}

var pinyin = sync.OnceValue(func() *readings {
	p := &readings{number: map[string]int{}}
	for line := range strings.Lines(dict.Pinyin) {
		line = strings.TrimSuffix(line, "\n")
		n := strings.IndexFunc(line, IsHan)
		if n <= 0 {
			continue
		}
		i := len(p.syllables)
		p.syllables, p.chars = append(p.syllables, line[:n]), append(p.chars, line[n:])
		p.number[line[:n]] = i
		for _, r := range line[n:] {
			if at := r - 0x4E00; at >= 0 && int(at) < len(p.of) {
				p.of[at] = append(p.of[at], uint16(i))
			}
		}
	}
	return p
})

// read lists the syllables of a character.
func (p *readings) read(r rune) []uint16 {
	if at := r - 0x4E00; at >= 0 && int(at) < len(p.of) {
		return p.of[at]
	}
	return nil
}

func (p *readings) set(keys []int) Set {
	s := Set{keys: keys, has: make([]bool, len(p.syllables))}
	for _, k := range keys {
		s.has[k] = true
	}
	return s
}

// Has reports whether a folded character is in the set.
func (s Set) Has(r rune) bool {
	switch {
	case s.any:
		k := classOf(r)
		return k == han || k == latin || k == digit
	case s.one != 0:
		return r == s.one
	}
	for _, k := range pinyin().read(r) {
		if s.has[k] {
			return true
		}
	}
	return false
}

// Any reports whether the set has every letter, digit and Han character.
func (s Set) Any() bool { return s.any }

// Runes calls fn for each character of the set, for some more than once; for none when
// it has any.
func (s Set) Runes(fn func(rune)) {
	if s.one != 0 {
		fn(s.one)
		return
	}
	for _, k := range s.keys {
		for _, r := range pinyin().chars[k] {
			fn(r)
		}
	}
}

// Sounds reads a folded text of letters, or of letters and Han characters mixed, as
// pinyin: each way to cut its letters into syllables, then their being initials, and beside
// a Han character each way to cut them into both: 周yuc. It is nil when the text has no
// letters, or other signs, or cannot be so read; initials are two or more. Apostrophes part
// syllables: xi'an.
func Sounds(folded string) []Sound {
	if n := utf8.RuneCountInString(folded); n < 2 || n > 24 {
		return nil
	}
	letters, characters := false, false
	for _, r := range folded {
		is := r >= 'a' && r <= 'z'
		if !is && r != '\'' && !IsHan(r) {
			return nil
		}
		letters, characters = letters || is, characters || IsHan(r)
	}
	if !letters {
		return nil
	}
	var out []Sound
	pinyin().cut(folded, nil, &out)
	if s := pinyin().initials(folded); len(s) > 1 {
		out = append(out, s)
	}
	if characters {
		m := mixer{readings: pinyin()}
		m.mix(folded, nil, false, false)
		out = append(out, m.out...)
	}
	return out
}

// cut appends every way to read the rest of a text in full.
func (p *readings) cut(rest string, before Sound, out *[]Sound) {
	if len(*out) >= maxSounds {
		return
	}
	if rest == "" {
		if len(before) > 0 {
			*out = append(*out, append(Sound{}, before...))
		}
		return
	}
	r, size := utf8.DecodeRuneInString(rest)
	if IsHan(r) {
		p.cut(rest[size:], append(before, Set{one: r}), out)
		return
	}
	if r == '\'' {
		p.cut(rest[1:], before, out)
		return
	}
	p.eachSyllable(rest, func(s Set, n int) { p.cut(rest[n:], append(before, s), out) })
}

// eachSyllable calls fn for each syllable that a text begins with and its length in bytes,
// the longest first: xian before xi an.
func (p *readings) eachSyllable(s string, fn func(Set, int)) {
	for n := min(6, len(s)); n > 0; n-- {
		if k, ok := p.number[s[:n]]; ok && (n > 1 || strings.Contains("aeo", s[:n])) {
			fn(p.set([]int{k}), n)
		}
	}
}

// maxMixed bounds the steps in which a text is read as syllables and initials mixed.
const maxMixed = 400

// A mixer finds the ways to read a text partly in full and partly by initials.
type mixer struct {
	*readings
	steps int
	out   []Sound
}

// mix appends every way to read the rest of a text so; full and short tell what came before.
func (m *mixer) mix(rest string, before Sound, full, short bool) {
	if m.steps++; m.steps > maxMixed || len(m.out) >= maxSounds {
		return
	}
	if rest == "" {
		if full && short {
			m.out = append(m.out, append(Sound{}, before...))
		}
		return
	}
	r, size := utf8.DecodeRuneInString(rest)
	if IsHan(r) {
		m.mix(rest[size:], append(before, Set{one: r}), full, short)
		return
	}
	if r == '\'' {
		m.mix(rest[1:], before, full, short)
		return
	}
	m.eachSyllable(rest, func(s Set, n int) { m.mix(rest[n:], append(before, s), true, short) })
	if s, ok := m.initial(r); ok {
		m.mix(rest[1:], append(before, s), full, true)
	}
}

// initials reads every letter as the first one of a syllable.
func (p *readings) initials(s string) Sound {
	var out Sound
	for _, r := range s {
		if IsHan(r) {
			out = append(out, Set{one: r})
			continue
		}
		first, ok := p.initial(r)
		if !ok {
			return nil
		}
		out = append(out, first)
	}
	return out
}

// initial is any syllable that a letter begins.
func (p *readings) initial(r rune) (Set, bool) {
	var keys []int
	for i, y := range p.syllables {
		if rune(y[0]) == r {
			keys = append(keys, i)
		}
	}
	return p.set(keys), len(keys) > 0
}

// SameSound is how a folded run of Han characters sounds, nil for other texts.
func SameSound(folded string) Sound {
	var out Sound
	for _, r := range folded {
		of := pinyin().read(r)
		if len(of) == 0 {
			return nil
		}
		keys := make([]int, len(of))
		for i, k := range of {
			keys[i] = int(k)
		}
		out = append(out, pinyin().set(keys))
	}
	return out
}

// OneOff is a folded text with each of its characters in turn exchanged for any other:
// what a reader takes for it, and a scanner's slips. It is nil for one character.
func OneOff(folded string) []Sound {
	runes := []rune(folded)
	if len(runes) < 2 || len(runes) > 24 {
		return nil
	}
	var out []Sound
	for i := range runes {
		s := make(Sound, len(runes))
		for k, r := range runes {
			s[k] = Set{one: r, any: k == i}
		}
		out = append(out, s)
	}
	return out
}

// Find returns the byte offsets of the first stretch of a folded text, from an offset on,
// that sounds so; -1, -1 when there is none.
func (s Sound) Find(folded string, from int) (start, end int) {
	if len(s) == 0 {
		return -1, -1
	}
	for i, r := range folded[from:] {
		if !s[0].Has(r) {
			continue
		}
		start, end = from+i, from+i+utf8.RuneLen(r)
		n := 1
		for n < len(s) && end < len(folded) {
			r, size := utf8.DecodeRuneInString(folded[end:])
			if !s[n].Has(r) {
				break
			}
			end += size
			n++
		}
		if n == len(s) {
			return start, end
		}
	}
	return -1, -1
}

// Begins reports whether a folded text begins with what sounds so.
func (s Sound) Begins(folded string) bool {
	n := 0
	for _, r := range folded {
		if n == len(s) || !s[n].Has(r) {
			break
		}
		n++
	}
	return n == len(s) && n > 0
}

// Is reports whether a whole folded text sounds so.
func (s Sound) Is(folded string) bool {
	n := 0
	for _, r := range folded {
		if n == len(s) || !s[n].Has(r) {
			return false
		}
		n++
	}
	return n == len(s)
}

// Sounding lists the words of the dictionary that sound as any of these.
func (c *Cutter) Sounding(sounds []Sound) (out []string) {
	for i, s := range sounds {
		s[0].Runes(func(r rune) {
			at, _ := slices.BinarySearch(c.sorted, string(r))
			for ; at < len(c.sorted) && strings.HasPrefix(c.sorted[at], string(r)); at++ {
				w := c.sorted[at]
				if s.Is(w) && !slices.ContainsFunc(sounds[:i], func(before Sound) bool { return before.Is(w) }) {
					out = append(out, w)
				}
			}
		})
	}
	return out
}
