//go:build !race

package uitest

// Race reports whether the programs built here have the race detector, which takes
// several times their memory and time.
const Race = false
