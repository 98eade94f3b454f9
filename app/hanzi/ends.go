package hanzi

import "unicode/utf8"

// EndsSentence reports whether a block of text ends here: its last character,
// closing quotation marks, brackets and blanks skipped, is a full stop, a question
// or exclamation mark, or an ellipsis.
func EndsSentence(s string) bool {
	for len(s) > 0 {
		r, size := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-size]
		switch r {
		case '”', '’', '"', '\'', '」', '』', '）', ')', '】', '］', ']', '》', '〉', ' ', '\u3000', '\t', '\n', '\r':
			continue
		case '。', '！', '？', '!', '?', '…', '．', '｡':
			return true
		case '.':
			// a decimal or an abbreviation ends no Chinese sentence, three dots do
			return len(s) > 0 && s[len(s)-1] == '.'
		}
		return false
	}
	return false
}
