package model

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// A set keeps what is known of it when that is later than what is told, and else
// takes what is told: guard 3 of "How data flows", without the help of the others.
func TestReplaceAndWithTaskSetKeepWhatIsLater(t *testing.T) {
	t.Parallel()
	at := func(status string, at time.Time, running int32) TaskSet {
		return setOf(1, status, running).with(updated(at))
	}
	for _, test := range []struct {
		name        string
		known, told TaskSet
		keeps       bool
	}{
		{"an older read", at(StatusPrimary, noon, 4), at(StatusActive, ago(time.Second), 3), true},
		{"an older read of the same role", at(StatusActive, noon, 4), at(StatusActive, ago(1), 3), true},
		{"a newer read", at(StatusActive, ago(time.Second), 4), at(StatusPrimary, noon, 3), false},
		{"an equally old read", at(StatusActive, noon, 4), at(StatusPrimary, noon, 3), false},
		{"a read without a time", at(StatusActive, noon, 4), at(StatusActive, time.Time{}, 3), false},
		{"the first time at all", at(StatusActive, time.Time{}, 4), at(StatusActive, noon, 3), false},
		{"an older read of a draining set", at(StatusDraining, noon, 4), at(StatusDraining, ago(1), 3), true},
		{"a newer read of a draining set", at(StatusDraining, ago(1), 4), at(StatusDraining, noon, 3), false},
		{"ACTIVE after DRAINING", at(StatusDraining, ago(1), 4), at(StatusActive, noon, 3), true},
		{"PRIMARY after DRAINING", at(StatusDraining, noon, 4), at(StatusPrimary, noon, 3), true},
		{"an unheard-of role after DRAINING", at(StatusDraining, ago(1), 4), at("RETIRED", noon, 3), true},
		{"DRAINING by a clock that is behind", at(StatusActive, noon, 4), at(StatusDraining, ago(1), 3), false},
		{"DRAINING without a time", at(StatusActive, noon, 4), at(StatusDraining, time.Time{}, 3), false},
	} {
		want := test.told
		if test.keeps {
			want = test.known
		}
		for name, got := range map[string]Service{
			"Replace":     checkout(test.known).Replace(checkout(test.told), noon),
			"WithTaskSet": checkout(test.known).WithTaskSet(test.told, noon),
		} {
			if diff := cmp.Diff([]TaskSet{want}, got.TaskSets, asTold); diff != "" {
				t.Errorf("%s, %s (-want +got):\n%s", name, test.name, diff)
			}
		}
	}
}

// What a read says of the service itself is taken as it is, and a set that it does
// not name is gone, even one that was known to be newer than all the others.
func TestReplaceTakesTheServiceAndForgetsSetsThatAreGone(t *testing.T) {
	t.Parallel()
	blue, green := setOf(1, StatusPrimary, 4), setOf(2, StatusDraining, 1).with(updated(noon))
	read := checkout(blue, setOf(3, StatusActive, 2)).with(func(s *Service) { s.Desired, s.Pending = 9, 7 })
	if diff := cmp.Diff(read, checkout(blue, green).Replace(read, noon), asTold); diff != "" {
		t.Errorf("(-read +known after it):\n%s", diff)
	}
	if got := checkout(blue, green).Replace(checkout(), noon); len(got.TaskSets) != 0 {
		t.Errorf("%d sets after a read that has none", len(got.TaskSets))
	}
}

