//go:build !linux || !cgo || wayland

package inputmethod

const supported = false

// SetSpot tells the input method where the caret of the focused window is: the point
// under it, in pixels of the window. It reports whether an input method took it.
// Call on the Fyne goroutine. Here there is none to tell.
func SetSpot(x, y int) bool { return false }

// Active reports whether the window toolkit's input method calls pass through this package.
func Active() bool { return false }

func localeIsUTF8(string) bool { return true }

func liveServers() []string { return nil }
