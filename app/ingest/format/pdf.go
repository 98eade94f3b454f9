package format

import "context"

func readPDF(ctx context.Context, in Input) (*Document, error) { return nil, &KindError{"PDF"} }
