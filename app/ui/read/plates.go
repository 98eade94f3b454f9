package read

import (
	"context"
	"errors"

	"baoge/app/paper"
	"baoge/app/raster"
	"baoge/app/typeset"
	"baoge/app/ui/async"
)

// Plates are an article's pictures, as far as setting it needs them: the beginnings of
// their files. The rest is read when they come into sight.
type Plates struct {
	heads map[string][]byte
	fetch func(media string) ([]byte, error)
}

// headBytes is how much of a picture's file is kept; width and height stand there in
// nearly every one. Of the others all is kept.
const headBytes = 16 << 10

// errUnread says that a picture is none of those that were read.
var errUnread = errors.New("picture was not read")

// LoadPlates reads an article's pictures. fetch gives a picture's bytes by the SHA-256 that
// names it; a picture it fails on is shown as a frame. It is called here, and later on
// other goroutines. nil, where the article has none. Not for the UI goroutine.
func LoadPlates(ctx context.Context, a *paper.Article, fetch func(media string) ([]byte, error)) *Plates {
	var p *Plates
	for _, b := range a.Blocks {
		if b.Kind != paper.Figure || b.Media == "" || ctx.Err() != nil {
			continue
		}
		if p == nil {
			p = &Plates{heads: map[string][]byte{}, fetch: fetch}
		}
		if data, err := fetch(b.Media); err == nil {
			p.heads[b.Media] = headOf(data)
		}
	}
	return p
}

// headOf is as much of a picture's bytes as tells its size, without holding the rest.
func headOf(data []byte) []byte {
	if len(data) > headBytes {
		if _, err := typeset.PictureSize(data[:headBytes]); err == nil {
			return append([]byte(nil), data[:headBytes]...)
		}
	}
	return data
}

// head is what the typesetter asks for a picture's size. Nil plates have none.
func (p *Plates) head(media string) ([]byte, error) {
	if p != nil {
		if data, ok := p.heads[media]; ok {
			return data, nil
		}
	}
	return nil, errUnread
}

// whole gives all of a picture's bytes. Nil plates have none. Not for the UI goroutine.
func (p *Plates) whole(media string) ([]byte, error) {
	if p == nil {
		return nil, errUnread
	}
	return p.fetch(media)
}

// develop decodes pictures in sight in the background and then calls show. While it is at
// work nothing is begun: the next painting asks for what is still missing.
func (p *Plates) develop(slot *async.Slot, painter *raster.Painter, pics []typeset.Picture, scale float32, show func()) {
	if len(pics) == 0 || slot.Busy() {
		return
	}
	async.Load(slot, func(ctx context.Context) (struct{}, error) {
		for i := range pics {
			if ctx.Err() != nil {
				break
			}
			data, err := p.whole(pics[i].Media)
			painter.Ready(&pics[i], scale, data, err)
		}
		return struct{}{}, nil
	}, func(struct{}) { show() }, nil)
}
