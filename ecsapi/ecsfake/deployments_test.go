package ecsfake_test

import (
	"context"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/codedeploy"
	cdtypes "github.com/aws/aws-sdk-go-v2/service/codedeploy/types"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"

	"tealset/ecsapi/ecsfake"
)

// canary is a service that deploys a canary, which waits at a hook for a person, and one
// that CodeDeploy deploys, whose green is ready.
func canary() ecsfake.World {
	world := shop()
	world.Clusters[1].Services = append(world.Clusters[1].Services, ecsfake.Service{
		Name: "canary", Controller: ecsfake.ECS, Desired: 4,
		Strategy: ecsfake.Strategy{
			Name: "CANARY", BakeMinutes: 10, Percent: 10, StepMinutes: 5, Alternate: "canary-b", Balancer: "front", Port: 443, Priority: "30",
		},
		TaskSets: []ecsfake.TaskSet{
			{ID: "ecs-svc/7", Status: ecsfake.Primary, Revision: 8, Age: 10 * time.Minute, TargetGroup: "canary-b"},
			{ID: "ecs-svc/6", Revision: 7, Age: 48 * time.Hour, TargetGroup: "canary-a"},
		},
		Deployments: []ecsfake.ServiceDeployment{
			{Age: 48 * time.Hour, Took: 20 * time.Minute, Target: "ecs-svc/6"},
			{
				Age: 10 * time.Minute, Stage: "POST_TEST_TRAFFIC_SHIFT", Production: new(10.0), Test: new(100.0), Alarms: []string{"errors"},
				Hooks: []ecsfake.Hook{{ID: "ecs-pause-1", Expires: time.Hour}},
			},
		},
	})
	world.Clusters[1].Services[1].TaskSets = append(world.Clusters[1].Services[1].TaskSets,
		ecsfake.TaskSet{ID: "ecs-svc/cd2", Age: 5 * time.Minute, ExternalID: "d-2", StartedBy: "CODE_DEPLOY", TargetGroup: "cd-blue"})
	world.CodeDeploy = []ecsfake.Deployment{{
		ID: "d-2", Cluster: "shop", Service: "cd", Status: "Ready", Age: 5 * time.Minute, EventAge: time.Minute, ReadyWait: 60, TerminationWait: 30,
		Groups: []string{"cd-green", "cd-blue"}, Balancer: "front", Port: 443,
	}}
	world.Balancers = []ecsfake.Balancer{{Name: "front", Listeners: []ecsfake.Listener{{
		Port: 443, Default: ecsfake.Split(ecsfake.Weighted{Group: "cd-green", Weight: new(100)}, ecsfake.Weighted{Group: "cd-blue", Weight: new(0)}),
		Rules: []ecsfake.Rule{{Priority: "30", Actions: ecsfake.Split(
			ecsfake.Weighted{Group: "canary-a", Weight: new(90)}, ecsfake.Weighted{Group: "canary-b", Weight: new(10)},
		)}},
	}}}}
	return world
}

// A service that deploys by a strategy names the deployment under way, its revisions and
// the rule that it changes; the deployment tells what it waits for.
func TestTheSDKReadsADeploymentOfTheECSController(t *testing.T) {
	s, clock := open(canary())
	sdk := client(s)
	described, err := sdk.DescribeServices(t.Context(), &ecs.DescribeServicesInput{Cluster: aws.String("shop"), Services: []string{"canary"}})
	if err != nil {
		t.Fatal(err)
	}
	service := described.Services[0]
	same(t, "strategy", []any{service.DeploymentConfiguration.Strategy, len(service.CurrentServiceRevisions)}, []any{"CANARY", 2})
	same(t, "its rule", service.LoadBalancers[0].AdvancedConfiguration.ProductionListenerRule, s.RuleARN("front", 443, "30"))
	deployments, err := sdk.DescribeServiceDeployments(t.Context(), &ecs.DescribeServiceDeploymentsInput{ServiceDeploymentArns: []string{*service.CurrentServiceDeployment, "nope"}})
	if err != nil {
		t.Fatal(err)
	}
	d := deployments.ServiceDeployments[0]
	same(t, "failures", *deployments.Failures[0].Reason, "MISSING")
	same(t, "state", []any{d.Status, d.LifecycleStage, d.Alarms.Status, d.DeploymentCircuitBreaker.Threshold}, []any{"IN_PROGRESS", "POST_TEST_TRAFFIC_SHIFT", "MONITORING", 3})
	same(t, "weights", []any{d.TargetServiceRevision.RequestedProductionTrafficWeight, d.SourceServiceRevisions[0].RequestedProductionTrafficWeight}, []any{10, 90})
	hook := d.LifecycleHookDetails[0]
	same(t, "hook", []any{hook.Status, hook.TargetType, hook.TimeoutAction, hook.ExpiresAt.UTC()}, []any{"AWAITING_ACTION", "PAUSE", "ROLLBACK", noon.Add(time.Hour)})

	revisions, err := sdk.DescribeServiceRevisions(t.Context(), &ecs.DescribeServiceRevisionsInput{ServiceRevisionArns: []string{*d.TargetServiceRevision.Arn}})
	if err != nil {
		t.Fatal(err)
	}
	r := revisions.ServiceRevisions[0]
	same(t, "its group", *r.ResolvedConfiguration.LoadBalancers[0].TargetGroupArn, s.TargetGroupARN("canary-b"))
	same(t, "its image", *r.ContainerImages[0].Image, "123456789012.dkr.ecr.eu-west-1.amazonaws.com/canary:v8")

	clock.Advance(time.Minute)
	s.Deploy("shop", "canary", func(d *ecsfake.ServiceDeployment) { d.Status, d.Rollback = "ROLLBACK_SUCCESSFUL", "alarm" })
	listed, err := sdk.ListServiceDeployments(t.Context(), &ecs.ListServiceDeploymentsInput{Cluster: aws.String("shop"), Service: aws.String("canary")})
	if err != nil {
		t.Fatal(err)
	}
	same(t, "history", []any{listed.ServiceDeployments[0].Status, listed.ServiceDeployments[0].FinishedAt.UTC(), listed.ServiceDeployments[1].Status}, []any{"ROLLBACK_SUCCESSFUL", noon.Add(time.Minute), "SUCCESSFUL"})
}

