package library

import (
	"context"
	"encoding/json"
	"fmt"
)

// A WatchedFolder is a folder that a person wants watched for a library, with what is to
// be taken of the files in it.
type WatchedFolder struct {
	Dir         string `json:"dir"` // absolute
	Publication string `json:"publication,omitempty"`
	Section     string `json:"section,omitempty"`
	Pattern     string `json:"pattern,omitempty"` // how paths tell day and page; "" reads them as names commonly are
	Replace     bool   `json:"replace,omitempty"` // a file whose path came before with other bytes takes its place
	Off         bool   `json:"off,omitempty"`     // kept, but not watched now
}

// settingWatched keeps the folders a person watches for one library.
const settingWatched = "watched"

// Request is how files of the folder are imported. It fails with ErrPattern.
func (f WatchedFolder) Request() (Request, error) {
	r := Request{Replace: f.Replace, Watched: f.Dir}
	r.Options.Publication, r.Options.Section = f.Publication, f.Section
	return r, r.SetPattern(f.Pattern)
}

// WatchedFolders lists the folders the person wants watched for this library.
func (l *Library) WatchedFolders(ctx context.Context) ([]WatchedFolder, error) {
	text, err := l.Setting(ctx, settingWatched)
	if err != nil || text == "" {
		return nil, err
	}
	var all []WatchedFolder
	if err := json.Unmarshal([]byte(text), &all); err != nil {
		return nil, fmt.Errorf("watched folders: %w", err)
	}
	return all, nil
}

// SetWatchedFolders keeps them; it watches nothing by itself. It fails with [ErrNoUser].
func (l *Library) SetWatchedFolders(ctx context.Context, all []WatchedFolder) error {
	if l.user == nil {
		return ErrNoUser
	}
	text, err := json.Marshal(all)
	if err != nil {
		return fmt.Errorf("watched folders: %w", err)
	}
	return l.SetSetting(ctx, settingWatched, string(text))
}

// jobsLookedAt bounds how far back LastWatched looks for the last import of a folder.
const jobsLookedAt = 1000

// LastWatched gives the last import of each watched folder, as far as it is among the
// latest imports.
func (l *Library) LastWatched(ctx context.Context) (map[string]Job, error) {
	jobs, err := l.Jobs(ctx, jobsLookedAt)
	if err != nil {
		return nil, err
	}
	last := map[string]Job{}
	for _, j := range jobs { // newest first
		asked, err := RequestOf(j)
		if err != nil {
			return nil, err
		}
		if _, later := last[asked.Watched]; asked.Watched != "" && !later {
			last[asked.Watched] = j
		}
	}
	return last, nil
}
