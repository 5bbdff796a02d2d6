package model

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What AWS did not tell of an object of a rollout is left out of its document, and a count
// is a number even when it is zero. A target group whose load balancers are not known
// says so.
func TestWhatIsNotKnownOfARolloutIsLeftOut(t *testing.T) {
	t.Parallel()
	seeMembers(t, Task{}, "taskArn")
	seeMembers(t, []any{Container{}, NetworkInterface{}, NetworkBinding{}, Attachment{}, KeyValue{}}, "")
	seeMembers(t, TargetGroup{}, "TargetGroupArn LoadBalancerArns")
	seeMembers(t, Listener{}, "ListenerArn")
	seeMembers(t, Rule{}, "RuleArn IsDefault")
	seeMembers(t, []any{Condition{}, QueryPair{}, Action{}, ForwardAction{}, RedirectAction{}, OIDCAction{}, CognitoAction{}, JWTAction{}}, "")
	seeMembers(t, WeightedGroup{}, "TargetGroupArn")
	seeMembers(t, GroupHealth{}, "TargetGroupArn TargetHealthDescriptions")
	seeMembers(t, Target{}, "Id")
	seeMembers(t, CodeDeployment{}, "deploymentId")
	seeMembers(t, CodeDeployTarget{}, "deploymentId")
	seeMembers(t, CodeDeployTaskSet{}, "identifer trafficWeight desiredCount pendingCount runningCount")
	seeMembers(t, ServiceDeployment{}, "serviceDeploymentArn")
	seeMembers(t, ServiceDeploymentBrief{}, "serviceDeploymentArn")
	seeMembers(t, RevisionCounts{}, "arn requestedTaskCount runningTaskCount pendingTaskCount")
	seeMembers(t, LifecycleHook{}, "hookId")
	seeMembers(t, DeploymentConfiguration{}, "")
	seeMembers(t, ServiceRevision{}, "serviceRevisionArn")
	seeMembers(t, TaskDefinition{}, "taskDefinitionArn revision")
	seeMembers(t, ContainerDefinition{}, "name cpu")
	seeMembers(t, ContainerHealthCheck{Command: MarkOf(1)}, "")
}

// A rule's listener is in its ARN, with an Application and with a Network Load Balancer;
// names of groups and load balancers are in theirs. Text of another form is left alone.
func TestNamesInARNsOfLoadBalancing(t *testing.T) {
	t.Parallel()
	const home = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:"
	rule := Rule{ARN: home + "listener-rule/app/shop-alb/3e63c45a9c21e6de/d91c6235df177ffa/5bff3d34a081b076"}
	if got, want := rule.ListenerARN(), home+"listener/app/shop-alb/3e63c45a9c21e6de/d91c6235df177ffa"; got != want {
		t.Errorf("the rule's listener is %q, want %q", got, want)
	}
	for _, arn := range []string{"", "rule", home + "listener-rule", home + "listener/app/shop-alb/1/2", "arn:aws:x"} {
		if got := (Rule{ARN: arn}).ListenerARN(); got != "" {
			t.Errorf("the listener of %q is %q", arn, got)
		}
	}
	for arn, want := range map[string]string{
		home + "targetgroup/checkout-green/d37bce8649efb3ba": "checkout-green", "checkout-green": "checkout-green",
		home + "targetgroup": home + "targetgroup", "": "",
	} {
		if got := TargetGroupName(arn); got != want {
			t.Errorf("the name of %q is %q, want %q", arn, got, want)
		}
	}
	if got := LoadBalancerName(home + "loadbalancer/net/shop-nlb/78f1e71360baa288"); got != "shop-nlb" {
		t.Errorf("the load balancer is %q", got)
	}
	if !OfNetworkLoadBalancer(home+"listener/net/shop-nlb/1/2") || OfNetworkLoadBalancer(rule.ARN) || OfNetworkLoadBalancer("net") {
		t.Error("a Network Load Balancer is told by its ARN")
	}
}

