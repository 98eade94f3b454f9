package pdf

import (
	"strconv"

	"baoge/app/typeset"
)

// fan is how many pages hang on one node of the page tree.
const fan = 64

// A pageTree is a part of the tree of page objects (§7.7.3), which is two levels deep.
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

// labels are the page labels (§12.4.2): ranges of numbers that rise by one, Arabic
// or small Roman, and single labels that are no number.
type labels struct {
	ranges []labelRange
	page   int
	style  string // of the range that the page before ended; "": that was no number
	next   int    // the number that goes on with it
}

// A labelRange begins at a page.
type labelRange struct {
	page int
	dict string
}

func (l *labels) add(label string) {
	style, n := "D", 0
	if v, err := strconv.Atoi(label); err == nil && v > 0 && strconv.Itoa(v) == label {
		n = v
	} else if v := roman(label); v > 0 {
		style, n = "r", v
	}
	switch {
	case n == 0:
		style = ""
		l.ranges = append(l.ranges, labelRange{l.page, "<</P " + textString(clean(label)) + ">>"})
	case style != l.style || n != l.next:
		l.ranges = append(l.ranges, labelRange{l.page, "<</S/" + style + "/St " + strconv.Itoa(n) + ">>"})
	}
	l.style, l.next = style, n+1
	l.page++
}

// roman is the number a small Roman numeral stands for, 0 for what is none.
func roman(s string) int {
	for n := 1; n < 400 && s != ""; n++ {
		if typeset.Roman(n) == s {
			return n
		}
	}
	return 0
}

// nums lists the ranges, the first page being number first of the document.
func (l *labels) nums(first int) string {
	var b []byte
	for _, r := range l.ranges {
		b = append(append(strconv.AppendInt(b, int64(first+r.page), 10), r.dict...), ' ')
	}
	return string(b)
}

// An outline is the tree of a viewer's side pane (§12.3.3).
type outline struct{ entries []entry }

type entry struct {
	typeset.Entry
	page ref
	top  float32 // from the page's bottom
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
