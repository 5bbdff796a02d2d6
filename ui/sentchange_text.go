package ui

import (
	"cmp"
	"time"

	"tealset/model"
	"tealset/model/change"
	"tealset/ui/say"
)

// account is the account, the Region and the profile that the target is of.
func (s *sentChange) account() string {
	target := s.Request().Target
	arn, _ := model.ParseARN(cmp.Or(target.ARN, target.ServiceARN))
	return say.Join(arn.Account, arn.Region, s.conn.signer())
}

// asked is what was asked for, with its target: "scaling …712 to 50%…".
func (s *sentChange) asked() string {
	request := s.Request()
	return wordsOf(request.Kind).doing + " " + request.Name() + s.toPercent() + "…"
}

// toPercent is the scale that was asked for, in a sentence; empty for other kinds.
func (s *sentChange) toPercent() string {
	if scale := s.Request().Params["scale"]; scale != "" {
		return " to " + scale
	}
	return ""
}

// sentence tells the outcome to a person.
func (s *sentChange) sentence() string {
	request, fault := s.Request(), s.Answer().Fault
	name, done := request.Name(), request.Kind.Done()
	switch s.Outcome() {
	case change.None:
		return s.asked()
	case change.Accepted:
		if request.Kind == change.DeleteTaskSet {
			return name + " is DRAINING"
		}
		return name + " was " + done + s.toPercent()
	case change.Gone:
		if fault != nil && fault.Kind == model.FaultTaskSetNotFound {
			return name + " was gone already"
		}
		if after, ok := s.GoneAfter(); ok {
			return name + " is gone " + say.Age(after) + " after it was deleted"
		}
		return name + " is gone"
	case change.NotDone:
		status, _ := s.Status()
		return name + " was not " + done + s.toPercent() + ": it is still " + say.OrNone(status)
	case change.Refused, change.NotSent:
		return name + " was not " + done + s.toPercent() + ": " + fault.Headline
	case change.Unknown:
		if status, _ := s.Status(); s.State() == change.Ended {
			return name + " is " + say.OrNone(status) + ": whether it was " + done + s.toPercent() + " before that is not known"
		}
	}
	return name + ": outcome unknown: " + s.why()
}

// why tells why an outcome is not known.
func (s *sentChange) why() string {
	answer, request := s.Answer(), s.Request()
	switch {
	case s.Unanswered():
		return "tealset ended before the answer came"
	case s.Adopted():
		return "an earlier run of tealset got no clear answer"
	case answer.Fault != nil:
		return answer.Fault.Headline
	case !request.Kind.OfTaskSet():
		return "the answer does not say so"
	case answer.TaskSet == nil:
		return "the answer was empty"
	case answer.TaskSet.ARN != request.Target.ARN:
		return "the answer was about another task set"
	default:
		return "the answer says that it is " + say.OrNone(answer.TaskSet.Status)
	}
}

// further is what there is to know beside the sentence: what a read said after an
// unknown outcome, the next step, the request.
func (s *sentChange) further(l look) []string {
	var texts []string
	answer, request := s.Answer(), s.Request()
	if s.Outcome() == change.Unknown {
		texts = append(texts, s.seen())
	}
	if answer.Fault != nil && s.bad() {
		texts = append(texts, l.advice(answer.Fault.Next))
	}
	if answer.Unrecorded != nil {
		texts = append(texts, "The outcome is not in the audit trail: "+answer.Unrecorded.Error()+".")
	}
	if s.Adopted() {
		texts = append(texts, "It was sent "+request.At.UTC().Format("2006-01-02 15:04:05 UTC")+" to "+
			model.NameOf(request.Target.ClusterARN)+glyphCrumb+model.NameOf(request.Target.ServiceARN)+".")
	}
	if answer.RequestID != "" {
		texts = append(texts, "request id "+answer.RequestID)
	}
	return texts
}

// seen tells what the looks at the target have found so far.
func (s *sentChange) seen() string {
	name, by := s.Request().Name(), wordsOf(s.Request().Kind).by
	if fault := s.Fault(); fault != nil {
		return "It cannot be read now: " + fault.Headline + "."
	}
	status, at := s.Status()
	if at.IsZero() {
		return "Reading " + name + " again."
	}
	return at.UTC().Format("15:04:05 UTC") + ": " + by + " says " + name + " is " + say.OrNone(status) + "."
}

// took is how long the answer took; ok is false where none has come.
func (s *sentChange) took() (took time.Duration, ok bool) {
	at := s.Answer().At
	return at.Sub(s.Request().At).Round(time.Millisecond), !at.IsZero()
}

// wayBack is the way back from an accepted change; ok is false where there is none.
func (m *Model) wayBack(s *sentChange) (undo change.Undo, ok bool) {
	if s == nil || s.Outcome() != change.Accepted {
		return change.Undo{}, false
	}
	rollout, c := m.rolloutOf(s)
	return s.Undo(rollout, c)
}

// undo is what an accepted change has done, "promoted …712", and the way back with its key, "b
// makes …567 PRIMARY again; moves no traffic". Both are empty where there is no way back. On
// other pages than the board of its service, and where the key is about the set under the cursor
// and that is another one, the words say where the key works.
func (m *Model) undo(s *sentChange) (done, back string) {
	undo, ok := m.wayBack(s)
	if !ok {
		return "", ""
	}
	keys, _ := brief(m.keys.of(undo.Kind))
	board, on := m.top().(*boardPage)
	on = on && board.key == s.Request().Target.ServiceKey() && board.conn == s.conn
	if undo.Kind == change.ScaleTaskSet && (!on || !board.under(undo.Set.ARN)) {
		keys += " on the row of " + undo.Set.ShortID()
	}
	if !on {
		keys = "on its board " + keys
	}
	return undo.Done, keys + " " + undo.Back
}

// effect tells what a change has led to so far, and when it took effect; empty before.
func (m *Model) effect(s *sentChange) string {
	rollout, _ := m.rolloutOf(s)
	text := s.Effect(rollout, m.look.now)
	if at := s.EffectAt(); !at.IsZero() {
		return say.Join(text, "took effect by "+say.Clock(at))
	}
	return text
}

// rolloutOf is what is known of the service of a change, and what a change back depends on.
func (m *Model) rolloutOf(s *sentChange) (model.Rollout, change.Circumstances) {
	key := s.Request().Target.ServiceKey()
	row := s.conn.store.Services.Row(key)
	if row == nil {
		return model.Rollout{}, change.Circumstances{Now: m.look.now}
	}
	read := s.conn.rollout(key)
	if version := row.Version() + s.conn.rolloutVersion(read); s.shown == nil || s.shownVersion != version {
		rollout := model.RolloutOf(row.Value, s.conn.known(row.Value, read))
		s.shown, s.shownVersion = &rollout, version
	}
	former, at := m.changes.former(s.conn, row.Value)
	c := change.Circumstances{
		Now: m.look.now, ReadAt: row.ReadAt, Endpoint: s.conn.Endpoint, Known: &s.shown.Known,
		Former: former, FormerAt: at, Earlier: m.changes.earlier(), Forbidden: s.forbidden,
	}
	return *s.shown, c
}

// forbidden tells why no change of a kind may be sent where this one was; empty where it may.
func (s *sentChange) forbidden(kind change.Kind) string {
	arn, _ := model.ParseARN(s.Request().Target.ServiceARN)
	if s.conn.ReadOnly != nil {
		if why := s.conn.ReadOnly(arn.Account); why != "" {
			return why
		}
	}
	if s.conn.Forbidden != nil {
		return s.conn.Forbidden(arn.Account, kind)
	}
	return ""
}
