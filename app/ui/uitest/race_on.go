//go:build race

package uitest

const race = true
