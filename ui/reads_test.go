package ui

import (
	"testing"

	tea "charm.land/bubbletea/v2"
)

// A resize of which nobody told is seen by the clock, and one that was told is not told again: each
// size that is told has the whole screen drawn again.
func TestASizeThatWasLostIsTold(t *testing.T) {
	drive(t, shop(), nil, func(d *driver) {
		for _, c := range []struct {
			width, height int
			told          bool
		}{{d.m.width, d.m.height, false}, {d.m.width + 1, d.m.height, true}, {d.m.width, d.m.height + 1, true}, {0, 0, false}} {
			d.m.options.Size = func() (width, height int) { return c.width, c.height }
			var told, want tea.Msg
			if tell := d.m.lostSize(); tell != nil {
				told = tell()
			}
			if c.told {
				want = tea.WindowSizeMsg{Width: c.width, Height: c.height}
			}
			if told != want {
				t.Errorf("%d×%d: told %v, not %v", c.width, c.height, told, want)
			}
		}
	})
}
