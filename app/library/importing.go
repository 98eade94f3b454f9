package library

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"baoge/app/archive"
	"baoge/app/ingest"
	"baoge/app/paper"
)

// A Request says how to import.
type Request struct {
	Options   ingest.Options
	Who       string             // who imports; "" is the person logged in
	Replace   bool               // a file whose path came before with other bytes takes its place
	Renew     bool               // files known by their bytes are read anew, by the rules of today
	DryRun    bool               // read and report, write nothing
	Watched   string             // the watched folder that files came into, for the record; else ""
	Committed func(path string)  // called after each commit, from one goroutine; may be nil
	Done      func(f FileReport) // called after each file, from one goroutine; may be nil
}

// A FileReport tells what became of one file. Lists may be nil.
type FileReport struct {
	Path     string
	Format   string
	Status   Status            // imported, updated, unchanged, failed
	Err      error             // why it failed, or what part of it did
	Other    string            // SHA-256 of an earlier file of the same path with other bytes, kept too; else ""
	Replaced string            // SHA-256 of the file this one replaced; else ""
	Same     string            // path the same bytes came by before, where it is another; else ""
	Older    bool              // known, and read with older rules: Request.Renew would read it anew
	Arranged bool              // a person arranged its articles, so that Renew left them as they are
	Lost     []Lost            // what was set by hand and could not be carried over
	Notes    []error           // what the person should know although it was read: ingest.ErrNoOCR, ingest.ErrNoPicture
	BadRows  []ingest.RowError // rows of JSON Lines that were refused
	Chars    ingest.Account
	Articles []paper.ArticleID
	Labels   []string
	Leftover []string
	Repairs  []RuleCount
}

// Unread reports whether the file is a page scan that was kept and not read: no OCR engine
// is installed, or it makes nothing of the picture.
func (f *FileReport) Unread() bool {
	return slices.ContainsFunc(f.Notes, func(n error) bool { return errors.Is(n, ingest.ErrNoOCR) || errors.Is(n, ingest.ErrUnreadable) })
}

// A RuleCount is a repair rule and how often it was applied.
type RuleCount struct {
	Rule  string `json:"rule"`
	Count int    `json:"count"`
}

// A Report tells what an import did: every file met, and the number of new articles.
type Report struct {
	Job      int64 // its number in the library, to look at or undo later; 0 of a dry run
	Files    []FileReport
	Articles int
}

// Failed counts the files that failed, wholly or in part.
func (r *Report) Failed() int {
	n := 0
	for _, f := range r.Files {
		if f.Err != nil {
			n++
		}
	}
	return n
}

// Import reads files and folders into the library: a page file is stored whole or not
// at all, JSON Lines by 1,000 rows. A file that fails is reported and the rest goes on;
// the error is for what ends the import: ctx, a full disk, the library itself. The report
// holds what was done also then. p may be nil.
func (l *Library) Import(ctx context.Context, paths []string, r Request, p *Progress) (*Report, error) {
	if err := l.mayWrite(); err != nil {
		return nil, err
	}
	return newImporter(l.archive, r, p, l.nudge).files(ctx, paths)
}

// ImportFS imports the page files of a file system, their paths below prefix, as Import does.
func (l *Library) ImportFS(ctx context.Context, files fs.FS, prefix string, r Request, p *Progress) (*Report, error) {
	if err := l.mayWrite(); err != nil {
		return nil, err
	}
	return newImporter(l.archive, r, p, l.nudge).tree(ctx, files, prefix)
}

func (l *Library) mayWrite() error {
	if l.Writable() {
		return nil
	}
	return fmt.Errorf("import: %w", &archive.FileError{Path: l.Dir(), Kind: archive.ErrPermission})
}

// DryRun reports what Import into the library in dir would do, and writes nothing there.
// There need be no library yet.
func DryRun(ctx context.Context, dir string, paths []string, r Request, p *Progress) (report *Report, err error) {
	a, err := archive.Open(dir, archive.ReadOnly)
	if errors.Is(err, archive.ErrNotLibrary) && errors.Is(err, fs.ErrNotExist) {
		scratch, e := os.MkdirTemp("", "baoge-*")
		if e != nil {
			return nil, fmt.Errorf("dry run: %w", e)
		}
		defer os.RemoveAll(scratch)
		a, err = archive.Create(scratch)
	}
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	i := newImporter(a, r, p, func() {})
	i.dry = true
	return i.files(ctx, paths)
}
