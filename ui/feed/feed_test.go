package feed

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/model"
)

var noon = time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)

// bench is a program with a clock that stands still until it is moved.
type bench struct {
	*Shared
	t   *testing.T
	now time.Time
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{t: t, now: noon}
	b.Shared = NewShared(t.Context(), func() time.Time { return b.now }, 5*time.Second, nil)
	return b
}

// msgs runs a read, and gives what it brings.
func (b *bench) msgs(cmd tea.Cmd) []Msg {
	b.t.Helper()
	if cmd == nil {
		return nil
	}
	switch msg := cmd().(type) {
	case tea.BatchMsg:
		var all []Msg
		for _, cmd := range msg {
			all = append(all, b.msgs(cmd)...)
		}
		return all
	case Msg:
		return []Msg{msg}
	}
	return nil
}

// A value says what was asked of it.
type asked struct {
	reads int
	fail  error
}

func (a *asked) value(b *bench) *Value[string] {
	return NewValue(b.In(""), "", "DescribeThing", func() func(context.Context) (string, error) {
		return func(context.Context) (string, error) {
			a.reads++
			return fmt.Sprint(a.reads), a.fail
		}
	}, func(string, time.Time, time.Time) {})
}

// One read at a time: however often a feed is started, the next read begins after the
// answer of the last.
func TestStartMakesNoSecondRead(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	var a asked
	v := a.value(b)
	cmd := v.Start(b.now)
	for range 10 {
		if v.Start(b.now) != nil {
			t.Fatal("a second read was started")
		}
	}
	msgs := b.msgs(cmd)
	if a.reads != 1 || len(msgs) != 1 {
		t.Fatalf("%d reads, %d messages", a.reads, len(msgs))
	}
	if _, taken := v.Take(b.now, msgs[0]); !taken || v.Pollers()[0].ReadAt() != b.now {
		t.Error("the answer was not taken")
	}
	if _, reading := v.Pollers()[0].Reading(); reading {
		t.Error("it still reads")
	}
}

// A message is taken once, by the feed that handed out its token, and only while what it
// was handed out for is under way: another feed, a stop or a refresh makes it late.
func TestALateMessageIsDropped(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	var a asked
	v, other := a.value(b), a.value(b)
	other.Start(b.now)
	first := b.msgs(v.Start(b.now))[0]
	if _, taken := other.Take(b.now, first); taken {
		t.Error("another feed took it")
	}
	if _, taken := v.Take(b.now, ValueMsg[string]{}); taken {
		t.Error("a message without a token was taken")
	}
	v.Refresh(b.now)
	if _, taken := v.Take(b.now, first); taken {
		t.Error("the answer from before a refresh was taken")
	}
	second := b.msgs(v.Start(b.now))[0]
	if _, taken := v.Take(b.now, first); taken {
		t.Error("the answer to the first read was taken for that to the second")
	}
	if _, taken := v.Take(b.now, second); !taken {
		t.Error("the answer to the second read was not taken")
	}
	if _, taken := v.Take(b.now, second); taken {
		t.Error("it was taken twice")
	}
}

// Stop cancels what is under way.
func TestStopCancels(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	var contexts []context.Context
	v := NewValue(b.In(""), "", "DescribeThing", func() func(context.Context) (string, error) {
		return func(ctx context.Context) (string, error) {
			contexts = append(contexts, ctx)
			return "", ctx.Err()
		}
	}, func(string, time.Time, time.Time) { t.Error("something was folded in") })
	cmd := v.Start(b.now)
	v.Stop()
	b.msgs(cmd)
	if len(contexts) != 1 || contexts[0].Err() == nil {
		t.Error("the read goes on")
	}
}

// The pause after a fault doubles up to a minute, and up to 15 seconds where only
// credentials are wanted; a good answer ends that.
func TestPausesGrowWithEachFault(t *testing.T) {
	t.Parallel()
	for kind, want := range map[model.FaultKind]string{
		model.FaultNetwork:     "10s 20s 40s 1m0s 1m0s",
		model.FaultCredentials: "10s 15s 15s 15s 15s",
	} {
		b := newBench(t)
		a := asked{fail: &model.Fault{Kind: kind}}
		v := a.value(b)
		var pauses []string
		for range 5 {
			v.Begin(b.now)
			v.Stop()
			v.Take(b.now, b.msgs(v.Start(b.now))[0])
			pauses = append(pauses, v.Pollers()[0].Due().Sub(b.now).String())
		}
		if got := strings.Join(pauses, " "); got != want {
			t.Errorf("fault %d: %s, not %s", kind, got, want)
		}
		a.fail = nil
		v.Refresh(b.now)
		v.Take(b.now, b.msgs(v.Start(b.now))[0])
		v.Start(b.now)
		if due := v.Pollers()[0].Due().Sub(b.now); due != 5*time.Second || v.Pollers()[0].Fault() != nil {
			t.Errorf("after a good answer the pause is %s, and the fault %v", due, v.Pollers()[0].Fault())
		}
	}
}

