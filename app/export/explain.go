package export

// A problem is an error that says itself to people: library.Explain asks for the sentence.
type problem struct{ text, sentence string }

func (p *problem) Error() string { return p.text }

// Sentence is one of Chinese with what to do next.
func (p *problem) Sentence() string { return p.sentence }
