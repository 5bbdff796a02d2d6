package model

import (
	"slices"
	"time"
)

// Known is what has been read of a service's rollout beside the service itself. What has
// not been read is nil or empty, and a fault says why.
type Known struct {
	Routing      Routing
	TargetsFault *Fault // why the health of targets is not known

	Tasks     []Task
	TasksRead bool // the running tasks have been listed, those of a board with the stopped ones
	TasksAt   time.Time

	// CodeDeployment and CodeDeployTarget are of the last deployment of a service whose
	// controller is CodeDeploy.
	CodeDeployment   *CodeDeployment
	CodeDeployTarget *CodeDeployTarget
	CodeDeployFault  *Fault

	// ServiceDeployment is the one that is under way, of a service of the ECS controller.
	ServiceDeployment *ServiceDeployment
	DeploymentFault   *Fault
	Revisions         map[string]ServiceRevision // by ARN

	// TrafficMoved is when this program last saw a share of the traffic change, or began to
	// look; zero where it did not look.
	TrafficMoved time.Time
}

// Rollout is all that is known of the rollout of one service, put together: what a board
// shows, and what verdicts and the next step are made of.
type Rollout struct {
	Service Service
	Known   Known
	Sides   []Side
	Traffic Traffic       // its Sides are in the order of Sides
	Tasks   []SideTasks   // in the order of Sides, and after them those of no side
	Targets []SideTargets // in the order of Sides
}

// RolloutOf puts together what is known of a service. It costs up to a millisecond, so it is
// made when something was read, and not for each frame.
func RolloutOf(service Service, known Known) Rollout {
	r := Rollout{Service: service, Known: known, Sides: BoardSides(service, known)}
	r.Traffic = TrafficOf(service, r.Sides, known.Routing, known.CodeDeployment)
	r.Tasks = TasksBySide(r.Sides, known.Tasks)
	r.Targets = make([]SideTargets, len(r.Sides))
	var read []SideTasks
	if known.TasksRead {
		read = r.Tasks
	}
	for i := range r.Sides {
		r.Targets[i] = TargetsOf(r.Sides, i, known.Routing, read, known.TargetsFault)
	}
	return r
}

// BoardSides are the sides of a service by what is known of its deployment: the revisions of
// a service deployment that is under way, or else the task sets or deployments that
// DescribeServices tells.
func BoardSides(service Service, known Known) []Side {
	if d := known.ServiceDeployment; d != nil && d.Target != nil && d.ARN == service.CurrentServiceDeployment {
		return RevisionSides(service, *d, known.Revisions)
	}
	return service.withRevision(service.Sides(), known.Revisions)
}

// Serving is the place of the side that serves by its role, -1 where there is none.
func (r Rollout) Serving() int {
	for i := range r.Sides {
		if r.Sides[i].Serves() {
			return i
		}
	}
	return -1
}

// Candidates are the places of the sides that may take over from the serving one, the
// newest first: those that are to stay, are not older than it, and were not PRIMARY just before.
func (r Rollout) Candidates() []int { return r.beside(func(order int) bool { return order >= 0 }) }

// Former are the places of the sides that stay although the serving one is newer, or took the
// role from them; the newest first.
func (r Rollout) Former() []int { return r.beside(func(order int) bool { return order < 0 }) }

// beside are the live sides that do not serve, chosen by their age compared with that of the
// serving one: negative for older ones, 0 where it is not known.
func (r Rollout) beside(want func(order int) bool) []int {
	serving := r.Serving()
	var places []int
	for i := range r.Sides {
		former := r.Service.FormerPrimary != "" && r.Sides[i].ARN == r.Service.FormerPrimary
		if !r.Sides[i].Live() || r.Sides[i].Serves() {
			continue
		}
		order := 0
		if former {
			order = -1 // the role was taken from it
		} else if serving >= 0 && !r.Sides[i].CreatedAt.IsZero() && r.Sides[i].Revision == nil {
			order = r.Sides[i].CreatedAt.Compare(r.Sides[serving].CreatedAt)
		}
		if want(order) {
			places = append(places, i)
		}
	}
	return r.newestFirst(places)
}

func (r Rollout) newestFirst(places []int) []int {
	slices.SortStableFunc(places, func(a, b int) int { return r.Sides[b].CreatedAt.Compare(r.Sides[a].CreatedAt) })
	return places
}
