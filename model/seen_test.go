package model

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// sight is what one read tells of the counts that serve, and when.
type sight struct {
	at              time.Duration // after the first read
	running, wanted int32
	word            string // of the verdict at that time
}

// watched gives reads of one service to the fold and looks at the verdict after each.
func watched(t *testing.T, name string, service func(running, wanted int32) Service, sights []sight) {
	t.Helper()
	var known Service
	for i, s := range sights {
		at := noon.Add(s.at)
		known = known.Replace(service(s.running, s.wanted), at)
		if got := known.Health(at); got.Word != s.word {
			t.Errorf("%s, read %d: %q (%s), want %q", name, i+1, got.Word, got.Reason, s.word)
		}
	}
}

// sides are the sorts of serving side, created at a given time.
func servingSides(created time.Time) map[string]func(running, wanted int32) Service {
	set := func(status string, running, wanted int32) Service {
		return checkout(situated(1, status, SteadyState, running, wanted, day, hour).with(func(t *TaskSet) { t.CreatedAt = created })).
			with(func(s *Service) { s.Desired, s.CreatedAt = wanted, ago(30*day) })
	}
	return map[string]func(running, wanted int32) Service{
		"a PRIMARY":   func(running, wanted int32) Service { return set(StatusPrimary, running, wanted) },
		"a set alone": func(running, wanted int32) Service { return set(StatusActive, running, wanted) },
		"of CodeDeploy": func(running, wanted int32) Service {
			return set(StatusPrimary, running, wanted).with(controlledBy(ControllerCodeDeploy))
		},
		"of ECS": func(running, wanted int32) Service {
			return rolling(deployment(StatusPrimary, RolloutCompleted, running, wanted)).with(func(s *Service) { s.Desired, s.CreatedAt = wanted, created })
		},
	}
}

// steadyWord is the verdict on a side that runs all its tasks.
func steadyWord(name string) string {
	if name == "a set alone" {
		return "headless"
	}
	return "steady"
}

// What was scaled up runs too few tasks for two minutes without being short, unless it loses
// some of those that it had to run; what falls below its wanted count is short at once.
func TestWhatWasScaledUpHasTwoMinutes(t *testing.T) {
	t.Parallel()
	const s = time.Second
	for name, side := range servingSides(ago(30 * day)) {
		well := steadyWord(name)
		watched(t, name+" is scaled up", side, []sight{
			{0, 4, 4, well},
			{10 * s, 4, 10, "scaling"},
			{100 * s, 8, 10, "scaling"},
			{10*s + NewFor - 1, 8, 10, "scaling"},
			{10*s + NewFor, 8, 10, "short"},
			{200 * s, 10, 10, well},
		})
		watched(t, name+" is scaled up and loses a task that ran before", side, []sight{
			{0, 4, 4, well}, {10 * s, 4, 10, "scaling"}, {15 * s, 3, 10, "short"}, {20 * s, 4, 10, "scaling"},
		})
		watched(t, name+" is scaled up and loses a task that has run since", side, []sight{
			{0, 4, 4, well}, {10 * s, 4, 10, "scaling"}, {15 * s, 7, 10, "scaling"}, {20 * s, 6, 10, "short"},
		})
		watched(t, name+" loses tasks, which are restarted", side, []sight{
			{0, 4, 4, well}, {10 * s, 2, 4, "short"}, {20 * s, 3, 4, "short"}, {30 * s, 4, 4, well}, {40 * s, 3, 4, "short"},
		})
		watched(t, name+" is scaled up while it is down", side, []sight{
			{0, 0, 4, "short"}, {10 * s, 0, 10, "short"}, {20 * s, 4, 10, "scaling"},
		})
		watched(t, name+" is scaled down and up again", side, []sight{
			{0, 4, 4, well}, {10 * s, 2, 2, well}, {20 * s, 2, 4, "scaling"}, {25 * s, 1, 4, "short"},
		})
		watched(t, name+" is scaled up once more", side, []sight{
			{0, 4, 4, well}, {10 * s, 4, 6, "scaling"}, {100 * s, 5, 8, "scaling"}, {200 * s, 5, 8, "scaling"}, {100*s + NewFor, 5, 8, "short"},
		})
		watched(t, name+" is short when it is seen first", side, []sight{{0, 4, 10, "short"}, {10 * s, 5, 10, "short"}})
		watched(t, name+" is scaled up, and the clock is set back", side, []sight{
			{0, 4, 4, well}, {10 * s, 4, 10, "scaling"}, {-hour, 4, 10, "short"},
		})
	}
}

