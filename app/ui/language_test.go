package ui

import (
	"bytes"
	"encoding/json"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"fyne.io/fyne/v2/lang"

	"baoge/app/library"
)

var update = flag.Bool("update", false, "write the Chinese translations anew from the source")

const langDir = "../../assets/lang"

// used finds every lang.X in the window's source: key → Chinese fallback.
func used(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		set := token.NewFileSet()
		f, err := parser.ParseFile(set, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(f, func(n ast.Node) bool {
			c, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			s, ok := c.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if x, ok := s.X.(*ast.Ident); !ok || x.Name != "lang" || s.Sel.Name != "X" {
				return true
			}
			key, text := literal(c.Args[0]), literal(c.Args[1])
			at := set.Position(c.Pos())
			switch {
			case key == "" || text == "":
				t.Errorf("%s: key and fallback of lang.X must be written out", at)
			case out[key] != "" && out[key] != text:
				t.Errorf("%s: %s is %q here and %q elsewhere", at, key, text, out[key])
			case !strings.Contains(key, "."):
				t.Errorf("%s: key %q has no dot: Fyne would take it for a word of its own", at, key)
			}
			out[key] = text
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func literal(e ast.Expr) string {
	l, ok := e.(*ast.BasicLit)
	if !ok || l.Kind != token.STRING {
		return ""
	}
	s, err := strconv.Unquote(l.Value)
	if err != nil {
		return ""
	}
	return s
}

func readLang(t *testing.T, name string) map[string]string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(langDir, name))
	if err != nil {
		t.Fatal(err)
	}
	var raw map[string]any
	if err := json.Unmarshal(b, &raw); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	out := map[string]string{}
	for k, v := range raw {
		switch v := v.(type) {
		case string:
			out[k] = v
		case map[string]any: // a plural form, as Fyne's own texts have
			out[k], _ = v["other"].(string)
		}
	}
	return out
}

// fyneTexts are the texts Fyne itself shows; a language of ours takes the place of
// Fyne's, so they must be in it.
var fyneTexts = map[string]string{
	"Advanced": "高级", "Cancel": "取消", "Confirm": "确定", "Copy": "复制", "Cut": "剪切",
	"Error": "出错", "No": "否", "OK": "好", "Paste": "粘贴", "Quit": "退出", "Redo": "重做",
	"Select all": "全选", "Undo": "撤销", "Yes": "是",
	"monday": "星期一", "tuesday": "星期二", "wednesday": "星期三", "thursday": "星期四", "friday": "星期五", "saturday": "星期六", "sunday": "星期日",
	"monday.short": "一", "tuesday.short": "二", "wednesday.short": "三", "thursday.short": "四", "friday.short": "五", "saturday.short": "六", "sunday.short": "日",
}

func TestTranslations(t *testing.T) {
	source := used(t)
	want := maps.Clone(source)
	maps.Copy(want, fyneTexts)
	if *update {
		var b bytes.Buffer
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		if err := e.Encode(want); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(langDir, "zh-Hans.json"), b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for k, v := range compare(t, "zh-Hans.json", want) {
		if v != want[k] {
			t.Errorf("zh-Hans.json: %s is %q, the source says %q (go test ./app/ui -run Translations -update)", k, v, want[k])
		}
	}
	holes := regexp.MustCompile(`{{[^}]*}}`)
	for k, v := range compare(t, "en.json", source) {
		a, b := holes.FindAllString(v, -1), holes.FindAllString(source[k], -1)
		slices.Sort(a)
		slices.Sort(b)
		if !slices.Equal(a, b) {
			t.Errorf("en.json: %s fills in %v, the Chinese %v", k, a, b)
		}
	}
}

// compare reads a language and names the keys that are missing or that nothing uses.
func compare(t *testing.T, name string, want map[string]string) map[string]string {
	t.Helper()
	have := readLang(t, name)
	for _, k := range slices.Sorted(maps.Keys(want)) {
		if have[k] == "" {
			t.Errorf("%s: %s is missing: %s", name, k, want[k])
		}
	}
	for _, k := range slices.Sorted(maps.Keys(have)) {
		if want[k] == "" {
			t.Errorf("%s: nothing uses %s", name, k)
			delete(have, k)
		}
	}
	return have
}

// TestChineseIsSpoken loads the translations as the program does.
func TestChineseIsSpoken(t *testing.T) {
	t.Setenv("LANGUAGE", "") // it would be asked first
	t.Setenv("LC_ALL", "zh_CN.UTF-8")
	if err := useLanguage(systemLanguage); err != nil {
		t.Fatal(err)
	}
	if got := lang.L("Cancel"); got != "取消" {
		t.Errorf("Fyne's Cancel is %q", got)
	}
	t.Setenv("LC_ALL", "en_GB.UTF-8")
	if err := useLanguage(systemLanguage); err != nil {
		t.Fatal(err)
	}
	if got := lang.X("browse.all", "全部文章"); got != "All articles" {
		t.Errorf("in English, 全部文章 is %q", got)
	}
}

// A chosen language is spoken whatever the system's is, Fyne's own texts included.
func TestLanguageIsChosen(t *testing.T) {
	t.Cleanup(func() {
		if err := useLanguage(systemLanguage); err != nil {
			t.Error(err)
		}
	})
	for l, want := range map[language][2]string{english: {"Close", "Cancel"}, chinese: {"关闭", "取消"}} {
		if err := useLanguage(l); err != nil {
			t.Fatal(err)
		}
		if got := [2]string{lang.X("action.close", "关闭"), lang.L("Cancel")}; got != want {
			t.Errorf("%s says %v, want %v", l, got, want)
		}
	}
}

// The help sheet says what the list of the search line says, and in English all of it is English.
func TestHelpIsTranslated(t *testing.T) {
	t.Cleanup(func() {
		if err := useLanguage(systemLanguage); err != nil {
			t.Error(err)
		}
	})
	ops, fields := library.SearchHelp()
	means := map[string]string{} // as the list has them, to as the sheet says them
	for _, l := range []language{chinese, english} {
		if err := useLanguage(l); err != nil {
			t.Fatal(err)
		}
		for _, u := range ops {
			means[u.Means] = operatorMeans(u.Example)
		}
		for _, f := range fields {
			means[f.Means] = fieldMeans(string(f.Field))
		}
		for said, got := range means {
			if (got == said) != (l == chinese) || got == "" {
				t.Errorf("%s: %q is said as %q", l, said, got)
			}
		}
	}
}