// Nobody looks: everything is read six times less often, from the next pause on, and a
// pause that is under way is made anew.
func TestABlurredTerminalIsReadLessOften(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	var a asked
	v := a.value(b)
	v.Take(b.now, b.msgs(v.Start(b.now))[0])
	v.Start(b.now)
	b.SetBlurred(true)
	v.PaceChanged()
	v.Start(b.now)
	if due := v.Pollers()[0].Due().Sub(b.now); due != 30*time.Second {
		t.Errorf("the next read is in %s", due)
	}
}

// seen is what a list's page shows: the rows from one place on.
type seen struct {
	rows   func() []*model.Row[model.Cluster]
	from   int
	height int
}

func (s *seen) window(from, to int) []*model.Row[model.Cluster] {
	rows := s.rows()
	return rows[min(max(0, from), len(rows)):min(max(0, to), len(rows))]
}
func (s *seen) Visible() []*model.Row[model.Cluster] { return s.window(s.from, s.from+s.height) }
func (s *seen) Near() []*model.Row[model.Cluster] {
	return s.window(s.from-s.height, s.from+2*s.height)
}
func (s *seen) Current() *model.Row[model.Cluster] { return nil }

// listed is a list of things in some scopes, with what was asked for it.
type listed struct {
	*List[model.Cluster]
	*bench
	view     *seen
	scopes   []string
	perScope int
	perPage  int
	failures map[string]error // by "list" or "describe" and the scope
	asked    []string
}

func newListed(t *testing.T, scopes []string, perScope, perPage int) *listed {
	t.Helper()
	l := &listed{bench: newBench(t), view: &seen{height: 4}, scopes: scopes, perScope: perScope, perPage: perPage, failures: map[string]error{}}
	store := model.NewStore(0)
	l.List = NewList(l.In(""), "", store.Clusters, Kind[model.Cluster]{
		ListOperation: "ListThings", DescribeOperation: "DescribeThings", Batch: 3,
		List: l.names, Describe: l.describe,
		Scopes: func() ([]string, bool) { return l.scopes, true },
		Scope:  func(c model.Cluster) string { scope, _, _ := strings.Cut(c.ARN, "-"); return scope },
		Key:    func(_, arn string) model.Key { return model.ClusterKey(arn) },
		Listed: func(arn, _ string) model.Cluster { return model.ListedCluster(arn) },
	}, l.view)
	l.view.rows = l.Rows
	return l
}

func (l *listed) names(_ context.Context, scope string, from model.Cursor) (model.Names, error) {
	first := 0
	_, _ = fmt.Sscan(from.Token, &first)
	l.asked = append(l.asked, fmt.Sprintf("list %s from %d", scope, first))
	names := model.Names{}
	for i := first; i < min(first+l.perPage, l.perScope); i++ {
		names.ARNs = append(names.ARNs, fmt.Sprintf("%s-%d", scope, i))
	}
	names.More = first+l.perPage < l.perScope
	names.Next = model.Cursor{Token: fmt.Sprint(first + l.perPage)}
	if err := l.failures["list "+scope]; err != nil {
		return model.Names{}, err
	}
	return names, nil
}

func (l *listed) describe(_ context.Context, scope string, arns []string) (model.Descriptions[model.Cluster], error) {
	l.asked = append(l.asked, "describe "+strings.Join(arns, " "))
	if err := l.failures["describe "+scope]; err != nil {
		return model.Descriptions[model.Cluster]{}, err
	}
	var found model.Descriptions[model.Cluster]
	for _, arn := range arns {
		found.Found = append(found.Found, model.Cluster{ARN: arn, Name: arn, Described: true})
	}
	return found, nil
}

// round reads until a pause begins, and gives what was asked.
func (l *listed) round() []string {
	l.t.Helper()
	l.asked = nil
	for range 1000 {
		cmd := l.nextOfRound(l.now)
		if _, reading := l.poll.Reading(); !reading {
			return l.asked
		}
		for _, msg := range l.msgs(cmd) {
			l.Take(l.now, msg)
		}
	}
	l.t.Fatal("it never pauses")
	return nil
}

