package model

import "time"

// ServiceRevision is a revision of a service as DescribeServiceRevisions tells it. It
// never changes once it exists.
type ServiceRevision struct {
	ARN                      string                 `json:"serviceRevisionArn"`
	ServiceARN               string                 `json:"serviceArn,omitempty"`
	ClusterARN               string                 `json:"clusterArn,omitempty"`
	TaskDefinition           string                 `json:"taskDefinition,omitempty"`
	LaunchType               string                 `json:"launchType,omitempty"`
	CapacityProviderStrategy []CapacityProviderItem `json:"capacityProviderStrategy,omitempty"`
	PlatformVersion          string                 `json:"platformVersion,omitempty"`
	PlatformFamily           string                 `json:"platformFamily,omitempty"`
	LoadBalancers            []LoadBalancer         `json:"loadBalancers,omitempty"`
	// Resolved are the target groups that this revision uses: the two groups of a service
	// change places with every blue/green deployment. It is empty where ECS did not tell.
	Resolved  []ResolvedLoadBalancer `json:"resolvedLoadBalancers,omitempty"`
	Images    []ContainerImage       `json:"containerImages,omitempty"`
	CreatedAt time.Time              `json:"createdAt,omitzero"`
	// Elsewhere names what brings the revision's traffic beside load balancers ("VPC
	// Lattice", "Service Connect", "a gateway"), empty where nothing does.
	Elsewhere string `json:"-"`
	// Missing is the reason of a failure that ECS gave instead of a description, empty
	// where there was none.
	Missing string `json:"-"`
}

// ResolvedLoadBalancer is a target group that a revision uses, with the rule, or the
// listener of a Network Load Balancer, that brings its production traffic.
type ResolvedLoadBalancer struct {
	TargetGroupARN         string `json:"targetGroupArn,omitempty"`
	ProductionListenerRule string `json:"productionListenerRule,omitempty"`
}

// ContainerImage is the image that a container of a revision runs.
type ContainerImage struct {
	Container   string `json:"containerName,omitempty"`
	Image       string `json:"image,omitempty"`
	ImageDigest string `json:"imageDigest,omitempty"`
}

// TargetGroups are the ARNs of the groups that the revision uses, as far as ECS told.
func (r ServiceRevision) TargetGroups() []string {
	groups := make([]string, 0, len(r.Resolved)+len(r.LoadBalancers))
	for _, b := range r.Resolved {
		if b.TargetGroupARN != "" {
			groups = append(groups, b.TargetGroupARN)
		}
	}
	if len(groups) > 0 {
		return groups
	}
	for _, b := range r.LoadBalancers {
		if b.TargetGroupARN != "" {
			groups = append(groups, b.TargetGroupARN)
		}
	}
	return groups
}

// ServiceRevisionKey is the key of a service revision by its ARN, which has one form only.
func ServiceRevisionKey(arn string) Key { return Key{Name: arn} }

// Key is the revision's key.
func (r ServiceRevision) Key() Key { return ServiceRevisionKey(r.ARN) }

// Identity is the revision's ARN and number.
func (r ServiceRevision) Identity() (arn, name string) { return r.ARN, NameOf(r.ARN) }

// Document is the revision as it is written out.
func (r ServiceRevision) Document() any { return r }

// Replace is what is known of the revision after a new read.
func (r ServiceRevision) Replace(read ServiceRevision, _ time.Time) ServiceRevision { return read }

// Failed is the revision with the reason that ECS gave instead of a description.
func (r ServiceRevision) Failed(reason string) ServiceRevision {
	r.Missing = reason
	return r
}
