package page

import (
	"slices"
	"strings"
	"unicode"

	"baoge/app/hanzi"
	"baoge/app/paper"
)

// longestCredit is the length in characters beyond which no line is a credit.
const longestCredit = 60

// creditSigns are the signs papers print before a credit line.
const creditSigns = "◎□■◇◆○●△▲☆★⊙◉▢▣"

// roles, longest first: what a person did. A role may have the paper's name before it.
var roles = func() []string {
	r := strings.Fields(`特约记者 实习记者 见习记者 首席记者 摄影记者 特派记者 全媒体记者 融媒体记者 融媒记者 驻地记者 记者
		特约通讯员 实习通讯员 通讯员 特约评论员 评论员 特约撰稿人 特约撰稿 撰稿人 撰稿 撰文 执笔 作者单位 作者 实习生
		摄影报道 图文报道 摄影 文/图 图/文 文／图 图／文 文图 图文 供图 绘图 制图 插图 漫画 整理 编译 翻译 口述 采写
		责任编辑 责编 编辑 审稿 审核 终审 一审 二审 三审 校对 版式 美编 视觉 监制 策划 统筹 报道 文 图 摄 记`)
	slices.SortStableFunc(r, func(a, b string) int { return len(b) - len(a) })
	return r
}()

// afterName are the roles printed after the name: 甲 文/图, 乙 摄.
var afterName = map[string]bool{"文/图": true, "图/文": true, "文／图": true, "图／文": true, "文图": true, "图文": true, "摄": true, "文": true, "图": true,
	"摄影": true, "摄影报道": true, "图文报道": true, "报道": true, "整理": true, "供图": true, "绘图": true, "编译": true, "记": true, "采写": true, "撰文": true, "撰稿": true}

// surnames holds the single surnames that cover nearly everyone (百家姓 and the
// census lists), doubled ones apart. Only a name printed without sign or role needs one.
const surnames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹彭曾肖萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付傅方邹熊白孟秦邱侯江尹薛闫阎段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文施洪樊兰殷颜倪鲁葛耿祁焦左辛管祝岳梅庄毕关齐宁牛蒲游欧翁盛包伍代柯翟冉班穆季屈谷柳骆游闵阮简路岑娄桂詹霍裴凌霁饶聂纪舒项褚柴欧佟卜惠解吉成甘温车米单卓池仇麦芦戚滕应匡蔺窦揭卞苗桑鲍费巫隋晏粟麻储郎危占尚党鞠皮艾房栾冷宫慕景潭蓝官邢安申屠阳鄢丛晋姬敖乐冀蒙农瞿植明"

var doubleSurnames = []string{"欧阳", "上官", "司马", "诸葛", "皇甫", "尉迟", "慕容", "令狐", "东方", "夏侯", "公孙", "司徒", "端木", "南宫"}

// readCredit reads the roles and names of a credit without its sign or brackets.
// bare allows names without a role; then each must begin with a surname.
func readCredit(t []rune, bare bool) ([]paper.Credit, bool) {
	return credits(t, creditor{bare: bare})
}

// readSureCredit is readCredit for what is a credit by its place or sign: there a role
// may have any short name right behind it (通讯员凯姐), a surname or not.
func readSureCredit(t []rune) ([]paper.Credit, bool) {
	if cs, ok := readCredit(t, true); ok {
		return cs, true
	}
	return credits(t, creditor{bare: true, sure: true})
}

func credits(t []rune, c creditor) ([]paper.Credit, bool) {
	if len(t) == 0 || len(t) > longestCredit {
		return nil, false
	}
	s := strings.TrimSpace(string(t))
	for _, k := range [2]string{"作者单位：", "作者单位:"} {
		if unit, ok := strings.CutPrefix(s, k); ok && unit != "" {
			return []paper.Credit{{Role: "作者单位", Names: []string{strings.TrimSpace(unit)}}}, true
		}
	}
	for _, w := range strings.FieldsFunc(s, partsWords) {
		if !c.word(w) {
			return nil, false
		}
	}
	return c.done()
}

func partsWords(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune("、，,；;：:|｜", r)
}

// A creditor gathers the words of a credit line.
type creditor struct {
	bare    bool
	sure    bool // names behind a role need no surname
	credits []paper.Credit
	half    string // one character of a spaced name: 马 金
	roles   int
}

func (c *creditor) word(w string) bool {
	if role, rest, ok := roleOf(w); ok {
		switch {
		case c.half != "" && !c.flush():
			return false
		case rest == "":
			return c.role(role)
		case isName(rest, !c.sure) && len([]rune(rest)) <= 4:
			return c.role(role) && c.name(rest)
		}
	}
	if name, role, ok := nameThenRole(w); ok {
		return c.name(name) && c.role(role)
	}
	if n := len([]rune(w)); n == 1 && hanzi.IsHan([]rune(w)[0]) {
		if c.half == "" {
			c.half = w
			return true
		}
		w, c.half = c.half+w, ""
		return c.name(w)
	}
	return c.flush() && isName(w, false) && c.name(w)
}

// flush settles a single character left alone: there are no names of one character.
func (c *creditor) flush() bool { return c.half == "" }

