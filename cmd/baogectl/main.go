// Command baogectl is the library without a window: what scripts, checks and people at
// a terminal drive. It builds without cgo. Each command is a file of its own.
//
// Standard output holds the answer, as text or with --json as one JSON document;
// messages and progress go to standard error. It exits with 0 when done, 1 when
// something failed, 2 when it was called wrongly.
package main

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"slices"
	"syscall"

	"github.com/alecthomas/kong"

	"baoge/app/library"
)

// commands is the command line.
type commands struct {
	Library string `short:"L" placeholder:"DIR" env:"BAOGE_LIBRARY" help:"馆藏所在的文件夹；不写则用本人的默认馆藏。"`
	JSON    bool   `help:"在标准输出上只打印一个 JSON 文档。"`

	Import importCommand `cmd:"" help:"导入文件和文件夹（文本、Markdown、网页、DOCX、EPUB、PDF、ALTO、版面图片、JSON Lines，及装着它们的 ZIP）。"`
	List   listCommand   `cmd:"" help:"按见报先后列出文章。"`
	Show   showCommand   `cmd:"" help:"显示一篇文章。"`
	Search searchCommand `cmd:"" help:"搜索。"`
	Export exportCommand `cmd:"" help:"把文章导出成文件。"`
	Cite   citeCommand   `cmd:"" help:"按 GB/T 7714 写出引文。"`
	Stats  statsCommand  `cmd:"" help:"统计。"`

	Printers printersCommand `cmd:"" help:"列出打印机。"`
	Print    printCommand    `cmd:"" help:"打印文章或一个 PDF 文件。"`

	Book        bookCommand        `cmd:"" help:"把文章编成一册剪报：封面、目录、页码，PDF 或 DOCX。"`
	Collections collectionsCommand `cmd:"" help:"剪报册：列出、收文章、取出、写按语。"`
	Tag         tagCommand         `cmd:"" help:"标签和星标：给文章加上、去掉，列出。"`
	Note        noteCommand        `cmd:"" help:"批注：给文章写、看、列出。"`

	Set        setCommand        `cmd:"" help:"改文章的日期、版次、版名、报纸、栏目，一次可改许多篇。"`
	Withdraw   withdrawCommand   `cmd:"" help:"撤稿：文章留在馆藏里，但不再列出、搜到、导出。"`
	Reinstate  reinstateCommand  `cmd:"" help:"撤销撤稿。"`
	Delete     deleteCommand     `cmd:"" help:"把文章连同改动历史从馆藏删去，不能恢复。"`
	History    historyCommand    `cmd:"" help:"列出文章改过什么。"`
	Undo       undoCommand       `cmd:"" help:"撤销一次导入，或一次改动（--edit）。"`
	Redo       redoCommand       `cmd:"" help:"重做撤销了的改动。"`
	MergeNames mergeNamesCommand `cmd:"" help:"把一个人的几种写法当作一人；不写姓名则列出已合并的。"`

	Jobs    jobsCommand    `cmd:"" help:"列出历次导入，或看一次导入的报告。"`
	Watch   watchCommand   `cmd:"" help:"看守文件夹，有新文件就导入。"`
	Backup  backupCommand  `cmd:"" help:"把馆藏备份成一个文件。"`
	Restore restoreCommand `cmd:"" help:"从备份恢复成一个新的馆藏。"`
	Reindex reindexCommand `cmd:"" help:"重建索引。"`
	Verify  verifyCommand  `cmd:"" help:"核对馆藏是否完好。"`
	Version versionCommand `cmd:"" help:"显示版本。"`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run does one command and returns the exit code.
func run(ctx context.Context, args []string, out, messages io.Writer) int {
	var c commands
	done := -1
	parser := kong.Must(&c, kong.Name("baogectl"), kong.Description(about), kong.Writers(out, messages),
		kong.Help(chineseHelp), kong.ValueFormatter(chineseFlag), kong.Exit(func(code int) { done = code }))
	parsed, err := parser.Parse(args)
	if done >= 0 { // --help was printed
		return done
	}
	desk := &desk{ctx: ctx, dir: c.Library, json: c.JSON || slices.Contains(args, "--json"), out: out, messages: messages}
	if desk.dir == "" {
		desk.dir = library.DefaultDir()
	}
	if err == nil {
		err = parsed.Run(desk)
	} else {
		err = errors.Join(errUsage, err)
	}
	return desk.end(err)
}
