package script

import (
	"context"
	"errors"
	"slices"
	"sync"

	"tealset/cmd/tealset/output"
	"tealset/model"
)

// What one request describes (ECS's limits), and how many requests of a command are under way
// at once.
const (
	clustersAtOnce = 100
	servicesAtOnce = 10
	requestsAtOnce = 4
)

// found is what was read of one source, and what could not be.
type found[T any] struct {
	rows     []row[T]
	failures []output.Failure
	fault    error // the first one; nil where every request was answered
}

// lose takes note of what could not be read.
func (f *found[T]) lose(source Source, arn string, err error) {
	if f.fault == nil {
		f.fault = err
	}
	f.failures = append(f.failures, failureOf(arn, err, source.where(arn)))
}

// list reads all pages of a listing. Names that came before an error are given with it.
func list(ctx context.Context, page func(context.Context, model.Cursor) (model.Names, error)) (arns []string, err error) {
	var cursor model.Cursor
	for {
		names, err := page(ctx, cursor)
		arns = append(arns, names.ARNs...)
		if err != nil || !names.More {
			return arns, err
		}
		cursor = names.Next
	}
}

// described is the answer to one request that describes some things.
type described[T any] struct {
	asked  []string
	answer model.Descriptions[T]
	err    error
}

// describeAll describes all of the names, so many at a time, some requests side by side. The
// answers are in the order of the names.
func describeAll[T any](
	ctx context.Context, arns []string, atOnce int, describe func(context.Context, []string) (model.Descriptions[T], error),
) []described[T] {
	answers := make([]described[T], 0, len(arns)/atOnce+1)
	for asked := range slices.Chunk(arns, atOnce) {
		answers = append(answers, described[T]{asked: asked})
	}
	free := make(chan struct{}, requestsAtOnce)
	var all sync.WaitGroup
	for i := range answers {
		free <- struct{}{}
		all.Go(func() {
			defer func() { <-free }()
			answers[i].answer, answers[i].err = describe(ctx, answers[i].asked)
		})
	}
	all.Wait()
	return answers
}

// errLeftOut is why something is not in the answer that was asked for and that ECS neither
// described nor named among the failures.
var errLeftOut = errors.New("ECS answered without it")

// add takes the answers in: every name that was asked for becomes a row or a failure.
func add[T model.Object[T]](
	f *found[T], source Source, answers []described[T], keyOf func(arn string) model.Key, rowOf func(arn string, read T) row[T],
) {
	for _, a := range answers {
		if a.err != nil {
			for _, arn := range a.asked {
				f.lose(source, arn, a.err)
			}
			continue
		}
		read := map[model.Key]T{}
		for _, value := range a.answer.Found {
			read[value.Key()] = value
		}
		for _, arn := range a.asked {
			if value, ok := read[keyOf(arn)]; ok {
				f.rows = append(f.rows, rowOf(arn, value))
				continue
			}
			f.lose(source, arn, reasonOf(a.answer.Failures, keyOf, arn))
		}
	}
}

// reason is what ECS gave instead of a description.
type reason struct{ word, detail string }

func (r reason) Error() string { return r.word }

// reasonOf is the reason that ECS gave for a thing that it did not describe.
func reasonOf(failures []model.Failure, keyOf func(arn string) model.Key, arn string) error {
	at := slices.IndexFunc(failures, func(f model.Failure) bool {
		return f.ARN == arn || keyOf(f.ARN) == keyOf(arn) || model.NameOf(f.ARN) == model.NameOf(arn)
	})
	if at < 0 || failures[at].Reason == "" {
		return errLeftOut
	}
	return reason{failures[at].Reason, failures[at].Detail}
}

// clusters are those of a scope in one source.
func (s Shell) clusters(ctx context.Context, source Source, scope Scope, describe bool) found[model.Cluster] {
	var f found[model.Cluster]
	arns := []string{scope.Cluster}
	if scope.Cluster == "" {
		var err error
		if arns, err = list(ctx, source.Reader.ListClusters); err != nil {
			f.lose(source, "", err)
		}
	} else {
		describe = true // or a cluster would be told of that is not there
	}
	rowOf := func(_ string, cluster model.Cluster) row[model.Cluster] {
		return row[model.Cluster]{value: cluster, where: source.where(cluster.ARN), pinned: true}
	}
	if !describe {
		for _, arn := range arns {
			f.rows = append(f.rows, rowOf(arn, model.ListedCluster(arn)))
		}
		return f
	}
	answers := describeAll(ctx, arns, clustersAtOnce, source.Reader.DescribeClusters)
	if scope.Cluster != "" {
		byName(answers)
	}
	add(&f, source, answers, model.ClusterKey, rowOf)
	return f
}

