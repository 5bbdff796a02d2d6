package ui

import (
	"slices"
	"time"

	"tealset/model"
	"tealset/ui/feed"
)

// boardParts are what an open board reads beside its service: traffic, targets, tasks and
// deployments. Each is a part with a pace and a fault of its own, so that a permission that
// is missing costs what it gives and nothing else. What has been read is kept by the
// connection, where every page finds it.
type boardParts struct {
	*frame
	conn  *connection
	board *boardPage
	parts []feed.Feed
	// definitions are the task definitions that are compared, one of the parts.
	definitions feed.Feed
	searched    time.Time // when the load balancers were last looked through for new rules, to the end
}

// The times between two reads of the parts of a board: while its sides change, and while
// they do not.
const (
	trafficEvery, trafficCalmEvery = 30 * time.Second, time.Minute
	targetsEvery, targetsCalmEvery = 15 * time.Second, 30 * time.Second
	tasksEvery, tasksCalmEvery     = 30 * time.Second, 2 * time.Minute
	deployEvery                    = 20 * time.Second
	nativeEvery                    = 10 * time.Second
	finishedEvery                  = 5 * time.Minute
	deniedEvery                    = time.Minute // what is not allowed of a read that goes on
	definitionsEvery               = time.Minute // while one could not be read
)

func newBoardParts(b *boardPage) *boardParts {
	r := &boardParts{frame: b.frame, conn: b.conn, board: b}
	allowance := r.reads.In(r.conn.Region)
	r.definitions = feed.NewPart(allowance, "DescribeTaskDefinition",
		feed.Pace{Every: r.definitionsPace, Requests: func() int { return len(r.board.unreadDefinitions()) }},
		r.readDefinitions, r.tookDefinitions, r.lostDefinitions)
	r.parts = []feed.Feed{
		feed.NewPart(allowance, "DescribeRules", feed.Pace{Every: r.trafficPace, Requests: r.trafficRequests}, r.readTraffic, r.tookTraffic, nil),
		feed.NewPart(allowance, "DescribeTargetHealth", feed.Pace{Every: r.targetsPace, Requests: func() int { return len(r.groups()) }}, r.readTargets, r.tookTargets, r.lostTargets),
		feed.NewPart(allowance, "ListTasks", feed.Pace{Every: r.tasksPace, Requests: r.taskRequests}, r.readTasks, r.tookTasks, r.lostTasks),
		feed.NewPart(allowance, "GetDeployment", feed.Pace{Every: r.codeDeployPace, Requests: always(2)}, r.readCodeDeploy, r.tookCodeDeploy, r.lostCodeDeploy),
		feed.NewPart(allowance, "DescribeServiceDeployments", feed.Pace{Every: r.nativePace, Requests: always(1)}, r.readNative, r.tookNative, r.lostNative),
		r.definitions,
	}
	return r
}

func always(n int) func() int { return func() int { return n } }

// known is what has been read of the rollout; nil before the service is known.
func (r *boardParts) known() *known {
	if _, ok := r.board.service(); !ok {
		return nil
	}
	return r.conn.rollout(r.board.key)
}

// state is the service with its sides; ok is false where nothing is to be read of it: before
// it was described, and while it cannot be read itself.
func (r *boardParts) state() (service model.Service, sides []model.Side, ok bool) {
	service, ok = r.board.service()
	return service, r.board.rollout().Sides, ok && service.Described && !r.board.stale()
}

// changing tells whether the sides of the service change, or a person should look at it.
func (r *boardParts) changing() bool {
	service, sides, ok := r.state()
	live := 0
	for _, side := range sides {
		if side.Live() {
			live++
		}
		if !side.Steady() {
			return true
		}
	}
	return ok && (live > 1 || service.CurrentServiceDeployment != "")
}

// groups are the target groups of all sides.
func (r *boardParts) groups() []string { return r.board.rollout().SideGroups() }

// pace is a time between two reads of what is there; 0 where there is nothing to read.
func pace(there, changing bool, quick, slow time.Duration) time.Duration {
	switch {
	case !there:
		return 0
	case changing:
		return quick
	}
	return slow
}

func (r *boardParts) trafficPace() time.Duration {
	_, _, ok := r.state()
	return pace(ok && len(r.groups()) > 0, r.changing(), trafficEvery, trafficCalmEvery)
}

func (r *boardParts) targetsPace() time.Duration {
	_, _, ok := r.state()
	return pace(ok && len(r.groups()) > 0, r.changing(), targetsEvery, targetsCalmEvery)
}

