package ui

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/ecsapi"
	"tealset/ecsapi/ecsfake"
	"tealset/model"
)

// driveServer is drive over a server that exists, such as the demo's, on a
// terminal that has its size from the start.
func driveServer(
	t *testing.T, server func(now func() time.Time) *ecsfake.Server, width, height int, change func(*setup), test func(d *driver),
) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		d := &driver{t: t, ecs: server(time.Now), msgs: make(chan tea.Msg, 4096)}
		client := bare(ecsapi.New(ecsapi.Fixed{
			Region: "eu-west-1", Endpoint: "http://ecs.invalid", Transport: d.ecs.Client().Transport,
			Observe: func(call model.Call) { d.msgs <- CallEnded(call) },
		}))
		d.m = started(ctx, sourceOf(client, "", "eu-west-1"), 5*time.Second, change)
		d.m.width, d.m.height = width, height
		d.run(d.m.Init())
		test(d)
		cancel()
		time.Sleep(time.Minute) // what is in flight ends by its own deadline
		d.settle()
	})
}

// The pages look as they looked when somebody last looked at them: run with
// -update after a change, and read the difference.
func TestPagesLookAsTheyDid(t *testing.T) {
	demo := func(o *setup) { o.Profile, o.Demo = "on-call", true }
	moment := func(d *driver) { d.wait(time.Second) }
	services := inTurn(keys("j", "j", "j", "enter"), moment)
	of := func(service string) func(*driver) { return func(d *driver) { d.open(service) } }
	board := inTurn(services, of("checkout"), moment)
	active := inTurn(board, func(d *driver) { d.on("ACTIVE") })
	for _, page := range []struct {
		name string
		open func(d *driver)
	}{
		{"clusters", keys()},
		{"services", services},
		{"board", board},
		{"dialog", inTurn(active, keys("ctrl+d"))},
		{"dialog-name", inTurn(board, keys("ctrl+d"))},
		{"refused", inTurn(services, of("catalog"), moment, func(d *driver) { d.on("ACTIVE") }, keys("ctrl+d"), moment, refused("DeleteTaskSet", "AccessDeniedException"), (*driver).confirm)}, // of catalog, where nothing moves
		{"details", inTurn(active, keys("d"))},
		{"help", keys("?")},
		{"traffic", inTurn(board, moment, keys("w"))},
		{"difference", inTurn(board, moment, keys("v"), moment)},
		{"export", inTurn(active, moment, keys("x"))},
	} {
		for _, size := range [][2]int{{80, 24}, {120, 40}, {200, 60}} {
			t.Run(fmt.Sprintf("%s/%dx%d", page.name, size[0], size[1]), func(t *testing.T) {
				driveServer(t, ecsfake.Demo, size[0], size[1], demo, func(d *driver) {
					d.settle()
					d.wait(2 * time.Second)
					page.open(d)
					d.wait(3 * time.Second)
					d.looksAsBefore()
				})
			})
		}
	}
}

// looksAsBefore compares the screen with the picture of it that is kept.
func (d *driver) looksAsBefore() {
	d.t.Helper()
	_, name, _ := strings.Cut(d.t.Name(), "/")
	file := filepath.Join("testdata", "pages", strings.ReplaceAll(name, "/", "-")+".txt")
	screen := trimmed(d.screen())
	if *update {
		if err := os.WriteFile(file, []byte(screen), 0o600); err != nil {
			d.t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(filepath.Clean(file))
	if err != nil {
		d.t.Fatal(err)
	}
	if screen != string(kept) {
		d.t.Errorf("it looks different; -update keeps the new one:\n%s\nit was:\n%s", screen, kept)
	}
}

var requestID = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

// trimmed is a screen without the spaces at the end of its lines, which no person
// sees, and without the request ids, which two requests at a time may exchange.
func trimmed(screen string) string {
	var out strings.Builder
	screen = requestID.ReplaceAllString(screen, "00000000-0000-4000-8000-000000000000")
	for line := range strings.SplitSeq(screen, "\n") {
		out.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	return out.String()
}
