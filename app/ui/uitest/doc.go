// Package uitest runs the real program in a real window, for tests: a private X display
// with a window manager, a private home folder, on wish an input method, and a hand that
// types, clicks, pastes and looks.
//
//	d := uitest.Start(t, uitest.Options{InputMethod: uitest.Fcitx5})
//	p := d.Run(t, binary, "--library", dir)
//	w := p.Window(t)
//	w.Click(t, 400, 26)
//	w.Type(t, "nishui ")
//	d.Until(t, "the hits are shown", func() bool { return … })
//
// Nothing sleeps for a fixed time: [Desktop.Until] asks again until a condition holds or
// its time is over. Everything started ends with the test, by process group, even when
// the test binary is killed.
//
// Needed are Xvfb, openbox, xdotool, xclip and ImageMagick's import; for input methods
// dbus-daemon and fcitx5 or ibus with a pinyin engine. Where a tool is missing the test is
// skipped with its name, unless BAOGE_REQUIRE_WINDOW is set: then it fails. Linux only.
//
// The package is used by tests alone; the program never imports it.
package uitest
