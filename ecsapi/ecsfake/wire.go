package ecsfake

import (
	"strconv"
	"time"
)

// The structs of this file are what goes over the wire, written by hand from
// recorded answers. They are not the SDK's, or a misuse of the SDK would be
// mirrored here and go unseen.

// epoch is a time as ECS writes it: a JSON number of seconds since 1970 with
// milliseconds as its fraction. The zero epoch is left out (omitzero).
type epoch struct{ time.Time }

// MarshalJSON writes the number of seconds.
func (e epoch) MarshalJSON() ([]byte, error) {
	return strconv.AppendFloat(nil, float64(e.UnixMilli())/1000, 'f', 3, 64), nil
}

// percent is a scale as ECS writes it: with a point even where it is whole.
type percent float64

// MarshalJSON writes 50 as 50.0.
func (p percent) MarshalJSON() ([]byte, error) {
	if whole := float64(int64(p)); whole == float64(p) {
		return strconv.AppendFloat(nil, whole, 'f', 1, 64), nil
	}
	return strconv.AppendFloat(nil, float64(p), 'f', -1, 64), nil
}

// LoadBalancer is one of a task set's loadBalancers. TargetGroupArn may be the
// bare name of a target group, which is then made into an ARN.
type LoadBalancer struct {
	TargetGroupArn   string `json:"targetGroupArn,omitempty"`
	LoadBalancerName string `json:"loadBalancerName,omitempty"`
	ContainerName    string `json:"containerName,omitempty"`
	ContainerPort    int    `json:"containerPort,omitempty"`

	Advanced *Advanced `json:"advancedConfiguration,omitempty"`
}

// Advanced is what a service that deploys by a Strategy says of a load balancer, in
// ARNs. It is made of the strategy.
type Advanced struct {
	Alternate  string `json:"alternateTargetGroupArn"`
	Production string `json:"productionListenerRule,omitempty"`
	Test       string `json:"testListenerRule,omitempty"`
	Role       string `json:"roleArn"`
}

// ServiceRegistry is one of a task set's serviceRegistries (Cloud Map).
type ServiceRegistry struct {
	RegistryArn   string `json:"registryArn,omitempty"`
	Port          int    `json:"port,omitempty"`
	ContainerName string `json:"containerName,omitempty"`
	ContainerPort int    `json:"containerPort,omitempty"`
}

// CapacityProviderStrategyItem is one of a capacityProviderStrategy.
type CapacityProviderStrategyItem struct {
	CapacityProvider string `json:"capacityProvider"`
	Weight           int    `json:"weight"`
	Base             int    `json:"base"`
}

type (
	wireTag struct {
		Key   string `json:"key"`
		Value string `json:"value"`
	}
	wireVPC struct {
		Subnets        []string `json:"subnets"`
		SecurityGroups []string `json:"securityGroups"`
		AssignPublicIP string   `json:"assignPublicIp,omitempty"`
	}
	wireNetwork struct {
		VPC wireVPC `json:"awsvpcConfiguration"`
	}
	wireScale struct {
		Value percent `json:"value"`
		Unit  string  `json:"unit"`
	}
	wireStorage struct {
		KMSKeyID string `json:"kmsKeyId"`
	}
	wireFailure struct {
		ARN    string `json:"arn"`
		Reason string `json:"reason"`
	}
	wireController struct {
		Type string `json:"type"`
	}
	wireEvent struct {
		ID        string `json:"id"`
		CreatedAt epoch  `json:"createdAt"`
		Message   string `json:"message"`
	}
)

// wireLaunch is where and how tasks run: a task set takes its service's, except where
// CreateTaskSet said otherwise.
type wireLaunch struct {
	LaunchType        string                         `json:"launchType,omitempty"`
	CapacityProviders []CapacityProviderStrategyItem `json:"capacityProviderStrategy,omitempty"`
	PlatformVersion   string                         `json:"platformVersion,omitempty"`
	PlatformFamily    string                         `json:"platformFamily,omitempty"`
	Network           *wireNetwork                   `json:"networkConfiguration,omitempty"`
}

