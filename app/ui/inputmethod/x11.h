// What the Go side calls. All but baoge_im_utf8 and baoge_im_servers belong to the
// thread that runs the window.
int baoge_im_spot(int x, int y);
int baoge_im_active(void);
int baoge_im_utf8(const char *locale);
int baoge_im_servers(char *names, int size);
