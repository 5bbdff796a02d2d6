package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"tealset/ecsapi/ecsfake"
)

// described is an answer of DescribeServices about these services, by their names.
func describedAs(names ...string) string {
	var services []string
	for i, name := range names {
		services = append(services, fmt.Sprintf(`{"serviceArn":"arn:aws:ecs:eu-west-1:123456789012:service/odd/%s","serviceName":%q,`+
			`"clusterArn":%q,"status":"ACTIVE","desiredCount":%d,"runningCount":%d,"deploymentController":{"type":"EXTERNAL"}}`, name, name, oddCluster, i+1, i+1))
	}
	return `{"services":[` + strings.Join(services, ",") + `]}`
}

// oddBodies are answers to a description that are not what they should be.
func oddBodies() []oddity {
	world := odd(external(1, steadySets(1)...), ecsfake.Service{Name: "web", Controller: ecsfake.External, Desired: 3})
	const html = "<html><body>Sign in to this network</body></html>"
	notECS := sights{
		onServices: {`2 services`, `checkout +– +– +`, `web +– +– +`, `▲ the answer is not from ECS`, `login page`},
		onBoard:    {`▲ the answer is not from ECS · DescribeServices`, `nothing has been read yet`}, onActivity: {`the answer is not from ECS`},
	}
	nothing := sights{onServices: {`2 services`, `checkout +– +– +`}, onBoard: {`▲ the answer of ECS is empty · DescribeServices`}}
	var cases []oddity
	for _, body := range []struct {
		name  string
		fault ecsfake.Fault
		see   sights
	}{
		{"no body", ecsfake.Empty(), nothing},
		{"an empty object", ecsfake.Foreign("{}"), nothing},
		{"members in another case", ecsfake.Foreign(strings.ReplaceAll(describedAs("checkout"), `"services"`, `"Services"`)), nothing},
		{"null services", ecsfake.Foreign(`{"services":null,"failures":null}`), nothing},
		{"cut JSON", ecsfake.Foreign(describedAs("checkout", "web")[:150]), notECS},
		{"a broken connection", ecsfake.Truncated(), sights{onServices: {`▲ the connection broke off`, `checkout +– +– +`}}},
		{"a page in HTML", ecsfake.HTTP(200, "text/html", html), notECS},
		{"an ESC in a string", ecsfake.Foreign(strings.ReplaceAll(describedAs("checkout"), "ACTIVE", "AC\x1b[31mTIVE")), notECS},
		{"a NUL in a string", ecsfake.Foreign(strings.ReplaceAll(describedAs("checkout"), "ACTIVE", "AC\x00TIVE")), notECS},
		{"counts with a point", ecsfake.Foreign(strings.ReplaceAll(describedAs("checkout"), `"desiredCount":1`, `"desiredCount":1.0`)), notECS},
		{"counts as text", ecsfake.Foreign(strings.ReplaceAll(describedAs("checkout"), `"desiredCount":1`, `"desiredCount":"1"`)), notECS},
		{"a list", ecsfake.Foreign(`[` + describedAs("checkout") + `]`), notECS},
		{"a list in place of a service", ecsfake.Foreign(`{"services":[[]]}`), notECS},
		{"429 of a proxy", ecsfake.HTTP(429, "text/html", html), sights{onServices: {`▲ `, `checkout +– +– +`}, onActivity: {`429`}}},
		{"502 of a proxy", ecsfake.HTTP(502, "text/html", html), sights{onServices: {`checkout +– +– +`}, onActivity: {`HTTP 502`}}},
	} {
		cases = append(cases, oddity{
			name: body.name, world: world, see: body.see, not: sights{onServices: {`checkout +0/0`, `<html>`}, onActivity: {`Sign in to this`}},
			then: func(d *driver) { d.ecs.Fail("DescribeServices", -1, body.fault) },
		})
	}
	foreign := func(body string) func(*driver) {
		return func(d *driver) { d.ecs.Fail("DescribeServices", -1, ecsfake.Foreign(body)) }
	}
	return append(cases,
		oddity{
			name: "answers in another order", world: world, then: foreign(describedAs("web", "checkout")),
			see: sights{onServices: {`checkout +2/2`, `web +1/1`}},
		},
		oddity{
			name: "trailing and doubled members", world: world, then: foreign(strings.Replace(describedAs("checkout", "web"), `"status"`, `"desiredCount":9,"color":"red","status"`, 1) + "garbage"),
			see: sights{onServices: {`checkout +1/1`, `web +2/2`}},
		},
		oddity{
			name: "one of two", world: world, then: foreign(describedAs("web")),
			see: sights{onServices: {`2 services`, `checkout +– +– +– +–`, `web +1/1`}},
		},
		oddity{
			name: "a 500 before every answer", world: world,
			then: func(d *driver) {
				for range 100 {
					d.ecs.Fail("DescribeServices", 1, ecsfake.HTTP(500, "text/plain", "oh"))
					d.ecs.Fail("DescribeServices", 1, ecsfake.Fault{})
				}
			},
			see: sights{onServices: {`checkout +1/1`, `web +0/3`}, onActivity: {`2 attempts`}},
		},
		oddity{
			name: "a list of doubles, nulls and no ARNs", world: world,
			then: func(d *driver) {
				d.ecs.Fail("ListServices", -1, ecsfake.Foreign(`{"serviceArns":[null,"","web","web","`+oddService+`",null,"`+oddService+`"]}`))
			},
			see: sights{onServices: {`2 services`, `checkout +1/1`, `web +0/3`}},
		},
		oddity{
			name: "clusters of doubles, nulls and no ARNs", world: world,
			then: func(d *driver) { d.answer("ListClusters", `{"clusterArns":[null,"","odd","odd"]}`) },
			see:  sights{onClusters: {`odd +● ACTIVE`}, onServices: {`2 services`, `checkout +1/1`}},
		},
	)
}

