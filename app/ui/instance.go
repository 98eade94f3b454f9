package ui

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"time"

	"baoge/app/ui/async"
)

// A Claim is this window's sign that it has a library: a socket named after the
// library's folder, on which a second start says that the window is wanted.
type Claim struct{ l net.Listener }

// A call is what a second start says: the files it was given.
type call struct{ Files []string }

// talkTime bounds the exchange of two starts: both are on this machine and have
// one line to say.
const talkTime = 2 * time.Second

// NewClaim listens for other starts on the library in dir. A socket left behind by
// a process that is gone is taken over; one that answers is not.
func NewClaim(dir string) (*Claim, error) {
	path := socketPath(dir)
	l, err := net.Listen("unix", path)
	if err == nil {
		return &Claim{l}, nil
	}
	if c, dialErr := net.DialTimeout("unix", path, talkTime); dialErr == nil {
		c.Close()
		return nil, err
	}
	if os.Remove(path) != nil {
		return nil, err
	}
	if l, err = net.Listen("unix", path); err != nil {
		return nil, err
	}
	return &Claim{l}, nil
}

// Close ends listening. A nil Claim has nothing to end.
func (c *Claim) Close() {
	if c != nil {
		c.l.Close()
	}
}

// next waits for the next start's call. It fails when the claim is closed.
func (c *Claim) next() (call, error) {
	for {
		conn, err := c.l.Accept()
		if err != nil {
			return call{}, err
		}
		said, err := hear(conn)
		if err == nil {
			return said, nil
		}
	}
}

func hear(conn net.Conn) (said call, err error) {
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(talkTime)); err != nil {
		return said, err
	}
	if err := json.NewDecoder(bufio.NewReader(conn)).Decode(&said); err != nil {
		return said, err
	}
	_, err = conn.Write([]byte("ok\n"))
	return said, err
}

// Raise brings up the window that has the library in dir open, hands it the files
// to import, and reports whether there is one. Any goroutine.
func Raise(dir string, files []string) bool {
	conn, err := net.DialTimeout("unix", socketPath(dir), talkTime)
	if err != nil {
		return false
	}
	defer conn.Close()
	var said call
	for _, f := range files {
		if abs, err := filepath.Abs(f); err == nil {
			f = abs // the other process has another working folder
		}
		said.Files = append(said.Files, f)
	}
	answer := make([]byte, 3)
	err = errors.Join(conn.SetDeadline(time.Now().Add(talkTime)), json.NewEncoder(conn).Encode(said))
	if err != nil {
		return false
	}
	_, err = conn.Read(answer)
	return err == nil
}

// listen waits for other starts, one after the other.
func (w *Window) listen() {
	c := w.claim
	if c == nil {
		return
	}
	async.Wait(&w.raising, func(context.Context) (call, error) { return c.next() }, func(said call) {
		w.win.Show()
		w.win.RequestFocus()
		if len(said.Files) > 0 {
			w.importPaths(said.Files)
		}
		w.listen()
	})
}

// socketPath names the library's folder in the person's runtime folder: a path of a
// socket is at most about a hundred bytes long.
func socketPath(dir string) string {
	sum := sha256.Sum256([]byte(realPath(dir)))
	base := os.Getenv("XDG_RUNTIME_DIR")
	if st, err := os.Stat(base); base == "" || err != nil || !st.IsDir() {
		base = os.TempDir()
	}
	return filepath.Join(base, fmt.Sprintf("baoge-%d-%x.sock", os.Getuid(), sum[:8]))
}

// realPath is the folder's one name, links resolved as far as it exists.
func realPath(dir string) string {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return dir
	}
	rest := ""
	for p := abs; ; p = filepath.Dir(p) {
		if real, err := filepath.EvalSymlinks(p); err == nil {
			return filepath.Join(real, rest)
		}
		if p == filepath.Dir(p) {
			return abs
		}
		rest = filepath.Join(filepath.Base(p), rest)
	}
}

func samePath(a, b string) bool { return realPath(a) == realPath(b) }
