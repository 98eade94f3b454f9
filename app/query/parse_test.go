package query

import (
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"baoge/app/paper"
)

func day(s string) paper.Date { d, _ := paper.ParseDate(s); return d }

func TestParse(t *testing.T) {
	jul := Dates{day("2023-07-01"), day("2023-07-31")}
	for _, c := range []struct {
		line string
		want Node
	}{
		{"", nil}, {"  　 ", nil}, {"*", nil}, {`""`, nil},
		{"斑马线 礼让", And{Words("斑马线"), Words("礼让")}},
		{"斑马线　礼让", And{Words("斑马线"), Words("礼让")}},
		{`"文明礼让"`, Phrase("文明礼让")}, {"“文明 礼让”", Phrase("文明 礼让")}, {"「文明礼让」", Phrase("文明礼让")},
		{`「他说"好"」`, Phrase(`他说"好"`)}, {"“说「好」”", Phrase("说「好」")}, {`『"「甲」』』乙』`, Phrase(`"「甲」』乙`)}, {"『』』』 甲", And{Phrase("』"), Words("甲")}}, {"『』", nil},
		{`标签:「“好”新闻」`, In{Tag, Phrase("“好”新闻")}},
		{"斑马线 礼让 -曝光", And{Words("斑马线"), Words("礼让"), Not{Words("曝光")}}},
		{"斑马线 －曝光", And{Words("斑马线"), Not{Words("曝光")}}},
		{"-“曝光台”", Not{Phrase("曝光台")}}, {"--甲", Words("甲")},
		{"covid-19 3-5", And{Words("covid-19"), Words("3-5")}}, {"甲 - 乙", And{Words("甲"), Words("-"), Words("乙")}},
		{"甲 或 乙", Or{Words("甲"), Words("乙")}}, {"甲 OR 乙 丙", Or{Words("甲"), And{Words("乙"), Words("丙")}}},
		{"甲|乙", Or{Words("甲"), Words("乙")}}, {"甲或乙", Words("甲或乙")}, {"or", Words("or")},
		{"（甲 或 乙） 丙", And{Or{Words("甲"), Words("乙")}, Words("丙")}},
		{"((甲))", Words("甲")}, {"(甲 乙) 丙", And{Words("甲"), Words("乙"), Words("丙")}}, {"-(甲 乙)", Not{And{Words("甲"), Words("乙")}}},
		{"标题:斑马线", In{Title, Words("斑马线")}}, {"标题：“斑马线”", In{Title, Phrase("斑马线")}}, {"Title:x", In{Title, Words("x")}}, {"標題:斑馬線", In{Title, Words("斑馬線")}},
		{"作者:凯文", In{Author, Words("凯文")}}, {"版:2", In{Page, Words("2")}}, {"栏目:身边好人", In{Section, Words("身边好人")}},
		{"-标题:甲", Not{In{Title, Words("甲")}}}, {"标题:(甲 或 乙)", In{Title, Or{Words("甲"), Words("乙")}}}, {"标题:-甲", In{Title, Not{Words("甲")}}},
		{"标题:(日期:2023-07 (甲 或 乙) -作者:丙)", And{jul, Or{In{Title, Words("甲")}, In{Title, Words("乙")}}, Not{In{Author, Words("丙")}}}}, {"标题:(作者:甲)", In{Author, Words("甲")}},
		{"标题:(正文:(甲 -乙) 丙)", And{In{Body, And{Words("甲"), Not{Words("乙")}}}, In{Title, Words("丙")}}},
		{"凯里市:夏季", Words("凯里市:夏季")}, {"8:30", Words("8:30")}, {"本报标题:甲", Words("本报标题:甲")},
		{"文明*", Prefix("文明")}, {"标题:文明＊", In{Title, Prefix("文明")}},
		{"礼让~", Near("礼让")}, {"标题:礼让～ 甲", And{In{Title, Near("礼让")}, Words("甲")}}, {"~", Words("~")}, {"3~5", Words("3~5")},
		{"日期:2023", yearOf(2023)}, {"date:2023-07", jul}, {"日期：2023年7月", jul}, {"日期:2023.7", jul}, {"日期:2023/07", jul},
		{"日期:2023-07-21", Dates{day("2023-07-21"), day("2023-07-21")}}, {"日期:202307", jul}, {"日期:20230721", Dates{day("2023-07-21"), day("2023-07-21")}},
		{"日期:2023年7月21日", Dates{day("2023-07-21"), day("2023-07-21")}}, {"日期:２０２３", yearOf(2023)},
		{"日期:2023-06..2023-09", Dates{day("2023-06-01"), day("2023-09-30")}}, {"日期:2023年6月至2023年9月", Dates{day("2023-06-01"), day("2023-09-30")}},
		{"日期:2023到2024", Dates{day("2023-01-01"), day("2024-12-31")}}, {"日期:2023-06~2023-09", Dates{day("2023-06-01"), day("2023-09-30")}}, {"日期:2023..", Dates{From: day("2023-01-01")}},
		{"日期:..2023-02", Dates{To: day("2023-02-28")}}, {"-日期:2023", Not{yearOf(2023)}},
	} {
		q, w := Parse(c.line)
		if w != nil || !reflect.DeepEqual(q.Root, c.want) {
			t.Errorf("Parse(%q) = %#v, %v; want %#v", c.line, q.Root, w, c.want)
		}
	}
}

