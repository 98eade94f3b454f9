package library

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"baoge/app/archive"
	"baoge/app/paper"
	"baoge/app/query"
)

// Star is the tag of starred articles.
const Star = "★"

// starWords are what may be written for it.
var starWords = []string{"星标", "星標", "star", Star}

// tagMost bounds a tag, in runes.
const tagMost = 30

// ErrBadTag says that a text is no tag: it is empty, too long, or more than one line.
var ErrBadTag = errors.New("not a tag")

// A Tag is a word the person gave to articles.
type Tag struct {
	Name     string
	Articles int // that the library has
}

// A Note is what the person wrote about an article.
type Note = archive.Note

// TagName is a tag as it is kept: without blanks around it, and Star for its words. It
// fails with [ErrBadTag].
func TagName(text string) (string, error) {
	name := strings.Join(strings.Fields(text), " ")
	if n := utf8.RuneCountInString(name); n == 0 || n > tagMost || strings.ContainsFunc(name, unicode.IsControl) {
		return "", fmt.Errorf("%w: %q", ErrBadTag, text)
	}
	if slices.Contains(starWords, strings.ToLower(name)) {
		return Star, nil
	}
	return name, nil
}

// An IDSet is a set of articles that a [Filter] can hold.
type IDSet = archive.IDSet

// SetOf makes a set.
func SetOf(ids []paper.ArticleID) IDSet { return archive.SetOf(ids) }

// byTag orders tags: the star first.
func byTag(a, b string) int {
	return cmp.Or(lastWhere(a != Star, b != Star), cmp.Compare(a, b))
}

// Tags lists the person's tags with the articles of this library that have each, the star first.
func (l *Library) Tags(ctx context.Context) ([]Tag, error) {
	if l.user == nil {
		return nil, nil
	}
	all, err := l.user.Tagged(ctx, l.ID())
	if err != nil || len(all) == 0 {
		return nil, err
	}
	ids := make([]paper.ArticleID, len(all))
	for i, t := range all {
		ids[i] = t.Article
	}
	there, err := l.archive.There(ctx, ids)
	if err != nil {
		return nil, err
	}
	var out []Tag
	for _, t := range all {
		if !there[t.Article] {
			continue
		}
		if n := len(out); n == 0 || out[n-1].Name != t.Tag {
			out = append(out, Tag{Name: t.Tag})
		}
		out[len(out)-1].Articles++
	}
	slices.SortFunc(out, func(a, b Tag) int { return byTag(a.Name, b.Name) })
	return out, nil
}

// TagsOf gives the tags of articles, the star first; those without are absent.
func (l *Library) TagsOf(ctx context.Context, ids []paper.ArticleID) (map[paper.ArticleID][]string, error) {
	if l.user == nil {
		return nil, nil
	}
	all, err := l.user.TagsOf(ctx, l.ID(), ids)
	if err != nil {
		return nil, err
	}
	of := map[paper.ArticleID][]string{}
	for _, t := range all {
		of[t.Article] = append(of[t.Article], t.Tag)
	}
	for _, tags := range of {
		slices.SortFunc(tags, byTag)
	}
	return of, nil
}

// Tag gives tags to articles and takes others from them, all at once, and returns the tags
// each had before, for [Library.SetTags] to undo it. It fails with [ErrBadTag],
// archive.ErrNotFound and [ErrNoUser].
func (l *Library) Tag(ctx context.Context, ids []paper.ArticleID, add, remove []string) (before map[paper.ArticleID][]string, err error) {
	if l.user == nil {
		return nil, ErrNoUser
	}
	if add, err = tagNames(add); err != nil {
		return nil, err
	}
	if remove, err = tagNames(remove); err != nil {
		return nil, err
	}
	there, err := l.archive.There(ctx, ids)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		if !there[id] {
			return nil, &archive.MissingError{ID: id}
		}
	}
	before = map[paper.ArticleID][]string{}
	return before, l.user.EditTags(ctx, l.ID(), ids, func(id paper.ArticleID, had []string) []string {
		before[id] = had
		return append(slices.DeleteFunc(slices.Clone(had), func(t string) bool { return slices.Contains(remove, t) }), add...)
	})
}

