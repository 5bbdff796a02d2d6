package ui

import (
	"context"
	"slices"
	"time"

	"tealset/model"
	"tealset/ui/feed"
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

func newTasks(f *frame, conn *connection, ref model.ServiceRef) *tasksPage {
	p := &tasksPage{frame: f, conn: conn, ref: ref, grid: &grid[model.Task]{
		columns: taskColumns(), followsTop: true, gone: " does not run any more", name: model.Task.ID, texts: taskTexts,
	}}
	backend := conn.Backend
	p.list = feed.NewList(f.reads, "", conn.store.Tasks, feed.Kind[model.Task]{
		ListOperation: "ListTasks", DescribeOperation: "DescribeTasks",
		Batch: describeTasksMax,
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

func (p *tasksPage) table() table { return p.grid }

func (p *tasksPage) subject() (about subject, ok bool) {
	row := p.grid.Current()
	if row == nil {
		return subject{}, false
	}
	return subject{kind: ofTask, conn: p.conn, key: row.Key, arn: row.ARN}, true
}

func (p *tasksPage) from() *connection { return p.conn }

func (p *tasksPage) arns() []string { return []string{p.ref.Service} }

func (p *tasksPage) crumb() string { return "tasks" }

func (p *tasksPage) sum(look) string {
	known, total := p.list.Described()
	return counted("task", p.grid, known, total, p.list.FirstListing())
}

func (p *tasksPage) readAt() time.Time { return oldest(p.grid.Visible()) }

func (p *tasksPage) body(l look, d drawing) []string {
	if len(p.grid.shown) > 0 {
		return p.grid.lines(l, d.width, d.focused, p.list.Unreadable, d.beside)
	}
	text := "no task runs"
	if p.list.Listing() || p.list.ListedAt().IsZero() {
		text = "reading…"
	}
	return emptyBody(l, p.grid, d.failing, text, "")
}