// A rolling service has a deployment for each of its sets, which is over when its set is
// steady; one with task sets has none.
func TestARollingServiceHasItsDeployments(t *testing.T) {
	s, _ := open(shop())
	a := ask(t, s, "ListServiceDeployments", `{"cluster":"shop","service":"rolling"}`)
	same(t, "rolling", a.at("serviceDeployments", 0, "status"), "SUCCESSFUL")
	same(t, "external", ask(t, s, "ListServiceDeployments", `{"cluster":"shop","service":"web"}`).at("serviceDeployments"), []any{})
	refused(t, s, "DescribeServiceDeployments", `{}`, invalidType, "1 to 20")
	refused(t, s, "DescribeServiceRevisions", `{}`, invalidType, "1 to 20")
}

func cdClient(s *ecsfake.Server) *codedeploy.Client {
	return codedeploy.New(codedeploy.Options{
		BaseEndpoint: aws.String("http://codedeploy.test"), Region: "eu-west-1", HTTPClient: s.Client(), RetryMaxAttempts: 1,
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "AKIAIOSFODNN7EXAMPLE", SecretAccessKey: "secret"}, nil //nolint:gosec // AWS's own example key.
		}),
	})
}

// Blue is the set that was there before, whatever its target group is called; the weights
// are those of the rule; and an event that is over has an end.
func TestTheSDKReadsADeploymentOfCodeDeploy(t *testing.T) {
	s, clock := open(canary())
	sdk := cdClient(s)
	target := func() *cdtypes.ECSTarget {
		t.Helper()
		out, err := sdk.GetDeploymentTarget(t.Context(), &codedeploy.GetDeploymentTargetInput{DeploymentId: aws.String("d-2"), TargetId: aws.String("shop:cd")})
		if err != nil {
			t.Fatal(err)
		}
		return out.DeploymentTarget.EcsTarget
	}
	sets := target().TaskSetsInfo
	same(t, "green", []any{sets[1].TaskSetLabel, *sets[1].TargetGroup.Name, sets[1].TrafficWeight, *sets[1].Identifer}, []any{"Green", "cd-blue", 0, "ecs-svc/cd2"})
	same(t, "blue", []any{sets[0].TaskSetLabel, sets[0].Status}, []any{"Blue", "PRIMARY"})
	events := target().LifecycleEvents
	same(t, "events", len(events), 6)
	same(t, "the last one done", []any{events[2].Status, events[2].EndTime.UTC(), events[3].Status, events[3].EndTime}, []any{"Succeeded", noon.Add(-time.Minute), "Pending", nil})

	info, err := sdk.GetDeployment(t.Context(), &codedeploy.GetDeploymentInput{DeploymentId: aws.String("d-2")})
	if err != nil {
		t.Fatal(err)
	}
	d := info.DeploymentInfo
	ready := d.BlueGreenDeploymentConfiguration.DeploymentReadyOption
	pair := d.LoadBalancerInfo.TargetGroupPairInfoList[0]
	same(t, "it waits", []any{d.Status, ready.ActionOnTimeout, ready.WaitTimeInMinutes, d.ComputePlatform}, []any{"Ready", "STOP_DEPLOYMENT", 60, "ECS"})
	same(t, "its pair", []any{*pair.TargetGroups[0].Name, pair.ProdTrafficRoute.ListenerArns[0], pair.TestTrafficRoute}, []any{"cd-green", s.ListenerARN("front", 443), nil})

	clock.Advance(time.Minute)
	s.Proceed("d-2", func(d *ecsfake.Deployment) { d.Status, d.Event = "InProgress", "AllowTraffic" })
	same(t, "under way", []any{target().LifecycleEvents[3].Status, target().LifecycleEvents[4].Status}, []any{"Succeeded", "InProgress"})
	clock.Advance(time.Minute)
	s.Proceed("d-2", func(d *ecsfake.Deployment) {
		d.Status, d.Error, d.Message = "Failed", "ECS_UPDATE_ERROR", "Primary taskset target group must be behind listener"
	})
	failed := target().LifecycleEvents[4]
	same(t, "failed", []any{failed.Status, *failed.Diagnostics.Message, failed.EndTime.UTC(), target().LifecycleEvents[5].Status}, []any{"Failed", "Primary taskset target group must be behind listener", noon.Add(2 * time.Minute), "Skipped"})
}

