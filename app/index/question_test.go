package index

import (
	"context"
	"testing"
)

func TestQuestion(t *testing.T) {
	for _, c := range []struct {
		text, topic string
		is          bool
	}{
		{"首趟班列的起点在哪里?", "首趟班列的起点 ?", true}, {"斑马线礼让", "斑马线礼让", false}, {"什么", "什么", false}, {"几内亚的许多大学", "几内亚的许多大学", false}, {"哪吒几乎", "哪吒几乎", false}, {"大桥有多长", "大桥", true}, {"谁?", "谁?", false}, {"谁救了人", "救了人", true},
		{"大桥于何年建成?", "大桥 建成?", true}, {"蓄水塘在哪边", "蓄水塘", true}, {"为甚么礼让", "礼让", true}, {"礼让的原因是?", "礼让的原因", true}, {"礼让行人为?", "礼让行人", true},
		{"可不可以礼让", "礼让", true}, {"任何时候都礼让", "任何时候都礼让", false}, {"都礼让了?", "都礼让了?", false}, {"几千人礼让", "几千人礼让", false}, {"好几个路口", "好几个路口", false}, {"十几天", "十几天", false}, {"第几次礼让", "第 礼让", true}, {"何先生礼让", "何先生礼让", false},
	} {
		if topic, is := question(c.text); topic != c.topic || is != c.is {
			t.Errorf("question(%s) = %q, %v; want %q, %v", c.text, topic, is, c.topic, c.is)
		}
	}
	x := newIndex(t, seedArticles(t))
	for _, c := range []struct{ ask, want string }{
		{"谁在江里救了落水的女子？", "一名女子不"}, {"斑马线前为什么要礼让行人", "凯里市:斑"}, {"凯里市夏季除草了多少平方米", "凯里市:夏"},
	} {
		hits, err := x.SearchText(context.Background(), c.ask, 3)
		if err != nil || headlines(x, &Result{Hits: hits[:min(1, len(hits))]}) != c.want {
			t.Errorf("%s: %v, %v; want %s first", c.ask, hits, err, c.want)
		}
	}
	if r := search(t, x, "哪里有蓄水塘", Options{}); r.Nearest != search(t, x, "蓄水塘", Options{}).Nearest {
		t.Error("a question word is asked of the articles")
	}
}