func tagNames(texts []string) ([]string, error) {
	var names []string
	for _, s := range texts {
		name, err := TagName(s)
		if err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, nil
}

// SetTags gives articles exactly these tags.
func (l *Library) SetTags(ctx context.Context, tags map[paper.ArticleID][]string) error {
	if l.user == nil {
		return ErrNoUser
	}
	var ids []paper.ArticleID
	for id := range tags {
		ids = append(ids, id)
	}
	return l.user.EditTags(ctx, l.ID(), ids, func(id paper.ArticleID, _ []string) []string { return tags[id] })
}

// WithTag is the set of articles that have a tag, for a [Filter]. It fails with [ErrBadTag]
// and [ErrNoUser].
func (l *Library) WithTag(ctx context.Context, tag string) (IDSet, error) {
	ids, err := l.withTag(ctx, tag)
	return SetOf(ids), err
}

func (l *Library) withTag(ctx context.Context, tag string) ([]paper.ArticleID, error) {
	if l.user == nil {
		return nil, ErrNoUser
	}
	name, err := TagName(tag)
	if err != nil {
		return nil, err
	}
	return l.user.WithTag(ctx, l.ID(), name)
}

// Notes lists the person's notes on articles of this library, the one written last first.
func (l *Library) Notes(ctx context.Context) ([]Note, error) {
	if l.user == nil {
		return nil, nil
	}
	all, err := l.user.Notes(ctx, l.ID())
	if err != nil || len(all) == 0 {
		return nil, err
	}
	ids := make([]paper.ArticleID, len(all))
	for i, n := range all {
		ids[i] = n.Article
	}
	there, err := l.archive.There(ctx, ids)
	return slices.DeleteFunc(all, func(n Note) bool { return !there[n.Article] }), err
}

// Note reads the person's note on an article; "" where there is none.
func (l *Library) Note(ctx context.Context, id paper.ArticleID) (string, error) {
	if l.user == nil {
		return "", nil
	}
	found, err := l.user.Notes(ctx, l.ID(), id)
	if err != nil || len(found) == 0 {
		return "", err
	}
	return found[0].Text, nil
}

// SetNote writes the note on an article; "" takes it away. It fails with archive.ErrNotFound
// and [ErrNoUser].
func (l *Library) SetNote(ctx context.Context, id paper.ArticleID, text string) error {
	if l.user == nil {
		return ErrNoUser
	}
	there, err := l.archive.There(ctx, []paper.ArticleID{id})
	if err != nil {
		return err
	}
	if text = strings.TrimSpace(text); text != "" && !there[id] {
		return &archive.MissingError{ID: id}
	}
	return l.user.SetNote(ctx, l.ID(), id, text)
}

// ownTags is the question with every 标签: in it asking for the articles that have the tag.
// The tags are the person's, so that the index knows nothing of them. It fails with
// [ErrNoUser].
func (l *Library) ownTags(ctx context.Context, q query.Query) (query.Query, error) {
	if q.Empty() {
		return q, nil
	}
	root, err := l.tagged(ctx, q.Root, false)
	return query.Query{Root: root}, err
}

func (l *Library) tagged(ctx context.Context, n query.Node, inside bool) (query.Node, error) {
	switch n := n.(type) {
	case query.And:
		out := make(query.And, len(n))
		return out, l.eachTagged(ctx, n, out, inside)
	case query.Or:
		out := make(query.Or, len(n))
		return out, l.eachTagged(ctx, n, out, inside)
	case query.Not:
		x, err := l.tagged(ctx, n.Node, inside)
		return query.Not{Node: x}, err
	case query.In:
		if n.Field != query.Tag {
			return n, nil
		}
		return l.tagged(ctx, n.Node, true)
	}
	text, plain := query.Text(n)
	if !inside || !plain {
		return n, nil
	}
	ids, err := l.withTag(ctx, text)
	if errors.Is(err, ErrBadTag) { // no tag is called so
		err = nil
	}
	return query.Among{Said: query.In{Field: query.Tag, Node: n}, IDs: ids}, err
}

func (l *Library) eachTagged(ctx context.Context, from, to []query.Node, inside bool) (err error) {
	for i, x := range from {
		if to[i], err = l.tagged(ctx, x, inside); err != nil {
			return err
		}
	}
	return nil
}
