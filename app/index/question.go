package index

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"baoge/app/hanzi"
)

// asking are the words that make a question, with the little words around them: 谁 多少 于何年 可不可以, and
// what a sentence leaves open at its end (原因是?). An article that answers has none of them, so they
// neither rank nor are required. What only looks like one is matched first: 任何时候, 好几个.
var asking = regexp.MustCompile(`任何|[好十]几|(是|在|有|为|叫|于)?([什甚]么|哪些|哪里|哪儿|哪样子?|哪[一个边处间门年月天国家支位座种类项所款部场届只名条]|多少|多久|何[年月日时地处人种]|为何|如何|有何|怎么样|怎样|怎么|是否|能不能|是不是|可不可以|谁|几[个名人次年月天岁位家只条种点届场枚块艘级项座]|几世纪|[有达]多[大高长久远重深])(的|了|呢|吗)?|(是|为|之)\?$`)

// question takes the question words out of a folded text, and reports whether there
// were any. A text of nothing else, or longer than any question, stays as it is.
func question(t string) (topic string, is bool) {
	if runePrefix(t, maxWords) < len(t) || !strings.ContainsAny(t, "么哪少何谁几怎否多不?") { // every alternative has one of these
		return t, false
	}
	topic = strings.TrimSpace(asking.ReplaceAllStringFunc(t, func(s string) string {
		switch s {
		case "任何", "好几", "十几":
			return s
		}
		return " "
	}))
	if topic == t || strings.IndexFunc(topic, func(r rune) bool { return hanzi.IsHan(r) || isAlnum(r) }) < 0 {
		return t, false
	}
	return topic, true
}

// Feedback: what answers a question is told in other words than the question's, but by
// many articles of one event in the same. The telling words of the best few articles
// lift the others that have them too. Headlines and words that are looked for do not
// gain by it, so only questions are asked so (measured by TestRelevance).
const (
	feedbackArticles = 5
	feedbackWords    = 20
	weighFeedback    = 1.3
	wellKnown        = 1.2 * 0.25 // BM25's damping of a word's count, for the shortest article
)

// A telling is a word of the best articles with how much it tells.
type telling struct {
	word   string
	weight float64
}

// feedback adds to the scores of hits, best first, what the words of the first few say.
func (f *finder) feedback(hits []found) error {
	words, err := f.tellingWords(hits[:min(feedbackArticles, len(hits))], feedbackWords)
	if err != nil {
		return err
	}
	whole := 0.0
	for _, w := range words {
		whole += w.weight
	}
	for _, w := range words {
		worth := weighFeedback * share(w.weight, whole)
		for n, s := range f.v.segs {
			has, err := s.post(fieldText, w.word)
			if err != nil {
				return err
			}
			for i := range hits {
				if hits[i].seg == n && has.Contains(hits[i].num) {
					hits[i].score += worth
				}
			}
		}
	}
	slices.SortStableFunc(hits, func(a, b found) int { return cmp.Compare(b.score, a.score) })
	return nil
}

// tellingWords lists the dictionary words that are frequent in these articles and rare
// in the others, at most so many; the first article counts most.
func (f *finder) tellingWords(hits []found, most int) ([]telling, error) {
	share := map[string]float64{}
	for n, h := range hits {
		if h.text == nil {
			continue
		}
		times := map[string]float64{}
		count := func(w string) { times[w]++ }
		f.x.cutter.Inner(h.text.title, count)
		f.x.cutter.Inner(h.text.body, count)
		norm := wellKnown + bm25K*bm25B*float64(h.text.runes)/f.average
		for w, c := range times {
			share[w] += c / (c + norm) / float64(n+2)
		}
	}
	words := make([]telling, 0, len(share))
	for w, s := range share {
		df, err := f.v.count(term{fieldText, w})
		if err != nil {
			return nil, err
		}
		words = append(words, telling{w, s * idf(f.v.total, df)})
	}
	slices.SortFunc(words, func(a, b telling) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.word, b.word))
	})
	return words[:min(len(words), most)], nil
}
