package model

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// shiftOf is a shift of a route with actions, to the second group; the first is the PRIMARY's.
func shiftOf(percent int, actions ...Action) Shift {
	rule := ruleOf(httpsARN, 1, "/*", actions...)
	return Shift{Route: Routing{}.route(rule, httpsARN, noon), Candidate: groupOf(2), Rest: groupOf(1), Percent: percent}
}

// after are the actions of a shift's command.
func after(t *testing.T, s Shift) []Action {
	t.Helper()
	words, why := s.Command(CLI{})
	if why != "" {
		t.Fatalf("no command: %s", why)
	}
	var actions []Action
	if err := json.Unmarshal([]byte(words[len(words)-1]), &actions); err != nil {
		t.Fatal(err)
	}
	return actions
}

// The command names the rule and has the settings in force; the default actions of a
// listener are changed by another one. What is not set is left out.
func TestTheCommandThatShiftsTraffic(t *testing.T) {
	t.Parallel()
	shift := shiftOf(10, weighted(groupOf(1), 100, groupOf(2), 0))
	words, why := shift.Command(CLI{Profile: "oncall", Region: "eu-west-1", Endpoint: "http://127.0.0.1:8080"})
	want := []string{
		"aws", "elbv2", "modify-rule", "--rule-arn", ruleARN(httpsARN, 1), "--actions",
		fmt.Sprintf(`[{"Type":"forward","ForwardConfig":{"TargetGroups":[{"TargetGroupArn":"%s","Weight":90},{"TargetGroupArn":"%s","Weight":10}]}}]`, groupOf(1), groupOf(2)),
		"--profile", "oncall", "--region", "eu-west-1", "--endpoint-url", "http://127.0.0.1:8080",
	}
	if diff := cmp.Diff(want, words); diff != "" || why != "" {
		t.Errorf("%s (-want +got):\n%s", why, diff)
	}
	for _, last := range []Routing{
		routed(listening(httpsARN, 443, weighted(groupOf(1), 100))),
		routed(Rule{ARN: ruleARN(httpsARN, 9), Priority: DefaultPriority, Actions: []Action{weighted(groupOf(1), 100)}}),
	} {
		shift.Route = last.routes()[0]
		words, _ = shift.Command(CLI{})
		if got := strings.Join(words[:6], " "); got != "aws elbv2 modify-listener --listener-arn "+httpsARN+" --default-actions" || len(words) != 7 {
			t.Errorf("%s, %d words", got, len(words))
		}
	}
}

