package ui

import (
	"fmt"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/model"
	"tealset/ui/feed"
	"tealset/ui/say"
)

// servicesPage is the list of the services of one cluster, or of all clusters of a
// connection.
type servicesPage struct {
	*frame
	conn    *connection
	cluster string                     // ARN, or name as given; empty for all
	all     *feed.List[model.Cluster]  // the clusters whose services are listed; nil for one
	name    func(model.Service) string // with its cluster, where there are several
	list    *feed.List[model.Service]
	grid    *grid[model.Service]
	beside  *boardPage // of the service that is told of
	preview preview
	shown   int // the version of the rows that the grid has

	tiers    tally     // how many of the services are in each tier
	oldest   time.Time // when the service was read that has not been for the longest time
	surveyed time.Time // when both were counted
	verdicts map[*model.Row[model.Service]]verdict
}

// newServices lists the services of a cluster, by name or ARN.
func newServices(f *frame, conn *connection, cluster string) *servicesPage {
	p := &servicesPage{frame: f, conn: conn, cluster: cluster, name: func(s model.Service) string { return s.Name }}
	// The services may name their cluster otherwise than it was asked for.
	return p.listing(feed.OneScope(cluster), func(model.Service) string { return cluster })
}

// newAllServices lists the services of all clusters of a connection.
func newAllServices(f *frame, conn *connection, clusters *feed.List[model.Cluster]) *servicesPage {
	p := &servicesPage{frame: f, conn: conn, all: clusters, name: func(s model.Service) string {
		return model.NameOf(s.ClusterARN) + "/" + s.Name
	}}
	return p.listing(func() ([]string, bool) { return withServices(clusters) }, func(s model.Service) string { return s.ClusterARN })
}

