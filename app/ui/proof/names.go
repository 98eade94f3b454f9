package proof

import (
	"errors"

	"fyne.io/fyne/v2/lang"

	"baoge/app/ingest"
	"baoge/app/paper"
	"baoge/app/review"
)

// kindName says what a row is.
func kindName(k review.Kind) string {
	switch k {
	case review.Kicker:
		return lang.X("proof.kicker", "引题")
	case review.Headline:
		return lang.X("proof.headline", "标题")
	case review.Subhead:
		return lang.X("proof.subhead", "副题")
	case review.Credit:
		return lang.X("proof.credit", "署名")
	case review.Subheading:
		return lang.X("proof.subheading", "小标题")
	case review.ListItem:
		return lang.X("proof.item", "列表")
	case review.Caption:
		return lang.X("proof.caption", "图片说明")
	case review.Figure:
		return lang.X("proof.figure", "图片")
	case review.Table:
		return lang.X("proof.table", "表格")
	case review.Rubric:
		return lang.X("proof.rubric", "栏题")
	case review.Leftover:
		return lang.X("proof.leftover", "文外")
	}
	return lang.X("proof.paragraph", "段落")
}

// tagOf is the label of a row: what it is, and what stands in front of its text.
func tagOf(r *review.Row) string {
	if r.Lead > 0 {
		return lang.X("proof.lead", "电头 · 署名")
	}
	return kindName(r.Kind)
}

// question says what a person is asked about a row.
func question(r *review.Row) string {
	if len(r.Doubts) == 0 {
		return ""
	}
	data := map[string]any{"Text": opening(r.Text), "Kind": kindName(r.Kind)}
	switch r.Doubts[0].Choice {
	case ingest.ChoseJoin:
		return lang.X("proof.ask.join", "“{{.Text}}”接得对吗？", data)
	case ingest.ChosePart:
		return lang.X("proof.ask.part", "“{{.Text}}”没有说完，要接下一段吗？", data)
	case ingest.ChoseCredit:
		return lang.X("proof.ask.credit", "“{{.Text}}”里的署名对吗？", data)
	case ingest.ChoseRubric:
		return lang.X("proof.ask.rubric", "“{{.Text}}”有题无文：是谁的栏目？", data)
	}
	return lang.X("proof.ask.kind", "“{{.Text}}”判为{{.Kind}}，确认？", data)
}

// openingRunes is how much of a text stands in a question.
const openingRunes = 10

func opening(s string) string {
	if r := []rune(s); len(r) > openingRunes {
		return string(r[:openingRunes]) + "…"
	}
	return s
}

// refusal says why a change was not made.
func refusal(err error) string {
	switch {
	case errors.Is(err, review.ErrNoPrevious):
		return lang.X("proof.no.previous", "前面没有可以并入的")
	case errors.Is(err, review.ErrNoBody):
		return lang.X("proof.no.body", "一篇文章要有正文，这里不能这样改")
	case errors.Is(err, review.ErrKind):
		return lang.X("proof.no.kind", "这一段不能改成那样")
	}
	return lang.X("proof.no.place", "这里不能这样改")
}

// pageOf writes what a page knows of itself: 2 版 综合.
func pageName(page, label string) string {
	data := map[string]any{"Page": page, "Label": label}
	switch {
	case page == "" && label == "":
		return lang.X("proof.nopage", "版面不详")
	case page == "":
		return label
	}
	return lang.X("proof.page", "版 {{.Page}} {{.Label}}", data)
}

func dateName(d paper.Date) string {
	if !d.Known() {
		return lang.X("proof.nodate", "日期不详")
	}
	return lang.X("proof.date", "期次 {{.Date}}", map[string]any{"Date": d.String()})
}
