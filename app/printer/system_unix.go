//go:build !windows

package printer

func system() Spooler { return cups{} }
