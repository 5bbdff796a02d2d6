package ui

import (
	"slices"
	"time"

	"tealset/model"
	"tealset/model/change"
)

// noted is how much of a change is among what was seen on a board.
type noted struct {
	sent, tookEffect bool
	outcome          change.Outcome
}

// noteChanges puts among what was seen here what was asked of this service, what was answered,
// and when that took effect.
func (b *boardPage) noteChanges() {
	for _, sent := range b.changes.all {
		request := sent.Request()
		if b.parts == nil || sent.conn != b.conn || request.Target.ServiceKey() != b.key || sent.Adopted() {
			continue
		}
		was := b.noted[request.ID]
		is := noted{sent: true, outcome: sent.Outcome(), tookEffect: !sent.EffectAt().IsZero()}
		note := func(before, now bool, at time.Time, what string) {
			if now && !before {
				move := model.Move{At: at, Side: request.Target.ID, What: wordsOf(request.Kind).brief + sent.toPercent() + ":", Is: what}
				b.moves = slices.Insert(b.moves, 0, move)
			}
		}
		note(was.sent, is.sent, request.At, "sent")
		note(is.outcome == was.outcome, is.outcome != change.None, b.now, string(is.outcome))
		note(was.tookEffect, is.tookEffect, sent.EffectAt(), "took effect")
		if b.noted == nil {
			b.noted = map[string]noted{}
		}
		b.noted[request.ID] = is
	}
}
