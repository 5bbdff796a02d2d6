package ecsfake_test

import (
	"context"
	"encoding/xml"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	elb "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	elbtypes "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2/types"

	"tealset/ecsapi/ecsfake"
)

const elbARNs = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:"

// balanced is the shop with an application load balancer, whose port 443 shares
// web's requests out and whose test port sends all to the green; and a network load
// balancer.
func balanced() ecsfake.World {
	world := shop()
	world.Balancers = []ecsfake.Balancer{
		{Name: "front", Listeners: []ecsfake.Listener{
			{Port: 443, Default: ecsfake.Forward("blue"), Rules: []ecsfake.Rule{
				{Priority: "10", Conditions: ecsfake.Host("shop.example"), Actions: []ecsfake.Action{{
					Order: 1, Sticky: 600, Groups: []ecsfake.Weighted{{Group: "blue", Weight: new(90)}, {Group: "green", Weight: new(10)}},
				}}},
				{Priority: "20", Conditions: ecsfake.Path("/old/*"), Actions: []ecsfake.Action{{Scalar: true, Groups: []ecsfake.Weighted{{Group: "blue"}}}}},
			}},
			{Port: 8443, Rules: []ecsfake.Rule{{Priority: "1", Conditions: every(), Actions: ecsfake.Forward("green")}}},
		}},
		{Name: "pipe", Type: ecsfake.Network, Listeners: []ecsfake.Listener{{Port: 5432, Default: ecsfake.Split(ecsfake.Weighted{Group: "pipe-a"})}}},
	}
	world.TargetGroups = []ecsfake.TargetGroup{{Name: "pipe-a", Protocol: "TCP", Port: 5432}, {Name: "nowhere"}}
	return world
}

// every is a condition of each field.
func every() []ecsfake.Condition {
	return []ecsfake.Condition{
		{Field: "host-header", Values: []string{"a.example", "b.example"}},
		{Field: "path-pattern", Values: []string{"/api/*"}},
		{Field: "http-header", Header: "X-Stage", Values: []string{"green"}},
		{Field: "query-string", Values: []string{"stage=green"}},
		{Field: "http-request-method", Values: []string{"GET"}},
		{Field: "source-ip", Values: []string{"10.0.0.0/8"}},
	}
}

// elbClient is the real SDK over the Transport, with one attempt a call.
func elbClient(s *ecsfake.Server) *elb.Client {
	return elb.New(elb.Options{
		BaseEndpoint: aws.String("http://elb.test"), Region: "eu-west-1", HTTPClient: s.Client(), RetryMaxAttempts: 1,
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "AKIAIOSFODNN7EXAMPLE", SecretAccessKey: "secret"}, nil //nolint:gosec // AWS's own example key.
		}),
	})
}

// query sends a request of the Query protocol and gives the status, the headers and the
// body of the answer.
func query(t *testing.T, s *ecsfake.Server, form string) (int, http.Header, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://elb.test/", strings.NewReader(form+"&Version=2015-12-01"))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := s.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, response.Header, string(body)
}

// refusedXML wants a request to be refused with a code and the HTTP status.
func refusedXML(t *testing.T, s *ecsfake.Server, form string, status int, code string) {
	t.Helper()
	got, header, body := query(t, s, form)
	var answer struct {
		XMLName xml.Name
		Code    string `xml:"Error>Code"`
		ID      string `xml:"RequestId"`
	}
	if err := xml.Unmarshal([]byte(body), &answer); err != nil {
		t.Fatalf("%s: %v in %s", form, err, body)
	}
	if got != status || answer.Code != code || answer.XMLName.Local != "ErrorResponse" || answer.ID != header.Get("X-Amzn-RequestId") {
		t.Errorf("%s: %d %s; want %d %s", form, got, body, status, code)
	}
}

