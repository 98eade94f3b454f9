package ui

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"

	"baoge/app/library"
	"baoge/app/ui/async"
	"baoge/app/ui/files"
	"baoge/app/ui/intake"
	"baoge/app/ui/line"
)

// watches are the folders that are watched for the open library, each by itself.
type watches struct {
	folders []library.WatchedFolder
	at      map[string]*watching // by folder
	reading async.Slot
	keeping async.Slot
	list    *intake.Folders // while its dialog is open
	came    string          // what the bottom line says came last; "" for nothing
}

// A watching is one folder that is watched, or was.
type watching struct {
	slot    async.Slot
	running bool
	err     error
	last    *library.Job
}

// A coming is what a watched folder tells: an import, or why it cannot be read, or neither
// when it can be again.
type coming struct {
	report *library.Report
	err    error
}

// startWatches watches the folders that the person wants watched for the library.
func (w *Window) startWatches() {
	l := w.lib
	if !l.Writable() {
		return
	}
	type kept struct {
		folders []library.WatchedFolder
		last    map[string]library.Job
	}
	async.Load(&w.watches.reading, func(ctx context.Context) (k kept, err error) {
		if k.folders, err = l.WatchedFolders(ctx); err == nil && len(k.folders) > 0 {
			k.last, err = l.LastWatched(ctx)
		}
		return k, err
	}, func(k kept) {
		w.watches.folders = k.folders
		for _, f := range k.folders {
			x := w.watchOf(f.Dir)
			if j, ok := k.last[f.Dir]; ok {
				x.last = &j
			}
			w.follow(f)
		}
	}, w.fail)
}

// stopWatches ends all watching; what is stored stays.
func (w *Window) stopWatches() {
	w.watches.reading.Cancel()
	for _, x := range w.watches.at {
		x.slot.Cancel()
	}
	w.watches.folders, w.watches.at, w.watches.came = nil, nil, ""
}

func (w *Window) watchOf(dir string) *watching {
	if w.watches.at == nil {
		w.watches.at = map[string]*watching{}
	}
	if w.watches.at[dir] == nil {
		w.watches.at[dir] = &watching{}
	}
	return w.watches.at[dir]
}

// follow watches a folder by its choices, or ends that where it is off.
func (w *Window) follow(f library.WatchedFolder) {
	l, x := w.lib, w.watchOf(f.Dir)
	x.slot.Cancel()
	x.running, x.err = !f.Off, nil
	if f.Off {
		w.showWatched()
		return
	}
	async.Follow(&x.slot, func(ctx context.Context, tell func(coming)) error {
		request, err := f.Request()
		if err != nil {
			return err
		}
		return l.Watch(ctx, []string{f.Dir}, library.Watching{Request: request, Told: func(r *library.Report, err error) { tell(coming{r, err}) }})
	}, func(c coming) { w.came(x, c) }, func(err error) {
		x.running, x.err = false, err
		w.showWatched()
	})
	w.showWatched()
}

// came shows what a watched folder told: quietly, in the bottom line and in the lists.
func (w *Window) came(x *watching, c coming) {
	x.err = c.err
	if r := c.report; r != nil && len(r.Files) > 0 {
		x.last = &library.Job{N: r.Job, Began: time.Now(), Files: len(r.Files), Articles: r.Articles, Failed: r.Failed()}
		data := map[string]any{"When": x.last.Began.Format("15:04"), "N": line.Thousands(r.Articles), "Failed": line.Thousands(x.last.Failed)}
		switch {
		case x.last.Failed > 0:
			w.watches.came = lang.X("watch.camefailed", "看守文件夹 {{.When}} 新增 {{.N}} 篇，{{.Failed}} 个文件有问题", data)
		case r.Articles > 0:
			w.watches.came = lang.X("watch.came", "看守文件夹 {{.When}} 新增 {{.N}} 篇", data)
		}
		w.browse.Reload()
		w.showStatus()
	}
	w.showWatched()
}

