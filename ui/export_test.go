package ui

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"tealset/model"
)

// x on the board writes what moved since it was opened, so that it can be read elsewhere:
// whose service it is first, then one line a move, the last one last, each with its date and
// time in UTC and the whole id. c copies all of it.
func TestWhatWasSeenIsExported(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.press("x")
		d.see("account 123456789012 · eu-west-1 · cluster shop · service checkout", "nothing has moved in this time", "seen by tealset from 2000-01-01 00:00:00 UTC")
		d.press("x")
		d.see("PRIMARY") // x closes it again
		set := d.m.board().grid.shown[1].Value
		for _, running := range []int{1, 0} {
			d.wait(10 * time.Second)
			d.ecs.Overlay(set.ARN, map[string]any{"runningCount": running})
			d.wait(10 * time.Second)
		}
		d.press("x")
		text := d.m.reader.whole()
		lines := strings.Split(strings.TrimSpace(text), "\n")
		if want := "account 123456789012 · eu-west-1 · cluster shop · service checkout"; lines[0] != want {
			t.Errorf("the first line is %q, not %q", lines[0], want)
		}
		line := regexp.MustCompile(`^2000-01-01 \d\d:\d\d:\d\d UTC  ` + regexp.QuoteMeta(set.ID) + `  running (\d/\d) → (\d/\d)$`)
		var moved []string
		for _, l := range lines[2:] {
			if found := line.FindStringSubmatch(l); found != nil {
				moved = append(moved, found[1]+" "+found[2])
			}
		}
		if strings.Join(moved, ", ") != "2/2 1/2, 1/2 0/2" {
			t.Errorf("the moves are %q:\n%s", moved, text)
		}
		d.press("c")
		d.see("the whole export, ")
	})
}

// A board that has seen more than it keeps says so in the export.
func TestTheExportSaysThatOlderMovesAreMissing(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.m.board().moves = make([]model.Move, movesKept)
		d.press("x")
		d.see("older moves are not kept")
	})
}

// Before the service is known there is nothing to export, and the key says so.
func TestNothingIsExportedBeforeTheServiceIsKnown(t *testing.T) {
	drive(t, shop(), func(o *setup) { o.Cluster, o.Service = "shop", "nowhere" }, func(d *driver) {
		d.press("x")
		d.see(nothingRead)
		if d.m.reader != nil {
			t.Errorf("a text is open:\n%s", d.screen())
		}
	})
}