type wireCluster struct {
	ARN                string    `json:"clusterArn"`
	Name               string    `json:"clusterName"`
	Status             string    `json:"status"`
	Instances          int       `json:"registeredContainerInstancesCount"`
	Running            int       `json:"runningTasksCount"`
	Pending            int       `json:"pendingTasksCount"`
	ActiveServices     int       `json:"activeServicesCount"`
	Statistics         []string  `json:"statistics"`
	Tags               []wireTag `json:"tags"`
	Settings           []string  `json:"settings"`
	CapacityProviders  []string  `json:"capacityProviders"`
	DefaultCapProvider []string  `json:"defaultCapacityProviderStrategy"`
}

type wireTaskSet struct {
	ID              string `json:"id"`
	ARN             string `json:"taskSetArn"`
	ServiceARN      string `json:"serviceArn"`
	ClusterARN      string `json:"clusterArn"`
	StartedBy       string `json:"startedBy,omitempty"`
	ExternalID      string `json:"externalId,omitempty"`
	Status          string `json:"status"`
	TaskDefinition  string `json:"taskDefinition"`
	ComputedDesired int    `json:"computedDesiredCount"`
	Pending         int    `json:"pendingCount"`
	Running         int    `json:"runningCount"`
	CreatedAt       epoch  `json:"createdAt,omitzero"`
	UpdatedAt       epoch  `json:"updatedAt,omitzero"`
	wireLaunch
	LoadBalancers     []LoadBalancer    `json:"loadBalancers"`
	ServiceRegistries []ServiceRegistry `json:"serviceRegistries"`
	Scale             wireScale         `json:"scale"`
	Stability         string            `json:"stabilityStatus"`
	StabilityAt       epoch             `json:"stabilityStatusAt,omitzero"`
	Tags              []wireTag         `json:"tags"`
	Storage           *wireStorage      `json:"fargateEphemeralStorage,omitempty"`
}

// wireDeployment is what a service with the ECS controller has instead of task
// sets.
type wireDeployment struct {
	ID             string `json:"id"`
	Status         string `json:"status"`
	TaskDefinition string `json:"taskDefinition"`
	Desired        int    `json:"desiredCount"`
	Pending        int    `json:"pendingCount"`
	Running        int    `json:"runningCount"`
	Failed         int    `json:"failedTasks"`
	CreatedAt      epoch  `json:"createdAt,omitzero"`
	UpdatedAt      epoch  `json:"updatedAt,omitzero"`
	wireLaunch
	RolloutState       string `json:"rolloutState"`
	RolloutStateReason string `json:"rolloutStateReason"`
}

// wireService leaves out taskSets and deployments when they are nil, and keeps
// them when they are empty: a CODE_DEPLOY service has no member deployments.
type wireService struct {
	ARN               string            `json:"serviceArn"`
	Name              string            `json:"serviceName"`
	ClusterARN        string            `json:"clusterArn"`
	LoadBalancers     []LoadBalancer    `json:"loadBalancers"`
	ServiceRegistries []ServiceRegistry `json:"serviceRegistries"`
	Status            string            `json:"status"`
	Desired           int               `json:"desiredCount"`
	Running           int               `json:"runningCount"`
	Pending           int               `json:"pendingCount"`
	wireLaunch
	TaskDefinition    string          `json:"taskDefinition,omitempty"`
	Configuration     map[string]any  `json:"deploymentConfiguration"`
	CurrentDeployment string          `json:"currentServiceDeployment,omitempty"`
	CurrentRevisions  []wireRevision  `json:"currentServiceRevisions,omitempty"`
	TaskSets          []any           `json:"taskSets,omitzero"`
	Deployments       []any           `json:"deployments,omitzero"`
	RoleARN           string          `json:"roleArn,omitempty"`
	Events            []wireEvent     `json:"events"`
	CreatedAt         epoch           `json:"createdAt,omitzero"`
	Constraints       []string        `json:"placementConstraints"`
	Strategy          []string        `json:"placementStrategy"`
	GracePeriod       int             `json:"healthCheckGracePeriodSeconds"`
	Scheduling        string          `json:"schedulingStrategy"`
	Controller        *wireController `json:"deploymentController,omitempty"`
	CreatedBy         string          `json:"createdBy,omitempty"`
	ManagedTags       bool            `json:"enableECSManagedTags"`
	PropagateTags     string          `json:"propagateTags"`
	ExecuteCommand    bool            `json:"enableExecuteCommand"`
	Tags              []wireTag       `json:"tags,omitempty"`
}

