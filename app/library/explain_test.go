package library

import (
	"context"
	"fmt"
	"testing"
)

// outsider is an error of a package the library does not know.
type outsider struct{}

func (outsider) Error() string    { return "dial tcp: connection refused" }
func (outsider) Sentence() string { return "没有打印出来，请再试。" }

func TestErrorsSayThemselves(t *testing.T) {
	if got := Explain(fmt.Errorf("print: %w", outsider{})); got != "没有打印出来，请再试。" {
		t.Errorf("%s", got)
	}
	if got := Explain(context.Canceled); got != "已取消，此前存好的内容都在。" {
		t.Errorf("%s", got)
	}
}