// Every member of every action is written back as it was but for the weights: their order,
// stickiness, and how clients are asked who they are. The client secret stays: ELB does not
// tell it.
func TestAShiftKeepsTheWholeListOfActions(t *testing.T) {
	t.Parallel()
	number, seconds := func(n int32) *int32 { return &n }, int64(604800)
	extra := map[string]string{"display": "page<1>&"}
	oidc := Action{Type: ActionOIDC, Order: number(1), OIDC: &OIDCAction{ //nolint:gosec // None of it is a secret.
		Issuer: "https://idp", AuthorizationEndpoint: "https://idp/a", TokenEndpoint: "https://idp/t", UserInfoEndpoint: "https://idp/u",
		ClientID: "id", SessionCookieName: "cookie", Scope: "openid", SessionTimeout: &seconds, ExtraParams: extra, OnUnauthenticatedRequest: "authenticate",
	}}
	cognito := Action{Type: ActionCognito, Order: number(2), Cognito: &CognitoAction{
		UserPoolARN: "pool", UserPoolClientID: "id", UserPoolDomain: "domain", SessionCookieName: "cookie", Scope: "openid",
		SessionTimeout: &seconds, ExtraParams: extra, OnUnauthenticatedRequest: "deny",
	}}
	jwt := Action{Type: ActionJWT, Order: number(3), JWT: &JWTAction{
		JWKSEndpoint: "https://idp/k", Issuer: "https://idp", AdditionalClaims: []JWTClaim{{"single-string", "aud", []string{"a"}}},
	}}
	forward := sticky(weighted(groupOf(1), 1, groupOf(2), 0))
	forward.Order = number(4)
	got := after(t, shiftOf(50, oidc, cognito, jwt, forward))
	keep := true
	oidc.OIDC.UseExistingClientSecret = &keep
	want := sticky(weighted(groupOf(1), 50, groupOf(2), 50))
	want.Order = number(4)
	if diff := cmp.Diff([]Action{oidc, cognito, jwt, want}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A group that the rule does not name yet is added; the one TargetGroupArn that ELB tells
// beside a single group is left out then, since ELB refuses it beside several.
func TestAShiftAddsTheCandidate(t *testing.T) {
	t.Parallel()
	single := weighted(groupOf(1), 1)
	single.TargetGroupARN = groupOf(1)
	want := []Action{weighted(groupOf(1), 90, groupOf(2), 10)}
	if diff := cmp.Diff(want, after(t, shiftOf(10, single))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	old := Action{Type: ActionForward, TargetGroupARN: groupOf(1)}
	if diff := cmp.Diff(want, after(t, shiftOf(10, old))); diff != "" {
		t.Errorf("an answer of 2016 (-want +got):\n%s", diff)
	}
	without := Action{Type: ActionForward, Forward: &ForwardAction{TargetGroups: []WeightedGroup{{groupOf(1), nil}}}}
	if diff := cmp.Diff(want, after(t, shiftOf(10, without))); diff != "" {
		t.Errorf("a Network Load Balancer's nil weight (-want +got):\n%s", diff)
	}
	alone := weighted(groupOf(2), 1)
	alone.TargetGroupARN = groupOf(2)
	full := weighted(groupOf(2), 100)
	full.TargetGroupARN = groupOf(2)
	everything := shiftOf(100, alone)
	everything.Rest = ""
	if diff := cmp.Diff([]Action{full}, after(t, everything)); diff != "" {
		t.Errorf("the only group keeps its scalar (-want +got):\n%s", diff)
	}
}

// What the candidate leaves goes to the others as they stood to each other; where all had
// nothing, to the group of the serving side.
func TestAShiftDividesTheRest(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		percent    int
		have, want Action
	}{
		{10, weighted("x", 20, groupOf(1), 10, groupOf(2), 0), weighted("x", 60, groupOf(1), 30, groupOf(2), 10)},
		{0, weighted("x", 1, groupOf(1), 1, "y", 1, groupOf(2), 9), weighted("x", 34, groupOf(1), 33, "y", 33, groupOf(2), 0)},
		{100, weighted("x", 1, groupOf(1), 0, groupOf(2), 9), weighted("x", 0, groupOf(1), 0, groupOf(2), 100)},
		{40, weighted("x", 0, groupOf(1), 0, groupOf(2), 9), weighted("x", 0, groupOf(1), 60, groupOf(2), 40)},
		{50, weighted(groupOf(1), 950, groupOf(2), 50), weighted(groupOf(1), 50, groupOf(2), 50)},
	} {
		if diff := cmp.Diff([]Action{c.want}, after(t, shiftOf(c.percent, c.have))); diff != "" {
			t.Errorf("%d (-want +got):\n%s", c.percent, diff)
		}
	}
}

// Where not all of a rule can be written back there is no command, and the reason is told.
func TestWhereThereIsNoCommand(t *testing.T) {
	t.Parallel()
	inexact := weighted(groupOf(1), 1)
	inexact.Inexact = true
	alone := shiftOf(50, weighted(groupOf(2), 1))
	alone.Rest = ""
	nowhere, unnamed := shiftOf(50, weighted(groupOf(1), 1)), shiftOf(50, weighted(groupOf(1), 1))
	nowhere.Candidate, unnamed.Route.RuleARN = "", ""
	for _, c := range []struct {
		shift Shift
		want  string
	}{
		{shiftOf(50, Action{Type: "rate-limit"}, weighted(groupOf(1), 1)), `tealset does not know its action "rate-limit"`},
		{shiftOf(50, Action{}, weighted(groupOf(1), 1)), "one of its actions has no type"},
		{shiftOf(50, inexact), "characters"},
		{shiftOf(50, Action{Type: ActionFixedResponse, FixedResponse: &FixedResponseAction{StatusCode: "200"}}), "no target group"},
		{shiftOf(50, weighted(groupOf(1), 1), weighted(groupOf(2), 1)), "more than once"},
		{shiftOf(101, weighted(groupOf(1), 1)), "from 0 to 100"},
		{alone, "alone"},
		{nowhere, "no target group in it"},
		{unnamed, "ARN is not known"},
	} {
		if words, why := c.shift.Command(CLI{}); words != nil || !strings.Contains(why, c.want) {
			t.Errorf("%q, %v; want %q", why, words, c.want)
		}
	}
}

// Whatever the weights, the new ones add up to 100, the candidate has its percent, and no
// group is lost or made up. The route itself is not changed.
func TestNewWeightsAlwaysAddUpTo100(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		percent := rapid.IntRange(0, 100).Draw(t, "percent")
		have := rapid.SliceOfN(rapid.Int32Range(0, 999), 1, 5).Draw(t, "weights")
		var pairs []any
		for i, w := range have {
			pairs = append(pairs, groupOf(i+1), int(w))
		}
		shift := shiftOf(percent, weighted(pairs...))
		before, _ := actionsJSON(shift.Route.Actions)
		actions, why := shift.actions()
		if why != "" {
			t.Fatal(why)
		}
		sum := int64(0)
		for i, g := range actions[0].Forwards() {
			sum += g.Counts()
			if g.ARN != groupOf(i+1) || g.ARN == shift.Candidate && g.Counts() != int64(percent) {
				t.Fatalf("group %d is %s with %d", i, g.ARN, g.Counts())
			}
		}
		if sum != 100 || len(actions[0].Forwards()) != max(2, len(have)) {
			t.Fatalf("%d groups add up to %d", len(actions[0].Forwards()), sum)
		}
		if now, _ := actionsJSON(shift.Route.Actions); now != before {
			t.Fatal("the route has changed")
		}
	})
}