func (l *listed) sees(want ...string) {
	l.t.Helper()
	if got := l.round(); !slices.Equal(got, want) {
		l.t.Errorf("it asked\n%s\nnot\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// The rows on the screen are described as soon as their names are there, before the next
// page of names; then the list is listed to its end.
func TestARoundDescribesWhatIsSeenBeforeMoreNames(t *testing.T) {
	t.Parallel()
	l := newListed(t, []string{"a"}, 10, 6)
	l.sees("list a from 0", "describe a-0 a-1 a-2", "describe a-3", "list a from 6")
	l.view.from = 5 // rows that come on the screen in a pause are described at once
	l.sees("describe a-5 a-6 a-7", "describe a-8")
	l.sees()
}

// All rows on the screen are described in the time of one answer: side by side, each answer
// folded in when it comes, and no second read until the last. Where one fails, the others
// are dropped, and one request tries whether it works again.
func TestWhatIsSeenIsDescribedSideBySide(t *testing.T) {
	t.Parallel()
	l := newListed(t, []string{"a"}, 40, 40)
	l.view.height = 3*sideBySide + 3
	l.Take(l.now, l.msgs(l.nextOfRound(l.now))[0])
	answers := l.msgs(l.nextOfRound(l.now))
	if len(answers) != sideBySide {
		t.Fatalf("%d requests for %d rows", len(answers), l.view.height)
	}
	for i, answer := range answers {
		if l.nextOfRound(l.now) != nil {
			t.Fatalf("another read begins before the answer %d", i)
		}
		l.Take(l.now, answer)
		if known, _ := l.Described(); known != 3*(i+1) {
			t.Errorf("%d rows are described after %d answers", known, i+1)
		}
	}
	l.asked = nil
	if l.msgs(l.nextOfRound(l.now)); !slices.Equal(l.asked, []string{"describe a-18 a-19 a-20"}) {
		t.Errorf("then %q is asked", l.asked)
	}
	l.failures["describe a"] = errors.New("no line")
	l.Refresh(l.now)
	l.roster.Table().Forget(l.now.Add(-time.Hour))
	answers = l.msgs(l.nextOfRound(l.now.Add(time.Second)))
	for i, answer := range answers {
		if _, taken := l.Take(l.now, answer); taken != (i == 0) {
			t.Errorf("the answer %d is taken: %t", i, taken)
		}
	}
	l.Take(l.now, dueMsg{l.poll.current})
	if answers = l.msgs(l.nextOfRound(l.now)); len(answers) != 1 {
		t.Errorf("%d requests try whether it works again", len(answers))
	}
}

// What fails for all scopes alike is told once, as it failed last; a scope that is denied
// stays so.
func TestAFaultOfAllScopesTakesThePlaceOfTheLast(t *testing.T) {
	t.Parallel()
	p := newPoller(newBench(t).In(""), "", 1)
	for _, scope := range []string{"a", "d"} {
		_ = p.answered("DescribeThings", scope, &model.Fault{Kind: model.FaultDenied, Headline: scope}, noon)
	}
	for _, scope := range []string{"a", "b", "c"} {
		_ = p.answered("DescribeThings", scope, &model.Fault{Kind: model.FaultNetwork, Headline: scope}, noon)
	}
	var told []string
	for _, fault := range p.faults {
		told = append(told, fault.Headline)
	}
	if !slices.Equal(told, []string{"d", "c"}) {
		t.Errorf("%q", told)
	}
}

// passes lets time pass, in a bubble, and counts what was asked in it, by "list" and
// "describe".
func (l *listed) passes(long time.Duration) map[string]int {
	l.t.Helper()
	l.asked = nil
	for end := l.now.Add(long); l.now.Before(end); l.now = l.now.Add(time.Second) {
		if at := l.poll.Due(); !at.IsZero() && !l.now.Before(at) {
			l.Take(l.now, dueMsg{l.poll.current})
		}
		for range 1000 {
			var reads []Msg
			for _, msg := range l.msgs(l.Start(l.now)) {
				if _, pause := msg.(dueMsg); !pause {
					reads = append(reads, msg)
				}
			}
			if len(reads) == 0 {
				break
			}
			for _, msg := range reads {
				l.Take(l.now, msg)
			}
		}
	}
	counts := map[string]int{}
	for _, asked := range l.asked {
		counts[strings.Fields(asked)[0]]++
	}
	return counts
}

// The rows on the screen are described with every round, the names listed only once a
// minute.
func TestNamesAreListedLessOftenThanRowsAreDescribed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newListed(t, []string{"a"}, 3, 10)
		l.passes(time.Second)
		if counts := l.passes(3 * time.Minute); counts["list"] != 3 || counts["describe"] != 18 {
			t.Errorf("it asked in three minutes: %v", counts)
		}
	})
}

