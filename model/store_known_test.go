package model

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// put folds a read into a table.
func put[T Object[T]](t *Table[T], read T) { t.Put(read.Key(), read, noon, noon) }

// What the Store has of a service is put together: its groups, the rules that forward to
// them and their listeners, its tasks and its deployment, and nothing of another service.
func TestTheStoreKnowsARollout(t *testing.T) {
	t.Parallel()
	store := NewStore(0)
	service, deployment, revisions := native()
	service.ClusterARN = "arn:aws:ecs:eu-west-1:123456789012:cluster/shop"
	put(store.ServiceDeployments, deployment)
	for _, r := range revisions {
		put(store.ServiceRevisions, r)
	}
	for n := range 4 {
		put(store.TargetGroups, TargetGroup{ARN: groupOf(n), LoadBalancerARNs: []string{"alb", "nlb"}[:n%2+1]})
		put(store.TargetsHealth, healthy(n, n))
	}
	put(store.Rules, ruleOf(httpsARN, 1, "/*", weighted(groupOf(1), 90, groupOf(2), 10)))
	put(store.Rules, ruleOf(testARN, 1, "/*", weighted(groupOf(3), 1)))
	put(store.Listeners, listening(httpsARN, 443, Action{Type: ActionFixedResponse}))
	put(store.Listeners, listening(testARN, 8443, weighted(groupOf(3), 1)))
	task := Task{ARN: "arn:aws:ecs:eu-west-1:123456789012:task/shop/aa", ClusterARN: service.ClusterARN, Group: "service:checkout", Described: true, StartedBy: "ecs-svc/7"}
	put(store.Tasks, task)
	for _, change := range []func(*Task){func(t *Task) { t.Group = "service:other" }, func(t *Task) { t.ClusterARN = "other" }, func(t *Task) { t.Described = false }} {
		other := task
		other.ARN += "x" + other.Group
		change(&other)
		put(store.Tasks, other)
	}
	known := store.Known(service)
	known.Routing.Read = true
	r := RolloutOf(service, known)
	if got := lines(r.Traffic, r.Sides); got != "production :443 /* marked 90 % 10 %" {
		t.Errorf("the routes are %s", got)
	}
	if len(r.Tasks) != 2 || len(r.Tasks[1].Live) != 1 || r.Targets[1].Text() != "2/2" || r.Sides[1].Revision == nil || !r.Traffic.Routes[0].ReadAt.Equal(noon) {
		t.Errorf("%+v", r)
	}
	if diff := cmp.Diff([]string{groupOf(1), groupOf(2)}, r.Groups()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	rules, listeners := r.Traffic.Reads()
	if diff := cmp.Diff([][]string{{ruleARN(httpsARN, 1)}, {httpsARN}, {"alb", "nlb"}}, [][]string{rules, listeners, known.Routing.LoadBalancers()}); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if known := NewStore(0).Known(service); known.ServiceDeployment != nil || known.Tasks != nil || len(known.Routing.Groups) != 0 {
		t.Errorf("an empty Store knows %+v", known)
	}
}

// What is listed but not described yet is not known.
func TestWhatIsOnlyListedIsNotKnown(t *testing.T) {
	t.Parallel()
	store := NewStore(0)
	service, _, _ := native()
	store.ServiceDeployments.add(ServiceDeploymentKey(service.CurrentServiceDeployment), "", ServiceDeployment{})
	store.Rules.add(ELBKey(ruleARN(httpsARN, 1)), "", ruleOf(httpsARN, 1, "/*", weighted(groupOf(1), 1)))
	store.Listeners.add(ELBKey(httpsARN), "", listening(httpsARN, 443, weighted(groupOf(1), 1)))
	if known := store.Known(service); known.ServiceDeployment != nil || len(known.Routing.Rules) != 0 || len(known.Routing.Listeners) != 0 {
		t.Errorf("what was never described is known: %+v", known)
	}
}

// The deployment of CodeDeploy is that of the newest task set; other controllers have none.
func TestTheLastDeploymentOfCodeDeploy(t *testing.T) {
	t.Parallel()
	external := func(id string) func(*TaskSet) { return func(s *TaskSet) { s.ExternalID = id } }
	blue, green := setOf(1, StatusPrimary, 1).with(external("d-OLD")), setOf(2, StatusActive, 1).with(external("d-NEW"), created(noon))
	text := setOf(3, StatusActive, 1).with(external("blue"), created(noon.Add(minute)))
	service := checkout(blue, green, text).with(controlledBy(ControllerCodeDeploy))
	if got := service.CodeDeployID(); got != "d-NEW" {
		t.Errorf("the deployment is %q", got)
	}
	if got := checkout(blue, green).CodeDeployID() + checkout(text).with(controlledBy(ControllerCodeDeploy)).CodeDeployID(); got != "" {
		t.Errorf("there is a deployment %q", got)
	}
	if got := checkout(green.with(created(time.Time{}))).with(controlledBy(ControllerCodeDeploy)).CodeDeployID(); got != "d-NEW" {
		t.Errorf("of a set without a time the deployment is %q", got)
	}
	store := NewStore(0)
	put(store.CodeDeployments, CodeDeployment{ID: "d-NEW", Status: CodeDeployReady})
	put(store.CodeDeployTargets, CodeDeployTarget{DeploymentID: "d-NEW", Status: "Ready"})
	if known := store.Known(service); known.CodeDeployment == nil || known.CodeDeployTarget == nil || known.CodeDeployTarget.Status != "Ready" {
		t.Errorf("%+v", known)
	}
}
