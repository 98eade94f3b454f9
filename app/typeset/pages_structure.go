package typeset

// A structure numbers the elements of a document and gathers those that begin on
// the page being made.
type structure struct {
	elements int       // numbered so far
	fresh    []Element // begun on this page
	article  int       // the article's element
	done     int       // elements up to this one are finished
	current  int       // the element of the block being placed
	figure   int       // the element of the picture just placed: a caption that comes now is its
	table    tagged    // being placed
	link     Link      // the last one placed, without its place
	linkIn   int       // the element it is in
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
	s.current, s.figure, s.lists, s.table, s.link, s.linkIn = 0, 0, nil, tagged{}, Link{}, 0
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
func (s *structure) bodyElement(l *Line) int {
	if l.Role == RoleTable {
		return s.cell(l)
	}
	if !l.First && s.current != 0 {
		return s.current
	}
	if l.Role == RoleItem {
		s.current = s.item(l.Level)
		return s.current
	}
	s.lists = s.lists[:0]
	kind, parent := ElemText, s.article
	switch l.Role {
	case RoleSubheading:
		kind = ElemSubhead
	case RoleCaption:
		kind = ElemCaption
		if s.figure != 0 {
			parent = s.figure
		}
	}
	s.current, s.figure = s.element(kind, parent, ""), 0
	return s.current
}

// figureElement begins the element of a picture.
func (s *structure) figureElement(alt string) int {
	s.lists = s.lists[:0]
	s.figure = s.element(ElemFigure, s.article, "")
	s.fresh[len(s.fresh)-1].Alt = alt
	return s.figure
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

// A tagged table is one being placed.
type tagged struct {
	block     int // of the article
	elem, row int // the elements of the table and of its open row
	at        Cell
	cell      int // the element of the cell at
}

// cell is the element of a line of a table's cell.
func (s *structure) cell(l *Line) int {
	t := &s.table
	if t.elem == 0 || len(l.Spans) > 0 && t.block != l.Spans[0].Part.Block {
		*t = tagged{block: l.Spans[0].Part.Block, elem: s.element(ElemTable, s.article, "")}
		s.lists, s.figure = s.lists[:0], 0
	}
	if t.row == 0 || t.at.Row != l.Cell.Row {
		t.row, t.cell = s.element(ElemRow, t.elem, ""), 0
	}
	if t.cell == 0 || t.at.Column != l.Cell.Column {
		kind := ElemCell
		if l.Cell.Heading {
			kind = ElemHeading
		}
		t.cell = s.element(kind, t.row, "")
	}
	t.at = l.Cell
	s.current = t.cell
	return t.cell
}
