package query

// A Usage is one way of writing a search line: an example, and what it finds.
type Usage struct{ Example, Means string }

// operators are the ways of writing that name no field, in the order of a help sheet.
var operators = []Usage{
	{"斑马线 礼让", "两个词都有，最相关的在前"},
	{`"文明礼让"`, "原样出现这几个字，一字不差"},
	{`「他说“让一让”」`, "字里有引号的，用「」括起来"},
	{"礼让 -曝光", "有“礼让”而没有“曝光”"},
	{"礼让 或 让行", "有其中一个就行，也写 OR、|"},
	{"(斑马线 或 路口) 礼让", "括号里的先合在一起"},
	{"文明*", "以“文明”开头的词"},
	{"礼让~", "差一个字也算，用于扫描错字和记不准的名字"},
	{"kaili", "拼音，也可只写声母：bmx"},
}

// Help lists what can be written in a search line: first the operators, then each field
// with its other names. It is what a help sheet shows.
func Help() (ops []Usage, named []FieldHelp) {
	return append([]Usage(nil), operators...), Fields()
}