func TestTheSDKKnowsTheErrorsOfCodeDeployByTheirTypes(t *testing.T) {
	world := canary()
	world.CodeDeploy = append(world.CodeDeploy, ecsfake.Deployment{ID: "d-3", Cluster: "shop", Service: "cd", Status: "Created"})
	s, _ := open(world)
	sdk := cdClient(s)
	ask := func(id, target string) error {
		_, err := sdk.GetDeploymentTarget(t.Context(), &codedeploy.GetDeploymentTargetInput{DeploymentId: &id, TargetId: &target})
		return err
	}
	wants[*cdtypes.DeploymentDoesNotExistException](t, ask("d-9", "shop:cd"))
	wants[*cdtypes.InvalidDeploymentIdException](t, ask("9", "shop:cd"))
	wants[*cdtypes.DeploymentNotStartedException](t, ask("d-3", "shop:cd"))
	wants[*cdtypes.DeploymentTargetDoesNotExistException](t, ask("d-2", "shop:web"))
}

// A task that never ran has no startedAt and no exit code, and the cause stands with its
// container; stopped tasks are told of for an hour.
func TestTheTasksOfASetWhoseImageIsMissing(t *testing.T) {
	world := shop()
	image := "123456789012.dkr.ecr.eu-west-1.amazonaws.com/bare:typo"
	world.Clusters[1].Services[5].TaskSets = []ecsfake.TaskSet{{ID: "ecs-svc/x", Age: time.Second, Running: new(0), Ends: ecsfake.ImageMissing(image)}}
	s, clock := open(world)
	sdk := client(s)
	stopped := func() []types.Task {
		t.Helper()
		listed, err := sdk.ListTasks(t.Context(), &ecs.ListTasksInput{Cluster: aws.String("shop"), ServiceName: aws.String("bare"), DesiredStatus: types.DesiredStatusStopped})
		if err != nil || len(listed.TaskArns) == 0 {
			return nil
		}
		described, err := sdk.DescribeTasks(t.Context(), &ecs.DescribeTasksInput{Cluster: aws.String("shop"), Tasks: listed.TaskArns})
		if err != nil {
			t.Fatal(err)
		}
		return described.Tasks
	}
	clock.Advance(7 * time.Second)
	first := stopped()[0]
	c := first.Containers[0]
	same(t, "never ran", []any{first.StartedAt, c.ExitCode, first.StopCode, *c.Reason == *first.StoppedReason, first.PullStartedAt != nil, first.PullStoppedAt != nil}, []any{nil, nil, "TaskFailedToStart", true, true, true})
	same(t, "where it was", []any{*c.NetworkInterfaces[0].PrivateIpv4Address != "", *first.Attachments[0].Status, *first.StartedBy}, []any{true, "DELETED", "ecs-svc/x"})
	for range 8 { // a longer gap would be skipped
		clock.Advance(9 * time.Minute)
		stopped()
	}
	for _, k := range stopped() {
		if age := clock.Now().Sub(*k.StoppedAt); age > time.Hour+10*time.Second {
			t.Errorf("one that stopped %s ago is told of", age)
		}
	}
}

// What a revision is made of follows from its name; values of the environment are there,
// and a test can put anything in their place.
func TestATaskDefinitionFollowsFromItsName(t *testing.T) {
	world := shop()
	world.TaskDefinitions = map[string]map[string]any{"web:43": {"cpu": "4096"}}
	s, _ := open(world)
	for name, want := range map[string][]any{
		"web:41": {"512", "1024", "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:v41"},
		"web:42": {"512", "2048", "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:v42"},
		"web:43": {"4096", "1024", "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:v43"},
	} {
		out, err := client(s).DescribeTaskDefinition(t.Context(), &ecs.DescribeTaskDefinitionInput{TaskDefinition: &name})
		if err != nil {
			t.Fatal(err)
		}
		d := out.TaskDefinition
		same(t, name, []any{*d.Cpu, *d.Memory, *d.ContainerDefinitions[0].Image}, want)
		same(t, "environment", *d.ContainerDefinitions[0].Environment[1].Name, "LOG_LEVEL")
	}
	refused(t, s, "ListTasks", `{"cluster":"shop","startedBy":"x","launchType":"FARGATE"}`, invalidType, "cannot specify startedBy with other arguments")
}
