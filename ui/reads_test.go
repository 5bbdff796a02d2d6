package ui

import "testing"

// A resize of which nobody told is seen by the clock, and one that was told asks for nothing: each
// size that is told has the whole screen drawn again.
func TestASizeThatWasLostIsAskedFor(t *testing.T) {
	drive(t, shop(), nil, func(d *driver) {
		for _, c := range []struct {
			width, height int
			asks          bool
		}{{d.m.width, d.m.height, false}, {d.m.width + 1, d.m.height, true}, {d.m.width, d.m.height + 1, true}, {0, 0, false}} {
			d.m.options.Size = func() (width, height int) { return c.width, c.height }
			if asks := d.m.lostSize() != nil; asks != c.asks {
				t.Errorf("%d×%d: asked %t", c.width, c.height, asks)
			}
		}
	})
}
