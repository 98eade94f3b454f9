//go:build !unix

package index

import "time"

var began = time.Now()

// cpu is the time since the start: here the system does not tell.
func cpu() time.Duration { return time.Since(began) }