// A listing goes on where it was after a page that ECS throttles, and neither empty
// nor short pages end it.
func TestAListingOfOddPagesIsReadToItsEnd(t *testing.T) {
	drive(t, odd(), nil, func(d *driver) {
		page := func(fault ecsfake.Fault) { d.ecs.Fail("ListServices", 1, fault) }
		for i := range 36 {
			names := []string{fmt.Sprintf("svc-%03d", i)}
			if i%3 == 2 {
				names = nil
			}
			page(ecsfake.Foreign(listOf(fmt.Sprint("token ", i), names...)))
		}
		d.ecs.Fail("ListServices", 3, ecsfake.Throttled()) // as often as the SDK tries
		page(ecsfake.Foreign(listOf("", "svc-036")))
		d.press("enter")
		d.soon(20*time.Second, "the throttle is told", func() bool { return strings.Contains(d.screen(), "throttles") })
		d.see("24 services so far")
		d.fits()
		d.press("G")
		d.see("svc-034")
		d.wait(30 * time.Second)
		d.see("25 services", "svc-036")
		d.seeNot("so far", "throttles")
		if n := d.ecs.Count("ListServices"); n != 36+3+1 {
			t.Errorf("%d ListServices requests for 37 pages, one of them throttled three times", n)
		}
	})
}

// While a listing does not end, keys answer and the rows on the screen are read.
func TestAListingThatNeverEndsKeepsTheKeys(t *testing.T) {
	drive(t, odd(external(2, steadySets(2)...)), nil, func(d *driver) {
		for i := range 2000 {
			d.ecs.Fail("ListServices", 1, ecsfake.Foreign(listOf(fmt.Sprint("token ", i), "checkout", fmt.Sprintf("svc-%03d", i%50))).After(50*time.Millisecond))
		}
		d.press("enter")
		d.wait(10 * time.Second)
		d.see("51 services so far")
		for _, row := range d.m.services().grid.Visible() {
			if row.ReadAt.IsZero() {
				t.Errorf("%s is on the screen and has not been read:\n%s", row.Value.Name, d.screen())
			}
		}
		for _, key := range []string{"j", "G", "d", "d", "g", "s", "S", "?", "?"} {
			d.press(key)
			d.fits()
		}
		d.open("checkout")
		d.wait(time.Second)
		d.see("odd › checkout", "PRIMARY")
		before := d.ecs.Count("ListServices")
		d.wait(10 * time.Second)
		if n := d.ecs.Count("ListServices"); n != before {
			t.Errorf("%d more pages are listed behind the board", n-before)
		}
	})
}

// A set that took the place of the one that the dialog is about is not deleted in its
// stead, nor does the cursor go to it while the dialog is open.
func TestASetInTheSamePlaceIsNotTheSame(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.on("ACTIVE")
		old := d.m.board().grid.Current().Value
		heir := raw{"taskSetArn": old.ARN + "9", "id": old.ID + "9"}
		d.press("ctrl+d")
		d.wait(armAfter)
		d.ecs.Overlay(old.ARN, heir)
		d.wait(6 * time.Second)
		if row := d.m.board().grid.shown[1]; row.ARN != old.ARN+"9" || d.m.board().grid.selected.Name != old.ARN {
			t.Errorf("%s is in its place, the cursor stands on %s", row.ARN, d.m.board().grid.selected.Name)
		}
		d.see("Delete task set", old.ID)
		d.see("it is gone: nothing is left to delete")
		d.confirm()
		d.deletes(0)
		d.press("esc")
	})
}

// A service whose sets are gone between two reads, or that is gone as a whole, leaves
// what is open about it open, and says so.
func TestWhatIsOpenAboutSomethingGoneSaysSo(t *testing.T) {
	for _, key := range []string{"d", "y", "J"} {
		drive(t, shop(), checkout, func(d *driver) {
			set := d.m.board().grid.Current().ARN
			d.press(key)
			d.ecs.Remove(set)
			d.wait(6 * time.Second)
			d.fits()
			d.press("esc")
			d.see("ACTIVE", "2/4")
			d.ecs.Remove(shopCheckout)
			d.wait(6 * time.Second)
			d.see("the service is gone")
			d.fits()
			d.press("ctrl+d")
			d.fits()
		})
	}
}

// An answer that comes after its page was left changes nothing, and no answer that
// overtakes another takes a draining set back.
func TestALateAnswerChangesNothing(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.ecs.Fail("DescribeServices", 1, ecsfake.Foreign(strings.ReplaceAll(describedAs("late"), "odd", "shop")).After(3*time.Second))
		d.press("r", "esc", "esc")
		d.wait(10 * time.Second)
		d.see("1 cluster")
		d.press("enter")
		d.wait(time.Second)
		d.see("2 services", "checkout", "4/4 +2")
		d.seeNot("late", "cancelled")
	})
}
