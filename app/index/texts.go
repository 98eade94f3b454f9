package index

import (
	"container/list"
	"context"
	"fmt"
	"sync"

	"baoge/app/paper"
)

// cacheBytes bounds the folded articles kept for the next search: a person who
// changes a query by a word asks for mostly the same ones.
const cacheBytes = 12 << 20

// textCache keeps folded articles, the latest used.
type textCache struct {
	mu    sync.Mutex
	by    map[paper.ArticleID]*list.Element
	order list.List // of *foldedArticle, the latest used in front
	bytes int
	epoch int // moves with every drop, so that a text read before it is not kept after it
}

func (c *textCache) get(id paper.ArticleID) *foldedArticle {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.by[id]
	if e == nil {
		return nil
	}
	c.order.MoveToFront(e)
	return e.Value.(*foldedArticle)
}

func (c *textCache) now() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.epoch
}

func (c *textCache) put(f *foldedArticle, epoch int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if epoch != c.epoch || c.by[f.id] != nil || f.size() > cacheBytes/8 {
		return
	}
	if c.by == nil {
		c.by = map[paper.ArticleID]*list.Element{}
	}
	c.by[f.id] = c.order.PushFront(f)
	c.bytes += f.size()
	for c.bytes > cacheBytes {
		c.remove(c.order.Back())
	}
}

func (c *textCache) drop(id paper.ArticleID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.epoch++
	if e := c.by[id]; e != nil {
		c.remove(e)
	}
}

func (c *textCache) remove(e *list.Element) {
	f := c.order.Remove(e).(*foldedArticle)
	delete(c.by, f.id)
	c.bytes -= f.size()
}

// read returns the folded texts of articles, nil for those the source no longer has.
func (x *Index) read(ctx context.Context, ids []paper.ArticleID) ([]*foldedArticle, error) {
	out := make([]*foldedArticle, len(ids))
	at := make(map[paper.ArticleID]int, len(ids))
	var missing []paper.ArticleID
	for i, id := range ids {
		if out[i] = x.texts.get(id); out[i] == nil {
			at[id] = i
			missing = append(missing, id)
		}
	}
	if len(missing) == 0 {
		return out, nil
	}
	epoch := x.texts.now()
	articles, err := x.source.Articles(ctx, missing)
	if err != nil {
		return nil, fmt.Errorf("read articles to rank them: %w", err)
	}
	for _, a := range articles {
		if a == nil {
			continue
		}
		if i, ok := at[a.ID]; ok {
			out[i] = foldArticle(a)
			x.texts.put(out[i], epoch)
		}
	}
	return out, ctx.Err()
}