// role opens a role, or gives it to the names before it, where it was printed after them.
func (c *creditor) role(r string) bool {
	c.roles++
	if n := len(c.credits); n > 0 && c.credits[n-1].Role == "" && afterName[r] {
		c.credits[n-1].Role = r
		return true
	}
	if n := len(c.credits); n > 0 && len(c.credits[n-1].Names) == 0 {
		if r == "报道" || r == "摄影" || r == "文" || r == "图" {
			c.credits[n-1].Role += " " + r
			return true
		}
		return false
	}
	if n := len(c.credits); n > 0 && r == "报道" { // 记者 甲 报道
		return true
	} else if n > 0 && strings.ContainsAny(r, "/／") || n > 0 && r == "摄影报道" || n > 0 && r == "图文报道" { // 记者 甲 文/图: both are 甲
		c.credits = append(c.credits, paper.Credit{Role: r, Names: slices.Clone(c.credits[n-1].Names)})
		return true
	}
	c.credits = append(c.credits, paper.Credit{Role: r, Names: []string{}})
	return true
}

func (c *creditor) name(w string) bool {
	if len(c.credits) == 0 {
		c.credits = append(c.credits, paper.Credit{Names: []string{}})
	}
	last := &c.credits[len(c.credits)-1]
	last.Names = append(last.Names, w)
	return len(last.Names) <= 20
}

func (c *creditor) done() ([]paper.Credit, bool) {
	if !c.flush() || len(c.credits) == 0 {
		return nil, false
	}
	for _, k := range c.credits {
		if len(k.Names) == 0 {
			return nil, false
		}
		for _, n := range k.Names {
			if k.Role == "" && (!c.bare || !hasSurname(n)) {
				return nil, false
			}
		}
	}
	return c.credits, true
}

// roleOf splits a word that begins with a role, after the paper's name if that is
// printed: 本报记者甲 is 记者 and 甲, for the line keeps the paper.
func roleOf(w string) (role, rest string, ok bool) {
	paperless := w
	for _, own := range []string{"本报", "本刊", "本台", "本网", "本社"} {
		if s, cut := strings.CutPrefix(w, own); cut {
			paperless = s
			break
		}
	}
	for _, r := range roles {
		s, cut := strings.CutPrefix(paperless, r)
		if name := strings.TrimLeft(s, "/／"); cut && len(name) < len(s) && isName(name, true) { // 文/甲 图/乙
			return r, name, true
		}
		if cut && (s == "" || len(r) > 3) {
			return r, s, true
		}
	}
	// another paper's: 新华社记者, 凯里日报全媒体记者
	for _, r := range roles {
		if i := strings.Index(w, r); i > 0 && strings.HasSuffix(r, "记者") && (strings.HasSuffix(w[:i], "社") || strings.HasSuffix(w[:i], "报") || strings.HasSuffix(w[:i], "网") || strings.HasSuffix(w[:i], "台") || strings.HasSuffix(w[:i], "中心")) {
			return w[:i+len(r)], w[i+len(r):], true
		}
	}
	return "", "", false
}

// nameThenRole splits 甲摄, 甲文/图.
func nameThenRole(w string) (name, role string, ok bool) {
	for _, r := range roles {
		if n, cut := strings.CutSuffix(w, r); cut && afterName[r] && (len(r) > 3 || r == "摄") && isName(n, true) {
			return n, r, true
		}
	}
	return "", "", false
}

// isName reports whether w can be a person's or an office's name in a credit; strict
// wants a person's, with a surname.
func isName(w string, strict bool) bool {
	r := []rune(w)
	han, dot := 0, false
	for _, x := range r {
		switch {
		case hanzi.IsHan(x):
			han++
		case x == '·' || x == '•':
			dot = true
		case !unicode.IsLetter(x):
			return false
		}
	}
	switch {
	case strict:
		return han == len(r) && han >= 2 && han <= 4 && hasSurname(w)
	case dot || han == 0:
		return len(r) >= 2 && len(r) <= 20
	}
	return han == len(r) && han >= 2 && han <= 12
}

func hasSurname(w string) bool {
	r := []rune(w)
	if slices.ContainsFunc(doubleSurnames, func(d string) bool { return strings.HasPrefix(w, d) }) {
		return len(r) >= 3 && len(r) <= 4
	}
	return len(r) >= 2 && len(r) <= 3 && strings.ContainsRune(surnames, r[0]) || strings.ContainsRune(w, '·')
}

// creditLine reads a line that is nothing but a credit: with a sign, with roles, in
// brackets, or, where bare, a few names.
func creditLine(t []rune, bare bool) ([]paper.Credit, bool) {
	if len(t) == 0 || len(t) > longestCredit {
		return nil, false
	}
	signed := false
	if strings.ContainsRune(creditSigns, t[0]) {
		t, signed = t[1:], true
	}
	if n := len(t); n > 2 && (t[0] == '（' || t[0] == '(') && (t[n-1] == '）' || t[n-1] == ')') {
		t = t[1 : n-1]
	}
	cs, ok := readCredit(t, bare || signed)
	if !ok && signed {
		cs, ok = readSureCredit(t)
	}
	if !ok && signed { // a sign before a few names of any kind: ◎ 凯里市融媒体中心
		w := strings.FieldsFunc(string(t), partsWords)
		if len(w) == 0 || len(w) > 4 || slices.ContainsFunc(w, func(n string) bool { return !isName(n, false) }) {
			return nil, false
		}
		return []paper.Credit{{Names: w}}, true
	}
	return cs, ok
}

