package model

import (
	"cmp"
	"time"
)

// The statuses of a task set that ECS documents. The status is a plain string in
// the API: an unknown one is carried and shown as it is.
const (
	// StatusPrimary is the set that serves production traffic.
	StatusPrimary = "PRIMARY"
	// StatusActive is a set that runs beside the primary.
	StatusActive = "ACTIVE"
	// StatusDraining is a set that was deleted: its tasks stop and its targets
	// deregister, then it disappears.
	StatusDraining = "DRAINING"
)

// The stability statuses of a task set (ECS's enum StabilityStatus).
const (
	// SteadyState means that running equals computed desired, nothing is pending
	// and every health check passes; a set scaled to zero is steady as well.
	SteadyState = "STEADY_STATE"
	// Stabilizing is everything else.
	Stabilizing = "STABILIZING"
)

// MaxTaskSets is how many task sets ECS allows for one service; undocumented,
// known from the text of CreateTaskSet's refusal.
const MaxTaskSets = 5

// TaskSet is a task set with every member that DescribeTaskSets and
// DeleteTaskSet return. Times are zero, and pointers nil, where ECS sent none.
type TaskSet struct {
	ID                       string                 `json:"id,omitempty"`
	ARN                      string                 `json:"taskSetArn"`
	ServiceARN               string                 `json:"serviceArn,omitempty"` // may be the old short form: never a key
	ClusterARN               string                 `json:"clusterArn,omitempty"`
	StartedBy                string                 `json:"startedBy,omitempty"`  // CODE_DEPLOY, or empty
	ExternalID               string                 `json:"externalId,omitempty"` // CodeDeploy's deployment id, or free text
	Status                   string                 `json:"status,omitempty"`
	TaskDefinition           string                 `json:"taskDefinition,omitempty"`
	ComputedDesired          int32                  `json:"computedDesiredCount"` // ceil(desired × scale)
	Pending                  int32                  `json:"pendingCount"`
	Running                  int32                  `json:"runningCount"`
	CreatedAt                time.Time              `json:"createdAt,omitzero"`
	UpdatedAt                time.Time              `json:"updatedAt,omitzero"`
	LaunchType               string                 `json:"launchType,omitempty"` // empty with a capacity provider strategy
	CapacityProviderStrategy []CapacityProviderItem `json:"capacityProviderStrategy,omitempty"`
	PlatformVersion          string                 `json:"platformVersion,omitempty"`
	PlatformFamily           string                 `json:"platformFamily,omitempty"`
	NetworkConfiguration     *NetworkConfiguration  `json:"networkConfiguration,omitempty"`
	LoadBalancers            []LoadBalancer         `json:"loadBalancers,omitempty"`
	ServiceRegistries        []ServiceRegistry      `json:"serviceRegistries,omitempty"`
	Scale                    *Scale                 `json:"scale,omitempty"`
	StabilityStatus          string                 `json:"stabilityStatus,omitempty"`
	StabilityStatusAt        time.Time              `json:"stabilityStatusAt,omitzero"`
	Tags                     []Tag                  `json:"tags,omitempty"`
	FargateEphemeralStorage  *EphemeralStorage      `json:"fargateEphemeralStorage,omitempty"`
	Seen                     Seen                   `json:"-"` // of its running and computed desired count
	// StabilitySeen is when a read of this program first had the present stability
	// status; zero where the set was not read.
	StabilitySeen time.Time `json:"-"`
}

// CapacityProviderItem is one item of a capacity provider strategy.
type CapacityProviderItem struct {
	CapacityProvider string `json:"capacityProvider"`
	Weight           int32  `json:"weight"`
	Base             int32  `json:"base"`
}

// NetworkConfiguration is how the tasks of a set are attached to a VPC.
type NetworkConfiguration struct {
	AWSVPC AWSVPC `json:"awsvpcConfiguration"`
}

// AWSVPC holds the subnets and security groups of an awsvpc network.
type AWSVPC struct {
	Subnets        []string `json:"subnets,omitempty"`
	SecurityGroups []string `json:"securityGroups,omitempty"`
	AssignPublicIP string   `json:"assignPublicIp,omitempty"` // ENABLED or DISABLED
}

// LoadBalancer is a load balancer that the tasks of a set register with.
type LoadBalancer struct {
	TargetGroupARN   string `json:"targetGroupArn,omitempty"`
	LoadBalancerName string `json:"loadBalancerName,omitempty"` // Classic Load Balancers only
	ContainerName    string `json:"containerName,omitempty"`
	ContainerPort    *int32 `json:"containerPort,omitempty"`
	// Advanced is what the ECS controller needs to shift traffic; nil where ECS sent none.
	Advanced *AdvancedConfiguration `json:"advancedConfiguration,omitempty"`
}

