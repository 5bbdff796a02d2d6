package ui

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"tealset/model"
	"tealset/model/change"
	"tealset/ui/say"
	"tealset/ui/widget"
)

// How the last change is told on the board.
const (
	lastToldFor = time.Hour // from when it was sent, once its end is known
	lastKeeps   = 7         // lines that stay for the next step, what the deployment does, and the tasks
)

// last is the last change, of those that are meant, of this service; nil for none, and for one
// that is of the past: its end has been known for long.
func (b *boardPage) last(meant func(change.Request) bool) *sentChange {
	for _, sent := range slices.Backward(b.changes.all) {
		request := sent.Request()
		if sent.conn != b.conn || request.Target.ServiceKey() != b.key || !meant(request) {
			continue
		}
		if sent.State() == change.Ended && b.now.Sub(request.At) > lastToldFor {
			return nil
		}
		return sent
	}
	return nil
}

// withChangesBelow puts below the row of each set what became of its last change, as far as
// there is room.
func (b *boardPage) withChangesBelow(l look, lines []string, width int) []string {
	const indent = 2 + gridMargin
	room := b.grid.height + 1 - len(lines) - lastKeeps
	told := []string{lines[0]} // the titles
	for i, row := range b.grid.Visible() {
		told = append(told, lines[1+i])
		if row.Value.TaskSet == nil || room <= 0 {
			continue
		}
		if sent := b.last(func(r change.Request) bool { return r.Target.ARN == row.ARN }); sent != nil {
			told = append(told, widget.Spaces(indent)+sent.brief(l, sent.course(l, b.rollout()), width-indent))
			room--
		}
	}
	return told
}

// lastLines is what became of the last change that has no row to stand below: of the deployment,
// unless another one is under way, or of a set that is gone. It is one line at most.
func (b *boardPage) lastLines(l look, width, height int) []string {
	const label = " last  "
	service, _ := b.service()
	current := cmp.Or(service.CurrentServiceDeployment, service.CodeDeployID())
	sent := b.last(func(r change.Request) bool {
		if r.Kind.OfTaskSet() {
			_, there := service.TaskSet(r.Target.ARN)
			return !there
		}
		return current == "" || current == r.Deployment()
	})
	if sent == nil || height <= lastKeeps {
		return nil
	}
	text := sent.course(l, b.rollout())
	if request := sent.Request(); request.Kind.OfTaskSet() {
		text = request.Name() + ": " + text
	}
	return []string{l.bold.Render(label) + sent.brief(l, text, width-len(label))}
}

// brief is a text about the change in the given room.
func (s *sentChange) brief(l look, text string, width int) string {
	style := l.dim
	switch {
	case s.bad():
		style = l.bad
	case s.State() == change.Sent:
		style = l.busy
	}
	return style.Render(widget.Cut(text, width))
}

// course is what was asked, what was answered, and when it took effect: "scale to 50% accepted
// 03:12:07 · took effect within 41s".
func (s *sentChange) course(l look, r model.Rollout) string {
	const unclear = " without a clear answer" // a read showed that it was accepted
	request, answer := s.Request(), s.Answer()
	text := wordsOf(request.Kind).brief + s.toPercent()
	switch outcome := s.Outcome(); {
	case s.wasTaken():
		text += " accepted" + stamp(l, answer.At)
	case outcome == change.Refused || outcome == change.NotSent:
		return text + " " + string(outcome) + stamp(l, answer.At) + ": " + answer.Fault.Headline
	case outcome == change.Accepted && !s.EffectAt().IsZero():
		return say.Join(text+" "+s.came(l, r), "sent"+stamp(l, request.At)+unclear)
	case outcome == change.Accepted:
		text += " sent" + stamp(l, request.At) + unclear
	default:
		text += " sent" + stamp(l, request.At)
	}
	return say.Join(text, s.came(l, r))
}

// stamp is a time of day, or a day, in a sentence.
func stamp(l look, at time.Time) string { return " " + strings.TrimSpace(timeOfDay(l, at)) }

// wasTaken tells whether the answer said so: otherwise later reads may have.
func (s *sentChange) wasTaken() bool {
	return s.State() != change.Sent && s.Request().Outcome(s.Answer()) == change.Accepted
}

// came is what the change has come to. After what time that was is told only where the answer said
// that it was taken: otherwise nobody knows how long reads have missed it.
func (s *sentChange) came(l look, r model.Rollout) string {
	fault := s.Answer().Fault
	when := func(at time.Time) string {
		if !s.wasTaken() {
			return " by" + stamp(l, at)
		}
		return " within " + say.Age(max(time.Second, at.Sub(s.Answer().At)+time.Second-1))
	}
	switch outcome := s.Outcome(); {
	case outcome == change.None:
		return "not answered yet"
	case outcome == change.Unknown:
		return "outcome unknown"
	case outcome == change.Gone && fault != nil && fault.Kind == model.FaultTaskSetNotFound:
		return "gone already"
	case outcome == change.Gone:
		return "gone" + when(s.GoneAt())
	case outcome != change.Accepted:
		return string(outcome)
	case !s.EffectAt().IsZero():
		return "took effect" + when(s.EffectAt())
	case s.State() == change.Ended:
		return "no effect was seen"
	case s.Request().Kind == change.ScaleTaskSet:
		return s.Effect(r, l.now)
	case s.Request().Kind == change.DeleteTaskSet:
		return "not gone yet"
	}
	return "no effect seen yet"
}