// The names of a long list are listed less often: they cost ten requests a minute at most.
func TestTheNamesOfALongListAreListedLessOften(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newListed(t, []string{"a"}, 300, 10)
		l.passes(time.Minute)
		if n := l.passes(30 * time.Minute)["list"]; n < 240 || n > 300 {
			t.Errorf("%d pages were listed in 30 minutes", n)
		}
	})
}

// Rows off the screen are described again and again, those first that were not for the
// longest time: everything together costs no more than it may, and no row waits longer than
// a sweep may take.
func TestTheSweepGoesOnWithinTheAllowance(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newListed(t, []string{"a"}, 150, 100) // 50 descriptions, as 500 services take
		l.passes(10 * time.Minute)
		for range 10 {
			counts := l.passes(time.Minute)
			if n := counts["list"] + counts["describe"]; n > 40 {
				t.Errorf("%d requests in a minute", n)
			}
			for _, row := range l.Rows() {
				if age := l.now.Sub(row.ReadAt); age > 5*time.Minute {
					t.Fatalf("%s was not read for %s", row.ARN, age)
				}
			}
		}
	})
}

// One request describes things of one scope alone.
func TestADescriptionIsOfOnePart(t *testing.T) {
	t.Parallel()
	l := newListed(t, []string{"a", "b"}, 2, 10)
	l.sees("list a from 0", "describe a-0 a-1", "list b from 0", "describe b-0 b-1")
}

// A scope that must not be listed or described costs what it has, and no other: the rows of
// the others are listed and described, and its own rows stay.
func TestAPartThatIsDeniedCostsNoOther(t *testing.T) {
	t.Parallel()
	denied := &model.Fault{Kind: model.FaultDenied}
	l := newListed(t, []string{"a", "b"}, 2, 10)
	l.failures["list a"], l.failures["describe b"] = denied, denied
	l.sees("list a from 0", "list b from 0", "describe b-0 b-1")
	if n := len(l.Rows()); n != 2 || l.poll.Fault() == nil {
		t.Errorf("%d rows, fault %v", n, l.poll.Fault())
	}
	if !l.Unreadable(l.Rows()[0]) {
		t.Error("a row that must not be described passes for read")
	}

	l = newListed(t, []string{"a", "b"}, 2, 10)
	l.round()
	l.failures["list a"] = denied
	l.Refresh(l.now)
	l.round()
	if n := len(l.Rows()); n != 4 {
		t.Errorf("%d rows are left, not also those that could not be listed again", n)
	}
}

// A fault of the whole keeps what is known, and is tried again after a pause.
func TestAFaultKeepsTheRows(t *testing.T) {
	t.Parallel()
	l := newListed(t, []string{"a"}, 3, 10)
	l.round()
	l.failures["describe a"] = errors.New("the network is down")
	l.Begin(l.now)
	l.poll.stop()
	l.now = l.now.Add(time.Second)
	l.Begin(l.now)
	if asked := l.round(); len(asked) != 1 || len(l.Rows()) != 3 || !l.Rows()[0].Value.Described || l.poll.Fault() == nil {
		t.Errorf("it asked %q, %d rows, fault %v", asked, len(l.Rows()), l.poll.Fault())
	}
	delete(l.failures, "describe a")
	l.Take(l.now, dueMsg{l.poll.current})
	if l.round(); l.poll.Fault() != nil {
		t.Errorf("the fault stays: %v", l.poll.Fault())
	}
}

// The sweep describes each row that is not on the screen once, those near it first.
func TestTheSweepDescribesEachOtherRowOnce(t *testing.T) {
	t.Parallel()
	l := newListed(t, []string{"a"}, 30, 30)
	l.round()
	l.view.from = 12
	l.round()
	l.asked = nil
	for range 20 {
		for _, msg := range l.msgs(l.nextInBackground(l.now, true)) {
			l.Take(l.now, msg)
		}
	}
	if first := l.asked[0]; first != "describe a-8 a-9 a-10" {
		t.Errorf("the first to be swept are %q", first)
	}
	known, total := l.Described()
	met := map[string]int{}
	for _, asked := range l.asked {
		for arn := range strings.FieldsSeq(strings.TrimPrefix(asked, "describe ")) {
			met[arn]++
		}
	}
	if known != 30 || total != 30 || len(met) != 22 {
		t.Errorf("%d of %d are described, %d were swept", known, total, len(met))
	}
	for arn, n := range met {
		if n != 1 {
			t.Errorf("%s was swept %d times", arn, n)
		}
	}
}
