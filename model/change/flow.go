package change

import (
	"tealset/model"
)

// State is how far a Flow has come.
type State int

// The states of a Flow.
const (
	// Asking means that a person is asked, and has not confirmed.
	Asking State = iota
	// Vanished means that the target is gone before anything was sent. The question
	// stays until it is closed, but can no longer be confirmed.
	Vanished
	// Rereading means that the change is confirmed, and its target is being read
	// again. Nothing has been sent.
	Rereading
	// Sent means that the request was handed out to be sent, and awaits its answer.
	Sent
	// Following means that the answer has come, or never will, and that there is
	// still something to find out: the outcome is Accepted or Unknown.
	Following
	// Ended means that there is nothing more to find out.
	Ended
)

// Flow is one change from the question to its end. This table is all that can
// happen; any other event in a state changes nothing. A read means one of the same
// service in the same account, Region and cluster. "Differs" means that a fact of the
// target (see facts) is not the same, or that Grown has something to tell. "Shows it"
// means that the set, or the deployment, is as the change makes it: see definitions.
//
//	state      event                           next       told
//	asking     Look: as it was shown           asking     nothing
//	           Look: differs                   asking     Reasons to ask afresh
//	           Look: the set is missing        vanished   it is gone
//	           Confirm, allowed                rereading  -
//	rereading  TakeBack                        asking     Reasons; nothing was sent
//	           Look: as confirmed              rereading  nothing
//	           Reread: as confirmed            sent       the Request, this once
//	           Look or Reread: differs         asking     Reasons; nothing was sent
//	           Reread: no read of the service  asking     Reasons; nothing was sent
//	           Reread: deployment not read     asking     Reasons; nothing was sent
//	           Reread: read-only by now        asking     nothing
//	           Look or Reread: set is missing  vanished   it is gone; nothing was sent
//	asking, rereading, vanished
//	           Cancel                          ended      not sent
//	sent       Answered: refused, not sent     ended      refused, not sent
//	           Answered: no such set           ended      gone
//	           Answered: taken                 following  accepted
//	           Answered: anything else         following  unknown
//	following  Saw: shows it                   following  accepted
//	           … and all that follows from it  ended      accepted, and when; a deleted set: gone
//	           Saw: the set is missing         ended      gone; of another change that was accepted: accepted
//	           Saw: as before, and unknown     following  its status
//	           … ten minutes after the first   ended      not done; of one that was accepted: accepted;
//	                                                      unknown if it may have been otherwise unseen
//	           Saw: it came to another end     ended      as before: accepted or unknown
//	           … or perhaps there by itself    ended      as before: accepted, and when, or unknown
//	           … to one that rules it out      ended      not done; of one that was accepted: accepted
//	           Lost                            following  the fault
//
// What the person is asked about is always the latest read, so that nothing false
// stays on the screen. What was confirmed is kept as it was at that moment, and the
// reads that follow are compared with that. A Flow is not safe for concurrent use.
type Flow struct {
	state State
	question
	circumstances Circumstances // of the last read
	confirmed     []Check       // as they were on the screen at Confirm
	confirmedAs   []fact        // the same of the facts
	reasons       Reasons
	outcome       Outcome
	answer        Answer
	following     following
}

// Reasons are why a question is asked afresh: force is off again, and what was
// typed does not count any more.
type Reasons struct {
	Confirmed   bool         // the change was confirmed already; nothing was sent
	TakenBack   bool         // the confirmation did not count, see TakeBack
	Fault       *model.Fault // why the target could not be read again; nil if it was
	Differences []Difference // of the target
	Grown       []Check      // what is more at risk than before
}

// Any tells whether there is a reason to ask afresh.
func (r Reasons) Any() bool {
	return r.TakenBack || r.Fault != nil || len(r.Differences) > 0 || len(r.Grown) > 0
}

// State is how far the flow has come.
func (f *Flow) State() State { return f.state }

// Request is the change. Until it is confirmed, only its kind, its target and the parameters
// that are pinned from the start count.
func (f *Flow) Request() Request { return f.request }

// Service is the target's service as it was read last before the change was sent.
func (f *Flow) Service() model.Service { return f.service }

// TaskSet is the target as it was read last before the change was sent; it is the zero value
// for a change of a deployment.
func (f *Flow) TaskSet() model.TaskSet { return f.set }

// Reasons are why the question was last asked afresh. They stay until it is
// confirmed.
func (f *Flow) Reasons() Reasons { return f.reasons }

// Outcome is what is known of the change: None until it is sent and answered.
func (f *Flow) Outcome() Outcome { return f.outcome }

// Checks are the findings about the target as it was read last.
func (f *Flow) Checks(c Circumstances) []Check {
	if f.state == Vanished {
		return []Check{{ID: CheckGone, Severity: Block, Sentence: "it is gone: nothing is left to " + f.request.Kind.Verb()}}
	}
	return f.preflight(c)
}

