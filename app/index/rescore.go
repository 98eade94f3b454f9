package index

import (
	"strings"
	"unicode/utf8"

	"baoge/app/hanzi"
)

// The second stage weighs by what share of the query an article has, each share from 0 to 1
// of the weights (BM25's idf) of the query's parts: pairs of neighbouring characters, which
// know names and words that no dictionary has; words; single characters, by which a headline
// shortens what its article spells out (俄 for 俄罗斯); numbers. And it looks where they are:
// anywhere, together in one sentence, in the title, or in the first lines, where news says
// what it is about. The weights were tuned on judged questions and headlines, each half of
// them checked on the other, but for those of questions (see docs/search.md).
const (
	bm25K      = 1.2
	bm25B      = 0.75
	titleTimes = 2.0 // an occurrence in the title counts as so many
	leadRunes  = 120 // the first lines
	firstRunes = 60  // the first sentence or two
	apartRunes = 6   // how far apart two characters may stand that stand side by side in a question

	weighFirst    = 0.25 // the first stage's score
	weighBM25     = 1.2  // pairs, by how often they occur in how long an article
	weighAnywhere = 2.2  // pairs anywhere
	weighSentence = 0.6  // pairs in the best sentence
	weighTitle    = 1.0  // pairs in the title
	weighNumbers  = 1.25 // numbers and Latin words, by their count
	weighChars    = 1.0  // characters anywhere
	weighWordLead = 0.75 // words in the first lines
	weighDated    = 0.2  // an article whose day is known, which can be cited

	// Of other lines than questions, which are most like what news begins with:
	weighOpening = 0.3 // pairs in the first sentence or two
	weighOrdered = 1.0 // characters in the first lines, in the line's order

	// Of a question, which is answered in one sentence anywhere and in other words:
	weighAnswer = 2.5 // pairs in the best sentence, besides weighSentence
	weighApart  = 2.5 // pairs in their order, be there other characters between

	neighbours = 0.15 // of the articles that have two characters, so many have them side by side
)

// A scorer scores stored texts against the texts asked for. It serves one goroutine.
type scorer struct {
	cutter  *hanzi.Cutter
	view    *view
	average float64 // runes of an article

	grams   map[uint64]int // pair of characters, or one → its number
	weights []float64      // of grams
	chars   map[rune]int   // Han character → its number
	worths  []float64      // of characters
	order   []int          // the characters by number, as they follow each other
	words   []telling
	numbers []string // letters and digits as they were typed
	whole   shares   // the weights of all that is asked for

	starts   [1 << 12]bool // low bits of the first character of some gram, and of any character: most of a text stops here
	ends     [1 << 12]bool // low bits of the second character of some gram
	asks     bool          // a question: its pairs are looked for apart, too
	tf       []float64     // of grams, in this article
	sentence []int         // by gram: the last sentence that had it
	apart    []int         // by gram: the last article that had it, be it apart
	seen     []int         // by character: the last article that had it
	touched  []int
	leading  []int     // the characters asked for in the first lines of this article, as they follow each other
	runs     []float64 // by character of order: what the best run in order up to it weighs

	sentences, articles int // numbered on from text to text
	has                 shares
	here                float64 // weight of the pairs in this sentence
}

// shares are weights of pairs, characters and words, by where they were found.
type shares struct {
	first, pairs, sentence, opening, title, apart float64
	chars, ordered, words                         float64
}

func gramKey(a, b rune) uint64 { return uint64(a)<<32 | uint64(b) }

// newScorer weighs the parts of the texts. Pairs are weighed by how many articles have them:
// exactly where a pair is a word of the dictionary, else by how many have both characters,
// of which a part has the pair.
func newScorer(c *hanzi.Cutter, v *view, texts []asked, probes []probe, average float64, asks bool) (*scorer, error) {
	k := &scorer{cutter: c, view: v, average: average, asks: asks, grams: map[uint64]int{}, chars: map[rune]int{}}
	for _, p := range probes {
		k.whole.first += p.weight
	}
	for _, t := range texts {
		if err := k.text(t.text[:runePrefix(t.text, maxWords)], t.weight); err != nil {
			return nil, err
		}
	}
	n := len(k.weights)
	k.tf, k.sentence, k.apart, k.seen = make([]float64, n), make([]int, n), make([]int, n), make([]int, len(k.worths))
	for _, c := range k.order {
		k.whole.ordered += k.worths[c]
	}
	return k, nil
}