func (p *servicesPage) listing(scopes func() ([]string, bool), scope func(model.Service) string) *servicesPage {
	p.grid = &grid[model.Service]{columns: serviceColumns(p.name), sort: stateTitle, followsTop: true, gone: " is not listed any more", name: p.name, texts: serviceTexts}
	p.list = feed.NewList(p.reads.In(p.conn.Region), "", p.conn.store.Services, feed.Kind[model.Service]{
		ListOperation: "ListServices", DescribeOperation: "DescribeServices",
		Batch: describeServicesMax, WatchCursor: true,
		List: p.conn.Backend.ListServices, Describe: p.conn.Backend.DescribeServices,
		Scopes: scopes, Scope: scope, Key: model.ServiceKey,
		Listed: func(arn, cluster string) model.Service {
			s := model.ListedService(arn)
			s.ClusterARN = cluster
			return s
		},
	}, p.grid)
	p.beside = newBoard(p, model.ServiceRef{}, model.Key{})
	return p
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

// listOfAll is the list of the services of all clusters, with the reads of those: their
// names, and how many services each has, for every new listing of the services. The page
// of clusters takes what they bring.
type listOfAll struct {
	*feed.List[model.Service]
	clusters *feed.List[model.Cluster]
}

// Start reads the clusters first, and then what changes in them as the background does.
func (l listOfAll) Start(now time.Time) tea.Cmd {
	if !l.clusters.Complete() || l.clusters.Failed() {
		return tea.Batch(l.clusters.Start(now), l.List.Start(now))
	}
	return tea.Batch(l.clusters.StartUnseen(now), l.List.Start(now))
}

func (l listOfAll) Stop() {
	l.List.Stop()
	l.clusters.Stop()
}

func (l listOfAll) Pollers() []*feed.Poller {
	return slices.Concat(l.List.Pollers(), l.clusters.Pollers())
}

func (p *servicesPage) feeds() []feed.Feed {
	if p.all != nil {
		return []feed.Feed{listOfAll{p.list, p.all}}
	}
	return []feed.Feed{p.list}
}

// background goes on to look for what turns broken while a board or a list of tasks has the
// screen: in a list that has been on it, not in that of a board which was opened by name.
func (p *servicesPage) background(onScreen bool) []feed.Feed {
	if onScreen || p.list.ListedAt().IsZero() {
		return nil
	}
	return []feed.Feed{feed.Unseen[model.Service]{List: p.list}}
}

func (p *servicesPage) sync(l look) {
	if version := p.list.Version(); version != p.shown {
		p.shown = version
		p.grid.setRows(l, p.list.Rows())
	}
	if since := l.now.Sub(p.surveyed); since < 0 || since >= time.Second {
		p.survey(l)
	}
}

// showBeside puts the service that is told of into the board beside the list.
func (p *servicesPage) showBeside(l look) {
	p.beside.preview(p.preview.key)
	p.beside.sync(l)
}

// survey counts the services of each tier, as far as they have been read, and finds
// out which was read longest ago. It looks at all of them, so it runs once a second,
// not for each key.
func (p *servicesPage) survey(l look) {
	p.surveyed, p.tiers, p.oldest = l.now, tally{}, l.now
	if p.verdicts == nil || len(p.verdicts) > 2*len(p.list.Rows()) {
		p.verdicts = map[*model.Row[model.Service]]verdict{}
	}
	for _, row := range p.list.Rows() {
		p.tiers[p.judge(l, row)]++
		if !row.ReadAt.IsZero() && row.ReadAt.Before(p.oldest) {
			p.oldest = row.ReadAt
		}
	}
}

// verdict is the tier of a service, as it was when it was looked at last.
type verdict struct {
	tier       model.Tier
	readAt, at time.Time // when the service was read, and judged
}

// judge is the tier of a service. It is found out when that was read anew, and from time to
// time, as time alone makes some stuck.
func (p *servicesPage) judge(l look, row *model.Row[model.Service]) model.Tier {
	const lasts = 10 * time.Second
	last, known := p.verdicts[row]
	since := l.now.Sub(last.at)
	if known && last.readAt.Equal(row.ReadAt) && 0 <= since && since < lasts {
		return last.tier
	}
	tier := row.Value.Health(l.now).Tier
	p.verdicts[row] = verdict{tier: tier, readAt: row.ReadAt, at: l.now}
	p.alarms.see(row, tier)
	return tier
}

func (p *servicesPage) bindings() []binding {
	k := p.keys
	return slices.Concat(
		[]binding{{Binding: k.Open, can: p.whyNotOpen, does: p.openCurrent, onRow: true, opens: &boardPage{frame: p.frame}}},
		common(k.Back, k.Filter, k.Sort, k.Command, k.Activity, k.Help, k.Quit, k.Details, k.YAML),
	)
}

func (p *servicesPage) whyNotOpen() string {
	if p.grid.Current() == nil {
		return "there is no service to open"
	}
	return ""
}

func (p *servicesPage) openCurrent() action {
	row := p.grid.Current()
	cluster := p.cluster
	if p.all != nil {
		cluster = row.Value.ClusterARN
	}
	return openAction{p.board(model.ServiceRef{Cluster: cluster, Service: row.ARN}, row.Key)}
}

// board is that of one of its services; the key is zero where only the name is known.
func (p *servicesPage) board(ref model.ServiceRef, key model.Key) *boardPage {
	return newBoard(p, ref, key)
}

func (p *servicesPage) pair() *servicesPage { return p }

func (p *servicesPage) table() table { return p.grid }

func (p *servicesPage) subject() (about subject, ok bool) {
	row := p.grid.Current()
	if row == nil {
		return subject{}, false
	}
	return rowSubject(p.conn, row, serviceDetails), true
}

func (p *servicesPage) from() *connection { return p.conn }

func (p *servicesPage) arns() []string {
	arns := []string{p.cluster}
	if rows := p.list.Rows(); len(rows) > 0 {
		arns = append(arns, rows[0].ARN)
	}
	return arns
}

func (p *servicesPage) crumb() string {
	if p.all != nil {
		return "all clusters"
	}
	return model.NameOf(p.cluster)
}

// sum counts the services, and tells what of them is not known yet.
func (p *servicesPage) sum(l look) string {
	clusters := p.clustersSum()
	if clusters != "" && len(p.list.Rows()) == 0 {
		return clusters
	}
	known, total := p.list.Described()
	sum := counted("service", p.grid, known, total, p.list.FirstListing())
	sum = say.Join(sum, clusters, p.tiers.text(l, model.Broken), p.tiers.text(l, model.Untidy))
	if old := l.now.Sub(p.oldest).Truncate(time.Minute); known == total && old > 0 && !p.grid.fits() {
		sum += say.Dot + "rest " + say.Minutes(old) + " old" // r reads it again
	}
	return sum
}

// clustersSum tells how far the listing of all clusters has come; empty when it has come
// to its end.
func (p *servicesPage) clustersSum() string {
	switch {
	case p.all == nil:
		return ""
	case p.list.ListedAt().IsZero() && !p.list.Listing():
		known, total := p.all.Described()
		return fmt.Sprintf("reading clusters: %s of %s", say.Thousands(known), say.Thousands(total))
	case p.list.FirstListing():
		listed, clusters := p.list.Listed()
		return fmt.Sprintf("%s of %s clusters", say.Thousands(listed), say.Thousands(clusters))
	}
	return ""
}

func (p *servicesPage) readAt() time.Time { return oldest(p.grid.Visible()) }

func (p *servicesPage) stale() bool { return slices.ContainsFunc(p.grid.Visible(), p.list.Unreadable) }

func (p *servicesPage) body(l look, d drawing) []string {
	if len(p.grid.shown) > 0 {
		return p.grid.lines(l, d.focused, p.list.Unreadable)
	}
	text, unread := "no services in this cluster", ""
	if p.list.Listing() || p.list.ListedAt().IsZero() {
		text = "reading…"
	}
	if known, total := p.list.Described(); known < total {
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
			if p.list.Unreadable(row) {
				return l.old(reason, row.ReadAt)
			}
			return style.Render(reason)
		}
	}
	return ""
}
