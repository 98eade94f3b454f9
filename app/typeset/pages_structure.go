package typeset

// A structure numbers the elements of a document and gathers those that begin on
// the page being made.
type structure struct {
	elements int       // numbered so far
	fresh    []Element // begun on this page
	article  int       // the article's element
	current  int       // the element of the block being placed
	block    int       // and that block's number
	lists    []list    // open lists, outermost first
}

// A list is a list being filled.
type list struct {
	level int
	elem  int
	item  int // the text of its last item, which a deeper list belongs to
}

// begin forgets the article before.
func (s *structure) begin() {
	s.current, s.block, s.lists = 0, 0, nil
}

// element numbers a new element and makes it current.
func (s *structure) element(kind ElementKind, parent int, title string) int {
	s.elements++
	s.fresh = append(s.fresh, Element{ID: s.elements, Parent: parent, Kind: kind, Title: title})
	return s.elements
}

// take returns the elements begun since the last call.
func (s *structure) take() []Element {
	out := s.fresh
	s.fresh = nil
	return out
}

// bodyElement is the element of a body line: the block's, wherever its lines stand.
func (s *structure) bodyElement(l *slug) int {
	if l.block == s.block {
		return s.current
	}
	s.block = l.block
	if l.line.Role == RoleItem {
		s.current = s.item(l.line.Level)
		return s.current
	}
	s.lists = s.lists[:0]
	kind := ElemText
	switch l.line.Role {
	case RoleSubheading:
		kind = ElemSubhead
	case RoleCaption:
		kind = ElemCaption
	}
	s.current = s.element(kind, s.article, "")
	return s.current
}

// item begins a list item: in the open list of its level, or in a new one inside
// the item above it.
func (s *structure) item(level int) int {
	for n := len(s.lists); n > 0 && s.lists[n-1].level > level; n-- {
		s.lists = s.lists[:n-1]
	}
	if n := len(s.lists); n == 0 || s.lists[n-1].level < level {
		parent := s.article
		if n > 0 {
			parent = s.lists[n-1].item
		}
		s.lists = append(s.lists, list{level: level, elem: s.element(ElemList, parent, "")})
	}
	top := &s.lists[len(s.lists)-1]
	top.item = s.element(ElemItemText, s.element(ElemItem, top.elem, ""), "")
	return top.item
}
