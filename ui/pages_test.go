package ui

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/ecsapi/ecsfake"
)

// The way down and back: clusters, services, board, details.
func TestEnterOpensAndEscGoesBack(t *testing.T) {
	drive(t, shop(), nil, func(d *driver) {
		d.see("CLUSTER", "shop", "1 cluster")
		d.press("enter")
		d.see("SERVICE", "checkout", "web", "shop")
		d.press("enter")
		d.see("shop › checkout", "PRIMARY", "ACTIVE", "4/4", "2/2", "checkout:41")
		d.press("enter")
		d.see("computedDesiredCount", "details")
		d.press("esc")
		d.seeNot("computedDesiredCount")
		d.press("esc")
		d.see("2 services")
		d.press("esc")
		d.see("1 cluster")
		d.press("esc")
		d.see("1 cluster")
	})
}

// e shows the events of the service under the cursor from a list as well, and goes on to read
// them; whatever text is opened over them, closing it goes back to the list.
func TestEventsAreShownFromTheList(t *testing.T) {
	for _, way := range [][]string{{"e"}, {"q"}, {"?", "?"}, {"d", "esc"}} {
		drive(t, shop(), func(o *setup) { o.Cluster = "shop" }, func(d *driver) {
			d.wait(3 * time.Second)
			d.press("j", "e")
			d.wait(time.Second)
			d.see("shop › web › events", "has reached a steady state")
			read := d.ecs.Count("DescribeServices")
			d.wait(15 * time.Second)
			if d.ecs.Count("DescribeServices") < read+3 {
				t.Error("the events are not read again")
			}
			d.press(way...)
			d.wait(time.Second)
			d.see("▌ web", "2 services")
			d.seeNot("› events", "› web")
		})
	}
	drive(t, shop(), checkout, func(d *driver) {
		d.press("e", "q")
		d.see("shop › checkout", "PRIMARY")
	})
}

// --cluster and --service open that page at once, and the way back from it.
func TestServiceOpensAtOnce(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		if n := d.ecs.Count("DescribeServices"); n != 1 || d.ecs.Count("ListServices")+d.ecs.Count("ListClusters") != 0 {
			t.Errorf("%d descriptions for one board, and lists of others", n)
		}
		d.see("shop › checkout", "PRIMARY")
		d.press("esc")
		d.see("checkout", "web")
	})
}

// From 120 columns on the list and the board stand side by side; the board of the
// service on which the cursor rests costs no request, and enter moves the focus there.
func TestSplitShowsTheBoardOfTheRowAtNoCost(t *testing.T) {
	drive(t, shop(), func(o *setup) { o.Cluster = "shop" }, func(d *driver) {
		d.send(tea.WindowSizeMsg{Width: 120, Height: 36})
		before := d.ecs.Count("*")
		d.see("checkout:42")
		d.press("j")
		d.see("checkout:42") // until the cursor rests
		d.wait(cursorRest)
		d.see("web:7")
		d.seeNot("checkout:42")
		if n := d.ecs.Count("*"); n != before {
			t.Errorf("moving the cursor sent %d requests", n-before)
		}
		d.press("ctrl+d")
		d.seeNot("Delete task set")
		d.press("k", "enter", "j", "ctrl+d")
		d.wait(armAfter)
		d.see("Delete task set", "checkout:42")
	})
}

// The filter finds fuzzily in every column, and whole ids and ARNs also where the
// row shows a short form; enter keeps it, esc clears it before it goes back.
func TestFilterFindsColumnsIdsAndARNs(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		id := d.m.board().grid.shown[1].Value.ID
		arn := d.m.board().grid.shown[1].ARN
		d.press("esc")
		d.wait(time.Second)
		for _, text := range []string{"chkt", "checkout", id, arn, strings.ToUpper("checkout:41"), "PRIMARY check"} {
			d.press("/")
			d.typeText(text)
			if shown, _ := d.m.services().grid.count(); shown != 1 {
				t.Errorf("/%s shows %d services:\n%s", text, shown, d.screen())
			}
			d.press("enter")
			d.see("match /")
			d.press("esc")
			d.see("web", "checkout")
		}
		d.press("/")
		d.typeText("zzz")
		d.see("nothing matches /zzz")
		d.press("esc")
		d.see("2 services")
	})
}

