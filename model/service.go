package model

import (
	"cmp"
	"time"
)

// The types of deployment controller. ECS leaves the controller out for its own
// rolling deployments.
const (
	// ControllerECS rolls tasks over by itself: such a service has no task sets.
	ControllerECS = "ECS"
	// ControllerCodeDeploy is AWS CodeDeploy, which owns the task sets.
	ControllerCodeDeploy = "CODE_DEPLOY"
	// ControllerExternal leaves the task sets to any program that calls the API.
	ControllerExternal = "EXTERNAL"
)

// ServiceActive is the status of a service that ECS keeps running.
const ServiceActive = "ACTIVE"

// The rollout states of a deployment by the ECS controller that decide a verdict. ECS
// leaves the state out behind a Classic Load Balancer.
const (
	// RolloutInProgress is a deployment that has not come to its end.
	RolloutInProgress = "IN_PROGRESS"
	// RolloutFailed is one that ECS's circuit breaker or an alarm ended.
	RolloutFailed = "FAILED"
	// RolloutCompleted is one that runs what it is to run.
	RolloutCompleted = "COMPLETED"
)

// DeploymentInactive is the status of a deployment that another has replaced.
const DeploymentInactive = "INACTIVE"

// Service is an ECS service as DescribeServices tells it, with its task sets. A
// service that has only been listed has its ARNs and name; Described is false
// then and the counts mean nothing.
type Service struct {
	ARN            string       `json:"serviceArn"`
	Name           string       `json:"serviceName"`
	ClusterARN     string       `json:"clusterArn,omitempty"`
	Status         string       `json:"status,omitempty"`
	Desired        int32        `json:"desiredCount"`
	Running        int32        `json:"runningCount"`
	Pending        int32        `json:"pendingCount"`
	TaskDefinition string       `json:"taskDefinition,omitempty"`
	LaunchType     string       `json:"launchType,omitempty"`
	Controller     Controller   `json:"deploymentController,omitzero"`
	CreatedAt      time.Time    `json:"createdAt,omitzero"`
	TaskSets       []TaskSet    `json:"taskSets,omitempty"`
	Deployments    []Deployment `json:"deployments,omitempty"` // ECS controller only
	// LoadBalancers are those of the service; its task sets have their own.
	LoadBalancers     []LoadBalancer    `json:"loadBalancers,omitempty"`
	ServiceRegistries []ServiceRegistry `json:"serviceRegistries,omitempty"`
	// Configuration is how the ECS controller deploys the service; nil where ECS sent none.
	Configuration *DeploymentConfiguration `json:"deploymentConfiguration,omitempty"`
	// CurrentServiceDeployment is the ARN of the service deployment that is under way, empty
	// where there is none.
	CurrentServiceDeployment string `json:"currentServiceDeployment,omitempty"`
	// CurrentServiceRevisions are the revisions that have tasks, without weights; ECS
	// controller only.
	CurrentServiceRevisions []RevisionCounts `json:"currentServiceRevisions,omitempty"`
	// Events and Tags are read for one service at a time, the one looked at.
	Events []Event `json:"events,omitempty"`
	Tags   []Tag   `json:"tags,omitempty"`
	// SeenBy names the profile and the Region by which the service was read, where those of
	// several stand in one list.
	SeenBy    string `json:"-"`
	Described bool   `json:"-"`
	Seen      Seen   `json:"-"` // of its running and desired count
	// FormerPrimary is the ARN of the task set that was PRIMARY before the present one, as far
	// as this program saw the role go from one to the other; empty where it did not.
	FormerPrimary string `json:"-"`
	// FormerSeen is until when it is known that the role went from FormerPrimary to the present one
	// and to no other: the reads came close to each other, or the PRIMARY was not updated between
	// them. It is zero without a FormerPrimary.
	FormerSeen time.Time `json:"-"`
	// Missing is the reason of a failure that ECS gave instead of a description
	// ("MISSING"), empty when there was none.
	Missing string `json:"-"`
}

