package library

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"syscall"

	"baoge/app/archive"
	"baoge/app/index"
	"baoge/app/ingest"
)

// Explain says in one Chinese sentence what happened and what to do next. For nil it
// is "", for an error nobody foresaw the error itself in a Chinese frame. The window
// shows it with err.Error() behind "copy details".
func Explain(err error) string {
	if err == nil {
		return ""
	}
	var own interface{ Sentence() string } // of a package the library does not know: export, printer, typeset
	if errors.As(err, &own) {
		return own.Sentence()
	}
	var held *archive.HeldError
	if errors.As(err, &held) && held.PID != 0 {
		return fmt.Sprintf("馆藏正被另一程序使用（%s 上的进程 %d），请先关闭它再试。", held.Host, held.PID)
	}
	var kind *ingest.KindError
	if errors.As(err, &kind) {
		return fmt.Sprintf("这是 %s 文件，还不能读入，请另存为文本、Markdown 或 DOCX 再导入。", kind.Kind)
	}
	var missing *archive.MissingError
	if errors.As(err, &missing) {
		return fmt.Sprintf("馆藏里没有编号是“%s”的文章，请用 list 或搜索查到它的编号再试。", missing.ID)
	}
	var withdrawn *archive.WithdrawnError
	if errors.As(err, &withdrawn) {
		return fmt.Sprintf("编号是“%s”的文章已撤稿，不能导出、打印或引用；确要用它，请先撤销撤稿（reinstate）。", withdrawn.ID)
	}
	var conflict *archive.ConflictError
	if errors.As(err, &conflict) {
		return fmt.Sprintf("有 %d 篇后来又改动过，没有撤销；请先撤销后来的改动，再试一次。", len(conflict.Articles))
	}
	for _, e := range explanations {
		if errors.Is(err, e.err) {
			return fmt.Sprintf(e.text, where(err))
		}
	}
	return fmt.Sprintf("出错了：%v。", err)
}

