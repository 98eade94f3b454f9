package index

import "context"

func (f *finder) facets(ctx context.Context, res *Result) error { return nil }
