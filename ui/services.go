package ui

import (
	"fmt"
	"slices"
	"time"

	"tealset/model"
	"tealset/ui/feed"
	"tealset/ui/say"
	"tealset/ui/widget"
)

// servicesPage is the list of the services of one cluster, or of all clusters of all
// connections.
type servicesPage struct {
	*frame
	conn    *connection                // that of the cluster; the first one for all
	cluster string                     // ARN, or name as given; empty for all
	name    func(model.Service) string // with its cluster, where there are several
	lists   []serviceList              // one for a cluster, else one for each connection
	grid    *grid[model.Service]
	beside  *boardPage // of the service that is told of
	preview preview
	shown   int // the version of the rows that the grid has
	whose   int // what the column takes beside a board that tells whose a service is; 0 without it

	survey survey // of all rows
}

// newServices lists the services of a cluster, by name or ARN.
func newServices(f *frame, conn *connection, cluster string) *servicesPage {
	p := &servicesPage{frame: f, conn: conn, cluster: cluster, name: func(s model.Service) string { return s.Name }}
	p.grid = p.newGrid(chosen(f.columns[TableServices], serviceColumns(p.name), moreServiceColumns))
	// The services may name their cluster otherwise than it was asked for.
	p.lists = []serviceList{p.listing(conn, "", feed.OneScope(cluster), func(model.Service) string { return cluster })}
	p.beside = newBoard(p, conn, model.ServiceRef{}, model.Key{})
	return p
}

// newAllServices lists the services of all clusters of all connections, whose lists of
// clusters are given.
func newAllServices(f *frame, clusters []*feed.List[model.Cluster]) *servicesPage {
	p := &servicesPage{frame: f, conn: f.conns[0], name: func(s model.Service) string {
		return model.NameOf(s.ClusterARN) + "/" + s.Name
	}}
	p.grid = p.newGrid(chosen(f.columns[TableServices], serviceColumns(p.name), moreServiceColumns))
	if len(f.conns) > 1 {
		whose := whoseColumn(f.conns)
		p.grid.columns = slices.Insert(p.grid.columns, min(3, len(p.grid.columns)), whose)
		p.grid.columns[0].Min = nameMin // where it cannot have that, the other is left out
		p.whose = whose.Min + widget.Gap
	}
	for i, conn := range f.conns {
		source := ""
		if len(f.conns) > 1 {
			source = conn.label()
		}
		list := p.listing(conn, source, func() ([]string, bool) { return withServices(clusters[i]) },
			func(s model.Service) string { return s.ClusterARN })
		list.clusters = clusters[i]
		p.lists = append(p.lists, list)
	}
	p.beside = newBoard(p, p.conn, model.ServiceRef{}, model.Key{})
	return p
}

func (p *servicesPage) newGrid(columns []column[model.Service]) *grid[model.Service] {
	return &grid[model.Service]{
		columns: columns, sort: stateTitle, followsTop: true, gone: notListed, name: p.name, texts: serviceTexts,
	}
}

// all tells whether it lists the services of all clusters.
func (p *servicesPage) all() bool { return p.cluster == "" }

// feeds are the lists, that of the row under the cursor first.
func (p *servicesPage) feeds() []feed.Feed {
	first := 0
	if row := p.grid.Current(); row != nil && p.all() {
		first = row.Source
	}
	feeds := []feed.Feed{p.lists[first]}
	for i, list := range p.lists {
		if i != first {
			feeds = append(feeds, list)
		}
	}
	return feeds
}

// background goes on to look for what turns broken while a board or a list of tasks has the
// screen: in a list that has been on it, not in that of a board which was opened by name.
func (p *servicesPage) background(onScreen bool) []feed.Feed {
	if onScreen {
		return nil
	}
	var feeds []feed.Feed
	for _, list := range p.lists {
		if !list.ListedAt().IsZero() {
			feeds = append(feeds, feed.Unseen[model.Service]{List: list.List})
		}
	}
	return feeds
}

func (p *servicesPage) sync(l look) {
	version := 0
	for _, list := range p.lists {
		version += list.Version()
	}
	if version != p.shown {
		p.shown = version
		p.grid.setRows(l, p.rows())
	}
	p.survey.look(l, p.alarms, p.known)
}

// showBeside puts the service that is told of into the board beside the list.
func (p *servicesPage) showBeside(l look) {
	p.beside.preview(p.preview.conn, p.preview.key)
	p.beside.sync(l)
}

