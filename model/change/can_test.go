package change

import (
	"testing"
	"time"

	"tealset/model"
)

// rolloutIn is the rollout of a situation.
func rolloutIn(kind Kind, changes ...func(*model.Service, *Circumstances)) (model.Rollout, Circumstances) {
	service, c := situation(kind)
	for _, change := range changes {
		change(&service, &c)
	}
	return model.RolloutOf(service, *orNothing(c.Known)), c
}

// What goes forward and what goes back is by the controller and by what the deployment waits
// for; one of the two ways back never stands for the other.
func TestForwardAndBack(t *testing.T) {
	t.Parallel()
	for kind, want := range map[Kind]struct {
		forward, back         Kind
		canForward, canBack   bool
		hooksForward, hooksBk int
	}{
		PromoteTaskSet:     {PromoteTaskSet, RestorePrimary, true, true, 0, 0},
		RerouteTraffic:     {RerouteTraffic, StopCodeDeploy, true, true, 0, 0},
		TerminateOriginal:  {TerminateOriginal, StopCodeDeploy, true, true, 0, 0},
		ContinueHook:       {ContinueHook, RollBackHook, true, true, 1, 1},
		RollBackDeployment: {ContinueHook, RollBackDeployment, false, true, 0, 0},
	} {
		r, c := rolloutIn(kind)
		var set *model.TaskSet
		if kind.OfTaskSet() {
			set = &r.Service.TaskSets[1]
		}
		forward, back := Forward(r, set, c), Back(r, c)
		if forward.Kind != want.forward || (forward.Why == "") != want.canForward || len(forward.Hooks) != want.hooksForward {
			t.Errorf("%s: forward %+v", kind, forward)
		}
		if back.Kind != want.back || (back.Why == "") != want.canBack || len(back.Hooks) != want.hooksBk {
			t.Errorf("%s: back %+v", kind, back)
		}
	}
}

// The former set is made PRIMARY again only where it is known which one that was, and where it
// is there.
func TestTheWayBackToTheFormerSetHasToBeKnown(t *testing.T) {
	t.Parallel()
	for want, change := range map[string]func(*model.Service, *Circumstances){
		"it is not known which set was PRIMARY before": func(_ *model.Service, c *Circumstances) { c.Former = "" },
		"the former PRIMARY 9 is gone":                 func(_ *model.Service, c *Circumstances) { c.Former += "/9" },
		"…000000002 does not run its desired count: 1 of 4 tasks run: scale it up first": func(s *model.Service, _ *Circumstances) {
			nth(1, running(1))(s)
		},
		"": func(*model.Service, *Circumstances) {},
	} {
		r, c := rolloutIn(RestorePrimary, change)
		if offer := Back(r, c); offer.Why != want || offer.Kind != RestorePrimary || want == "" && offer.Set.ARN != c.Former {
			t.Errorf("%q: %+v", want, offer)
		}
	}
}

// What may not be sent is told before anything else, for each kind by itself.
func TestWhatIsForbiddenCannotBeTaken(t *testing.T) {
	t.Parallel()
	for _, kind := range Kinds() {
		r, c := rolloutIn(kind)
		c.Forbidden = func(of Kind) string {
			if of == kind {
				return "allow does not have it"
			}
			return ""
		}
		if why := Can(kind, r, setOfKind(kind, r.Service), c); why != "allow does not have it" {
			t.Errorf("%s: %q", kind, why)
		}
		c.Forbidden = func(of Kind) string {
			if of == kind {
				return ""
			}
			return "read-only"
		}
		if why := Can(kind, r, setOfKind(kind, r.Service), c); why != "" {
			t.Errorf("%s: %q", kind, why)
		}
	}
	if why := Can(PromoteTaskSet, model.Rollout{}, nil, Circumstances{}); why != "the service is not read yet" {
		t.Errorf("%q", why)
	}
	r, c := rolloutIn(PromoteTaskSet)
	if why := Can(PromoteTaskSet, r, nil, c); why != "no task set is chosen" {
		t.Errorf("%q", why)
	}
}

