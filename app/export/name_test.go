package export

import (
	"strings"
	"testing"
)

func TestFileName(t *testing.T) {
	for in, want := range map[string]string{"老街：换新颜": "老街：换新颜.pdf", `甲/乙\丙:"丁"?`: "甲／乙＼丙：＂丁＂？.pdf", " .甲. ": "_.甲.pdf", "": "无题.pdf", "con": "_con.pdf", "好😀": "好😀.pdf"} {
		if got := FileName(in, ".pdf"); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
	if got := FileName(strings.Repeat("长", 300), ".pdf"); len(got) > maxName || !strings.HasSuffix(got, "长.pdf") {
		t.Errorf("a long title becomes %d bytes", len(got))
	}
}
