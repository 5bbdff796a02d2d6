// Package dialog is what lies over a page and has its keys: forms, lines to type
// into and lists to choose from, on one stack, with the guard that tells a meant
// key from one that was held, pasted, typed ahead or sent by the terminal itself.
package dialog

import "time"

const (
	// Quiet is how long no input may come before a form is armed: longer than the
	// pause before a held key repeats is on most systems.
	Quiet = 425 * time.Millisecond
	// Alone is the least time between a key that presses or toggles and the input
	// before it. A paste without marks, a held key and the rest of a terminal's
	// reply come faster.
	Alone = 150 * time.Millisecond
	// afterUnknown is the quiet time after a sequence that means nothing: the rest of
	// a terminal's reply that was cut may come as keys.
	afterUnknown = time.Second
)

// Guard tells whether a key is meant. It is disarmed whenever what a key would act
// on has changed, and armed by quiet alone, however long that takes. The zero value
// is disarmed.
type Guard struct {
	armed bool
	alone bool      // the last input was a key that came alone
	last  time.Time // of the last input
	until time.Time // armed from then on, if no input comes before
}

// Armed tells whether keys count.
func (g *Guard) Armed() bool { return g.armed }

// Left is how long it takes until the guard is armed, if no input comes.
func (g *Guard) Left(now time.Time) time.Duration { return max(0, g.until.Sub(now)) }

// Disarm makes keys count only after a new quiet time.
func (g *Guard) Disarm(now time.Time) {
	g.armed = false
	g.quiet(now, Quiet)
}

// Unknown takes note of a sequence that means nothing.
func (g *Guard) Unknown(now time.Time) {
	g.last, g.armed = now, false
	g.quiet(now, afterUnknown)
}

// Input takes note of an input: meant is false for what no finger pressed just now,
// such as a repeat or a paste.
func (g *Guard) Input(now time.Time, meant bool) {
	g.Settle(now)
	g.alone = meant && (g.last.IsZero() || now.Sub(g.last) >= Alone)
	g.last = now
	if !g.armed {
		g.quiet(now, Quiet)
	}
}

// Alone tells whether the last input was a key that came alone.
func (g *Guard) Alone() bool { return g.alone }

// Settle arms the guard where the quiet time has passed.
func (g *Guard) Settle(now time.Time) {
	if g.until.Sub(now) > afterUnknown { // the clock was set back
		g.until = now.Add(Quiet)
	}
	g.armed = g.armed || !now.Before(g.until)
}

// quiet asks for a quiet time from now on. One that ends later stays.
func (g *Guard) quiet(now time.Time, long time.Duration) {
	if until := now.Add(long); until.After(g.until) || g.until.Sub(now) > afterUnknown {
		g.until = until
	}
}
