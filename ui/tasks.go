package ui

import (
	"context"
	"slices"
	"strings"
	"time"

	"tealset/model"
	"tealset/ui/feed"
	"tealset/ui/say"
)

// tasksPage is the list of the tasks of one service, by side: those that are meant to run,
// and those that have stopped in the last hour or so.
type tasksPage struct {
	*frame
	conn  *connection
	board *boardPage // it was opened from: it knows the sides
	ref   model.ServiceRef
	list  *feed.List[model.Task]
	sides feed.Feed // reads the service, whose sides come and go
	grid  *grid[model.Task]
	shown [2]int // the versions of the rows and of the service that the grid has
	known []model.Side
	ended []model.StopGroup
}

const (
	// taskNamesEvery is how often the tasks are listed: in a rollout they come and go.
	taskNamesEvery = 20 * time.Second
	// taskSidesEvery is how often the service is read for its sides.
	taskSidesEvery = time.Minute
)

func newTasks(board *boardPage) *tasksPage {
	p := &tasksPage{frame: board.frame, conn: board.conn, board: board, ref: board.ref}
	p.grid = &grid[model.Task]{
		columns: p.columns(), followsTop: true, gone: notListed,
		name: p.sideOf, label: model.Task.ID, texts: taskTexts,
	}
	backend, ref, allowance := p.conn.Backend, p.ref, p.reads.In(p.conn.Region)
	p.list = feed.NewList(allowance, "", p.conn.store.Tasks, feed.Kind[model.Task]{
		ListOperation: "ListTasks", DescribeOperation: "DescribeTasks",
		Batch: describeTasksMax, NamesEvery: taskNamesEvery,
		List: func(ctx context.Context, _ string, from model.Cursor) (model.Names, error) {
			return listAllTasks(ctx, backend, ref, from)
		},
		Describe: backend.DescribeTasks,
		// The tasks may name their cluster otherwise than it was asked for.
		Scopes: feed.OneScope(ref.Cluster), Scope: func(model.Task) string { return ref.Cluster },
		Key:     model.TaskKey,
		Settled: func(t model.Task) bool { return t.LastStatus == model.TaskStopped },
		Listed:  model.ListedTask,
	}, p.grid)
	every := func() time.Duration { return taskSidesEvery }
	p.sides = feed.NewPart(allowance, "DescribeServices", feed.Pace{Every: every, Requests: always(1)}, board.request, board.fold, func(*model.Fault) {})
	return p
}

// listAllTasks lists the tasks that are meant to run, and after them those that have
// stopped: one listing, so that what a failure leaves out stays on the screen.
func listAllTasks(ctx context.Context, backend Backend, ref model.ServiceRef, from model.Cursor) (model.Names, error) {
	const stopped = 1
	if from.Part == stopped {
		return backend.ListStoppedTasks(ctx, ref, from)
	}
	names, err := backend.ListTasks(ctx, ref, from)
	if err == nil && !names.More {
		names.Next, names.More = model.Cursor{Part: stopped}, true
	}
	return names, err
}

func (p *tasksPage) feeds() []feed.Feed { return []feed.Feed{p.list, p.sides} }

func (p *tasksPage) sync(l look) {
	service := 0
	if row := p.conn.store.Services.Row(p.board.key); row != nil {
		service = row.Version()
	}
	if now := [2]int{p.list.Version(), service}; now != p.shown {
		p.shown, p.known = now, p.board.rollout().Sides
		tasks := make([]model.Task, len(p.list.Rows()))
		for i, row := range p.list.Rows() {
			tasks[i] = row.Value
		}
		p.ended = model.StopGroups(tasks)
		p.grid.forgetRanks()
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
	about = rowSubject(p.conn, row, p.details)
	about.definition = row.Value.TaskDefinition
	return about, true
}

func (p *tasksPage) from() *connection { return p.conn }

func (p *tasksPage) arns() []string { return []string{p.ref.Service} }

func (p *tasksPage) crumb() string { return "tasks" }

// sum tells how many tasks there are, and why some stopped: the verdicts of all sides, the
// worst first.
func (p *tasksPage) sum(l look) string {
	known, total := p.list.Described()
	parts := []string{counted("task", p.grid, known, total, p.list.Partial())}
	for _, group := range p.ended {
		_, style := stopSign(l, group.Kind)
		parts = append(parts, style.Render(group.Sentence(l.now)))
	}
	return say.Join(parts...)
}

func (p *tasksPage) readAt() time.Time { return oldest(p.grid.Visible()) }

func (p *tasksPage) stale() bool { return slices.ContainsFunc(p.grid.Visible(), p.list.Unreadable) }

func (p *tasksPage) body(l look, d drawing) []string {
	if len(p.grid.shown) > 0 {
		return p.grid.lines(l, d.focused, p.list.Unreadable)
	}
	text := "no task runs, and none stopped in the last hour"
	if p.list.Listing() || p.list.ListedAt().IsZero() {
		text = beingRead
	}
	return emptyBody(l, p.grid, d.failing, text, "")
}

// taskTexts are what the filter finds of a task, beside what its cells say.
func taskTexts(t model.Task) []string {
	texts := []string{t.ARN, t.LastStatus, t.Missing, t.Health, t.AvailabilityZone, t.StartedBy, t.TaskDefinition, t.PrivateAddress(), t.StoppedReason}
	for _, c := range t.Containers {
		texts = append(texts, c.Name, c.Image, c.ImageDigest, c.Reason)
	}
	return slices.DeleteFunc(texts, func(text string) bool { return strings.TrimSpace(text) == "" })
}