// A filter on the board is told as long as it hides a task set, on one page and beside
// the list, and the list beside it does not take it for its own.
func TestBoardTellsOfItsFilter(t *testing.T) {
	for _, size := range []tea.WindowSizeMsg{{Width: 80, Height: 24}, {Width: 120, Height: 36}} {
		drive(t, shop(), checkout, func(d *driver) {
			d.send(size)
			d.press("/")
			d.typeText("pri")
			d.see("1 of 2 match /pri")
			d.press("enter")
			d.see("1 of 2 match /pri")
			d.seeNot("services match")
			d.press("esc")
			d.seeNot("match /")
		})
	}
}

// A service that was opened by its name is the one that the list beside it marks.
func TestListMarksTheServiceOpenedByName(t *testing.T) {
	drive(t, shop(), func(o *setup) { o.Cluster, o.Service = "shop", "web" }, func(d *driver) {
		d.send(tea.WindowSizeMsg{Width: 120, Height: 36})
		d.wait(time.Minute)
		d.see("shop › web")
		d.see("▌ web ")
		d.press("esc", "enter")
		d.see("shop › web")
	})
}

// How many services are described is told where some of them are off the screen; those
// on it show that by themselves.
func TestSweepIsToldWhereRowsAreOffTheScreen(t *testing.T) {
	for services, told := range map[int]string{15: "15 services  ", 100: "100 services · described 0 of 100"} {
		drive(t, big(services), nil, func(d *driver) {
			d.ecs.Fail("DescribeServices", 99, ecsfake.Throttled())
			d.press("enter")
			d.wait(10 * time.Second)
			d.see("throttled", told)
		})
	}
}

// Keys typed into the filter mean letters there, never commands.
func TestFilterTakesLettersAsText(t *testing.T) {
	drive(t, shop(), nil, func(d *driver) {
		d.press("/")
		d.typeText("qdyJaC?")
		d.press("ctrl+d")
		if d.quit || d.m.reader != nil || d.m.asking() != nil {
			t.Error("a letter in the filter was taken as a command")
		}
		d.see("/qdyJaC?")
	})
}

// s sorts by the next column on the screen and S the other way round; the title says so,
// and points down where the largest stand first. Numbers do, as those are looked for.
func TestSortShowsItsColumn(t *testing.T) {
	drive(t, shop(), func(o *setup) { o.Cluster = "shop" }, func(d *driver) {
		first := func(name string) {
			d.t.Helper()
			if got := d.m.services().grid.shown[0].Value.Name; got != name {
				d.t.Errorf("%s stands first, not %s:\n%s", got, name, d.screen())
			}
		}
		d.see("STATE↑", "PENDING")
		d.press("s")
		d.see("PENDING↓")
		d.press("s")
		d.see("TASK SETS↓")
		first("checkout")
		d.press("s")
		d.see("SERVICE↑")
		d.press("s")
		d.see("RUNNING↓")
		first("checkout")
		d.press("S")
		d.see("RUNNING↑")
		first("web")
	})
}

// At every width, s goes once through the columns that are on the screen, and through no
// other: each press is answered by a title.
func TestSortGoesThroughTheColumnsOnTheScreen(t *testing.T) {
	for _, width := range []int{60, 80, 100, 119, 120, 200} {
		for _, open := range [][]string{nil, {"enter"}, {"enter", "enter"}} {
			drive(t, roomy(), nil, func(d *driver) {
				d.send(tea.WindowSizeMsg{Width: width, Height: 30})
				d.press(open...)
				sorted := func() string {
					titles := d.row([]string{"CLUSTER", "SERVICE", "TASK SET"}[len(open)])
					if len(open) == 1 { // not those of the board beside it
						titles, _, _ = strings.Cut(titles, "│")
					} else if _, after, ok := strings.Cut(titles, "│"); ok {
						titles = after
					}
					return regexp.MustCompile(`[A-Z ]+[↑↓]`).FindString(titles)
				}
				met := map[string]bool{}
				for first := sorted(); !met[first]; {
					d.press("s")
					now := sorted()
					if now == "" {
						t.Fatalf("%d columns, %v: no title tells of the sorting:\n%s", width, open, d.screen())
					}
					if met[now] {
						t.Fatalf("%d columns, %v: %s comes twice before %s", width, open, now, first)
					}
					met[now] = true
				}
			})
		}
	}
}

// What is not known yet stands last, in either direction: it is no zero.
func TestSortPutsTheUnknownLast(t *testing.T) {
	for _, reverse := range []bool{false, true} {
		known, zero, unknown := ranked[int]{rank: byNumber(3), at: 2}, ranked[int]{rank: byNumber(0), at: 1}, ranked[int]{rank: byNumber(9).of(false)}
		order := []ranked[int]{unknown, zero, known}
		slices.SortFunc(order, func(a, b ranked[int]) int { return a.compare(b, !reverse, reverse) })
		if order[2] != unknown || (order[0] == known) == reverse {
			t.Errorf("reversed %t: %+v", reverse, order)
		}
	}
}

