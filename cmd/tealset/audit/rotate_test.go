package audit

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// rotating is a trail of which each file has room for two lines.
func rotating(t *testing.T, path string) *Trail {
	t.Helper()
	trail := open(t, path)
	encoded, err := encode(intent("000"))
	if err != nil {
		t.Fatal(err)
	}
	trail.maxBytes = int64(2 * len(encoded))
	return trail
}

func number(t *testing.T, trail *Trail, from, to int) (want []string) {
	t.Helper()
	for n := from; n < to; n++ {
		id := fmt.Sprintf("%03d", n)
		mustAppend(t, trail, intent(id))
		want = append(want, id)
	}
	return want
}

// A full file makes place, and reading goes over all of them, oldest first.
func TestRotatedFilesAreReadInOrder(t *testing.T) {
	path := place(t)
	want := number(t, rotating(t, path), 0, 11)
	if got := ids(t, path, 0); !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
}

// Five rotated files are kept, none of them beyond the limit, and the oldest is
// lost.
func TestFiveRotatedFilesAreKept(t *testing.T) {
	path := place(t)
	trail := rotating(t, path)
	want := number(t, trail, 0, 20)
	if got := ids(t, path, 0); !slices.Equal(got, want[len(want)-12:]) {
		t.Errorf("got %v", got)
	}
	for n := range keptFiles + 1 {
		info, err := os.Stat(rotated(path, n))
		if err != nil {
			t.Fatal(err)
		}
		if info.Size() > trail.maxBytes || !privateFile(info) {
			t.Errorf("%s: %d bytes, %v", info.Name(), info.Size(), info.Mode())
		}
	}
	if _, err := os.Stat(rotated(path, keptFiles+1)); err == nil {
		t.Error("a sixth file was kept")
	}
}

// A line that is longer than a file goes into an empty one, and no empty file is
// rotated for it.
func TestOversizedLineIsWritten(t *testing.T) {
	path := place(t)
	trail := open(t, path)
	trail.maxBytes = 1
	want := number(t, trail, 0, 3)
	if got := ids(t, path, 0); !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
	if exists(rotated(path, 3)) {
		t.Error("an empty file was rotated")
	}
}

// Where no place can be made, the lines go into the file that is too long, and
// none is lost, however often it is tried; with place again, it rotates again.
func TestFailedRotationLosesNothing(t *testing.T) {
	path := place(t)
	trail := rotating(t, path)
	want := number(t, trail, 0, 10)
	obstacle := rotated(path, keptFiles)
	if err := os.MkdirAll(filepath.Join(obstacle, "in the way"), 0o700); err != nil {
		t.Fatal(err)
	}
	want = append(want, number(t, trail, 10, 15)...)
	records, damaged, err := Read(path)
	if got := idsOf(records); !slices.Equal(got, want) || damaged != 0 || err == nil {
		t.Errorf("got %v, %d, %v", got, damaged, err)
	}
	if err := os.RemoveAll(obstacle); err != nil {
		t.Fatal(err)
	}
	want = append(want, number(t, trail, 15, 16)...)
	if got := ids(t, path, 0); !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
	if info, err := os.Stat(path); err != nil || info.Size() > trail.maxBytes {
		t.Errorf("%v, %v", info, err)
	}
}

// Only files up to the first gap move: the older ones stay what they are.
func TestRotationStopsAtAGap(t *testing.T) {
	path := place(t)
	trail := rotating(t, path)
	writeFile(t, path+".2", "old two\n")
	writeFile(t, path+".5", "old five\n")
	number(t, trail, 0, 3)
	if got := readFile(t, path+".2") + readFile(t, path+".5"); got != "old two\nold five\n" {
		t.Errorf("%q", got)
	}
	number(t, trail, 3, 7)
	if got := readFile(t, path+".4") + readFile(t, path+".5"); got != "old two\nold five\n" {
		t.Errorf("%q", got)
	}
}
