package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"tealset/ecsapi/ecsfake"
	"tealset/ui/keymap"
)

// What somebody set counts: the new key acts, the old one does not, what it was taken from has
// lost it; the footer, the help and the messages name the keys in force, and an action without
// a key is named nowhere.
func TestKeysInForce(t *testing.T) {
	own := keymap.InForce(keymap.Keys{"delete": {"ctrl+x"}, "details": {"f5"}, "events": {"d"}, "activity": {}, "help": {"f1"}, "quit": {"Z"}, "back": {"esc"}})
	drive(t, shop(), func(o *setup) { o.Keymap = own; checkout(o) }, func(d *driver) {
		d.wait(time.Second)
		d.send(tea.WindowSizeMsg{Width: 119, Height: 36})
		d.see("f1 help · Z quit", "ctrl+x", "f5 details", "d events")
		d.seeNot("a activity")
		d.press("ctrl+d", "?", "q")
		if d.quit || d.m.asking() != nil {
			t.Fatal("a usual key acts that was taken away")
		}
		d.wait(burst)
		d.press("q")
		d.see("q does nothing here: f1 shows the keys")
		d.press("d")
		if d.m.reader == nil || d.m.reader.title != "events" {
			t.Errorf("d opens no events:\n%s", d.screen())
		}
		d.press("esc")
		d.wait(time.Second)
		d.press("f1")
		d.see("f5", "ctrl+x")
		for line := range strings.SplitSeq(d.screen(), "\n") {
			if strings.Contains(line, "activity") {
				t.Errorf("the help has an action without a key: %s", line)
			}
		}
		d.press("f1")
		d.wait(time.Second)
		d.press("ctrl+x")
		if d.m.asking() == nil {
			t.Errorf("ctrl+x opens no dialog:\n%s", d.screen())
		}
		d.wait(armAfter)
		d.press("n") // the keys of a dialog are fixed
		if d.m.asking() != nil {
			t.Error("n does not cancel the dialog")
		}
	})
}

// What a fault says to do names the keys in force, and none where there is none; so do the
// lines about a fault, a filter that hides everything and a change.
func TestAdviceNamesTheKeysInForce(t *testing.T) {
	own := keymap.InForce(keymap.Keys{"refresh": {"f5"}, "back": {"f4"}, "activity": {}})
	drive(t, shop(), func(o *setup) { o.Keymap = own; checkout(o) }, func(d *driver) {
		d.ecs.Fail("DescribeServices", -1, ecsfake.HTTP(500, amazonJSON, ""))
		d.wait(time.Minute)
		d.see("ECS failed on its side", "Try again (press f5) in a moment")
		d.seeNot("a: more", "press r")
		d.press("/", "n", "o", "p", "e", "enter")
		d.see("nothing matches /nope: f4 clears the filter")
	})
	drive(t, shop(), func(o *setup) { o.Keymap = own; o.Cluster = "nope" }, func(d *driver) {
		d.see("there is no cluster nope", "f4 goes back")
	})
}

// A panel names the key in force that shows all of it, and none where there is none; so does
// what is told in the header.
func TestPanelsAndTheHeaderNameTheKeysInForce(t *testing.T) {
	own := keymap.InForce(keymap.Keys{"tasks": {"f5"}, "export": {}, "events": {"f6"}, "all": {"f7"}})
	drive(t, shop(), func(o *setup) { o.Keymap = own; checkout(o) }, func(d *driver) {
		d.see(" f5 ─", " f6 ─")
		var title string
		for line := range strings.SplitSeq(d.screen(), "\n") {
			if strings.Contains(line, "── seen here ") {
				title = line
			}
		}
		if !strings.HasSuffix(title, "───") {
			t.Errorf("an export has no key, but the panel says %q", title)
		}
		row := d.m.top().(*boardPage).conn.store.Services.Row(d.m.top().(*boardPage).key)
		d.m.alarms.told = append(d.m.alarms.told, row)
		if told := ansi.Strip(d.m.alarm()); !strings.HasSuffix(told, " · f7 shows it") {
			t.Errorf("the header says %q", told)
		}
	})
}

// Lines and lists have keys that can be set as well.
func TestKeysOfLinesAndLists(t *testing.T) {
	own := keymap.InForce(keymap.Keys{"accept": {"f9", "enter"}, "cancel": {"f10"}, "down": {"f2", "x"}})
	drive(t, shop(), func(o *setup) { o.Keymap = own; o.Profiles = []string{"one", "two", "x"} }, func(d *driver) {
		d.press("/", "x")
		if got := d.m.table().filtered(); got != "x" {
			t.Errorf("what types is not typed: %q", got)
		}
		d.press("f10")
		if d.m.overlays.Top() != nil || d.m.table().filtered() != "" {
			t.Error("f10 does not cancel the line")
		}
		d.press(":", "q")
		d.press("esc")
		if d.m.overlays.Top() == nil {
			t.Error("esc was taken away, and cancels")
		}
		d.press("f9")
		if !d.quit {
			t.Error("f9 does not go on with the command")
		}
	})
}

// The columns that somebody chose stand in their order, and no others; what a table does not
// have now is left out.
func TestColumnsThatSomebodyChose(t *testing.T) {
	chosen := map[string][]string{
		TableServices: {"health", "serviceName", "desiredCount", "createdAt"},
		TableTaskSets: {"id", "computedDesiredCount", "status", "externalId"},
	}
	drive(t, shop(), func(o *setup) { o.Columns, o.Cluster = chosen, "shop" }, func(d *driver) {
		d.wait(time.Second)
		title := strings.Split(d.screen(), "\n")[3]
		if got := strings.Fields(title); !slices.Equal(got, strings.Fields("STATE↑ SERVICE DESIRED CREATED (UTC)")) {
			t.Errorf("the titles are %q:\n%s", got, d.screen())
		}
		d.press("/")
		d.typeText("checkout")
		d.press("enter", "enter")
		d.wait(time.Second)
		d.see("TASK SET", "DESIRED", "ROLE")
		d.seeNot("STABILITY", "REVISION")
	})
}

// Every column that can be chosen has a name of its own in its table, and every table has the
// one without which nobody could tell its rows apart.
func TestTheNamesOfColumns(t *testing.T) {
	for _, table := range Tables() {
		seen := map[string]bool{"": true}
		for _, name := range table.Columns {
			if seen[name] {
				t.Errorf("%s has %q twice, or without a name", table.Name, name)
			}
			seen[name] = true
		}
		if !seen[table.Needs] {
			t.Errorf("%s does not have %s", table.Name, table.Needs)
		}
	}
}

// Every action of the table is bound, and nothing is bound that has none.
func TestEveryActionIsBound(t *testing.T) {
	var actions []string
	k := newKeyMap(nil)
	for _, group := range keyGroups(k, bindingsOfPages(&frame{keys: k})) {
		for _, b := range group.Bindings {
			actions = append(actions, b.Keys()...)
		}
	}
	for _, b := range [][]string{k.overlay.Accept.Keys(), k.overlay.Cancel.Keys(), k.overlay.Complete.Keys(), k.Redraw.Keys(), k.Suspend.Keys()} {
		actions = append(actions, b...)
	}
	for _, a := range keymap.Actions() {
		for _, key := range a.Keys {
			if !slices.Contains(actions, key) {
				t.Errorf("%s of %s is in no block of the help", key, a.Name)
			}
		}
	}
}