// byName makes an answer one about the name that it was asked by.
func byName[T model.Object[T]](answers []described[T]) {
	if len(answers) == 1 && len(answers[0].answer.Found) == 1 {
		answers[0].asked[0], _ = answers[0].answer.Found[0].Identity()
	}
}

// services are those of a scope in one source.
func (s Shell) services(ctx context.Context, source Source, scope Scope, describe bool) found[model.Service] {
	var f found[model.Service]
	clusters := []string{scope.Cluster}
	if scope.Cluster == "" {
		var err error
		if clusters, err = list(ctx, source.Reader.ListClusters); err != nil {
			f.lose(source, "", err)
		}
	}
	for _, cluster := range clusters {
		s.servicesOf(ctx, source, cluster, scope, describe, &f)
	}
	return f
}

func (s Shell) servicesOf(ctx context.Context, source Source, cluster string, scope Scope, describe bool, f *found[model.Service]) {
	arns := []string{scope.Service}
	if scope.Service == "" {
		var err error
		arns, err = list(ctx, func(ctx context.Context, from model.Cursor) (model.Names, error) {
			return source.Reader.ListServices(ctx, cluster, from)
		})
		if err != nil {
			f.lose(source, cluster, err)
		}
	}
	keyOf := func(arn string) model.Key { return model.ServiceKey(cluster, arn) }
	rowOf := func(arn string, read model.Service) row[model.Service] {
		listed := model.ListedService(arn)
		listed.ClusterARN = cluster
		value := read
		if read.Described {
			value = listed.Replace(read, s.Now())
		}
		return row[model.Service]{
			value: value, cluster: model.NameOf(value.ClusterARN), where: source.where(value.ARN), pinned: scope.Cluster != "",
		}
	}
	if !describe && scope.Service == "" {
		for _, arn := range arns {
			listed := model.ListedService(arn)
			listed.ClusterARN = cluster
			f.rows = append(f.rows, rowOf(arn, listed))
		}
		return
	}
	answers := describeAll(ctx, arns, servicesAtOnce, func(ctx context.Context, arns []string) (model.Descriptions[model.Service], error) {
		return source.Reader.DescribeServices(ctx, cluster, arns)
	})
	if scope.Service != "" {
		byName(answers)
	}
	add(f, source, answers, keyOf, rowOf)
}

// sets are the task sets of the services of a scope in one source, by role in each; with
// traffic also what load balancing tells of them.
func (s Shell) sets(ctx context.Context, source Source, scope Scope, traffic bool) found[model.TaskSet] {
	of := s.services(ctx, source, scope, true)
	f := found[model.TaskSet]{failures: of.failures, fault: of.fault}
	for _, service := range of.rows {
		rows := s.setRows(source, service.value, scope.Service != "")
		if traffic && len(rows) > 0 {
			balance(model.RolloutOf(service.value, s.rollout(ctx, source, service.value)), rows)
		}
		f.rows = append(f.rows, rows...)
	}
	return f
}

// setRows are the task sets of a service, by role.
func (s Shell) setRows(source Source, service model.Service, pinned bool) []row[model.TaskSet] {
	rows := make([]row[model.TaskSet], 0, len(service.TaskSets))
	for _, set := range model.ByRole(service.TaskSets) {
		rows = append(rows, row[model.TaskSet]{
			value: set, cluster: model.NameOf(service.ClusterARN), service: service.Name, where: source.where(set.ARN), pinned: pinned,
		})
	}
	return rows
}

// balance fills in what load balancing tells of the sets of one service.
func balance(rollout model.Rollout, rows []row[model.TaskSet]) {
	for i := range rows {
		at := slices.IndexFunc(rollout.Sides, func(side model.Side) bool { return side.ARN == rows[i].value.ARN })
		if at >= 0 {
			rows[i].traffic, rows[i].targets = rollout.Traffic.Sides[at].Text(), rollout.Targets[at].Text()
		}
	}
}
