package audit

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"tealset/model/clean"
)

// hostile is what an attacker would have printed.
const hostile = "\x1b]52;c;cm0=\a\x1b[2J\u009b2J\u009d0;pwn\u009c\x7f\r\n\t\v\x00\u202eevil\u2066\u200b\ufeff" +
	"\u2028\u00ad\U000e0041\u3164\x9b2J\xff e\u0301\u0301\u0301\u0301\u0301\u0301 \ue0b0 \u6f22"

// wantSafe checks that text has nothing in it that a terminal would obey.
func wantSafe(t *testing.T, text string) {
	t.Helper()
	for row := range strings.Lines(text) {
		if row = strings.TrimSuffix(row, "\n"); strings.ContainsFunc(row, hidden) || !utf8.ValidString(row) {
			t.Errorf("%q is not safe", row)
		}
	}
}

// hidden tells of a rune that may not be on the screen; a mark may, on a base.
func hidden(r rune) bool { return clean.Text("e"+string(r)) != "e"+string(r) }

// No trail yet is an empty trail.
func TestNoTrailIsEmpty(t *testing.T) {
	if got := ids(t, place(t), 0); len(got) != 0 {
		t.Error(got)
	}
}

// A directory without rights, or none, is told once and not once for each file.
func TestUnreadableTrailIsOneSentence(t *testing.T) {
	path := place(t)
	writeFile(t, filepath.Dir(path), "")
	_, _, err := Read(path)
	if err == nil || !strings.Contains(err.Error(), path+" cannot be read") || strings.Contains(err.Error(), "\n") {
		t.Errorf("%v", err)
	}
}

// Damaged lines are counted and skipped; whole ones around them count.
func TestDamagedLinesAreCounted(t *testing.T) {
	path := place(t)
	writeFile(t, path+".1", `{"kind":"intent","id":"a"}`+"\r\n\n  \nnonsense\nnull\n[]\n{}\n"+
		`{"kind":"intent","id":7}`+"\n"+strings.Repeat("x", 3*maxLine)+"\n"+
		`{"kind":"later","id":"b","new":[1]}`+"\n"+`{"kind":"intent","id":"cu`)
	writeFile(t, path, "\x00\x00\x00\n"+`{"kind":"outcome","id":"a"}`)
	if got := ids(t, path, 8); !slices.Equal(got, []string{"a", "b", "a"}) {
		t.Error(got)
	}
}

// A line of 1 MiB is read, and one byte more is damage.
func TestLinesAreBounded(t *testing.T) {
	whole := func(size int) string {
		const frame = `{"kind":"intent","id":"x","user":""}` + "\n"
		return strings.Replace(frame, `""`, `"`+strings.Repeat("u", size-len(frame))+`"`, 1)
	}
	path := place(t)
	writeFile(t, path, whole(maxLine)+whole(maxLine+1)+whole(100))
	if got := ids(t, path, 1); len(got) != 2 {
		t.Error(got)
	}
	// The end of a long line is no line, even where it is a piece of its own.
	const tail = `{"kind":"intent","id":"x"}`
	writeFile(t, path, strings.Repeat("x", maxLine+64<<10)+tail+"\n"+tail)
	if got := ids(t, path, 1); len(got) != 1 {
		t.Error(got)
	}
}

// A rotation between the openings of two files shows a file twice under two
// names: its lines count once.
func TestFileMetTwiceCountsOnce(t *testing.T) {
	path := place(t)
	writeFile(t, path, `{"kind":"intent","id":"a"}`+"\n")
	if err := os.Link(path, path+".1"); err != nil {
		t.Skip(err)
	}
	if got := ids(t, path, 0); len(got) != 1 {
		t.Error(got)
	}
}

// Reading takes no lock and makes no file.
func TestReadingLeavesNoTrace(t *testing.T) {
	path := place(t)
	writeFile(t, path, `{"kind":"intent","id":"a"}`+"\n")
	ids(t, path, 0)
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) != 1 {
		t.Errorf("%v, %v", entries, err)
	}
}

// printLines writes each line.
func printLines(w io.Writer, path string) (lines, damaged int, err error) {
	damaged, err = Lines(path, func(_ Record, line []byte) error {
		lines++
		_, err := w.Write(append(line, '\n'))
		return err
	})
	return lines, damaged, err
}

// Lines are as they are, with members that nobody knows, and escapes
// what a terminal must not see; damaged lines are left out.
func TestLinesAreAsTheyAre(t *testing.T) {
	path := place(t)
	writeFile(t, path, `{"new":1, "kind":"intent",`+"\r\t"+`"id":"a","user":"`+"J\u00fcrgen\u009b\u202e\x7f\U000e0041\xff<"+`"}`+"\n"+
		"nonsense \x1b[2J\n"+`{"id":"b","kind":"outcome"}`)
	var out bytes.Buffer
	lines, damaged, err := printLines(&out, path)
	if err != nil || lines != 2 || damaged != 1 {
		t.Error(lines, damaged, err)
	}
	const want = `{"new":1,"kind":"intent","id":"a","user":"J` + "\u00fc" + `rgen\u009b\u202e\u007f\udb40\udc41\ufffd<"}` + "\n" +
		`{"id":"b","kind":"outcome"}` + "\n"
	if out.String() != want {
		t.Errorf("got  %qwant %q", out.String(), want)
	}
}

// A reader that went away ends the output.
func TestAClosedPipeIsTold(t *testing.T) {
	path := place(t)
	writeFile(t, path, strings.Repeat(`{"kind":"intent","id":"a"}`+"\n", 1000))
	closed := errors.New("closed")
	if _, _, err := printLines(writerFunc(func([]byte) (int, error) { return 0, closed }), path); !errors.Is(err, closed) {
		t.Error(err)
	}
	if err := Table(writerFunc(func([]byte) (int, error) { return 0, closed }), nil); !errors.Is(err, closed) {
		t.Error(err)
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(b []byte) (int, error) { return f(b) }

// Whatever is in a file, reading it neither fails nor panics, every line is
// either a record or damaged, and nothing of it reaches a terminal unescaped.
func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"kind":"intent","id":"a","seen":{"scale":1e300}}` + "\n" + `{"kind":"outcome","id":"a","outcome":"unknown"}`))
	f.Add([]byte(`{"kind":"resolved","id":"a","user":"` + hostile + `"}` + "\n\n{"))
	f.Add([]byte(`{"kind":"intent","id":"\u009b\u202e\n\t","time":"0000-01-01T00:00:00+23:59"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var records []Record
		var lines bytes.Buffer
		damaged, stop, fault := scanLines(bytes.NewReader(data), func(r Record, line []byte) error {
			records = append(records, r)
			text, err := compact(line)
			lines.Write(append(text, '\n'))
			var again Record
			if err == nil {
				err = json.Unmarshal(text, &again)
			}
			if again.User != r.User || again.ID != r.ID {
				t.Errorf("%+v is no longer %+v", again, r)
			}
			return err
		})
		if stop != nil || fault != nil {
			t.Fatal(stop, fault)
		}
		if most := bytes.Count(data, []byte{'\n'}) + 1; len(records)+damaged > most {
			t.Errorf("%d records and %d damaged of %d lines", len(records), damaged, most)
		}
		bastion().of(records...)
		var table bytes.Buffer
		if err := Table(&table, records); err != nil {
			t.Fatal(err)
		}
		if rows := strings.Count(table.String(), "\n"); rows != len(join(records))+1 {
			t.Errorf("%d rows", rows)
		}
		wantSafe(t, lines.String()+table.String())
	})
}
