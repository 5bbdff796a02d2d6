package model

import "time"

// The states of a target that ELB documents (TargetHealthStateEnum).
const (
	TargetInitial           = "initial"
	TargetHealthyState      = "healthy"
	TargetUnhealthyState    = "unhealthy"
	TargetUnhealthyDraining = "unhealthy.draining"
	TargetUnused            = "unused"
	TargetDraining          = "draining"
	TargetUnavailable       = "unavailable"
)

// targetNotInUse is the reason of a target whose group is in no rule (TargetHealthReasonEnum).
const targetNotInUse = "Target.NotInUse"

// GroupHealth is the health of all targets of a group as DescribeTargetHealth tells it.
type GroupHealth struct {
	GroupARN string `json:"TargetGroupArn"`
	// Targets are the registered targets. Empty means that there are none; nil that ELB
	// did not tell.
	Targets []Target `json:"TargetHealthDescriptions"`
	// Missing is the code by which ELB told that it has no such group
	// ("TargetGroupNotFound"), empty where it has.
	Missing string `json:"-"`
}

// Target is a target of a group, with its health.
type Target struct {
	ID               string `json:"Id"` // an address, an EC2 instance, a function's or a load balancer's ARN
	Port             *int32 `json:"Port,omitempty"`
	AvailabilityZone string `json:"AvailabilityZone,omitempty"` // of targets of the type ip
	HealthCheckPort  string `json:"HealthCheckPort,omitempty"`
	State            string `json:"State,omitempty"`
	Reason           string `json:"Reason,omitempty"`      // Target.Timeout, Elb.InitialHealthChecking, …; empty when healthy
	Description      string `json:"Description,omitempty"` // empty when healthy
	// Override is the state of a shift away from the target's zone, "no_override" where
	// there is none, empty where ELB sent nothing.
	Override            string `json:"AdministrativeOverride,omitempty"`
	OverrideDescription string `json:"AdministrativeOverrideDescription,omitempty"`
}

// Key is that of the group.
func (h GroupHealth) Key() Key { return ELBKey(h.GroupARN) }

// Identity is the group's ARN and name.
func (h GroupHealth) Identity() (arn, name string) { return h.GroupARN, TargetGroupName(h.GroupARN) }

// Document is the health as it is written out.
func (h GroupHealth) Document() any { return h }

// Replace is what is known of the health after a new read.
func (h GroupHealth) Replace(read GroupHealth, _ time.Time) GroupHealth { return read }

// Failed is the health with the reason that ELB gave instead of a description.
func (h GroupHealth) Failed(reason string) GroupHealth {
	h.Missing = reason
	return h
}
