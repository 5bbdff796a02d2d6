package change

import (
	"fmt"
	"time"

	"tealset/model"
)

// Undo is the way back from a change that was accepted. The words are parts of one sentence,
// with a key between them: Done "promoted …712", Back "makes …567 PRIMARY again; moves no
// traffic".
type Undo struct {
	Kind       Kind
	Done, Back string
	Set        model.TaskSet // that the way back is of; zero for a deployment
	Percent    *float64      // the former scale; nil for other kinds
}

// Undo is the way back from the change, as long as there is one: by what is known now.
func (f *Flow) Undo(r model.Rollout, c Circumstances) (undo Undo, ok bool) {
	if f.outcome != Accepted {
		return Undo{}, false
	}
	name := f.request.Name()
	switch f.request.Kind {
	case PromoteTaskSet, RestorePrimary:
		c.Former = f.request.Former
		former, there := r.Service.TaskSet(c.Former)
		primary, _ := r.Service.Primary()
		if !there || primary.ARN != f.request.Target.ARN || Can(RestorePrimary, r, &former, c) != "" {
			return Undo{}, false
		}
		return Undo{Kind: RestorePrimary, Done: f.request.Kind.Done() + " " + name, Back: "makes " + former.ShortID() + " PRIMARY again; moves no traffic", Set: former}, true
	case ScaleTaskSet:
		was, told := f.request.Seen.ScalePercent()
		set, there := r.Service.TaskSet(f.request.Target.ARN)
		if !told || !there || Can(ScaleTaskSet, r, &set, c) != "" {
			return Undo{}, false
		}
		return Undo{Kind: ScaleTaskSet, Done: "scaled " + name + " to " + f.request.Params[paramScale], Back: "scales it back to " + scaleText(f.request.Seen), Set: set, Percent: &was}, true
	case RerouteTraffic:
		return back(StopCodeDeploy, "rerouted the traffic", "stops the deployment and goes back to the original set", r, c)
	case ContinueHook:
		if undo, ok := back(RollBackHook, "continued the deployment", "rolls it back at the hook", r, c); ok {
			return undo, true
		}
		return back(RollBackDeployment, "continued the deployment", "stops it and rolls it back", r, c)
	default:
		return Undo{}, false
	}
}

func back(kind Kind, done, words string, r model.Rollout, c Circumstances) (Undo, bool) {
	return Undo{Kind: kind, Done: done, Back: words}, Can(kind, r, nil, c) == ""
}

// Effect tells what the change has led to so far, or how it waits for that: "4 of 4 tasks run",
// "still 2 of 4 tasks after 3m: image or tag not found". It is empty before the answer, and
// where the change was not accepted.
func (f *Flow) Effect(r model.Rollout, now time.Time) string {
	if f.outcome != Accepted {
		return ""
	}
	status, _ := f.Status()
	switch {
	case f.request.Kind == ScaleTaskSet:
		return f.scaleEffect(r, now)
	case f.request.Kind == DeleteTaskSet, status == "":
		return ""
	case f.request.Kind.OfTaskSet():
		return "it is " + status
	case r.Known.CodeDeployment != nil && r.Known.CodeDeployment.ID == f.request.Deployment():
		if wait, ok := model.CodeDeployWait(*r.Known.CodeDeployment, r.Known.CodeDeployTarget); ok {
			return "CodeDeploy " + wait.Words(now)
		}
	case r.Known.ServiceDeployment != nil && r.Known.ServiceDeployment.ARN == f.request.Deployment():
		if wait, ok := r.Known.ServiceDeployment.DeploymentWait(); ok {
			return "the deployment " + wait.Words(now)
		}
	}
	return "the deployment is " + status
}

// slowAfter is when a scale that has not come to its counts is told with its cause.
const slowAfter = time.Minute

func (f *Flow) scaleEffect(r model.Rollout, now time.Time) string {
	p := question{f.request, r.Service, model.TaskSet{ARN: f.request.Target.ARN}}.within(r, Circumstances{Now: now})
	if p.side < 0 {
		return ""
	}
	side := r.Sides[p.side]
	counts := fmt.Sprintf("%d of %d tasks", max(0, side.Running), side.Wanted)
	waited := since(f.answer.At, now)
	switch {
	case !f.following.effectAt.IsZero() || side.TaskSet != nil && converged(*side.TaskSet):
		return counts + " run"
	case waited < slowAfter:
		return counts + " run so far"
	}
	words := "still " + counts + " after " + ageText(waited)
	if group, trouble := r.Tasks[p.side].Trouble(now.Add(-10 * time.Minute)); trouble {
		words += ": " + group.Words
	}
	return words
}
