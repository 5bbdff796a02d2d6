package audit

import (
	"slices"
	"testing"
	"time"
)

// bastion is a place at 12:30 where process 4242 has died and 7 lives.
func bastion() vantage {
	return vantage{
		now: at(30), host: "bastion", pid: 99, started: at(20),
		alive: func(pid int) bool { return pid == 7 || pid == 99 },
	}
}

// An intent is dangling until a line says how it ended: an outcome that is
// unknown does not, what was found out later does, if it found anything.
func TestWhatDangles(t *testing.T) {
	tests := []struct {
		name  string
		lines []Record
		want  bool
		ends  Outcome
	}{
		{"an intent alone", []Record{line(Intent, "a", "")}, true, ""},
		{"accepted", []Record{line(Intent, "a", ""), line(Ended, "a", Accepted)}, false, ""},
		{"refused", []Record{line(Intent, "a", ""), line(Ended, "a", Refused)}, false, ""},
		{"not sent", []Record{line(Intent, "a", ""), line(Ended, "a", NotSent)}, false, ""},
		{"unknown", []Record{line(Intent, "a", ""), line(Ended, "a", Unknown)}, true, Unknown},
		{"an outcome that says nothing", []Record{line(Intent, "a", ""), line(Ended, "a", "")}, true, ""},
		{
			"unknown, then resolved",
			[]Record{line(Intent, "a", ""), line(Ended, "a", Unknown), line(Resolved, "a", Gone)},
			false, "",
		},
		{"resolved without an outcome", []Record{line(Intent, "a", ""), line(Resolved, "a", Refused)}, false, ""},
		{"a look that found nothing", []Record{line(Intent, "a", ""), line(Resolved, "a", Unknown)}, true, Unknown},
		{
			"a later look that found nothing",
			[]Record{line(Intent, "a", ""), line(Resolved, "a", Gone), line(Resolved, "a", Unknown)},
			false, "",
		},
		{"an unknown outcome whose intent was rotated away", []Record{line(Ended, "a", Unknown)}, true, Unknown},
		{"an outcome alone", []Record{line(Ended, "a", Accepted)}, false, ""},
		{"an outcome before its intent", []Record{line(Ended, "a", Accepted), line(Intent, "a", "")}, false, ""},
		{
			"an outcome that is known, then unknown",
			[]Record{line(Intent, "a", ""), line(Ended, "a", Accepted), line(Ended, "a", Unknown)},
			false, "",
		},
		{
			"another intent that takes the first one's id",
			[]Record{line(Intent, "a", ""), {Time: at(1), Kind: Intent, ID: "a"}},
			true, "",
		},
		{"another's outcome", []Record{line(Intent, "a", ""), line(Ended, "b", Accepted)}, true, ""},
		{"a kind of a later version", []Record{line("note", "a", "")}, false, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := bastion().dangling(test.lines)
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
			if got := len(bastion().dangling([]Record{r})) == 0; got != test.want {
				t.Errorf("under way: %v", got)
			}
			unknown := r
			unknown.Kind, unknown.Outcome = Ended, Unknown
			if len(bastion().dangling([]Record{r, unknown})) != 1 {
				t.Error("an unknown outcome is hidden by a process that lives")
			}
			nowhere := bastion()
			nowhere.host = ""
			if len(nowhere.dangling([]Record{r})) != 1 {
				t.Error("a host without a name hides an intent")
			}
		})
	}
}

// Dangling asks the system itself: the intents of this process are under way.
func TestDanglingKnowsThisProcess(t *testing.T) {
	mine := Self("1")
	mine.Kind, mine.ID, mine.Time = Intent, "mine", time.Now()
	others := mine
	others.ID, others.PID = "others", 1<<31-1
	if got := idsOf(Dangling([]Record{mine, others})); !slices.Equal(got, []string{"others"}) {
		t.Errorf("%v dangle, on %s", got, mine.Host)
	}
}

// The newest comes first, whatever the order of the lines.
func TestDanglingNewestFirst(t *testing.T) {
	lines := []Record{intent("3"), intent("1"), intent("2"), intent("0a"), intent("0b")}
	lines[0].Time, lines[1].Time, lines[2].Time = at(3), at(1), at(2)
	if got := idsOf(bastion().dangling(lines)); !slices.Equal(got, []string{"3", "2", "1", "0b", "0a"}) {
		t.Error(got)
	}
}
