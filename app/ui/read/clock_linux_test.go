package read

import (
	"runtime"
	"time"

	"golang.org/x/sys/unix"
)

// timed is how long f keeps its thread's processor busy: what the window would stand still
// on a machine that has nothing else to do, whatever this one is doing meanwhile.
func timed(f func()) time.Duration {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	before := busy()
	f()
	return busy() - before
}

func busy() time.Duration {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &t); err != nil {
		panic(err)
	}
	return time.Duration(t.Nano())
}
