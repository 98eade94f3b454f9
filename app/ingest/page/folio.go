package page

import "baoge/app/paper"

// A Folio is what a line at the head or foot of the page says of it; unknown parts are zero.
type Folio struct {
	Date        paper.Date
	Page        string
	PageLabel   string
	Publication string
}
