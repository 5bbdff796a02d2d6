package model

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// everyMember is a task set of which ECS told everything.
func everyMember() TaskSet {
	port := int32(8080)
	return TaskSet{
		ID: "ecs-svc/1", ARN: "arn", ServiceARN: "service", ClusterARN: "cluster", StartedBy: "CODE_DEPLOY", ExternalID: "d-1",
		Status: StatusActive, TaskDefinition: "checkout:1", ComputedDesired: 1, Pending: 1, Running: 1,
		CreatedAt: noon, UpdatedAt: noon, LaunchType: "FARGATE",
		CapacityProviderStrategy: []CapacityProviderItem{{CapacityProvider: "FARGATE_SPOT", Weight: 1, Base: 1}},
		PlatformVersion:          "1.4.0", PlatformFamily: "Linux",
		NetworkConfiguration: &NetworkConfiguration{AWSVPC: AWSVPC{
			Subnets: []string{"subnet-1"}, SecurityGroups: []string{"sg-1"}, AssignPublicIP: "DISABLED",
		}},
		LoadBalancers: []LoadBalancer{{
			TargetGroupARN: "group", LoadBalancerName: "classic", ContainerName: "app", ContainerPort: &port,
			Advanced: &AdvancedConfiguration{"alternate", "production", "test", "role"},
		}},
		ServiceRegistries: []ServiceRegistry{{RegistryARN: "registry", Port: &port, ContainerName: "app", ContainerPort: &port}},
		Scale:             &Scale{Value: 50, Unit: "PERCENT"},
		StabilityStatus:   SteadyState, StabilityStatusAt: noon,
		Tags:                    []Tag{{Key: "team", Value: "shop"}},
		FargateEphemeralStorage: &EphemeralStorage{KMSKeyID: "key"},
		Seen:                    Seen{Due: 1}, StabilitySeen: noon,
	}
}

// members are the paths of all members of a value's JSON, lists as their elements.
func members(t *testing.T, value any) []string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	var decoded any
	if err := json.Unmarshal(text, &decoded); err != nil {
		t.Fatal(err)
	}
	paths := map[string]bool{}
	var walk func(path string, value any)
	walk = func(path string, value any) {
		switch value := value.(type) {
		case map[string]any:
			for name, member := range value {
				walk(path+"."+name, member)
			}
		case []any:
			for _, element := range value {
				walk(path, element)
			}
		default:
			paths[strings.TrimPrefix(path, ".")] = true
		}
	}
	walk("", decoded)
	return slices.Sorted(maps.Keys(paths))
}

func seeMembers(t *testing.T, value any, want string) {
	t.Helper()
	if diff := cmp.Diff(slices.Sorted(strings.FieldsSeq(want)), members(t, value)); diff != "" {
		t.Errorf("(-of ECS +of tealset):\n%s", diff)
	}
}

// A task set is printed with the names that ECS gives its members, so that what is
// copied out of tealset reads like an answer of ECS. What only tealset saw is left out.
func TestTaskSetHasTheMemberNamesOfECS(t *testing.T) {
	t.Parallel()
	seeMembers(t, everyMember(), `
		id taskSetArn serviceArn clusterArn startedBy externalId status taskDefinition
		computedDesiredCount pendingCount runningCount createdAt updatedAt launchType
		capacityProviderStrategy.capacityProvider capacityProviderStrategy.weight capacityProviderStrategy.base
		platformVersion platformFamily
		networkConfiguration.awsvpcConfiguration.subnets
		networkConfiguration.awsvpcConfiguration.securityGroups
		networkConfiguration.awsvpcConfiguration.assignPublicIp
		loadBalancers.targetGroupArn loadBalancers.loadBalancerName loadBalancers.containerName loadBalancers.containerPort
		loadBalancers.advancedConfiguration.alternateTargetGroupArn loadBalancers.advancedConfiguration.productionListenerRule
		loadBalancers.advancedConfiguration.testListenerRule loadBalancers.advancedConfiguration.roleArn
		serviceRegistries.registryArn serviceRegistries.port serviceRegistries.containerName serviceRegistries.containerPort
		scale.value scale.unit stabilityStatus stabilityStatusAt tags.key tags.value fargateEphemeralStorage.kmsKeyId`)
	full := reflect.ValueOf(everyMember())
	for i := range full.NumField() {
		if full.Field(i).IsZero() {
			t.Errorf("%s is missing in this test", full.Type().Field(i).Name)
		}
	}
}

// What ECS did not tell is left out, and never printed as a zero time or a null;
// its counts are numbers even when they are zero.
func TestWhatECSDidNotTellIsLeftOut(t *testing.T) {
	t.Parallel()
	seeMembers(t, TaskSet{}, "taskSetArn computedDesiredCount pendingCount runningCount")
	seeMembers(t, Service{}, "serviceArn serviceName desiredCount runningCount pendingCount")
	seeMembers(t, Cluster{}, "clusterArn clusterName activeServicesCount runningTasksCount pendingTasksCount registeredContainerInstancesCount")
	seeMembers(t, Deployment{}, "desiredCount pendingCount runningCount failedTasks")
	seeMembers(t, []any{Event{}, LoadBalancer{}, ServiceRegistry{}, EphemeralStorage{}}, "")
	seeMembers(t, CapacityProviderItem{CapacityProvider: "FARGATE"}, "capacityProvider weight base")
	seeMembers(t, Scale{}, "value")
}

// A service is printed with ECS's names too; the controller is left out where ECS
// left it out, and so is what only tealset knows.
func TestServiceHasTheMemberNamesOfECS(t *testing.T) {
	t.Parallel()
	service := Service{
		ARN: "arn", Name: "checkout", ClusterARN: "cluster", Status: ServiceActive, TaskDefinition: "checkout:1", LaunchType: "EC2",
		Controller: Controller{Type: ControllerExternal}, CreatedAt: noon, TaskSets: []TaskSet{{ARN: "arn"}},
		Events: []Event{{ID: "1", At: noon, Message: "steady"}}, Tags: []Tag{{Key: "team", Value: "shop"}},
		Described: true, Missing: "MISSING",
	}
	const always = `
		serviceArn serviceName clusterArn status desiredCount runningCount pendingCount taskDefinition launchType createdAt
		taskSets.taskSetArn taskSets.computedDesiredCount taskSets.pendingCount taskSets.runningCount
		events.id events.createdAt events.message tags.key tags.value`
	seeMembers(t, service, always+" deploymentController.type")
	service.Controller = Controller{}
	seeMembers(t, service, always)
}
