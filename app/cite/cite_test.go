package cite

import (
	"errors"
	"os"
	"strings"
	"testing"

	"baoge/app/paper"
)

// fixture is one case of docs/citations.md.
type fixture struct {
	article paper.Article
	want    map[Style]string
}

// fixtures reads the cases of docs/citations.md, so that the page and the program agree.
func fixtures(t *testing.T) []fixture {
	t.Helper()
	b, err := os.ReadFile("../../docs/citations.md")
	if err != nil {
		t.Fatal(err)
	}
	_, block, _ := strings.Cut(string(b), "```fixtures\n")
	block, _, ok := strings.Cut(block, "```")
	if !ok {
		t.Fatal("no block of fixtures")
	}
	var all []fixture
	for para := range strings.SplitSeq(strings.TrimSpace(block), "\n\n") {
		all = append(all, readFixture(t, para))
	}
	return all
}

func readFixture(t *testing.T, para string) fixture {
	t.Helper()
	f := fixture{want: map[Style]string{}}
	a := &f.article
	for line := range strings.SplitSeq(para, "\n") {
		key, v, _ := strings.Cut(line, ": ")
		switch key {
		case "headline":
			a.Headline = v
		case "subhead":
			a.Subhead = v
		case "publication":
			a.Publication = v
		case "page":
			a.Page = v
		case "date":
			var err error
			if a.Date, err = paper.ParseDate(v); err != nil {
				t.Fatal(err)
			}
		case "blocks":
			kind, text, _ := strings.Cut(v, " ")
			a.Blocks = []paper.Block{{Kind: paper.BlockKind(kind), Text: text}}
		case "credits":
			a.Credits = readCredits(v)
		case "2025":
			f.want[GBT2025] = v
		case "2015":
			f.want[GBT2015] = v
		default:
			t.Fatalf("fixture line %q", line)
		}
	}
	return f
}

// readCredits reads 记者 甲; 通讯员 乙 丙. 甲 乙 of one character each are names without a role.
func readCredits(s string) []paper.Credit {
	var out []paper.Credit
	for c := range strings.SplitSeq(s, "; ") {
		role, names, _ := strings.Cut(c, " ")
		if len([]rune(role)) == 1 {
			role, names = "", c
		}
		k := paper.Credit{Role: role, Names: strings.Fields(names)}
		if strings.Contains(names, ".") {
			k.Names = []string{names}
		}
		out = append(out, k)
	}
	return out
}

func TestNewspaper(t *testing.T) {
	all := fixtures(t)
	if len(all) < 10 {
		t.Fatalf("%d fixtures", len(all))
	}
	for _, f := range all {
		for _, s := range Styles() {
			if got := Newspaper(&f.article, s); got != f.want[s] {
				t.Errorf("%s\n got %s\nwant %s", s, got, f.want[s])
			}
		}
		if got := Newspaper(&f.article, ""); got != f.want[GBT2025] {
			t.Errorf("no style: %s", got)
		}
	}
}

func TestList(t *testing.T) {
	got := List([]*paper.Article{{Headline: "甲"}, {Headline: "乙"}}, GBT2025)
	if s := strings.Join(got, "|"); s != "[1] 甲[N].|[2] 乙[N]." {
		t.Errorf("%s", s)
	}
	if len(List(nil, GBT2025)) != 0 {
		t.Error("a list of nothing")
	}
}

func TestParseStyle(t *testing.T) {
	for _, s := range []string{"gbt7714-2025", "GBT7714-2015"} {
		if k, err := ParseStyle(s); err != nil || string(k) != strings.ToLower(s) {
			t.Errorf("%s: %q, %v", s, k, err)
		}
	}
	if _, err := ParseStyle("apa"); !errors.Is(err, ErrStyle) || !strings.Contains(err.Error(), "gbt7714-2025, gbt7714-2015") {
		t.Errorf("apa: %v", err)
	}
}
