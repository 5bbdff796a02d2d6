package model

import (
	"reflect"
	"strings"
	"time"
)

// DefaultPriority is the priority of a listener's last rule, which ELB gives as this word.
const DefaultPriority = "default"

// Listener is a listener of a load balancer as DescribeListeners tells it. Its default
// actions are those of its default rule.
type Listener struct {
	ARN             string   `json:"ListenerArn"`
	LoadBalancerARN string   `json:"LoadBalancerArn,omitempty"`
	Port            *int32   `json:"Port,omitempty"` // nil where ELB sent none
	Protocol        string   `json:"Protocol,omitempty"`
	DefaultActions  []Action `json:"DefaultActions,omitempty"` // whole, in the order of the answer
	// Missing is the code by which ELB told that it has no such listener
	// ("ListenerNotFound"), empty where it has.
	Missing string `json:"-"`
	// ActionsSeen is when a read of this program first had the present default actions; zero where
	// it was not read.
	ActionsSeen time.Time `json:"-"`
}

// Rule is a rule of a listener as DescribeRules tells it.
type Rule struct {
	ARN        string      `json:"RuleArn"`
	Priority   string      `json:"Priority,omitempty"` // "1" to "50000", or DefaultPriority
	IsDefault  bool        `json:"IsDefault"`
	Conditions []Condition `json:"Conditions,omitempty"` // all must hold
	Actions    []Action    `json:"Actions,omitempty"`    // whole, in the order of the answer
	// Transforms are the types of what changes the request on its way ("url-rewrite"). A
	// change of the actions leaves them alone.
	Transforms []string `json:"Transforms,omitempty"`
	// Missing is the code by which ELB told that it has no such rule ("RuleNotFound"),
	// empty where it has.
	Missing string `json:"-"`
	// ActionsSeen is when a read of this program first had the present actions; zero where it was
	// not read.
	ActionsSeen time.Time `json:"-"`
}

// Condition is one condition of a rule. Values are those of the field's own member of the
// answer (HostHeaderConfig, PathPatternConfig, …) or else those beside it.
type Condition struct {
	Field       string      `json:"Field,omitempty"` // host-header, path-pattern, http-header, …
	Values      []string    `json:"Values,omitempty"`
	RegexValues []string    `json:"RegexValues,omitempty"`
	Header      string      `json:"HttpHeaderName,omitempty"` // of the field http-header
	Query       []QueryPair `json:"QueryString,omitempty"`    // of the field query-string
}

// QueryPair is a parameter of a request; Key is empty where any will do.
type QueryPair struct {
	Key   string `json:"Key,omitempty"`
	Value string `json:"Value,omitempty"`
}

// ListenerARN is the listener of the rule. ELB does not send it, but the rule's ARN holds
// it: "listener-rule/app/LB/ID/LISTENER/RULE". It is empty for any other text.
func (r Rule) ListenerARN() string {
	parsed, ok := ParseARN(r.ARN)
	at := strings.LastIndexByte(parsed.Resource, '/')
	path, isRule := strings.CutPrefix(parsed.Resource[:max(0, at)], "listener-rule/")
	if !ok || !isRule {
		return ""
	}
	return r.ARN[:len(r.ARN)-len(parsed.Resource)] + "listener/" + path
}

// OfNetworkLoadBalancer tells whether the ARN is that of a listener or a rule of a
// Network Load Balancer.
func OfNetworkLoadBalancer(arn string) bool {
	parsed, _ := ParseARN(arn)
	parts := strings.Split(parsed.Resource, "/")
	return len(parts) > 2 && parts[1] == "net"
}

// partOfARN is one part of an ARN's resource, which begins with its kind. Text of another
// form comes back as it is.
func partOfARN(arn, kind string, part int) string {
	parsed, ok := ParseARN(arn)
	parts := strings.Split(parsed.Resource, "/")
	if !ok || len(parts) <= part || parts[0] != kind {
		return arn
	}
	return parts[part]
}

// Key is the listener's key.
func (l Listener) Key() Key { return ELBKey(l.ARN) }

// Identity is the listener's ARN, and its id as a name.
func (l Listener) Identity() (arn, name string) { return l.ARN, NameOf(l.ARN) }

// Document is the listener as it is written out.
func (l Listener) Document() any { return l }

// Replace is what is known of the listener after a new read that was answered at a given time.
func (l Listener) Replace(read Listener, at time.Time) Listener {
	read.ActionsSeen = seenSince(l.DefaultActions, read.DefaultActions, l.ActionsSeen, at)
	return read
}

// seenSince is since when a read of this program has had the actions that it had again just now.
func seenSince(before, now []Action, seen, at time.Time) time.Time {
	if !seen.IsZero() && reflect.DeepEqual(before, now) {
		return seen
	}
	return at
}

// Failed is the listener with the reason that ELB gave instead of a description.
func (l Listener) Failed(reason string) Listener {
	l.Missing = reason
	return l
}

// Key is the rule's key.
func (r Rule) Key() Key { return ELBKey(r.ARN) }

// Identity is the rule's ARN, and its id as a name.
func (r Rule) Identity() (arn, name string) { return r.ARN, NameOf(r.ARN) }

// Document is the rule as it is written out.
func (r Rule) Document() any { return r }

// Replace is what is known of the rule after a new read that was answered at a given time.
func (r Rule) Replace(read Rule, at time.Time) Rule {
	read.ActionsSeen = seenSince(r.Actions, read.Actions, r.ActionsSeen, at)
	return read
}

// Failed is the rule with the reason that ELB gave instead of a description.
func (r Rule) Failed(reason string) Rule {
	r.Missing = reason
	return r
}