// tasksPace is as much slower as there are more pages of tasks than one of each list.
func (r *boardParts) tasksPace() time.Duration {
	_, _, ok := r.state()
	return pace(ok, r.unsteady(), tasksEvery, tasksCalmEvery) * time.Duration(r.taskRequests()) / taskRequestsLeast
}

// unsteady tells whether a side does not run what it is to run.
func (r *boardParts) unsteady() bool {
	_, sides, _ := r.state()
	return slices.ContainsFunc(sides, func(s model.Side) bool { return s.Live() && (!s.Steady() || s.Running < s.Wanted) })
}

func (r *boardParts) codeDeployPace() time.Duration {
	service, _, ok := r.state()
	deployment := r.board.rollout().Known.CodeDeployment
	return pace(ok && service.CodeDeployID() != "", deployment == nil || !deployment.Final(), deployEvery, finishedEvery)
}

func (r *boardParts) nativePace() time.Duration {
	service, _, ok := r.state()
	return pace(ok && (service.CurrentServiceDeployment != "" || len(r.presentRevisions()) > 0), service.CurrentServiceDeployment != "", nativeEvery, deniedEvery)
}

// presentRevisions are those that a service without a deployment runs, as far as they are to
// be read: where it has two target groups that change places, they alone tell which is in use.
// A revision never changes, so each is read once.
func (r *boardParts) presentRevisions() []string {
	service, sides, _ := r.state()
	if service.CurrentServiceDeployment != "" || len(sides) != 1 || len(sides[0].Groups()) < 2 {
		return nil
	}
	var unread []string
	for _, revision := range service.CurrentServiceRevisions {
		if r.conn.store.ServiceRevisions.Row(model.ServiceRevisionKey(revision.ARN)) == nil {
			unread = append(unread, revision.ARN)
		}
	}
	return unread
}

// known is how the rollout of a service was read. What was read is in the Store, but for the
// tasks: those that are not listed any more are not kept.
type known struct {
	routed                                                                   bool // listeners and rules have been read
	routingFault, targetsFault, tasksFault, codeDeployFault, deploymentFault *model.Fault
	definitionsFault                                                         *model.Fault // of the task definitions that are compared
	attributesFault                                                          *model.Fault // of the target groups
	searchFault                                                              *model.Fault // of the last search for listeners and rules
	beside                                                                   lack         // of what is read with a deployment
	tasks                                                                    []model.Task
	tasksAt, trafficMoved                                                    time.Time // zero before
	version                                                                  int       // another one after every change
}

// lack is why a part of a read is missing, such as the revisions of a deployment, and since
// when; the zero lack is none.
type lack struct {
	fault *model.Fault
	since time.Time
}

// denied is why a part is not asked for again: it was not allowed just now. Nil is no reason.
func (k *known) denied(now time.Time) *model.Fault {
	if f := k.beside.fault; f != nil && f.Kind == model.FaultDenied && now.Sub(k.beside.since) < deniedEvery {
		return f
	}
	return nil
}

// besides is why what is read with a deployment has to be asked for again, nil where it has not:
// what is not allowed is not asked for each time, and the deployment is read on meanwhile.
func besides(fault *model.Fault) *model.Fault {
	if fault != nil && fault.Kind == model.FaultDenied {
		return nil
	}
	return fault
}

// after is the lack after a read that came with a fault, or without one.
func (k lack) after(fault *model.Fault, at time.Time) lack {
	if fault == k.fault {
		return k
	}
	return lack{fault, at}
}

// rollout is how the rollout of a service was read.
func (c *connection) rollout(service model.Key) *known {
	if c.rollouts[service] == nil {
		c.rollouts[service] = &known{}
	}
	return c.rollouts[service]
}

// known is all that is known of the rollout of a service.
func (c *connection) known(service model.Service, read *known) model.Known {
	known := c.store.Known(service)
	known.Routing.Read, known.Routing.Fault, known.TargetsFault = read.routed, read.routingFault, read.targetsFault
	known.Tasks, known.TasksRead, known.TasksAt = read.tasks, !read.tasksAt.IsZero(), read.tasksAt
	known.CodeDeployFault, known.DeploymentFault, known.TrafficMoved = read.codeDeployFault, read.deploymentFault, read.trafficMoved
	return known
}

// rolloutVersion is another one after every change to what rollouts are put together from.
func (c *connection) rolloutVersion(read *known) int {
	s := c.store
	return read.version + s.TargetGroups.Version() + s.TargetsHealth.Version() + s.Listeners.Version() + s.Rules.Version() +
		s.CodeDeployments.Version() + s.CodeDeployTargets.Version() + s.ServiceDeployments.Version() + s.ServiceRevisions.Version()
}
