package library

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"baoge/app/archive"
	"baoge/app/hanzi"
	"baoge/app/index"
)

// Verify checks the library against itself: sources against their SHA-256, the
// database's structure, every article, the index beside the archive. Each problem is a
// Chinese sentence; none means all is well. It changes nothing. An index that is
// missing, old or behind is no problem: it mends itself at the next opening. The error
// is for a check that could not be made.
func (l *Library) Verify(ctx context.Context) ([]string, error) {
	found, err := l.archive.Verify(ctx)
	if err != nil {
		return nil, err
	}
	var problems []string
	for _, p := range found {
		problems = append(problems, tell(p))
	}
	if len(problems) > 0 {
		return problems, nil
	}
	problem, err := l.verifyIndex(ctx)
	if problem != "" {
		problems = append(problems, problem)
	}
	return problems, err
}

func tell(p archive.Problem) string {
	switch p.Kind {
	case archive.BadSource:
		return fmt.Sprintf("来源“%s”的原文件与导入时不符（%s），请从备份恢复。", p.Name, p.Detail)
	case archive.BadMedium:
		return fmt.Sprintf("图片 %.12s… 与导入时不符（%s），请从备份恢复。", p.Name, p.Detail)
	case archive.BadArticle:
		return fmt.Sprintf("文章 %s 与存入时不符（%s），请从备份恢复。", p.Name, p.Detail)
	case archive.BadCount:
		return fmt.Sprintf("馆藏内部的数目对不上（%s），请从备份恢复。", p.Detail)
	}
	return fmt.Sprintf("数据库“%s”的结构有损坏（%s），请从备份恢复。", p.Name, p.Detail)
}

// verifyIndex compares the index with the archive where that can be done: the index of
// this library when it is up, else the one on disk unless another program has it.
func (l *Library) verifyIndex(ctx context.Context) (string, error) {
	if l.keeper != nil {
		x, s, _ := l.keeper.now()
		if x == nil || s.Phase != Ready {
			return "", nil
		}
		return l.compare(ctx, x)
	}
	dir := filepath.Join(l.Dir(), "index")
	if _, err := os.Stat(dir); err != nil {
		return "", nil // none yet
	}
	lock, err := archive.AcquireLock(l.Dir())
	if err != nil {
		return "", nil // whoever has the library keeps its index
	}
	defer lock.Release()
	cutter, err := hanzi.Load(ctx)
	if err != nil {
		return "", err
	}
	x, err := index.Open(dir, cutter, source{l.archive})
	if err != nil {
		return "", nil // mends itself
	}
	defer x.Close()
	return l.compare(ctx, x)
}

func (l *Library) compare(ctx context.Context, x *index.Index) (string, error) {
	last, err := l.archive.LastSeq(ctx)
	if err != nil {
		return "", err
	}
	counts, err := l.archive.Counts(ctx)
	if err != nil {
		return "", err
	}
	seq, n := x.Seq(), x.Count()
	switch {
	case seq > last:
		return fmt.Sprintf("索引比馆藏还新（%d 比 %d），请运行 reindex 重建索引。", seq, last), nil
	case seq == last && n != counts.Articles:
		return fmt.Sprintf("索引有 %d 篇，馆藏有 %d 篇，请运行 reindex 重建索引。", n, counts.Articles), nil
	}
	return "", nil
}
