//go:build linux && cgo && !wayland

// Xlib's input method calls, as GLFW 3.3 links them.
//
// GLFW is given stand-ins for its XIM and its XICs: addresses of records here, which it
// never looks into. A record's `real` is libX11's object, or NULL while there is none.
// So the objects behind can be lost and made anew without GLFW knowing. libX11's own
// calls among these functions also arrive here, with real objects: those pass unchanged.
//
// Everything runs on the window's thread.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <poll.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <X11/Xlib.h>
#include <X11/Xproto.h>
#include <X11/Xutil.h>
#include "x11.h"
#include "x11_servers.h"

#define NEXT(name) ((__typeof__(&name)) next_of(#name))
#define ARGS 16             // of a variadic Xlib call; GLFW uses at most 7
#define RETRY_MS 1000       // between looks for a server
#define ANSWER_MS 10000     // at most for an answer of a server that lives
#define LOOK_MS 250         // between looks whether it does

typedef struct context {
	struct context *next;
	XIC real;
	XIMStyle style;
	Window client, focus;
	Bool focused, placed;
	XPoint spot;
} Context;

static struct {
	Display *display;
	XIM real;
	Bool served;        // by a server; else by libX11 alone: Latin letters and dead keys
	long tried;         // when a server was last looked for, in ms
	Context *contexts;
} method;

static Bool seen; // GLFW's calls do come here

static void *next_of(const char *name)
{
	return dlsym(RTLD_NEXT, name);
}

static Bool is_method(XIM im)
{
	return (void *) im == (void *) &method;
}

static Context *context_of(XIC ic)
{
	Context *c = method.contexts;
	while (c && (void *) c != (void *) ic)
		c = c->next;
	return c;
}

static long now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (long) t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

// A name–value list as in XCreateIC(im, …, NULL), as an array padded with NULL. The
// values are pointers or as wide as pointers (XIMStyle, Window).
static void collect(void *out[ARGS + 1], va_list ap)
{
	memset(out, 0, sizeof(void *) * (ARGS + 1));
	for (int i = 0; i + 1 < ARGS; i += 2) {
		if (!(out[i] = va_arg(ap, void *)))
			return;
		out[i + 1] = va_arg(ap, void *);
	}
}
#define SPREAD(a) a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8], a[9], a[10], a[11], a[12], a[13], a[14], a[15], NULL

// ---- making and losing the real objects

static void tell_spot(Context *c)
{
	XVaNestedList l = XVaCreateNestedList(0, XNSpotLocation, &c->spot, NULL);
	if (!l)
		return;
	XSetICValues(c->real, XNPreeditAttributes, l, NULL);
	XFree(l);
}

static void join(Context *c)
{
	unsigned long filter = 0;
	XWindowAttributes w;
	c->real = NEXT(XCreateIC)(method.real, XNInputStyle, c->style, XNClientWindow, c->client, XNFocusWindow, c->focus, NULL);
	if (!c->real)
		return;
	if (NEXT(XGetICValues)(c->real, XNFilterEvents, &filter, NULL) == NULL && XGetWindowAttributes(method.display, c->client, &w))
		XSelectInput(method.display, c->client, w.your_event_mask | (long) filter);
	if (c->focused)
		NEXT(XSetICFocus)(c->real);
	if (c->placed)
		tell_spot(c);
}

// The server is gone: libX11 frees the XIM and every XIC as soon as this returns.
static void on_destroy(XIM im, XPointer client, XPointer call)
{
	if (im != method.real)
		return;
	method.real = NULL;
	method.served = False;
	method.tried = 0;
	for (Context *c = method.contexts; c; c = c->next)
		c->real = NULL;
}

// Only a server offers to draw the composition at a place; libX11 alone does not.
static Bool has_server(XIM im)
{
	XIMStyles *s = NULL;
	Bool found = False;
	if (NEXT(XGetIMValues)(im, XNQueryInputStyle, &s, NULL) != NULL || !s)
		return False;
	for (int i = 0; i < s->count_styles; i++)
		found |= (s->supported_styles[i] & (XIMPreeditPosition | XIMPreeditCallbacks | XIMPreeditArea)) != 0;
	XFree(s);
	return found;
}

static void leave(void)
{
	XIM im = method.real;
	for (Context *c = method.contexts; c; c = c->next) {
		if (c->real)
			NEXT(XDestroyIC)(c->real);
		c->real = NULL;
	}
	method.real = NULL;
	if (im)
		NEXT(XCloseIM)(im);
}

