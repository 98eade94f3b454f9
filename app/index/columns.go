package index
type columns struct{}
type textCache struct{}
func (*textCache) drop(id any) {}
func (x *Index) readable() error { return nil }
