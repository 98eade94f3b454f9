package index

import "unicode/utf8"

// commonRunes are the characters that make up about half of any Chinese text. Knowing that an
// article has two of them says nothing; so where two of them are neighbours, the pair is a
// term of its own. A phrase of common characters alone is then found by its pairs instead
// of by reading a third of the archive. Between rarer characters such pairs would double
// the index for little: those characters are telling by themselves.
const commonRunes = "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员"

var (
	commonOnes  = []rune(commonRunes)
	commonCount = len(commonOnes)
	commonPlace = func() (t [1 << 16]uint8) {
		for i, r := range commonOnes {
			t[r] = uint8(i + 1)
		}
		return t
	}()
)

// common is the place of a character among the common ones, -1 where it is none.
func common(r rune) int {
	if r >= 1<<16 {
		return -1
	}
	return int(commonPlace[r]) - 1
}

// eachPair calls fn for every two neighbours of a folded text that are both common.
func eachPair(folded string, fn func(pair string)) {
	was, from := false, 0
	for i, r := range folded {
		is := common(r) >= 0
		if is && was {
			fn(folded[from : i+utf8.RuneLen(r)])
		}
		was, from = is, i
	}
}
