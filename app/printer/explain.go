package printer

import (
	"errors"
	"fmt"
	"strings"
)

// Sentence says the error in one Chinese sentence with what to do next. library.Explain
// asks for it.
func (e *Error) Sentence() string {
	if errors.Is(e.Err, ErrVanished) && !errors.Is(e.Err, ErrNoServer) && (e.Op == "caps" || e.Op == "list") { // nothing was sent yet
		return "打印机" + e.whom() + "没有回应，可能关机、断网或地址不对；请检查后再试，或换一台。" + e.said()
	}
	for _, k := range explanations {
		if errors.Is(e.Err, k.err) {
			return fmt.Sprintf(k.text, e.whom()) + e.said()
		}
	}
	return "打印机" + e.whom() + "没有打印，请看看打印机再试。" + e.said()
}

// explanations are in any order: an error wraps one of them. %[1]s is the printer.
var explanations = []struct {
	err  error
	text string
}{
	{ErrNoServer, "这台电脑上没有打印服务（CUPS 没有安装或没有运行），请启动它，或按地址直接指定一台打印机，或先导出 PDF 再打印。%.0[1]s"},
	{ErrNoPrinter, "还没有打印机，请先在系统设置里添加，或用 ipp://地址 直接指定一台。%.0[1]s"},
	{ErrUnknown, "没有叫%[1]s的打印机，请从列出的打印机里另选一台，或检查地址。"},
	{ErrStopped, "打印机%[1]s已被停用，文件留在队列里，启用后会接着打印。"},
	{ErrRejecting, "打印机%[1]s现在不接收文件，请在系统设置里让它恢复接收，或换一台。"},
	{ErrBusy, "打印机%[1]s正忙着打印别的文件，请稍后再试。"},
	{ErrOptions, "打印机%[1]s不能照这些选项打印，请换一种纸、单双面或份数再试。"},
	{ErrDenied, "打印机%[1]s要求先登录，本机没有权限，请找管理员，或先导出 PDF 再打印。"},
	{ErrVanished, "打印机%[1]s没有回应，可能关机或断网；请检查后再看队列里的文件，不要急着重印。"},
	{ErrAborted, "打印机%[1]s中止了打印，请看看打印机上的提示再试。"},
	{ErrCancelled, "打印已经取消。%.0[1]s"},
	{ErrDocument, "打印机%[1]s读不懂这个文件，请检查它是不是完好的 PDF。"},
	{ErrPictures, "打印机%[1]s不能直接打印 PDF 文件，请用看 PDF 的程序打开它再打印。"},
	{ErrNoJob, "打印队列里没有这个任务，可能早已打完。%.0[1]s"},
	{ErrFinished, "这个任务已经结束，不能再取消。%.0[1]s"},
	{ErrAnswer, "打印机%[1]s的回答看不懂，请检查地址是不是打印机的。"},
}

// whom is the printer an error is about, in Chinese quotes.
func (e *Error) whom() string {
	if e.Printer != "" {
		return "“" + Short(strings.TrimPrefix(e.Printer, filePrefix)) + "”"
	}
	return ""
}

// said is what the server said of it, in brackets. What filters say of a document they
// cannot read is for programmers.
func (e *Error) said() string {
	if e.Message != "" && !errors.Is(e.Err, ErrDocument) {
		return "（" + strings.TrimRight(e.Message, "。. ") + "）"
	}
	return ""
}

// Say is a job in a few Chinese words: 正在打印，缺纸.
func (j Job) Say() string {
	s := states[j.State]
	if t := troubles[j.Trouble]; t != "" {
		s += "，" + t
	}
	return s
}

// Say is a printer's state in a few Chinese words.
func (p Printer) Say() string {
	s := statuses[p.Status]
	if !p.Accepting {
		s += "，不接收文件"
	}
	return s
}

// Say is a way to use a sheet's sides in a few Chinese words.
func (s Sides) Say() string {
	return map[Sides]string{OneSided: "单面", LongEdge: "双面（长边翻转）", ShortEdge: "双面（短边翻转）"}[s]
}

var (
	states = map[State]string{Waiting: "排队等候", Printing: "正在打印", Done: "已打印", Cancelled: "已取消", Aborted: "打印机中止了打印",
		Refused: "文件打印不出"}
	troubles = map[Trouble]string{Paused: "打印机已停用", NoPaper: "缺纸", Jam: "卡纸", NoInk: "墨粉或墨水用完", Open: "机盖没有关上",
		Offline: "打印机没有回应", Attention: "请到打印机前看看"}
	statuses = map[Status]string{Idle: "空闲", Busy: "正在打印", Stopped: "已停用", Troubled: "有故障"}
)
