//go:build ignore

// make writes fold.txt, words.txt.gz and pinyin.txt from OpenCC's character table, Unicode's
// compatibility mappings, gse's Chinese dictionary and go-pinyin's readings. Run it by `go generate`.
package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"log"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const (
	opencc = "github.com/longbridgeapp/opencc@v0.3.13"
	gse    = "github.com/go-ego/gse@v0.80.3"
	pinyin = "github.com/mozillazg/go-pinyin@v0.21.0"
	words  = 64000 // the most frequent; more cost start-up time and memory for little precision
)

// variants are characters that mean the same in a newspaper and that Unicode keeps apart.
var variants = map[rune]string{
	'“': `"`, '”': `"`, '„': `"`, '‟': `"`, '〝': `"`, '〞': `"`, '＂': `"`,
	'‘': "'", '’': "'", '‚': "'", '‛': "'",
	'‐': "-", '‑': "-", '‒': "-", '–': "-", '−': "-",
	'•': "·", '‧': "·", '・': "·", '･': "·", '∙': "·", '⋅': "·",
	'〜': "~", '～': "~", '\t': " ", '\r': " ", '\v': " ", '\f': " ", '\u0085': " ",
	'〇': "零",
}

func main() {
	log.SetFlags(0)
	fold := foldTable(readTS(module(opencc)))
	if err := os.WriteFile("fold.txt", fold.lines(), 0o644); err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile("words.txt.gz", wordList(module(gse), fold), 0o644); err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile("pinyin.txt", readings(module(pinyin), fold), 0o644); err != nil {
		log.Fatal(err)
	}
}

// module returns the folder of a downloaded module.
func module(at string) string {
	out, err := exec.Command("go", "mod", "download", "-json", at).Output()
	if err != nil {
		log.Fatalf("download %s: %v", at, err)
	}
	var m struct{ Dir string }
	if err := json.Unmarshal(out, &m); err != nil {
		log.Fatal(err)
	}
	return m.Dir
}

// readTS reads OpenCC's Traditional→Simplified characters; of several choices the first.
func readTS(dir string) map[rune]rune {
	b, err := os.ReadFile(filepath.Join(dir, "dictionary", "TSCharacters.txt"))
	if err != nil {
		log.Fatal(err)
	}
	ts := map[rune]rune{}
	for _, line := range strings.Split(string(b), "\n") {
		f := strings.Fields(line)
		if len(f) < 2 {
			continue
		}
		from, _ := utf8.DecodeRuneInString(f[0])
		to, _ := utf8.DecodeRuneInString(f[1])
		ts[from] = to
	}
	return ts
}

type table map[rune]string

// foldTable applies NFKC, lower case, the variants and Traditional→Simplified to
// every character until nothing changes, so that folding twice equals folding once.
func foldTable(ts map[rune]rune) table {
	step := func(s string) string {
		s = strings.ToLower(norm.NFKC.String(s))
		var b strings.Builder
		for _, r := range s {
			switch v, ok := variants[r]; {
			case ok:
				b.WriteString(v)
			case ts[r] != 0:
				b.WriteRune(ts[r])
			case unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r):
			case unicode.Is(unicode.Zs, r):
				b.WriteByte(' ')
			default:
				b.WriteRune(r)
			}
		}
		return b.String()
	}
	t := table{}
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if r == 0xFFFD || !utf8.ValidRune(r) || unicode.Is(unicode.Co, r) {
			continue
		}
		s := string(r)
		for range 8 {
			n := step(s)
			if n == s {
				break
			}
			s = n
		}
		if s != string(r) {
			t[r] = s
		}
	}
	return t
}

