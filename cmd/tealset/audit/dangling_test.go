package audit

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"tealset/model"
	"tealset/model/change"
)

// bastion is a place at 12:30 where process 4242 has died and 7 lives.
func bastion() thisProcess {
	return thisProcess{
		now: at(30), host: "bastion", pid: 99, started: at(20),
		alive: func(pid int) bool { return pid == 7 || pid == 99 },
	}
}

// of is what dangles of the lines.
func (v thisProcess) of(lines ...Record) []Record {
	open := newUnsettled()
	for _, r := range lines {
		open.add(r)
	}
	left, _ := v.dangling(open)
	return left
}

// An intent is dangling until a line says how it ended: an outcome that is
// unknown does not, what was found out later does, if it found anything.
func TestWhatDangles(t *testing.T) {
	tests := []struct {
		name  string
		lines []Record
		want  bool
		ends  change.Outcome
	}{
		{"an intent alone", []Record{line(Intent, "a", "")}, true, ""},
		{"accepted", []Record{line(Intent, "a", ""), line(Ended, "a", change.Accepted)}, false, ""},
		{"refused", []Record{line(Intent, "a", ""), line(Ended, "a", change.Refused)}, false, ""},
		{"not sent", []Record{line(Intent, "a", ""), line(Ended, "a", change.NotSent)}, false, ""},
		{"unknown", []Record{line(Intent, "a", ""), line(Ended, "a", change.Unknown)}, true, change.Unknown},
		{"an outcome that says nothing", []Record{line(Intent, "a", ""), line(Ended, "a", "")}, true, ""},
		{
			"unknown, then resolved",
			[]Record{line(Intent, "a", ""), line(Ended, "a", change.Unknown), line(Resolved, "a", change.Gone)},
			false, "",
		},
		{"resolved without an outcome", []Record{line(Intent, "a", ""), line(Resolved, "a", change.Refused)}, false, ""},
		{"a look that found nothing", []Record{line(Intent, "a", ""), line(Resolved, "a", change.Unknown)}, true, change.Unknown},
		{
			"a later look that found nothing",
			[]Record{line(Intent, "a", ""), line(Resolved, "a", change.Gone), line(Resolved, "a", change.Unknown)},
			false, "",
		},
		{"an unknown outcome whose intent was rotated away", []Record{line(Ended, "a", change.Unknown)}, true, change.Unknown},
		{"an outcome alone", []Record{line(Ended, "a", change.Accepted)}, false, ""},
		{"an outcome before its intent", []Record{line(Ended, "a", change.Accepted), line(Intent, "a", "")}, false, ""},
		{
			"an outcome that is known, then unknown",
			[]Record{line(Intent, "a", ""), line(Ended, "a", change.Accepted), line(Ended, "a", change.Unknown)},
			false, "",
		},
		{
			"another intent that takes the first one's id",
			[]Record{line(Intent, "a", ""), {Time: at(1), Kind: Intent, ID: "a"}},
			true, "",
		},
		{"another's outcome", []Record{line(Intent, "a", ""), line(Ended, "b", change.Accepted)}, true, ""},
		{"a kind of a later version", []Record{line("note", "a", "")}, false, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := bastion().of(test.lines...)
			if (len(got) == 1) != test.want || len(got) > 1 {
				t.Fatalf("%d dangle", len(got))
			}
			if test.want && (got[0].ID != "a" || got[0].Outcome != test.ends || got[0].TaskSet == "") {
				t.Errorf("%+v", got[0])
			}
		})
	}
}

