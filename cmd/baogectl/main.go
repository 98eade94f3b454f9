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

	Import  importCommand  `cmd:"" help:"导入文件和文件夹（文本、Markdown、JSON Lines）。"`
	List    listCommand    `cmd:"" help:"按见报先后列出文章。"`
	Show    showCommand    `cmd:"" help:"显示一篇文章。"`
	Search  searchCommand  `cmd:"" help:"搜索。"`
	Export  exportCommand  `cmd:"" help:"把文章导出成文件。"`
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
