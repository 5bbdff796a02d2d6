package ui

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"tealset/model"
	"tealset/ui/feed"
	"tealset/ui/say"
)

// clustersPage is the first page: a list for each connection, in one table, so that one
// that fails or is slow holds up no other.
type clustersPage struct {
	*frame
	grid  *grid[model.Cluster]
	lists []*feed.List[model.Cluster]
	all   *servicesPage // the services of all clusters, of which the rows here tell; ! opens it
	shown int           // the version of the rows that the grid has
	told  int           // the version of the services that the grid tells of
	read  clusterTally  // how many services of all clusters have been read, as of then
	stay  stay
}

func newClusters(f *frame) *clustersPage {
	p := &clustersPage{frame: f}
	p.grid = &grid[model.Cluster]{
		columns: chosen(f.columns[TableClusters], clusterColumns(p.services), moreClusterColumns), sort: stateTitle, followsTop: true, gone: notListed,
		name: func(c model.Cluster) string { return c.Name }, texts: clusterTexts,
	}
	if len(f.conns) > 1 {
		p.grid.columns = slices.Insert(p.grid.columns, 1, seenByColumn(f.conns))
	}
	for _, conn := range f.conns {
		seenBy := ""
		if len(f.conns) > 1 {
			seenBy = conn.label()
		}
		p.lists = append(p.lists, feed.NewList(f.reads.In(conn.Region), seenBy, conn.store.Clusters, clusterKind(conn), p.grid))
	}
	p.all = newAllServices(f, p.lists)
	return p
}

// stay is how long a page has been on the screen.
type stay struct{ since, now time.Time }

// passingBy is how long somebody looks at the clusters who only goes through them to others:
// that costs no request for their services.
const passingBy = 5 * time.Second

// background finds out how the services of all clusters are, while the clusters are on the
// screen for long.
func (p *clustersPage) background(onScreen bool) []feed.Feed {
	if !onScreen {
		p.stay.since = time.Time{}
		return nil
	}
	if p.stay.since.IsZero() {
		p.stay.since = p.stay.now
	}
	if p.stay.now.Sub(p.stay.since) < passingBy {
		return nil
	}
	feeds := make([]feed.Feed, len(p.all.lists))
	for i, list := range p.all.lists {
		feeds[i] = feed.Unseen[model.Service]{List: list.List}
	}
	return feeds
}

// services is what is known of the services of a cluster.
func (p *clustersPage) services(c model.Cluster) clusterTally {
	for i, conn := range p.conns {
		if conn.seenBy == c.SeenBy {
			if of := p.all.survey.clusters[clusterOf{i, c.Name}]; of != nil {
				of.total = max(of.total, int(c.ActiveServices))
				return *of
			}
		}
	}
	return clusterTally{total: int(c.ActiveServices)}
}

func clusterKind(conn *connection) feed.Kind[model.Cluster] {
	backend, seenBy := conn.Backend, conn.label()
	return feed.Kind[model.Cluster]{
		ListOperation: "ListClusters", DescribeOperation: "DescribeClusters",
		Batch: describeClustersMax,
		List: func(ctx context.Context, _ string, from model.Cursor) (model.Names, error) {
			return backend.ListClusters(ctx, from)
		},
		Describe: func(ctx context.Context, _ string, clusters []string) (model.Descriptions[model.Cluster], error) {
			return backend.DescribeClusters(ctx, clusters)
		},
		Scopes: feed.OneScope(""),
		Scope:  func(model.Cluster) string { return "" },
		Key:    func(_, arn string) model.Key { return model.ClusterKey(arn) },
		Listed: func(arn, _ string) model.Cluster {
			c := model.ListedCluster(arn)
			c.SeenBy = seenBy
			return c
		},
	}
}

// feeds are the lists, that of the row under the cursor first.
func (p *clustersPage) feeds() []feed.Feed {
	first := slices.Index(p.conns, p.from())
	feeds := []feed.Feed{p.lists[first]}
	for i, list := range p.lists {
		if i != first {
			feeds = append(feeds, list)
		}
	}
	return feeds
}

