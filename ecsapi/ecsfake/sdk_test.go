package ecsfake_test

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"

	"tealset/ecsapi/ecsfake"
)

// client is the real SDK over the Transport, with one attempt a call.
func client(s *ecsfake.Server) *ecs.Client {
	return ecs.New(ecs.Options{
		BaseEndpoint: aws.String("http://ecs.test"), Region: "eu-west-1", HTTPClient: s.Client(), RetryMaxAttempts: 1,
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "AKIAIOSFODNN7EXAMPLE", SecretAccessKey: "secret"}, nil //nolint:gosec // AWS's own example key.
		}),
	})
}

// full is a world whose one task set has every member that ECS knows; launchType
// and capacityProviderStrategy exclude each other.
func full() ecsfake.World {
	return ecsfake.World{Clusters: []ecsfake.Cluster{{Name: "c", Services: []ecsfake.Service{
		{
			Name: "v", Controller: ecsfake.External, Desired: 3,
			TaskSets: []ecsfake.TaskSet{{
				ID: "ecs-svc/1", Status: ecsfake.Primary, Revision: 9, Age: time.Hour, Scale: new(33.5),
				StartedBy: "someone", ExternalID: "deploy-9", KMSKey: "key", Tags: map[string]string{"a": "b"},
				LoadBalancers:     []ecsfake.LoadBalancer{{TargetGroupArn: "tg", LoadBalancerName: "classic", ContainerName: "x", ContainerPort: 80}},
				ServiceRegistries: []ecsfake.ServiceRegistry{{RegistryArn: "r", Port: 1, ContainerName: "x", ContainerPort: 80}},
			}},
		},
		{
			Name: "spot", Controller: ecsfake.External, Desired: 1,
			CapacityProviders: []ecsfake.CapacityProviderStrategyItem{{CapacityProvider: "FARGATE_SPOT", Weight: 3, Base: 1}},
			TaskSets:          []ecsfake.TaskSet{{ID: "ecs-svc/2", Age: time.Hour}},
		},
	}}}}
}

func TestTheSDKParsesEveryMemberOfATaskSet(t *testing.T) {
	s, _ := open(full())
	out, err := client(s).DescribeTaskSets(t.Context(), &ecs.DescribeTaskSetsInput{
		Cluster: aws.String("c"), Service: aws.String("v"), TaskSets: []string{"ecs-svc/1"}, Include: []types.TaskSetField{types.TaskSetFieldTags},
	})
	if err != nil {
		t.Fatal(err)
	}
	set := reflect.ValueOf(out.TaskSets[0])
	for i := range set.NumField() {
		field := set.Type().Field(i)
		if !field.IsExported() || field.Name == "CapacityProviderStrategy" || field.Name == "PendingCount" {
			continue
		}
		if set.Field(i).IsZero() {
			t.Errorf("%s is not there", field.Name)
		}
	}
	got := out.TaskSets[0]
	same(t, "numbers", []any{got.Scale.Value, got.ComputedDesiredCount, got.RunningCount}, []any{33.5, 2, 2})
	same(t, "createdAt", got.CreatedAt.UTC(), noon.Add(-time.Hour))
	same(t, "load balancer", *got.LoadBalancers[0].LoadBalancerName, "classic")
	same(t, "subnets", len(got.NetworkConfiguration.AwsvpcConfiguration.Subnets), 2)

	services, err := client(s).DescribeServices(t.Context(), &ecs.DescribeServicesInput{Cluster: aws.String("c"), Services: []string{"spot", "v"}})
	if err != nil {
		t.Fatal(err)
	}
	strategy := services.Services[0].TaskSets[0].CapacityProviderStrategy
	same(t, "capacity provider", []any{*strategy[0].CapacityProvider, strategy[0].Weight, strategy[0].Base}, []any{"FARGATE_SPOT", 3, 1})
	same(t, "events", *services.Services[1].Events[0].Message, "(service v) has reached a steady state.")
}

func TestTheSDKKnowsTheErrorsByTheirTypes(t *testing.T) {
	s, _ := open(shop())
	sdk := client(s)
	remove := func(clusterName, service, set string) error {
		_, err := sdk.DeleteTaskSet(t.Context(), &ecs.DeleteTaskSetInput{Cluster: &clusterName, Service: &service, TaskSet: &set})
		return err
	}
	wants[*types.ClusterNotFoundException](t, remove("nope", "web", "ecs-svc/b"))
	wants[*types.ServiceNotFoundException](t, remove("shop", "nope", "ecs-svc/b"))
	wants[*types.TaskSetNotFoundException](t, remove("shop", "web", "ecs-svc/9"))
	wants[*types.ServiceNotActiveException](t, remove("shop", "leaving", "ecs-svc/9"))
	wants[*types.InvalidParameterException](t, remove("shop", "web", "ecs-svc/b"))
	s.Fail("DeleteTaskSet", 1, ecsfake.Exception("ServerException", "Service Unavailable."))
	wants[*types.ServerException](t, remove("shop", "web", "ecs-svc/g"))
	if err := remove("shop", "web", "ecs-svc/g"); err != nil {
		t.Error(err)
	}
}

func wants[E error](t *testing.T, err error) {
	t.Helper()
	if _, ok := errors.AsType[E](err); !ok {
		t.Errorf("got %v", err)
	}
}

func TestTheSDKDrivesARolloutFromTheFirstSetToTheLastDelete(t *testing.T) {
	s, clock := open(shop())
	sdk := client(s)
	name, service := aws.String("shop"), aws.String("bare")
	created, err := sdk.CreateTaskSet(t.Context(), &ecs.CreateTaskSetInput{
		Cluster: name, Service: service, TaskDefinition: aws.String("bare:1"), Scale: &types.Scale{Value: 100, Unit: types.ScaleUnitPercent},
	})
	if err != nil {
		t.Fatal(err)
	}
	clock.Advance(time.Minute)
	promoted, err := sdk.UpdateServicePrimaryTaskSet(t.Context(), &ecs.UpdateServicePrimaryTaskSetInput{
		Cluster: name, Service: service, PrimaryTaskSet: created.TaskSet.Id,
	})
	if err != nil {
		t.Fatal(err)
	}
	same(t, "promoted", []any{*promoted.TaskSet.Status, promoted.TaskSet.StabilityStatus, promoted.TaskSet.RunningCount}, []any{"PRIMARY", "STEADY_STATE", 3})
	tasks, err := sdk.ListTasks(t.Context(), &ecs.ListTasksInput{Cluster: name, StartedBy: created.TaskSet.Id})
	if err != nil {
		t.Fatal(err)
	}
	described, err := sdk.DescribeTasks(t.Context(), &ecs.DescribeTasksInput{Cluster: name, Tasks: tasks.TaskArns})
	if err != nil {
		t.Fatal(err)
	}
	same(t, "startedBy", described.Tasks[2].StartedBy, created.TaskSet.Id)
	deleted, err := sdk.DeleteTaskSet(t.Context(), &ecs.DeleteTaskSetInput{Cluster: name, Service: service, TaskSet: created.TaskSet.TaskSetArn, Force: aws.Bool(true)})
	if err != nil {
		t.Fatal(err)
	}
	same(t, "deleted", *deleted.TaskSet.Status, "DRAINING")
	clock.Advance(time.Minute)
	same(t, "sets left", len(sets(t, s, "shop", "bare")), 0)
}
