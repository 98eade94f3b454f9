package async

import (
	"context"
	"errors"
	"testing"
)

// counted is a list of the numbers 0 to n-1, read through Pages, with a record of what was fetched.
func counted(n int) (*Pages[int], *[]int, *int) {
	var offsets []int
	total := -1
	p := &Pages[int]{
		Fetch: func(_ context.Context, limit, offset int) ([]int, int, error) {
			offsets = append(offsets, offset)
			var rows []int
			for i := offset; i < min(offset+limit, n); i++ {
				rows = append(rows, i)
			}
			return rows, n, nil
		},
		Total: func(t int) { total = t }, Filled: func(int, int) {}, Fail: func(error) {},
	}
	return p, &offsets, &total
}

func TestPagesFetchWhatIsInSight(t *testing.T) {
	InPlace(t)
	p, offsets, total := counted(100_000)
	p.Reset()
	if *total != 100_000 || len(*offsets) != 1 {
		t.Fatalf("total %d after fetches %v", *total, *offsets)
	}
	p.Want(70_000, 70_012)
	if v, ok := p.At(70_005); !ok || v != 70_005 {
		t.Errorf("row 70,005 is %d, %v", v, ok)
	}
	if len(*offsets) > 3 {
		t.Errorf("fetched %v for twelve rows", *offsets)
	}
	for i := 0; i < 100_000; i += 500 {
		p.Want(i, i+12)
	}
	if len(p.pages) > pagesKept {
		t.Errorf("%d pages kept, want at most %d", len(p.pages), pagesKept)
	}
	if _, ok := p.At(0); ok {
		t.Error("the first rows are still at hand after scrolling through everything")
	}
	if got := p.Find(func(v int) bool { return v == 99_505 }); got != 99_505 {
		t.Errorf("Find = %d", got)
	}
}

func TestPagesOfNothing(t *testing.T) {
	InPlace(t)
	p, offsets, total := counted(0)
	p.Reset()
	p.Want(0, 8)
	if *total != 0 || len(*offsets) != 1 {
		t.Errorf("total %d, fetched %v: an empty list is fetched once", *total, *offsets)
	}
}

func TestPagesStopAfterAFailure(t *testing.T) {
	InPlace(t)
	p, _, _ := counted(1000)
	tries, told := 0, error(nil)
	fail := errors.New("disk")
	p.Fetch = func(context.Context, int, int) ([]int, int, error) { tries++; return nil, 0, fail }
	p.Fail = func(err error) { told = err }
	p.Reset()
	p.Want(0, 10)
	p.Want(10, 20)
	if tries != 1 || told != fail {
		t.Errorf("tried %d times, told %v", tries, told)
	}
	p.Reset()
	if tries != 2 {
		t.Errorf("Reset did not try again")
	}
}

func TestRowsAmongThoseFarAway(t *testing.T) {
	InPlace(t)
	p, offsets, _ := counted(1000)
	p.Reset()
	n := len(*offsets)
	rows, err := p.Among([][2]int{{3, 5}, {900, 903}}, p.Fetch)(t.Context())
	if err != nil || len(rows) != 5 || rows[0] != 3 || rows[4] != 902 || len(*offsets) != n+1 {
		t.Errorf("%v, %v, fetched %v", rows, err, (*offsets)[n:])
	}
}