// What was created less than two minutes ago is starting, unless it loses a task.
func TestWhatWasCreatedHasTwoMinutes(t *testing.T) {
	t.Parallel()
	const s = time.Second
	for name, side := range servingSides(ago(10 * s)) {
		watched(t, name+" starts", side, []sight{
			{0, 0, 4, "starting"}, {20 * s, 3, 4, "starting"}, {NewFor - 10*s - 1, 3, 4, "starting"}, {NewFor - 10*s, 3, 4, "short"},
		})
		watched(t, name+" starts and loses a task", side, []sight{{0, 0, 4, "starting"}, {20 * s, 3, 4, "starting"}, {30 * s, 2, 4, "short"}})
		watched(t, name+" starts and is scaled up", side, []sight{{0, 0, 4, "starting"}, {20 * s, 0, 10, "starting"}, {NewFor, 0, 10, "scaling"}, {20*s + NewFor, 0, 10, "short"}})
	}
}

// A service without task sets that was created or scaled up less than two minutes ago waits
// for its first set.
func TestAServiceWaitsForItsFirstTaskSet(t *testing.T) {
	t.Parallel()
	made := func(age time.Duration) Service { return checkout().with(func(s *Service) { s.CreatedAt = ago(age) }) }
	none := func(s *Service) { s.Desired = 0 }
	judge(t, []verdictCase{
		{"created just now", made(NewFor - 1), Busy, "starting"},
		{"created two minutes ago", made(NewFor), Broken, "empty"},
		{"scaled up just now", made(day).with(none).Replace(made(day), ago(minute)), Busy, "scaling"},
		{"scaled up two minutes ago", made(day).with(none).Replace(made(day), ago(NewFor)), Broken, "empty"},
		{"all sets deleted a moment after they ran", made(minute).Replace(made(minute).with(func(s *Service) { s.TaskSets, s.Running = []TaskSet{setOf(1, StatusDraining, 4)}, 4 }), noon), Broken, "empty"},
	})
}

// A set of a service that is older is new all the same, and one that serves beside it is
// not: what an old set lacks is short.
func TestOnlyWhatIsNewMayLackTasks(t *testing.T) {
	t.Parallel()
	fresh := func(status string) TaskSet {
		return situated(2, status, Stabilizing, 0, 4, minute, minute)
	}
	old := func(running int32) TaskSet { return situated(1, StatusActive, SteadyState, running, 4, day, hour) }
	judge(t, []verdictCase{
		{"a new PRIMARY beside the former one", checkout(fresh(StatusPrimary), old(4)), Busy, "starting"},
		{"no PRIMARY, a new set beside an old one", checkout(fresh(StatusActive), old(0).with(wanting(0))), Busy, "starting"},
		{"no PRIMARY, the old set lost a task", checkout(fresh(StatusActive).with(wanting(0)), old(3)), Broken, "short"},
		{"created in a time to come", checkout(fresh(StatusPrimary).with(created(noon.Add(minute)))), Busy, "starting"},
		{"created in a distant time to come", checkout(fresh(StatusPrimary).with(created(noon.Add(day)))), Broken, "short"},
		{"created at a time that is not told", checkout(fresh(StatusPrimary).with(created(time.Time{}))), Broken, "short"},
	})
}

// ECS computes what the sets are to run a moment after the service was scaled up: until then
// nothing is short, nor partial.
func TestAServiceThatWasScaledUpBeforeItsSets(t *testing.T) {
	t.Parallel()
	side := func(status string) func(running, wanted int32) Service {
		return func(running, wanted int32) Service {
			return checkout(setOf(1, status, running)).with(func(s *Service) { s.Desired = wanted })
		}
	}
	watched(t, "a PRIMARY", side(StatusPrimary), []sight{{0, 4, 4, "steady"}, {minute, 4, 8, "scaling"}, {minute + NewFor, 4, 8, "partial"}})
	watched(t, "a set alone", side(StatusActive), []sight{{0, 4, 4, "headless"}, {minute, 4, 8, "scaling"}, {minute + NewFor, 4, 8, "short"}})
}

// Ten minutes of running too little are counted from when a deployment last ran all its
// tasks, or was scaled up; if the service runs too few tasks then, it is short at once.
func TestADeploymentThatRanAllItsTasks(t *testing.T) {
	t.Parallel()
	side := func(beside int32) func(running, wanted int32) Service {
		return func(running, wanted int32) Service {
			d := deployment(StatusPrimary, RolloutInProgress, running, wanted)
			d.ID = "ecs-svc/1"
			old := deployment(StatusActive, RolloutCompleted, beside, 4)
			old.ID = "ecs-svc/0"
			return rolling(d, old)
		}
	}
	watched(t, "it loses tasks, and the old ones serve", side(4), []sight{
		{0, 4, 4, "rollout"}, {minute, 3, 4, "rollout"}, {StuckAfter - 1, 3, 4, "rollout"}, {StuckAfter, 3, 4, "stuck"},
	})
	watched(t, "it loses tasks, and nothing else serves", side(0), []sight{{0, 4, 4, "rollout"}, {minute, 3, 4, "short"}})
	watched(t, "it has not run all its tasks", side(0), []sight{{0, 3, 4, "stuck"}})
	watched(t, "it is scaled up", side(4), []sight{{0, 2, 2, "rollout"}, {minute, 2, 4, "rollout"}, {minute + StuckAfter - 1, 2, 4, "rollout"}, {minute + StuckAfter, 2, 4, "stuck"}})
	nameless := func(running, wanted int32) Service {
		s := side(4)(running, wanted)
		s.Deployments[0].ID = ""
		return s
	}
	watched(t, "one without an id", nameless, []sight{{0, 4, 4, "rollout"}, {minute, 3, 4, "stuck"}})
}

