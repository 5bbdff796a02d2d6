package ui

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/ecsapi/ecsfake"
	"tealset/model"
)

// describedSo are the names of the services that were asked for, one list a request.
func (d *driver) describedSo() [][]string {
	d.t.Helper()
	var requests [][]string
	for _, call := range d.ecs.Calls() {
		if call.Operation != "DescribeServices" {
			continue
		}
		var body struct{ Services []string }
		if err := json.Unmarshal(call.Body, &body); err != nil {
			d.t.Fatal(err)
		}
		var names []string
		for _, arn := range body.Services {
			names = append(names, model.NameOf(arn))
		}
		requests = append(requests, names)
	}
	return requests
}

// What is on the screen is described first, then what is next to it, then the rest,
// each once; the header says how far that has come.
func TestSweepDescribesFromTheScreenOutwards(t *testing.T) {
	slow := func(now func() time.Time) *ecsfake.Server {
		s := ecsfake.New(now, big(300))
		s.Fail("DescribeServices", -1, ecsfake.Slow(200*time.Millisecond))
		return s
	}
	driveServer(t, slow, 80, 24, func(o *setup) { inBig(o); o.Refresh = time.Hour }, func(d *driver) {
		d.settle()
		d.wait(time.Second)
		d.see("300 services · described ", " of 300")
		for step := 0; step < 1000 && !strings.Contains(d.screen(), "300 services  "); step++ {
			d.wait(100 * time.Millisecond)
		}
		d.see("300 services  ")
		requests := d.describedSo()
		rows := d.m.services().grid.height
		for i, name := range slices.Concat(requests...)[:2*rows] {
			if number := 0; numbered(name, &number) && number > 3*rows {
				t.Errorf("%s came as number %d", name, i)
			}
		}
		all := slices.Sorted(slices.Values(slices.Concat(requests...)))
		if n := len(slices.Compact(all)); n != 300 || len(requests) > 31 {
			t.Errorf("%d services were described by %d requests", n, len(requests))
		}
		d.wait(10 * time.Minute)
		if n := len(d.describedSo()); n != len(requests) {
			t.Errorf("%d more requests after the sweep, where a round takes two hours", n-len(requests))
		}
	})
}

// numbered reads the number in "svc-0001".
func numbered(name string, number *int) bool {
	n, _ := fmt.Sscanf(name, "svc-%d", number)
	return n == 1
}

// A row that comes on the screen is described at once, however much the sweep has
// still to do.
func TestRowsThatComeOnTheScreenDoNotWaitForTheSweep(t *testing.T) {
	slow := func(now func() time.Time) *ecsfake.Server {
		s := ecsfake.New(now, big(500))
		s.Fail("DescribeServices", -1, ecsfake.Slow(time.Second))
		return s
	}
	driveServer(t, slow, 80, 24, inBig, func(d *driver) {
		d.settle()
		d.wait(3 * time.Second)
		d.press("G")
		d.wait(3500 * time.Millisecond) // one read may be under way, and two are for what is now on the screen
		if line := d.row("svc-0500"); strings.Contains(line, "–") {
			t.Errorf("the last row is not described: %q", line)
		}
		d.see(" of 500")
	})
}

// What needs a person is above, wherever it was in the list; the cursor stays on top
// until it is moved, and then on its service.
func TestWhatNeedsAPersonComesFirst(t *testing.T) {
	world := big(60)
	hurt := &world.Clusters[0].Services[54]
	hurt.Desired, hurt.TaskSets = 9, []ecsfake.TaskSet{{Status: ecsfake.Primary, Revision: 1, Scale: new(100.0), Age: time.Hour, Running: new(3)}}
	slow := func(now func() time.Time) *ecsfake.Server {
		s := ecsfake.New(now, world)
		s.Fail("DescribeServices", -1, ecsfake.Slow(500*time.Millisecond))
		return s
	}
	name := hurt.Name
	driveServer(t, slow, 80, 24, inBig, func(d *driver) {
		d.settle()
		d.wait(10 * time.Second)
		if first := d.m.services().grid.shown[0].Value.Name; first != name {
			t.Fatalf("%s is first, not %s:\n%s", first, name, d.screen())
		}
		if row := d.m.services().grid.Current(); row == nil || row.Value.Name != name {
			t.Error("the cursor is not on top")
		}
		d.see(name+": ", " of 9 tasks of the PRIMARY run")
		d.press("j")
		moved := d.m.services().grid.Current().Value.Name
		d.ecs.Overlay(d.m.services().lists[0].Rows()[5].ARN, map[string]any{"desiredCount": 50})
		d.press("r")
		d.wait(20 * time.Second)
		if now := d.m.services().grid.Current().Value.Name; now != moved {
			t.Errorf("the cursor went from %s to %s", moved, now)
		}
	})
}

