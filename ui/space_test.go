package ui

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/ecsapi/ecsfake"
	"tealset/ui/widget"
)

// Where the screen has room for it, ids are whole, the gauge is longer, and the external
// id is told; where it has none, counts still end in one column, as numbers do.
func TestTheBoardUsesTheWidthOfTheScreen(t *testing.T) {
	open := func(o *setup) { inProd(o); o.Service = "checkout" }
	for _, size := range []struct {
		width       int
		sees, lacks []string
	}{
		{240, []string{"ecs-svc/4016314304483200800", "EXTERNAL ID", "pipeline-1760", strings.Repeat(glyphFull, 12)}, []string{"STARTED BY"}},
		{80, []string{"…483200800"}, []string{"ecs-svc/", glyphFull}},
	} {
		driveServer(t, ecsfake.Demo, size.width, 60, open, func(d *driver) {
			d.wait(3 * time.Second)
			d.see(size.sees...)
			for _, text := range size.lacks {
				if strings.Contains(d.screen(), text) {
					t.Errorf("%q at %d columns:\n%s", text, size.width, d.screen())
				}
			}
			end := func(role, count string) int { // in cells: the signs before it are one wide
				row := []rune(d.row(role))
				return len([]rune(string(row)[:strings.Index(string(row), count)+len(count)]))
			}
			if a, b := end("PRIMARY  ", "8/8"), end("ACTIVE  ", "1/4"); a != b {
				t.Errorf("at %d columns the counts end at %d and at %d:\n%s", size.width, a, b, d.screen())
			}
		})
	}
}

// Beside a board the names of the list get what that does not need for its columns up to the
// scale: 16 letters are whole at 120 columns, 30 at 160.
func TestNamesAreWholeBesideTheBoard(t *testing.T) {
	for width, name := range map[int]string{120: "recommendations2", 160: "recommendations-for-partners-2"} {
		world := shop()
		world.Clusters[0].Services[0].Name = name
		drive(t, world, func(o *setup) { o.Cluster = "shop" }, func(d *driver) {
			d.send(tea.WindowSizeMsg{Width: width, Height: 36})
			d.wait(3 * time.Second)
			row := d.row(name) // cut, it would not be found
			if !strings.Contains(row, glyphBar) {
				t.Errorf("there is no board beside %q", row)
			}
			d.see("STABILITY", "SCALE")
		})
	}
}

// What could not be read again is told by a sign and its age, and keeps no colour of a
// verdict: the row under the cursor, the verdicts, the counts, and the board beside.
func TestWhatIsStaleIsToldByItsAgeAndASign(t *testing.T) {
	for width, sees := range map[int][]string{
		119: {"▲ short", "? ▲ accounts: 0 of 3 tasks of the PRIMARY run · 3m"},
		120: {"▲ short", "? ▲ 0 of 3 tasks of the PRIMARY run · 3m"},
		200: {"▲ short", "? ▲ 0 of 3 tasks of the PRIMARY run · 3m"},
	} {
		driveServer(t, ecsfake.Demo, width, 36, inProd, func(d *driver) {
			d.wait(3 * time.Second)
			if strings.Contains(d.screen(), glyphStale+" 1") {
				t.Errorf("nothing is stale:\n%s", d.screen())
			}
			d.ecs.Fail("*", -1, ecsfake.Exception("ServerException", "no"))
			d.wait(3 * time.Minute)
			d.see("? 24 services", "?▌ accounts", "?  payments", "updated 3m")
			d.see(sees...)
			content := d.m.View().Content
			for name, style := range map[string]widget.Style{"broken": d.m.look.bad, "untidy": d.m.look.untidy, "busy": d.m.look.busy} {
				colour, _, _ := strings.Cut(style.Render("x"), "x")
				for line := range strings.SplitSeq(content, "\n") {
					if strings.Contains(line, colour) && !strings.Contains(line, "a: more") { // the fault itself
						t.Errorf("at %d columns a stale line has the colour of %s: %q", width, name, line)
					}
				}
			}
		})
	}
}

// A verdict that could not be given anew has the age of what it was given on beside it,
// where there is room.
func TestAStaleVerdictHasItsAgeBesideIt(t *testing.T) {
	open := func(o *setup) { inProd(o); o.Service = "checkout" }
	driveServer(t, ecsfake.Demo, 200, 36, open, func(d *driver) {
		d.wait(3 * time.Second)
		d.ecs.Fail("*", -1, ecsfake.Exception("ServerException", "no"))
		d.wait(3 * time.Minute)
		d.see("● steady 3d 3m old", "? ◐ ", "a task set is stabilizing · 3m0")
	})
	driveServer(t, ecsfake.Demo, 80, 24, nil, func(d *driver) {
		d.wait(3 * time.Second)
		d.ecs.Fail("*", -1, ecsfake.Exception("ServerException", "no"))
		d.wait(3 * time.Minute)
		d.see("● ACTIVE 3m old")
	})
}

