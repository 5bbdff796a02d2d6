package ui

import (
	"context"
	"time"

	"tealset/model"
	"tealset/model/change"
)

// reread is what is read again beside the service before a change is sent: how to ask, and
// afterwards what came. What a change does not need is nil.
type reread struct {
	askTraffic func(context.Context) (trafficRead, error)
	askTargets func(context.Context) ([]model.GroupHealth, error)
	askDeploy  func(context.Context) (codeDeployRead, error)
	askNative  func(context.Context) (nativeRead, error)

	// trafficLacked and targetsLacked tell that the last read of them had failed when the
	// change was confirmed: the person was told so.
	trafficLacked, targetsLacked bool

	traffic              trafficRead
	targets              []model.GroupHealth
	codeDeploy           codeDeployRead
	native               nativeRead
	targetsErr, otherErr error // otherErr is of the deployment
}

// needed makes the reads that a change needs. Traffic and targets are among them for each, but
// for a service without target groups, which has no traffic that could be read. Rules are
// looked for anew: one that was made since the last search may send traffic to what is changed.
func (r *boardParts) needed(needs change.Needs) reread {
	var again reread
	if len(r.groups()) > 0 {
		again.askTraffic, again.askTargets = r.searchTraffic(), r.readTargets()
		again.trafficLacked, again.targetsLacked = r.known().routingFault != nil, r.known().targetsFault != nil
	}
	if needs.CodeDeploy {
		again.askDeploy = r.readCodeDeploy()
	}
	if needs.ServiceDeployment {
		again.askNative = r.readNative()
	}
	return again
}

// read asks what a change is about last, after the load balancer. Little time is left until the
// change has to be sent, so what does not wait for something else is asked at the same time.
func (a reread) read(ctx context.Context) reread {
	if a.askTraffic != nil {
		sideBySide(2, func(i int) {
			if i == 0 {
				a.traffic, _ = a.askTraffic(ctx) // it carries its own fault
			} else {
				a.targets, a.targetsErr = a.askTargets(ctx)
			}
		})
	}
	if a.askDeploy != nil {
		a.codeDeploy, a.otherErr = a.askDeploy(ctx)
	}
	if a.askNative != nil {
		a.native, a.otherErr = a.askNative(ctx)
	}
	return a
}

// took keeps what was read again. The fault is why something could not be read that was known
// before, or that the change is about; nil where there is none. What could not be read before
// either was shown so to the person who confirmed.
func (r *boardParts) took(again reread, began, at time.Time) (fault *model.Fault) {
	if again.askTraffic != nil {
		r.tookTraffic(again.traffic, began, at)
		if !again.trafficLacked {
			fault = again.traffic.fault
		}
		if again.targetsErr == nil {
			r.tookTargets(again.targets, began, at)
		} else {
			lost := model.AsFault("DescribeTargetHealth", again.targetsErr)
			r.lostTargets(lost)
			if !again.targetsLacked {
				fault = lost
			}
		}
	}
	switch {
	case again.askDeploy != nil && again.otherErr == nil:
		r.tookCodeDeploy(again.codeDeploy, began, at)
	case again.askNative != nil && again.otherErr == nil:
		r.tookNative(again.native, began, at)
	case again.askDeploy != nil:
		return model.AsFault("GetDeployment", again.otherErr)
	case again.askNative != nil:
		return model.AsFault("DescribeServiceDeployments", again.otherErr)
	}
	return fault
}
