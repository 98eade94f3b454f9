package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/alecthomas/kong"
)

const about = "报阁的命令行：导入、浏览、搜索、导出报纸馆藏。"

// chineseHelp prints kong's own help with its few English words put into Chinese.
func chineseHelp(o kong.HelpOptions, ctx *kong.Context) error {
	var b bytes.Buffer
	out := ctx.Stdout
	ctx.Stdout = &b
	o.Compact = true
	err := kong.DefaultHelpPrinter(o, ctx)
	ctx.Stdout = out
	if err != nil {
		return err
	}
	_, err = io.WriteString(out, helpWords.Replace(b.String()))
	return err
}

var helpWords = strings.NewReplacer(
	"Usage:", "用法：", "Arguments:", "参数：", "Flags:", "选项：", "Commands:", "命令：",
	"Show context-sensitive help.", "显示这份说明。", "<command>", "<命令>", "[flags]", "[选项]",
	`" for more information on a command.`, "” 看各个命令的说明。", `Run "`, "运行 “",
)

// chineseFlag says where else a flag's value can come from.
func chineseFlag(v *kong.Value) string {
	if len(v.Tag.Envs) == 0 || v.Help == "" {
		return v.Help
	}
	return fmt.Sprintf("%s（环境变量 %s）", v.Help, strings.Join(v.Tag.Envs, "、"))
}

// mistakes are kong's messages and what they say in Chinese.
var mistakes = []struct {
	english *regexp.Regexp
	chinese string
}{
	{regexp.MustCompile(`^unknown flag (\S+?)(?:, did you mean (.*)\?)?$`), "没有 $1 这个选项"},
	{regexp.MustCompile(`^unexpected argument (\S+?)(?:, did you mean (.*)\?)?$`), "多了 $1"},
	{regexp.MustCompile(`^missing flags: (.*)$`), "缺少选项 $1"},
	{regexp.MustCompile(`^expected one of (.*)$`), "缺少命令，可用的有 $1"},
	{regexp.MustCompile(`^expected (.*)$`), "缺少 $1"},
	{regexp.MustCompile(`^(\S+): missing value.*$`), "$1 后面缺少值"},
	{regexp.MustCompile(`^(\S+) must be one of (.*) but got (.*)$`), "$1 只能是 $2，不能是 $3"},
	{regexp.MustCompile(`^(\S+): .*want YYYY-MM-DD$`), "$1 要写成 2023-07-21 这样的日期"},
	{regexp.MustCompile(`^(\S+): .*no such day$`), "$1 不是日历上的一天"},
	{regexp.MustCompile(`^(\S+): expected \S+ value but got "(.*)" \(short flag\).*$`), "$1 不能是 $2"},
	{regexp.MustCompile(`^(\S+): expected a valid \S+ bit int but got (.*)$`), "$1 要写整数，不能是 $2"},
	{regexp.MustCompile(`^(\S+): expected a float but got (.*)$`), "$1 要写数字，不能是 $2"},
}

// wrongUsage says how the program was called wrongly and where to read more.
func wrongUsage(err error) string {
	var own interface{ Sentence() string }
	if errors.As(err, &own) {
		return "用法不对：" + own.Sentence()
	}
	text := strings.TrimSpace(strings.Replace(err.Error(), errUsage.Error(), "", 1))
	for _, m := range mistakes {
		if m.english.MatchString(text) {
			text = m.english.ReplaceAllString(text, m.chinese)
			break
		}
	}
	return fmt.Sprintf("用法不对：%s。用 baogectl --help 查看说明。", text)
}

// usage makes an error of wrong usage.
func usage(format string, args ...any) error {
	return fmt.Errorf("%w%s", errUsage, fmt.Sprintf(format, args...))
}