// Nothing of the page stands beside the dialog, whatever the width.
func TestNothingOfThePageStandsBesideTheDialog(t *testing.T) {
	open := func(o *setup) { inProd(o); o.Service = "checkout" }
	for _, width := range []int{60, 80, 120, 200} {
		driveServer(t, ecsfake.Demo, width, 36, open, func(d *driver) {
			d.wait(3 * time.Second)
			d.press("ctrl+d")
			d.see("Delete task set")
			for line := range strings.SplitSeq(d.screen(), "\n") {
				before, rest, inForm := strings.Cut(line, glyphBar+" ")
				if !inForm || !strings.Contains(rest, glyphBar) {
					continue
				}
				after := rest[strings.LastIndex(rest, glyphBar)+len(glyphBar):]
				if strings.TrimSpace(before+after) != "" {
					t.Errorf("at %d columns %q stands beside the dialog:\n%s", width, before+after, d.screen())
				}
			}
		})
	}
}

// The dialog has a red frame where the change takes serving capacity, and no other has.
func TestWhatTakesServingCapacityHasARedFrame(t *testing.T) {
	open := func(o *setup) { inProd(o); o.Service = "checkout" }
	for role, red := range map[string]bool{"PRIMARY": true, "DRAINING": false} {
		driveServer(t, ecsfake.Demo, 120, 36, open, func(d *driver) {
			d.wait(3 * time.Second)
			d.on(role)
			d.press("ctrl+d")
			d.see("Delete task set")
			colour, _, _ := strings.Cut(d.m.look.bad.Render("x"), "x")
			if got := strings.Contains(d.m.View().Content, colour+"╭"); got != red {
				t.Errorf("the frame over a set that is %s is red: %t\n%q", role, got, d.m.View().Content)
			}
		})
	}
}

// One key away from every page stands whose the requests are: profile, Region, account and
// the role that signs, of each source; what is not known is said to be so.
func TestTheActivityPageTellsWhoseTheRequestsAre(t *testing.T) {
	role := "arn:aws:sts::123456789012:assumed-role/oncall/ada"
	drive(t, shop(), checkout, func(d *driver) {
		d.m.conns[0].Profile = "prod"
		d.wait(time.Second)
		d.press("a")
		d.see("Sources", "prod · eu-west-1 · 123456789012", "AWS has not told who signs")
		d.m.conns[0].Caller = func() (arn, account string) { return role, "123456789012" }
		d.wait(time.Second)
		d.see(role)
	})
}

// What has never been read is not old: no sign stands where there is nothing to tell.
func TestWhatWasNeverReadIsNotStale(t *testing.T) {
	drive(t, shop(), func(o *setup) { checkout(o) }, func(d *driver) {
		d.m.width, d.m.height = 80, 24
		d.ecs.Fail("*", -1, ecsfake.Exception("ServerException", "no"))
		d.m.openByName("web")
		d.wait(20 * time.Second)
		if line := strings.Split(d.screen(), "\n")[1]; strings.Contains(line, glyphStale) {
			t.Errorf("nothing has been read, and %q is old:\n%s", line, d.screen())
		}
	})
}

// An endpoint that is not AWS's is told in the header at every width, in whole words: its
// URL, else its host, else that there is one. Account and Region are never cut. What is left
// out there is one key away.
func TestTheHeaderTellsOfAnEndpointThatIsNotOfAWS(t *testing.T) {
	for _, test := range []struct {
		width    int
		endpoint string
		sees     string
	}{
		{120, "http://127.0.0.1:4566", "123456789012 · eu-west-1 · environment keys · http://127.0.0.1:4566"},
		{80, "http://127.0.0.1:4566", "127.0.0.1:4566 · 123456789012 · eu-west-1"},
		{80, "https://ecs.proxy.internal.example.com", "own endpoint · 123456789012 · eu-west-1"},
		{60, "https://ecs.proxy.internal.example.com", "own endpoint · 123456789012 "},
		{80, "", "123456789012 · eu-west-1 · environment keys"},
		{60, "", "123456789012 · eu-west-1 "},
	} {
		drive(t, shop(), func(o *setup) { checkout(o); o.Endpoint = test.endpoint }, func(d *driver) {
			d.m.conns[0].Keys = func() string { return "environment keys" }
			d.send(tea.WindowSizeMsg{Width: test.width, Height: 24})
			d.wait(time.Second)
			if first, _, _ := strings.Cut(d.screen(), "\n"); !strings.Contains(first, test.sees) {
				t.Errorf("at %d columns %q does not have %q", test.width, first, test.sees)
			}
			d.press("a")
			if test.endpoint != "" {
				d.see("endpoint " + test.endpoint)
			}
		})
	}
}