// An intent whose process still runs on this host may be under way; of another
// host, of an unknown one, or of long ago, nobody can say so.
func TestWhatIsUnderWay(t *testing.T) {
	tests := []struct {
		name    string
		pid     int
		host    string
		minutes int // after noon
		want    bool
	}{
		{"a process that died", 4242, "bastion", 25, false},
		{"a process that lives", 7, "bastion", 25, true},
		{"on another host", 7, "elsewhere", 25, false},
		{"on no host", 7, "", 25, false},
		{"too long ago", 7, "bastion", -30, false},
		{"this process", 99, "bastion", 25, true},
		{"an earlier process with this pid", 99, "bastion", 15, false},
		{"no process", 0, "bastion", 25, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := intent("a")
			r.PID, r.Host, r.Time = test.pid, test.host, at(test.minutes)
			if got := len(bastion().of(r)) == 0; got != test.want {
				t.Errorf("under way: %v", got)
			}
			unknown := r
			unknown.Kind, unknown.Outcome = Ended, change.Unknown
			if len(bastion().of(r, unknown)) != 1 {
				t.Error("an unknown outcome is hidden by a process that lives")
			}
			nowhere := bastion()
			nowhere.host = ""
			if len(nowhere.of(r)) != 1 {
				t.Error("a host without a name hides an intent")
			}
		})
	}
}

// What another process of this host wrote down less than a minute ago, and has no outcome, awaits its
// answer. An older one is of a process that could not write the outcome, or had that pid before.
func TestWhatAnotherProcessAwaits(t *testing.T) {
	for name, test := range map[string]struct {
		pid  int
		host string
		ago  time.Duration
		want bool
	}{
		"a process that lives":  {7, "bastion", 59 * time.Second, true},
		"a minute ago":          {7, "bastion", time.Minute, false},
		"a process that died":   {4242, "bastion", time.Second, false},
		"on another host":       {7, "elsewhere", time.Second, false},
		"this process":          {99, "bastion", time.Second, false},
		"by a clock behind":     {7, "bastion", -time.Second, true},
		"by a clock far behind": {7, "bastion", -2 * time.Minute, false},
	} {
		open, r := newUnsettled(), intent("a")
		r.PID, r.Host, r.Time = test.pid, test.host, bastion().now.Add(-test.ago)
		open.add(r)
		if _, awaited := bastion().dangling(open); (len(awaited) == 1) != test.want {
			t.Errorf("%s: %+v", name, awaited)
		}
		for _, outcome := range []change.Outcome{change.Unknown, change.Accepted} {
			r.Kind, r.Outcome = Ended, outcome
			open.add(r)
			if _, awaited := bastion().dangling(open); len(awaited) != 0 {
				t.Errorf("%s, and %s: %+v", name, outcome, awaited)
			}
		}
	}
}

