package gateway

import (
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"tealset/cmd/tealset/audit"
	"tealset/ecsapi"
	"tealset/ecsapi/ecsfake"
	"tealset/model"
	"tealset/model/change"
)

const (
	aDeployment = "d-4A8C1B2D3"
	aRollout    = "arn:aws:ecs:eu-west-1:123456789012:service-deployment/shop/checkout/dep-1"
	aHook       = "ecs-pause-1"
)

// asks is the request of a kind of change, and what it sends.
func asks(kind change.Kind) (request change.Request, sends string) {
	request = change.Request{
		ID: "4711", Kind: kind, At: noon, Seen: model.TaskSet{ARN: aSet, Status: model.StatusActive, Running: 2},
		Target: model.TaskSetRef{ClusterARN: aCluster, ServiceARN: aService, ARN: aSet, ID: "ecs-svc/4811"},
	}
	of := func(params map[string]string) { request.Target.ARN, request.Target.ID, request.Params = "", "", params }
	switch kind {
	case change.DeleteTaskSet:
		return request, "sent"
	case change.PromoteTaskSet, change.RestorePrimary:
		request.Former = another
		return request, "promoted " + aSet
	case change.ScaleTaskSet:
		request.Params = map[string]string{"scale": "12.5%"}
		return request, "scaled " + aSet + " 12.5"
	case change.RerouteTraffic:
		of(map[string]string{"deploymentId": aDeployment, "deploymentWaitType": "READY_WAIT"})
		return request, "continued " + aDeployment + " READY_WAIT"
	case change.TerminateOriginal:
		of(map[string]string{"deploymentId": aDeployment, "deploymentWaitType": "TERMINATION_WAIT"})
		return request, "continued " + aDeployment + " TERMINATION_WAIT"
	case change.StopCodeDeploy:
		of(map[string]string{"deploymentId": aDeployment, "autoRollbackEnabled": "true"})
		return request, "stopped " + aDeployment
	case change.ContinueHook:
		of(map[string]string{"serviceDeploymentArn": aRollout, "hookId": aHook, "action": "CONTINUE"})
		return request, "continued " + aRollout + " " + aHook + " CONTINUE"
	case change.RollBackHook:
		of(map[string]string{"serviceDeploymentArn": aRollout, "hookId": aHook, "action": "ROLLBACK"})
		return request, "continued " + aRollout + " " + aHook + " ROLLBACK"
	case change.RollBackDeployment:
		of(map[string]string{"serviceDeploymentArn": aRollout, "stopType": "ROLLBACK"})
		return request, "stopped " + aRollout
	}
	return request, ""
}

// Each kind of change sends its own operation, on its own target and with its own parameters,
// and the trail has them. The intent of an earlier run is taken over as the same kind.
func TestEachKindSendsWhatItsTrailSays(t *testing.T) {
	t.Parallel()
	for _, kind := range change.Kinds() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			var sends string
			b.request, sends = asks(kind)
			if answer := b.do(); b.request.Outcome(answer) != change.Accepted || answer.Fault != nil {
				t.Errorf("%q: %+v, %+v", b.request.Outcome(answer), answer, answer.Fault)
			}
			b.happened("intent", sends, "outcome")
			intent := b.lines[0]
			if intent.Operation != kind.Operation() || !maps.Equal(intent.Params, b.request.Params) || intent.Cluster != aCluster ||
				intent.Service != aService || intent.TaskSet != b.request.Target.ARN || intent.Former != b.request.Former ||
				(intent.Seen != nil) != kind.OfTaskSet() || intent.Account != "123456789012" {
				t.Errorf("%+v", intent)
			}
			again := newBench(t)
			adopted := again.adopts(1, intent)[0].Request
			want := b.request
			want.Seen = model.TaskSet{}
			if adopted.Kind != kind || adopted.Target != want.Target || !maps.Equal(adopted.Params, want.Params) || adopted.Former != want.Former {
				t.Errorf("taken over as %+v", adopted)
			}
		})
	}
}

// A request whose parameters are those of another kind is not sent: the trail would say
// something else than what is sent.
func TestARequestOfAnotherKindsParametersIsNotSent(t *testing.T) {
	t.Parallel()
	for kind, params := range map[change.Kind]map[string]string{
		change.RerouteTraffic: {"deploymentId": aDeployment, "deploymentWaitType": "TERMINATION_WAIT"},
		change.ContinueHook:   {"serviceDeploymentArn": aRollout, "hookId": aHook, "action": "ROLLBACK"},
		change.StopCodeDeploy: {"deploymentId": aDeployment},
		change.ScaleTaskSet:   {"scale": "much"},
	} {
		b := newBench(t)
		b.request, _ = asks(kind)
		b.request.Params = params
		b.wasNotSent(b.do(), "not a change that tealset makes")
		b.happened()
	}
}

// What may be sent is asked for the account of the target and for the kind of the change: one
// kind that is forbidden forbids no other.
func TestAKindCanBeForbidden(t *testing.T) {
	t.Parallel()
	for _, forbidden := range change.Kinds() {
		for _, kind := range change.Kinds() {
			b := newBench(t)
			b.request, _ = asks(kind)
			b.forbids = func(account string, of change.Kind) string {
				if account != "123456789012" || of != kind {
					t.Errorf("%s was asked for in %s", of, account)
				}
				if of == forbidden {
					return "allow does not have it"
				}
				return ""
			}
			answer := b.do()
			if sent := len(b.steps) == 3; sent == (kind == forbidden) {
				t.Errorf("%s, with %s forbidden: %q, %+v", kind, forbidden, b.steps, answer.Fault)
			}
		}
	}
}

