package ecsapi

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"tealset/ecsapi/ecsfake"
	"tealset/model"
)

// rollout is a world with a rollout of each sort: web is EXTERNAL and shares its requests
// out, stock is with CodeDeploy, canary deploys by a strategy.
func rollout() *ecsfake.Server {
	now := ecsfake.NewClock(time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC))
	weighted := func(group string, weight int) ecsfake.Weighted {
		return ecsfake.Weighted{Group: group, Weight: &weight}
	}
	return ecsfake.New(now.Now, ecsfake.World{
		Clusters: []ecsfake.Cluster{{Name: "shop", Services: []ecsfake.Service{
			{
				Name: "web", Controller: ecsfake.External, Desired: 4, TaskSets: []ecsfake.TaskSet{
					{ID: "ecs-svc/1", Status: ecsfake.Primary, Revision: 41, Age: time.Hour, TargetGroup: "web-blue"},
					{ID: "ecs-svc/2", Revision: 42, Age: time.Hour, TargetGroup: "web-green"},
				},
			},
			{
				Name: "stock", Controller: ecsfake.CodeDeploy, Desired: 1, TaskSets: []ecsfake.TaskSet{
					{ID: "ecs-svc/3", Status: ecsfake.Primary, Revision: 1, Age: time.Hour, TargetGroup: "stock-1"},
					{ID: "ecs-svc/4", Revision: 2, Age: 10 * time.Minute, ExternalID: "d-1", StartedBy: "CODE_DEPLOY", TargetGroup: "stock-2"},
				},
			},
			{
				Name: "canary", Controller: ecsfake.ECS, Desired: 1,
				Strategy: ecsfake.Strategy{Name: "CANARY", Percent: 10, StepMinutes: 5, Alternate: "canary-b", Balancer: "front", Port: 443, Priority: "2"},
				TaskSets: []ecsfake.TaskSet{
					{ID: "ecs-svc/5", Revision: 7, Age: 2 * time.Hour, TargetGroup: "canary-a"},
					{ID: "ecs-svc/6", Status: ecsfake.Primary, Revision: 8, Age: 10 * time.Minute, TargetGroup: "canary-b"},
				},
				Deployments: []ecsfake.ServiceDeployment{{Age: 10 * time.Minute, Stage: "BAKE_TIME", Production: new(10.0)}},
			},
		}}},
		Balancers: []ecsfake.Balancer{{Name: "front", Listeners: []ecsfake.Listener{
			{Port: 443, Default: ecsfake.Forward("stock-1"), Rules: []ecsfake.Rule{
				{Priority: "1", Conditions: ecsfake.Host("shop.example"), Actions: ecsfake.Split(weighted("web-blue", 90), weighted("web-green", 10))},
				{Priority: "2", Conditions: ecsfake.Path("/canary/*"), Actions: ecsfake.Split(weighted("canary-a", 90), weighted("canary-b", 10))},
			}},
			{Port: 8443, Default: ecsfake.Forward("web-green")},
		}}},
		CodeDeploy: []ecsfake.Deployment{
			{ID: "d-1", Cluster: "shop", Service: "stock", Status: "Ready", Age: 10 * time.Minute, ReadyWait: 60, Groups: []string{"stock-1", "stock-2"}, Balancer: "front", Port: 443},
			{ID: "d-2", Cluster: "shop", Service: "stock", Status: "Created"},
		},
	})
}