// headCredit takes the credit lines from between headline and text. Lines next to
// each other are one credit; a caption may stand before them.
func (p *parser) headCredit(a *paper.Article, content []block) []block {
	const mostLines = 4
	for i, taken := 0, 0; i < len(content) && i+taken < mostLines; i++ {
		b := content[i]
		cs, ok := creditLine(b.text, i+1 < len(content))
		if b.said == saidCredit && !ok {
			cs, ok = []paper.Credit{}, true
		}
		if b.kind == plain && ok && (b.said == saidNothing || b.said == saidCredit || p.exact) && !toldCaption(b.text) {
			line, start := p.settle(b.text, b.at, names), 0
			if a.CreditLine != "" {
				start = runes(a.CreditLine) + 1
				line = a.CreditLine + " " + line
			}
			p.place(paper.Part{Field: paper.FieldCredit}, start)
			p.decide(ChoseCredit, "head-credit", b.from, creditSure(b.text))
			a.CreditLine, a.CreditAt = line, paper.CreditHead
			a.Credits = append(a.Credits, cs...)
			content = slices.Delete(slices.Clone(content), i, i+1)
			for k := range content[:i] { // between headline and credit stands its deck
				if content[k].kind == plain && content[k].said == saidNothing && !toldCaption(content[k].text) {
					content[k].said = saidSubheading
				}
			}
			i--
			taken++
		} else if b.kind == figure && a.CreditLine == "" {
			taken++
		} else if a.CreditLine != "" || b.kind != plain || len(b.text) > longestCaption || !opens(b.text) {
			break
		}
	}
	return content
}

// endCredit takes a credit from the end of an article: a line of its own, or a
// bracket after the last sentence. It gives the parts that are left.
func (p *parser) endCredit(a *paper.Article, parts []part) []part {
	if a.CreditLine != "" {
		return parts
	}
	for i := len(parts) - 1; i > 0 && i >= len(parts)-3; i-- {
		b := &parts[i]
		if b.kind != table && len(b.text) > 0 && ((b.said == saidNothing || p.exact) && !toldCaption(b.text) || b.said == saidCredit) {
			bracketed := b.text[0] == '(' || b.text[0] == '（'
			if cs, ok := creditLine(b.text, bracketed); ok {
				a.Credits, a.CreditAt, a.CreditLine = cs, paper.CreditEnd, p.settle(b.text, b.at, names)
				p.place(paper.Part{Field: paper.FieldCredit}, 0)
				p.decide(ChoseCredit, "end-credit", b.from, creditSure(b.text))
				return slices.Delete(parts, i, i+1)
			}
		}
		if b.is != paper.Caption && b.is != paper.Figure {
			break
		}
	}
	for i := len(parts) - 1; i >= 0; i-- {
		if k := parts[i].is; k == paper.Paragraph || k == paper.Item {
			p.tailCredit(a, &parts[i])
		} else if k == paper.Caption || k == paper.Figure {
			continue
		}
		break
	}
	return parts
}

// tailCredit takes a bracketed credit off the end of the last text: …。（甲）
func (p *parser) tailCredit(a *paper.Article, b *part) {
	n := len(b.text)
	if n == 0 || b.text[n-1] != ')' && b.text[n-1] != '）' {
		return
	}
	for i := n - 2; i > 0 && n-i <= longestCredit; i-- {
		if b.text[i] != '(' && b.text[i] != '（' {
			continue
		}
		if opens(b.text[:i]) {
			return
		}
		if cs, ok := readCredit(b.text[i+1:n-1], true); ok {
			a.Credits, a.CreditAt, a.CreditLine = cs, paper.CreditEnd, p.settle(b.text[i:], b.at[i:], names)
			p.place(paper.Part{Field: paper.FieldCredit}, 0)
			p.decide(ChoseCredit, "end-credit", int(b.at[i]), creditSure(b.text[i:]))
			b.cut(0, i)
		}
		return
	}
}

// creditSure is how sure a credit is: one that names a role or has a sign more than bare names.
func creditSure(t []rune) float64 {
	if len(t) > 0 && strings.ContainsRune(creditSigns, t[0]) {
		return 0.99
	}
	s := string(t)
	for _, r := range roles {
		if len(r) > 3 && strings.Contains(s, r) {
			return 0.97
		}
	}
	return 0.7
}

// Credits reads a byline, such as 记者 甲 通讯员 乙 丙, into roles and names. A line it
// cannot read gives an empty list.
func Credits(line string) []paper.Credit {
	if cs, ok := creditLine([]rune(strings.TrimSpace(line)), true); ok {
		return cs
	}
	return []paper.Credit{}
}
