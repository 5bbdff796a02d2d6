package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/model"
	"tealset/model/change"
)

// followedMsg: the targets of sent changes have been read, or not.
type followedMsg struct {
	ids    []string // of the changes
	answer model.Descriptions[model.Service]
	err    error
	began  time.Time
	at     time.Time
}

// followChanges looks at the targets of the changes whose end is not known, as soon as
// each is due: task sets of one cluster with one request, each deployment with its own. The
// board reads its own service anyway.
func (m *Model) followChanges() tea.Cmd {
	var cmds []tea.Cmd
	due := map[string][]*sentChange{} // by source and cluster
	for _, sent := range m.changes.all {
		switch {
		case !m.followDue(sent):
		case !sent.Request().Kind.OfTaskSet():
			cmds = append(cmds, m.readDeployment(sent))
		default:
			group := sent.conn.label() + "\n" + sent.Request().Target.ClusterARN
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
			cmds = append(cmds, m.readTargets(group[:n], services))
			group = group[n:]
		}
	}
	return tea.Batch(cmds...)
}

func (m *Model) followDue(sent *sentChange) bool {
	wait, ok := sent.NextRead(m.look.now)
	if !ok || sent.reading {
		return false
	}
	board, ok := m.top().(*boardPage)
	if ok && sent.Request().Kind.OfTaskSet() && board.key == sent.Request().Target.ServiceKey() &&
		board.conn.label() == sent.conn.label() && board.read.Pollers()[0].Fault() == nil {
		return false
	}
	return sent.readNow || wait == 0 && m.look.now.Sub(sent.readAt) >= m.reads.Slowed(followEvery(sent.Request().Kind))
}

// followEvery is how often the target of a change is looked at. CodeDeploy publishes no limits,
// and a look at it takes two requests.
func followEvery(kind change.Kind) time.Duration {
	if kind.Needs().CodeDeploy {
		return deployEvery
	}
	return change.FollowEvery
}

// readTargets describes the services of some targets, which are of one source and cluster.
func (m *Model) readTargets(group []*sentChange, services []string) tea.Cmd {
	var ids []string
	for _, sent := range group {
		sent.reading, sent.readNow, sent.readAt = true, false, m.look.now
		ids = append(ids, sent.Request().ID)
	}
	backend, cluster := group[0].conn.Backend, group[0].Request().Target.ClusterARN
	ctx, clock, began := model.WithPriority(m.ctx, model.Visible), m.clock, m.look.now
	return func() tea.Msg {
		answer, err := backend.DescribeServices(ctx, cluster, services)
		return followedMsg{ids: ids, answer: answer, err: err, began: began, at: clock()}
	}
}

// followed keeps what was read; seeReads gives it to the changes.
func (m *Model) followed(msg followedMsg) {
	found := map[model.Key]model.Service{}
	for _, service := range msg.answer.Found {
		found[service.Key()] = service
	}
	for _, id := range msg.ids {
		sent := m.changes.byID(id)
		if sent == nil {
			continue
		}
		sent.reading = false
		key := sent.Request().Target.ServiceKey()
		service, ok := found[key]
		switch {
		case msg.err != nil:
			sent.Lost(model.AsFault("DescribeServices", msg.err), msg.at)
		case !ok:
			sent.Lost(&model.Fault{Kind: model.FaultServiceNotFound, Operation: "DescribeServices", Headline: "the service is not found"}, msg.at)
		default:
			sent.conn.store.Services.Put(key, service, msg.began, msg.at)
		}
	}
}

// saw gives a read of its service to one change.
func (m *Model) saw(sent *sentChange, service model.Service, began, at time.Time) tea.Cmd {
	if sent.State() != change.Following {
		return nil
	}
	resolved := sent.Saw(service, began, at)
	if sent.Outcome() == change.Gone {
		m.notice = sent.sentence()
	}
	return m.resolved(sent, resolved)
}

// resolved tells what became of an unknown outcome, also to the audit trail.
func (m *Model) resolved(sent *sentChange, resolved bool) tea.Cmd {
	if !resolved {
		return nil
	}
	m.changes.show(sent)
	changes, request, outcome := sent.conn.Changes, sent.Request(), sent.Outcome()
	return func() tea.Msg {
		changes.Resolved(request, outcome)
		return nil
	}
}
