package export

import "errors"

// Explain says an error of this package in one Chinese sentence with what to do next; ""
// for nil and for errors that are not of writing files, which library.Explain says.
func Explain(err error) string {
	for _, e := range explanations {
		if errors.Is(err, e.err) {
			return e.text
		}
	}
	return ""
}

// explanations are in any order: an error wraps one of them.
var explanations = []struct {
	err  error
	text string
}{
	{ErrTypeArea, "这样的纸张、栏数、字号、行距或页码排不出版面，请换大一些的纸、小一些的字，或改为单栏再试。"},
	{ErrNothing, "没有要导出的文章，请先选中文章再试。"},
	{ErrAllGone, "剪报册里的文章都已不在馆藏里，请把它们重新加入再试。"},
	{ErrIsFolder, "这个名字是一个文件夹，请换一个文件名再试。"},
	{ErrNoFolder, "这个名字是一个文件，多篇文章要写进文件夹，请换一个名字再试。"},
}
