package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/model"
)

// A deletion is followed until its set is gone, also from other pages: the board
// reads its own service anyway, any other is read for this alone.
const (
	followEvery = 5 * time.Second
	followFor   = 10 * time.Minute
)

// followDueMsg: it is time to look at the set of a deletion again.
type followDueMsg struct{ arn string }

// followedMsg: the service of a deleted set has been read, or not.
type followedMsg struct {
	arn     string
	service model.Service
	err     error
	at      time.Time
}

// following is the deletion of a set that has not come to its end; nil when none.
func (m *Model) following(arn string) *deletion {
	for _, d := range m.deletions {
		if d.Target.ARN == arn && d.open() && m.look.now.Sub(d.since) < followFor+m.pace.slowed(followEvery) {
			return d
		}
	}
	return nil
}

// follow looks again after a while, as long as there is something to follow.
func (m *Model) follow(arn string) tea.Cmd {
	d := m.following(arn)
	if d == nil || d.followed {
		return nil
	}
	d.followed = true
	return after(m.ctx, m.pace.slowed(followEvery), followDueMsg{arn: arn})
}

func (m *Model) followDue(msg followDueMsg) tea.Cmd {
	d := m.following(msg.arn)
	if d == nil {
		return nil
	}
	d.followed = false
	if m.place == atBoard && m.board.key == d.Target.ServiceKey() && m.board.poll.fault() == nil {
		return m.follow(msg.arn)
	}
	ctx, backend, ref, clock := model.WithPriority(m.ctx, model.Visible), d.source.Backend, d.Target.Service(), m.clock
	return func() tea.Msg {
		service, err := backend.DescribeService(ctx, ref)
		return followedMsg{arn: msg.arn, service: service, err: err, at: clock()}
	}
}

func (m *Model) followed(msg followedMsg) tea.Cmd {
	var noted tea.Cmd
	switch {
	case msg.err != nil:
		noted = m.vanished(msg)
	case m.services.roster.Row(msg.service.Key()) != nil:
		noted = m.fold(msg.service, msg.at)
	default:
		noted = m.followDeletions(msg.service, msg.at)
	}
	return tea.Batch(noted, m.follow(msg.arn))
}

// vanished takes it that the set of a deletion is gone where its whole service is.
// For one of an earlier run that may as well be another account's answer.
func (m *Model) vanished(msg followedMsg) tea.Cmd {
	fault := asFault("DescribeServices", msg.err)
	d := m.following(msg.arn)
	if d == nil || d.earlier || fault.Kind != model.FaultServiceNotFound && fault.Kind != model.FaultClusterNotFound {
		return nil
	}
	return m.followDeletions(model.Service{ARN: d.Target.ServiceARN, ClusterARN: d.Target.ClusterARN}, msg.at)
}

// show puts a deletion's outcome above the rows. A good one does not take the place
// of a bad one of another deletion, which stays until it is put away.
func (m *Model) show(d *deletion) {
	if m.banner == nil || m.banner == d || !m.banner.bad() || d.bad() {
		m.banner = d
	}
}

// followDeletions tells every open deletion of the service what a read says. What
// ends an unknown outcome goes to the audit trail.
func (m *Model) followDeletions(service model.Service, at time.Time) tea.Cmd {
	var noted []tea.Cmd
	for _, d := range m.deletions {
		if d.Target.ServiceKey() != service.Key() || !d.open() {
			continue
		}
		if d.follow(service, at) {
			m.show(d)
			changes, request, outcome := d.source.Changes, d.Request, d.resolved()
			noted = append(noted, func() tea.Msg {
				changes.Resolved(request, outcome)
				return nil
			})
		}
		if d.outcome == outcomeGone {
			m.notice = d.sentence()
		}
	}
	return tea.Batch(noted...)
}
