package script

import (
	"cmp"
	"context"
	"io"
	"strings"
	"time"

	"tealset/cmd/tealset/output"
	"tealset/model"
	"tealset/ui/say"
)

// DescribeOptions are what a description is of.
type DescribeOptions struct {
	Kind   Kind
	Scope  Scope
	Style  output.Style
	Events int // of a service, the newest
}

// DescribeArguments make of the arguments and the scope of the flags what is to be described:
// a kind may stand first, then a name or an ARN. Where no kind is given, an ARN tells its own,
// and a name is of what is in the scope of the flags.
func DescribeArguments(arguments []string, scope Scope) (Kind, Scope, error) {
	if len(arguments) == 0 && scope == (Scope{}) {
		return "", scope, usage("nothing is named to describe; give a cluster, a service or a task set, or a full ARN")
	}
	kind, known := Kind(""), false
	if len(arguments) > 0 {
		var err error
		kind, err = ParseKind(arguments[0])
		switch {
		case err == nil:
			known, arguments = true, arguments[1:]
		case len(arguments) > 1:
			return "", scope, err
		}
	}
	if len(arguments) > 1 {
		return "", scope, usage("describe takes a kind and a name, not %q as well; give one object at a time", arguments[1])
	}
	name := strings.Join(arguments, "")
	if !known {
		kind = kindOf(name, scope)
	}
	switch kind {
	case Clusters:
		scope.Cluster = cmp.Or(name, scope.Cluster)
	case Services:
		scope.Service = cmp.Or(name, scope.Service)
	case TaskSets:
		scope.Set = cmp.Or(name, scope.Set)
	}
	switch {
	case kind == Clusters && scope.Cluster == "":
		return "", scope, usage("no cluster is named; give its name or ARN")
	case kind == Services && scope.Service == "":
		return "", scope, usage("no service is named; give its name or ARN")
	case kind == TaskSets && scope.Set == "":
		return "", scope, usage("no task set is named; give its id or ARN")
	}
	return kind, scope, nil
}

// kindOf is the kind of an ARN, or that of a name in a scope.
func kindOf(name string, scope Scope) Kind {
	if arn, ok := model.ParseARN(name); ok {
		switch kind, _, _ := strings.Cut(arn.Resource, "/"); kind {
		case aService:
			return Services
		case aTaskSet:
			return TaskSets
		}
		return Clusters
	}
	switch {
	case scope.Service != "" && name != "":
		return TaskSets
	case scope.Service != "" || scope.Cluster != "" && name != "":
		return Services
	}
	return Clusters
}

// Describe writes one object with all that is known of it.
func (s Shell) Describe(ctx context.Context, source Source, o DescribeOptions) error {
	if err := o.Style.Check(); err != nil {
		return mistake(err)
	}
	if err := o.check(); err != nil {
		return err
	}
	now := s.Now()
	switch o.Kind {
	case Clusters:
		f := s.clusters(ctx, source, o.Scope, true)
		return one(s, f, o, output.Listing[row[model.Cluster]]{
			Member: string(Clusters), Columns: clusterColumns(false), Value: clusterDocument,
			Name: func(c row[model.Cluster]) string { return c.value.Name },
		}, nil)
	case Services:
		f := found[model.Service]{}
		var rollout model.Rollout
		service, err := source.Reader.DescribeService(ctx, o.Scope.ref())
		if err == nil {
			err = o.Scope.read(service)
		}
		if err != nil {
			f.lose(source, o.Scope.Service, err)
		} else {
			rollout = model.RolloutOf(service, s.rollout(ctx, source, service))
			f.rows = []row[model.Service]{{value: service, cluster: model.NameOf(service.ClusterARN), where: source.where(service.ARN), pinned: true, rollout: &rollout}}
		}
		return one(s, f, o, output.Listing[row[model.Service]]{
			Member: string(Services), Columns: rolloutColumns(now), Value: serviceDocument(now),
			Name: func(v row[model.Service]) string { return v.value.Name },
		}, s.more(source, o, rollout))
	default:
		f, err := s.oneSet(ctx, source, o.Scope)
		if err != nil {
			return err
		}
		return one(s, f, o, output.Listing[row[model.TaskSet]]{
			Member: memberTaskSets, Columns: withTraffic(setColumns(now, false, false)), Value: setDocument(now),
			Name: func(t row[model.TaskSet]) string { return t.value.ID },
		}, nil)
	}
}

// check finds what cannot work before anything is asked: what a list cannot have, but for the
// columns that a description has as well.
func (o DescribeOptions) check() error {
	list := ListOptions{Kind: o.Kind, Scope: o.Scope, Style: o.Style}
	if o.Kind != Services {
		return list.Check()
	}
	list.Style.Columns, list.Style.Sort = nil, ""
	return cmp.Or(list.Check(), checkColumns(rolloutColumns(noTime), o.Style))
}

// oneSet is the set of a scope, with its tags.
func (s Shell) oneSet(ctx context.Context, source Source, scope Scope) (f found[model.TaskSet], err error) {
	service, err := source.Reader.DescribeService(ctx, scope.ref())
	if err != nil {
		return f, err
	}
	if err := scope.read(service); err != nil {
		return f, err
	}
	set, ok, err := scope.pick(service, s.Ask != nil)
	if err != nil {
		return f, err
	}
	if !ok {
		f.lose(source, scope.Set, reason{model.ReasonMissing, ""})
		return f, nil
	}
	if tagged, err := source.Reader.DescribeTaskSet(ctx, service.TaskSetRef(set)); err == nil {
		set = tagged
	} else {
		f.lose(source, set.ARN, err) // it is told without its tags
	}
	f.rows = []row[model.TaskSet]{{
		value: set, cluster: model.NameOf(service.ClusterARN), service: service.Name, where: source.where(set.ARN), pinned: true,
	}}
	balance(model.RolloutOf(service, s.rollout(ctx, source, service)), f.rows)
	return f, nil
}