// AdvancedConfiguration is the second target group of a load balancer, and the listener rules
// between which the ECS controller shifts traffic.
type AdvancedConfiguration struct {
	AlternateTargetGroupARN string `json:"alternateTargetGroupArn,omitempty"`
	ProductionListenerRule  string `json:"productionListenerRule,omitempty"` // ARN of a rule, or of an NLB's listener
	TestListenerRule        string `json:"testListenerRule,omitempty"`
	RoleARN                 string `json:"roleArn,omitempty"`
}

// ServiceRegistry is a service discovery registry of a set.
type ServiceRegistry struct {
	RegistryARN   string `json:"registryArn,omitempty"`
	Port          *int32 `json:"port,omitempty"`
	ContainerName string `json:"containerName,omitempty"`
	ContainerPort *int32 `json:"containerPort,omitempty"`
}

// Scale is the share of the service's desired count that a set runs.
type Scale struct {
	Value float64 `json:"value"` // in percent 0 to 100
	Unit  string  `json:"unit,omitempty"`
}

// EphemeralStorage is the encryption key of a Fargate task's own disk.
type EphemeralStorage struct {
	KMSKeyID string `json:"kmsKeyId,omitempty"`
}

// Tag is a tag of a cluster, a service or a task set.
type Tag struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// Identity is the set's ARN and id.
func (t TaskSet) Identity() (arn, name string) { return t.ARN, t.ID }

// Document is the set as it is written out.
func (t TaskSet) Document() any { return t }

// ShortID is the set's id in short, and that of its ARN where ECS sent none.
func (t TaskSet) ShortID() string { return ShortID(cmp.Or(t.ID, TaskSetID(t.ARN))) }

// Draining tells whether the set has been deleted and only ends its tasks.
func (t TaskSet) Draining() bool { return t.Status == StatusDraining }

// Primary tells whether the set serves production traffic.
func (t TaskSet) Primary() bool { return t.Status == StatusPrimary }

// Steady tells whether the set is as it should be. A set scaled to zero is. Where ECS
// says nothing of stability, as other servers do, the counts decide: what is wanted
// runs, and nothing is pending.
func (t TaskSet) Steady() bool {
	if t.StabilityStatus == "" {
		return t.Running == t.ComputedDesired && t.Pending <= 0
	}
	return t.StabilityStatus == SteadyState
}

// Stuck tells whether a set that is to stay has not become steady for StuckAfter. One
// without times never counts as stuck.
func (t TaskSet) Stuck(now time.Time) bool {
	return !t.Draining() && !t.Steady() && since(t.StableSince(), now) >= StuckAfter
}

// Lingers tells whether a deleted set has been draining for StuckAfter.
func (t TaskSet) Lingers(now time.Time) bool {
	return t.Draining() && since(t.UpdatedAt, now) >= StuckAfter
}

// StableSince is when the set got its present stability, as far as is known: what ECS
// tells (stabilityStatusAt, or updatedAt where it sent none), or an earlier time at which
// this program saw it. It is zero where ECS tells no time. The API reference calls
// stabilityStatusAt the time at which the status was retrieved, and recorded answers have
// the time of the last change: this holds for both.
func (t TaskSet) StableSince() time.Time {
	told := t.StabilityStatusAt
	if told.IsZero() {
		told = t.UpdatedAt
	}
	if !t.StabilitySeen.IsZero() && t.StabilitySeen.Before(told) {
		return t.StabilitySeen
	}
	return told
}

// stabilitySeen is when the stability of a new read was seen first. A set that ECS
// updated since may have had another between the two reads.
func (t *TaskSet) stabilitySeen(told TaskSet, at time.Time) time.Time {
	same := t.StabilityStatus == told.StabilityStatus && t.UpdatedAt.Equal(told.UpdatedAt)
	if !same || t.StabilitySeen.IsZero() {
		return at
	}
	return t.StabilitySeen
}

// Short tells whether the set runs fewer tasks than it should, and not because it is new
// or was just scaled up.
func (t TaskSet) Short(now time.Time) bool { return t.Running < t.counted().due(now) }

// ScalePercent is the set's scale in percent; ok is false where ECS sent none, or one in
// another unit.
func (t TaskSet) ScalePercent() (percent float64, ok bool) {
	if t.Scale == nil || !t.Scale.Percent() {
		return 0, false
	}
	return t.Scale.Value, true
}

// Percent tells whether the scale is in percent, the only unit that is documented.
func (s Scale) Percent() bool { return s.Unit == "" || s.Unit == "PERCENT" }