// The next share is 10, 50 or 100.
func TestTheNextPercent(t *testing.T) {
	t.Parallel()
	for percent, want := range map[float64]int{0: 10, 5: 10, 10: 50, 33.3: 50, 50: 100, 95: 100, 100: 100} {
		if got := NextPercent(percent); got != want {
			t.Errorf("after %v comes %d, want %d", percent, got, want)
		}
	}
}

// In a rule that names none of the candidate's groups, that for the same port of the same
// container takes part; between two nobody chooses.
func TestTheGroupThatTakesPartInARule(t *testing.T) {
	t.Parallel()
	port := func(n int32) *int32 { return &n }
	balancer := func(n int, container string, p int32) LoadBalancer {
		return LoadBalancer{TargetGroupARN: groupOf(n), ContainerName: container, ContainerPort: port(p)}
	}
	blue := setOf(1, StatusPrimary, 2).with(func(s *TaskSet) {
		s.LoadBalancers = []LoadBalancer{balancer(1, "app", 80), balancer(11, "app", 443)}
	})
	green := setOf(2, StatusActive, 2).with(func(s *TaskSet) {
		s.LoadBalancers = []LoadBalancer{balancer(2, "app", 80), balancer(12, "app", 443)}
	})
	r := RolloutOf(checkout(blue, green), Known{Routing: routed(listening(httpsARN, 443, weighted(groupOf(11), 1)))})
	if got := r.Shift(r.Traffic.Routes[0], r.Sides[1], 10); got.Candidate != groupOf(12) || got.Rest != groupOf(11) {
		t.Errorf("%s and %s", got.Candidate, got.Rest)
	}
	twice := green.with(func(s *TaskSet) { s.LoadBalancers[0] = balancer(2, "app", 443) })
	r = RolloutOf(checkout(blue, twice), r.Known)
	if got := r.Shift(r.Traffic.Routes[0], r.Sides[1], 10); got.Candidate != "" {
		t.Errorf("between two groups %s was chosen", got.Candidate)
	}
	r.Known.Routing = routed(listening(httpsARN, 443, weighted(groupOf(12), 1)))
	r = RolloutOf(checkout(blue, green.with(func(s *TaskSet) { s.LoadBalancers = []LoadBalancer{balancer(2, "app", 80), balancer(12, "app", 443)} })), r.Known)
	if got := r.Shift(r.Traffic.Routes[0], r.Sides[1], 10); got.Candidate != groupOf(12) || got.Rest != groupOf(11) {
		t.Errorf("from all to 10 %%: %s and %s", got.Candidate, got.Rest)
	}
}
