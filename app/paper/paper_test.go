package paper

import (
	"encoding/json"
	"testing"
)

func TestDate(t *testing.T) {
	for _, c := range []struct {
		in, out string
		ok      bool
	}{
		{"2023-07-21", "2023-07-21", true}, {"", "", true}, {"2024-02-29", "2024-02-29", true},
		{"2023-02-29", "", false}, {"2023-7-21", "", false}, {"20230721", "", false}, {"2023-13-01", "", false}, {"+023-01-01", "", false},
	} {
		d, err := ParseDate(c.in)
		if (err == nil) != c.ok || d.String() != c.out {
			t.Errorf("ParseDate(%q) = %q, %v; want %q, ok %v", c.in, d, err, c.out, c.ok)
		}
	}
	a, _ := ParseDate("2023-07-21")
	b, _ := ParseDate("2023-08-01")
	if !a.Before(b) || b.Before(a) || (Date{}).Before(a) || !a.Before(Date{}) {
		t.Error("order: want a < b < unknown")
	}
	if j, _ := json.Marshal(map[string]Date{"date": {}}); string(j) != `{"date":""}` {
		t.Errorf("unknown date in JSON: %s", j)
	}
}

func TestTextsAndChars(t *testing.T) {
	a := Article{Headline: "标 题", Dateline: "本报讯", CreditLine: "（记者 甲）", CreditAt: CreditLead,
		Blocks: []Block{{Kind: Paragraph, Text: "正文。"}, {Kind: Caption, Text: "图说"}}}
	var got string
	for _, x := range a.Texts() {
		got += "|" + x.Text
	}
	if want := "|标 题|本报讯|（记者 甲）|正文。|图说"; got != want {
		t.Errorf("Texts = %s, want %s", got, want)
	}
	if n := a.Chars(); n != 2+3+5+3+2 {
		t.Errorf("Chars = %d", n)
	}
	if a.Lead() != "本报讯（记者 甲）" {
		t.Errorf("Lead = %q", a.Lead())
	}
	if s := Byline([]Credit{{"通讯员", []string{"丁竹青", "马金"}}}); s != "通讯员 丁竹青 马金" {
		t.Errorf("Byline = %q", s)
	}
}
