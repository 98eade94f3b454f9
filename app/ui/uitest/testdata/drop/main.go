//go:build linux

// Drop drops files on an X window by the XDND protocol: drop WINDOW URI…
package main

/*
#cgo LDFLAGS: -lX11
#include <stdlib.h>
#include <string.h>
#include <X11/Xlib.h>
#include <X11/Xatom.h>

static Display *d;
static Window from, to;

static Atom atom(const char *name) { return XInternAtom(d, name, False); }

static void tell(const char *type, long a, long b, long c, long e)
{
	XEvent ev = {0};
	ev.xclient.type = ClientMessage;
	ev.xclient.display = d;
	ev.xclient.window = to;
	ev.xclient.message_type = atom(type);
	ev.xclient.format = 32;
	ev.xclient.data.l[0] = (long) from;
	ev.xclient.data.l[1] = a;
	ev.xclient.data.l[2] = b;
	ev.xclient.data.l[3] = c;
	ev.xclient.data.l[4] = e;
	XSendEvent(d, to, False, NoEventMask, &ev);
	XFlush(d);
}

static void serve(XSelectionRequestEvent *r, const char *list)
{
	XEvent ev = {0};
	XChangeProperty(d, r->requestor, r->property, r->target, 8, PropModeReplace, (unsigned char *) list, (int) strlen(list));
	ev.xselection.type = SelectionNotify;
	ev.xselection.requestor = r->requestor;
	ev.xselection.selection = r->selection;
	ev.xselection.target = r->target;
	ev.xselection.property = r->property;
	ev.xselection.time = r->time;
	XSendEvent(d, r->requestor, False, NoEventMask, &ev);
	XFlush(d);
}

// Returns 1 once the window has taken the list.
static int drop(unsigned long window, const char *list)
{
	XEvent ev;
	Window root, child;
	int x, y, dropped = 0;
	if (!(d = XOpenDisplay(NULL)))
		return 0;
	to = window;
	from = XCreateSimpleWindow(d, DefaultRootWindow(d), 0, 0, 1, 1, 0, 0, 0);
	XSetSelectionOwner(d, atom("XdndSelection"), from, CurrentTime);
	root = DefaultRootWindow(d);
	XTranslateCoordinates(d, to, root, 300, 300, &x, &y, &child);
	tell("XdndEnter", 5L << 24, (long) atom("text/uri-list"), 0, 0);
	tell("XdndPosition", 0, (long) x << 16 | y, CurrentTime, (long) atom("XdndActionCopy"));
	for (;;) {
		XNextEvent(d, &ev);
		if (ev.type == SelectionRequest)
			serve(&ev.xselectionrequest, list);
		else if (ev.type == ClientMessage && ev.xclient.message_type == atom("XdndStatus") && !dropped) {
			dropped = 1;
			tell("XdndDrop", 0, CurrentTime, 0, 0);
		} else if (ev.type == ClientMessage && ev.xclient.message_type == atom("XdndFinished"))
			return 1;
	}
}
*/
import "C"

import (
	"os"
	"strconv"
	"strings"
	"unsafe"
)

func main() {
	window, err := strconv.ParseUint(os.Args[1], 0, 64)
	if err != nil {
		panic(err)
	}
	list := C.CString(strings.Join(os.Args[2:], "\r\n") + "\r\n")
	defer C.free(unsafe.Pointer(list))
	if C.drop(C.ulong(window), list) == 0 {
		os.Exit(1)
	}
}
