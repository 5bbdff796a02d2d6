package ui

import (
	"time"

	"charm.land/bubbles/v2/key"

	"tealset/model"
	"tealset/model/change"
)

// Offers are the changes that the keys of a board offer. change.Can and its like say what can
// be taken now and why not; footer, help, keys and messages all follow that one answer.

// circumstances are what a change of this board's service depends on.
func (b *boardPage) circumstances() change.Circumstances {
	known := b.rollout().Known
	former, at := b.changes.former(b.conn, b.rollout().Service)
	return change.Circumstances{
		Now: b.now, ReadAt: b.knownAt(), ReadFailed: b.stale(), Endpoint: b.conn.Endpoint, Known: &known,
		Former: former, FormerAt: at, WentBack: b.changes.wentBack(b.conn, b.rollout().Service), Forbidden: b.forbidden, Earlier: b.changes.earlier(), DeploymentReadAt: b.deploymentReadAt(),
	}
}

// deploymentReadAt is when the deployment that is known was asked for; zero without one.
func (b *boardPage) deploymentReadAt() (began time.Time) {
	known := b.rollout().Known
	if d := known.CodeDeployment; d != nil {
		if row := b.conn.store.CodeDeployments.Row(d.Key()); row != nil {
			began = row.Began
		}
	}
	if d := known.ServiceDeployment; d != nil {
		if row := b.conn.store.ServiceDeployments.Row(d.Key()); row != nil {
			began = row.Began
		}
	}
	return began
}

// forbidden tells why no change of a kind may be sent from here; empty where it may.
func (b *boardPage) forbidden(kind change.Kind) string {
	if why := b.readOnly(); why != "" {
		return readOnlyWords(kind, why)
	}
	return b.notAllowed(kind)
}

// readOnlyWords say that nothing can be changed in this way, and why.
func readOnlyWords(kind change.Kind, why string) string {
	return "READ-ONLY: nothing can be " + kind.Done() + ", as " + why
}

// sideRow is a row of the board; nil where there is none.
type sideRow = *model.Row[side]

// setOf is the task set of a row; nil where there is none.
func setOf(row sideRow) *model.TaskSet {
	if row == nil {
		return nil
	}
	return row.Value.TaskSet
}

// under tells whether a set is the one under the cursor.
func (b *boardPage) under(arn string) bool {
	row := b.grid.Current()
	return row != nil && row.Value.TaskSet != nil && row.Value.TaskSet.ARN == arn
}

// rested is the row on which the cursor rests: the footer follows it there, so that a held key
// does not draw that anew for every row that it passes.
func (b *boardPage) rested() sideRow {
	for _, row := range b.grid.shown {
		if row.Key == b.told.key {
			return row
		}
	}
	return b.grid.Current()
}

func (b *boardPage) forward(row sideRow) change.Offer {
	return change.Forward(b.rollout(), setOf(row), b.circumstances())
}

func (b *boardPage) goBack(sideRow) change.Offer { return change.Back(b.rollout(), b.circumstances()) }

func (b *boardPage) next() (change.Offer, model.Step) {
	return change.Next(b.rollout(), b.circumstances())
}

// ofSet offers a change of the set of a row.
func (b *boardPage) ofSet(kind change.Kind, row sideRow) change.Offer {
	c := b.circumstances()
	offer := change.Offer{Kind: kind, Why: change.Can(kind, b.rollout(), setOf(row), c)}
	switch {
	case c.Forbidden(kind) != "", b.rollout().Service.WhyNotDelete() != "": // that is told already
	case row == nil:
		offer.Why = "there is no task set to " + kind.Verb()
	case row.Value.TaskSet == nil:
		offer.Why = "only a task set can be " + kind.Done() + ": ECS ends its own deployments by itself"
	case row.Value.sent != nil:
		offer.Why = row.Value.ShortID() + " is being " + row.Value.sent.Request().Kind.Done()
	}
	if set := setOf(row); set != nil {
		offer.Set = *set
	}
	return offer
}

// of is the key that opens the form of a kind of change.
func (k keyMap) of(kind change.Kind) key.Binding {
	switch kind {
	case change.DeleteTaskSet:
		return k.Delete
	case change.ScaleTaskSet:
		return k.Scale
	case change.PromoteTaskSet, change.RerouteTraffic, change.TerminateOriginal, change.ContinueHook:
		return k.Forward
	default:
		return k.RollBack
	}
}

// acts are the keys that open the form of a change.
func (b *boardPage) acts() []binding {
	of := func(kind change.Kind) func(sideRow) change.Offer {
		return func(row sideRow) change.Offer { return b.ofSet(kind, row) }
	}
	k := b.keys
	return []binding{
		b.offers(k.Forward, "open a service to promote or continue", true, b.forward),
		b.offers(k.RollBack, "open a service to go back", false, b.goBack),
		b.offers(k.Scale, "open a service and choose a task set to scale", true, of(change.ScaleTaskSet)),
		b.offers(k.Delete, "open a service and choose a task set to delete", true, of(change.DeleteTaskSet)),
		{
			Binding: k.Next, group: groupAct, elsewhere: "open a service to see its next step", unnamed: true,
			can: b.whyNoService, does: b.takeNext,
		},
	}
}

// offers is a key that opens the form of what is offered for the row under the cursor. On a
// board the footer names what that is.
func (b *boardPage) offers(k key.Binding, elsewhere string, onRow bool, offer func(sideRow) change.Offer) binding {
	if b.parts != nil {
		if kind := offer(b.rested()).Kind; kind != "" {
			k.SetHelp(k.Help().Key, wordsOf(kind).brief)
		}
	}
	return binding{
		Binding: k, group: groupAct, elsewhere: elsewhere, onRow: onRow,
		can:  func() string { return b.whyNot(offer(b.grid.Current())) },
		hint: func() string { return b.whyNot(offer(b.rested())) },
		does: func() action { return changeAction{offer(b.grid.Current())} },
	}
}

// whyNot tells why what is offered cannot be taken now; empty where it can.
func (b *boardPage) whyNot(offer change.Offer) string {
	if service, known := b.service(); !known || !service.Described {
		return nothingRead
	}
	return offer.Why
}

// takeNext opens the form of the next step, or where that is no change that can be taken the
// text that tells of it.
func (b *boardPage) takeNext() action {
	if offer, _ := b.next(); offer.Kind != "" && offer.Why == "" {
		return changeAction{offer}
	}
	return stepAction{b}
}