// The tag of an image stands behind the last colon, unless that begins a port or is part
// of a digest.
func TestTagOfAnImage(t *testing.T) {
	t.Parallel()
	for image, want := range map[string]string{
		"": "", "nginx": "", "nginx:1.27": "1.27", "shop/checkout:1.42.1": "1.42.1",
		"registry:5000/checkout": "", "registry:5000/checkout:main": "main",
		"123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/checkout:1.42.1": "1.42.1",
		"checkout@sha256:6bbea9dfb3660ecef2":                                "", "checkout:1@sha256:6bbea9dfb3660ecef2": "1",
	} {
		if got := (Container{Image: image}).Tag(); got != want {
			t.Errorf("the tag of %q is %q, want %q", image, got, want)
		}
	}
}

// A task's address is that of a container's interface, or else that of its attachment.
func TestPrivateAddressOfATask(t *testing.T) {
	t.Parallel()
	attached := []Attachment{{Type: "ElasticNetworkInterface", Details: []KeyValue{{"subnetId", "subnet-1"}, {"privateIPv4Address", "10.0.42.109"}}}}
	container := Container{NetworkInterfaces: []NetworkInterface{{PrivateIPv4: "10.0.3.17"}}}
	for _, c := range []struct {
		task Task
		want string
	}{
		{Task{}, ""},
		{Task{Containers: []Container{{}}, Attachments: attached}, "10.0.42.109"},
		{Task{Containers: []Container{{}, container}, Attachments: attached}, "10.0.3.17"},
	} {
		if got := c.task.PrivateAddress(); got != c.want {
			t.Errorf("the address is %q, want %q", got, c.want)
		}
	}
}

// An action forwards to the groups of its ForwardConfig, or to its one TargetGroupArn, as
// answers of 2016 have it. A group without a weight counts as 1: a Network Load Balancer
// sends none.
func TestWhereAnActionForwards(t *testing.T) {
	t.Parallel()
	weight := int32(20)
	both := Action{Type: ActionForward, TargetGroupARN: "a", Forward: &ForwardAction{TargetGroups: []WeightedGroup{{"b", &weight}, {"c", nil}}}}
	for _, c := range []struct {
		action Action
		want   []WeightedGroup
	}{
		{both, []WeightedGroup{{"b", &weight}, {"c", nil}}},
		{Action{Type: ActionForward, TargetGroupARN: "a"}, []WeightedGroup{{"a", nil}}},
		{Action{Type: ActionForward, TargetGroupARN: "a", Forward: &ForwardAction{}}, []WeightedGroup{{"a", nil}}},
		{Action{Type: ActionForward}, nil},
		{Action{Type: ActionRedirect, TargetGroupARN: "a"}, nil},
	} {
		if diff := cmp.Diff(c.want, c.action.Forwards()); diff != "" {
			t.Errorf("forwards to (-want +got):\n%s", diff)
		}
	}
	if got := both.Forwards()[0].Counts() + both.Forwards()[1].Counts(); got != 21 {
		t.Errorf("the weights add up to %d", got)
	}
}

// When the present stage of a service deployment was first read stays known from read to
// read, and begins anew with another stage or status.
func TestStageIsSeenFromItsFirstRead(t *testing.T) {
	t.Parallel()
	bake := ServiceDeployment{Stage: "BAKE_TIME", Status: DeployInProgress}
	first := ServiceDeployment{}.Replace(bake, ago(5*minute))
	if again := first.Replace(bake, noon); !again.StageSeen.Equal(ago(5 * minute)) {
		t.Errorf("seen first at %s", again.StageSeen)
	}
	back := bake
	back.Status = DeployRollbackInProgress
	if again := first.Replace(back, noon); !again.StageSeen.Equal(noon) {
		t.Errorf("another status was seen first at %s", again.StageSeen)
	}
}