// Every change passes the guards: none is sent in read-only, without its intent, late, or
// once the screen is left; otherwise the fake has seen it once, and the trail has it.
func TestEveryChangeIsGuarded(t *testing.T) {
	t.Parallel()
	for _, kind := range change.Kinds() {
		for guard, test := range map[string]struct {
			set  func(*bench)
			sent int
		}{
			"read-only":     {func(b *bench) { b.refuse = true }, 0},
			"no intent":     {func(b *bench) { b.failed = errors.New("the disk is full") }, 0},
			"late":          {func(b *bench) { b.request.At = b.request.At.Add(-time.Minute) }, 0},
			"left":          {func(b *bench) { _, _ = b.leaves(0) }, 0},
			"nothing amiss": {func(*bench) {}, 1},
		} {
			b, ecs := newBench(t), ecsfake.New(time.Now, rollouts(kind))
			b.request = onFake(t, b, ecs, kind)
			test.set(b)
			answer := b.do()
			if got := ecs.Count(kind.Operation()); got != test.sent {
				t.Errorf("%s, %s: %d requests: %+v", kind, guard, got, answer.Fault)
			}
			if test.sent == 1 && (len(b.lines) != 2 || b.lines[0].Operation != kind.Operation() || b.lines[1].Outcome != change.Accepted) {
				t.Errorf("%s: %+v, %+v", kind, b.lines, answer.Fault)
			}
		}
	}
}

// onFake puts the bench before a fake ECS, and is the request of a kind there.
func onFake(t *testing.T, b *bench, ecs *ecsfake.Server, kind change.Kind) change.Request {
	t.Helper()
	reader, writer := ecsapi.New(ecsapi.Fixed{Region: "eu-west-1", Endpoint: "http://ecs.invalid", Transport: ecs.Client().Transport})
	service, err := reader.DescribeService(t.Context(), model.ServiceRef{Cluster: "shop", Service: "checkout"})
	if err != nil {
		t.Fatal(err)
	}
	b.writer = writer
	request, _ := asks(kind)
	if kind.OfTaskSet() {
		request.Target = service.TaskSetRef(service.TaskSets[1])
		return request
	}
	flow := change.AskDeployment(kind, service, aHook, change.Circumstances{}).Request()
	request.Target, request.Params = flow.Target, flow.Params
	return request
}

// rollouts are a service in the middle of a rollout that a change of the kind can be made in.
func rollouts(kind change.Kind) ecsfake.World {
	service := ecsfake.Service{Name: "checkout", Controller: ecsfake.External, Desired: 4, TaskSets: []ecsfake.TaskSet{
		{Status: ecsfake.Primary, Revision: 41, Age: 72 * time.Hour},
		{Status: ecsfake.Active, Revision: 42, Age: time.Hour},
	}}
	w := ecsfake.World{}
	switch needs := kind.Needs(); {
	case needs.CodeDeploy:
		service.Controller, service.TaskSets[1].ExternalID = ecsfake.CodeDeploy, aDeployment
		d := ecsfake.Deployment{ID: aDeployment, Cluster: "shop", Service: "checkout", Status: "Ready"}
		if kind == change.TerminateOriginal {
			d.Status, d.Terminating = "InProgress", true
		}
		w.CodeDeploy = []ecsfake.Deployment{d}
	case needs.ServiceDeployment:
		service.Controller = ecsfake.ECS
		d := ecsfake.ServiceDeployment{Stage: "PRE_PRODUCTION_TRAFFIC_SHIFT", Age: time.Minute}
		if kind != change.RollBackDeployment {
			d.Hooks = []ecsfake.Hook{{ID: aHook, Expires: time.Hour}}
		}
		service.Deployments = []ecsfake.ServiceDeployment{d}
	}
	w.Clusters = []ecsfake.Cluster{{Name: "shop", Services: []ecsfake.Service{service}}}
	return w
}

// The words on leaving name the deployment where there is no set, and the command that tells.
func TestLeavingTellsOfADeployment(t *testing.T) {
	t.Parallel()
	for kind, command := range map[change.Kind]string{
		change.StopCodeDeploy: "aws deploy get-deployment --deployment-id " + aDeployment,
		change.ContinueHook:   "aws ecs describe-service-deployments --service-deployment-arns " + aRollout,
		change.PromoteTaskSet: "aws ecs describe-task-sets --cluster " + aCluster,
	} {
		p := pending{record: audit.Record{}}
		p.request, _ = asks(kind)
		if got := p.describeCommand(); len(got) < len(command) || got[:len(command)] != command {
			t.Errorf("%s: %q", kind, got)
		}
		if target(p.request) == "" || !slices.Contains([]string{"ecs-svc/4811", "deployment " + p.request.Deployment()}, target(p.request)) {
			t.Errorf("%s: %q", kind, target(p.request))
		}
	}
}