func (p *servicesPage) bindings() []binding {
	k := p.keys
	return slices.Concat(
		[]binding{{
			Binding: k.Open, can: p.whyNotOpen, onRow: true, opens: &boardPage{frame: p.frame},
			does: func() action { return openAction{p.currentBoard()} },
		}},
		common(k.Back, k.Filter, k.Sort),
		[]binding{{Binding: k.Events, can: p.whyNotOpen, onRow: true, does: func() action { return eventsAction{p.currentBoard()} }}},
		common(k.Command, k.Activity, k.Help, k.Quit, k.Details, k.YAML),
	)
}

func (p *servicesPage) whyNotOpen() string {
	if p.grid.Current() == nil {
		return "there is no service to open"
	}
	return ""
}

// currentBoard is that of the service under the cursor.
func (p *servicesPage) currentBoard() *boardPage {
	row := p.grid.Current()
	cluster := p.cluster
	if p.all() {
		cluster = row.Value.ClusterARN
	}
	return openBoard(p, p.conns[row.Source], model.ServiceRef{Cluster: cluster, Service: row.ARN}, row.Key)
}

func (p *servicesPage) pair() *servicesPage { return p }

func (p *servicesPage) table() table { return p.grid }

func (p *servicesPage) subject() (about subject, ok bool) {
	row := p.grid.Current()
	if row == nil {
		return subject{}, false
	}
	return rowSubject(p.conns[row.Source], row, serviceDetails), true
}

func (p *servicesPage) from() *connection {
	if row := p.grid.Current(); row != nil {
		return p.conns[row.Source]
	}
	return p.conn
}

func (p *servicesPage) arns() []string {
	if row := p.grid.Current(); row != nil {
		return []string{row.ARN, p.cluster}
	}
	return []string{p.cluster}
}

func (p *servicesPage) crumb() string {
	if p.all() {
		return "all clusters"
	}
	return model.NameOf(p.cluster)
}

// sum counts the services, and tells what of them is not known yet.
func (p *servicesPage) sum(l look) string {
	known, total, partial := p.described()
	clusters := p.clustersSum()
	if clusters != "" && total == 0 {
		return clusters
	}
	sum := counted("service", p.grid, known, total, partial)
	sum = say.Join(sum, clusters, p.survey.tiers.text(l, model.Broken), p.survey.tiers.text(l, model.Untidy))
	if old := l.now.Sub(p.survey.oldest).Truncate(time.Minute); known == total && old > 0 && !p.grid.fits() {
		sum += say.Dot + "others " + say.Minutes(old) + " old" // r reads it again
	}
	return sum
}

// clustersSum tells how far the listing of all clusters has come; empty when it has come
// to its end.
func (p *servicesPage) clustersSum() string {
	known, total, listed, of := 0, 0, 0, 0
	reading, listing := false, false
	for _, list := range p.lists {
		if list.clusters == nil {
			return ""
		}
		reading = reading || list.ListedAt().IsZero() && !list.Listing()
		listing = listing || list.FirstListing()
		k, t := list.clusters.Described()
		l, o := list.Listed()
		known, total, listed, of = known+k, total+t, listed+l, of+o
	}
	switch {
	case reading && total == 0:
		return "reading clusters"
	case reading:
		return fmt.Sprintf("reading clusters: %s of %s", say.Thousands(known), say.Thousands(total))
	case listing:
		return fmt.Sprintf("%s of %s clusters", say.Thousands(listed), say.Thousands(of))
	}
	return ""
}

func (p *servicesPage) readAt() time.Time { return oldest(p.grid.Visible()) }

func (p *servicesPage) stale() bool { return slices.ContainsFunc(p.grid.Visible(), p.unreadable) }

func (p *servicesPage) body(l look, d drawing) []string {
	if len(p.grid.shown) > 0 {
		return p.grid.lines(l, d.focused, p.unreadable)
	}
	text, unread := "no services in this cluster", ""
	if slices.ContainsFunc(p.lists, func(list serviceList) bool { return list.Listing() || list.ListedAt().IsZero() }) {
		text = beingRead
	}
	if known, total, _ := p.described(); known < total {
		unread = " in the " + say.Thousands(known) + " of " + say.Thousands(total) + " services that are described"
	}
	return emptyBody(l, p.grid, d.failing, text, unread)
}

// remark is why the service that is told of needs a person; empty where it needs none.
func (p *servicesPage) remark(l look) string {
	if row := p.previewRow(); row != nil {
		if health := row.Value.Health(l.now); health.Tier > model.Calm {
			glyph, style := l.tier(health.Tier)
			reason := glyph + " " + row.Value.Name + ": " + health.Reason
			if p.unreadable(row) {
				return l.old(reason, row.ReadAt)
			}
			return style.Render(reason)
		}
	}
	return ""
}
