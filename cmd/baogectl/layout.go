package main

import (
	"errors"

	"baoge/app/cite"
	"baoge/app/export"
	"baoge/app/library"
	"baoge/app/paper"
	"baoge/app/typeset"
)

// layout are the options of pages that export and print share.
type layout struct {
	Paper        string  `enum:"a4,a5,b5,16k,letter," default:"" placeholder:"a4|a5|b5|16k|letter" help:"纸；不写则 a4。"`
	Columns      int     `enum:"0,1,2" default:"0" placeholder:"1|2" help:"栏数。"`
	Size         float32 `placeholder:"PT" help:"字号。"`
	Leading      float32 `placeholder:"PT" help:"行距。"`
	NoHead       bool    `help:"不要书眉。"`
	NoSourceLine bool    `help:"文末不注明出处。"`
	Cite         string  `enum:"gbt7714-2025,gbt7714-2015," default:"" placeholder:"gbt7714-2025|gbt7714-2015" help:"文末附引文格式。"`
	Pages        string  `placeholder:"1-3,5,8-" help:"只要这些页。"`
	Up           int     `enum:"0,1,2,4" default:"0" placeholder:"1|2|4" help:"一张纸上排几页。"`
}

// options are the layout's for articles of a library.
func (c *layout) options(d *desk, l *library.Library, ids []paper.ArticleID) (o export.Options, err error) {
	size, err := export.ParsePaper(c.Paper)
	if err != nil {
		return o, err
	}
	o = export.Options{Paper: size, Columns: c.Columns, Size: c.Size, Leading: c.Leading, NoHead: c.NoHead, NoSourceLine: c.NoSourceLine, Cite: cite.Style(c.Cite)}
	if o.Impose.Pages, err = typeset.ParsePageRanges(c.Pages); err != nil {
		return o, usage("--pages 要写成 1-3,5,8- 这样的页码")
	}
	o.Impose.Up = c.Up
	o.Picture = func(media string) ([]byte, error) {
		m, err := l.Medium(d.ctx, media)
		return m.Bytes, err
	}
	o.Time, err = l.Newest(d.ctx, ids)
	return o, err
}

// wrongOptions marks as wrong usage what only the options can be to blame for.
func wrongOptions(err error) error {
	if errors.Is(err, export.ErrTypeArea) || errors.Is(err, export.ErrPages) || errors.Is(err, export.ErrIsFolder) || errors.Is(err, export.ErrNoFolder) {
		return errors.Join(errUsage, err)
	}
	return err
}
