package hanzi

import (
	"bytes"
	"compress/gzip"
	"io"
	"math"
	"strconv"
	"sync"

	"baoge/assets/dict"
)

// listed is the dictionary's list, unpacked: sorted lines "word frequency". Unpacking takes
// some 5 ms and 0.8 MB, a fiftieth of what a [Cutter] does.
var listed = sync.OnceValue(func() []byte {
	z, err := gzip.NewReader(bytes.NewReader(dict.Words))
	if err != nil {
		return nil
	}
	list, _ := io.ReadAll(z) // embedded: a test reads it to its end
	return list
})

// What the likeliest words are reckoned with: the logarithm of all frequencies' sum, and
// the frequency a character by itself has.
const (
	logAll     = 17.6
	singleFreq = 100
	longest    = 8 // characters of a word of the list
)

// Inside tells, by rune of a short text, a headline, where a word goes on from the rune
// before: the words are the likeliest of the dictionary. Unlike [WordAt] it needs no
// cutter, and always says the same. Safe for concurrent use.
func Inside(s string) []bool {
	f := Fold(s)
	text := []rune(string(f.Text))
	inside := make([]bool, len([]rune(s)))
	cost := make([]float64, len(text)+1) // of the likeliest words to here
	from := make([]int, len(text)+1)     // where the last of them begins
	for end := 1; end <= len(text); end++ {
		cost[end], from[end] = cost[end-1]+logAll-math.Log(singleFreq), end-1
		for n := 2; n <= min(longest, end) && IsHan(text[end-n]); n++ {
			if k := frequency(string(text[end-n : end])); k > 0 && cost[end-n]+logAll-math.Log(k) < cost[end] {
				cost[end], from[end] = cost[end-n]+logAll-math.Log(k), end-n
			}
		}
	}
	for end := len(text); end > 0; end = from[end] {
		a, z := f.Span(from[end], end)
		for i := a + 1; i < z && i < len(inside); i++ {
			inside[i] = true
		}
	}
	return inside
}

// frequency of a word of the list, or 0.
func frequency(word string) float64 {
	list := listed()
	lo, hi := 0, len(list) // of the lines that may be the word's
	for lo < hi {
		at := lo + bytes.LastIndexByte(list[lo:(lo+hi)/2], '\n') + 1
		end := at + bytes.IndexByte(list[at:], '\n')
		w, n, _ := bytes.Cut(list[at:end], []byte{' '})
		switch c := bytes.Compare(w, []byte(word)); {
		case c == 0:
			k, _ := strconv.ParseFloat(string(n), 64)
			return k
		case c < 0:
			lo = end + 1
		default:
			hi = at
		}
	}
	return 0
}
