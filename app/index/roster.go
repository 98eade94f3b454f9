package index

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"baoge/app/paper"
)

// Where news names a place: before the colon of its headline (凯里市：…) and before the
// day of its dateline (新华社贵阳7月1日电).
var (
	placeAhead = regexp.MustCompile(`^\p{Han}{1,7}[市县区州镇乡村旗盟](?:\s*[:：])`)
	placeOfDay = regexp.MustCompile(`[社网讯](\p{Han}{2,6}?)\d{1,2}月\d{1,2}日[电讯]`)
)

// places lists the places that an article's headline and dateline name.
func places(a *paper.Article) (out []string) {
	for _, m := range placeAhead.FindAllString(a.Headline, 1) {
		out = append(out, strings.TrimRight(m, " \u3000\t:："))
	}
	for _, m := range placeOfDay.FindAllStringSubmatch(a.Dateline, 1) {
		out = append(out, m[1])
	}
	return out
}

// Roster lists the names of persons and places that the articles' credits, headlines and
// datelines have, folded, for the cutter to learn ([hanzi.Cutter.Learn]). They are in the
// index, so it takes some milliseconds.
func (x *Index) Roster(ctx context.Context) ([]string, error) {
	return reading(x, func(v *view) ([]string, error) {
		var out []string
		for _, s := range v.segs {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			for _, field := range []string{fieldAuthors, fieldPlaces} {
				values, err := x.columns.valuesOf(s, field)
				if err != nil {
					return nil, err
				}
				for _, u := range values {
					out = append(out, u.folded)
				}
			}
		}
		slices.Sort(out)
		return slices.Compact(out), nil
	})
}
