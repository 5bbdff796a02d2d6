package ecsapi

import (
	"cmp"
	"math"
	"slices"
	"time"
	"unique"

	"github.com/aws/aws-sdk-go-v2/service/ecs/types"

	"tealset/model"
	"tealset/model/clean"
)

// text is a string of the SDK, cleaned; nil is empty. Equal texts share their memory: the
// services of a cluster repeat most of theirs, and the SDK keeps all strings of an answer
// for as long as one of them is used.
func text(s *string) string {
	if s == nil || *s == "" {
		return ""
	}
	return unique.Make(clean.Text(*s)).Value()
}

// word is a value of an enumeration, cleaned: AWS adds values that the SDK does not know.
func word[S ~string](s S) string {
	plain := string(s)
	return text(&plain)
}

// nameOr is a name of the SDK, cleaned; where there is none it is the ARN's.
func nameOr(name, arn *string) string { return cmp.Or(text(name), model.NameOf(text(arn))) }

// texts cleans a list; empty elements, which null ones become, are left out.
func texts(list []string) []string {
	return each(list, func(s string) string { return text(&s) }, known[string])
}

// moment is a time of the SDK; nil is zero, and so is a time that no answer of
// ECS, which began in 2014, can mean: 0 and 1e300 have both been seen as dates.
func moment(t *time.Time) time.Time {
	if t == nil || t.Year() < 1971 || t.Year() > 9999 {
		return time.Time{}
	}
	return *t
}

// number copies a pointer, so that the model shares no memory with the SDK.
func number(n *int32) *int32 {
	if n == nil {
		return nil
	}
	return new(*n)
}

// each converts the elements of a list that keep says yes to.
func each[In, Out any](list []In, convert func(In) Out, keep func(Out) bool) []Out {
	if len(list) == 0 {
		return nil
	}
	converted := make([]Out, 0, len(list))
	for _, in := range list {
		if out := convert(in); keep(out) {
			converted = append(converted, out)
		}
	}
	return converted
}

// known tells whether an element says anything: a null one becomes the zero value.
func known[T comparable](v T) bool {
	var zero T
	return v != zero
}

func hasCluster(c model.Cluster) bool { return c.ARN != "" }
func hasService(s model.Service) bool { return s.ARN != "" }
func hasTaskSet(t model.TaskSet) bool { return t.ARN != "" }

func clusterOf(c types.Cluster) model.Cluster {
	return model.Cluster{
		ARN:                text(c.ClusterArn),
		Name:               nameOr(c.ClusterName, c.ClusterArn),
		Status:             text(c.Status),
		ActiveServices:     c.ActiveServicesCount,
		RunningTasks:       c.RunningTasksCount,
		PendingTasks:       c.PendingTasksCount,
		ContainerInstances: c.RegisteredContainerInstancesCount,
		Tags:               each(c.Tags, tagOf, known[model.Tag]),
		Described:          true,
	}
}

// inactive is the status of a service that was deleted.
const inactive = "INACTIVE"

// servicesOf converts services. ECS goes on to describe a deleted one for a while, under the
// ARN that a new one of that name has too: beside that it is left out.
func servicesOf(list []types.Service) []model.Service {
	services := each(list, serviceOf, hasService)
	there := map[model.Key]bool{}
	for _, s := range services {
		if s.Status != inactive {
			there[s.Key()] = true
		}
	}
	return slices.DeleteFunc(services, func(s model.Service) bool { return s.Status == inactive && there[s.Key()] })
}

func serviceOf(s types.Service) model.Service {
	service := model.Service{
		ARN:            text(s.ServiceArn),
		Name:           nameOr(s.ServiceName, s.ServiceArn),
		ClusterARN:     text(s.ClusterArn),
		Status:         text(s.Status),
		Desired:        s.DesiredCount,
		Running:        s.RunningCount,
		Pending:        s.PendingCount,
		TaskDefinition: text(s.TaskDefinition),
		LaunchType:     word(s.LaunchType),
		CreatedAt:      moment(s.CreatedAt),
		TaskSets:       each(s.TaskSets, taskSetOf, hasTaskSet),
		Deployments:    each(s.Deployments, deploymentOf, known[model.Deployment]),
		Events:         each(s.Events, eventOf, known[model.Event]),
		Tags:           each(s.Tags, tagOf, known[model.Tag]),
		Described:      true,

		LoadBalancers:            each(s.LoadBalancers, loadBalancerOf, known[model.LoadBalancer]),
		ServiceRegistries:        each(s.ServiceRegistries, registryOf, known[model.ServiceRegistry]),
		Configuration:            configurationOf(s.DeploymentConfiguration),
		CurrentServiceDeployment: text(s.CurrentServiceDeployment),
		CurrentServiceRevisions: each(s.CurrentServiceRevisions, func(r types.ServiceCurrentRevisionSummary) model.RevisionCounts {
			return model.RevisionCounts{ARN: text(r.Arn), Requested: r.RequestedTaskCount, Running: r.RunningTaskCount, Pending: r.PendingTaskCount}
		}, func(r model.RevisionCounts) bool { return r.ARN != "" }),
	}
	if s.DeploymentController != nil {
		service.Controller.Type = word(s.DeploymentController.Type)
	}
	return service
}

