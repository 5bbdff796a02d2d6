package change

import (
	"slices"
	"strings"
	"testing"

	"tealset/model"
)

// byReads are the checks whose answer is what was read of load balancing.
var byReads = []CheckID{CheckTraffic, CheckPrimaryTraffic, CheckTargets, CheckCandidateTargets}

// readKnown is the situation of a kind in which all of load balancing was read and is well.
func readKnown(kind Kind) (model.Service, Circumstances) {
	service, c := situation(kind)
	if kind == DeleteTaskSet {
		c.Known = healthyKnown()
	}
	return service, c
}

// What was read once and could not be read again is no answer: no kind of change calls a risk
// looked for and not found on it, and each says why. That something is wrong stays a danger.
func TestWhatCouldNotBeReadAgainIsNoAnswer(t *testing.T) {
	t.Parallel()
	throttled := &model.Fault{Kind: model.FaultThrottled, Headline: "too many requests"}
	for _, kind := range Kinds() {
		service, c := readKnown(kind)
		f := ask(kind, service, c)
		asked := 0
		for _, check := range f.Checks(c) {
			if slices.Contains(byReads, check.ID) && check.Severity == OK {
				asked++
			}
		}
		known := *c.Known
		known.TargetsFault, known.Routing.Fault = throttled, throttled
		c.Known = &known
		for _, check := range f.Checks(c) {
			switch {
			case !slices.Contains(byReads, check.ID):
			case check.Severity == OK:
				t.Errorf("%s: %s", kind, check.Sentence)
			case check.Severity == Unanswered:
				asked--
				if !strings.Contains(check.Sentence, throttled.Headline) && kind.OfTaskSet() {
					t.Errorf("%s does not say why: %s", kind, check.Sentence)
				}
			}
		}
		if asked != 0 {
			t.Errorf("%s: %d answers were not told as unknown", kind, asked)
		}
	}
	known := knowing(shares(listener, 443, 10, 90, false))
	known.Routing.Health, known.TargetsFault, known.Routing.Fault = healthOf("healthy", "unhealthy"), throttled, throttled
	got := ofBalancer(harmless(), known)
	for _, danger := range []string{"danger: 10 % of :443 goes to this set", "danger: 1 of 4 targets"} {
		if !strings.Contains(got, danger) {
			t.Errorf("%q is missing: %s", danger, got)
		}
	}
}

// One rule whose weights are all 0 leaves open where its traffic goes, however well the others
// are known: neither the set nor the PRIMARY is said to have none, or all.
func TestARuleOfZerosIsNoAnswerBesideOthers(t *testing.T) {
	t.Parallel()
	const why = "every weight of :80 is 0: where its traffic goes is not known"
	zeros := shares(elb+"listener/app/x/1/4", 80, 0, 0, false)
	known := knowing(shares(listener, 443, 0, 100, false), zeros)
	if got, want := finding(preflight(harmless(), Circumstances{Known: known}), CheckTraffic), "unanswered: "+why; got != want {
		t.Errorf("delete:\ngot  %s\nwant %s", got, want)
	}
	known = knowing(shares(listener, 443, 10, 90, false), zeros)
	if got := finding(preflight(harmless(), Circumstances{Known: known}), CheckTraffic); !strings.HasPrefix(got, "danger: 10 % of :443") {
		t.Errorf("with traffic: %s", got)
	}
	for _, kind := range []Kind{PromoteTaskSet, RestorePrimary} {
		service, c := situation(kind)
		c.Known.Routing.Listeners[zeros.ARN] = zeros
		checks := ask(kind, service, c).Checks(c)
		if got, want := finding(checks, CheckPrimaryTraffic), "unanswered: the traffic of …000000001, which loses the role, is not known: "+why; got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", kind, got, want)
		}
		if got, want := finding(checks, CheckTraffic), "unanswered: "+why; got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", kind, got, want)
		}
	}
	service, c := situation(ScaleTaskSet)
	c.Known.Routing.Listeners[zeros.ARN] = zeros
	if got, want := finding(ask(ScaleTaskSet, service, c).Checks(c), CheckTraffic), "unanswered: "+why; got != want {
		t.Errorf("scale:\ngot  %s\nwant %s", got, want)
	}
}

// Where not all rules could be read, the set that loses the role is not said to have no traffic,
// and a group that is in no known rule may be in one.
func TestRulesThatWereNotReadMaySendTraffic(t *testing.T) {
	t.Parallel()
	service, c := situation(PromoteTaskSet)
	known := *c.Known
	known.Routing.Fault = &model.Fault{Kind: model.FaultDenied, Headline: "access denied"}
	c.Known = &known
	want := "unanswered: the traffic of …000000001, which loses the role, is not known: not all rules of the load balancer could be read: access denied"
	if got := finding(ask(PromoteTaskSet, service, c).Checks(c), CheckPrimaryTraffic); got != want {
		t.Errorf("promote:\ngot  %s\nwant %s", got, want)
	}
	alone := knowing()
	alone.Routing.Fault = known.Routing.Fault
	alone.Routing.Groups = map[string]model.TargetGroup{groupOf(2): {ARN: groupOf(2), LoadBalancerARNs: []string{}}}
	want = "unanswered: not all rules of the load balancer could be read: access denied"
	if got := finding(preflight(harmless(), Circumstances{Known: alone}), CheckTraffic); got != want {
		t.Errorf("delete:\ngot  %s\nwant %s", got, want)
	}
}
