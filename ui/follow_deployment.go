package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/model"
	"tealset/model/change"
)

// deploymentReadMsg: the deployment of a sent change has been read, or not.
type deploymentReadMsg struct {
	id         string // of the change
	codeDeploy codeDeployRead
	native     []model.ServiceDeployment
	operation  string
	err        error
	began, at  time.Time
}

// readDeployment reads the deployment that a change is of.
func (m *Model) readDeployment(sent *sentChange) tea.Cmd {
	sent.reading, sent.readNow, sent.readAt = true, false, m.look.now
	backend, request := sent.conn.Backend, sent.Request()
	ctx, clock := model.WithPriority(m.ctx, model.Visible), m.clock
	msg := deploymentReadMsg{id: request.ID, began: m.look.now, operation: "DescribeServiceDeployments"}
	if request.Kind.Needs().CodeDeploy {
		msg.operation = "GetDeployment"
	}
	return func() tea.Msg {
		switch {
		case request.Kind.Needs().CodeDeploy:
			msg.codeDeploy, msg.err = codeDeployOf(ctx, backend, request.Deployment(), request.Target.Service(), nil)
		default:
			var answer model.Descriptions[model.ServiceDeployment]
			answer, msg.err = backend.DescribeServiceDeployments(ctx, []string{request.Deployment()})
			msg.native = answer.Found
		}
		msg.at = clock()
		return msg
	}
}

// deploymentRead keeps what was read; seeDeployments gives it to the changes.
func (m *Model) deploymentRead(msg deploymentReadMsg) {
	sent := m.changes.byID(msg.id)
	if sent == nil {
		return
	}
	sent.reading = false
	switch {
	case msg.err != nil:
		sent.Lost(model.AsFault(msg.operation, msg.err), msg.at)
	case sent.Request().Kind.Needs().CodeDeploy:
		sent.conn.store.CodeDeployments.Put(msg.codeDeploy.deployment.Key(), msg.codeDeploy.deployment, msg.began, msg.at)
		if msg.codeDeploy.fault == nil {
			sent.conn.store.CodeDeployTargets.Put(msg.codeDeploy.target.Key(), msg.codeDeploy.target, msg.began, msg.at)
		}
	case len(msg.native) == 0:
		sent.Lost(&model.Fault{Operation: msg.operation, Headline: "the deployment is not found"}, msg.at)
	default:
		for _, d := range msg.native {
			sent.conn.store.ServiceDeployments.Put(d.Key(), d, msg.began, msg.at)
		}
	}
}

// seeDeployment gives the last read of its deployment to a change, whatever it was read for.
func (m *Model) seeDeployment(sent *sentChange) tea.Cmd {
	if sent.State() != change.Following {
		return nil
	}
	known, began, at, reads := sent.deployment()
	if reads == sent.given {
		return nil
	}
	sent.given = reads
	return m.resolved(sent, sent.SawDeployment(known, began, at))
}

// deployment is what is known of the deployment that the change is of, and of its last read;
// reads is how many there were.
func (s *sentChange) deployment() (known model.Known, began, at time.Time, reads int) {
	id, store := s.Request().Deployment(), s.conn.store
	if s.Request().Kind.Needs().CodeDeploy {
		if row := store.CodeDeployments.Row(model.CodeDeployKey(id)); row != nil {
			known.CodeDeployment = &row.Value
			began, at, reads = row.Began, row.ReadAt, row.Reads
		}
		if row := store.CodeDeployTargets.Row(model.CodeDeployKey(id)); row != nil {
			known.CodeDeployTarget = &row.Value
		}
		return known, began, at, reads
	}
	if row := store.ServiceDeployments.Row(model.ServiceDeploymentKey(id)); row != nil {
		known.ServiceDeployment = &row.Value
		began, at, reads = row.Began, row.ReadAt, row.Reads
	}
	return known, began, at, reads
}

// reads is how many reads of what the change is of there were.
func (s *sentChange) reads() int {
	if !s.Request().Kind.OfTaskSet() {
		_, _, _, reads := s.deployment()
		return reads
	}
	if row := s.conn.store.Services.Row(s.Request().Target.ServiceKey()); row != nil {
		return row.Reads
	}
	return 0
}
