package ui

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/model"
	"tealset/model/change"
)

// promotionsReadMsg: the audit trail has been asked which sets were made PRIMARY.
type promotionsReadMsg struct {
	conn  *connection
	found []change.Promotion
}

// readPromotions asks the audit trail, once for a connection, when the first board with the
// EXTERNAL controller is open.
func (m *Model) readPromotions() tea.Cmd {
	board, ok := m.top().(*boardPage)
	if !ok || board.conn.Promotions == nil || board.conn.promotionsAsked {
		return nil
	}
	if service, known := board.service(); !known || !service.Described || service.ControllerType() != model.ControllerExternal {
		return nil
	}
	ctx, conn := m.ctx, board.conn
	conn.promotionsAsked = true
	return func() tea.Msg { return promotionsReadMsg{conn, conn.Promotions(ctx)} }
}

// former is the ARN of the set that was PRIMARY before the present one, and until when that is
// known: by a read, a change of this run or the trail. It is empty where nobody knows.
func (c *changes) former(conn *connection, service model.Service) (arn string, at time.Time) {
	return change.FormerPrimary(service, c.promotions(conn))
}

// wentBack tells whether the last change of the PRIMARY went back already.
func (c *changes) wentBack(conn *connection, service model.Service) bool {
	return change.WentBack(service, c.promotions(conn))
}

// promotions are those that the trail has, and those of this run.
func (c *changes) promotions(conn *connection) []change.Promotion {
	promotions := slices.Clip(conn.promotions)
	for _, earlier := range c.earlier() {
		if promotion, ok := earlier.Promotion(); ok {
			promotions = append(promotions, promotion)
		}
	}
	return promotions
}

// earlier are all changes with what is known of them.
func (c *changes) earlier() []change.Earlier {
	earlier := make([]change.Earlier, 0, len(c.all))
	for _, sent := range c.all {
		earlier = append(earlier, change.Earlier{Request: sent.Request(), Outcome: sent.Outcome()})
	}
	return earlier
}