func TestWarnings(t *testing.T) {
	for _, c := range []struct {
		line  string
		at    int
		plain string
	}{
		{`甲 "乙`, 2, "甲 乙"}, {"(甲 乙", 0, "甲 乙"}, {"甲 乙)", 3, "甲 乙"}, {"甲 或", 2, "甲"}, {"或 甲", 0, "甲"}, {"或", 0, `"或"`}, {"OR OR", 0, `"OR"`},
		{"标题:", 0, ""}, {"标题: 甲", 0, "甲"}, {"甲 日期:去年", 5, "甲 去年"}, {"日期:2023-02-30", 3, "2023-02-30"}, {"日期:2024..2023", 3, "2024..2023"},
		{"标题:(作者:作者:甲)", 7, "甲"}, {"标题:作者:甲", 3, "甲"}, {`-""`, 0, ""}, {strings.Repeat("(", 40) + "甲", 17, "甲"},
	} {
		q, w := Parse(c.line)
		if w == nil || w.At != c.at || q.String() != c.plain || !strings.HasSuffix(w.Text, "。") {
			t.Errorf("Parse(%q) = %q, %+v; want %q and a warning at %d", c.line, q, w, c.plain, c.at)
		}
	}
	if q, w := Parse("标题:(日期:2023" + strings.Repeat(" 甲", 200) + ")"); w == nil || strings.Contains(q.String(), "标题") {
		t.Errorf("200 words in a field beside a date: warning %v", w)
	}
	long := strings.Repeat("长", maxBytes)
	if q, w := Parse(long); w == nil || len(q.String()) > maxBytes {
		t.Errorf("a line of %d bytes: warning %v", len(long), w)
	}
	if q, w := Parse(strings.Repeat("甲 ", 30000)); w == nil || q.Empty() {
		t.Errorf("a line of 30,000 words: warning %v", w)
	}
}

func TestIn(t *testing.T) {
	for line, want := range map[string]string{
		"": "", "甲": "标题:甲", "甲 -乙": "标题:甲 -标题:乙", "甲 或 (乙 丙*)": "标题:甲 OR 标题:乙 标题:丙*", "作者:甲 乙 日期:2023": "作者:甲 标题:乙 日期:2023",
	} {
		q, _ := Parse(line)
		in := q.In(Title)
		if got := in.String(); got != want {
			t.Errorf("%s in the title: %s, want %s", line, got, want)
		}
		if again, w := Parse(in.String()); w != nil || !reflect.DeepEqual(again, in) {
			t.Errorf("%s prints %s, which parses to %s", line, in, again)
		}
	}
	tagged := Query{And{Words("甲"), Among{Said: In{Tag, Words("参评")}}}}
	if got := tagged.In(Title).String(); got != "标题:甲 标签:参评" {
		t.Errorf("a tag in the title: %s", got)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"斑马线 礼让 -曝光", `标题:"甲 乙" 或 (日期:2023..2024 -版:2)`, "“甲", "--(-甲 OR 乙*)", "标题:--甲", "标题:(-甲 乙) |", "-\x00", "a:-(b)*", "日期:0001..", "(甲)乙", "甲\"乙\"", "－标题：－（甲）", "版:*", "甲~ 乙*~ 丙~*", "~~ (甲~", "标题:~", "标题:(-甲 作者:(乙 或 日期:2023) (丙))", "標籤：“好 新闻” -tag:(星标 或 初稿*)", `「"」 『「"』`, `标签:『“甲”「乙」『丙』』』`, "『』』"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, line string) {
		q, w := Parse(line)
		if w != nil && (w.Text == "" || w.At < 0 || w.At > utf8.RuneCountInString(line)) {
			t.Errorf("Parse(%q): warning %+v", line, w)
		}
		printed := q.String()
		again, w := Parse(printed)
		if w != nil || !reflect.DeepEqual(q, again) {
			t.Errorf("Parse(%q) = %#v prints %q, which parses to %#v, %+v", line, q, printed, again, w)
		}
	})
}

// FuzzQuote writes any text as a phrase: parsed, it is the same but for its blanks.
func FuzzQuote(f *testing.F) {
	for _, s := range []string{"甲", `"`, "「“”", "』", "』』「", "『甲』「乙」\"丙\"", "」』\"」』", "甲  乙"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = clean(strings.ToValidUTF8(text, ""))
		if text == "" || len(text) > maxBytes/3 {
			t.Skip()
		}
		if got, ok := Unquote(Quote(text)); got != text || !ok {
			t.Errorf("%q is quoted %s, which is %q unquoted", text, Quote(text), got)
		}
		for _, line := range []string{Quote(text), "标签:" + Quote(text), "(甲 " + Quote(text) + ")"} {
			q, w := Parse(line)
			found := false
			q.Walk(func(n Node, _ Field, _ bool) { found = found || n == Node(Phrase(text)) })
			if w != nil || !found {
				t.Errorf("%q is written %s, which parses to %#v, %+v", text, line, q, w)
			}
		}
	})
}

// TestParseLongLines parses lines of one thing over and over, ten times as long: that takes some
// ten times as long, not a hundred.
func TestParseLongLines(t *testing.T) {
	least := func(line string) time.Duration {
		best := time.Hour
		for range 5 {
			start := time.Now()
			Parse(line)
			best = min(best, time.Since(start))
		}
		return best
	}
	for _, unit := range []string{"标题:", "国", "a ", "(", "()", "-", "\"", "“", "『", "』』", "『』』", "日期:2023 ", "国~ ", "*", "或 ", "，。"} {
		short, long := strings.Repeat(unit, 10000/len(unit)), strings.Repeat(unit, 100000/len(unit))
		if s, l := least(short), least(long); l > 40*s+200*time.Millisecond {
			t.Errorf("%s: %v for 10 KB, %v for 100", unit, s, l)
		}
	}
}
