//go:build linux && cgo && !wayland

// What the environment offers: its locales, its running X input method servers.
#define _GNU_SOURCE
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include "x11.h"
#include "x11_servers.h"

int baoge_im_utf8(const char *name)
{
	locale_t l = newlocale(LC_CTYPE_MASK, name, (locale_t) 0);
	if (!l)
		return 0;
	int utf8 = strcmp(nl_langinfo_l(CODESET, l), "UTF-8") == 0;
	freelocale(l);
	return utf8;
}

// The root property XIM_SERVERS keeps servers that are long gone; who is alive owns the
// selection of its name.
int baoge_im_live(Display *d, char *names, int size)
{
	Atom list = XInternAtom(d, "XIM_SERVERS", True), type = None, *servers = NULL;
	int format = 0, n = 0;
	unsigned long count = 0, rest = 0;
	names[0] = 0;
	if (list == None || XGetWindowProperty(d, DefaultRootWindow(d), list, 0, 64, False, XA_ATOM, &type, &format,
			&count, &rest, (unsigned char **) &servers) != Success)
		return 0;
	for (unsigned long i = 0; type == XA_ATOM && format == 32 && i < count; i++) {
		if (XGetSelectionOwner(d, servers[i]) == None)
			continue;
		char *s = XGetAtomName(d, servers[i]);
		int used = (int) strlen(names);
		if (s && strncmp(s, "@server=", 8) == 0 && used + (int) strlen(s + 8) + 2 < size) {
			snprintf(names + used, (size_t) (size - used), "%s%s", used ? " " : "", s + 8);
			n++;
		}
		if (s)
			XFree(s);
	}
	if (servers)
		XFree(servers);
	return n;
}

int baoge_im_servers(char *names, int size)
{
	names[0] = 0;
	XInitThreads(); // must be the process's first Xlib call, whichever this is
	Display *d = XOpenDisplay(NULL);
	if (!d)
		return 0;
	int n = baoge_im_live(d, names, size);
	XCloseDisplay(d);
	return n;
}