// explanations go from the particular to the general: the first that fits counts.
// %[1]s is the file or folder in question, with the blank or colon it needs.
var explanations = []struct {
	err  error
	text string
}{
	{context.Canceled, "已取消，此前存好的内容都在。%.0[1]s"},
	{context.DeadlineExceeded, "等得太久，先停下了，请稍后再试。%.0[1]s"},

	{archive.ErrHeld, "馆藏正被另一程序使用，请先关闭它再试。%.0[1]s"},
	{archive.ErrNewer, "这个馆藏%[1]s是更新版本的报阁建的，请升级本机的报阁再打开。"},
	{archive.ErrOlder, "这个馆藏%[1]s是旧格式，请在可以写入的电脑上打开一次，让它升级。"},
	{archive.ErrDamaged, "馆藏文件%[1]s已损坏，请从备份恢复；损坏的文件先不要删除。"},
	{archive.ErrNotLibrary, "这里没有馆藏%[1]s，请检查文件夹，或先导入文件建立馆藏。"},
	{archive.ErrNoSpace, "磁盘已满，未能写入%[1]s；已存好的内容都在，请腾出空间后再试。"},
	{archive.ErrReadOnly, "馆藏是以只读方式打开的，不能写入，请换一个可以写入的文件夹。%.0[1]s"},
	{archive.ErrPermission, "没有权限写入%[1]s，请检查文件夹权限，或换一个文件夹。"},
	{ErrNoBackup, "这不是报阁的备份文件，请检查。%.0[1]s"},
	{ErrBadBackup, "备份文件已损坏，没有恢复，请换一份备份。%.0[1]s"},
	{ErrHasLibrary, "那个文件夹里已经有东西，没有恢复；请用 --library 指一个空文件夹。%.0[1]s"},
	{archive.ErrNoEdit, "没有这个编号的改动，请用 history 查到它的编号再试。%.0[1]s"},
	{archive.ErrNoJob, "没有这个编号的导入，请用 jobs 查到它的编号再试。%.0[1]s"},
	{archive.ErrNoSource, "它的来源文件已经不在馆藏里，不能这样做；请重新导入那个文件。%.0[1]s"},
	{archive.ErrNoMedium, "馆藏里没有这张图片。%.0[1]s"},
	{archive.ErrBadMerge, "要合并的姓名至少得有两个不同的写法，请检查。%.0[1]s"},
	{archive.ErrAccount, "各篇、栏目与余下文字的字数加起来与原文不等，没有保存，请把这一版报告给我们。%.0[1]s"},
	{archive.ErrNotFound, "馆藏里没有这篇文章，请用 list 或搜索查到它的编号再试。%.0[1]s"},

	{ingest.ErrEncrypted, "文件有密码，请去掉密码另存一份再导入。%.0[1]s"},
	{ingest.ErrBomb, "这个压缩文件展开后大得不合常理，没有读入，请检查它的来历。%.0[1]s"},
	{ingest.ErrMemberName, "压缩文件里有一项的名字指到了外面，或是一个链接，没有读入，请检查它的来历。%.0[1]s"},
	{ingest.ErrNested, "压缩文件里套了太多层压缩文件，请先解开里面的再导入。%.0[1]s"},
	{ingest.ErrDamaged, "文件已损坏，或没有传完整，请重新取一份再导入。%.0[1]s"},
	{ingest.ErrNoOCR, "版面图片已经存好，但本机没有文字识别程序；装上 Tesseract 和中文识别包 chi_sim 后再导入一次，或在窗口菜单的“没有文字的版面图片”里识别，就能读出文字。%.0[1]s"},
	{ingest.ErrUnreadable, "版面图片已经存好，但文字识别程序读不了这种图片；请另存为 JPEG、PNG 或 8 位 TIFF 再导入。%.0[1]s"},
	{ingest.ErrNoPicture, "有图片找不到或不能读，文字都已存好；请把图片放在文件旁边再导入。%.0[1]s"},
	{ingest.ErrPattern, "路径样式写得不对，请按 {date}、{page} 这样的写法检查。%.0[1]s"},
	{ingest.ErrEmpty, "文件里没有文字，请检查它是否导出完整。%.0[1]s"},
	{ingest.ErrBinary, "这不是文字文件，请先另存为文本或 Markdown 再导入。%.0[1]s"},
	{ingest.ErrEncoding, "认不出文件的文字编码，请另存为 UTF-8 或 GB18030 再导入。%.0[1]s"},
	{ingest.ErrUnknownFormat, "这种格式还不能读入，请另存为文本、Markdown 或 DOCX 再导入。%.0[1]s"},
	{ingest.ErrTooLarge, "文件或其中一行太大，或行数太多，不像一版报纸，请拆开后再导入。%.0[1]s"},
	{ingest.ErrNoText, "这一行没有正文，请补上 text 再导入。%.0[1]s"},
	{ingest.ErrBadDate, "这一行的日期不是日历上的一天，请写成 2023-07-21 这样再导入。%.0[1]s"},
	{ingest.ErrBadRow, "这一行不是一篇文章，请检查它是不是带 text 的 JSON。%.0[1]s"},
	{ingest.ErrAccount, "读入时字数对不上，为免丢字没有存入，请把这个文件报告给我们。%.0[1]s"},
	{ingest.ErrLinkLoop, "文件夹里的链接绕回了上一级，已跳过，请删去这个链接。%.0[1]s"},
	{ErrFileChanged, "读入的时候文件被改动了，请等它写完再导入。%.0[1]s"},
	{ErrBadRows, "有几行没有读入，其余都已存好，请改正后再导入一次。%.0[1]s"},

	{index.ErrHeld, "索引正被另一程序使用，请先关闭它再试。%.0[1]s"},
	{index.ErrStale, "索引不能用了，会自动重建，请稍后再搜。%.0[1]s"},
	{index.ErrClosed, "馆藏已经关闭，请重新打开。%.0[1]s"},
	{ErrNoIndex, "馆藏是不带索引打开的，不能搜索。%.0[1]s"},

	{archive.ErrNoBook, "这本剪报册已不在了，请从列表里另选一本。%.0[1]s"},
	{archive.ErrNameTaken, "已有一本同名的剪报册，请换一个名字。%.0[1]s"},
	{archive.ErrNoName, "剪报册要有名字，请写上名字再试。%.0[1]s"},
	{ErrBadTag, "标签要有字，最多 30 个字，写在一行里，请改一改再试。%.0[1]s"},
	{ErrNoUser, "个人资料打不开，剪报册、标签、批注和已存检索无处可存，请检查主目录的权限。%.0[1]s"},

	{syscall.ENOSPC, "磁盘已满，未能写入%[1]s；已存好的内容都在，请腾出空间后再试。"},
	{syscall.EROFS, "%[1]s所在的磁盘不能写入，请换一个文件夹。"},
	{fs.ErrPermission, "没有权限读写%[1]s，请检查文件权限。"},
	{fs.ErrNotExist, "找不到文件%[1]s，请检查路径。"},
	{fs.ErrExist, "文件%[1]s已经存在，请换一个名字。"},
	{syscall.ENOTDIR, "%[1]s不是文件夹，请检查路径。"},
	{syscall.EISDIR, "%[1]s是文件夹，请写上文件名。"},
}

// where names the file or folder an error is about, in Chinese quotes; "" when it names none.
func where(err error) string {
	var file *archive.FileError
	var path *fs.PathError
	switch {
	case errors.As(err, &file) && file.Path != "":
		return "“" + filepath.Clean(file.Path) + "”"
	case errors.As(err, &path):
		return "“" + path.Path + "”"
	}
	return ""
}

// ExplainFile is Explain for what became of one imported file: bad rows are named by
// their lines.
func ExplainFile(f FileReport) string {
	if f.Err == nil {
		return ""
	}
	switch {
	case !errors.Is(f.Err, ErrBadRows) || len(f.BadRows) == 0:
		return Explain(f.Err)
	case len(f.Articles) == 0:
		return fmt.Sprintf("%d 行全都没有读入（%s），请检查每一行是不是带 text 的 JSON。", len(f.BadRows), lines(f.BadRows))
	default:
		return fmt.Sprintf("有 %d 行没有读入（%s），其余都已存好，请改正后再导入一次。", len(f.BadRows), lines(f.BadRows))
	}
}

// ExplainRow is Explain for one refused row, which it names by its line.
func ExplainRow(r ingest.RowError) string {
	return fmt.Sprintf("第 %d 行：%s", r.Line, Explain(r.Err))
}

// lines lists the first lines of bad rows: 第 3、8、9 行等.
func lines(rows []ingest.RowError) string {
	const most = 5
	s := "第 "
	for i, r := range rows {
		if i == most {
			return s + " 行等"
		}
		if i > 0 {
			s += "、"
		}
		s += fmt.Sprint(r.Line)
	}
	return s + " 行"
}