// Controller says who starts and ends the service's deployments.
type Controller struct {
	Type string `json:"type"` // empty means ECS
}

// Deployment is one side of a rolling deployment by the ECS controller.
type Deployment struct {
	ID                 string    `json:"id,omitempty"`
	Status             string    `json:"status,omitempty"` // PRIMARY, ACTIVE, INACTIVE
	TaskDefinition     string    `json:"taskDefinition,omitempty"`
	Desired            int32     `json:"desiredCount"`
	Pending            int32     `json:"pendingCount"`
	Running            int32     `json:"runningCount"`
	Failed             int32     `json:"failedTasks"`
	RolloutState       string    `json:"rolloutState,omitempty"` // COMPLETED, IN_PROGRESS, FAILED
	RolloutStateReason string    `json:"rolloutStateReason,omitempty"`
	CreatedAt          time.Time `json:"createdAt,omitzero"`
	UpdatedAt          time.Time `json:"updatedAt,omitzero"`
	// Elsewhere names what brings traffic beside load balancers, as of ServiceRevision.
	Elsewhere string `json:"-"`
	Seen      Seen   `json:"-"` // of its running and desired count
}

// Event is a line that ECS wrote about a service.
type Event struct {
	ID      string    `json:"id,omitempty"`
	At      time.Time `json:"createdAt,omitzero"`
	Message string    `json:"message,omitempty"`
}

// ListedService is what ListServices tells of a service: its ARN, and so its name.
func ListedService(arn string) Service { return Service{ARN: arn, Name: NameOf(arn)} }

// ControllerType is the deployment controller, ECS where the API leaves it out.
func (s Service) ControllerType() string {
	if s.Controller.Type == "" {
		return ControllerECS
	}
	return s.Controller.Type
}

// Primary is the set that serves production traffic; ok is false when there is
// none, as before the first promotion.
func (s Service) Primary() (set TaskSet, ok bool) {
	for _, set := range s.TaskSets {
		if set.Primary() {
			return set, true
		}
	}
	return TaskSet{}, false
}

// TaskSet is the set with the given ARN; ok is false when the service has none.
func (s Service) TaskSet(arn string) (set TaskSet, ok bool) {
	for _, set := range s.TaskSets {
		if set.ARN == arn {
			return set, true
		}
	}
	return TaskSet{}, false
}

// deployment is the one with an id that is not empty; the zero value where there is none.
func (s *Service) deployment(id string) Deployment {
	for i := range s.Deployments {
		if id != "" && s.Deployments[i].ID == id {
			return s.Deployments[i]
		}
	}
	return Deployment{}
}

// Live are the sets that are not draining.
func (s Service) Live() []TaskSet {
	var live []TaskSet
	for _, set := range s.TaskSets {
		if !set.Draining() {
			live = append(live, set)
		}
	}
	return live
}

// SlotsUsed is how many of the MaxTaskSets task sets of a service are taken;
// draining ones count until they are gone.
func (s Service) SlotsUsed() int { return len(s.TaskSets) }

// ServiceRef names a service the way the API takes it: by names or by ARNs.
type ServiceRef struct {
	Cluster, Service string
}

// Ref is the service by its ARNs.
func (s Service) Ref() ServiceRef { return ServiceRef{Cluster: s.ClusterARN, Service: s.ARN} }

// TaskSetRef pins one task set by its full ARNs, so that neither a moved cursor
// nor a set of the same name can change what is meant.
type TaskSetRef struct {
	ClusterARN, ServiceARN, ARN string
	ID                          string // as ECS gave it, for people
}

// TaskSetRef pins one of the service's sets.
func (s Service) TaskSetRef(set TaskSet) TaskSetRef {
	return TaskSetRef{ClusterARN: s.ClusterARN, ServiceARN: s.ARN, ARN: set.ARN, ID: cmp.Or(set.ID, TaskSetID(set.ARN))}
}

// Service names the service of the set.
func (r TaskSetRef) Service() ServiceRef {
	return ServiceRef{Cluster: r.ClusterARN, Service: r.ServiceARN}
}
