package script

import (
	"context"
	"slices"
	"time"

	"tealset/model"
	"tealset/model/change"
)

// What one request takes at most, and how many pages of tasks are read.
const (
	balancingAtOnce = 20
	tasksAtOnce     = 100
	taskPages       = 3
)

// rolloutReader reads what there is of the rollout of one service, once: traffic, targets,
// tasks and deployments, for the same checks as on the board.
type rolloutReader struct {
	reader  Reader
	now     func() time.Time
	store   *model.Store
	service model.Service
	known   model.Known // the faults, and the tasks
}

// rollout is all that can be read of the rollout of a service. What cannot be is told by the
// faults of what is known: the checks say so.
func (s Shell) rollout(ctx context.Context, source Source, service model.Service) model.Known {
	r := s.reading(source, service)
	r.deployments(ctx)
	r.traffic(ctx, model.RolloutOf(service, r.store.Known(service)))
	r.tasks(ctx)
	return r.knownOf(service)
}

// reading is a reader that has read nothing yet.
func (s Shell) reading(source Source, service model.Service) rolloutReader {
	return rolloutReader{reader: source.Reader, now: s.Now, store: model.NewStore(0), service: service}
}

// knownOf is what was read, of the service as it is by now.
func (r *rolloutReader) knownOf(service model.Service) model.Known {
	known := r.store.Known(service)
	known.Routing.Read, known.Routing.Fault, known.TargetsFault = r.known.Routing.Read, r.known.Routing.Fault, r.known.TargetsFault
	known.Tasks, known.TasksRead, known.TasksAt = r.known.Tasks, r.known.TasksRead, r.known.TasksAt
	known.CodeDeployFault, known.DeploymentFault = r.known.CodeDeployFault, r.known.DeploymentFault
	return known
}

// deployment is the deployment that a request is of, and why it could not be read. It is read by
// the request: the service may name another one by now.
func deployment(ctx context.Context, reader Reader, request change.Request) (known model.Known, fault *model.Fault) {
	if request.Kind.Needs().CodeDeploy {
		d, err := reader.GetDeployment(ctx, request.Deployment())
		if err != nil {
			return known, model.AsFault("GetDeployment", err)
		}
		known.CodeDeployment = &d
		return known, nil
	}
	answer, err := reader.DescribeServiceDeployments(ctx, []string{request.Deployment()})
	if err != nil {
		return known, model.AsFault("DescribeServiceDeployments", err)
	}
	for _, d := range answer.Found {
		known.ServiceDeployment = &d
	}
	return known, nil
}

// put folds one thing that was read into the store.
func put[T model.Object[T]](table *model.Table[T], value T, now time.Time) {
	table.Put(value.Key(), value, now, now)
}

// deployments reads the deployment that is under way.
func (r *rolloutReader) deployments(ctx context.Context) {
	if id := r.service.CodeDeployID(); id != "" {
		r.codeDeploy(ctx, id)
	}
	arn := r.service.CurrentServiceDeployment
	if arn == "" {
		return
	}
	answer, err := r.reader.DescribeServiceDeployments(ctx, []string{arn})
	if err != nil {
		r.known.DeploymentFault = model.AsFault("DescribeServiceDeployments", err)
		return
	}
	for _, deployment := range answer.Found {
		put(r.store.ServiceDeployments, deployment, r.now())
		// Without them the sides say themselves that it is not known.
		if revisions, err := r.reader.DescribeServiceRevisions(ctx, deployment.RevisionARNs()); err == nil {
			for _, revision := range revisions.Found {
				put(r.store.ServiceRevisions, revision, r.now())
			}
		}
	}
}

func (r *rolloutReader) codeDeploy(ctx context.Context, id string) {
	deployment, err := r.reader.GetDeployment(ctx, id)
	if err != nil {
		r.known.CodeDeployFault = model.AsFault("GetDeployment", err)
		return
	}
	put(r.store.CodeDeployments, deployment, r.now())
	target, err := r.reader.GetDeploymentTarget(ctx, id, r.service.Ref())
	if err != nil {
		r.known.CodeDeployFault = model.AsFault("GetDeploymentTarget", err)
		return
	}
	put(r.store.CodeDeployTargets, target, r.now())
}

// traffic reads the target groups of a rollout, what forwards to them, and the health of
// their targets.
func (r *rolloutReader) traffic(ctx context.Context, rollout model.Rollout) {
	if !r.routing(ctx, rollout.Groups()) {
		return
	}
	r.known.Routing.Read = true
	for _, one := range describeAll(ctx, rollout.SideGroups(), 1, r.health) {
		if one.err != nil {
			r.known.TargetsFault = model.AsFault("DescribeTargetHealth", one.err)
			return
		}
		for _, health := range one.answer.Found {
			put(r.store.TargetsHealth, health, r.now())
		}
	}
}

// health is that of the targets of one group.
func (r *rolloutReader) health(ctx context.Context, group []string) (model.Descriptions[model.GroupHealth], error) {
	health, err := r.reader.DescribeTargetHealth(ctx, group[0])
	return model.Descriptions[model.GroupHealth]{Found: []model.GroupHealth{health}}, err
}

// rules are all of one listener.
func (r *rolloutReader) rules(ctx context.Context, listener []string) (model.Descriptions[model.Rule], error) {
	rules, err := r.reader.ListRules(ctx, listener[0])
	return model.Descriptions[model.Rule]{Found: rules}, err
}

// routing looks through the load balancers of some target groups; ok is false where it could
// not.
func (r *rolloutReader) routing(ctx context.Context, groups []string) (ok bool) {
	failed := func(operation string, err error) bool {
		if err != nil && r.known.Routing.Fault == nil {
			r.known.Routing.Fault = model.AsFault(operation, err)
		}
		return err != nil
	}
	var balancers []string
	for batch := range slices.Chunk(groups, balancingAtOnce) {
		answer, err := r.reader.DescribeTargetGroups(ctx, batch)
		if failed("DescribeTargetGroups", err) {
			return false
		}
		for _, group := range answer.Found {
			put(r.store.TargetGroups, group, r.now())
			balancers = append(balancers, group.LoadBalancerARNs...)
		}
	}
	slices.Sort(balancers)
	for _, balancer := range slices.Compact(balancers) {
		listeners, err := r.reader.ListListeners(ctx, balancer)
		if failed("DescribeListeners", err) {
			return false
		}
		var ruled []string
		for _, listener := range listeners {
			put(r.store.Listeners, listener, r.now())
			ruled = append(ruled, listener.ARN)
		}
		for _, one := range describeAll(ctx, ruled, 1, r.rules) {
			failed("DescribeRules", one.err)
			for _, rule := range one.answer.Found {
				put(r.store.Rules, rule, r.now())
			}
		}
	}
	return true
}

// tasks reads the tasks that run, by which targets are told apart.
func (r *rolloutReader) tasks(ctx context.Context) {
	var cursor model.Cursor
	for range taskPages {
		names, err := r.reader.ListTasks(ctx, r.service.Ref(), cursor)
		if err != nil {
			return
		}
		for batch := range slices.Chunk(names.ARNs, tasksAtOnce) {
			answer, err := r.reader.DescribeTasks(ctx, r.service.ClusterARN, batch)
			if err != nil {
				return
			}
			r.known.Tasks = append(r.known.Tasks, answer.Found...)
		}
		if !names.More {
			break
		}
		cursor = names.Next
	}
	r.known.TasksRead, r.known.TasksAt = true, r.now()
}
