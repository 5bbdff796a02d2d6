package model

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// history is what one set was in ECS, from its creation on: it is promoted and
// demoted, and once it drains it drains to its end. Versions may share a time.
func history(t *rapid.T, n int) []TaskSet {
	roles := rapid.SliceOfN(rapid.SampledFrom([]string{StatusActive, StatusPrimary, "NEWFANGLED"}), 1, 4).Draw(t, "roles")
	for range rapid.IntRange(0, 3).Draw(t, "draining") {
		roles = append(roles, StatusDraining)
	}
	at, versions := ago(day), make([]TaskSet, 0, len(roles))
	for i, role := range roles {
		at = at.Add(time.Duration(rapid.IntRange(0, 2).Draw(t, "seconds")) * time.Second)
		version := setOf(n, role, int32(i)).with(updated(at))
		if rapid.Bool().Draw(t, "tagged") {
			version.Tags = []Tag{{Key: "version", Value: role}}
		}
		versions = append(versions, version)
	}
	return versions
}

// Whatever reads and answers come, in whatever order and however late, a set that
// drains never takes another role and no set goes back in time; nothing that was
// handed in changes; and a read of the present shows the present.
func TestNoOrderOfAnswersTurnsASetBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		told := make([][]TaskSet, rapid.IntRange(1, 3).Draw(t, "sets"))
		for n := range told {
			told[n] = history(t, n+1)
		}
		one := func() TaskSet { return rapid.SampledFrom(rapid.SampledFrom(told).Draw(t, "set")).Draw(t, "version") }
		known := checkout()
		for range rapid.IntRange(1, 20).Draw(t, "answers") {
			var next Service
			before := slices.Clone(known.TaskSets)
			if rapid.Bool().Draw(t, "a read") {
				var sets []TaskSet
				for _, versions := range told {
					if rapid.IntRange(0, 5).Draw(t, "listed") > 0 {
						sets = append(sets, rapid.SampledFrom(versions).Draw(t, "version"))
					}
				}
				handed := slices.Clone(sets)
				next = known.Replace(checkout(sets...), noon)
				unchanged(t, handed, sets)
				if len(next.TaskSets) != len(sets) {
					t.Fatalf("%d sets after a read of %d", len(next.TaskSets), len(sets))
				}
			} else {
				next = known.WithTaskSet(one(), noon)
			}
			unchanged(t, before, known.TaskSets)
			for _, was := range before {
				if is, ok := next.TaskSet(was.ARN); ok {
					onwards(t, was, is)
				}
			}
			known = next
		}
		for _, now := range known.Replace(present(told), noon).TaskSets {
			now.Tags = nil
			want, _ := present(told).TaskSet(now.ARN)
			if diff := cmp.Diff(want, now, asTold); diff != "" {
				t.Fatalf("a read of the present (-present +known):\n%s", diff)
			}
		}
	})
}

// present is a read of the last version of every set.
func present(told [][]TaskSet) Service {
	sets := make([]TaskSet, 0, len(told))
	for _, versions := range told {
		sets = append(sets, versions[len(versions)-1].with(func(t *TaskSet) { t.Tags = nil }))
	}
	return checkout(sets...)
}

func onwards(t *rapid.T, was, is TaskSet) {
	if was.Draining() && !is.Draining() {
		t.Fatalf("a set came back from DRAINING to %s", is.Status)
	}
	if is.UpdatedAt.Before(was.UpdatedAt) {
		t.Fatalf("%s of %v after %s of %v", is.Status, is.UpdatedAt, was.Status, was.UpdatedAt)
	}
	if was.Tags != nil && is.Tags == nil {
		t.Fatal("tags were forgotten")
	}
}

func unchanged(t *rapid.T, was, is []TaskSet) {
	if diff := cmp.Diff(was, is); diff != "" {
		t.Fatalf("a slice that was handed in changed:\n%s", diff)
	}
}