// showWatched lists the folders as they stand, where their dialog is open.
func (w *Window) showWatched() {
	if w.watches.list == nil {
		return
	}
	var all []intake.Watched
	for _, f := range w.watches.folders {
		x := w.watchOf(f.Dir)
		all = append(all, intake.Watched{WatchedFolder: f, Running: x.running, Err: x.err, Last: x.last})
	}
	w.watches.list.Show(all)
}

// showWatches opens the list of watched folders.
func (w *Window) showWatches() {
	if w.lib == nil || !w.lib.Writable() {
		return
	}
	list := intake.NewFolders(w.press, library.Explain)
	d := dialog.NewCustom(lang.X("watch.title", "看守文件夹"), lang.X("action.close", "关闭"), list.View(), w.win)
	d.SetOnClosed(func() { w.watches.list = nil })
	// What is asked next stands in the place of the list, which comes back after it.
	list.OnAdd = func() {
		d.Hide()
		w.addWatched()
	}
	list.OnChange = func(f library.WatchedFolder) {
		d.Hide()
		w.changeWatched(f)
	}
	list.OnFailures = func(n int64) {
		d.Hide()
		w.showJobFailures(n)
	}
	list.OnSwitch = func(f library.WatchedFolder) {
		f.Off = w.watchOf(f.Dir).running
		w.putWatched(f)
	}
	list.OnRemove = w.removeWatched
	w.watches.list = list
	w.showWatched()
	w.present(d, fyne.NewSize(720, 420))
}

// addWatched asks for a folder to be watched, and how.
func (w *Window) addWatched() {
	w.askFiles("watch", files.Ask{Kind: files.Folder, Title: lang.X("watch.choose", "看守哪个文件夹"), Confirm: lang.X("watch.next", "下一步")}, func(paths []string) {
		for _, f := range w.watches.folders {
			if samePath(f.Dir, paths[0]) {
				w.changeWatched(f)
				return
			}
		}
		w.changeWatched(library.WatchedFolder{Dir: paths[0]})
	})
}

// changeWatched asks how a folder is watched, and watches it.
func (w *Window) changeWatched(f library.WatchedFolder) {
	ask := intake.Ask{Paths: []string{f.Dir}, Watch: true, Given: intake.Choices{Publication: f.Publication, Section: f.Section, Pattern: f.Pattern, Replace: f.Replace}}
	w.askIntake(f.Dir, lang.X("watch.start", "开始看守"), ask, func(c intake.Choices) {
		f.Publication, f.Section, f.Pattern, f.Replace, f.Off = c.Publication, c.Section, c.Pattern, c.Replace, false
		w.putWatched(f)
	}, w.showWatches)
}

// putWatched keeps a folder's choices and watches it by them.
func (w *Window) putWatched(f library.WatchedFolder) {
	all := slices.Clone(w.watches.folders)
	if i := slices.IndexFunc(all, func(x library.WatchedFolder) bool { return x.Dir == f.Dir }); i >= 0 {
		all[i] = f
	} else {
		all = append(all, f)
	}
	w.keepWatched(all)
	w.follow(f)
}

// removeWatched takes a folder off the list; what came from it stays.
func (w *Window) removeWatched(f library.WatchedFolder) {
	all := slices.DeleteFunc(slices.Clone(w.watches.folders), func(x library.WatchedFolder) bool { return x.Dir == f.Dir })
	w.keepWatched(all)
	w.watchOf(f.Dir).slot.Cancel()
	delete(w.watches.at, f.Dir)
	w.showWatched()
}

// keepWatched keeps the whole list. It holds at once, so that what is pressed next begins
// with it.
func (w *Window) keepWatched(all []library.WatchedFolder) {
	l := w.lib
	w.watches.folders = all
	async.Load(&w.watches.keeping, func(ctx context.Context) (struct{}, error) { return struct{}{}, l.SetWatchedFolders(ctx, all) }, func(struct{}) {}, w.fail)
}