static Bool enter(struct _XrmHashBucketRec *db, char *name, char *class)
{
	static XIMCallback cb = {NULL, (XIMProc) on_destroy};
	XIM im = NEXT(XOpenIM)(method.display, db, name, class);
	// Where the server named is not there, libX11 opens nothing at all.
	if (!im && !method.real && XSetLocaleModifiers("@im=none"))
		im = NEXT(XOpenIM)(method.display, db, name, class);
	if (!im)
		return False;
	if (method.real && !has_server(im)) { // no better than what we have
		NEXT(XCloseIM)(im);
		return False;
	}
	leave();
	method.real = im;
	method.served = has_server(im);
	XSetIMValues(im, XNDestroyCallback, &cb, NULL);
	for (Context *c = method.contexts; c; c = c->next)
		join(c);
	return True;
}

// Chooses the server to open: the one XMODIFIERS names, else any that runs. False while
// none runs or the user wants none.
static Bool choose_server(void)
{
	char names[1024], modifiers[128] = "@im=";
	const char *env = getenv("XMODIFIERS"), *wish = env ? strstr(env, "@im=") : NULL;
	size_t n = wish ? strcspn(wish += 4, "@") : 0;
	if ((n == 4 && strncmp(wish, "none", n) == 0) || (n == 5 && strncmp(wish, "local", n) == 0))
		return False;
	if (!baoge_im_live(method.display, names, sizeof names))
		return False;
	char *pick = NULL;
	for (char *s = strtok(names, " "); s; s = strtok(NULL, " "))
		if (!pick || (strlen(s) == n && strncmp(s, wish, n) == 0))
			pick = s;
	strncat(modifiers, pick, sizeof modifiers - strlen(modifiers) - 1);
	return XSetLocaleModifiers(modifiers) != NULL;
}

// Looks for a server where there is none, at most once in RETRY_MS.
static void revive(void)
{
	if (!method.display || (method.real && method.served))
		return;
	long now = now_ms();
	if (method.tried && now - method.tried < RETRY_MS)
		return;
	method.tried = now;
	if (choose_server() || !method.real)
		enter(NULL, NULL, NULL);
}

// ---- errors

// A key sent to a server that has just died is a BadWindow, on which Xlib would end the
// program. GLFW sets the default handler back after its own, so that is replaced too.
static int tolerate(Display *d, XErrorEvent *e)
{
	static XErrorHandler fatal;
	if (e->error_code == BadWindow && (e->request_code == X_SendEvent || e->request_code == X_ChangeProperty || e->request_code == X_GetProperty))
		return 0;
	if (!fatal) { // learn the default one by setting and taking it back
		NEXT(XSetErrorHandler)(NULL);
		fatal = NEXT(XSetErrorHandler)(tolerate);
	}
	return fatal(d, e);
}

XErrorHandler XSetErrorHandler(XErrorHandler h)
{
	return NEXT(XSetErrorHandler)(h ? h : tolerate);
}

// libX11 waits here for a server's answer, for ever where the server died before it
// answered. A dead one, or one that hangs, is answered for by a message of no format,
// which libX11 takes for a failed read; the request then fails and typing goes on.
int XIfEvent(Display *d, XEvent *ev, Bool (*wanted)(Display *, XEvent *, XPointer), XPointer arg)
{
	if (!method.real || arg != (XPointer) method.real)
		return NEXT(XIfEvent)(d, ev, wanted, arg);
	long start = now_ms(), looked = start;
	char names[1024];
	for (long now = start; now - start < ANSWER_MS; now = now_ms()) {
		if (XCheckIfEvent(d, ev, wanted, arg))
			return 0;
		if (now - looked >= LOOK_MS) {
			if (!baoge_im_live(d, names, sizeof names))
				break;
			looked = now;
		}
		struct pollfd more = {ConnectionNumber(d), POLLIN, 0};
		poll(&more, 1, 10);
	}
	memset(ev, 0, sizeof *ev);
	ev->type = ClientMessage;
	ev->xclient.display = d;
	return 0;
}

// ---- what GLFW calls

