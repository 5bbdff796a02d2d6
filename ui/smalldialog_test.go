package ui

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/ecsapi/ecsfake"
	"tealset/ui/dialog"
)

var smallest = tea.WindowSizeMsg{Width: leastWidth, Height: leastHeight}

// longCluster and longService are names as CloudFormation makes them.
const longCluster, longService = "acme-prod-EcsCluster-1A2B3C4D5E6F7", "acme-prod-CheckoutService-9Z8Y7X6W5V4U"

func longNames() (world ecsfake.World, open func(*setup)) {
	world = shop()
	world.Clusters[0].Name, world.Clusters[0].Services[0].Name = longCluster, longService
	return world, func(o *setup) { o.Cluster, o.Service = longCluster, longService }
}

// On the smallest screen Delete cannot be pressed before all that is at risk has been on
// the screen; a window that was too small to show anything has shown nothing.
func TestTheWorstIsSeenBeforeDeleteCanBePressed(t *testing.T) {
	for name, first := range map[string][]tea.WindowSizeMsg{
		"small from the start": nil,
		"too narrow and high":  {{Width: leastWidth - 1, Height: 60}},
		"too flat and wide":    {{Width: 300, Height: leastHeight - 1}},
	} {
		t.Run(name, func(t *testing.T) {
			world, long := longNames()
			drive(t, world, long, func(d *driver) {
				d.on("PRIMARY")
				d.send(smallest)
				d.wait(time.Second)
				d.press("ctrl+d")
				for _, size := range append(first, smallest) {
					d.send(size)
				}
				d.wait(armAfter)
				d.toTheName()
				d.typeText(longService)
				const rest = "another set up first." // of what is at risk
				d.seeNot(rest)
				d.confirmFromField()
				d.see("[ Delete ]", "read all that is at risk first")
				d.deletes(0)
				for range 10 {
					d.slowly("down")
				}
				d.see("[ Delete ]")
				d.slowly("enter")
				d.deletes(1)
			})
		})
	}
}

// A name as CloudFormation makes it is whole on the screen, as it has to be typed.
func TestALongNameIsWholeInTheDialog(t *testing.T) {
	world, long := longNames()
	drive(t, world, long, func(d *driver) {
		d.openOn("PRIMARY")
		text := strings.Join(dialogText(d.screen()), "")
		for _, whole := range []string{longCluster, longService, "123456789012", "eu-west-1", d.m.asking().flow.Request().Target.ID} {
			if !strings.Contains(text, whole) {
				t.Errorf("%s is not whole on the screen:\n%s", whole, d.screen())
			}
		}
		d.toTheName()
		d.typeText(longService)
		d.see("type the service's name to delete: " + longService)
		d.confirmFromField()
		d.deletes(1)
	})
}

// What is longer than the field or the line scrolls: the letters at the cursor are seen.
func TestWhatIsTypedScrolls(t *testing.T) {
	text := strings.Repeat("0123456789", 7) + "the-end-80"
	for _, size := range []tea.WindowSizeMsg{smallest, {Width: 80, Height: 24}} {
		drive(t, shop(), checkout, func(d *driver) {
			d.send(size)
			d.openOn("PRIMARY")
			d.toTheName()
			d.typeText(text)
			d.see("the-end-80")
			d.fits()
			d.press("home")
			d.see("0123456789")
			d.seeNot("the-end-80")
			d.press("esc")
			d.wait(time.Second)
			d.press(":")
			d.typeText(text)
			d.see("the-end-80")
			d.fits()
		})
	}
}

// A danger that passes while the name is typed takes neither the field nor a letter away,
// and none of the letters becomes a command.
func TestADangerThatPassesLeavesTheField(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		primary := d.m.board().grid.shown[0].ARN
		d.ecs.Overlay(primary, raw{"runningCount": 0, "stabilityStatus": "STABILIZING"})
		d.wait(10 * time.Second)
		d.openOn("ACTIVE")
		d.slowly("shift+tab")
		d.typeText("off-")
		d.ecs.Overlay(primary, nil)
		d.wait(10 * time.Second)
		d.see("enough is left", "to delete: off-")
		d.typeText("fleet-by-night q")
		d.see("to delete: off-fleet-by-night q", "[ ] force", "Delete task set")
		d.slowly("tab")
		d.see("[ Cancel ]")
		d.deletes(0)
	})
}

// The same where the set vanishes: the letters stay letters, and the dialog is closed by
// a key alone.
func TestASetThatVanishesLeavesTheField(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.openOn("PRIMARY")
		set := d.m.asking().flow.Request().Target.ARN
		d.toTheName()
		d.typeText("check")
		d.ecs.Remove(set)
		d.wait(10 * time.Second)
		d.see("was deleted by somebody else", "to delete: check")
		d.typeText("n q y f")
		d.see("was deleted by somebody else", "to delete: checkn q y f")
		d.slowly("enter")
		d.see("Delete task set")
		d.slowly("tab")
		d.see("[ Close ]")
		d.slowly("enter")
		d.seeNot("Delete task set")
		if d.quit {
			t.Error("a letter left the program")
		}
		d.deletes(0)
	})
}

// The same after a confirmation that did not count: what that started over is over, and
// nothing later takes the field from a hand that types.
func TestASetThatVanishesLeavesTheFieldAfterAConfirmationThatDidNotCount(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.openOn("PRIMARY")
		set := d.m.asking().flow.Request().Target.ARN
		d.toTheName()
		d.typeText("checkout")
		d.slowly("tab", "tab")
		d.press("enter", "down")
		d.see("other keys came with enter", "[ ] force")
		d.wait(dialog.Quiet)
		d.slowly("shift+tab", "shift+tab", "f", "tab")
		d.typeText("check")
		d.see("to delete: check")
		d.ecs.Remove(set)
		d.wait(10 * time.Second)
		d.typeText("nq")
		d.see("was deleted by somebody else", "to delete: checknq")
		d.deletes(0)
	})
}
