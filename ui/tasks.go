package ui

import (
	"context"
	"slices"
	"time"

	"tealset/model"
	"tealset/ui/feed"
	"tealset/ui/say"
	"tealset/ui/widget"
)

// tasksPage is the list of the tasks of one service that are meant to run.
type tasksPage struct {
	*frame
	conn  *connection
	ref   model.ServiceRef
	list  *feed.List[model.Task]
	grid  *grid[model.Task]
	shown int // the version of the rows that the grid has
}

// taskNamesEvery is how often the tasks are listed: in a rollout they come and go.
const taskNamesEvery = 10 * time.Second

func newTasks(f *frame, conn *connection, ref model.ServiceRef) *tasksPage {
	p := &tasksPage{frame: f, conn: conn, ref: ref, grid: &grid[model.Task]{
		columns: taskColumns(), followsTop: true, gone: " does not run any more", name: model.Task.ID, texts: taskTexts,
	}}
	backend := conn.Backend
	p.list = feed.NewList(f.reads.In(conn.Region), "", conn.store.Tasks, feed.Kind[model.Task]{
		ListOperation: "ListTasks", DescribeOperation: "DescribeTasks",
		Batch: describeTasksMax, NamesEvery: taskNamesEvery,
		List: func(ctx context.Context, _ string, from model.Cursor) (model.Names, error) {
			return backend.ListTasks(ctx, ref, from)
		},
		Describe: backend.DescribeTasks,
		// The tasks may name their cluster otherwise than it was asked for.
		Scopes: feed.OneScope(ref.Cluster), Scope: func(model.Task) string { return ref.Cluster },
		Key:    model.TaskKey,
		Listed: model.ListedTask,
	}, p.grid)
	return p
}

func (p *tasksPage) feeds() []feed.Feed { return []feed.Feed{p.list} }

func (p *tasksPage) sync(l look) {
	if version := p.list.Version(); version != p.shown {
		p.shown = version
		p.grid.setRows(l, p.list.Rows())
	}
}

func (p *tasksPage) bindings() []binding {
	k := p.keys
	return slices.Concat(
		common(k.Back, k.Details, k.Filter, k.Sort, k.Refresh, k.Activity, k.Help, k.YAML, k.CopyID),
		[]binding{{Binding: k.Open, does: func() action { return detailsAction{} }, unnamed: true, onRow: true}},
	)
}

func (p *tasksPage) pair() *servicesPage { return nil }

func (p *tasksPage) table() table { return p.grid }

func (p *tasksPage) subject() (about subject, ok bool) {
	row := p.grid.Current()
	if row == nil {
		return subject{}, false
	}
	return rowSubject(p.conn, row, taskDetails), true
}

func (p *tasksPage) from() *connection { return p.conn }

func (p *tasksPage) arns() []string { return []string{p.ref.Service} }

func (p *tasksPage) crumb() string { return "tasks" }

func (p *tasksPage) sum(look) string {
	known, total := p.list.Described()
	return counted("task", p.grid, known, total, p.list.Partial())
}

func (p *tasksPage) readAt() time.Time { return oldest(p.grid.Visible()) }

func (p *tasksPage) stale() bool { return slices.ContainsFunc(p.grid.Visible(), p.list.Unreadable) }

func (p *tasksPage) body(l look, d drawing) []string {
	if len(p.grid.shown) > 0 {
		return p.grid.lines(l, d.focused, p.list.Unreadable)
	}
	text := "no task runs"
	if p.list.Listing() || p.list.ListedAt().IsZero() {
		text = "reading…"
	}
	return emptyBody(l, p.grid, d.failing, text, "")
}

func taskTexts(t model.Task) []string {
	return []string{t.ARN, t.LastStatus, t.Missing, t.Health, t.AvailabilityZone, t.StartedBy, t.TaskDefinition}
}

func taskColumns() []column[model.Task] {
	return []column[model.Task]{
		{
			Column: widget.Column{Title: "TASK", Min: 14, Max: 36},
			cell:   func(_ look, t model.Task, width int) widget.Cell { return widget.Plain(widget.CutLeft(t.ID(), width)) },
			rank:   func(_ look, t model.Task) rank { return byText(t.ID()) },
		},
		{
			Column: widget.Column{Title: "STATUS", Min: 16},
			cell:   taskStatusCell, verdict: true,
			rank: func(_ look, t model.Task) rank { return byText(t.LastStatus).of(t.Described) },
		},
		{
			Column: widget.Column{Title: "HEALTH", Min: 11},
			cell:   taskHealthCell,
			rank:   func(_ look, t model.Task) rank { return byText(t.Health).of(t.Described) },
		},
		{
			Column: widget.Column{Title: "AGE", Min: 5, Right: true}, ages: true,
			cell: func(l look, t model.Task, _ int) widget.Cell { return widget.Plain(say.Since(t.CreatedAt, l.now)) },
			rank: func(_ look, t model.Task) rank { return byAge(t.CreatedAt).of(t.Described) },
		},
		{
			Column: widget.Column{Title: "ZONE", Min: 11, Max: 20},
			cell:   func(_ look, t model.Task, _ int) widget.Cell { return widget.Plain(say.OrNone(t.AvailabilityZone)) },
			rank:   func(_ look, t model.Task) rank { return byText(t.AvailabilityZone).of(t.Described) },
		},
	}
}

func taskStatusCell(l look, t model.Task, _ int) widget.Cell {
	switch {
	case t.Missing != "":
		return signCell(glyphBad, l.bad, t.Missing)
	case !t.Described:
		return widget.Styled(l.dim, glyphNone)
	case t.LastStatus == model.TaskRunning:
		return widget.Plain(glyphGood + " " + t.LastStatus)
	default:
		return signCell(glyphBusy, l.busy, say.OrNone(t.LastStatus))
	}
}

// taskHealthCell shows UNKNOWN, which ECS says where a task has no health checks, as a
// thing that is not known.
func taskHealthCell(l look, t model.Task, _ int) widget.Cell {
	switch t.Health {
	case model.TaskHealthy:
		return widget.Plain(glyphGood + " " + t.Health)
	case model.TaskUnhealthy:
		return signCell(glyphBad, l.bad, t.Health)
	default:
		return widget.Styled(l.dim, say.OrNone(t.Health))
	}
}

// taskDetails are every field of a task.
func taskDetails(l look, d *detailsList, t model.Task) {
	d.add("lastStatus", t.LastStatus)
	d.add("desiredStatus", t.DesiredStatus)
	d.add("healthStatus", t.Health)
	d.add("createdAt", say.Stamp(t.CreatedAt, l.now))
	d.add("startedAt", say.Stamp(t.StartedAt, l.now))
	d.add("startedBy", t.StartedBy)
	d.add("taskDefinitionArn", t.TaskDefinition)
	d.add("availabilityZone", t.AvailabilityZone)
	d.add("launchType", t.LaunchType)
	d.add("capacityProviderName", t.CapacityProvider)
	d.add("taskArn", t.ARN)
	d.add("clusterArn", t.ClusterARN)
}
