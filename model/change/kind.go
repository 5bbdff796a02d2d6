package change

import (
	"maps"
	"slices"

	"tealset/model"
)

// Kind is a kind of change: one thing that a person can ask for. Two kinds can be the
// same operation of AWS with other parameters.
type Kind string

// The kinds of change.
const (
	// DeleteTaskSet deletes one task set.
	DeleteTaskSet Kind = "delete"
	// PromoteTaskSet makes one task set the PRIMARY. It moves no traffic.
	PromoteTaskSet Kind = "promote"
	// RestorePrimary makes the set PRIMARY again that was it before. It moves no traffic.
	RestorePrimary Kind = "restore"
	// ScaleTaskSet sets how many percent of the service's desired count a task set runs.
	ScaleTaskSet Kind = "scale"
	// RerouteTraffic lets a deployment of CodeDeploy that is ready shift the traffic now.
	RerouteTraffic Kind = "reroute"
	// TerminateOriginal lets CodeDeploy end the original task set now instead of later.
	TerminateOriginal Kind = "terminate original"
	// StopCodeDeploy stops a deployment of CodeDeploy and goes back to the original set.
	StopCodeDeploy Kind = "stop"
	// ContinueHook continues a deployment of the ECS controller at one pause hook.
	ContinueHook Kind = "continue"
	// RollBackHook rolls such a deployment back at one pause hook.
	RollBackHook Kind = "roll back at a hook"
	// RollBackDeployment stops such a deployment, which waits at no hook, and rolls it back.
	RollBackDeployment Kind = "roll back"
)

// allowRollback is the word that allows to go back, by whatever operation.
const allowRollback = "rollback"

// The names of parameters, as AWS gives them.
const (
	paramScale      = "scale"
	paramDeployment = "deploymentId"
	paramWait       = "deploymentWaitType"
	paramARN        = "serviceDeploymentArn"
	paramHook       = "hookId"
	paramAction     = "action"
)

// actionContinue is what a hook is told, or does when its time is over.
const actionContinue = "CONTINUE"

// Needs are what is read again after a change was confirmed, and before it is sent, beside
// what every change needs: the service, the rules of the load balancer, and the health of
// targets.
type Needs struct {
	CodeDeploy        bool // the deployment of CodeDeploy, with its target
	ServiceDeployment bool // that of the ECS controller
}

// definition is what a kind of change is.
type definition struct {
	operation string            // of AWS
	allow     string            // its word in the configuration
	verb      string            // what is done: "delete"
	verbs     string            // what ECS or CodeDeploy does: "deletes"
	done      string            // what the target then is: "deleted"
	params    map[string]string // that tell the kind from others of the same operation
	back      bool              // it goes back by an operation that also goes forward
	needs     Needs
	// shownBy tells whether a set, as ECS told it, shows that the change was made; nil for a
	// change of a deployment.
	shownBy func(r Request, set model.TaskSet) bool
	// complete tells whether a set that shows the change has come to where it leads; nil
	// where that is when it is gone.
	complete func(set model.TaskSet) bool
	// answered tells whether an answer without a fault says that the change was taken; nil for
	// a change of a set, whose answer has the set.
	answered func(r Request, a Answer) bool
	// sign is what a deployment shows of the change; nil for a change of a set.
	sign func(r Request, known model.Known) sign
}

func isPrimary(_ Request, set model.TaskSet) bool { return set.Primary() }

func scaledAsAsked(r Request, set model.TaskSet) bool {
	want, asked := r.Percent()
	is, told := set.ScalePercent()
	return asked && told && is == want
}

func atOnce(model.TaskSet) bool { return true }

func converged(set model.TaskSet) bool {
	return set.Running == set.ComputedDesired && set.Pending <= 0 && set.Steady()
}

// nothingToAnswer is an answer of AWS that has no members: its request id tells that it is
// of AWS.
func nothingToAnswer(_ Request, a Answer) bool { return a.RequestID != "" }

func stops(_ Request, a Answer) bool { return a.Status == "Pending" || a.Status == "Succeeded" }

func sameDeployment(r Request, a Answer) bool {
	return a.Deployment != "" && a.Deployment == r.Deployment()
}

// order is that of the issue of a rollout: forward before back.
var order = []Kind{
	DeleteTaskSet, PromoteTaskSet, RestorePrimary, ScaleTaskSet,
	RerouteTraffic, TerminateOriginal, StopCodeDeploy, ContinueHook, RollBackHook, RollBackDeployment,
}

