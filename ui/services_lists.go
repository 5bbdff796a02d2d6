package ui

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/model"
	"tealset/ui/feed"
)

// serviceList is the list of the services of one cluster, or of all clusters of a
// connection: then with the reads of those, whose page takes what they bring.
type serviceList struct {
	*feed.List[model.Service]
	clusters *feed.List[model.Cluster] // nil for one
}

func (p *servicesPage) listing(
	conn *connection, source string, scopes func() ([]string, bool), scope func(model.Service) string,
) serviceList {
	return serviceList{List: feed.NewList(p.reads.In(conn.Region), source, conn.store.Services, feed.Kind[model.Service]{
		ListOperation: "ListServices", DescribeOperation: "DescribeServices",
		Batch: describeServicesMax, WatchCursor: true,
		List: conn.Backend.ListServices, Describe: conn.Backend.DescribeServices,
		Scopes: scopes, Scope: scope, Key: model.ServiceKey,
		Listed: func(arn, cluster string) model.Service {
			s := model.ListedService(arn)
			s.ClusterARN, s.SeenBy = cluster, conn.label()
			return s
		},
	}, p.grid)}
}

// list is that of a row.
func (p *servicesPage) list(row *model.Row[model.Service]) serviceList {
	if p.all() {
		return p.lists[row.Source]
	}
	return p.lists[0]
}

// rows are those of all lists.
func (p *servicesPage) rows() []*model.Row[model.Service] {
	if len(p.lists) == 1 {
		return p.lists[0].Rows()
	}
	var rows []*model.Row[model.Service]
	for _, list := range p.lists {
		rows = append(rows, list.Rows()...)
	}
	return rows
}

// known are the rows of all lists; of one that has not been listed yet, those that other
// pages have read.
func (p *servicesPage) known() []*model.Row[model.Service] {
	var rows []*model.Row[model.Service]
	for _, list := range p.lists {
		if p.all() && list.ListedAt().IsZero() {
			rows = append(rows, p.conns[list.Source()].store.Services.Here()...)
		} else {
			rows = append(rows, list.Rows()...)
		}
	}
	return rows
}

// described tells how many services have been described, of how many there are, and
// whether there may be more.
func (p *servicesPage) described() (known, total int, partial bool) {
	for _, list := range p.lists {
		k, t := list.Described()
		known, total, partial = known+k, total+t, partial || list.Partial()
	}
	return known, total, partial
}

func (p *servicesPage) unreadable(row *model.Row[model.Service]) bool {
	return p.list(row).Unreadable(row)
}

// withServices are the clusters that have services to list, once all of them have
// been described, as far as that is allowed.
func withServices(clusters *feed.List[model.Cluster]) (arns []string, ready bool) {
	if !clusters.Complete() || clusters.Failed() && len(clusters.Rows()) == 0 {
		return nil, false
	}
	for _, row := range clusters.Rows() {
		if c := row.Value; c.ActiveServices > 0 || !c.Described && c.Missing == "" {
			arns = append(arns, row.ARN)
		}
	}
	return arns, true
}

// Start reads the clusters first, and then what changes in them as the background does.
func (l serviceList) Start(now time.Time) tea.Cmd {
	switch {
	case l.clusters == nil:
		return l.List.Start(now)
	case !l.clusters.Complete() || l.clusters.Failed():
		return tea.Batch(l.clusters.Start(now), l.List.Start(now))
	}
	return tea.Batch(l.clusters.StartUnseen(now), l.List.Start(now))
}

// Stop drops what is under way of both.
func (l serviceList) Stop() {
	l.List.Stop()
	if l.clusters != nil {
		l.clusters.Stop()
	}
}

// Pollers are those of both.
func (l serviceList) Pollers() []*feed.Poller {
	if l.clusters == nil {
		return l.List.Pollers()
	}
	return slices.Concat(l.List.Pollers(), l.clusters.Pollers())
}
