package change

import (
	"cmp"
	"slices"
	"strings"

	"tealset/model"
)

// fact is one thing about a target that must not change between the confirmation and the
// sending of a change, in few words and in full.
type fact struct{ what, short, full string }

// facts are those of the question: for a set its role, scale and revision, and which one is
// PRIMARY where the change is about that; for a deployment which one it is, how far it has come,
// and what it waits for.
func (q question) facts(c Circumstances) []fact {
	if q.request.Kind.OfTaskSet() {
		facts := setFacts(q.set)
		if q.request.Kind == PromoteTaskSet || q.request.Kind == RestorePrimary {
			primary, _ := q.service.Primary()
			facts = append(facts, fact{"PRIMARY", primary.ShortID(), primary.ARN})
		}
		return facts
	}
	if c.Known == nil {
		return nil
	}
	if q.request.Kind.Needs().CodeDeploy {
		return codeDeployFacts(q.service, *c.Known)
	}
	return serviceDeploymentFacts(q.service, *c.Known, q.request.Hook())
}

func setFacts(set model.TaskSet) []fact {
	return []fact{
		{"role", set.Status, set.Status},
		{paramScale, scaleText(set), exactScaleText(set)},
		{"revision", model.Revision(set.TaskDefinition), set.TaskDefinition},
	}
}

func codeDeployFacts(service model.Service, known model.Known) []fact {
	d := known.CodeDeployment
	if d == nil {
		return nil
	}
	wait := ""
	switch {
	case d.Final():
	case d.Status == model.CodeDeployReady:
		wait = "READY_WAIT"
	case d.TerminationWaitStarted:
		wait = "TERMINATION_WAIT"
	}
	return []fact{
		{"deployment", service.CodeDeployID(), service.CodeDeployID()}, {"status", d.Status, d.Status}, {"wait", wait, wait},
	}
}

func serviceDeploymentFacts(service model.Service, known model.Known, hook string) []fact {
	d := known.ServiceDeployment
	if d == nil {
		return nil
	}
	var waiting []string
	for _, h := range d.Paused() {
		if hook == "" || h.ID == hook {
			waiting = append(waiting, h.ID)
		}
	}
	slices.Sort(waiting)
	current := service.CurrentServiceDeployment
	hooks := strings.Join(waiting, ", ")
	return []fact{
		{"deployment", model.ShortID(model.NameOf(current)), current},
		{"status", d.Status, d.Status},
		{"stage", d.Stage, d.Stage},
		{"waiting hook", hooks, hooks},
	}
}

// differences are the facts that are not the same in two reads.
func differences(was, is []fact) []Difference {
	var found []Difference
	for _, before := range was {
		at := slices.IndexFunc(is, func(f fact) bool { return f.what == before.what })
		if at < 0 {
			continue // what is not known any more is for the checks
		}
		old, now := before.short, is[at].short
		if old == now {
			old, now = before.full, is[at].full
		}
		if old != now {
			found = append(found, Difference{What: before.what, Was: cmp.Or(old, notTold), Is: cmp.Or(now, notTold)})
		}
	}
	return found
}