// text takes the parts of one text in, whose weight is from 0 to 1.
func (k *scorer) text(t string, weight float64) error {
	var before rune
	n := 0
	for _, r := range t {
		han := hanzi.IsHan(r)
		if !han && !isAlnum(r) {
			before = 0
			continue
		}
		n++
		if han {
			if err := k.addChar(r, weight); err != nil {
				return err
			}
			if c, ok := k.chars[r]; ok {
				k.order = append(k.order, c)
			}
		}
		if before != 0 {
			if err := k.add(before, r, weight); err != nil {
				return err
			}
		}
		before = r
	}
	if n == 1 {
		if err := k.add(before, 0, weight); err != nil {
			return err
		}
	}
	eachUnit(t, func(u string, alnum bool) {
		if alnum && len(k.numbers) < maxProbes {
			k.numbers = append(k.numbers, u)
		}
	})
	for _, w := range tokens(k.cutter, t) {
		s := t[w.start:w.end]
		if w.single || len(k.words) >= maxProbes {
			continue
		}
		n, err := k.view.mayHave(newText(k.cutter, "", s, true, true))
		if err != nil {
			return err
		}
		worth := weight * idf(k.view.total, n)
		k.words = append(k.words, telling{s, worth})
		k.whole.words += worth
	}
	return nil
}

func (k *scorer) start(r rune) { k.starts[r&(1<<12-1)] = true }

func (k *scorer) addChar(r rune, weight float64) error {
	if _, ok := k.chars[r]; ok || len(k.worths) >= 4*maxProbes {
		return nil
	}
	n, err := k.view.count(term{fieldText, string(r)})
	if err != nil {
		return err
	}
	worth := weight * idf(k.view.total, n)
	k.chars[r] = len(k.worths)
	k.worths = append(k.worths, worth)
	k.whole.chars += worth
	k.start(r)
	return nil
}

func (k *scorer) add(a, b rune, weight float64) error {
	key := gramKey(a, b)
	if _, ok := k.grams[key]; ok || len(k.weights) >= 4*maxProbes {
		return nil
	}
	df, err := gramArticles(k.cutter, k.view, a, b)
	if err != nil {
		return err
	}
	k.grams[key] = len(k.weights)
	worth := weight * idf(k.view.total, int(df))
	k.weights = append(k.weights, worth)
	k.whole.pairs += worth
	k.start(a)
	k.ends[b&(1<<12-1)] = true
	return nil
}

// gramArticles is how many articles have two characters as neighbours, or one when b is 0.
func gramArticles(c *hanzi.Cutter, v *view, a, b rune) (float64, error) {
	one := func(r rune) term {
		if isAlnum(r) {
			return term{fieldPart, string(r)}
		}
		return term{fieldText, string(r)}
	}
	exact, other := one(a), term{}
	if b != 0 {
		switch pair := string(a) + string(b); {
		case isAlnum(a) && isAlnum(b):
			exact = term{fieldPart, pair}
		case c.Knows(pair), common(a) >= 0 && common(b) >= 0:
			exact = term{fieldText, pair}
		default:
			other = one(b)
		}
	}
	n := uint64(0)
	for _, s := range v.segs {
		p, err := s.post(exact.field, exact.text)
		if err != nil {
			return 0, err
		}
		if other.text == "" {
			n += p.GetCardinality()
			continue
		}
		q, err := s.post(other.field, other.text)
		if err != nil {
			return 0, err
		}
		n += p.AndCardinality(q)
	}
	if other.text != "" {
		return neighbours * float64(n), nil
	}
	return float64(n), nil
}

