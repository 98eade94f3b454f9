package library

import (
	"context"

	"baoge/app/paper"
)

// MarkRead puts an article on top of the recently read.
func (l *Library) MarkRead(ctx context.Context, id paper.ArticleID) error {
	if l.user == nil {
		return nil
	}
	return l.user.MarkRead(ctx, l.ID(), id)
}

// Recent lists the articles read last, newest first, those gone from the library left out.
func (l *Library) Recent(ctx context.Context, limit int) ([]paper.Summary, error) {
	if l.user == nil {
		return nil, nil
	}
	ids, err := l.user.Recent(ctx, l.ID(), limit)
	if err != nil {
		return nil, err
	}
	return l.Summaries(ctx, ids)
}

// Position gives the rune of the article's text where reading stopped, and whether one is known.
func (l *Library) Position(ctx context.Context, id paper.ArticleID) (rune int, known bool, err error) {
	if l.user == nil {
		return 0, false, nil
	}
	return l.user.Position(ctx, l.ID(), id)
}

// SetPosition keeps the place where reading stopped.
func (l *Library) SetPosition(ctx context.Context, id paper.ArticleID, rune int) error {
	if l.user == nil {
		return nil
	}
	return l.user.SetPosition(ctx, l.ID(), id, rune)
}

// Setting reads a choice the person made for this library; "" when none was made.
// Choices for every library are in [User.Setting] with an empty library ID.
func (l *Library) Setting(ctx context.Context, key string) (string, error) {
	if l.user == nil {
		return "", nil
	}
	return l.user.Setting(ctx, l.ID(), key)
}

// SetSetting keeps a choice for this library.
func (l *Library) SetSetting(ctx context.Context, key, value string) error {
	if l.user == nil {
		return nil
	}
	return l.user.SetSetting(ctx, l.ID(), key, value)
}
