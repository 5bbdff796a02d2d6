package change

import (
	"slices"

	"tealset/model"
)

// question is what a person is asked about: a change, and what was read of its service.
type question struct {
	request Request // its kind, target and pinned parameters
	service model.Service
	set     model.TaskSet // of the target; zero for a change of a deployment
}

// preflight checks the change by what was read, the worst finding first. Where nothing makes
// it possible, only the reasons for that are told: the state of the sets and what to do about
// it do not matter.
func (q question) preflight(c Circumstances) []Check {
	at := q.place(c)
	checks := at.refusals()
	if len(checks) == 0 {
		checks = at.risks()
	}
	checks = append(checks, readChecks(c)...)
	slices.SortStableFunc(checks, func(a, b Check) int { return int(a.Severity) - int(b.Severity) })
	return checks
}

// risks are what is at risk, by the kind of the change.
func (p place) risks() []Check {
	var checks []Check
	switch p.request.Kind {
	case PromoteTaskSet, RestorePrimary:
		checks = p.promoteChecks()
	case ScaleTaskSet:
		checks = p.percentChecks()
	case RerouteTraffic:
		checks = p.rerouteChecks()
	case TerminateOriginal:
		checks = p.terminateChecks()
	case StopCodeDeploy:
		checks = p.stopChecks()
	case ContinueHook:
		checks = p.continueChecks()
	case RollBackHook, RollBackDeployment:
		checks = p.rollBackChecks()
	default:
		return p.deleteChecks()
	}
	return append(checks, p.earlier()...)
}

// deleteChecks look at the deletion of a set.
func (p place) deleteChecks() []Check {
	service, set, c := p.service, p.set, p.c
	checks := []Check{roleCheck(service, set, c.Force), capacityCheck(service, set)}
	checks = append(checks, primaryChecks(service, set, c.Now)...)
	checks = append(checks, p.earlier()...)
	checks = append(checks, scaleChecks(set, c.Force)...)
	checks = append(checks, setChecks(service, set, c.Now)...)
	checks = append(checks, ownerChecks(service, set, "it may make the set anew, or fail without it")...)
	return append(checks, balancerChecks(service, set, c)...)
}

// place is a question with what is known of its rollout, put together.
type place struct {
	question
	c       Circumstances
	rollout model.Rollout
	side    int // of the target's set in the rollout; -1 where there is none
}

// place puts together what is known; the sides of a service whose rollout was not looked up
// are there all the same.
func (q question) place(c Circumstances) place {
	var known model.Known
	if c.Known != nil {
		known = *c.Known
	}
	return q.within(model.RolloutOf(q.service, known), c)
}

func (q question) within(r model.Rollout, c Circumstances) place {
	p := place{question: q, c: c, rollout: r, side: -1}
	if q.set.ARN != "" {
		p.side = p.sideOf(q.set.ARN)
	}
	return p
}

// sideOf is the place of the side with an ARN; -1 where there is none.
func (p place) sideOf(arn string) int {
	return slices.IndexFunc(p.rollout.Sides, func(s model.Side) bool { return s.ARN == arn })
}
