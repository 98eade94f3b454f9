// Writes the names of the running input method servers, parted by blanks; returns how many.
int baoge_im_live(Display *d, char *names, int size);
