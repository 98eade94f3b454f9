package pdf

import (
	"fmt"
	"slices"
	"sort"
	"strconv"

	"baoge/app/typeset"
)

// A structure is the document's tree of elements (§14.7). An element is
// written as soon as no later page can add to it, so that a book's structure
// is never held whole.
type structure struct {
	file    *file
	root    ref       // StructTreeRoot
	top     ref       // the Document element, the only child of the root
	topKids [2][]byte // its children: first those of the front matter, which come last
	live    map[int]*element
	order   []*element // the live ones, by rising ID
	last    int        // highest element ID seen
	err     error      // content of an element that is not open
	parents []ref      // the parent tree: by key, an element or a list of elements
	page    ref        // the page being written
	marks   []ref      // its marked-content pieces, by MCID
}

// An element that later pages may still add to.
type element struct {
	typeset.Element
	id     ref
	parent *element // nil: the document
	placed bool     // among its parent's children
	page   ref      // where its first content stands
	front  bool
	box    string // of a figure, where on that page it is
	kids   []byte
}

// place makes an element the last child of its parent so far. That is done when
// its first content comes, or a later sibling's, so that children and pieces of text stand
// as they are read.
func (s *structure) place(e *element) {
	if e.placed {
		return
	}
	e.placed = true
	if e.parent == nil {
		of := &s.topKids[1]
		if e.front {
			of = &s.topKids[0]
		}
		*of = append(e.id.append(*of), ' ')
		return
	}
	s.place(e.parent)
	s.placeBefore(e)
	e.parent.kids = append(e.id.append(e.parent.kids), ' ')
}

// placeBefore gives the children before one that hold nothing yet their place: an empty
// cell, a picture that is read here and stands on a later page.
func (s *structure) placeBefore(e *element) {
	n := sort.Search(len(s.order), func(i int) bool { return s.order[i].ID >= e.ID })
	from := n
	for from > 0 && s.order[from-1] != e.parent && !(s.order[from-1].parent == e.parent && s.order[from-1].placed) {
		from--
	}
	for _, b := range s.order[from:n] {
		if b.parent == e.parent {
			s.place(b)
		}
	}
}

func newStructure(f *file) *structure {
	return &structure{file: f, root: f.alloc(), top: f.alloc(), live: map[int]*element{}}
}

// begin takes the elements of a new page; it returns the page's key in the parent tree.
func (s *structure) begin(page ref, front bool, es []typeset.Element) (key int, err error) {
	for _, e := range es {
		if e.ID <= s.last {
			return 0, fmt.Errorf("element %d after element %d", e.ID, s.last)
		}
		s.last = e.ID
		n := &element{Element: e, id: s.file.alloc(), front: front}
		if e.Parent != 0 {
			if n.parent = s.live[e.Parent]; n.parent == nil {
				return 0, fmt.Errorf("element %d: its parent %d is not open", e.ID, e.Parent)
			}
		}
		s.live[e.ID] = n
		s.order = append(s.order, n)
	}
	s.page, s.marks = page, s.marks[:0]
	return s.key(), nil
}

// mark gives the next piece of an element's content on the page.
func (s *structure) mark(elem int) (kind string, mcid int) {
	mcid = len(s.marks)
	e := s.open(elem)
	s.marks = append(s.marks, e.id)
	if e.page == 0 {
		e.page = s.page
	}
	if e.page == s.page {
		e.kids = append(strconv.AppendInt(e.kids, int64(mcid), 10), ' ')
	} else {
		e.kids = append(s.page.append(append(e.kids, "<</Type/MCR/Pg "...)), "/MCID "...)
		e.kids = append(strconv.AppendInt(e.kids, int64(mcid), 10), ">> "...)
	}
	return string(e.Kind), mcid
}

// link makes an annotation a child of its element and returns the
// annotation's key in the parent tree.
func (s *structure) link(elem int, annotation ref) int {
	e := s.open(elem)
	e.kids = append(s.page.append(append(e.kids, "<</Type/OBJR/Pg "...)), "/Obj "...)
	e.kids = append(annotation.append(e.kids), ">> "...)
	key := s.key()
	s.parents[key] = e.id
	return key
}

// box notes where a figure stands; one over several places keeps the first.
func (s *structure) box(elem int, box string) {
	if e := s.live[elem]; e != nil && e.box == "" {
		e.box = box
	}
}

// key is the next key of the parent tree.
func (s *structure) key() int {
	s.parents = append(s.parents, 0)
	return len(s.parents) - 1
}

// open is a live element.
func (s *structure) open(elem int) *element {
	e := s.live[elem]
	if e == nil {
		s.err = fmt.Errorf("content of element %d, which is not open", elem)
		return &element{}
	}
	s.place(e)
	return e
}

// end writes what the page has finished: its pieces' parents, and the elements up to done.
func (s *structure) end(key, done int) {
	b := []byte{'['}
	for _, m := range s.marks {
		b = append(m.append(b), ' ')
	}
	list := s.file.alloc()
	s.file.put(list, append(b, ']'))
	s.parents[key] = list
	s.writeTo(done)
}

// writeTo writes the live elements up to one and forgets them.
func (s *structure) writeTo(done int) {
	n := sort.Search(len(s.order), func(i int) bool { return s.order[i].ID > done })
	for _, e := range s.order[:n] {
		s.place(e)
	}
	for _, e := range s.order[:n] {
		s.write(e)
		delete(s.live, e.ID)
	}
	s.order = slices.Delete(s.order, 0, n)
}

func (s *structure) write(e *element) {
	b := append([]byte("<</Type/StructElem/S/"), e.Kind...)
	up := s.top
	if e.parent != nil {
		up = e.parent.id
	}
	b = up.append(append(b, "/P "...))
	if e.page != 0 {
		b = e.page.append(append(b, "/Pg "...))
	}
	if t := clean(e.Title); t != "" {
		b = append(append(b, "/T "...), textString(t)...)
	}
	b = append(b, e.attributes()...)
	b = append(append(append(b, "/K["...), e.kids...), "]>>"...)
	s.file.put(e.id, b)
}

// attributes are what an element of its kind must or should say (§14.8.5, §14.9.3).
func (e *element) attributes() string {
	switch e.Kind {
	case typeset.ElemFigure:
		alt := clean(e.Alt)
		if alt == "" {
			alt = "图" // PDF/UA wants a word for every figure, and none better is known
		}
		return "/Alt " + textString(alt) + "/A<</O/Layout/Placement/Block" + e.box + ">>"
	case typeset.ElemHeading:
		return "/A<</O/Table/Scope/Column>>"
	}
	return ""
}

// finish writes the remaining elements, the root and the parent tree.
func (s *structure) finish() {
	s.writeTo(s.last)
	tree := s.file.alloc()
	nums := []byte("<</Nums[")
	for key, to := range s.parents {
		nums = append(strconv.AppendInt(nums, int64(key), 10), ' ')
		nums = append(to.append(nums), ' ')
	}
	s.file.put(tree, append(nums, "]>>"...))
	s.file.put(s.top, append(append([]byte("<</Type/StructElem/S/Document/P "+s.root.String()+"/K["), append(s.topKids[0], s.topKids[1]...)...), "]>>"...))
	s.file.put(s.root, []byte("<</Type/StructTreeRoot/K "+s.top.String()+"/ParentTree "+tree.String()+
		"/ParentTreeNextKey "+strconv.Itoa(len(s.parents))+">>"))
}
