package script

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"sync"

	"tealset/cmd/tealset/output"
	"tealset/model"
)

// Kind is a kind of object that can be listed and described.
type Kind string

// The kinds of object.
const (
	Clusters Kind = "clusters"
	Services Kind = "services"
	TaskSets Kind = "task-sets"
)

// The words of the kinds in the singular, as the resources of ARNs begin.
const (
	aCluster = "cluster"
	aService = "service"
	aTaskSet = "task-set"
)

// memberTaskSets is the member of a document that has task sets, as ECS's answers have it.
const memberTaskSets = "taskSets"

// ParseKind is the kind that a word names: plural, singular, or ts for task-sets.
func ParseKind(word string) (Kind, error) {
	switch word {
	case string(Clusters), aCluster:
		return Clusters, nil
	case string(Services), aService:
		return Services, nil
	case string(TaskSets), aTaskSet, "ts":
		return TaskSets, nil
	}
	return "", usage("%q is not a kind of object; give clusters, services or task-sets", word)
}

// ListOptions are what a list is of.
type ListOptions struct {
	Kind      Kind
	Scope     Scope
	Style     output.Style
	Filter    string // words that all stand in a row, in whatever column; empty is none
	Attention bool   // only what a person should look at
}

// Check finds what cannot work before anything is asked.
func (o ListOptions) Check() error {
	if err := o.Style.Check(); err != nil {
		return mistake(err)
	}
	if o.Kind == Clusters && o.Scope.Service != "" {
		return usage("clusters are not in a service; leave out --service")
	}
	switch o.Kind {
	case Clusters:
		return checkColumns(clusterColumns(false), o.Style)
	case Services:
		return checkColumns(serviceColumns(noTime, false, false), o.Style)
	default:
		return checkColumns(setColumns(noTime, false, false), o.Style)
	}
}

// judges tells whether rows are chosen by what descriptions alone have.
func (o ListOptions) judges() bool { return o.Attention || o.Filter != "" }

func checkColumns[T any](all []output.Column[T], style output.Style) error {
	if _, err := output.Choose(all, style); err != nil {
		return mistake(err)
	}
	_, err := output.Sorted(nil, all, style.Sort)
	return mistake(err)
}

// ColumnNames are the names that --columns and --sort take for a kind of object.
func ColumnNames(kind Kind) []string {
	switch kind {
	case Clusters:
		return output.Names(clusterColumns(false))
	case Services:
		return output.Names(serviceColumns(noTime, false, false))
	default:
		return output.Names(setColumns(noTime, false, false))
	}
}

// DescribedNames are the names that --columns takes for a description of an object.
func DescribedNames(kind Kind) []string {
	if kind == Services {
		return output.Names(rolloutColumns(noTime))
	}
	return ColumnNames(kind)
}

// List writes what there is of a kind in all sources. What could not be read is told, and the
// list is then an error.
func (s Shell) List(ctx context.Context, sources []Source, o ListOptions) error {
	if err := o.Check(); err != nil {
		return err
	}
	several := len(sources) > 1
	now := s.Now()
	switch o.Kind {
	case Clusters:
		columns := clusterColumns(several)
		describe := o.judges() || output.NeedsDescriptions(columns, o.Style)
		f := fromAll(sources, func(source Source) found[model.Cluster] { return s.clusters(ctx, source, o.Scope, describe) })
		return write(s, f, o, output.Listing[row[model.Cluster]]{
			Member: string(Clusters), Columns: columns, Value: clusterDocument,
			Name: func(c row[model.Cluster]) string { return nameOf(c, several, c.value.Name, c.value.ARN) },
		}, func(c row[model.Cluster]) bool { return c.value.Tier() >= model.Untidy })
	case Services:
		columns := serviceColumns(now, several, o.Scope.Cluster == "")
		describe := o.judges() || output.NeedsDescriptions(columns, o.Style)
		f := fromAll(sources, func(source Source) found[model.Service] { return s.services(ctx, source, o.Scope, describe) })
		return write(s, f, o, output.Listing[row[model.Service]]{
			Member: string(Services), Columns: columns, Value: serviceDocument(now),
			Name: func(v row[model.Service]) string { return nameOf(v, several, v.value.Name, v.value.ARN) },
		}, func(v row[model.Service]) bool { return v.value.Health(now).Tier >= model.Untidy })
	default:
		f := fromAll(sources, func(source Source) found[model.TaskSet] { return s.sets(ctx, source, o.Scope, wantsTraffic(o.Style)) })
		return write(s, f, o, output.Listing[row[model.TaskSet]]{
			Member: memberTaskSets, Columns: setColumns(now, several, o.Scope.Service == ""), Value: setDocument(now),
			Name: func(t row[model.TaskSet]) string {
				return nameOf(t, several, cmp.Or(t.value.ID, model.TaskSetID(t.value.ARN)), t.value.ARN)
			},
		}, func(t row[model.TaskSet]) bool { return wantsPerson(t.value, now) })
	}
}

