package ui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"tealset/model"
	"tealset/ui/say"
)

// openAll opens the services of all clusters of the source under the cursor.
func (m *Model) openAll() {
	if m.place != atClusters {
		m.notice = "go back to the clusters to see the services of all of them"
		return
	}
	source := 0
	if row := m.clusters.grid.current(); row != nil {
		source = row.Source
	}
	clusters := m.clusters.listers[source]
	m.openServices(source, "", func() ([]string, bool) { return withServices(clusters) }, true)
}

// withServices are the clusters that have services to list, once all of them have
// been described, as far as that is allowed.
func withServices(clusters *lister[model.Cluster]) (arns []string, ready bool) {
	known, total := clusters.swept()
	if clusters.listing || clusters.relist || clusters.listedAt.IsZero() || known < total && !clusters.sweep.denied[""] {
		return nil, false
	}
	for _, row := range clusters.roster.Rows() {
		if c := row.Value; c.ActiveServices > 0 || !c.Described && c.Missing == "" {
			arns = append(arns, row.ARN)
		}
	}
	return arns, true
}

// readParts reads the clusters whose services are on the screen: their names, and
// how many services each has, for every new listing of the services.
func (m *Model) readParts(clusters *lister[model.Cluster]) tea.Cmd {
	now := m.look.now
	used := m.services.listedAt.After(clusters.listedAt) // before, a new listing would put off the services for ever
	due := used && now.Sub(m.services.listedAt) >= m.services.namesEvery()
	if fault := clusters.poll.fault(); fault != nil && !fault.again.IsZero() {
		due = !now.Before(fault.again)
	}
	if due && !clusters.listing && !clusters.relist && !m.services.listing {
		clusters.refresh(now)
	}
	if !clusters.poll.idle() && !clusters.poll.reading && clusters.poll.pauses == 0 {
		clusters.poll.stop() // it paused between two rounds of its own page
	}
	if clusters.poll.idle() && !clusters.listing && !clusters.relist {
		clusters.poll.pauses = 0 // nothing of it is tried again here, and the sweep waits for it
	}
	cmds := []tea.Cmd{clusters.nextOfSweep(m.ctx, now, m.clock)}
	if clusters.poll.idle() && (clusters.listing || clusters.relist) {
		cmds = append(cmds, clusters.readNames(m.ctx, now, m.clock))
	}
	return tea.Batch(cmds...)
}

// partsSum tells how far the listing of all clusters has come; empty when it has come
// to its end.
func (m *Model) partsSum() string {
	if !m.all {
		return ""
	}
	clusters := m.clusters.listers[m.source]
	if m.services.listedAt.IsZero() && !m.services.listing {
		known, total := clusters.swept()
		return fmt.Sprintf("reading clusters: %s of %s", say.Thousands(known), say.Thousands(total))
	}
	if m.services.firstListing() {
		return fmt.Sprintf("%s of %s clusters", say.Thousands(m.services.inAll-len(m.services.queue)), say.Thousands(m.services.inAll))
	}
	return ""
}
