package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/model"
	"tealset/model/change"
)

// lookedMsg: the targets of sent changes have been looked at, or not.
type lookedMsg struct {
	ids    []string // of the changes
	answer model.Descriptions[model.Service]
	err    error
	began  time.Time
	at     time.Time
}

// followChanges looks at the targets of the changes whose end is not known, as soon as
// each is due: those in one cluster with one request. The board reads its own service
// anyway.
func (m *Model) followChanges() tea.Cmd {
	var cmds []tea.Cmd
	due := map[string][]*sentChange{} // by source and cluster
	for _, sent := range m.changes {
		if m.lookDue(sent) {
			group := sent.source.label() + "\n" + sent.Request().Target.ClusterARN
			due[group] = append(due[group], sent)
		}
	}
	for _, group := range due {
		for len(group) > 0 {
			var services []string
			n := 0
			for ; n < len(group) && n < describeServicesMax; n++ {
				services = append(services, group[n].Request().Target.ServiceARN)
			}
			cmds = append(cmds, m.lookAt(group[:n], services))
			group = group[n:]
		}
	}
	return tea.Batch(cmds...)
}

func (m *Model) lookDue(sent *sentChange) bool {
	wait, ok := sent.NextLook(m.look.now)
	if !ok || sent.looking {
		return false
	}
	if m.place == atBoard && m.board.key == sent.Request().Target.ServiceKey() && m.here().label() == sent.source.label() &&
		m.board.poll.fault() == nil {
		return false
	}
	return sent.lookNow || wait == 0 && m.look.now.Sub(sent.lookedAt) >= m.pace.slowed(change.FollowEvery)
}

// lookAt describes the services of some targets, which are of one source and cluster.
func (m *Model) lookAt(group []*sentChange, services []string) tea.Cmd {
	var ids []string
	for _, sent := range group {
		sent.looking, sent.lookNow, sent.lookedAt = true, false, m.look.now
		ids = append(ids, sent.Request().ID)
	}
	backend, cluster := group[0].source.Backend, group[0].Request().Target.ClusterARN
	ctx, clock, began := model.WithPriority(m.ctx, model.Visible), m.clock, m.look.now
	return func() tea.Msg {
		answer, err := backend.DescribeServices(ctx, cluster, services)
		return lookedMsg{ids: ids, answer: answer, err: err, began: began, at: clock()}
	}
}

func (m *Model) looked(msg lookedMsg) tea.Cmd {
	var cmds []tea.Cmd
	found := map[model.Key]model.Service{}
	for _, service := range msg.answer.Found {
		found[service.Key()] = service
	}
	for _, id := range msg.ids {
		sent := m.change(id)
		if sent == nil {
			continue
		}
		sent.looking = false
		service, ok := found[sent.Request().Target.ServiceKey()]
		switch {
		case msg.err != nil:
			sent.Lost(asFault("DescribeServices", msg.err), msg.at)
		case !ok:
			sent.Lost(&model.Fault{Kind: model.FaultServiceNotFound, Operation: "DescribeServices", Headline: "the service is not found"}, msg.at)
		default:
			cmds = append(cmds, m.saw(sent, service, msg.began, msg.at))
		}
	}
	for _, service := range msg.answer.Found {
		if m.services.roster.Row(service.Key()) != nil {
			m.services.put(service.Key(), service, msg.at)
		}
	}
	m.services.show(m.look)
	return tea.Batch(cmds...)
}

// sawService tells the changes of a service what a read of the source on the screen
// says of it. It began after their answers, as those end the reads under way.
func (m *Model) sawService(service model.Service, at time.Time) tea.Cmd {
	var cmds []tea.Cmd
	for _, sent := range m.changes {
		if sent.Request().Target.ServiceKey() == service.Key() && sent.source.Endpoint == m.here().Endpoint {
			cmds = append(cmds, m.saw(sent, service, at, at))
		}
	}
	return tea.Batch(cmds...)
}

// saw gives a read to one change. What ends an unknown outcome goes to the audit trail.
func (m *Model) saw(sent *sentChange, service model.Service, began, at time.Time) tea.Cmd {
	if sent.State() != change.Following {
		return nil
	}
	resolved := sent.Saw(service, began, at)
	if sent.Outcome() == change.Gone {
		m.notice = sent.sentence()
	}
	if !resolved {
		return nil
	}
	m.show(sent)
	changes, request, outcome := sent.source.Changes, sent.Request(), sent.Outcome()
	return func() tea.Msg {
		changes.Resolved(request, outcome)
		return nil
	}
}
