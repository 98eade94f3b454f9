package export

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"baoge/app/paper"
)

// maxName is the longest file name written, in bytes with its suffix: under the
// 255 bytes of ext4 and APFS with room for a synchroniser's additions.
const maxName = 200

// forbidden characters of Windows file names, which are stricter than every
// other system's, and the full-width signs that stand for them.
var forbidden = strings.NewReplacer(
	"/", "／", `\`, "＼", ":", "：", "*", "＊", "?", "？", `"`, "＂", "<", "＜", ">", "＞", "|", "｜")

// namer hands out file names for the articles of one folder; no two are equal,
// also where the file system does not tell capitals apart.
type namer struct {
	taken map[string]bool // names given, in lower case
	last  map[string]int  // by stem, in lower case: the number its last name bears
}

func newNamer() namer { return namer{map[string]bool{}, map[string]int{}} }

// name makes an article's file name from its headline, true to the Chinese and
// safe on all systems; a second article of that headline gets " (2)".
func (n namer) name(a *paper.Article, suffix string) string {
	stem := safeStem(a.Headline)
	if stem == "" {
		stem = safeStem(string(a.ID))
	}
	if stem == "" {
		stem = untitled
	}
	asked := strings.ToLower(stem)
	for i := n.last[asked] + 1; ; i++ {
		end := suffix
		if i > 1 {
			end = fmt.Sprintf(" (%d)%s", i, suffix)
		}
		name := cut(stem, maxName-len(end)) + end
		if key := strings.ToLower(name); !n.taken[key] {
			n.taken[key], n.last[asked] = true, i
			return name
		}
	}
}

// FileName makes a title the name of a file with that suffix (.pdf), true to the Chinese and
// safe on all systems.
func FileName(title, suffix string) string {
	stem := safeStem(title)
	if stem == "" {
		stem = untitled
	}
	return cut(stem, maxName-len(suffix)) + suffix
}

// safeStem makes s a file name without suffix.
func safeStem(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) && r != '　':
			return ' '
		case r == utf8.RuneError, unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co):
			return -1
		}
		return r
	}, forbidden.Replace(s))
	s = strings.TrimFunc(s, unicode.IsSpace)
	s = strings.TrimRight(s, ". 　")
	if strings.HasPrefix(s, ".") || strings.HasPrefix(s, "~") {
		s = "_" + s // hidden on Unix, a home folder in a shell
	}
	if reserved(s) {
		s = "_" + s
	}
	return s
}

// reserved reports whether Windows keeps the name, whatever its suffix, for a device.
func reserved(s string) bool {
	base, _, _ := strings.Cut(s, ".")
	base = strings.ToUpper(strings.TrimSpace(base))
	if slices.Contains([]string{"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"}, base) {
		return true
	}
	rs := []rune(base)
	return len(rs) == 4 && (string(rs[:3]) == "COM" || string(rs[:3]) == "LPT") &&
		strings.ContainsRune("0123456789¹²³", rs[3])
}

// cut shortens s to at most n bytes at a character's edge.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return strings.TrimRight(s[:n], ". 　")
}

// mergeRunes unites two sorted sets of characters.
func mergeRunes(a, b []rune) []rune {
	if len(b) == 0 {
		return a
	}
	out := append(slices.Clone(a), b...)
	slices.Sort(out)
	return slices.Compact(out)
}
