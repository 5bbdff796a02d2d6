package audit

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The file is synced before Append returns, and the line is in it by then.
func TestAppendReturnsAfterTheSync(t *testing.T) {
	path := place(t)
	trail := open(t, path)
	synced := ""
	trail.sync = func(f *os.File) error {
		synced = readFile(t, path)
		return f.Sync()
	}
	mustAppend(t, trail, intent("one"))
	if !strings.Contains(synced, `"id":"one"`) || !strings.HasSuffix(synced, "\n") {
		t.Errorf("synced was %q", synced)
	}
}

// A write that fails part of the way, or that cannot be synced, is an error and
// leaves nothing behind.
func TestFailedAppendLeavesNothing(t *testing.T) {
	half := func(f *os.File, b []byte) (int, error) { return f.Write(b[:len(b)/2]) }
	tests := map[string]func(*Trail){
		"short without a word": func(trail *Trail) { trail.write = half },
		"no space": func(trail *Trail) {
			trail.write = func(f *os.File, b []byte) (int, error) {
				n, _ := half(f, b)
				return n, errNoSpace
			}
		},
		"no sync": func(trail *Trail) { trail.sync = func(*os.File) error { return errNoSpace } },
	}
	for name, breakIt := range tests {
		t.Run(name, func(t *testing.T) {
			path := place(t)
			mustAppend(t, open(t, path), intent("before"))
			before := readFile(t, path)
			broken := open(t, path)
			breakIt(broken)
			err := broken.Append(intent("lost"))
			wantSentence(t, err, path, "cannot be written")
			if !errors.Is(err, errNoSpace) && !errors.Is(err, io.ErrShortWrite) {
				t.Errorf("the cause is lost: %v", err)
			}
			if after := readFile(t, path); after != before {
				t.Errorf("left behind: %q", strings.TrimPrefix(after, before))
			}
			mustAppend(t, open(t, path), intent("after"))
			if got := ids(t, path, 0); !slices.Equal(got, []string{"before", "after"}) {
				t.Error(got)
			}
		})
	}
}

// A half line that a crash left spoils itself alone.
func TestAppendAfterAHalfLine(t *testing.T) {
	path := place(t)
	writeFile(t, path, `{"kind":"intent","id":"whole"}`+"\n"+`{"kind":"intent","id":"ha`)
	mustAppend(t, open(t, path), intent("next"))
	if got := ids(t, path, 1); !slices.Equal(got, []string{"whole", "next"}) {
		t.Error(got)
	}
}

// A line that no reader would take is not written.
func TestAppendRefusesWhatReadWouldSkip(t *testing.T) {
	path := place(t)
	r := intent("long")
	r.Caller = strings.Repeat("x", maxLine)
	wantSentence(t, open(t, path).Append(r), "the line has")
	if got := readFile(t, path); got != "" {
		t.Errorf("%d bytes were written", len(got))
	}
}

// A file that another process rotated, or that somebody removed, is noticed: the
// line goes where the path leads now.
func TestAppendFollowsThePath(t *testing.T) {
	path := place(t)
	trail := open(t, path)
	mustAppend(t, trail, intent("one"))
	if err := os.Rename(path, path+".1"); err != nil {
		t.Fatal(err)
	}
	mustAppend(t, trail, intent("two"))
	if err := os.RemoveAll(filepath.Dir(filepath.Dir(path))); err != nil {
		t.Fatal(err)
	}
	mustAppend(t, trail, intent("three"))
	if got := ids(t, path, 0); !slices.Equal(got, []string{"three"}) {
		t.Error(got)
	}
}
