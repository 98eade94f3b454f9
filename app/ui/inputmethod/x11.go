//go:build linux && cgo && !wayland

package inputmethod

/*
#cgo LDFLAGS: -lX11 -ldl
#include <stdlib.h>
#include "x11.h"
*/
import "C"

import (
	"strings"
	"unsafe"
)

const supported = true

// SetSpot tells the input method where the caret of the focused window is: the point
// under it, in pixels of the window. It reports whether an input method took it; a
// spot already told is not told again. Call on the Fyne goroutine.
func SetSpot(x, y int) bool { return C.baoge_im_spot(C.int(x), C.int(y)) != 0 }

// Active reports whether the window toolkit's input method calls pass through this
// package. It is true from the toolkit's start on; false there means that the toolkit no
// longer links Xlib the way this package relies on.
func Active() bool { return C.baoge_im_active() != 0 }

// localeIsUTF8 tells whether the system has the locale and its characters are UTF-8;
// "" is the locale the environment asks for.
func localeIsUTF8(name string) bool {
	s := C.CString(name)
	defer C.free(unsafe.Pointer(s))
	return C.baoge_im_utf8(s) != 0
}

// liveServers names the X input method servers that run, most recently announced first.
func liveServers() []string {
	var buf [1024]C.char
	if C.baoge_im_servers(&buf[0], C.int(len(buf))) == 0 {
		return nil
	}
	return strings.Fields(C.GoString(&buf[0]))
}
