package model

import "time"

// TargetGroup is a target group of Elastic Load Balancing as DescribeTargetGroups tells
// it. Pointers are nil where ELB sent nothing.
type TargetGroup struct {
	ARN             string `json:"TargetGroupArn"`
	Name            string `json:"TargetGroupName,omitempty"`
	TargetType      string `json:"TargetType,omitempty"` // instance, ip, lambda, alb
	Protocol        string `json:"Protocol,omitempty"`
	ProtocolVersion string `json:"ProtocolVersion,omitempty"`
	Port            *int32 `json:"Port,omitempty"`
	// LoadBalancerARNs are the load balancers that reach the group. Empty means that none
	// does; nil that ELB did not tell.
	LoadBalancerARNs []string          `json:"LoadBalancerArns"`
	HealthCheck      TargetHealthCheck `json:"HealthCheck,omitzero"`
	// Attributes are read by a call of their own; nil before.
	Attributes *GroupAttributes `json:"Attributes,omitempty"`
	// Missing is the code by which ELB told that it has no such group
	// ("TargetGroupNotFound"), empty where it has.
	Missing string `json:"-"`
}

// TargetHealthCheck is how the load balancer checks the targets of a group.
type TargetHealthCheck struct {
	Enabled            *bool  `json:"Enabled,omitempty"`
	Protocol           string `json:"Protocol,omitempty"`
	Port               string `json:"Port,omitempty"` // a number, or traffic-port
	Path               string `json:"Path,omitempty"` // empty for TCP
	IntervalSeconds    *int32 `json:"IntervalSeconds,omitempty"`
	TimeoutSeconds     *int32 `json:"TimeoutSeconds,omitempty"`
	HealthyThreshold   *int32 `json:"HealthyThresholdCount,omitempty"`   // checks in a row
	UnhealthyThreshold *int32 `json:"UnhealthyThresholdCount,omitempty"` // checks in a row
	Matcher            string `json:"Matcher,omitempty"`                 // the codes of HTTP or gRPC that are healthy, "200-299"
}

// GroupAttributes are those attributes of a target group that matter in a rollout, as
// DescribeTargetGroupAttributes tells them. Pointers are nil where ELB sent none.
type GroupAttributes struct {
	DeregistrationDelaySeconds *int32 `json:"deregistration_delay.timeout_seconds,omitempty"`
	SlowStartSeconds           *int32 `json:"slow_start.duration_seconds,omitempty"`
	// StickinessEnabled tells whether a client stays with one target of the group.
	StickinessEnabled *bool  `json:"stickiness.enabled,omitempty"`
	StickinessType    string `json:"stickiness.type,omitempty"`
	StickinessSeconds *int32 `json:"stickiness.lb_cookie.duration_seconds,omitempty"`
	// MinimumHealthyTargets is how many targets must be healthy: with fewer the load
	// balancer sends to all of them.
	MinimumHealthyTargets *int32 `json:"target_group_health.unhealthy_state_routing.minimum_healthy_targets.count,omitempty"`
}

// SecondsToHealthy is how long a new target takes to become healthy at least: the interval
// times the healthy threshold. ok is false where one of them is not known.
func (h TargetHealthCheck) SecondsToHealthy() (seconds int64, ok bool) {
	if h.IntervalSeconds == nil || h.HealthyThreshold == nil {
		return 0, false
	}
	return int64(*h.IntervalSeconds) * int64(*h.HealthyThreshold), true
}

// Key is the group's key.
func (g TargetGroup) Key() Key { return ELBKey(g.ARN) }

// Identity is the group's ARN and name.
func (g TargetGroup) Identity() (arn, name string) { return g.ARN, g.Name }

// Document is the group as it is written out.
func (g TargetGroup) Document() any { return g }

// Replace is what is known of the group after a new read; attributes stay where they were
// not read again.
func (g TargetGroup) Replace(read TargetGroup, _ time.Time) TargetGroup {
	if read.Attributes == nil {
		read.Attributes = g.Attributes
	}
	return read
}

// Failed is the group with the reason that ELB gave instead of a description.
func (g TargetGroup) Failed(reason string) TargetGroup {
	g.Missing = reason
	return g
}

// ELBKey is the key of a target group, a listener or a rule by its ARN, which has one form
// only.
func ELBKey(arn string) Key { return Key{Name: arn} }

// TargetGroupName is the name in the ARN of a target group: "targetgroup/", the name and
// an id. Any other text comes back as it is.
func TargetGroupName(arn string) string { return partOfARN(arn, "targetgroup", 1) }

// LoadBalancerName is the name in the ARN of a load balancer: "loadbalancer/", the type,
// the name and an id. Any other text comes back as it is.
func LoadBalancerName(arn string) string { return partOfARN(arn, "loadbalancer", 2) }