// Tags and events come with fuller reads only: a read that did not ask for them
// leaves them as they are, and one that did replaces them.
func TestFullerReadsAreNotForgotten(t *testing.T) {
	t.Parallel()
	mine, other := []Tag{{Key: "team", Value: "shop"}}, []Tag{{Key: "team", Value: "cart"}}
	events, later := []Event{{ID: "1", Message: "has reached a steady state"}}, []Event{}
	tagged := func(tags []Tag) func(*TaskSet) { return func(t *TaskSet) { t.Tags = tags } }
	set := setOf(1, StatusPrimary, 4)
	full := checkout(set.with(tagged(mine))).with(func(s *Service) { s.Tags, s.Events = mine, events })

	got := full.Replace(checkout(set.with(updated(noon))), noon)
	if diff := cmp.Diff([]any{mine, mine, events}, []any{got.TaskSets[0].Tags, got.Tags, got.Events}, asTold); diff != "" {
		t.Errorf("a read without tags and events (-want +got):\n%s", diff)
	}
	got = full.Replace(checkout(set.with(tagged(other))).with(func(s *Service) { s.Tags, s.Events = other, later }), noon)
	if diff := cmp.Diff([]any{other, other, later}, []any{got.TaskSets[0].Tags, got.Tags, got.Events}, asTold); diff != "" {
		t.Errorf("a read with other tags and no events (-want +got):\n%s", diff)
	}
	got = full.WithTaskSet(set.with(updated(noon)), noon)
	if diff := cmp.Diff(mine, got.TaskSets[0].Tags, asTold); diff != "" {
		t.Errorf("an answer without tags (-want +got):\n%s", diff)
	}
	got = checkout(set.with(updated(noon))).Replace(checkout(set.with(tagged(mine))), noon)
	if diff := cmp.Diff([]TaskSet{set.with(updated(noon), tagged(mine))}, got.TaskSets, asTold); diff != "" {
		t.Errorf("a stale read that brings tags (-want +got):\n%s", diff)
	}
}

// WithTaskSet knows a set by its ARN alone, never by its place or its id, and adds
// one that it does not know at the end.
func TestWithTaskSetGoesByARN(t *testing.T) {
	t.Parallel()
	blue, green := setOf(1, StatusPrimary, 4), setOf(2, StatusActive, 4)
	answer := green.with(updated(noon), func(t *TaskSet) { t.Status, t.ID = StatusDraining, "" })
	if diff := cmp.Diff([]TaskSet{blue, answer}, checkout(blue, green).WithTaskSet(answer, noon).TaskSets, asTold); diff != "" {
		t.Errorf("a known ARN (-want +got):\n%s", diff)
	}
	stranger := green.with(func(t *TaskSet) { t.ARN = setOf(3, "", 0).ARN })
	if diff := cmp.Diff([]TaskSet{blue, green, stranger}, checkout(blue, green).WithTaskSet(stranger, noon).TaskSets, asTold); diff != "" {
		t.Errorf("an unknown ARN (-want +got):\n%s", diff)
	}
}

// A service has one PRIMARY: what tells that a set has become it tells that the former one is it
// no more, also where a read of an older state says so once more. That several are PRIMARY is
// shown where ECS itself tells it.
func TestAServiceKeepsOnePrimary(t *testing.T) {
	t.Parallel()
	blue, green := setOf(1, StatusPrimary, 4), setOf(2, StatusActive, 4)
	promoted := green.with(role(StatusPrimary), updated(noon))
	roles := func(s Service) string {
		var roles []string
		for _, set := range s.TaskSets {
			roles = append(roles, set.Status)
		}
		return strings.Join(roles, " ")
	}
	after := checkout(blue, green).WithTaskSet(promoted, noon)
	for what, got := range map[string]Service{
		"the answer": after, "an older state": after.Replace(checkout(blue, green), noon.Add(time.Second)),
	} {
		if roles(got) != "ACTIVE PRIMARY" || got.FormerPrimary != blue.ARN {
			t.Errorf("%s: %s, before %s", what, roles(got), got.FormerPrimary)
		}
	}
	if got := checkout(blue, green).Replace(checkout(blue, promoted), noon); roles(got) != "PRIMARY PRIMARY" {
		t.Errorf("ECS's own two: %s", roles(got))
	}
	if got := after.WithTaskSet(blue.with(role(StatusActive)), noon); roles(got) != "ACTIVE PRIMARY" {
		t.Errorf("an answer about another: %s", roles(got))
	}
}

