package ecsfake

import (
	"cmp"
	"fmt"
	"time"
)

// World says what there is when a Server starts. Ages count back from the time
// that the server's clock gives then. Every string is taken as it is, so a test
// can put hostile text anywhere.
type World struct {
	Region    string // Default "eu-west-1".
	Account   string // Default "123456789012".
	Partition string // Default "aws".
	Seed      uint64 // Ids follow from it.

	// Strict refuses DeleteTaskSet without force on an ACTIVE task set whose
	// scale is above 0. AWS's documentation implies that, AWS's own sample does
	// the opposite, and no text of such a refusal is known: see DeleteTaskSet.
	Strict bool

	Timing       Timing
	Clusters     []Cluster
	Balancers    []Balancer
	TargetGroups []TargetGroup
	CodeDeploy   []Deployment
	// TaskDefinitions override members of what DescribeTaskDefinition answers for
	// "family:revision"; see TaskSet.Raw.
	TaskDefinitions map[string]map[string]any
}

// Timing says how fast tasks and task sets move. A zero field takes its
// default.
type Timing struct {
	Start      time.Duration // From a task's creation to RUNNING, 5 s.
	Every      time.Duration // Between the starts of two tasks of one set, and between two stops, 5 s.
	Settle     time.Duration // From the last task RUNNING to STEADY_STATE, 15 s.
	Drain      time.Duration // From DRAINING to the stop of the last task, 30 s.
	Deregister time.Duration // From the stop of the last task to the end of the task set, 8 s.
	Crash      time.Duration // From RUNNING to the exit of a task that crashes, 12 s.
}

// Cluster is an ECS cluster.
type Cluster struct {
	Name      string
	Status    string // Default ACTIVE; ECS also knows PROVISIONING, DEPROVISIONING, FAILED and INACTIVE.
	Instances int    // registeredContainerInstancesCount.
	Tags      map[string]string
	Services  []Service
	Raw       map[string]any // See TaskSet.Raw.
}

// The deployment controllers of ECS, for Service.Controller.
const (
	External   = "EXTERNAL"
	CodeDeploy = "CODE_DEPLOY"
	ECS        = "ECS"
	// NoController leaves the member deploymentController out, as answers for
	// old services do. It means ECS.
	NoController = ""
)

// Service is an ECS service. One with External or CodeDeploy has task sets; with
// any other controller its TaskSets are what ECS calls deployments (a PRIMARY
// one is made if none is given).
type Service struct {
	Name       string
	Controller string
	Desired    int           // desiredCount.
	Status     string        // Default ACTIVE. One that is DRAINING stops its tasks and becomes INACTIVE.
	Age        time.Duration // Since its creation; default: as old as its oldest task set.
	Family     string        // Family of its task definitions; default Name.
	ShortARN   bool          // Its ARN has the form of before 2018, without the cluster's name.

	// LaunchType defaults to FARGATE, but to nothing where there are
	// CapacityProviders: the two exclude each other.
	LaunchType        string
	CapacityProviders []CapacityProviderStrategyItem
	PlatformVersion   string // Default "1.4.0" on FARGATE.
	PlatformFamily    string // Default "Linux" on FARGATE.

	// With the ECS controller: how it deploys, and its deployments, oldest first.
	Strategy    Strategy
	Deployments []ServiceDeployment

	Tags     map[string]string
	TaskSets []TaskSet
	Raw      map[string]any // See TaskSet.Raw.
}

// The roles of a task set, for TaskSet.Status.
const (
	Primary  = "PRIMARY"
	Active   = "ACTIVE"
	Draining = "DRAINING"
)

// TaskSet is a task set of a service, or a deployment of one with the ECS
// controller.
type TaskSet struct {
	ID     string // Default "ecs-svc/" and 19 digits.
	Status string // Default Active. Any other text is kept and behaves like Active.

	Revision       int    // Of the service's family; default 1.
	TaskDefinition string // Overrides Revision: an ARN or "family:revision".

	Scale   *float64 // Percent of the service's desired count; nil means 100, and 0 for a DRAINING one.
	Running *int     // Tasks running at the start; nil means all it wants, and 1 for a DRAINING one.

	// Unplaceable is how many of the tasks wanted at the start find no capacity:
	// they are never started, so the set stays STABILIZING until it wants fewer.
	Unplaceable int
	// Ends is how each of its tasks ends soon after it started, again and again.
	// Crashes is short for Exits(1).
	Ends    *TaskEnd
	Crashes bool

	Age          time.Duration // Since createdAt.
	Stability    string        // Default: what follows from the counts.
	StabilityAge time.Duration // Since stabilityStatusAt and updatedAt; default: what fits Age.

	StartedBy  string
	ExternalID string

	TargetGroup       string            // Name or ARN; short for LoadBalancers with one entry on port 8080.
	LoadBalancers     []LoadBalancer    // Overrides TargetGroup.
	ServiceRegistries []ServiceRegistry // Cloud Map.
	KMSKey            string            // fargateEphemeralStorage.kmsKeyId.
	Tags              map[string]string

	// Raw overrides members of the answer by their name on the wire, whatever
	// they hold; a nil value leaves the member out. TaskRaw does so for its tasks.
	Raw, TaskRaw map[string]any
}

// Fleet returns n services named svc-0001 and so on, for big clusters: each has
// a steady PRIMARY of two tasks, and every third one a second task set too.
func Fleet(n int) []Service {
	services := make([]Service, 0, n)
	for i := 1; i <= n; i++ {
		s := Service{Name: fmt.Sprintf("svc-%04d", i), Controller: External, Desired: 2}
		s.TaskSets = []TaskSet{{Status: Primary, Revision: i, Age: 48 * time.Hour, TargetGroup: s.Name + "-a"}}
		if i%3 == 0 {
			s.TaskSets = append(s.TaskSets, TaskSet{Revision: i + 1, Age: time.Hour, Scale: new(50.0), TargetGroup: s.Name + "-b"})
		}
		services = append(services, s)
	}
	return services
}

func (t Timing) withDefaults() Timing {
	for _, d := range []struct {
		field *time.Duration
		value time.Duration
	}{
		{&t.Start, 5 * time.Second},
		{&t.Every, 5 * time.Second},
		{&t.Settle, 15 * time.Second},
		{&t.Drain, 30 * time.Second},
		{&t.Deregister, 8 * time.Second},
		{&t.Crash, 12 * time.Second},
	} {
		if *d.field <= 0 {
			*d.field = d.value
		}
	}
	return t
}

func (w World) withDefaults() World {
	w.Region = cmp.Or(w.Region, "eu-west-1")
	w.Account = cmp.Or(w.Account, "123456789012")
	w.Partition = cmp.Or(w.Partition, "aws")
	w.Timing = w.Timing.withDefaults()
	return w
}
