package cite

import (
	"slices"
	"strings"

	"baoge/app/paper"
)

// What a role's last word says of the work. A role may have the paper's name before it
// (新华社记者); one that is not listed belongs to an author.
var (
	pictures = strings.Fields("摄影记者 摄影 摄 图 漫画")
	others   = strings.Fields("作者单位 责任编辑 责编 编辑 编审 审稿 审核 终审 一审 二审 三审 初审 复审 校对 版式 美编 视觉 监制 策划 统筹 编排 组版 排版 主编 值班 出品 设计")
)

// Authors lists who is responsible for an article's text, in printed order, each once:
// reporters, correspondents, writers, and names without a role. Editors, proofreaders and
// the like never are; photographers and draughtsmen are where the article is nothing but
// pictures.
func Authors(a *paper.Article) []string {
	names := named(a, func(role string) bool {
		words := !ends(role, pictures) || strings.Contains(role, "文") // 文/图 and 图文 are text too
		return words && !translates(role) && !ends(role, others)
	})
	if len(names) == 0 && !slices.ContainsFunc(a.Blocks, func(b paper.Block) bool { return b.Kind == paper.Paragraph }) {
		names = named(a, func(role string) bool { return ends(role, pictures) })
	}
	return names
}

func translators(a *paper.Article) []string {
	return named(a, translates)
}

// translates tells a translator from who wrote after foreign papers (编译), an author.
func translates(role string) bool {
	return role == "译" || strings.HasSuffix(role, "翻译") || strings.HasSuffix(role, "译者")
}

// named lists the names of the credits whose role is wanted.
func named(a *paper.Article, wanted func(role string) bool) []string {
	var names []string
	for _, c := range a.Credits {
		if !wanted(strings.TrimSpace(c.Role)) {
			continue
		}
		for _, n := range c.Names {
			if n = oneLine(n); n != "" && !slices.Contains(names, n) {
				names = append(names, n)
			}
		}
	}
	return names
}

// ends reports whether the role ends in one of the words.
func ends(role string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.HasSuffix(role, w) })
}

// Contributes reports whether a role is one of contributing to a paper: writing, taking
// pictures, drawing, translating; not editing it, nor where someone works.
func Contributes(role string) bool { return !ends(strings.TrimSpace(role), others) }
