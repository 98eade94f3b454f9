package archive

import (
	"context"
	"fmt"
	"strings"
)

// Snapshot writes the database as it is now into a new file, whole and at rest, while
// others read and write; and lists the pictures that belong to it, by SHA-256, each with
// the file that holds it.
func (a *Archive) Snapshot(ctx context.Context, path string) (media map[string]string, err error) {
	db, err := connect(a.file(), "ro")
	if err != nil {
		return nil, fmt.Errorf("copy library: %w", wrap(path, err))
	}
	defer db.Close()
	if _, err := db.ExecContext(ctx, "VACUUM INTO ?", path); err != nil {
		return nil, fmt.Errorf("copy library: %w", wrap(path, err))
	}
	copied, err := connect(path, "ro")
	if err != nil {
		return nil, fmt.Errorf("copy library: %w", wrap(path, err))
	}
	defer copied.Close()
	shas, err := scanTexts(copied.QueryContext(ctx, "SELECT sha256 FROM media"))
	if err != nil {
		return nil, fmt.Errorf("copy library: %w", wrap(path, err))
	}
	media = map[string]string{}
	for _, sha := range shas {
		media[sha] = a.mediumPath(sha)
	}
	return media, nil
}

// BelongsToLibrary reports whether a file of that name, with forward slashes, is part of
// a library's folder that cannot be made again: the database or a picture.
func BelongsToLibrary(name string) bool {
	sha, picture := strings.CutPrefix(name, MediaDir+"/")
	return name == FileName || picture && isSum(sha)
}