// The tags of a set come from DescribeTaskSets; without the right to that the rest
// of the details is there all the same.
func TestDetailsShowTagsOrWhyNot(t *testing.T) {
	world := shop()
	world.Clusters[0].Services[0].TaskSets[0].Tags = map[string]string{"team": "payments"}
	drive(t, world, checkout, func(d *driver) {
		d.press("d")
		d.press("G")
		d.see("tags.team", "payments")
		d.press("esc", "y")
		d.see("taskSetArn: arn:aws:ecs")
		d.press("y", "J")
		d.see(`"taskSetArn": "arn:aws:ecs`)
	})
	drive(t, shop(), checkout, func(d *driver) {
		d.ecs.Fail("DescribeTaskSets", 1, ecsfake.Exception("AccessDeniedException", "not authorized to perform: ecs:DescribeTaskSets"))
		d.press("d", "G")
		d.see("tags", "not known", "clusterArn")
	})
}

// The activity page keeps every request's outcome with its request id.
func TestActivityKeepsRequestIds(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.ecs.Fail("DescribeServices", 1, ecsfake.Exception("ClientException", "odd"))
		d.press("r")
		d.press("a")
		d.see("DescribeServices", "ok")
		for _, call := range d.m.activity.calls {
			if call.RequestID == "" {
				t.Errorf("%s has no request id", call.Operation)
			}
			d.press("/")
			d.typeText(call.RequestID)
			d.press("enter")
			d.see(call.RequestID, "match /"+call.RequestID)
		}
	})
}

// c and C send the id and the ARN to the terminal's clipboard.
func TestCopySendsIdAndARN(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		set := d.m.board().grid.Current().Value
		d.press("c")
		d.see("clipboard: " + set.ID)
		d.press("C")
		d.see("clipboard:", "arn:aws:ecs")
	})
}

// tmux passes copied text on only where it is told to, so the notice says how.
func TestCopyInTmuxSaysWhatToSet(t *testing.T) {
	drive(t, shop(), func(o *setup) { checkout(o); o.Tmux = true }, func(d *driver) {
		d.press("c")
		d.see("sent to tmux (needs set -g set-clipboard on): " + d.m.board().grid.Current().Value.ID)
	})
}

// A service with the ECS controller has no task sets: the board says so and shows
// its deployments.
func TestECSControllerShowsDeployments(t *testing.T) {
	world := ecsfake.World{Clusters: []ecsfake.Cluster{{Name: "shop", Services: []ecsfake.Service{
		{Name: "web", Controller: ecsfake.ECS, Desired: 2, TaskSets: []ecsfake.TaskSet{{Status: ecsfake.Primary, Revision: 3}}},
	}}}}
	drive(t, world, func(o *setup) { o.Cluster, o.Service = "shop", "web" }, func(d *driver) {
		d.see("DEPLOYMENT", "2/2", "web:3", "there are no task sets")
		d.press("ctrl+d")
		d.seeNot("Delete task set")
	})
}

// A listing that repeats its token ends with a fault; what came stays.
func TestRepeatedTokenEndsTheListing(t *testing.T) {
	world := big(150)
	drive(t, world, nil, func(d *driver) {
		d.ecs.Fail("ListServices", 100, ecsfake.RepeatedToken())
		d.press("enter")
		d.wait(2 * time.Second)
		d.see("the listing repeats itself", "svc-0003")
		if n := d.ecs.Count("ListServices"); n > 3 {
			t.Errorf("%d ListServices requests", n)
		}
	})
}

// What is out of the ordinary is never cut off the header by long names.
func TestReadOnlyIsInEveryHeader(t *testing.T) {
	long := func(o *setup) {
		checkout(o)
		o.Profile, o.Endpoint, o.NoAudit = strings.Repeat("profile-", 8), "http://127.0.0.1:65535", true
		o.ReadOnly = func(string) string { return "tealset was started with --read-only" }
	}
	drive(t, shop(), long, func(d *driver) {
		for _, keys := range [][]string{nil, {"d"}, {"esc", "esc"}, {"enter"}} {
			d.press(keys...)
			d.send(tea.WindowSizeMsg{Width: leastWidth, Height: leastHeight})
			d.see("READ-ONLY", "NO AUDIT")
		}
	})
}
