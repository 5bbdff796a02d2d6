package model

// Verdict is a word that a service can be judged by: when it is, and what a person should
// do then.
type Verdict struct {
	Word   string // in the list's column STATE
	Tier   Tier
	Brief  string // when it is, in at most 26 letters, for a list of all
	When   string // the same in full; a part of a sentence
	Advice Advice // what to do
}

// The verdicts, as places in their table.
const (
	isGone = iota
	isEmpty
	isShort
	isStuck
	isFailed
	isDoubled
	isFull
	isLingers
	isLeftover
	isHeadless
	isPartial
	isStarting
	isScaling
	isRollback
	isRollout
	isSettling
	isWaiting
	isTwoLive
	isDraining
	isOtherStatus
	isIdle
	isSteady
)

// What to do where nobody has to do anything.
const (
	wait   = "Wait."
	noNeed = "Nothing to do."
)

// verdicts are in the order of the legend: the worst tier first.
var verdicts = [...]Verdict{
	isGone: {
		"gone", Broken, "ECS does not know it",
		"ECS does not know the service; another reason that ECS gives is shown as its own word",
		"Look in CloudTrail who deleted it.",
	},
	isEmpty: {
		"empty", Broken, "no task set to run tasks",
		"tasks are desired, and there is no task set to run them",
		"Create a task set, or start a deployment.",
	},
	isShort: {
		"short", Broken, "too few tasks serve",
		"the serving side runs fewer tasks than it should",
		"Read the events{events}: they say why tasks stop or do not start.",
	},
	isStuck: {
		"stuck", Broken, "no progress for 10 minutes",
		"for 10 minutes a task set has not been steady, or a deployment has run too few tasks; or 3 of its tasks failed in a row",
		"Read the reason and the events{events}. Then mend the revision, or go back to the one before.",
	},
	isFailed: {
		"failed", Broken, "the deployment failed",
		"the circuit breaker or an alarm ended the deployment",
		"Read the reason. Then deploy a revision that works.",
	},
	isDoubled: {
		"doubled", Untidy, "more than one PRIMARY",
		"more than one task set is PRIMARY",
		"Promote the one that is to serve.",
	},
	isFull: {
		"full", Untidy, "all 5 slots are used",
		"all 5 task set slots are used: no set can be created",
		"Delete a task set that is not needed{delete}.",
	},
	isLingers: {
		"lingers", Untidy, "draining for 10 minutes",
		"a deleted task set has been draining for 10 minutes",
		"Look at its tasks, and at the deregistration delay of its target group.",
	},
	isLeftover: {
		"leftover", Untidy, "two task sets for a day",
		"a second task set has stood beside the PRIMARY for a day (5 days with CodeDeploy), or is left from an earlier controller",
		"Delete it{delete}. With CodeDeploy, end the deployment there. With ECS, finish or undo the change of controller.",
	},
	isHeadless: {
		"headless", Untidy, "serves without a PRIMARY",
		"no PRIMARY is to run tasks: other task sets serve",
		"Promote the task set that serves.",
	},
	isPartial: {
		"partial", Untidy, "scaled to less than wanted",
		"all task sets together are scaled to less than is desired",
		"Scale the PRIMARY up.",
	},
	isStarting: {
		"starting", Busy, "new: tasks start",
		"it runs too few tasks, and was created less than 2 minutes ago",
		wait,
	},
	isScaling: {
		"scaling", Busy, "scaled up: tasks start",
		"it runs too few tasks, and was scaled up less than 2 minutes ago",
		wait,
	},
	isRollback: {
		"rollback", Busy, "goes back after a failure",
		"a deployment failed, and ECS goes back to the one before",
		"Read the reason, and wait.",
	},
	isRollout: {
		"rollout", Busy, "a deployment is under way",
		"a deployment is in progress, or one of several task sets is not steady yet",
		wait,
	},
	isSettling: {
		"settling", Busy, "not steady yet",
		"the only task set is not steady yet",
		wait,
	},
	isWaiting: {
		"waiting", Busy, "CodeDeploy keeps two sets",
		"CodeDeploy keeps a second task set until the traffic has shifted or its wait is over",
		"Wait, or continue the deployment in CodeDeploy.",
	},
	isTwoLive: {
		"two live", Busy, "two task sets are steady",
		"two or more task sets are steady",
		"Promote one, or delete one{delete}.",
	},
	isDraining: {
		"draining", Busy, "tasks end, as asked",
		"a deleted task set, or the whole service, is draining",
		wait,
	},
	isOtherStatus: {
		"inactive", Busy, "the service was deleted",
		"the service was deleted; every other status but ACTIVE is shown as its own word",
		noNeed,
	},
	isIdle: {
		"idle", Calm, "no tasks wanted, none run",
		"no tasks are desired, and none run",
		noNeed,
	},
	isSteady: {
		"steady", Calm, "as it should be",
		"it is as it should be",
		noNeed,
	},
}

// String is the tier in one word.
func (t Tier) String() string {
	switch t {
	case Broken:
		return "broken"
	case Untidy:
		return "untidy"
	case Busy:
		return "busy"
	default:
		return "calm"
	}
}

// Verdicts are all verdicts, the worst tier first.
func Verdicts() []Verdict { return append([]Verdict(nil), verdicts[:]...) }

// judged is a service's health by a verdict, with the reason.
func judged(verdict int, reason string) Health {
	v := verdicts[verdict]
	return Health{Tier: v.Tier, Word: v.Word, Reason: reason, Advice: v.Advice}
}
