package read

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"baoge/app/paper"
)

func TestSource(t *testing.T) {
	a := &paper.Article{Headline: "读《红楼梦》　有感", Publication: "凯里晚报", Date: paper.Date{Year: 2023, Month: 7, Day: 1}, Page: "2", PageLabel: "要闻"}
	for _, c := range []struct {
		a    *paper.Article
		want string
	}{
		{a, "——《读〈红楼梦〉 有感》，《凯里晚报》2023年7月1日，2 版 要闻"},
		{&paper.Article{Headline: "题", Page: "A1"}, "——《题》，A1 版"},
		{&paper.Article{Date: paper.Date{Year: 2023, Month: 7, Day: 1}}, "——2023年7月1日"},
		{&paper.Article{Publication: "凯里晚报", PageLabel: "要闻"}, "——《凯里晚报》，要闻"},
		{&paper.Article{}, ""},
	} {
		if got := SourceLine(c.a); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
	a.ID, a.Blocks = "source", body(1)
	r, _ := show(t, a, 728, 722)
	if r.CopyWithSource() {
		t.Error("copied without a selection")
	}
	r.galley.chooseSpan(mark(0, 0, 4))
	clip := fyne.CurrentApp().Clipboard()
	if !r.CopyWithSource() || clip.Content() != "第0号段\n"+SourceLine(a) {
		t.Errorf("copied %q", clip.Content())
	}
	if r.Copy(); clip.Content() != "第0号段" {
		t.Errorf("copied %q", clip.Content())
	}
}

func TestMenu(t *testing.T) {
	r, w := show(t, sample(3), 728, 722)
	var searched string
	exported := 0
	r.OnSearch = func(s string) { searched = s }
	r.OnExport = func() { exported++ }
	r.Menu = func() []*fyne.MenuItem { return []*fyne.MenuItem{fyne.NewMenuItem("加入剪报册", func() {})} }
	item := func(label string) *fyne.MenuItem {
		for _, it := range r.menuItems() {
			if it.Label == label {
				return it
			}
		}
		t.Fatalf("no entry %s", label)
		return nil
	}
	item("加入剪报册")
	for _, l := range []string{"复制", "复制并附出处", "在馆藏中查找选中内容"} {
		if !item(l).Disabled {
			t.Errorf("%s can be chosen without a selection", l)
		}
	}
	item("全选").Action()
	item("复制").Action()
	if got := fyne.CurrentApp().Clipboard().Content(); got == "" || got != r.Selected() {
		t.Errorf("copied %q", got)
	}
	r.galley.chooseSpan(mark(1, 0, 4))
	item("在馆藏中查找选中内容").Action()
	item("导出 PDF…").Action()
	if searched != "第1号段" || exported != 1 {
		t.Errorf("searched for %q, exported %d times", searched, exported)
	}
	item("在文中查找…").Action()
	if !r.finder.opened() {
		t.Error("the bar for finding does not open")
	}
	r.galley.TypedKey(&fyne.KeyEvent{Name: desktop.KeyMenu})
	if w.Canvas().Overlays().Top() == nil {
		t.Error("the menu key opens no menu")
	}
}