// Dangling asks the system itself: the intents of this process are under way.
func TestDanglingKnowsThisProcess(t *testing.T) {
	mine := Self("1")
	mine.Kind, mine.ID, mine.Time = Intent, "mine", time.Now()
	others := mine
	others.ID, others.PID = "others", 1<<31-1
	path := place(t)
	trail := open(t, path)
	mustAppend(t, trail, mine)
	mustAppend(t, trail, others)
	dangling, _, err := Dangling(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if got := idsOf(dangling); !slices.Equal(got, []string{"others"}) {
		t.Errorf("%v dangle, on %s", got, mine.Host)
	}
}

// The newest comes first, whatever the order of the lines.
func TestDanglingNewestFirst(t *testing.T) {
	lines := []Record{intent("3"), intent("1"), intent("2"), intent("0a"), intent("0b")}
	lines[0].Time, lines[1].Time, lines[2].Time = at(3), at(1), at(2)
	if got := idsOf(bastion().of(lines...)); !slices.Equal(got, []string{"3", "2", "1", "0b", "0a"}) {
		t.Error(got)
	}
}

// What dangles is found however the lines lie in the files, and a trail that cannot
// be read wholly tells of what could be.
func TestDanglingReadsEveryFile(t *testing.T) {
	path := place(t)
	lines := func(all ...Record) (text string) {
		for _, r := range all {
			line, err := encode(r)
			if err != nil {
				t.Fatal(err)
			}
			text += string(line)
		}
		return text
	}
	writeFile(t, path+".2", lines(intent("ended"), intent("old"))+"nonsense\n")
	writeFile(t, path+".1", lines(line(Ended, "ended", change.Accepted), line(Ended, "ended", change.Unknown)))
	writeFile(t, path, lines(line("note", "note", ""), intent("new")))
	if dangling, _, err := Dangling(t.Context(), path); err != nil || !slices.Equal(idsOf(dangling), []string{"new", "old"}) {
		t.Errorf("%v, %v", idsOf(dangling), err)
	}
	if dangling, _, err := Dangling(t.Context(), place(t)); err != nil || len(dangling) != 0 {
		t.Errorf("no trail: %v, %v", dangling, err)
	}
	if err := os.RemoveAll(path + ".1"); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(path+".1", 0o700); err != nil {
		t.Fatal(err)
	}
	if dangling, _, err := Dangling(t.Context(), path); err == nil || len(dangling) != 3 {
		t.Errorf("%v, %v", idsOf(dangling), err)
	}
}

// Reading ends with its context.
func TestDanglingEndsWithItsContext(t *testing.T) {
	path := place(t)
	mustAppend(t, open(t, path), intent("a"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := Dangling(ctx, path); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// long is a trail of as many files as there may be, of so many bytes each, in which
// every change has ended but one of each file.
func long(tb testing.TB, size int) (path string, open int) {
	tb.Helper()
	path = filepath.Join(tb.TempDir(), "audit.jsonl")
	for n := keptFiles; n >= 0; n-- {
		var text bytes.Buffer
		for i := 0; text.Len() < size; i++ {
			begun := intent(fmt.Sprintf("%d-%d", n, i))
			begun.Profile, begun.Account, begun.Seen = "oncall", "123456789012", SeenOf(model.TaskSet{Status: "ACTIVE", Running: 4})
			first, err := encode(begun)
			if err != nil {
				tb.Fatal(err)
			}
			text.Write(first)
			if i == 10 {
				open++
				continue
			}
			last, err := encode(begun.After(change.Accepted, change.Answer{RequestID: "0319dd3b-9680-428a-8e16-ae79898c1d24"}, time.Second))
			if err != nil {
				tb.Fatal(err)
			}
			text.Write(last)
		}
		if err := os.WriteFile(rotated(path, n), text.Bytes(), 0o600); err != nil {
			tb.Fatal(err)
		}
	}
	return path, open
}

// inUse is how many bytes of memory hold something, garbage included.
func inUse() float64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}

// Of a long trail nothing stays in memory but what dangles.
func TestDanglingKeepsOnlyWhatDangles(t *testing.T) {
	path, open := long(t, 1<<20)
	runtime.GC()
	before := inUse()
	dangling, _, err := Dangling(t.Context(), path)
	if err != nil || len(dangling) != open {
		t.Fatal(len(dangling), err)
	}
	runtime.GC()
	if kept := inUse() - before; kept > 64<<10 {
		t.Errorf("%.0f KiB stay in memory", kept/1024)
	}
	runtime.KeepAlive(dangling)
}

// BenchmarkDangling reads the longest trail there is, of 60 MiB. grown-KiB is how
// much more memory is in use right after it, kept-KiB what of that is no garbage.
func BenchmarkDangling(b *testing.B) {
	path, open := long(b, maxFileBytes)
	runtime.GC()
	before := inUse()
	b.SetBytes((keptFiles + 1) * maxFileBytes)
	b.ReportAllocs()
	var dangling []Record
	for b.Loop() {
		var err error
		if dangling, _, err = Dangling(b.Context(), path); err != nil || len(dangling) != open {
			b.Fatal(len(dangling), err)
		}
	}
	b.ReportMetric((inUse()-before)/1024, "grown-KiB")
	runtime.GC()
	b.ReportMetric((inUse()-before)/1024, "kept-KiB")
	runtime.KeepAlive(dangling)
}