// definitions are those of all kinds. Never changed.
var definitions = map[Kind]definition{
	DeleteTaskSet: {
		operation: "DeleteTaskSet", allow: "delete", verb: "delete", verbs: "deletes", done: "deleted",
		shownBy: func(_ Request, set model.TaskSet) bool { return set.Draining() },
	},
	PromoteTaskSet: {
		operation: "UpdateServicePrimaryTaskSet", allow: "promote", verb: "promote", verbs: "promotes", done: "promoted",
		shownBy: isPrimary, complete: atOnce,
	},
	RestorePrimary: {
		operation: "UpdateServicePrimaryTaskSet", allow: allowRollback, verb: "make PRIMARY again", verbs: "promotes", done: "made PRIMARY again",
		back: true, shownBy: isPrimary, complete: atOnce,
	},
	ScaleTaskSet: {
		operation: "UpdateTaskSet", allow: paramScale, verb: paramScale, verbs: "scales", done: "scaled",
		shownBy: scaledAsAsked, complete: converged,
	},
	RerouteTraffic: {
		operation: "ContinueDeployment", allow: "reroute", verb: "reroute", verbs: "reroutes", done: "rerouted",
		params: map[string]string{paramWait: "READY_WAIT"}, needs: Needs{CodeDeploy: true},
		answered: nothingToAnswer, sign: rerouted,
	},
	TerminateOriginal: {
		operation: "ContinueDeployment", allow: "terminate-original", verb: "terminate the original", verbs: "terminates the original of", done: "told to finish",
		params: map[string]string{paramWait: "TERMINATION_WAIT"}, needs: Needs{CodeDeploy: true},
		answered: nothingToAnswer, sign: terminated,
	},
	StopCodeDeploy: {
		operation: "StopDeployment", allow: allowRollback, verb: "stop and roll back", verbs: "stops", done: "stopped",
		params: map[string]string{"autoRollbackEnabled": "true"}, needs: Needs{CodeDeploy: true},
		answered: stops, sign: stopped,
	},
	ContinueHook: {
		operation: "ContinueServiceDeployment", allow: "continue", verb: "continue", verbs: "continues", done: "continued",
		params: map[string]string{paramAction: actionContinue}, needs: Needs{ServiceDeployment: true},
		answered: sameDeployment, sign: continued,
	},
	RollBackHook: {
		operation: "ContinueServiceDeployment", allow: allowRollback, verb: "roll back", verbs: "rolls back", done: "rolled back",
		params: map[string]string{paramAction: "ROLLBACK"}, needs: Needs{ServiceDeployment: true},
		answered: sameDeployment, sign: rolledBack,
	},
	RollBackDeployment: {
		operation: "StopServiceDeployment", allow: allowRollback, verb: "roll back", verbs: "rolls back", done: "rolled back",
		params: map[string]string{"stopType": "ROLLBACK"}, needs: Needs{ServiceDeployment: true},
		answered: sameDeployment, sign: rolledBack,
	},
}

// Kinds are all kinds of change, those of task sets first.
func Kinds() []Kind { return slices.Clone(order) }

// KindOf is the kind of a change by the operation and its parameters; back tells that it
// went back by an operation that also goes forward. It is empty where tealset makes no such
// change.
func KindOf(operation string, params map[string]string, back bool) Kind {
	for _, kind := range order {
		d := definitions[kind]
		if d.operation == operation && d.back == back && d.has(params) {
			return kind
		}
	}
	return ""
}

func (d definition) has(params map[string]string) bool {
	for name, value := range d.params {
		if params[name] != value {
			return false
		}
	}
	return true
}

// Operation is the name that AWS gives to what is asked: "DeleteTaskSet". It is that of the
// kind itself for a kind that tealset does not make.
func (k Kind) Operation() string {
	if d, ok := definitions[k]; ok {
		return d.operation
	}
	return string(k)
}

// Allow is the word of the configuration that allows changes of the kind: "rollback".
func (k Kind) Allow() string { return definitions[k].allow }

// Verb is what is asked for, for a title or a button: "promote".
func (k Kind) Verb() string { return definitions[k].verb }

// Done is what the target is once the change is made, in a sentence: "deleted". It is
// empty for a kind that tealset does not make.
func (k Kind) Done() string { return definitions[k].done }

// Back tells whether the kind goes back by an operation that also goes forward.
func (k Kind) Back() bool { return definitions[k].back }

// OfTaskSet tells whether the target is a task set; otherwise it is a deployment.
func (k Kind) OfTaskSet() bool { return definitions[k].shownBy != nil }

// Needs are what has to be read again, beside what every change needs, before one of the kind
// is sent.
func (k Kind) Needs() Needs { return definitions[k].needs }

// fixedParams are the parameters that every change of the kind has; nil for none.
func (k Kind) fixedParams() map[string]string { return maps.Clone(definitions[k].params) }

// shownBy tells whether the set shows that the change was made.
func (r Request) shownBy(set model.TaskSet) bool {
	shownBy := definitions[r.Kind].shownBy
	return shownBy != nil && shownBy(r, set)
}
