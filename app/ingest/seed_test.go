package ingest

import "testing"

func TestThin(t *testing.T) {
	f, err := Read(t.Context(), "../../seeds/000_72f2b4a63ce6f29d.txt", Options{})
	if err != nil || len(f.Articles) != 7 || len(f.Labels) != 1 {
		t.Fatal(err, f)
	}
}
