package ui

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/model"
	"tealset/ui/dialog"
)

// commands are what the line understands.
const commands = ":profile, :region, :cluster, :service, :refresh and :q"

func (m *Model) openCommand() {
	m.overlays.Open(commandLine{dialog.NewLine(m.keys.overlay, ":", "", m.completions())}, m.look.now)
}

// completions are the commands with what is known to go with them.
func (m *Model) completions() []string {
	texts := []string{"profile", "region", "cluster", "service", "refresh", "q"}
	for _, profile := range m.options.Profiles {
		texts = append(texts, "profile "+profile)
	}
	for _, region := range m.options.Regions {
		texts = append(texts, "region "+region.Name)
	}
	for _, row := range m.clusters().grid.rows {
		texts = append(texts, "cluster "+row.Value.Name)
	}
	if services := m.services(); services != nil {
		for _, row := range services.grid.rows {
			texts = append(texts, "service "+services.name(row.Value))
		}
	}
	for _, every := range []string{"5s", "10s", "30s", "1m"} {
		texts = append(texts, "refresh "+every)
	}
	return texts
}

// run carries a command out. One that is not understood stays, to be corrected.
func (m *Model) run(text, confirmed string) tea.Cmd {
	name, value, _ := strings.Cut(strings.TrimSpace(text), " ")
	value = strings.TrimSpace(value)
	switch name {
	case "":
		m.overlays.Close()
	case "q", "quit":
		return m.quit(confirmed)
	case "profile":
		if value == "" {
			m.pick(m.pickProfile)
			return nil
		}
		return m.switchTo(value, "", confirmed)
	case "region":
		if value == "" {
			m.pick(m.pickRegion)
			return nil
		}
		return m.switchTo("", value, confirmed)
	case "refresh":
		m.setRefresh(value)
	case "cluster":
		m.goToCluster(value)
	case "service":
		m.goToService(value)
	default:
		m.notice = "there is no command :" + name + "; there are " + commands
	}
	return nil
}

// pick lets a profile or a Region be chosen, where there are several.
func (m *Model) pick(choose func()) {
	m.overlays.Close()
	if m.notice = m.whyNotSwitch(); m.notice == "" {
		choose()
	}
}

// LeastRefresh and MostRefresh are what the time between two reads may be: ECS
// throttles by the account, so nobody reads faster than once a second, and nobody
// watches by the day.
const (
	LeastRefresh = time.Second
	MostRefresh  = time.Hour
)

func (m *Model) setRefresh(value string) {
	every, err := time.ParseDuration(value)
	if err != nil || every < LeastRefresh || every > MostRefresh {
		m.notice = "give :refresh a time from 1s to 1h, such as :refresh 30s"
		return
	}
	m.overlays.Close()
	m.reads.SetRefresh(every)
	m.paceChanged()
	m.notice = fmt.Sprintf("the board is read every %s, lists every %s", every, 2*every)
}

// goToCluster opens a cluster by its name or ARN, also one that is not listed: of the
// source that is looked at, where several have one of that name.
func (m *Model) goToCluster(name string) {
	if !named(name) {
		m.notice = "give :cluster the name or the ARN of a cluster"
		return
	}
	m.closeLine()
	m.reader = nil
	here := m.top().from()
	var found *model.Row[model.Cluster]
	for _, row := range m.clusters().grid.rows {
		if (row.ARN == name || row.Value.Name == name) && (found == nil || m.conns[row.Source] == here && m.conns[found.Source] != here) {
			found = row
		}
	}
	if found == nil {
		m.openServices(here, name)
		return
	}
	m.openServices(m.conns[found.Source], found.ARN)
}

// goToService opens a service by its name or ARN: of the cluster that is open, or of
// the one before the slash.
func (m *Model) goToService(name string) {
	open := ""
	if services := m.services(); services != nil {
		open = services.cluster
	}
	cluster := open
	if before, after, ok := strings.Cut(name, "/"); ok && !strings.HasPrefix(name, "arn:") {
		cluster, name = before, after
	}
	if !named(name) || !named(cluster) {
		m.notice = "give :service the name of a service of the open cluster, or cluster/service"
		return
	}
	if model.NameOf(cluster) != model.NameOf(open) {
		m.goToCluster(cluster)
	}
	m.closeLine()
	m.reader = nil
	m.openByName(name)
}

// closeLine closes the line of a command that goes elsewhere.
func (m *Model) closeLine() {
	if _, ok := m.overlays.Top().(commandLine); ok {
		m.overlays.Close()
	}
}

// named tells whether a text can be the name or the ARN of a thing of ECS.
func named(text string) bool {
	name := model.NameOf(text)
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"
	return name != "" && len(name) <= 255 && strings.Trim(name, letters) == ""
}