// Nothing is kept of an earlier service of the same name: it was created at another time.
func TestAnotherServiceOfTheSameNameIsNew(t *testing.T) {
	t.Parallel()
	tags := []Tag{{Key: "team", Value: "shop"}}
	known := checkout(setOf(1, StatusPrimary, 4)).with(func(s *Service) { s.CreatedAt, s.Tags = ago(day), tags })
	for _, test := range []struct {
		created time.Time
		kept    bool
	}{{ago(day), true}, {ago(minute), false}, {time.Time{}, true}} {
		got := Service{}.Replace(known, ago(hour)).Replace(checkout().with(func(s *Service) { s.CreatedAt = test.created }), noon)
		if kept := got.Tags != nil; kept != test.kept {
			t.Errorf("created %v: tags kept %t", test.created, kept)
		}
		if got.ARN != known.ARN {
			t.Errorf("the ARN is %q", got.ARN)
		}
	}
}

// Since when a set is steady is what ECS tells, or an earlier time at which this program
// saw it: that holds whether ECS tells when the status was retrieved or when it changed.
func TestStableSinceTheFirstSight(t *testing.T) {
	t.Parallel()
	read := func(stability string, at, update time.Time) TaskSet {
		return setOf(1, StatusPrimary, 4).with(updated(update), func(t *TaskSet) { t.StabilityStatus, t.StabilityStatusAt = stability, at })
	}
	const steady, unsteady = SteadyState, Stabilizing
	for _, test := range []struct {
		name        string
		first, then TaskSet
		want        time.Time
	}{
		{"ECS tells the change", read(steady, ago(day), ago(day)), read(steady, ago(day), ago(day)), ago(day)},
		{"ECS tells the retrieval", read(steady, ago(hour), ago(day)), read(steady, noon, ago(day)), ago(hour)},
		{"it was unsteady before", read(unsteady, ago(hour), ago(day)), read(steady, noon, ago(day)), noon},
		{"it was updated, and may have changed twice", read(steady, ago(hour), ago(day)), read(steady, ago(minute), ago(minute)), ago(minute)},
		{"ECS tells no time at all", read(steady, time.Time{}, time.Time{}), read(steady, time.Time{}, time.Time{}), time.Time{}},
		{"ECS tells the update alone", read(steady, time.Time{}, ago(day)), read(steady, time.Time{}, ago(day)), ago(day)},
	} {
		known := Service{}.Replace(checkout(test.first), ago(hour)).Replace(checkout(test.then), noon)
		if got := known.TaskSets[0].StableSince(); !got.Equal(test.want) {
			t.Errorf("%s: since %v, want %v", test.name, got, test.want)
		}
	}
}

// Whatever the reads tell: what is due is never more than is wanted; a count that ran all
// it was to run and lost a task is short at once, unless less is wanted now.
func TestLostTasksAreShortAtOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		count := rapid.Int32Range(0, 8)
		at, known := noon, Service{}
		made := rapid.SampledFrom([]time.Duration{day, time.Second}).Draw(t, "age")
		for i := range rapid.IntRange(1, 12).Draw(t, "reads") {
			at = at.Add(time.Duration(rapid.IntRange(0, 150).Draw(t, "seconds")) * time.Second)
			running, wanted := count.Draw(t, "running"), count.Draw(t, "wanted")
			set := situated(1, StatusPrimary, SteadyState, running, wanted, made, made)
			was := known
			known = known.Replace(checkout(set).with(func(s *Service) { s.Desired = wanted }), at)
			now := known.TaskSets[0]
			if due := now.counted().due(at); due > wanted || now.Seen.Due > wanted {
				t.Fatalf("%d of %d are due", due, wanted)
			}
			if running >= wanted && known.Health(at).Tier == Broken {
				t.Fatalf("%d of %d run: %+v", running, wanted, known.Health(at))
			}
			if i == 0 {
				continue
			}
			before := was.TaskSets[0]
			lost := before.Running >= before.ComputedDesired && running < min(before.ComputedDesired, wanted)
			if lost && known.Health(at).Word != "short" {
				t.Fatalf("%d of %d after %d of %d: %+v", running, wanted, before.Running, before.ComputedDesired, known.Health(at))
			}
		}
	})
}