XIM XOpenIM(Display *d, struct _XrmHashBucketRec *db, char *name, char *class)
{
	if (method.display)
		return NEXT(XOpenIM)(d, db, name, class);
	seen = True;
	method.display = d;
	XSetErrorHandler(NULL);
	if (enter(db, name, class))
		return (XIM) &method;
	method.display = NULL;
	return NULL;
}

Status XCloseIM(XIM im)
{
	if (!is_method(im))
		return NEXT(XCloseIM)(im);
	leave();
	method.display = NULL;
	method.served = False;
	return True;
}

char *XGetIMValues(XIM im, ...)
{
	void *a[ARGS + 1];
	va_list ap;
	va_start(ap, im);
	collect(a, ap);
	va_end(ap);
	if (is_method(im) && !(im = method.real))
		return a[0];
	return NEXT(XGetIMValues)(im, SPREAD(a));
}

XIC XCreateIC(XIM im, ...)
{
	void *a[ARGS + 1];
	va_list ap;
	va_start(ap, im);
	collect(a, ap);
	va_end(ap);
	if (!is_method(im))
		return NEXT(XCreateIC)(im, SPREAD(a));
	Context *c = calloc(1, sizeof *c);
	if (!c)
		return NULL;
	for (int i = 0; a[i]; i += 2) {
		if (strcmp(a[i], XNInputStyle) == 0)
			c->style = (XIMStyle) a[i + 1];
		else if (strcmp(a[i], XNClientWindow) == 0)
			c->client = (Window) a[i + 1];
		else if (strcmp(a[i], XNFocusWindow) == 0)
			c->focus = (Window) a[i + 1];
	}
	c->next = method.contexts;
	method.contexts = c;
	if (method.real)
		join(c);
	return (XIC) c;
}

char *XGetICValues(XIC ic, ...)
{
	void *a[ARGS + 1];
	va_list ap;
	va_start(ap, ic);
	collect(a, ap);
	va_end(ap);
	Context *c = context_of(ic);
	if (c && !(ic = c->real))
		return a[0];
	return NEXT(XGetICValues)(ic, SPREAD(a));
}

void XSetICFocus(XIC ic)
{
	Context *c = context_of(ic);
	if (c) {
		revive(); // a window come to the front is a good time, too
		c->focused = True;
		ic = c->real;
	}
	if (ic)
		NEXT(XSetICFocus)(ic);
}

void XUnsetICFocus(XIC ic)
{
	Context *c = context_of(ic);
	if (c) {
		c->focused = False;
		ic = c->real;
	}
	if (ic)
		NEXT(XUnsetICFocus)(ic);
}

void XDestroyIC(XIC ic)
{
	Context *c = context_of(ic);
	if (c) {
		ic = c->real;
		for (Context **p = &method.contexts; *p; p = &(*p)->next)
			if (*p == c) {
				*p = c->next;
				break;
			}
		free(c);
	}
	if (ic)
		NEXT(XDestroyIC)(ic);
}

Bool XFilterEvent(XEvent *ev, Window w)
{
	int type = ev->type;
	if (type == KeyPress)
		revive();
	Bool consumed = NEXT(XFilterEvent)(ev, w);
	if (consumed && type == KeyPress)
		ev->type = 0; // GLFW looks at the event all the same; it knows no type 0
	return consumed;
}

int Xutf8LookupString(XIC ic, XKeyPressedEvent *ev, char *buf, int n, KeySym *sym, Status *status)
{
	Context *c = context_of(ic);
	if (!c || c->real)
		return NEXT(Xutf8LookupString)(c ? c->real : ic, ev, buf, n, sym, status);
	int len = XLookupString(ev, buf, n, sym, NULL); // Latin-1, of which ASCII is UTF-8
	for (int i = 0; i < len; i++)
		if ((unsigned char) buf[i] >= 0x80)
			len = 0;
	*status = len > 0 ? XLookupChars : XLookupNone;
	return len;
}

// ---- what Go calls

int baoge_im_spot(int x, int y)
{
	Context *c = method.contexts;
	while (c && !c->focused)
		c = c->next;
	if (!c || x < 0 || y < 0 || x > 32767 || y > 32767)
		return 0;
	if (c->placed && c->spot.x == x && c->spot.y == y)
		return c->real != NULL;
	c->placed = True;
	c->spot = (XPoint) {(short) x, (short) y};
	if (c->real)
		tell_spot(c);
	return c->real != NULL;
}

int baoge_im_active(void)
{
	return seen;
}
