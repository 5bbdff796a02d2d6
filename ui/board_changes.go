package ui

import (
	"slices"
	"time"

	"tealset/model"
	"tealset/model/change"
	"tealset/ui/say"
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

// withChanges adds to the details of a set, or with no ARN of the service, what was asked of it
// here, what was answered, and when that took effect.
func (b *boardPage) withChanges(about subject, set string) subject {
	details := about.details
	about.details = func(l look, d *detailsList) {
		for _, sent := range b.changes.all {
			request := sent.Request()
			if sent.conn == b.conn && request.Target.ServiceKey() == b.key && request.Target.ARN == set {
				d.add("("+wordsOf(request.Kind).brief+sent.toPercent()+")", sent.times())
			}
		}
		details(l, d)
	}
	return about
}

// times are when it was sent, what was answered when, and when it took effect.
func (s *sentChange) times() string {
	at := func(what string, when time.Time) string {
		if when.IsZero() {
			return ""
		}
		return what + " " + say.Clock(when)
	}
	if s.State() == change.Sent {
		return say.Join(at("sent", s.Request().At), "not answered yet")
	}
	return say.Join(
		at("sent", s.Request().At), at(string(s.Outcome()), s.Answer().At), at("took effect by", s.EffectAt()), at("gone by", s.GoneAt()),
	)
}
