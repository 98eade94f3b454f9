package index

import (
	"github.com/RoaringBitmap/roaring/v2"

	"baoge/app/paper"
)

// wantAmong asks for articles by their IDs.
type wantAmong map[paper.ArticleID]bool

func among(ids []paper.ArticleID) wantAmong {
	w := make(wantAmong, len(ids))
	for _, id := range ids {
		w[id] = true
	}
	return w
}

func (w wantAmong) within(s *segView) (sure, maybe *roaring.Bitmap, err error) {
	found := roaring.New()
	for id := range w {
		p, err := s.postings(idField, string(id), s.gone)
		if err != nil {
			return none, none, err
		}
		found.Or(p)
	}
	found.And(s.live)
	return found, found, nil
}

func (w wantAmong) holds(f *foldedArticle) bool { return w[f.id] }
