package index

import "syscall"

// release lets go of the pages of a mapped file: what is asked for again comes from the system's
// cache. Till then they would count as the process's memory, however little need of them there is.
func release(mapped []byte) {
	if len(mapped) > 0 {
		_ = syscall.Madvise(mapped, syscall.MADV_DONTNEED) // advice
	}
}
