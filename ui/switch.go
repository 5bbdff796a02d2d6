package ui

import (
	"cmp"
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tealset/model"
	"tealset/ui/say"
)

// connectedMsg: the source to switch to has been made, or not.
type connectedMsg struct {
	id     int
	source Source
	region string // asked for by name; empty where the profile's own was wanted
	// confirmed means that a change in flight was told of, and is left.
	confirmed bool
	err       error
}

// whyNotSwitch tells why there is nothing to switch to; empty where there is.
func (m *Model) whyNotSwitch() string {
	if m.options.Connect == nil {
		return "the demo has one profile and one Region"
	}
	return ""
}

// switchTo goes to another profile or Region; what is empty stays as it is. Until
// the new source is there nothing changes on the screen.
func (m *Model) switchTo(profile, region, confirmed string) tea.Cmd {
	if m.notice = m.whyNotSwitch(); m.notice != "" {
		return nil
	}
	what := "switch to " + profile + " " + region
	if m.asks(what, confirmed, "do it again to switch") {
		return nil
	}
	here := m.top().from()
	if profile == "" {
		profile = here.Profile
	}
	return m.meant(func() tea.Cmd { return m.connect(profile, region, here.Region, confirmed == what) })
}

// connect makes the source to switch to; confirmed tells that a change in flight is left.
func (m *Model) connect(profile, region, here string, confirmed bool) tea.Cmd {
	m.overlays.Close()
	m.connects++
	m.notice = "switching to " + say.Join(profile, region) + "…"
	ctx, connect, id, wanted := m.ctx, m.options.Connect, m.connects, cmp.Or(region, m.region)
	return func() tea.Msg {
		source, err := connect(ctx, profile, wanted)
		if err != nil && wanted == "" && model.AsFault("", err).Kind == model.FaultConfig {
			source, err = elsewhere(ctx, connect, profile, here, err)
		}
		return connectedMsg{id: id, source: source, region: wanted, confirmed: confirmed, err: err}
	}
}

// elsewhere goes to the Region that was shown before, for a profile that names none.
func elsewhere(
	ctx context.Context, connect func(context.Context, string, string) (Source, error), profile, region string, why error,
) (Source, error) {
	source, err := connect(ctx, profile, region)
	if err != nil {
		return source, why
	}
	return source, nil
}

// connected shows the new source, and nothing of what was shown before.
func (m *Model) connected(msg connectedMsg) tea.Cmd {
	switch {
	case msg.id != m.connects:
		return nil
	case msg.err != nil:
		fault := model.AsFault("", msg.err)
		m.notice = strings.TrimSuffix(strings.TrimSpace(fault.Headline+": "+m.look.advice(fault.Next)), ":")
		return nil
	case m.changes.awaited() != nil && !msg.confirmed:
		m.notice = m.changes.awaited().unanswered() + ": nothing was switched"
		return nil
	}
	m.dismissOverlays()
	if m.reader != nil {
		m.overlays.Swallow(m.look.now)
	}
	m.region = msg.region
	m.begin([]Source{msg.source})
	m.notice = "now showing " + msg.source.label()
	return tea.Batch(m.followChanges(), m.findDangling())
}
