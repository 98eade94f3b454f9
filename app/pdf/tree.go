package pdf

import (
	"strconv"
	"strings"

	"baoge/app/typeset"
)

// fan is how many pages hang on one node of the page tree.
const fan = 64

// A pageTree is the tree of page objects (§7.7.3), two levels deep.
type pageTree struct {
	file  *file
	root  ref
	nodes []byte
	node  ref
	kids  []byte
	n     int // pages on node
	total int
}

// add gives a new page its object number and its parent.
func (t *pageTree) add() (page, parent ref) {
	if t.node == 0 {
		t.node = t.file.alloc()
	}
	page, parent = t.file.alloc(), t.node
	t.kids = append(page.append(t.kids), ' ')
	t.n++
	t.total++
	if t.n == fan {
		t.closeNode()
	}
	return page, parent
}

func (t *pageTree) closeNode() {
	if t.n == 0 {
		return
	}
	t.file.put(t.node, []byte("<</Type/Pages/Parent "+t.root.String()+"/Count "+strconv.Itoa(t.n)+"/Kids["+string(t.kids)+"]>>"))
	t.nodes = append(t.node.append(t.nodes), ' ')
	t.node, t.n, t.kids = 0, 0, t.kids[:0]
}

func (t *pageTree) finish() {
	t.closeNode()
	t.file.put(t.root, []byte("<</Type/Pages/Count "+strconv.Itoa(t.total)+"/Kids["+string(t.nodes)+"]>>"))
}

// labels are the page labels (§12.4.2): ranges of numbers that rise by one, and
// single labels that are no number.
type labels struct {
	b       []byte
	page    int
	running bool // the page before was numbered
	next    int  // the number that goes on with its range
}

func (l *labels) add(label string) {
	n, err := strconv.Atoi(label)
	number := err == nil && n > 0 && strconv.Itoa(n) == label
	switch {
	case number && l.running && n == l.next:
	case number:
		l.b = append(strconv.AppendInt(l.b, int64(l.page), 10), "<</S/D/St "+label+">> "...)
	default:
		l.b = append(strconv.AppendInt(l.b, int64(l.page), 10), "<</P "+textString(clean(label))+">> "...)
	}
	l.running, l.next = number, n+1
	l.page++
}

func (l *labels) nums() string { return strings.TrimSpace(string(l.b)) }

// An outline is the tree of a viewer's side pane (§12.3.3).
type outline struct{ entries []entry }

type entry struct {
	typeset.Entry
	page ref
	top  float32 // from the page's bottom
}

func (o *outline) add(e typeset.Entry, page ref, height float32) {
	e.Title = strings.Clone(e.Title)
	o.entries = append(o.entries, entry{e, page, height - e.Y})
}

// write writes the tree and returns the catalog's entries for it. Articles are
// shown, what is in them is folded; the pane opens by itself when there is more than one.
func (o *outline) write(f *file) string {
	if len(o.entries) == 0 {
		return ""
	}
	root := f.alloc()
	ids := make([]ref, len(o.entries))
	for i := range ids {
		ids[i] = f.alloc()
	}
	count := o.siblings(f, ids, root, 0, len(ids))
	f.put(root, []byte("<</Type/Outlines"+ends(ids, o.level(0, len(ids)))+"/Count "+strconv.Itoa(count)+">>"))
	if count > 1 {
		return "/Outlines " + root.String() + "/PageMode/UseOutlines"
	}
	return "/Outlines " + root.String()
}

// level lists the entries from..to that are not below another of them.
func (o *outline) level(from, to int) []int {
	var out []int
	for i := from; i < to; i++ {
		if len(out) == 0 || o.entries[i].Level <= o.entries[out[0]].Level {
			out = append(out, i)
		}
	}
	return out
}

// siblings writes the entries from..to under parent and returns how many stand right below it.
func (o *outline) siblings(f *file, ids []ref, parent ref, from, to int) int {
	level := o.level(from, to)
	for n, i := range level {
		e := o.entries[i]
		b := "<</Title " + textString(clean(e.Title)) + "/Parent " + parent.String() +
			"/Dest[" + e.page.String() + "/XYZ null " + num(e.top) + " null]"
		end := to
		if n > 0 {
			b += "/Prev " + ids[level[n-1]].String()
		}
		if n+1 < len(level) {
			end = level[n+1]
			b += "/Next " + ids[end].String()
		}
		if i+1 < end {
			count := o.siblings(f, ids, ids[i], i+1, end)
			b += ends(ids, o.level(i+1, end)) + "/Count " + strconv.Itoa(-count)
		}
		f.put(ids[i], []byte(b+">>"))
	}
	return len(level)
}

func ends(ids []ref, level []int) string {
	return "/First " + ids[level[0]].String() + "/Last " + ids[level[len(level)-1]].String()
}
