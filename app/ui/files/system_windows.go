package files

import (
	"io/fs"
	"syscall"
)

// drives gives a bit for each letter that is a drive, from A on. Asking each letter for
// its folder instead would wait for empty card readers.
var drives = syscall.NewLazyDLL("kernel32.dll").NewProc("GetLogicalDrives")

// disks are the drives. Runs off the UI goroutine.
func disks() []string {
	bits, _, _ := drives.Call()
	var out []string
	for i := range 26 {
		if bits&(1<<i) != 0 {
			out = append(out, string(rune('A'+i))+`:\`)
		}
	}
	return out
}

// hidden reports what Windows keeps out of sight.
func hidden(st fs.FileInfo) bool {
	a, ok := st.Sys().(*syscall.Win32FileAttributeData)
	return ok && a.FileAttributes&(syscall.FILE_ATTRIBUTE_HIDDEN|syscall.FILE_ATTRIBUTE_SYSTEM) != 0
}