// The next step is a change with its set and its scale, or no change, and why.
func TestTheNextStepIsAChange(t *testing.T) {
	t.Parallel()
	former := func(running int32, scale float64) func(*model.Service, *Circumstances) {
		return func(s *model.Service, c *Circumstances) {
			s.TaskSets = []model.TaskSet{
				setOf(2, model.StatusPrimary, 4, created(ago(day))), setOf(1, model.StatusActive, running, created(ago(9*day)), scaled(scale)),
			}
			c.Known.Routing.Listeners[listener] = shares(listener, 443, 100, 0, false)
		}
	}
	empty := func(s *model.Service, _ *Circumstances) { nth(1, running(0), wanting(0), scaled(0))(s) }
	unready := func(s *model.Service, _ *Circumstances) { nth(1, stabilizing, running(1))(s) }
	for _, test := range []struct {
		name    string
		in      Kind
		change  func(*model.Service, *Circumstances)
		want    Kind
		percent *float64
	}{
		{"promote", PromoteTaskSet, nil, PromoteTaskSet, nil},
		{"scale up", PromoteTaskSet, empty, ScaleTaskSet, new(100.0)},
		{"scale down", PromoteTaskSet, former(4, 100), ScaleTaskSet, new(0.0)},
		{"delete", PromoteTaskSet, former(0, 0), DeleteTaskSet, nil},
		{"wait", PromoteTaskSet, unready, "", nil},
		{"reroute", RerouteTraffic, nil, RerouteTraffic, nil},
		{"continue", ContinueHook, nil, ContinueHook, nil},
	} {
		r, c := rolloutIn(test.in)
		if test.change != nil {
			r, c = rolloutIn(test.in, test.change)
		}
		offer, step := Next(r, c)
		switch {
		case offer.Kind != test.want, (offer.Percent == nil) != (test.percent == nil), offer.Percent != nil && *offer.Percent != *test.percent:
			t.Errorf("%s: %+v of %+v", test.name, offer, step)
		case test.want == "" && offer.Why != step.Sentence(), test.want != "" && offer.Why != "":
			t.Errorf("%s: %q", test.name, offer.Why)
		case test.want.OfTaskSet() && offer.Set.ID != step.Side:
			t.Errorf("%s: %s, the step is about %s", test.name, offer.Set.ID, step.Side)
		}
	}
}

// Which set was PRIMARY before is known by the latest promotion, and only as long as the set
// that it made PRIMARY is that still.
func TestTheFormerPrimary(t *testing.T) {
	t.Parallel()
	service, _ := situation(PromoteTaskSet)
	blue, green := service.TaskSets[0].ARN, service.TaskSets[1].ARN
	after := service
	nth(0, role(model.StatusActive))(&after)
	nth(1, role(model.StatusPrimary))(&after)
	seen := Promotion{Service: service.Key(), Primary: green, Former: blue, At: noon}
	back := Promotion{Service: service.Key(), Primary: blue, Former: green, At: ago(minute)}
	request := requestOf(PromoteTaskSet)
	request.At = noon
	made, ok := Earlier{Request: request, Outcome: Accepted}.Promotion()
	if !ok || made.Primary != seen.Primary || made.Former != seen.Former || made.Service != seen.Service {
		t.Errorf("%+v, %t", made, ok)
	}
	if _, ok := (Earlier{Request: request, Outcome: Refused}).Promotion(); ok {
		t.Error("a refused promotion counts")
	}
	for want, promotions := range map[string][]Promotion{blue: {back, seen}, "": {{Service: service.Key(), Primary: blue, Former: green, At: noon.Add(day)}, seen}} {
		if got, at := FormerPrimary(after, promotions); got != want || (want != "") != at.Equal(noon) {
			t.Errorf("%q since %s, not %q", got, at, want)
		}
	}
	if got, _ := FormerPrimary(after, nil); got != "" {
		t.Errorf("%q", got)
	}
	after.FormerPrimary, after.FormerSeen = "arn:seen", ago(minute)
	if got, at := FormerPrimary(after, []Promotion{seen}); got != "arn:seen" || !at.Equal(ago(minute)) {
		t.Errorf("%q since %s, not what was seen", got, at)
	}
}

// Other sets may have been PRIMARY since the former one was, and only an update of the PRIMARY tells
// of it: it is told as a warning then, unless a person named the set.
func TestTheFormerPrimaryMayNotBeTheLast(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		updated, at time.Time
		want        string
	}{
		"by the promotion itself": {noon.Add(-3*day + minute), ago(3 * day), ""},
		"not since":               {ago(4 * day), ago(3 * day), ""},
		"later":                   {ago(day), ago(3 * day), "warning: it was PRIMARY until 3d ago, and the PRIMARY was updated after that: another set may have been PRIMARY in between"},
		"named":                   {ago(day), time.Time{}, ""},
		"not told":                {time.Time{}, ago(3 * day), ""},
	} {
		service, c := situation(RestorePrimary)
		nth(0, updated(test.updated))(&service)
		c.FormerAt = test.at
		if got := finding(ask(RestorePrimary, service, c).Checks(c), CheckMoved); got != test.want {
			t.Errorf("%s: %q", name, got)
		}
		if got := finding(ask(PromoteTaskSet, service, c).Checks(c), CheckMoved); got != "" {
			t.Errorf("%s, promoted: %q", name, got)
		}
	}
}
