package ui

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"

	"tealset/ecsapi/ecsfake"
)

// wireOf counts what Bubble Tea writes to the terminal of a driven dashboard, by the
// renderer that Bubble Tea has: nothing of it depends on the machine's speed.
type wireOf struct {
	d      *driver
	out    bytes.Buffer
	render *uv.TerminalRenderer
	screen uv.ScreenBuffer
}

func (d *driver) wire() *wireOf {
	w := &wireOf{d: d, screen: uv.NewScreenBuffer(d.m.width, d.m.height)}
	w.render = uv.NewTerminalRenderer(&w.out, []string{"TERM=xterm-256color", "LANG=C.UTF-8"})
	w.render.SetColorProfile(colorprofile.ANSI256)
	w.render.SetFullscreen(true)
	w.render.SetRelativeCursor(false)
	w.render.SetTabStops(-1)
	w.render.SetScrollOptim(true)
	w.frame()
	return w
}

// frame draws the screen as it is now, and tells how many bytes that took.
func (w *wireOf) frame() int {
	w.d.t.Helper()
	w.out.Reset()
	w.screen.Clear()
	uv.NewStyledString(w.d.m.View().Content).Draw(w.screen, w.screen.Bounds())
	w.render.Render(w.screen.RenderBuffer)
	if err := w.render.Flush(); err != nil {
		w.d.t.Fatal(err)
	}
	return w.out.Len()
}

// frames lets time pass, with a frame after each step, and tells how many bytes they took.
func (w *wireOf) frames(long, step time.Duration) int {
	w.d.t.Helper()
	n := 0
	for end := time.Now().Add(long); time.Now().Before(end); {
		time.Sleep(step)
		w.d.settle()
		n += w.frame()
	}
	return n
}

// median and most of some numbers.
func spread(numbers []int) (median, most int) {
	numbers = slices.Sorted(slices.Values(numbers))
	return numbers[len(numbers)/2], numbers[len(numbers)-1]
}

// A moved cursor writes a marker and two names, not two rows: the states keep their
// colours, and slow lines stay fast. What is told of the row elsewhere waits until the
// cursor rests, so that a held key does not draw the board of every row it passes.
func TestAMovedCursorWritesFewBytes(t *testing.T) {
	for _, page := range []struct {
		name   string
		width  int
		open   func(*setup)
		moves  int
		median int
		most   int
		rest   int // median of what follows when the cursor rests
	}{
		{"clusters", 120, nil, 4, 60, 120, 120},
		{"services", 119, inProd, 18, 60, 120, 160},
		{"services beside boards of different shapes", 120, inProd, 18, 60, 120, 400},
		{"board", 80, func(o *setup) { inProd(o); o.Service = "recommendations" }, 4, 60, 120, 400},
	} {
		t.Run(page.name, func(t *testing.T) {
			driveServer(t, ecsfake.Demo, page.width, 36, page.open, func(d *driver) {
				d.wait(3 * time.Second)
				d.ecs.Fail("*", -1, ecsfake.Slow(time.Hour)) // nothing but the cursor moves
				d.m.look.now = d.m.clock()
				w := d.wire()
				var moves, rests []int
				if raced {
					page.moves = min(page.moves, 4)
				}
				for range page.moves {
					d.press("j")
					moves = append(moves, w.frame())
				}
				for range page.moves {
					d.press("k")
					moves = append(moves, w.frame())
					rests = append(rests, w.frames(cursorRest+50*time.Millisecond, 10*time.Millisecond))
				}
				median, most := spread(moves)
				rest, mostRest := spread(rests)
				t.Logf("a moved cursor: %d bytes, at most %d; when it rests, %d more, at most %d", median, most, rest, mostRest)
				if median > page.median || most > page.most {
					t.Errorf("a moved cursor costs %d bytes, and %d at most", median, most)
				}
				if rest > page.rest {
					t.Errorf("what follows when it rests costs %d bytes", rest)
				}
			})
		})
	}
}