// Allowed tells whether Confirm would be accepted; typed is what the person typed as
// the service's name, which counts only where it is needed.
func (f *Flow) Allowed(c Circumstances, typed string) bool {
	checks := f.Checks(c)
	named := typed != "" && typed == f.service.Name
	return f.state == Asking && !c.ReadOnly && !Blocked(checks) && (named || !c.NameAlways && !AtRisk(checks))
}

// Look takes over a new read of the service while a person is asked or the target is
// read again. Fewer risks give no reason to ask afresh.
func (f *Flow) Look(service model.Service, c Circumstances) Reasons {
	if f.state != Asking && f.state != Rereading || !f.isAbout(service) {
		return Reasons{}
	}
	return f.compare(service, c)
}

// Confirm takes the person's word; ok is false where it does not count, see Allowed.
// Then the target is to be read again: the API has no conditional delete, so this
// makes the time small in which somebody else can change it, not zero. The id is the
// change's own and has to be new.
func (f *Flow) Confirm(id, typed string, c Circumstances) (ok bool) {
	if !f.Allowed(c, typed) {
		return false
	}
	f.state, f.confirmed, f.confirmedAs, f.reasons = Rereading, f.Checks(c), f.facts(c), Reasons{}
	f.request.ID, f.request.Force, f.request.Seen, f.request.At = id, c.Force, f.set, c.Now
	f.request = f.request.asConfirmed(f.service, c)
	return true
}

// TakeBack makes a confirmation count for nothing, where it turns out that no person
// meant it. It has no effect once the request was handed out.
func (f *Flow) TakeBack() {
	if f.state == Rereading {
		f.askAfresh(Reasons{TakenBack: true})
	}
}

// Reread takes over the reads that were made for the confirmation with the id, see Needs; of
// the service and the fault, one counts, and the fault is that of any of them. What was read
// beside the service is in Known of the circumstances. It alone hands out the request to be
// sent, and only once; nil means that nothing is to be sent.
func (f *Flow) Reread(id string, service model.Service, fault *model.Fault, c Circumstances) (*Request, Reasons) {
	switch {
	case f.state != Rereading || id != f.request.ID:
		return nil, Reasons{}
	case fault != nil:
		return nil, f.askAfresh(Reasons{Fault: fault})
	case !f.isAbout(service):
		return nil, f.askAfresh(Reasons{Fault: &model.Fault{
			Kind: model.FaultBug, Headline: "the answer was about another service",
			Next: "Look at the service again.",
		}})
	case !f.request.Kind.OfTaskSet() && c.DeploymentReadAt.Before(f.request.At):
		return nil, f.askAfresh(Reasons{Fault: &model.Fault{
			Kind: model.FaultBug, Headline: "the deployment was not read again", Next: "Try once more.",
		}})
	}
	reasons := f.compare(service, c)
	switch {
	case f.state != Rereading:
		return nil, reasons
	case c.ReadOnly:
		f.state = Asking
		return nil, Reasons{}
	}
	f.state = Sent
	request := f.request
	return &request, Reasons{}
}

// Cancel ends a change that was not sent; it has no effect on one that was.
func (f *Flow) Cancel() {
	if f.state == Asking || f.state == Rereading || f.state == Vanished {
		f.end(NotSent)
	}
}

// compare takes over a read and compares it with what was confirmed, or with what
// was shown where nothing is confirmed.
func (f *Flow) compare(service model.Service, c Circumstances) Reasons {
	now := question{f.request, service, model.TaskSet{}}
	if f.request.Kind.OfTaskSet() {
		set, ok := service.TaskSet(f.request.Target.ARN)
		if !ok {
			f.state = Vanished
			return Reasons{}
		}
		now.set = set
	}
	was, before := f.facts(f.circumstances), f.before(c)
	if f.state == Rereading {
		was, before, c = f.confirmedAs, f.confirmed, f.request.choices(c)
	}
	f.question, f.circumstances = now, c
	return f.askAfresh(Reasons{
		Differences: differences(was, now.facts(c)), Grown: Grown(before, now.preflight(c)),
	})
}

// before are the checks of what was shown, with the force and the scale that are chosen now:
// it was the person who changed those.
func (f *Flow) before(c Circumstances) []Check {
	shown := f.circumstances
	shown.Force, shown.Percent = c.Force, c.Percent
	return f.preflight(shown)
}

// askAfresh goes back to the question where there is a reason to.
func (f *Flow) askAfresh(reasons Reasons) Reasons {
	if !reasons.Any() {
		return Reasons{}
	}
	reasons.Confirmed = f.state == Rereading
	f.state, f.reasons = Asking, reasons
	return reasons
}

// isAbout tells whether this is a description of the target's own service.
func (f *Flow) isAbout(service model.Service) bool {
	return service.Described && service.Key() == f.request.Target.ServiceKey()
}
