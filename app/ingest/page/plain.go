package page

// inferHeadings finds the headings of a text that marks none.
func inferHeadings(blocks []block) []block {
	return blocks
}

func (p *parser) folio(blocks []block) []block { return blocks }
