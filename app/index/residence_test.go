package index

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// A residence is the most memory that the process had while it was watched, in MB: all of it, its
// own, and pages of files that it maps, which the system takes back where it needs them.
type residence struct {
	all, own, files float64
	stop            chan struct{}
	ended           chan struct{}
}

// watchResidence looks every hundredth of a second, until end. Where the system is not Linux all is 0.
func watchResidence() *residence {
	r := &residence{stop: make(chan struct{}), ended: make(chan struct{})}
	r.look()
	go func() {
		defer close(r.ended)
		every := time.NewTicker(10 * time.Millisecond)
		defer every.Stop()
		for {
			select {
			case <-every.C:
				r.look()
			case <-r.stop:
				return
			}
		}
	}()
	return r
}

func (r *residence) look() {
	b, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return
	}
	mb := func(name string) float64 {
		_, line, ok := strings.Cut(string(b), name+":")
		if !ok {
			return 0
		}
		kb, _ := strconv.ParseFloat(strings.Fields(line)[0], 64)
		return kb / 1000
	}
	own, files := mb("RssAnon"), mb("RssFile")
	r.own, r.files, r.all = max(r.own, own), max(r.files, files), max(r.all, own+files)
}

func (r *residence) end() *residence {
	close(r.stop)
	<-r.ended
	return r
}

func (r *residence) String() string {
	return fmt.Sprintf("%.0f MB, its own %.0f, mapped files %.0f", r.all, r.own, r.files)
}