func (t table) apply(s string) string {
	var b strings.Builder
	for _, r := range s {
		if v, ok := t[r]; ok {
			b.WriteString(v)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func (t table) lines() []byte {
	var from []rune
	for r := range t {
		from = append(from, r)
	}
	sort.Slice(from, func(i, j int) bool { return from[i] < from[j] })
	var b bytes.Buffer
	for _, r := range from {
		if strings.ContainsAny(string(r)+t[r], "\n") {
			continue
		}
		b.WriteString(string(r) + t[r] + "\n")
	}
	return b.Bytes()
}

// documents turns an inverse document frequency of gse's idf.txt into a frequency of
// the scale of its dictionary, whose counts are of an older corpus that hardly knows
// 台风 or 高铁.
const documents = 2.5e6

// wordList returns the most frequent words of gse's Simplified dictionary, folded.
func wordList(dir string, t table) []byte {
	freq := map[string]float64{}
	read := func(name string, take func(word string, n float64)) {
		f, err := os.Open(filepath.Join(dir, "data", "dict", "zh", name))
		if err != nil {
			log.Fatal(err)
		}
		defer f.Close()
		for sc := bufio.NewScanner(f); sc.Scan(); {
			p := strings.Fields(sc.Text())
			if len(p) < 2 {
				continue
			}
			if n, err := strconv.ParseFloat(p[1], 64); err == nil && hanOnly(t.apply(p[0])) {
				take(t.apply(p[0]), n)
			}
		}
	}
	read("s_1.txt", func(w string, n float64) { freq[w] += n })
	read("idf.txt", func(w string, idf float64) {
		if freq[w] > 0 {
			freq[w] = max(freq[w], documents*math.Exp(-idf))
		}
	})
	list := make([]string, 0, len(freq))
	for w := range freq {
		list = append(list, w)
	}
	sort.Slice(list, func(i, j int) bool {
		if freq[list[i]] != freq[list[j]] {
			return freq[list[i]] > freq[list[j]]
		}
		return list[i] < list[j]
	})
	list = list[:min(len(list), words)]
	sort.Strings(list)
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	for _, w := range list {
		fmt.Fprintf(z, "%s %d\n", w, int(freq[w]))
	}
	if err := z.Close(); err != nil {
		log.Fatal(err)
	}
	return b.Bytes()
}

func hanOnly(s string) bool {
	n := 0
	for _, r := range s {
		if !unicode.Is(unicode.Han, r) {
			return false
		}
		n++
	}
	return n >= 2 && n <= 8
}

var reading = regexp.MustCompile(`0x([0-9a-fA-F]+): "([^"]+)"`)

// readings lists every syllable with the characters that can be read so, tones left out,
// ü written v. Characters that fold to others are left out.
func readings(dir string, t table) []byte {
	b, err := os.ReadFile(filepath.Join(dir, "pinyin_dict.go"))
	if err != nil {
		log.Fatal(err)
	}
	by := map[string][]rune{}
	for _, m := range reading.FindAllStringSubmatch(string(b), -1) {
		code, err := strconv.ParseUint(m[1], 16, 32)
		r := rune(code)
		if err != nil || r < 0x4E00 || r > 0x9FFF || t[r] != "" {
			continue
		}
		seen := map[string]bool{}
		for _, s := range strings.Split(m[2], ",") {
			if s = toneless(s); s != "" && !seen[s] {
				seen[s] = true
				by[s] = append(by[s], r)
			}
		}
	}
	list := make([]string, 0, len(by))
	for s := range by {
		list = append(list, s)
	}
	sort.Strings(list)
	var out bytes.Buffer
	for _, s := range list {
		sort.Slice(by[s], func(i, j int) bool { return by[s][i] < by[s][j] })
		out.WriteString(s + string(by[s]) + "\n")
	}
	return out.Bytes()
}

// toneless writes a syllable with the letters of a keyboard; "" when it cannot.
func toneless(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ReplaceAll(norm.NFC.String(s), "ê", "e")) {
		switch {
		case r >= 'a' && r <= 'z':
			b.WriteRune(r)
		case r == 0x308 && strings.HasSuffix(b.String(), "u"):
			v := strings.TrimSuffix(b.String(), "u") + "v"
			b.Reset()
			b.WriteString(v)
		case unicode.Is(unicode.Mn, r):
		default:
			return ""
		}
	}
	return b.String()
}
