package preview

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"baoge/app/printer"
	"baoge/app/ui/async"
	"baoge/app/ui/look"
)

// offer lists the printers, behind them the one known by its address, and last that an
// address can be typed. Chosen is the one chosen last, else the default.
func (s *side) offer(list []printer.Printer) {
	s.filling = true
	defer func() { s.filling = false }()
	s.names = s.names[:0]
	var labels []string
	at := -1
	for i, p := range list {
		label := p.Info
		if label == "" {
			label = p.Name
		}
		s.names = append(s.names, p.Name)
		labels = append(labels, label)
		if p.Name == s.choices.Printer || at < 0 && p.Default {
			at = i
		}
	}
	if address, ok := printer.Address(s.choices.Printer); ok && address == s.choices.Printer {
		at, s.names, labels = len(s.names), append(s.names, address), append(labels, printer.Short(address))
	}
	if at < 0 && len(list) > 0 {
		at = 0
	}
	s.printers.Options = append(labels, lang.X("print.byaddress", "按地址…"))
	s.printers.PlaceHolder = lang.X("print.none", "没有打印机")
	if at >= 0 {
		s.choices.Printer = s.names[at]
		s.printers.SetSelectedIndex(at)
	} else {
		s.choices.Printer = ""
		s.printers.ClearSelected()
	}
	s.print.SetEnabled(at >= 0)
	s.printers.Refresh()
}

// takePrinter follows the choice of a printer, or of typing the address of one.
func (s *side) takePrinter(i int) {
	if i < 0 || s.filling {
		return
	}
	typed := i == len(s.names)
	if s.rows[s.address].Hidden = !typed; typed {
		s.choices.Printer = ""
	} else {
		s.choices.Printer = s.names[i]
	}
	s.print.SetEnabled(!typed)
	s.say(aboutPrinter, "")
	s.view.Refresh()
	if typed {
		s.typeIn(s.address)
		return
	}
	s.onChange(newPrinter)
}

// takeAddress takes the printer at an address, which is listed from now on.
func (s *side) takeAddress(text string) {
	address, ok := printer.Address(text)
	if !ok {
		s.say(aboutPrinter, lang.X("print.badaddress", "打印机的地址要写成 192.168.1.8 或 ipp://主机/ipp/print 这样。"))
		return
	}
	at := slices.Index(s.names, address)
	if at < 0 {
		at, s.names = len(s.names), append(s.names, address)
		s.printers.Options = slices.Insert(s.printers.Options, at, printer.Short(address))
	}
	s.address.Put("")
	s.printers.SetSelectedIndex(at)
}

// typeIn gives the keyboard to a field that a choice brought up, once the list that the
// choice was made from has closed and given the keyboard back.
func (s *side) typeIn(f *look.Field) {
	async.After(&s.typing, 0, func() {
		if c := fyne.CurrentApp().Driver().CanvasForObject(f); c != nil {
			c.Focus(f)
		}
	})
}

// sent lets the button be pressed again.
func (s *side) sent(say string) {
	s.print.SetEnabled(s.choices.Printer != "")
	s.say(aboutJob, say)
}