// No fold writes into a slice that others may still look at, nor into the spare
// room behind it.
func TestFoldsLeaveTheirInputsAlone(t *testing.T) {
	t.Parallel()
	all := []TaskSet{setOf(1, StatusPrimary, 4), setOf(2, StatusActive, 4), setOf(9, StatusActive, 4)}
	sets := all[:2] // the third is another one's
	read := []TaskSet{setOf(1, StatusActive, 1).with(updated(ago(9 * day))), setOf(2, StatusActive, 3)}
	service, was, wasRead := checkout(sets...), slices.Clone(all), slices.Clone(read)

	service.WithTaskSet(setOf(2, StatusDraining, 4), noon)
	service.WithTaskSet(setOf(3, StatusActive, 1), noon)
	service.Replace(checkout(read...), noon)
	if diff := cmp.Diff(was, all); diff != "" {
		t.Errorf("the receiver's slice changed:\n%s", diff)
	}
	if diff := cmp.Diff(wasRead, read); diff != "" {
		t.Errorf("the read's slice changed:\n%s", diff)
	}
}

// The set that lost the role of the PRIMARY is remembered, whether a read or the answer to a
// change told of it, until the role goes on. What tells of no PRIMARY changes nothing.
func TestTheFormerPrimaryIsRemembered(t *testing.T) {
	t.Parallel()
	blue, green := setOf(1, StatusPrimary, 4), setOf(2, StatusActive, 4)
	was, is := setOf(1, StatusActive, 4), setOf(2, StatusPrimary, 4)
	service := checkout(blue, green)
	see := func(what, want string) {
		t.Helper()
		if service.FormerPrimary != want {
			t.Errorf("%s: the former PRIMARY is %q, want %q", what, service.FormerPrimary, want)
		}
	}
	service = Service{}.Replace(service, noon)
	see("the first read", "")
	service = service.WithTaskSet(is, noon)
	see("the answer to a promotion", blue.ARN)
	service = service.Replace(checkout(was, is), noon)
	see("the read after it", blue.ARN)
	service = service.Replace(checkout(was, setOf(2, StatusActive, 4)), noon)
	see("a read without a PRIMARY", blue.ARN)
	service = service.Replace(checkout(was, is), noon)
	see("the same PRIMARY again", blue.ARN)
	service = service.Replace(checkout(blue, green), noon)
	see("back", green.ARN)
}

// Until when it is known that the role went from one set to the other and to no third: as long as
// the reads come close to each other, or ECS has not updated the PRIMARY between them.
func TestUntilWhenTheFormerPrimaryIsKnown(t *testing.T) {
	t.Parallel()
	was, is := setOf(1, StatusActive, 4), setOf(2, StatusPrimary, 4)
	service := Service{}.Replace(checkout(setOf(1, StatusPrimary, 4), setOf(2, StatusActive, 4)), noon)
	if !service.FormerSeen.IsZero() {
		t.Errorf("%s before any promotion", service.FormerSeen)
	}
	for _, step := range []struct {
		name            string
		at, touched, is time.Duration // after noon: the read, the last update of the PRIMARY, what is known
	}{
		{"the promotion is seen", time.Hour, time.Hour, time.Hour},
		{"a read close to it", time.Hour + 2*minute, time.Hour + minute, time.Hour + 2*minute},
		{"hours later, and not updated", 5 * time.Hour, time.Hour + minute, 5 * time.Hour},
		{"hours later, and updated", 9 * time.Hour, 8 * time.Hour, 5 * time.Hour},
		{"a read close to that", 9*time.Hour + minute, 9 * time.Hour, 5 * time.Hour},
	} {
		set := is
		set.UpdatedAt = noon.Add(step.touched)
		service = service.Replace(checkout(was, set), noon.Add(step.at))
		if service.FormerPrimary != was.ARN || !service.FormerSeen.Equal(noon.Add(step.is)) {
			t.Errorf("%s: %s until %s", step.name, service.FormerPrimary, service.FormerSeen)
		}
	}
}