// From the target groups of a service the way leads to its load balancers, listeners and
// rules, which are then read again by their ARNs.
func TestTheTopologyOfAServiceIsFoundFromItsTargetGroups(t *testing.T) {
	t.Parallel()
	fake := rollout()
	c := over(&ecsfake.Transport{Handler: fake})
	groups, err := c.DescribeTargetGroups(t.Context(), []string{fake.TargetGroupARN("web-blue"), fake.TargetGroupARN("web-green")})
	if err != nil {
		t.Fatal(fault(t, err).Detail)
	}
	if len(groups.Found) != 2 || len(groups.Found[0].LoadBalancerARNs) != 1 || groups.Found[0].HealthCheck.Path != "/health" ||
		*groups.Found[0].HealthCheck.HealthyThreshold != 2 || groups.Found[0].HealthCheck.Matcher != "200" {
		t.Fatalf("%+v", groups)
	}
	listeners, err := c.ListListeners(t.Context(), groups.Found[0].LoadBalancerARNs[0])
	if err != nil || len(listeners) != 2 || *listeners[1].Port != 8443 || listeners[1].Protocol != "HTTPS" {
		t.Fatalf("%+v, %v", listeners, err)
	}
	rules, err := c.ListRules(t.Context(), listeners[0].ARN)
	if err != nil || len(rules) != 3 || rules[2].Priority != model.DefaultPriority || !rules[2].IsDefault {
		t.Fatalf("%+v, %v", rules, err)
	}
	again, err := c.DescribeRules(t.Context(), []string{rules[0].ARN, rules[1].ARN})
	if err != nil || len(again.Found) != 2 || again.Found[0].ListenerARN() != listeners[0].ARN {
		t.Fatalf("%+v, %v", again, err)
	}
	if got := again.Found[0].Actions[0].Forwards(); len(got) != 2 || got[0].Counts() != 90 || got[1].Counts() != 10 || got[1].ARN != fake.TargetGroupARN("web-green") {
		t.Errorf("%+v", got)
	}
	both, err := c.DescribeListeners(t.Context(), []string{listeners[0].ARN, listeners[1].ARN})
	if err != nil || len(both.Found) != 2 || both.Found[0].DefaultActions[0].Forwards()[0].ARN != fake.TargetGroupARN("stock-1") {
		t.Errorf("%+v, %v", both, err)
	}
	health, err := c.DescribeTargetHealth(t.Context(), groups.Found[0].ARN)
	if err != nil || len(health.Targets) != 4 || health.Targets[0].State != model.TargetHealthyState || health.Targets[0].Override != "no_override" {
		t.Errorf("%+v, %v", health, err)
	}
	attributes, err := c.DescribeTargetGroupAttributes(t.Context(), groups.Found[0].ARN)
	if err != nil || *attributes.DeregistrationDelaySeconds != 30 || *attributes.StickinessEnabled || *attributes.MinimumHealthyTargets != 1 {
		t.Errorf("%+v, %v", attributes, err)
	}
}

// ELB refuses all that is asked for with one that is gone. It is found by halves, and the
// rest is told.
func TestOneThatIsGoneHidesNoOther(t *testing.T) {
	t.Parallel()
	fake := rollout()
	c := over(&ecsfake.Transport{Handler: fake})
	gone := strings.Replace(fake.RuleARN("front", 443, "1"), "/front/", "/gone/", 1)
	asked := []string{fake.RuleARN("front", 443, "1"), gone, fake.RuleARN("front", 443, "2"), fake.RuleARN("front", 8443, "default")}
	got, err := c.DescribeRules(t.Context(), asked)
	if err != nil {
		t.Fatal(fault(t, err).Detail)
	}
	if len(got.Found) != 3 || !slices.Equal(got.Failures, []model.Failure{{ARN: gone, Reason: "RuleNotFound"}}) {
		t.Errorf("%+v", got)
	}
	if n := fake.Count("DescribeRules"); n > 5 {
		t.Errorf("%d requests", n)
	}
	absent, err := c.DescribeTargetHealth(t.Context(), strings.Replace(fake.TargetGroupARN("web-blue"), "web-blue", "gone", 1))
	if err != nil || absent.Missing != "TargetGroupNotFound" || absent.Targets != nil {
		t.Errorf("%+v, %v", absent, err)
	}
	_, err = c.ListRules(t.Context(), strings.Replace(fake.ListenerARN("front", 443), "/front/", "/gone/", 1))
	if f := fault(t, err); f.Code != "ListenerNotFound" || !f.OfTarget() {
		t.Errorf("%+v", f)
	}
}

// A group that nobody reaches has an empty list of load balancers, and one without targets
// an empty list of targets: both are told apart from what is not known.
func TestNothingIsToldApartFromUnknown(t *testing.T) {
	t.Parallel()
	fake := ecsfake.New(nil, ecsfake.World{TargetGroups: []ecsfake.TargetGroup{{Name: "alone"}}})
	c := over(&ecsfake.Transport{Handler: fake})
	groups, err := c.DescribeTargetGroups(t.Context(), []string{fake.TargetGroupARN("alone")})
	if err != nil || groups.Found[0].LoadBalancerARNs == nil || len(groups.Found[0].LoadBalancerARNs) != 0 {
		t.Errorf("%+v, %v", groups, err)
	}
	health, err := c.DescribeTargetHealth(t.Context(), fake.TargetGroupARN("alone"))
	if err != nil || health.Targets == nil || len(health.Targets) != 0 {
		t.Errorf("%+v, %v", health, err)
	}
	for _, body := range []string{"", "<DescribeRulesResponse><DescribeRulesResult/></DescribeRulesResponse>"} {
		if _, err := over(says(200, body)).DescribeRules(t.Context(), []string{"x"}); fault(t, err).Kind != model.FaultNotAWS {
			t.Errorf("%q: %v", body, err)
		}
	}
	empty, err := over(says(200, "<DescribeRulesResponse><DescribeRulesResult><Rules/></DescribeRulesResult></DescribeRulesResponse>")).DescribeRules(t.Context(), []string{"x"})
	if err != nil || len(empty.Found) != 0 {
		t.Errorf("%+v, %v", empty, err)
	}
}

