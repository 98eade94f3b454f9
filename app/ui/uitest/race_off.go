//go:build !race

package uitest

const race = false
