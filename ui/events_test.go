package ui

import (
	"strings"
	"testing"
	"time"

	"tealset/ecsapi/ecsfake"
)

// An event stands beside the side that it is about, without the name of the service that
// every one begins with; trouble is in colour; the times are UTC, and that is said.
func TestEventsTellTheirSideAndTrouble(t *testing.T) {
	driveServer(t, ecsfake.Demo, 120, 36, ofDemo("reviews"), func(d *driver) {
		d.wait(time.Minute)
		d.press("e")
		d.see("UTC")
		d.seeNot("(service reviews", "taskSet ecs-svc")
		sides := d.m.board().rollout().Sides
		d.see("was unable to place a task") // which names no set
		row := d.row("has started")
		if !strings.Contains(row, sides[1].ShortID()+"  has started") {
			t.Errorf("the event is not beside its set: %q", row)
		}
		red, _, _ := strings.Cut(d.m.look.bad.Render("was unable"), "was unable")
		if !strings.Contains(d.m.View().Content, red+"was unable") {
			t.Error("trouble has no colour")
		}
		if strings.Contains(d.m.View().Content, red+"has started") {
			t.Error("what is no trouble has its colour")
		}
	})
}

// The newest event is the last line, and is on the screen when the events are opened; new
// ones are followed, or counted where somebody reads older ones.
func TestNewEventsAreFollowed(t *testing.T) {
	driveServer(t, ecsfake.Demo, 80, 15, ofDemo("reviews"), func(d *driver) {
		d.wait(8 * time.Minute)
		d.press("e")
		d.see("times are UTC", "new events are followed")
		newest := func() string { return d.m.reader.lines[len(d.m.reader.lines)-1].of }
		was := newest()
		d.wait(2 * time.Minute)
		if newest() == was || !d.m.reader.follows() {
			t.Errorf("no new event is on the screen:\n%s", d.screen())
		}
		d.press("k", "k", "k")
		top, was := d.m.reader.lines[d.m.reader.topLine()].of, newest()
		d.wait(2 * time.Minute)
		if d.m.reader.lines[d.m.reader.topLine()].of != top || newest() == was {
			t.Errorf("the line that is read has moved, or nothing has happened:\n%s", d.screen())
		}
		d.see("new below, G follows them")
		d.press("G")
		d.see("new events are followed")
	})
}
