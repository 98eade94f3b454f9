package page

import "baoge/app/paper"

// A Place says that the runes From to To of the source are the text of an article's
// part from its rune Start on. Both sides have the same number of runes; single ones
// may differ, where a mark was widened.
type Place struct {
	From, To int // runes of the source
	Article  int // index in Page.Articles
	Part     paper.Part
	Start    int // rune of the part
}

// A Decision is one thing a rule settled where another reading was possible.
type Decision struct {
	Choice     Choice
	Rule       string  // the rule that spoke loudest, as docs/import.md names it
	Offset     int     // rune of the source it is about
	Confidence float64 // 0 to 1; below [Doubtful] a person should look
}

// Doubtful is the confidence below which a decision deserves a look.
const Doubtful = 0.75

// A Choice is what was decided.
type Choice string

// The choices.
const (
	ChoseJoin       Choice = "join"       // the block goes on across a break
	ChosePart       Choice = "part"       // it does not, though its sentence is open
	ChoseCaption    Choice = "caption"    // a line is a picture's
	ChoseSubheading Choice = "subheading" // a line is a 小标题
	ChoseItem       Choice = "item"       // a line belongs to a list
	ChoseDeck       Choice = "deck"       // which heading is kicker, headline, subhead
	ChoseCredit     Choice = "credit"     // a line or bracket names who wrote
	ChoseHeadline   Choice = "headline"   // an unmarked line opens an article
	ChoseRubric     Choice = "rubric"     // a heading stands over no text
)

// place notes where the text settled last came from: it is the part, from its rune start on.
func (p *parser) place(part paper.Part, start int) {
	at := p.outAt
	for i := 0; i < len(at); {
		j := i + 1
		for j < len(at) && at[j] == at[j-1]+1 {
			j++
		}
		p.page.Places = append(p.page.Places, Place{From: int(at[i]), To: int(at[j-1]) + 1, Article: len(p.page.Articles), Part: part, Start: start + i})
		i = j
	}
}

// decide notes a decision about the line that begins at offset.
func (p *parser) decide(c Choice, rule string, offset int, confidence float64) {
	if !p.exact {
		p.page.Decisions = append(p.page.Decisions, Decision{c, rule, offset, confidence})
	}
}