// Each refusal of load balancing and of CodeDeploy is a fault in words, with the right that
// is missing by its name; what CodeDeploy has not begun with is no fault.
func TestFaultsOfWhatIsBesideECS(t *testing.T) {
	t.Parallel()
	fake := rollout()
	c := over(&ecsfake.Transport{Handler: fake})
	service := model.ServiceRef{Cluster: "shop", Service: "stock"}
	ask := map[string]func() error{
		"DescribeTargetGroups": func() error {
			_, err := c.DescribeTargetGroups(t.Context(), []string{fake.TargetGroupARN("web-blue")})
			return err
		},
		"DescribeListeners": func() error { _, err := c.ListListeners(t.Context(), "arn:x:loadbalancer/app/front/1"); return err },
		"DescribeRules":     func() error { _, err := c.ListRules(t.Context(), fake.ListenerARN("front", 443)); return err },
		"DescribeTargetHealth": func() error {
			_, err := c.DescribeTargetHealth(t.Context(), fake.TargetGroupARN("web-blue"))
			return err
		},
		"DescribeTargetGroupAttributes": func() error {
			_, err := c.DescribeTargetGroupAttributes(t.Context(), fake.TargetGroupARN("web-blue"))
			return err
		},
		"ListDeployments": func() error {
			_, err := c.ListDeployments(t.Context(), "AppECS-shop-stock", "DgpECS-shop-stock", time.Time{})
			return err
		},
		"GetDeployment":       func() error { _, err := c.GetDeployment(t.Context(), "d-1"); return err },
		"GetDeploymentTarget": func() error { _, err := c.GetDeploymentTarget(t.Context(), "d-1", service); return err },
		"ListServiceDeployments": func() error {
			_, _, _, err := c.ListServiceDeployments(t.Context(), service, model.Cursor{})
			return err
		},
		"DescribeServiceDeployments": func() error { _, err := c.DescribeServiceDeployments(t.Context(), []string{"x"}); return err },
		"DescribeServiceRevisions":   func() error { _, err := c.DescribeServiceRevisions(t.Context(), []string{"x"}); return err },
		"DescribeTaskDefinition":     func() error { _, err := c.DescribeTaskDefinition(t.Context(), "web:1"); return err },
		"ListTasks":                  func() error { _, err := c.ListStoppedTasks(t.Context(), service, model.Cursor{}); return err },
	}
	for operation, do := range ask {
		for _, want := range []struct {
			fault    ecsfake.Fault
			kind     model.FaultKind
			headline string
		}{
			{ecsfake.Denied(), model.FaultDenied, "no permission for "},
			{ecsfake.Throttled(), model.FaultThrottled, " throttles this account"},
			{ecsfake.Exception("SubscriptionRequiredException", "The AWS Access Key Id needs a subscription for the service"), model.FaultUnsupported, " is not available to this account"},
			{ecsfake.Dropped(), model.FaultNetwork, ""},
			{ecsfake.Truncated(), model.FaultNotAWS, ""},
			{ecsfake.HTTP(502, "text/html", "<html>"), model.FaultNotAWS, "HTTP 502 from the endpoint"},
			{ecsfake.HTTP(200, "text/html", "<html>"), model.FaultNotAWS, ""},
			{ecsfake.Empty(), model.FaultNotAWS, ""},
		} {
			fake.Fail(operation, -1, want.fault)
			f := fault(t, do())
			fake.Heal()
			brokenOff := want.headline == "" && f.Kind == model.FaultNetwork
			if f.Kind != want.kind && !brokenOff || !strings.Contains(f.Headline, want.headline) || f.Next == "" || f.Operation != operation {
				t.Errorf("%s: kind %d, %q, %q, %s", operation, f.Kind, f.Headline, f.Next, f.Detail)
			}
			if want.kind == model.FaultDenied && !strings.HasSuffix(f.Headline, ":"+operation) {
				t.Errorf("%q", f.Headline)
			}
		}
	}
	waiting, err := c.GetDeploymentTarget(t.Context(), "d-2", service)
	if err != nil || waiting.Missing != "DeploymentNotStartedException" {
		t.Errorf("%+v, %v", waiting, err)
	}
	unknown, err := c.GetDeployment(t.Context(), "d-9")
	if err != nil || unknown.Missing != "DeploymentDoesNotExistException" || unknown.ID != "d-9" {
		t.Errorf("%+v, %v", unknown, err)
	}
}