// nameOf is what names an object to another command: its ARN, unless the flags that led to it
// lead to it again.
func nameOf[T any](r row[T], several bool, name, arn string) string {
	if r.pinned && !several {
		return name
	}
	return arn
}

// fromAll reads from all sources at once, and puts together what was found in their order.
func fromAll[T any](sources []Source, read func(Source) found[T]) found[T] {
	parts := make([]found[T], len(sources))
	var all sync.WaitGroup
	for i, source := range sources {
		all.Go(func() { parts[i] = read(source) })
	}
	all.Wait()
	var whole found[T]
	for _, part := range parts {
		whole.rows = append(whole.rows, part.rows...)
		whole.failures = append(whole.failures, part.failures...)
		if whole.fault == nil {
			whole.fault = part.fault
		}
	}
	return whole
}

// write writes what was found, as far as it passes the filters, by name.
func write[T any](s Shell, f found[T], o ListOptions, l output.Listing[row[T]], attention func(row[T]) bool) error {
	words := strings.Fields(strings.ToLower(o.Filter))
	for _, r := range f.rows {
		if (!o.Attention || attention(r)) && matches(r, l.Name, l.Columns, words) {
			l.Rows = append(l.Rows, r)
		}
	}
	place := func(r row[T]) string { return r.cluster + "/" + l.Name(r) }
	if o.Kind == TaskSets { // those of a service are in the order of their roles
		place = func(r row[T]) string { return r.cluster + "/" + r.service }
	}
	slices.SortStableFunc(l.Rows, func(a, b row[T]) int { return strings.Compare(place(a), place(b)) })
	l.Failures = f.failures
	if f.fault != nil && len(f.rows) == 0 && !o.Style.Format.Document() {
		return s.incomplete(f.failures, f.fault, len(f.rows))
	}
	if err := l.Write(s.Out, o.Style); err != nil {
		return err
	}
	return s.incomplete(f.failures, f.fault, len(f.rows))
}

// matches tells whether every word stands in a cell of the row, or in its name.
func matches[T any](r row[T], name func(row[T]) string, columns []output.Column[row[T]], words []string) bool {
	if len(words) == 0 {
		return true
	}
	cells := []string{strings.ToLower(name(r))}
	for _, c := range columns {
		cells = append(cells, strings.ToLower(c.Text(r)))
	}
	row := strings.Join(cells, "\n")
	return !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(row, word) })
}

// subject is what a failure is about. A name, which is no ARN, may be of several sources.
func subject(f output.Failure) string {
	if _, ok := model.ParseARN(f.ARN); ok || f.Own == nil {
		return f.ARN
	}
	return strings.Join(strings.Fields(f.Own.Profile+" "+f.Own.Region+" "+f.ARN), " ")
}

// mostFailures is how many failures are told on stderr.
const mostFailures = 10

// incomplete is the error of an answer that lacks something; nil for a whole one. The fault
// itself tells best what to do where there is nothing but that.
func (s Shell) incomplete(failures []output.Failure, fault error, rows int) error {
	if fault == nil {
		return nil
	}
	if _, ok := errors.AsType[*model.Fault](fault); ok && rows == 0 {
		return fault
	}
	for _, f := range failures[:min(len(failures), mostFailures)] {
		if f.Reason == model.ReasonMissing {
			s.tell("%s: it is not there (%s)", subject(f), f.Reason)
			continue
		}
		s.tell("%s: %s", subject(f), f.Reason)
	}
	if more := len(failures) - mostFailures; more > 0 {
		s.tell("and %d more", more)
	}
	if rows == 0 {
		return failed("nothing was found; check the names, the Region and the profile")
	}
	return failed("the answer is not complete (failures: %d)", len(failures))
}
