//go:build !windows

package files

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// disks are the root and the volumes mounted beside it. Runs off the UI goroutine.
func disks() []string {
	patterns := []string{"/media/" + os.Getenv("USER") + "/*", "/run/media/" + os.Getenv("USER") + "/*", "/mnt/*"}
	if runtime.GOOS == "darwin" {
		patterns = []string{"/Volumes/*"}
	}
	out := []string{"/"}
	for _, p := range patterns {
		dirs, err := filepath.Glob(p)
		if err != nil {
			continue // a user name with a bracket in it is no pattern
		}
		for _, dir := range dirs {
			if st, err := os.Stat(dir); err == nil && st.IsDir() {
				out = append(out, dir)
			}
		}
	}
	return out
}

// hidden reports what the system keeps out of sight beside names with a dot: nothing.
func hidden(fs.FileInfo) bool { return false }
