package ui

import (
	"cmp"
	"context"
	"maps"
	"time"

	"tealset/model"
)

func (r *boardParts) readTargets() func(context.Context) ([]model.GroupHealth, error) {
	backend, groups := r.conn.Backend, r.board.rollout().SideGroups()
	return func(ctx context.Context) ([]model.GroupHealth, error) {
		health, failed := make([]model.GroupHealth, len(groups)), make([]error, len(groups))
		sideBySide(len(groups), func(i int) { health[i], failed[i] = backend.DescribeTargetHealth(ctx, groups[i]) })
		return health, cmp.Or(failed...)
	}
}

func (r *boardParts) tookTargets(health []model.GroupHealth, began, at time.Time) {
	for _, group := range health {
		r.conn.store.TargetsHealth.Put(group.Key(), group, began, at)
	}
	r.lostTargets(nil)
}

func (r *boardParts) lostTargets(fault *model.Fault) {
	r.known().targetsFault = fault
	r.known().version++
}

// taskPages is how many pages of running and of stopped tasks are read at most, of 100
// each: a rollout is told from the first ones.
const taskPages = 3

func (r *boardParts) readTasks() func(context.Context) ([]model.Task, error) {
	backend, ref := r.conn.Backend, r.board.ref
	return func(ctx context.Context) ([]model.Task, error) {
		var tasks []model.Task
		for _, list := range []func(context.Context, model.ServiceRef, model.Cursor) (model.Names, error){backend.ListTasks, backend.ListStoppedTasks} {
			var cursor model.Cursor
			for range taskPages {
				names, err := list(ctx, ref, cursor)
				if err != nil {
					return nil, err
				}
				if len(names.ARNs) > 0 {
					answer, err := backend.DescribeTasks(ctx, ref.Cluster, names.ARNs)
					if err != nil {
						return nil, err
					}
					tasks = append(tasks, answer.Found...)
				}
				if !names.More {
					break
				}
				cursor = names.Next
			}
		}
		return tasks, nil
	}
}

// taskRequestsLeast is how many requests a read of the tasks takes at least: both lists, and a
// description of each.
const taskRequestsLeast = 4

// taskRequests is how many requests the next read of the tasks takes, as far as the last one
// tells: each page is listed and described.
func (r *boardParts) taskRequests() int {
	const perPage = 100
	known, stopped := r.known(), 0
	if known == nil {
		return taskRequestsLeast
	}
	for _, task := range known.tasks {
		if task.LastStatus == model.TaskStopped {
			stopped++
		}
	}
	pages := func(tasks int) int { return min(taskPages, max(1, (tasks+perPage-1)/perPage)) }
	return 2 * (pages(len(known.tasks)-stopped) + pages(stopped))
}

func (r *boardParts) tookTasks(tasks []model.Task, _, at time.Time) {
	known := r.known()
	known.tasks, known.tasksAt = tasks, at
	r.lostTasks(nil)
}

func (r *boardParts) lostTasks(fault *model.Fault) {
	r.known().tasksFault = fault
	r.known().version++
}

// codeDeployRead is what was read of a deployment by CodeDeploy. The target may be missing,
// with the reason.
type codeDeployRead struct {
	deployment model.CodeDeployment
	target     model.CodeDeployTarget
	fault      *model.Fault
}

// Lacks is why the target is missing.
func (r codeDeployRead) Lacks() *model.Fault { return besides(r.fault) }

func (r *boardParts) readCodeDeploy() func(context.Context) (codeDeployRead, error) {
	service, _, _ := r.state()
	backend, id, ref := r.conn.Backend, service.CodeDeployID(), r.board.ref
	denied := r.known().denied(r.board.now)
	return func(ctx context.Context) (codeDeployRead, error) { return codeDeployOf(ctx, backend, id, ref, denied) }
}

// codeDeployOf reads a deployment by CodeDeploy, which is known without its target as well;
// denied is why that is not asked for, nil where it is.
func codeDeployOf(ctx context.Context, backend Backend, id string, ref model.ServiceRef, denied *model.Fault) (read codeDeployRead, err error) {
	if read.deployment, err = backend.GetDeployment(ctx, id); err != nil {
		return read, err
	}
	if read.fault = denied; denied == nil {
		read.target, err = backend.GetDeploymentTarget(ctx, id, ref)
	}
	if err != nil {
		read.fault = model.AsFault("GetDeploymentTarget", err)
	}
	return read, nil
}

func (r *boardParts) tookCodeDeploy(read codeDeployRead, began, at time.Time) {
	r.conn.store.CodeDeployments.Put(read.deployment.Key(), read.deployment, began, at)
	if read.fault == nil {
		r.conn.store.CodeDeployTargets.Put(read.target.Key(), read.target, began, at)
	}
	r.known().beside = r.known().beside.after(read.fault, at)
	r.lostCodeDeploy(read.fault)
}

func (r *boardParts) lostCodeDeploy(fault *model.Fault) {
	r.known().codeDeployFault = fault
	r.known().version++
}

// nativeRead is what was read of a deployment by the ECS controller. Revisions that were
// asked for may be missing, with the reason.
type nativeRead struct {
	deployments []model.ServiceDeployment
	revisions   []model.ServiceRevision
	fault       *model.Fault
}

// Lacks is why revisions are missing.
func (r nativeRead) Lacks() *model.Fault { return besides(r.fault) }

func (r *boardParts) readNative() func(context.Context) (nativeRead, error) {
	service, _, _ := r.state()
	backend, arn, have := r.conn.Backend, service.CurrentServiceDeployment, r.board.rollout().Known.Revisions
	have = maps.Clone(have)
	denied, unknown := r.known().denied(r.board.now), r.presentRevisions()
	return func(ctx context.Context) (read nativeRead, err error) {
		var answer model.Descriptions[model.ServiceDeployment]
		if arn != "" {
			if answer, err = backend.DescribeServiceDeployments(ctx, []string{arn}); err != nil {
				return read, err
			}
		}
		read.deployments = answer.Found
		for _, deployment := range answer.Found {
			for _, arn := range deployment.RevisionARNs() {
				if _, ok := have[arn]; !ok && arn != "" {
					unknown = append(unknown, arn)
				}
			}
		}
		if read.fault = denied; len(unknown) > 0 && denied == nil {
			revisions, err := backend.DescribeServiceRevisions(ctx, unknown)
			if err != nil {
				read.fault = model.AsFault("DescribeServiceRevisions", err)
			}
			read.revisions = revisions.Found
		}
		return read, nil
	}
}

func (r *boardParts) tookNative(read nativeRead, began, at time.Time) {
	for _, deployment := range read.deployments {
		r.conn.store.ServiceDeployments.Put(deployment.Key(), deployment, began, at)
	}
	for _, revision := range read.revisions {
		r.conn.store.ServiceRevisions.Put(revision.Key(), revision, began, at)
	}
	r.known().beside = r.known().beside.after(read.fault, at)
	r.lostNative(nil)
}

func (r *boardParts) lostNative(fault *model.Fault) {
	r.known().deploymentFault = fault
	r.known().version++
}
