// Package dialog is what lies over a page and has its keys: forms, lines to type
// into and lists to choose from, on one stack, with the guard that tells a meant
// key from one that was held, pasted, typed ahead or sent by the terminal itself.
package dialog

import "time"

const (
	// Quiet is how long no input may come before a form is armed: longer than the
	// pause before a held key repeats is on most systems.
	Quiet = 425 * time.Millisecond
	// Alone is the least time between a key that presses or toggles and the inputs
	// before and after it. A paste without marks, a held key and the rest of a terminal's
	// reply come faster.
	Alone = 150 * time.Millisecond
	// afterUnknown is the quiet time after a sequence that means nothing: the rest of
	// a terminal's reply that was cut may come as keys.
	afterUnknown = time.Second
)

// Guard tells whether a key is meant. It is disarmed whenever what a key would act
// on has changed, and armed by quiet alone, however long that takes. The zero value
// is disarmed.
//
// What passed between two inputs it learns from Settle alone, not from the times at
// which the inputs are handled: a screen that is slow to draw holds up one key of a
// burst and not the one before it.
type Guard struct {
	armed   bool
	alone   bool      // the last input was a key that came alone
	last    time.Time // of the last input
	until   time.Time // armed from then on, if no input comes before
	settled time.Time // up to then every input has been handled
}

// Armed tells whether keys count.
func (g *Guard) Armed() bool { return g.armed }

// Left is how long it takes until the guard is armed, if no input comes.
func (g *Guard) Left(now time.Time) time.Duration { return max(0, g.until.Sub(now)) }

// Next is in how long Settle is to be called; 0 where it has nothing to tell. It is never
// long, as the clock may have been set back.
func (g *Guard) Next(now time.Time) time.Duration {
	switch {
	case g.soon():
		return min(max(1, g.last.Add(Alone).Sub(now)), Alone)
	case !g.armed:
		return min(max(1, g.Left(now)), afterUnknown)
	default:
		return 0
	}
}

// Disarm makes keys count only after a new quiet time.
func (g *Guard) Disarm(now time.Time) {
	g.armed = false
	g.quiet(now, Quiet)
}

// Unknown takes note of a sequence that means nothing; what it tells is as for Input.
func (g *Guard) Unknown(now time.Time) (crowds bool) {
	crowds = g.alone && g.soon()
	g.last, g.armed, g.alone = now, false, false
	g.quiet(now, afterUnknown)
	return crowds
}

// Input takes note of an input: meant is false for what no finger pressed just now,
// such as a repeat or a paste. It crowds the key before it where that had come alone
// so far, and does not any more.
func (g *Guard) Input(now time.Time, meant bool) (crowds bool) {
	soon := g.soon()
	crowds = g.alone && soon
	g.alone = meant && !soon
	g.last = now
	if !g.armed {
		g.quiet(now, Quiet)
	}
	return crowds
}

// Alone tells whether the last input was a key that nothing came shortly before.
func (g *Guard) Alone() bool { return g.alone }

// soon tells whether an input that comes now comes shortly after the last one.
func (g *Guard) soon() bool { return !g.last.IsZero() && g.settled.Sub(g.last) < Alone }

// Settle tells that every input that came before a time has been handled. It arms the
// guard where the quiet time was over by then. Whoever calls it has waited in the same
// queue as the inputs, and says when that began.
func (g *Guard) Settle(at time.Time) {
	g.settled = at
	g.armed = g.armed || !at.Before(g.until)
}

// quiet asks for a quiet time from now on. One that ends later stays, but for one that a
// clock which was set back has put far away.
func (g *Guard) quiet(now time.Time, long time.Duration) {
	if until := now.Add(long); until.After(g.until) || g.until.Sub(now) > afterUnknown {
		g.until = until
	}
}
