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

// clustersPage is the first page: a list for each connection, in one table, so that one
// that fails or is slow holds up no other.
type clustersPage struct {
	*frame
	grid  *grid[model.Cluster]
	lists []*feed.List[model.Cluster]
	shown int // the version of the rows that the grid has
}

func newClusters(f *frame) *clustersPage {
	p := &clustersPage{frame: f, grid: &grid[model.Cluster]{
		columns: clusterColumns(f.conns), followsTop: true, gone: " is not listed any more",
		name: func(c model.Cluster) string { return c.Name }, texts: clusterTexts,
	}}
	for _, conn := range f.conns {
		seenBy := ""
		if len(f.conns) > 1 {
			seenBy = conn.label()
		}
		p.lists = append(p.lists, feed.NewList(f.reads.In(conn.Region), seenBy, conn.store.Clusters, clusterKind(conn), p.grid))
	}
	return p
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

// list is that of a connection.
func (p *clustersPage) list(conn *connection) *feed.List[model.Cluster] {
	return p.lists[slices.Index(p.conns, conn)]
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
	if version != p.shown {
		p.shown = version
		p.grid.setRows(l, rows)
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

func (p *clustersPage) sum(look) string {
	listing, known, total := false, 0, 0
	for _, list := range p.lists {
		described, rows := list.Described()
		listing, known, total = listing || list.FirstListing(), known+described, total+rows
	}
	return counted("cluster", p.grid, known, total, listing)
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
			return emptyBody(l, p.grid, d.failing, "reading…", "")
		}
		regions = append(regions, say.OrNone(p.conns[i].Region))
	}
	return emptyBody(l, p.grid, d.failing, "no clusters in "+strings.Join(regions, ", "), "")
}