// A refresh writes the cells that have changed, and little else.
func TestARefreshWritesFewBytes(t *testing.T) {
	drive(t, big(30), inBig, func(d *driver) {
		d.m.width, d.m.height = 120, 36
		d.wait(25 * time.Second)
		w := d.wire()
		for _, n := range []string{"05", "07", "10", "11", "13"} {
			d.ecs.Overlay("arn:aws:ecs:eu-west-1:123456789012:service/big/svc-00"+n, map[string]any{"desiredCount": 1})
		}
		d.ecs.Fail("*", 4, ecsfake.Slow(40*time.Millisecond)) // each answer has a frame to itself
		d.press("r")
		n := w.frames(900*time.Millisecond, 10*time.Millisecond)
		t.Logf("a refresh of five cells: %d bytes", n)
		if changed := strings.Count(d.screen(), "2/1"); changed != 5 || n > 200 {
			t.Errorf("%d cells cost %d bytes:\n%s", changed, n, d.screen())
		}
	})
}

func inProd(o *setup) { o.Cluster = "shop-prod" }

// A minute in which little happens writes little: nothing on the screen changes only
// because time passes, but for ages of a few minutes.
func TestAnIdleMinuteWritesFewBytes(t *testing.T) {
	for _, page := range []struct {
		name  string
		width int
		open  func(*setup)
		most  int
	}{
		{"clusters", 120, nil, 400},
		{"services", 119, inBig, 400},
		{"services beside a board", 120, inBig, 400},
		{"board", 80, func(o *setup) { inBig(o); o.Service = "svc-0003" }, 400},
	} {
		if raced && page.name != "services beside a board" {
			continue // races do not need every page
		}
		t.Run(page.name, func(t *testing.T) {
			drive(t, big(500), page.open, func(d *driver) {
				d.m.width, d.m.height = page.width, 36
				d.ecs.Fail("*", -1, ecsfake.Slow(120*time.Millisecond)) // a read takes some frames
				d.wait(2 * time.Minute)
				w := d.wire()
				step := 50 * time.Millisecond
				if raced {
					step = time.Second
				}
				n := w.frames(time.Minute, step)
				t.Logf("an idle minute: %d bytes", n)
				if n > page.most {
					t.Errorf("an idle minute writes %d bytes", n)
				}
			})
		})
	}
}

// A refresh of five cells costs at most 300 bytes with all panels drawn as well, whether the
// cells are those of the list beside the board or of its own sides: a panel writes no line anew
// that says what it said before.
func TestARefreshWithAllPanelsWritesFewBytes(t *testing.T) {
	const most = 300
	for _, size := range [][2]int{{120, 36}, {200, 60}} {
		if raced && size[0] > 120 {
			continue // races do not need every size
		}
		for name, cells := range map[string]func(d *driver){
			"of the list": func(d *driver) {
				for _, n := range []string{"04", "05", "07", "08", "10"} {
					d.ecs.Overlay("arn:aws:ecs:eu-west-1:123456789012:service/big/svc-00"+n, map[string]any{"desiredCount": 1})
				}
			},
			"of the sides": func(d *driver) {
				sides := d.m.board().rollout().Sides
				d.ecs.Overlay(sides[0].ARN, map[string]any{"pendingCount": 3, "scale": map[string]any{"value": 80.0, "unit": "PERCENT"}})
				d.ecs.Overlay(sides[1].ARN, map[string]any{"pendingCount": 1, "scale": map[string]any{"value": 60.0, "unit": "PERCENT"}})
				d.ecs.Overlay(d.m.board().key.Name, map[string]any{"pendingCount": 4})
			},
		} {
			world := big(30)
			world.Balancers = []ecsfake.Balancer{serving("svc-0003-a", "svc-0003-b")}
			drive(t, world, func(o *setup) { o.Cluster, o.Service = "big", "svc-0003" }, func(d *driver) {
				d.m.width, d.m.height = size[0], size[1]
				d.wait(40 * time.Second)
				d.see("TRAFFIC", "next", "tasks of", "seen here", "events (UTC)")
				w := d.wire()
				cells(d)
				d.ecs.Fail("*", 40, ecsfake.Slow(40*time.Millisecond)) // each answer has a frame to itself
				d.press("r")
				n := w.frames(2500*time.Millisecond, 10*time.Millisecond)
				t.Logf("%dx%d, a refresh of five cells %s: %d bytes", size[0], size[1], name, n)
				changed := map[string]int{"of the list": strings.Count(d.screen(), "2/1"), "of the sides": len(d.m.board().moves)}
				if n > most || changed["of the list"] != 5 && changed["of the sides"] != 2 {
					t.Errorf("%dx%d: five cells %s cost %d bytes:\n%s", size[0], size[1], name, n, d.screen())
				}
			})
		}
	}
}