// What CodeDeploy tells of a deployment that waits.
func TestADeploymentOfCodeDeployIsRead(t *testing.T) {
	t.Parallel()
	c := over(&ecsfake.Transport{Handler: rollout()})
	deployment, err := c.GetDeployment(t.Context(), "d-1")
	if err != nil {
		t.Fatal(fault(t, err).Detail)
	}
	if deployment.Status != model.CodeDeployReady || deployment.Ready.WaitMinutes != 60 || !slices.Equal(deployment.Pairs[0].Groups, []string{"stock-1", "stock-2"}) {
		t.Errorf("%+v", deployment)
	}
	target, err := c.GetDeploymentTarget(t.Context(), "d-1", model.ServiceRef{Cluster: clusterARN[:len(clusterARN)-len("shop-prod")] + "shop", Service: "stock"})
	if err != nil {
		t.Fatal(fault(t, err).Detail)
	}
	green, ok := target.TaskSet("ecs-svc/4")
	blue, _ := target.TaskSet("ecs-svc/3")
	if !ok || green.Label != model.LabelGreen || blue.Label != model.LabelBlue || blue.TrafficWeight != 100 || green.TargetGroup != "stock-2" || len(target.Events) != 6 {
		t.Errorf("%+v", target)
	}
}

// The deployments of a group are listed since a time, over all pages, and with no group none.
func TestTheDeploymentsOfAGroupAreListed(t *testing.T) {
	t.Parallel()
	fake := rollout()
	c := over(&ecsfake.Transport{Handler: fake})
	first, err := c.GetDeployment(t.Context(), "d-1")
	if err != nil {
		t.Fatal(err)
	}
	ids, err := c.ListDeployments(t.Context(), first.Application, first.Group, first.CreatedAt)
	if err != nil || !slices.Contains(ids, "d-1") {
		t.Errorf("%q, %v", ids, err)
	}
	if ids, err := c.ListDeployments(t.Context(), first.Application, first.Group, first.CreatedAt.Add(1000*time.Hour)); err != nil || len(ids) != 0 {
		t.Errorf("later: %q, %v", ids, err)
	}
	if _, err := c.ListDeployments(t.Context(), first.Application, "other", first.CreatedAt); fault(t, err).Code != "DeploymentGroupDoesNotExistException" {
		t.Error(err)
	}
	before := fake.Count("*")
	for _, named := range [][2]string{{"", first.Group}, {first.Application, ""}} {
		if _, err := c.ListDeployments(t.Context(), named[0], named[1], first.CreatedAt); fault(t, err).Kind != model.FaultBug {
			t.Error(err)
		}
	}
	if sent := fake.Count("*") - before; sent != 0 {
		t.Errorf("%d requests for no group", sent)
	}
}

// What ECS tells of a deployment by a strategy, and of the revisions in it.
func TestADeploymentOfTheECSControllerIsRead(t *testing.T) {
	t.Parallel()
	fake := rollout()
	c := over(&ecsfake.Transport{Handler: fake})
	ref := model.ServiceRef{Cluster: "shop", Service: "canary"}
	history, _, more, err := c.ListServiceDeployments(t.Context(), ref, model.Cursor{})
	if err != nil || len(history) != 1 || more || history[0].Status != model.DeployInProgress {
		t.Fatalf("%+v, %v", history, err)
	}
	described, err := c.DescribeServiceDeployments(t.Context(), []string{history[0].ARN, "gone"})
	if err != nil || len(described.Found) != 1 || len(described.Failures) != 1 {
		t.Fatalf("%+v, %v", described, err)
	}
	d := described.Found[0]
	if d.Stage != "BAKE_TIME" || *d.Target.ProductionWeight != 10 || *d.Sources[0].ProductionWeight != 90 || d.Configuration.Strategy != model.StrategyCanary {
		t.Errorf("%+v", d)
	}
	revisions, err := c.DescribeServiceRevisions(t.Context(), []string{d.Target.ARN, d.Sources[0].ARN})
	if err != nil || len(revisions.Found) != 2 {
		t.Fatalf("%+v, %v", revisions, err)
	}
	if got := revisions.Found[0].TargetGroups(); !slices.Equal(got, []string{fake.TargetGroupARN("canary-b")}) {
		t.Errorf("%v", got)
	}
	if image := revisions.Found[0].Images[0]; !strings.HasSuffix(image.Image, "/canary:v8") || !strings.HasPrefix(image.ImageDigest, "sha256:") {
		t.Errorf("%+v", image)
	}
}

