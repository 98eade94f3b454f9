package archive

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"baoge/app/paper"
)

// ErrNoJob says that there is no import of that number.
var ErrNoJob = errors.New("no such job")

// JobState says how an import stands.
type JobState string

// The states of a job. One that was running when its program died is interrupted.
const (
	JobRunning     JobState = "running"
	JobDone        JobState = "done"
	JobCancelled   JobState = "cancelled"
	JobFailed      JobState = "failed"
	JobInterrupted JobState = "interrupted"
	JobUndone      JobState = "undone"
)

// A Job is one import and what it came to. It stays in the library.
type Job struct {
	N        int64
	Began    time.Time
	Ended    time.Time // zero while it is under way
	State    JobState
	Who      string
	What     string // JSON: what was asked for
	Error    string // what ended it early
	Files    int
	Failed   int // files that failed, wholly or in part
	Articles int // new ones
}

// A JobFile is what became of one file of a job.
type JobFile struct {
	Path   string
	Status Status
	Error  string
	Report string // JSON: the rest, as the importer wrote it
}

// BeginJob begins an import; what is JSON of what was asked for. It also tidies up after
// programs that were killed.
func (a *Archive) BeginJob(ctx context.Context, who, what string) (n int64, err error) {
	if a.write == nil {
		return 0, fmt.Errorf("begin import: %w", ErrReadOnly)
	}
	err = a.change(ctx, func(w *writer) error {
		if err := a.sweepMedia(ctx); err != nil {
			return err
		}
		res, err := w.result("INSERT INTO jobs(began, ended, state, who, what, error, files, failed, articles) VALUES(?, 0, ?, ?, ?, '', 0, 0, 0)", w.now, string(JobRunning), who, what)
		if err != nil {
			return err
		}
		n, err = res.LastInsertId()
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("begin import: %w", err)
	}
	return n, nil
}

// AddJobFiles keeps what became of a job's files, in the order they came, and the sums so
// far; what of j is no sum is not looked at.
func (a *Archive) AddJobFiles(ctx context.Context, j Job, files []JobFile) error {
	err := a.change(ctx, func(w *writer) error {
		for i, f := range files {
			err := w.exec("INSERT OR REPLACE INTO job_files VALUES(?, ?, ?, ?, ?, ?)", j.N, j.Files-len(files)+i, f.Path, string(f.Status), f.Error, f.Report)
			if err != nil {
				return err
			}
		}
		return w.exec("UPDATE jobs SET files = ?, failed = ?, articles = ? WHERE n = ?", j.Files, j.Failed, j.Articles, j.N)
	})
	if err != nil {
		return fmt.Errorf("keep import report: %w", err)
	}
	return nil
}

// EndJob says how a job ended.
func (a *Archive) EndJob(ctx context.Context, n int64, state JobState, why string) error {
	err := a.change(ctx, func(w *writer) error {
		return w.exec("UPDATE jobs SET ended = ?, state = ?, error = ? WHERE n = ?", w.now, string(state), why, n)
	})
	if err != nil {
		return fmt.Errorf("end import: %w", err)
	}
	return nil
}

// endDeadJobs says of jobs under way that their program died: whoever has the writer's lock knows.
func endDeadJobs(db *sql.DB) error {
	var running bool
	if err := db.QueryRow("SELECT EXISTS(SELECT 1 FROM jobs WHERE ended = 0)").Scan(&running); err != nil || !running {
		return err
	}
	_, err := db.Exec("UPDATE jobs SET ended = began, state = ? WHERE ended = 0", string(JobInterrupted))
	return err
}

const jobColumns = "SELECT n, began, ended, state, who, what, error, files, failed, articles FROM jobs "

// Jobs lists imports, newest first; a limit below 0 is none.
func (a *Archive) Jobs(ctx context.Context, limit int) ([]Job, error) {
	list, err := a.jobs(ctx, "ORDER BY n DESC LIMIT ?", limit)
	if err != nil {
		return nil, fmt.Errorf("list imports: %w", wrap(a.file(), err))
	}
	return list, nil
}

// Job gives one import, or fails with [ErrNoJob].
func (a *Archive) Job(ctx context.Context, n int64) (Job, error) {
	list, err := a.jobs(ctx, "WHERE n = ?", n)
	if err == nil && len(list) == 0 {
		err = ErrNoJob
	}
	if err != nil {
		return Job{}, fmt.Errorf("import %d: %w", n, wrap(a.file(), err))
	}
	return list[0], nil
}

func (a *Archive) jobs(ctx context.Context, where string, args ...any) ([]Job, error) {
	rows, err := a.read.QueryContext(ctx, jobColumns+where, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Job
	for rows.Next() {
		var j Job
		var began, ended int64
		if err := rows.Scan(&j.N, &began, &ended, (*string)(&j.State), &j.Who, &j.What, &j.Error, &j.Files, &j.Failed, &j.Articles); err != nil {
			return nil, err
		}
		if j.Began = time.Unix(began, 0); ended != 0 {
			j.Ended = time.Unix(ended, 0)
		}
		out = append(out, j)
	}
	return out, rows.Err()
}

// JobFiles calls fn with what became of each file of a job, in the order they came.
func (a *Archive) JobFiles(ctx context.Context, n int64, fn func(JobFile) error) error {
	rows, err := a.read.QueryContext(ctx, "SELECT path, status, error, report FROM job_files WHERE job = ? ORDER BY k", n)
	if err != nil {
		return fmt.Errorf("import %d: %w", n, wrap(a.file(), err))
	}
	defer rows.Close()
	for rows.Next() {
		var f JobFile
		if err := rows.Scan(&f.Path, (*string)(&f.Status), &f.Error, &f.Report); err != nil {
			return fmt.Errorf("import %d: %w", n, wrap(a.file(), err))
		}
		if err := fn(f); err != nil {
			return err
		}
	}
	return wrap(a.file(), rows.Err())
}

// Undone tells what the undoing of an import did.
type Undone struct {
	Removed  int               // articles it had brought
	Restored int               // changes of earlier articles taken back
	Kept     []paper.ArticleID // left as they are: changed since, by a person or another import
}

// UndoJob takes a whole import back, in one transaction: what it brought goes, what it
// changed says again what it said before. Articles that a person or a later import has
// changed since are kept and told of; with all, those a person changed go too. A job
// undone already has nothing left to undo. It fails with [ErrNoJob].
func (a *Archive) UndoJob(ctx context.Context, n int64, all bool) (Undone, error) {
	if a.write == nil {
		return Undone{}, fmt.Errorf("undo import %d: %w", n, ErrReadOnly)
	}
	if _, err := a.Job(ctx, n); err != nil {
		return Undone{}, err
	}
	var u Undone
	err := a.change(ctx, func(w *writer) error {
		u = Undone{}
		if err := w.undoChanges(n, &u); err != nil {
			return err
		}
		if err := w.undoArrivals(n, all, &u); err != nil {
			return err
		}
		return w.exec("UPDATE jobs SET state = ?, ended = max(ended, began) WHERE n = ?", string(JobUndone), n)
	})
	if err != nil {
		return Undone{}, fmt.Errorf("undo import %d: %w", n, err)
	}
	return u, nil
}

// undoChanges takes back the edits of a job, the last first.
func (w *writer) undoChanges(job int64, u *Undone) error {
	rows, err := w.tx.QueryContext(w.ctx, "SELECT n, (SELECT count(*) FROM edit_parts WHERE edit = n AND length(part) < 64) FROM edits WHERE job = ? AND undone = 0 ORDER BY n DESC", job)
	if err != nil {
		return err
	}
	defer rows.Close()
	var edits, parts []int64
	for rows.Next() {
		var n, count int64
		if err := rows.Scan(&n, &count); err != nil {
			return err
		}
		edits, parts = append(edits, n), append(parts, count)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for i, n := range edits {
		conflicts, err := w.turnParts(n, false)
		if err != nil {
			return err
		}
		u.Kept = append(u.Kept, conflicts...)
		u.Restored += int(parts[i]) - len(conflicts)
		if err := w.markTurned(n, false); err != nil {
			return err
		}
	}
	return nil
}

// undoArrivals takes out the articles that a job brought, and the sources that are empty
// then. What a later import changed, or has in a file of its own, stays and is named. A
// source that the undoing of that import would want stays too, and a page scan that came
// with an earlier import and that this one read.
func (w *writer) undoArrivals(job int64, all bool, u *Undone) error {
	since, err := scanTexts(w.tx.QueryContext(w.ctx, `SELECT a.id FROM articles a JOIN sources s ON s.n = a.source WHERE a.job = ?1 AND s.job > ?1
		UNION SELECT a.id FROM articles a JOIN edit_parts ON part = a.id JOIN edits ON edits.n = edit
		WHERE undone = 0 AND edits.job > ?1 AND a.job > ?1 AND instr(before, '"job":"' || ?1 || '"') > 0`, job))
	if err != nil {
		return err
	}
	for _, id := range since {
		if !slices.Contains(u.Kept, paper.ArticleID(id)) {
			u.Kept = append(u.Kept, paper.ArticleID(id))
		}
	}
	ids, err := scanTexts(w.tx.QueryContext(w.ctx, "SELECT a.id FROM articles a JOIN sources s ON s.n = a.source WHERE a.job = ?1 AND s.job <= ?1", job))
	if err != nil {
		return err
	}
	sources := map[int64]bool{}
	for _, id := range ids {
		was, err := storedByID(w.ctx, w.tx, []paper.ArticleID{paper.ArticleID(id)})
		if err != nil {
			return err
		}
		o := was[paper.ArticleID(id)]
		if o.byhand != "" && !all {
			u.Kept = append(u.Kept, o.id)
			continue
		}
		if err := w.remove(o.n, o.id); err != nil {
			return err
		}
		if err := w.exec("DELETE FROM edit_parts WHERE part = ?", id); err != nil {
			return err
		}
		sources[o.source] = true
		u.Removed++
	}
	empty, err := w.tx.QueryContext(w.ctx, "SELECT n FROM sources WHERE job = ?", job)
	if err != nil {
		return err
	}
	defer empty.Close()
	for empty.Next() {
		var n int64
		if err := empty.Scan(&n); err != nil {
			return err
		}
		sources[n] = true
	}
	if err := empty.Err(); err != nil {
		return err
	}
	for n := range sources {
		if err := w.dropUnwanted(n, job); err != nil {
			return err
		}
	}
	return nil
}

// dropUnwanted takes a source out that a job left empty, unless the undoing of an edit would
// want it back. One that an earlier import brought empty is unread again, as it came.
func (w *writer) dropUnwanted(n, job int64) error {
	var earlier bool
	err := w.tx.QueryRowContext(w.ctx, `SELECT EXISTS(SELECT 1 FROM sources WHERE n = ?1 AND job <> ?2
		AND job NOT IN (SELECT n FROM jobs WHERE state = ?3) AND NOT EXISTS(SELECT 1 FROM articles WHERE source = ?1))`, n, job, string(JobUndone)).Scan(&earlier)
	if err != nil {
		return err
	}
	if earlier {
		if err := w.putReading(n, nil); err != nil {
			return err
		}
		return w.exec("UPDATE sources SET labels = '[]', leftover = '[]', repairs = '[]', chars = ? WHERE n = ?", toJSON(Account{}), n)
	}
	var wanted bool
	err = w.tx.QueryRowContext(w.ctx, `SELECT EXISTS(SELECT 1 FROM edit_parts JOIN edits ON edits.n = edit
		WHERE undone = 0 AND part = (SELECT sha256 FROM sources WHERE sources.n = ?))`, n).Scan(&wanted)
	if err != nil || wanted {
		return err
	}
	return w.dropEmptySource(n)
}