func eventOf(e types.ServiceEvent) model.Event {
	return model.Event{ID: text(e.Id), At: moment(e.CreatedAt), Message: text(e.Message)}
}

func tagOf(t types.Tag) model.Tag { return model.Tag{Key: text(t.Key), Value: text(t.Value)} }

func failureOf(f types.Failure) model.Failure {
	return model.Failure{ARN: text(f.Arn), Reason: text(f.Reason), Detail: text(f.Detail)}
}

func taskSetOf(t types.TaskSet) model.TaskSet {
	set := model.TaskSet{
		ID:                       text(t.Id),
		ARN:                      text(t.TaskSetArn),
		ServiceARN:               text(t.ServiceArn),
		ClusterARN:               text(t.ClusterArn),
		StartedBy:                text(t.StartedBy),
		ExternalID:               text(t.ExternalId),
		Status:                   text(t.Status),
		TaskDefinition:           text(t.TaskDefinition),
		ComputedDesired:          t.ComputedDesiredCount,
		Pending:                  t.PendingCount,
		Running:                  t.RunningCount,
		CreatedAt:                moment(t.CreatedAt),
		UpdatedAt:                moment(t.UpdatedAt),
		LaunchType:               word(t.LaunchType),
		CapacityProviderStrategy: each(t.CapacityProviderStrategy, capacityOf, known[model.CapacityProviderItem]),
		PlatformVersion:          text(t.PlatformVersion),
		PlatformFamily:           text(t.PlatformFamily),
		NetworkConfiguration:     networkOf(t.NetworkConfiguration),
		LoadBalancers:            each(t.LoadBalancers, loadBalancerOf, known[model.LoadBalancer]),
		ServiceRegistries:        each(t.ServiceRegistries, registryOf, known[model.ServiceRegistry]),
		Scale:                    scaleOf(t.Scale),
		StabilityStatus:          word(t.StabilityStatus),
		StabilityStatusAt:        moment(t.StabilityStatusAt),
		Tags:                     each(t.Tags, tagOf, known[model.Tag]),
	}
	if t.FargateEphemeralStorage != nil {
		set.FargateEphemeralStorage = &model.EphemeralStorage{KMSKeyID: text(t.FargateEphemeralStorage.KmsKeyId)}
	}
	return set
}

func capacityOf(c types.CapacityProviderStrategyItem) model.CapacityProviderItem {
	return model.CapacityProviderItem{CapacityProvider: text(c.CapacityProvider), Weight: c.Weight, Base: c.Base}
}

func networkOf(n *types.NetworkConfiguration) *model.NetworkConfiguration {
	if n == nil || n.AwsvpcConfiguration == nil {
		return nil
	}
	return &model.NetworkConfiguration{AWSVPC: model.AWSVPC{
		Subnets:        texts(n.AwsvpcConfiguration.Subnets),
		SecurityGroups: texts(n.AwsvpcConfiguration.SecurityGroups),
		AssignPublicIP: word(n.AwsvpcConfiguration.AssignPublicIp),
	}}
}

func loadBalancerOf(l types.LoadBalancer) model.LoadBalancer {
	return model.LoadBalancer{
		TargetGroupARN:   text(l.TargetGroupArn),
		LoadBalancerName: text(l.LoadBalancerName),
		ContainerName:    text(l.ContainerName),
		ContainerPort:    number(l.ContainerPort),
		Advanced:         advancedOf(l.AdvancedConfiguration),
	}
}

func advancedOf(a *types.AdvancedConfiguration) *model.AdvancedConfiguration {
	if a == nil {
		return nil
	}
	return &model.AdvancedConfiguration{
		AlternateTargetGroupARN: text(a.AlternateTargetGroupArn),
		ProductionListenerRule:  text(a.ProductionListenerRule),
		TestListenerRule:        text(a.TestListenerRule),
		RoleARN:                 text(a.RoleArn),
	}
}

func registryOf(r types.ServiceRegistry) model.ServiceRegistry {
	return model.ServiceRegistry{
		RegistryARN:   text(r.RegistryArn),
		Port:          number(r.Port),
		ContainerName: text(r.ContainerName),
		ContainerPort: number(r.ContainerPort),
	}
}

// scaleOf is the scale, nil where ECS sent none or one that is no number: the
// wire can carry "NaN", which the model's JSON cannot.
func scaleOf(s *types.Scale) *model.Scale {
	if s == nil || math.IsNaN(s.Value) || math.IsInf(s.Value, 0) {
		return nil
	}
	return &model.Scale{Value: s.Value, Unit: word(s.Unit)}
}