type (
	wireAttribute struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}
	wireAttachment struct {
		ID      string          `json:"id"`
		Type    string          `json:"type"`
		Status  string          `json:"status"`
		Details []wireAttribute `json:"details"`
	}
	wireInterface struct {
		Attachment string `json:"attachmentId"`
		IPv4       string `json:"privateIpv4Address"`
	}
	wireDisk struct {
		GiB int `json:"sizeInGiB"`
	}
)

type wireContainer struct {
	ARN               string          `json:"containerArn"`
	TaskARN           string          `json:"taskArn"`
	Name              string          `json:"name"`
	Image             string          `json:"image"`
	ImageDigest       string          `json:"imageDigest,omitempty"`
	RuntimeID         string          `json:"runtimeId,omitempty"`
	LastStatus        string          `json:"lastStatus"`
	ExitCode          *int            `json:"exitCode,omitempty"`
	Reason            string          `json:"reason,omitempty"`
	NetworkBindings   []string        `json:"networkBindings"`
	NetworkInterfaces []wireInterface `json:"networkInterfaces"`
	Health            string          `json:"healthStatus"`
	CPU               string          `json:"cpu"`
}

type wireTask struct {
	Attachments        []wireAttachment `json:"attachments"`
	Attributes         []wireAttribute  `json:"attributes"`
	ARN                string           `json:"taskArn"`
	ClusterARN         string           `json:"clusterArn"`
	TaskDefinitionARN  string           `json:"taskDefinitionArn"`
	AvailabilityZone   string           `json:"availabilityZone"`
	Connectivity       string           `json:"connectivity"`
	ConnectivityAt     epoch            `json:"connectivityAt,omitzero"`
	LastStatus         string           `json:"lastStatus"`
	DesiredStatus      string           `json:"desiredStatus"`
	CPU                string           `json:"cpu"`
	Memory             string           `json:"memory"`
	Containers         []wireContainer  `json:"containers"`
	ExecuteCommand     bool             `json:"enableExecuteCommand"`
	StartedBy          string           `json:"startedBy"`
	Group              string           `json:"group"`
	Version            int              `json:"version"`
	Health             string           `json:"healthStatus"`
	LaunchType         string           `json:"launchType,omitempty"`
	CapacityProvider   string           `json:"capacityProviderName,omitempty"`
	PlatformVersion    string           `json:"platformVersion,omitempty"`
	PlatformFamily     string           `json:"platformFamily,omitempty"`
	CreatedAt          epoch            `json:"createdAt,omitzero"`
	PullStartedAt      epoch            `json:"pullStartedAt,omitzero"`
	PullStoppedAt      epoch            `json:"pullStoppedAt,omitzero"`
	StartedAt          epoch            `json:"startedAt,omitzero"`
	StoppingAt         epoch            `json:"stoppingAt,omitzero"`
	ExecutionStoppedAt epoch            `json:"executionStoppedAt,omitzero"`
	StoppedAt          epoch            `json:"stoppedAt,omitzero"`
	StopCode           string           `json:"stopCode,omitempty"`
	StoppedReason      string           `json:"stoppedReason,omitempty"`
	Storage            *wireDisk        `json:"fargateEphemeralStorage,omitempty"`
	Tags               []wireTag        `json:"tags"`
}