// The SDK reads what a rule does: to which target groups it sends, at which weights and
// for how long a client stays, in what order, under which conditions.
func TestTheSDKReadsEveryMemberOfARule(t *testing.T) {
	s, _ := open(balanced())
	out, err := elbClient(s).DescribeRules(t.Context(), &elb.DescribeRulesInput{RuleArns: []string{s.RuleARN("front", 443, "10"), s.RuleARN("front", 8443, "1")}})
	if err != nil {
		t.Fatal(err)
	}
	shared, tested := out.Rules[0], out.Rules[1]
	forward := shared.Actions[0].ForwardConfig
	same(t, "groups", []any{forward.TargetGroups[0].Weight, *forward.TargetGroups[1].TargetGroupArn, forward.TargetGroups[1].Weight}, []any{90, s.TargetGroupARN("green"), 10})
	same(t, "stickiness", []any{forward.TargetGroupStickinessConfig.Enabled, forward.TargetGroupStickinessConfig.DurationSeconds}, []any{true, 600})
	same(t, "the rest", []any{shared.Priority, shared.IsDefault, shared.Actions[0].Order, shared.Actions[0].TargetGroupArn}, []any{"10", false, 1, nil})
	same(t, "conditions", len(tested.Conditions), 6)
	for _, c := range tested.Conditions {
		read := map[string]bool{
			"host-header": c.HostHeaderConfig != nil && len(c.Values) == 2, "path-pattern": c.PathPatternConfig != nil && len(c.Values) == 1,
			"http-header":  c.HttpHeaderConfig != nil && *c.HttpHeaderConfig.HttpHeaderName == "X-Stage" && len(c.Values) == 0,
			"query-string": c.QueryStringConfig != nil && *c.QueryStringConfig.Values[0].Key == "stage" && *c.QueryStringConfig.Values[0].Value == "green",
			"source-ip":    c.SourceIpConfig != nil && len(c.SourceIpConfig.Values) == 1, "http-request-method": c.HttpRequestMethodConfig != nil,
		}
		if !read[*c.Field] {
			t.Errorf("%s was not read: %+v", *c.Field, c)
		}
	}
}

// Of a listener's rules the default one is the last. A forward to one group names it
// twice, one of before 2019 only at the action, and one without a weight has none.
func TestARuleIsToldAsRealOnesAre(t *testing.T) {
	s, _ := open(balanced())
	sdk := elbClient(s)
	rules, err := sdk.DescribeRules(t.Context(), &elb.DescribeRulesInput{ListenerArn: aws.String(s.ListenerARN("front", 443))})
	if err != nil {
		t.Fatal(err)
	}
	var priorities []string
	for _, r := range rules.Rules {
		priorities = append(priorities, *r.Priority)
	}
	same(t, "priorities", priorities, []string{"10", "20", "default"})
	old, last := rules.Rules[1].Actions[0], rules.Rules[2]
	same(t, "of before 2019", []any{*old.TargetGroupArn, old.ForwardConfig}, []any{s.TargetGroupARN("blue"), nil})
	same(t, "default", []any{*last.IsDefault, *last.Actions[0].TargetGroupArn, last.Actions[0].ForwardConfig.TargetGroups[0].Weight}, []any{true, s.TargetGroupARN("blue"), 1})

	listeners, err := sdk.DescribeListeners(t.Context(), &elb.DescribeListenersInput{ListenerArns: []string{s.ListenerARN("pipe", 5432)}})
	if err != nil {
		t.Fatal(err)
	}
	pipe := listeners.Listeners[0]
	same(t, "network", []any{*pipe.Port, pipe.Protocol, pipe.DefaultActions[0].ForwardConfig.TargetGroups[0].Weight}, []any{5432, "TCP", nil})
}