func (p *clustersPage) sync(l look) {
	version := 0
	var rows []*model.Row[model.Cluster]
	for _, list := range p.lists {
		version += list.Version()
		rows = append(rows, list.Rows()...)
	}
	p.stay.now = l.now
	p.all.survey.look(l, p.alarms, p.all.known)
	if p.told != p.all.survey.version {
		p.grid.forgetRanks()
	}
	if version != p.shown || p.told != p.all.survey.version {
		p.shown, p.told = version, p.all.survey.version
		p.grid.setRows(l, rows)
		p.read = p.readOf()
	}
}

func (p *clustersPage) bindings() []binding {
	k := p.keys
	return slices.Concat(
		[]binding{{Binding: k.Open, can: p.whyNotOpen, does: p.openCurrent, onRow: true, opens: &servicesPage{frame: p.frame}}},
		common(k.Filter, k.All, k.Command, k.Activity, k.Help, k.Quit, k.Profile, k.Region, k.Sort, k.Details, k.Refresh),
	)
}

func (p *clustersPage) whyNotOpen() string {
	if p.grid.Current() == nil {
		return "there is no cluster to open"
	}
	return ""
}

func (p *clustersPage) openCurrent() action {
	row := p.grid.Current()
	return openAction{newServices(p.frame, p.conns[row.Source], row.ARN)}
}

func (p *clustersPage) pair() *servicesPage { return nil }

func (p *clustersPage) table() table { return p.grid }

func (p *clustersPage) subject() (about subject, ok bool) {
	row := p.grid.Current()
	if row == nil {
		return subject{}, false
	}
	return rowSubject(p.conns[row.Source], row, clusterDetails), true
}

func (p *clustersPage) from() *connection {
	if row := p.grid.Current(); row != nil {
		return p.conns[row.Source]
	}
	return p.conns[0]
}

func (p *clustersPage) arns() []string {
	if row := p.grid.Current(); row != nil {
		return []string{row.ARN}
	}
	return nil
}

func (p *clustersPage) crumb() string { return "" }

func (p *clustersPage) sum(l look) string {
	partial, known, total := false, 0, 0
	for _, list := range p.lists {
		described, rows := list.Described()
		partial, known, total = partial || list.Partial(), known+described, total+rows
	}
	sum := counted("cluster", p.grid, known, total, partial)
	tiers := p.all.survey.tiers
	sum = say.Join(sum, tiers.text(l, model.Broken), tiers.text(l, model.Untidy))
	if p.read.known < p.read.total && !p.stale() { // what fails needs the room
		sum += say.Dot + fmt.Sprintf("services read: %s of %s", say.Thousands(p.read.known), say.Thousands(p.read.total))
	}
	return sum
}

// readOf tells how many services of all clusters have been read, of how many. It looks at
// all clusters, and so does not run for each key.
func (p *clustersPage) readOf() (sum clusterTally) {
	for _, row := range p.grid.rows {
		services := p.services(row.Value)
		sum.known, sum.total = sum.known+services.known, sum.total+services.total
	}
	return sum
}

func (p *clustersPage) readAt() time.Time { return oldest(p.grid.Visible()) }

func (p *clustersPage) unreadable(row *model.Row[model.Cluster]) bool {
	return p.lists[row.Source].Unreadable(row)
}

func (p *clustersPage) stale() bool { return slices.ContainsFunc(p.grid.Visible(), p.unreadable) }

func (p *clustersPage) body(l look, d drawing) []string {
	if len(p.grid.shown) > 0 {
		return p.grid.lines(l, d.focused, p.unreadable)
	}
	var regions []string
	for i, list := range p.lists {
		if list.Listing() || list.ListedAt().IsZero() {
			return emptyBody(l, p.grid, d.failing, beingRead, "")
		}
		regions = append(regions, say.OrNone(p.conns[i].Region))
	}
	return emptyBody(l, p.grid, d.failing, "no clusters in "+strings.Join(regions, ", "), "")
}
