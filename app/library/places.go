package library

import (
	"path/filepath"

	"github.com/adrg/xdg"

	"baoge/app/archive"
)

// folder is the program's name among the person's data.
const folder = "baoge"

// DefaultDir is the person's own library, used where no other is named.
func DefaultDir() string { return filepath.Join(xdg.DataHome, folder, "library") }

// OpenUser opens the person's own database in their data folder: settings, history, known libraries.
func OpenUser() (*User, error) {
	return archive.OpenUser(filepath.Join(xdg.DataHome, folder, "user.sqlite"))
}

// cachedIndex is where the index of a library lives whose own folder cannot be written to.
func cachedIndex(id string) string { return filepath.Join(xdg.CacheHome, folder, "index", id) }