// A target group that a task set names exists, and says to which load balancers its rules
// belong: to none where no rule names it.
func TestATargetGroupKnowsItsLoadBalancers(t *testing.T) {
	s, _ := open(balanced())
	sdk := elbClient(s)
	groups, err := sdk.DescribeTargetGroups(t.Context(), &elb.DescribeTargetGroupsInput{
		TargetGroupArns: []string{s.TargetGroupARN("blue"), s.TargetGroupARN("nowhere")},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range groups.TargetGroups {
		same(t, *g.TargetGroupName, len(g.LoadBalancerArns), map[string]int{"blue": 1, "nowhere": 0}[*g.TargetGroupName])
	}
	balancers, err := sdk.DescribeLoadBalancers(t.Context(), &elb.DescribeLoadBalancersInput{Names: []string{"pipe"}})
	if err != nil {
		t.Fatal(err)
	}
	same(t, "network", []any{balancers.LoadBalancers[0].Type, balancers.LoadBalancers[0].State.Code}, []any{"network", "active"})
	same(t, "its groups", count(t, s, balancers.LoadBalancers[0].LoadBalancerArn), 1)
}

func count(t *testing.T, s *ecsfake.Server, balancer *string) int {
	t.Helper()
	out, err := elbClient(s).DescribeTargetGroups(t.Context(), &elb.DescribeTargetGroupsInput{LoadBalancerArn: balancer})
	if err != nil {
		t.Fatal(err)
	}
	return len(out.TargetGroups)
}

// A task is a target from when it runs: first initial, then healthy, draining while it
// leaves; and of a group in no rule it is unused.
func TestTheHealthOfATargetFollowsItsTask(t *testing.T) {
	s, clock := open(balanced())
	health := func(group string) map[elbtypes.TargetHealthStateEnum]int {
		t.Helper()
		out, err := elbClient(s).DescribeTargetHealth(t.Context(), &elb.DescribeTargetHealthInput{TargetGroupArn: aws.String(s.TargetGroupARN(group))})
		if err != nil {
			t.Fatal(err)
		}
		counts := map[elbtypes.TargetHealthStateEnum]int{}
		for _, h := range out.TargetHealthDescriptions {
			counts[h.TargetHealth.State]++
			if healthy := h.TargetHealth.State == elbtypes.TargetHealthStateEnumHealthy; healthy != (h.TargetHealth.Reason == "") {
				t.Errorf("%s has the reason %q", h.TargetHealth.State, h.TargetHealth.Reason)
			}
			if h.AdministrativeOverride == nil || *h.Target.Id == "" || *h.Target.AvailabilityZone == "" {
				t.Errorf("%+v", h)
			}
		}
		return counts
	}
	same(t, "at the start", health("green"), map[string]int{"healthy": 4})
	ask(t, s, "DeleteTaskSet", `{"cluster":"shop","service":"web","taskSet":"ecs-svc/g"}`)
	same(t, "on the way out", health("green"), map[string]int{"draining": 4})
	clock.Advance(ten)
	same(t, "gone", health("green"), map[string]int{})
	ask(t, s, "CreateTaskSet", `{"cluster":"shop","service":"web","taskDefinition":"web:43","scale":{"value":25,"unit":"PERCENT"},"loadBalancers":[{"targetGroupArn":"`+s.TargetGroupARN("green")+`","containerPort":80}]}`)
	clock.Advance(6 * time.Second)
	same(t, "new", health("green"), map[string]int{"initial": 1})
	clock.Advance(10 * time.Second)
	same(t, "later", health("green"), map[string]int{"healthy": 1})
	s.Weigh("front", 443, "10", ecsfake.Weighted{Group: "blue", Weight: new(1)})
	s.Weigh("front", 8443, "1", ecsfake.Weighted{Group: "blue", Weight: new(1)})
	same(t, "in no rule", health("green"), map[string]int{"unused": 1})
}

// Whoever gives other weights to a rule keeps its stickiness.
func TestWeighGivesARuleOtherWeights(t *testing.T) {
	s, _ := open(balanced())
	s.Weigh("front", 443, "10", ecsfake.Weighted{Group: "blue", Weight: new(0)}, ecsfake.Weighted{Group: "green", Weight: new(100)})
	_, _, body := query(t, s, "Action=DescribeRules&RuleArns.member.1="+url.QueryEscape(s.RuleARN("front", 443, "10")))
	if !strings.Contains(body, "<Weight>0</Weight>") || !strings.Contains(body, "<DurationSeconds>600</DurationSeconds>") {
		t.Error(body)
	}
}

func TestLoadBalancingRefusesAsItWasMeasured(t *testing.T) {
	s, _ := open(balanced())
	rule, gone := url.QueryEscape(s.RuleARN("front", 443, "10")), url.QueryEscape(elbARNs+"listener-rule/app/x/1/2/3")
	for _, test := range []struct {
		form, code string
	}{
		{"Action=DescribeRules&RuleArns.member.1=" + rule + "&RuleArns.member.2=" + gone, "RuleNotFound"},
		{"Action=DescribeRules", "ValidationError"},
		{"Action=DescribeRules&RuleArns.member.1=nonsense", "ValidationError"},
		{"Action=DescribeRules&ListenerArn=" + url.QueryEscape(elbARNs+"listener/app/x/1/2"), "ListenerNotFound"},
		{"Action=DescribeListeners", "ValidationError"},
		{"Action=DescribeListeners&LoadBalancerArn=" + url.QueryEscape(elbARNs+"loadbalancer/app/x/1"), "LoadBalancerNotFound"},
		{"Action=DescribeTargetGroups&Names.member.1=x", "TargetGroupNotFound"},
		{"Action=DescribeTargetHealth&TargetGroupArn=" + url.QueryEscape(elbARNs+"targetgroup/x/1"), "TargetGroupNotFound"},
		{"Action=DescribeLoadBalancers&PageSize=401", "ValidationError"},
		{"Action=DescribeLoadBalancers&Marker=nonsense", "ValidationError"},
		{"Action=RebootEverything", "InvalidAction"},
	} {
		refusedXML(t, s, test.form, http.StatusBadRequest, test.code)
	}
}

// The errors of load balancing have codes of their own, and a missing right the status
// 403; those of ECS and CodeDeploy end in Exception.
func TestFaultsSpeakTheLanguageOfTheirService(t *testing.T) {
	s, _ := open(balanced())
	s.Fail("DescribeLoadBalancers", 1, ecsfake.Throttled())
	refusedXML(t, s, "Action=DescribeLoadBalancers", http.StatusBadRequest, "Throttling")
	s.Fail("*", 1, ecsfake.Denied())
	refusedXML(t, s, "Action=DescribeLoadBalancers", http.StatusForbidden, "AccessDenied")
	s.Fail("*", 1, ecsfake.Denied())
	refused(t, s, "ListClusters", `{}`, "AccessDeniedException", "ecs:ListClusters")
	s.Fail("DescribeLoadBalancers", 1, ecsfake.Exception("HealthUnavailable", "x"))
	refusedXML(t, s, "Action=DescribeLoadBalancers", http.StatusInternalServerError, "HealthUnavailable")
	same(t, "calls", []int{s.Count("DescribeLoadBalancers"), s.Count("*")}, []int{3, 4})
}

func TestListsOfLoadBalancingComeInPages(t *testing.T) {
	s, _ := open(balanced())
	pages := elb.NewDescribeTargetGroupsPaginator(elbClient(s), &elb.DescribeTargetGroupsInput{PageSize: aws.Int32(1)})
	found := map[string]bool{}
	for pages.HasMorePages() {
		page, err := pages.NextPage(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		same(t, "a page", len(page.TargetGroups), 1)
		found[*page.TargetGroups[0].TargetGroupName] = true
	}
	same(t, "groups", found, map[string]bool{"pipe-a": true, "nowhere": true, "blue": true, "green": true})
	s.Fail("DescribeTargetGroups", 2, ecsfake.RepeatedToken())
	first, _ := elbClient(s).DescribeTargetGroups(t.Context(), &elb.DescribeTargetGroupsInput{})
	second, err := elbClient(s).DescribeTargetGroups(t.Context(), &elb.DescribeTargetGroupsInput{Marker: first.NextMarker})
	if err != nil {
		t.Fatal(err)
	}
	same(t, "the marker", second.NextMarker, first.NextMarker)
}

// Whoever changes a rule sends the whole list of its actions; the default rule is changed
// at its listener.
func TestARuleIsModifiedByItsWholeListOfActions(t *testing.T) {
	s, _ := open(balanced())
	sdk := elbClient(s)
	actions := []elbtypes.Action{{Type: elbtypes.ActionTypeEnumForward, ForwardConfig: &elbtypes.ForwardActionConfig{
		TargetGroups: []elbtypes.TargetGroupTuple{
			{TargetGroupArn: aws.String(s.TargetGroupARN("blue")), Weight: aws.Int32(50)}, {TargetGroupArn: aws.String(s.TargetGroupARN("green")), Weight: aws.Int32(50)},
		},
		TargetGroupStickinessConfig: &elbtypes.TargetGroupStickinessConfig{Enabled: aws.Bool(true), DurationSeconds: aws.Int32(60)},
	}}}
	changed, err := sdk.ModifyRule(t.Context(), &elb.ModifyRuleInput{RuleArn: aws.String(s.RuleARN("front", 443, "10")), Actions: actions})
	if err != nil {
		t.Fatal(err)
	}
	forward := changed.Rules[0].Actions[0].ForwardConfig
	same(t, "rule", []any{forward.TargetGroups[1].Weight, forward.TargetGroupStickinessConfig.DurationSeconds, changed.Rules[0].Actions[0].Order}, []any{50, 60, nil})
	_, err = sdk.ModifyRule(t.Context(), &elb.ModifyRuleInput{RuleArn: aws.String(s.RuleARN("front", 443, "default")), Actions: actions})
	wants[*elbtypes.OperationNotPermittedException](t, err)
	if err == nil || !strings.Contains(err.Error(), "Default rule '"+s.RuleARN("front", 443, "default")+"' cannot be modified") {
		t.Error(err)
	}
	listener, err := sdk.ModifyListener(t.Context(), &elb.ModifyListenerInput{ListenerArn: aws.String(s.ListenerARN("front", 443)), DefaultActions: actions})
	if err != nil {
		t.Fatal(err)
	}
	same(t, "listener", len(listener.Listeners[0].DefaultActions[0].ForwardConfig.TargetGroups), 2)
	refusedXML(t, s, "Action=ModifyRule&RuleArn="+url.QueryEscape(s.RuleARN("front", 443, "10")), http.StatusBadRequest, "ValidationError")
}