// one writes one object: a document as a list has it, or a line for each value in place of a
// table of one row, and what more there is after that.
func one[T any](s Shell, f found[T], o DescribeOptions, l output.Listing[row[T]], more func(io.Writer) error) error {
	l.Rows, l.Failures = f.rows, f.failures
	if len(f.rows) == 0 && !o.Style.Format.Document() {
		return s.incomplete(f.failures, f.fault, 0)
	}
	if o.Style.Format != output.Table && o.Style.Format != output.Wide || len(f.rows) == 0 || o.Style.Columns != nil {
		if err := l.Write(s.Out, o.Style); err != nil {
			return err
		}
		return s.incomplete(f.failures, f.fault, len(f.rows))
	}
	if err := fields(s.Out, l, o.Style); err != nil {
		return err
	}
	if more != nil {
		if err := more(s.Out); err != nil {
			return err
		}
	}
	return s.incomplete(f.failures, f.fault, len(f.rows))
}

// field is a line of a description: the name of a column and its value.
type field struct{ name, value string }

// fields writes the values of one object below each other.
func fields[T any](w io.Writer, l output.Listing[row[T]], style output.Style) error {
	var rows []field
	for _, c := range l.Columns {
		if c.Level != output.ByName || style.Format == output.Wide {
			rows = append(rows, field{c.Name, c.Text(l.Rows[0])})
		}
	}
	return output.Listing[field]{Columns: []output.Column[field]{
		{Name: "field", Title: "FIELD", Text: func(f field) string { return f.name }},
		{Name: "value", Title: "VALUE", Text: func(f field) string { return f.value }},
	}, Rows: rows}.Write(w, output.Style{Format: output.Wide, NoHeaders: style.NoHeaders})
}

// more writes the sides of a service and its newest events.
func (s Shell) more(source Source, o DescribeOptions, rollout model.Rollout) func(io.Writer) error {
	return func(w io.Writer) error {
		style := output.Style{Format: o.Style.Format, Width: o.Style.Width, Every: true, NoHeaders: o.Style.NoHeaders}
		service, now := rollout.Service, s.Now()
		if rows := s.setRows(source, service, true); len(rows) == len(rollout.Sides) && len(rows) > 0 {
			balance(rollout, rows)
			sets := output.Listing[row[model.TaskSet]]{Columns: withTraffic(setColumns(now, false, false)), Rows: rows}
			if err := section(w, sets, style); err != nil {
				return err
			}
		} else if len(rollout.Sides) > 0 {
			if err := section(w, sidesOf(rollout, now), style); err != nil {
				return err
			}
		}
		events := output.Listing[model.Event]{Columns: []output.Column[model.Event]{
			{Name: "createdAt", Title: "EVENT", Text: func(e model.Event) string { return say.Stamp(e.At, now) }},
			{Name: "message", Title: "MESSAGE", Text: func(e model.Event) string { return e.Message }},
		}, Rows: service.Events[:max(0, min(o.Events, len(service.Events)))]}
		if len(events.Rows) == 0 {
			return nil
		}
		style.Width = 0 // a message is read to its end
		return section(w, events, style)
	}
}

// sidesOf are the sides of a service of the ECS controller: its deployments, or the revisions
// of the one under way.
func sidesOf(r model.Rollout, now time.Time) output.Listing[int] {
	of := func(tell func(model.Side) string) func(int) string {
		return func(i int) string { return tell(r.Sides[i]) }
	}
	count := func(name, title string, count func(model.Side) int32) output.Column[int] {
		return number(name, title, output.InTable, func(int) bool { return true }, func(i int) int32 { return count(r.Sides[i]) })
	}
	listing := output.Listing[int]{Columns: []output.Column[int]{
		text("id", "ID", output.InTable, of(func(side model.Side) string { return side.ID })),
		words("status", "STATUS", output.InTable, of(func(side model.Side) string { return side.Role })),
		words("rolloutState", "ROLLOUT", output.InTable, of(stability)),
		count("runningCount", "RUNNING", func(side model.Side) int32 { return side.Running }),
		count("pendingCount", "PENDING", func(side model.Side) int32 { return side.Pending }),
		count("desiredCount", "DESIRED", func(side model.Side) int32 { return side.Wanted }),
		revision(of(func(side model.Side) string { return side.TaskDefinition })),
		age(now, func(i int) time.Time { return r.Sides[i].CreatedAt }),
		text(columnTraffic, "TRAFFIC", output.InTable, func(i int) string { return r.Traffic.Sides[i].Text() }),
		text(columnTargets, "TARGETS", output.InTable, func(i int) string { return r.Targets[i].Text() }),
	}}
	for i := range r.Sides {
		listing.Rows = append(listing.Rows, i)
	}
	return listing
}

// withTraffic shows what load balancing tells of sets as well.
func withTraffic(columns []output.Column[row[model.TaskSet]]) []output.Column[row[model.TaskSet]] {
	for i := range columns {
		if columns[i].Name == columnTraffic || columns[i].Name == columnTargets {
			columns[i].Level = output.InTable
		}
	}
	return columns
}

// section is a table below what was written before.
func section[T any](w io.Writer, l output.Listing[T], style output.Style) error {
	if _, err := io.WriteString(w, "\n"); err != nil {
		return err
	}
	return l.Write(w, style)
}