// score scores an article; first is its score of the first stage.
func (k *scorer) score(f *foldedArticle, first float64) float64 {
	k.articles++
	k.has, k.leading = shares{first: first}, k.leading[:0]
	lead := leadRunes - k.count(f.title, titleTimes, leadRunes)
	k.has.title = k.has.pairs
	k.count(f.body, 1, lead)
	k.count(f.credit, 1, 0)
	norm := bm25K * (1 - bm25B + bm25B*float64(f.runes)/k.average)
	bm25 := 0.0
	for _, g := range k.touched {
		bm25 += k.weights[g] * k.tf[g] * (bm25K + 1) / (k.tf[g] + norm)
		k.tf[g] = 0
	}
	k.touched = k.touched[:0]
	title, opening := f.title[:runePrefix(f.title, leadRunes)], f.body[:runePrefix(f.body, max(lead, 0))]
	for _, w := range k.words {
		if strings.Contains(title, w.word) || strings.Contains(opening, w.word) {
			k.has.words += w.weight
		}
	}
	numbers := 0.0
	for _, n := range k.numbers {
		if hasText(f.title, n, true, true) || hasText(f.body, n, true, true) || hasText(f.credit, n, true, true) {
			numbers++
		}
	}
	has, all := k.has, k.whole
	score := weighFirst*share(has.first, all.first) + weighBM25*share(bm25, all.pairs) + weighAnywhere*share(has.pairs, all.pairs) +
		weighSentence*share(has.sentence, all.pairs) + weighTitle*share(has.title, all.pairs) + weighChars*share(has.chars, all.chars) +
		weighWordLead*share(has.words, all.words) + weighNumbers*share(numbers, float64(len(k.numbers))) + weighDated*float64(boolInt(f.date.Known()))
	if k.asks {
		return score + weighAnswer*share(has.sentence, all.pairs) + weighApart*share(has.apart, all.pairs)
	}
	return score + weighOpening*share(has.opening, all.pairs) + weighOrdered*share(k.ordered(), all.ordered)
}

// ordered is what the heaviest characters of the first lines weigh that follow each other
// there as they do in the line: the longest common subsequence.
func (k *scorer) ordered() float64 {
	k.runs = append(k.runs[:0], make([]float64, len(k.order)+1)...)
	for _, c := range k.leading {
		before := 0.0 // the best run up to the character before, without this one
		for i, o := range k.order {
			was := k.runs[i+1]
			k.runs[i+1] = max(was, k.runs[i])
			if o == c {
				k.runs[i+1] = max(k.runs[i+1], before+k.worths[c])
			}
			before = was
		}
	}
	return k.runs[len(k.order)]
}

func share(part, whole float64) float64 {
	if whole <= 0 {
		return 0
	}
	return part / whole
}

// count takes the parts in one text in; those in its first lead runes count as leading.
// It returns the runes of the text.
func (k *scorer) count(s string, times float64, lead int) (runes int) {
	var before rune
	var last [apartRunes]rune // the runes before, in a ring
	k.nextSentence()
	for i := 0; i < len(s); {
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		i += size
		runes++
		if before != 0 && k.starts[before&(1<<12-1)] {
			if g, ok := k.grams[gramKey(before, r)]; ok {
				k.hit(g, times, runes <= lead-(leadRunes-firstRunes))
			}
		}
		if k.asks {
			if k.ends[r&(1<<12-1)] {
				k.near(last[:], r)
			}
			last[runes%apartRunes] = r
		}
		if k.starts[r&(1<<12-1)] {
			k.one(r, times, runes <= lead)
		}
		switch before = r; r {
		case '。', '!', '?', ';', '\n':
			k.nextSentence()
		}
	}
	k.nextSentence()
	return runes
}

func (k *scorer) nextSentence() {
	k.has.sentence = max(k.has.sentence, k.here)
	k.here = 0
	k.sentences++
}

// one takes in a character.
func (k *scorer) one(r rune, times float64, leads bool) {
	if c, ok := k.chars[r]; ok {
		if k.seen[c] != k.articles {
			k.seen[c] = k.articles
			k.has.chars += k.worths[c]
		}
		if leads && !k.asks {
			k.leading = append(k.leading, c)
		}
	}
	if g, ok := k.grams[gramKey(r, 0)]; ok {
		k.hit(g, times, leads)
	}
}

// near takes in the pairs that r makes with the characters before it.
func (k *scorer) near(before []rune, r rune) {
	for _, b := range before {
		if !k.starts[b&(1<<12-1)] {
			continue
		}
		if g, ok := k.grams[gramKey(b, r)]; ok && k.apart[g] != k.articles {
			k.apart[g] = k.articles
			k.has.apart += k.weights[g]
		}
	}
}

// hit takes in a pair.
func (k *scorer) hit(g int, times float64, opens bool) {
	if k.tf[g] == 0 {
		k.touched = append(k.touched, g)
		k.has.pairs += k.weights[g]
		if opens {
			k.has.opening += k.weights[g]
		}
	}
	if k.sentence[g] != k.sentences {
		k.sentence[g] = k.sentences
		k.here += k.weights[g]
	}
	k.tf[g] += times
}