// Values of the environment can be compared and nothing else: what a revision is made of
// tells none of them, and two readers make different marks of one value.
func TestNoValueOfTheEnvironmentLeavesTheAdapter(t *testing.T) {
	t.Parallel()
	const secret = "hunter2-of-the-database"
	body := func(value string) string {
		return `{"taskDefinition":{"taskDefinitionArn":"a","containerDefinitions":[{"name":"c","environment":[{"name":"PASSWORD","value":"` + value + `"}],
			"healthCheck":{"command":["curl","` + value + `"]},"secrets":[{"name":"TOKEN","valueFrom":"arn:1"}],
			"logConfiguration":{"logDriver":"splunk","options":{"splunk-token":"` + value + `"}}}]}}`
	}
	answer := body(secret)
	var calls []model.Call
	reader, _ := newClients(unhurried("http://ecs.invalid"), connections{base: wire(func(r *http.Request) (*http.Response, error) {
		return says(200, answer)(r)
	})}, &session{region: "eu-west-1", observe: func(c model.Call) { calls = append(calls, c) }})
	read := func() model.ContainerDefinition {
		t.Helper()
		definition, err := reader.DescribeTaskDefinition(t.Context(), "web:41")
		if err != nil {
			t.Fatal(fault(t, err).Detail)
		}
		for _, text := range []string{fmt.Sprintf("%v %+v %#v", definition, definition, definition), marshalled(t, definition)} {
			if strings.Contains(text, secret) {
				t.Errorf("it is told: %s", text)
			}
		}
		return definition.Containers[0]
	}
	first, again := read(), read()
	answer = body("another")
	other := read()
	if first.Environment[0] != again.Environment[0] || first.Environment[0] == other.Environment[0] || !first.Environment[0].Value.Known() {
		t.Error("a mark does not tell whether values are the same")
	}
	if first.HealthCheck.Command == other.HealthCheck.Command || first.Secrets[0] != other.Secrets[0] {
		t.Error("a mark of a command or of a secret does not tell whether they are the same")
	}
	for _, broken := range []string{
		`{"taskDefinition":{"cpu":` + `{"x":"` + secret + `"}}}`, `{"taskDefinition":{"revision":"` + secret + `"}}`, `{"` + secret, secret,
		`{"taskDefinition":{"registeredAt":"` + secret + `"}}`,
	} {
		answer = broken
		_, err := reader.DescribeTaskDefinition(t.Context(), "web:41")
		if f := fault(t, err); strings.Contains(marshalled(t, f), secret) {
			t.Errorf("a fault tells it: %+v", f)
		}
	}
	for _, call := range calls {
		if strings.Contains(marshalled(t, call), secret) {
			t.Errorf("a call tells it: %+v", call)
		}
	}
}

func marshalled(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// An action that tells no type stays among those of its rule: left out, the rest would pass
// for the whole list, and be written back as such.
func TestAnActionWithoutATypeIsKept(t *testing.T) {
	t.Parallel()
	const answer = `<DescribeRulesResponse><DescribeRulesResult><Rules><member><RuleArn>arn:x:listener-rule/app/front/1/2/3</RuleArn><Priority>1</Priority>` +
		`<Actions><member><Order>1</Order></member><member><Type>forward</Type><TargetGroupArn>arn:x:targetgroup/blue/1</TargetGroupArn></member></Actions>` +
		`</member></Rules></DescribeRulesResult></DescribeRulesResponse>`
	rules, err := over(says(200, answer)).ListRules(t.Context(), "x")
	if err != nil {
		t.Fatal(fault(t, err).Detail)
	}
	if actions := rules[0].Actions; len(actions) != 2 || actions[0].Type != "" || actions[1].Type != model.ActionForward {
		t.Errorf("%+v", actions)
	}
}