// While nothing changes the order of the rows does not either.
func TestOrderIsSteadyWhileNothingChanges(t *testing.T) {
	drive(t, big(40), inBig, func(d *driver) {
		d.wait(20 * time.Second)
		before := d.screen()
		d.wait(5 * time.Minute)
		order := func(screen string) (names []string) {
			for line := range strings.SplitSeq(screen, "\n") {
				if fields := strings.Fields(line); len(fields) > 0 && strings.HasPrefix(fields[0], "svc-") {
					names = append(names, fields[0])
				}
			}
			return names
		}
		if a, b := order(before), order(d.screen()); len(a) < 10 || !slices.Equal(a, b) {
			t.Errorf("%v became %v", a, b)
		}
	})
}

// Idle, 500 services cost fewer than 40 requests a minute, and a fifth of that while
// the terminal says that nobody looks. The focus brings a read at once.
func TestIdleListCostsFewRequests(t *testing.T) {
	wide := func(now func() time.Time) *ecsfake.Server { return ecsfake.New(now, big(500)) }
	driveServer(t, wide, 120, 36, inBig, func(d *driver) {
		d.settle()
		d.wait(2 * time.Minute)
		count := func(minutes int) int {
			before := d.ecs.Count("*")
			d.wait(time.Duration(minutes) * time.Minute)
			return (d.ecs.Count("*") - before) / minutes
		}
		if n := count(5); n >= 40 {
			t.Errorf("%d requests a minute", n)
		} else {
			t.Logf("%d requests a minute, idle", n)
		}
		d.press("enter")
		if n := count(5); n >= 40 {
			t.Errorf("%d requests a minute on the board", n)
		} else {
			t.Logf("%d requests a minute on the board", n)
		}
		d.send(tea.BlurMsg{})
		d.wait(time.Minute)
		if n := count(5); n > 13 {
			t.Errorf("%d requests a minute without the focus", n)
		} else {
			t.Logf("%d requests a minute without the focus", n)
		}
		d.wait(7 * time.Second)
		before := d.ecs.Count("*")
		d.send(tea.FocusMsg{})
		if d.ecs.Count("*") == before {
			t.Error("nothing is read when somebody looks again")
		}
	})
}

// Rows off the screen are looked at again slowly: how old they have become is told, until
// r reads them again.
func TestRowsOffTheScreenTellTheirAge(t *testing.T) {
	drive(t, big(500), inBig, func(d *driver) {
		d.wait(30 * time.Second)
		d.see("500 services ")
		d.wait(2 * time.Minute)
		d.see("500 services · others 2m old")
		if raced {
			return // twenty minutes more take as many seconds
		}
		d.press("r")
		d.wait(50 * time.Second)
		d.seeNot("others ")
		d.wait(20 * time.Minute)
		if !strings.Contains(d.screen(), "others 2m old") {
			d.see("others 1m old")
		}
	})
	drive(t, big(15), inBig, func(d *driver) {
		d.wait(10 * time.Minute)
		d.seeNot("others ")
	})
}

// A laptop that slept tells so, and reads everything again.
func TestSleepIsToldAndEverythingReadAgain(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.wait(10 * time.Second)
		before := d.ecs.Count("DescribeServices")
		time.Sleep(3 * time.Hour) // no message is taken meanwhile
		d.settle()
		d.see("the clock stood still for 3h00m: reading everything again")
		if d.ecs.Count("DescribeServices") == before {
			t.Error("nothing was read")
		}
	})
}

// :refresh changes how often is read, lists half as often as the board.
func TestRefreshCommandChangesThePace(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.press(":")
		d.typeText("refresh 30s")
		d.press("enter")
		d.see("the board is read every 30s, lists every 1m0s")
		d.wait(time.Minute)
		before := d.ecs.Count("DescribeServices")
		d.wait(5 * time.Minute)
		if n := d.ecs.Count("DescribeServices") - before; n < 9 || n > 11 {
			t.Errorf("%d reads in five minutes", n)
		}
		for _, wrong := range []string{"refresh", "refresh soon", "refresh 10ms", "refresh 2h", "jump", "cluster", "cluster a b", "service a/b/c"} {
			d.press(":")
			d.typeText(wrong)
			d.press("enter")
			if d.m.notice == "" || d.m.overlays.Top() == nil {
				t.Errorf(":%s is not refused: %q", wrong, d.m.notice)
			}
			d.press("esc")
		}
	})
}
