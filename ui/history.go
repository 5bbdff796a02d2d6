package ui

import (
	"context"
	"slices"
	"sync"
	"time"

	"tealset/model"
	"tealset/ui/feed"
)

// historyPage is the list of the deployments of one service with the ECS controller: all that
// ECS keeps, which are those of the last 90 days.
type historyPage struct {
	*frame
	conn  *connection
	ref   model.ServiceRef
	list  *feed.List[model.ServiceDeployment]
	grid  *grid[model.ServiceDeployment]
	shown int // the version of the rows that the grid has
}

// briefs are the lines of a listing by ARN. They are written off the Update goroutine.
type briefs struct {
	sync.Mutex
	of map[string]model.ServiceDeploymentBrief
}

func newHistory(board *boardPage) *historyPage {
	p := &historyPage{frame: board.frame, conn: board.conn, ref: board.ref}
	p.grid = &grid[model.ServiceDeployment]{
		columns: p.columns(), followsTop: true, gone: " is not listed any more",
		name: deploymentBegan, label: deploymentID, texts: deploymentTexts,
	}
	backend, ref, listed := p.conn.Backend, p.ref, &briefs{of: map[string]model.ServiceDeploymentBrief{}}
	p.list = feed.NewList(p.reads.In(p.conn.Region), "", p.conn.store.ServiceDeployments, feed.Kind[model.ServiceDeployment]{
		ListOperation: "ListServiceDeployments", DescribeOperation: "DescribeServiceDeployments",
		Batch: describeDeploymentsMax,
		List: func(ctx context.Context, _ string, from model.Cursor) (model.Names, error) {
			history, next, more, err := backend.ListServiceDeployments(ctx, ref, from)
			names := listed.take(history)
			names.Next, names.More = next, more
			return names, err
		},
		Describe: func(ctx context.Context, _ string, arns []string) (model.Descriptions[model.ServiceDeployment], error) {
			return backend.DescribeServiceDeployments(ctx, arns)
		},
		Scopes: feed.OneScope(ref.Cluster), Scope: func(model.ServiceDeployment) string { return ref.Cluster },
		Key:     func(_, arn string) model.Key { return model.ServiceDeploymentKey(arn) },
		Settled: model.ServiceDeployment.Final,
		Listed:  func(arn, _ string) model.ServiceDeployment { return listed.deployment(arn) },
	}, p.grid)
	return p
}

// take keeps the lines of a listing.
func (b *briefs) take(history []model.ServiceDeploymentBrief) model.Names {
	b.Lock()
	defer b.Unlock()
	names := model.Names{ARNs: make([]string, len(history))}
	for i, brief := range history {
		names.ARNs[i], b.of[brief.ARN] = brief.ARN, brief
	}
	return names
}

// deployment is what the listing tells of a deployment.
func (b *briefs) deployment(arn string) model.ServiceDeployment {
	b.Lock()
	defer b.Unlock()
	brief := b.of[arn]
	d := model.ServiceDeployment{
		ARN: arn, ServiceARN: brief.ServiceARN, ClusterARN: brief.ClusterARN, Status: brief.Status, StatusReason: brief.StatusReason,
		CreatedAt: brief.CreatedAt, StartedAt: brief.StartedAt, FinishedAt: brief.FinishedAt,
	}
	if brief.TargetARN != "" {
		d.Target = &model.RevisionCounts{ARN: brief.TargetARN}
	}
	return d
}

func (p *historyPage) feeds() []feed.Feed { return []feed.Feed{p.list} }

func (p *historyPage) sync(l look) {
	if version := p.list.Version(); version != p.shown {
		p.shown = version
		p.grid.setRows(l, p.list.Rows())
	}
}

func (p *historyPage) bindings() []binding {
	k := p.keys
	return slices.Concat(
		common(k.Back, k.Details, k.Filter, k.Sort, k.Refresh, k.Activity, k.Help, k.YAML, k.CopyID),
		[]binding{{Binding: k.Open, does: func() action { return detailsAction{} }, unnamed: true, onRow: true}},
	)
}

func (p *historyPage) pair() *servicesPage { return nil }

func (p *historyPage) table() table { return p.grid }

func (p *historyPage) subject() (about subject, ok bool) {
	if row := p.grid.Current(); row != nil {
		return rowSubject(p.conn, row, p.details), true
	}
	return subject{}, false
}

func (p *historyPage) from() *connection { return p.conn }

func (p *historyPage) arns() []string { return []string{p.ref.Service} }

func (p *historyPage) crumb() string { return "history" }

func (p *historyPage) sum(look) string {
	known, total := p.list.Described()
	return counted("deployment", p.grid, known, total, p.list.Partial())
}

// reasonRoom is how many lines below the rows are enough for the reason, with a blank one.
const reasonRoom = 3

// below is how many lines are left below the rows.
func (p *historyPage) below() int { return p.grid.height - len(p.grid.shown) }

// about is why the deployment under the cursor ended, below the rows: a row has little room for it.
func (p *historyPage) about(l look, width int) []string {
	row := p.grid.Current()
	if row == nil || deploymentReason(row.Value) == "" || p.below() < reasonRoom {
		return nil
	}
	_, style := deploymentSign(l, row.Value)
	lines := []string{""}
	for _, line := range limited(wrap(deploymentReason(row.Value), width-4), p.below()-1, width-4) {
		lines = append(lines, "   "+style.Render(line))
	}
	return lines
}

// remark is the same in one line, where the rows leave no room.
func (p *historyPage) remark() string {
	if row := p.grid.Current(); row != nil && p.below() < reasonRoom {
		return deploymentReason(row.Value)
	}
	return ""
}

func (p *historyPage) readAt() time.Time { return p.list.ListedAt() }

func (p *historyPage) stale() bool { return slices.ContainsFunc(p.grid.Visible(), p.list.Unreadable) }

func (p *historyPage) body(l look, d drawing) []string {
	if len(p.grid.shown) > 0 {
		return append(p.grid.lines(l, d.focused, p.list.Unreadable), p.about(l, d.width)...)
	}
	text := "no deployments in the last 90 days"
	if p.list.Listing() || p.list.ListedAt().IsZero() {
		text = beingRead
	}
	return emptyBody(l, p.grid, d.failing, text, "")
}

// opensHistory shows the deployments of the service, which the ECS controller alone keeps.
func (b *boardPage) opensHistory() binding {
	return binding{
		Binding: b.keys.History,
		group:   groupCloser, elsewhere: "open a service to see the history of its deployments",
		can: b.whyNoHistory, opens: &historyPage{frame: b.frame},
		does: func() action { return openAction{newHistory(b)} },
	}
}

func (b *boardPage) whyNoHistory() string {
	service, ok := b.service()
	switch {
	case !ok || !service.Described:
		return nothingRead
	case service.ControllerType() == model.ControllerCodeDeploy:
		return "ECS keeps no history for CODE_DEPLOY: CodeDeploy has it"
	case service.ControllerType() != model.ControllerECS:
		return "ECS keeps no history for " + service.ControllerType() + ": only for its own controller"
	}
	return ""
}
