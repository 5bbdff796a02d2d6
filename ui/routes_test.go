package ui

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/ecsapi/ecsfake"
	"tealset/model/clean/cleantest"
)

// split is the shop with a load balancer whose rule shares the traffic of checkout out, and a
// listener for tests.
func split(actions []ecsfake.Action) ecsfake.World {
	world := shop()
	world.Balancers = []ecsfake.Balancer{{Name: "shop", Listeners: []ecsfake.Listener{
		{Port: 443, Rules: []ecsfake.Rule{{Priority: "10", Conditions: ecsfake.Path("/pay/*"), Actions: actions}}},
		{Port: 8443, Default: ecsfake.Forward("green")},
	}}}
	return world
}

func weights(blue, green int) []ecsfake.Action {
	return ecsfake.Split(ecsfake.Weighted{Group: "blue", Weight: new(blue)}, ecsfake.Weighted{Group: "green", Weight: new(green)})
}

// shiftLine is the command of the page, in one line, as the screen has it.
func (d *driver) shiftLine() string {
	d.t.Helper()
	screen := d.screen()
	at := strings.Index(screen, "aws elbv2")
	if at < 0 {
		d.t.Fatalf("no command is on the screen:\n%s", screen)
	}
	var line strings.Builder
	for part := range strings.SplitSeq(screen[at:], "\n") {
		if strings.HasPrefix(part, "─") || strings.TrimSpace(part) == "" {
			break
		}
		line.WriteString(strings.TrimPrefix(strings.TrimRight(part, " "), "   "))
	}
	return line.String()
}

// w on the board opens the rules that forward to its service, production first: listener,
// priority, condition, the share of each side with its weight of the sum, who says what the
// rule is for, and how old the rule is. esc goes back to the board.
func TestTrafficShowsEveryRule(t *testing.T) {
	for _, size := range []tea.WindowSizeMsg{{Width: 80, Height: 24}, {Width: 120, Height: 36}, {Width: 200, Height: 60}} {
		sticky := weights(950, 50)
		sticky[0].Sticky = 3600
		drive(t, split(sticky), checkout, func(d *driver) {
			d.send(size)
			d.wait(3 * time.Second)
			d.press("w")
			d.see(
				"checkout › traffic", "2 rules", "production", ":443 HTTPS", "10", "/pay/*", "95 %", "5 %",
				"test", ":8443 HTTPS", "default", "production: it names a target group of what serves (AWS does not mark it)",
				"weight 950 of 1000  95 %", "weight  50 of 1000   5 %", "sticky: clients stay where they came first", "For you to run: gives …", "10 % (rule read 3s ago; ",
			)
			if first := d.m.top().(*routesPage).grid.Current().Value; first.Priority != "10" {
				t.Errorf("the first is %+v", first)
			}
			d.press("j")
			d.see("test: all its traffic goes to what does not serve", "100 % (rule read ", "not in this rule", "modify-listener --listener-arn")
			d.press("d")
			d.see("DefaultActions[0]", "LoadBalancerArn")
			d.press("esc", "esc")
			d.see("RUNNING", "TRAFFIC")
		})
	}
}

// Under the rules stands the one command that shifts the traffic of the rule under the cursor
// to the next of 10, 50 and 100 percent, or to what digits say: whole, with the settings in
// force, and copied by c. tealset itself changes no rule.
func TestTheCommandThatShiftsTraffic(t *testing.T) {
	change := func(o *setup) {
		checkout(o)
		o.Profile, o.BalancingEndpoint = "on call", func() string { return "http://localhost:4566" }
	}
	drive(t, split(weights(950, 50)), change, func(d *driver) {
		d.wait(3 * time.Second)
		d.press("w")
		line := d.shiftLine()
		for _, part := range []string{
			"aws elbv2 modify-rule --rule-arn arn:aws:elasticloadbalancing:", `"Weight":90}`, `"Weight":10}`, "--actions '[{",
			"--profile 'on call' --region eu-west-1 --endpoint-url http://localhost:4566",
		} {
			if !strings.Contains(line, part) {
				t.Errorf("%q is not in %q", part, line)
			}
		}
		if command, why := d.m.top().(*routesPage).command(); command != line {
			t.Errorf("the screen has %q, not %q (%s)", line, command, why)
		}
		for _, typed := range []struct{ keys, weight string }{{"3", `"Weight":3}`}, {"33", `"Weight":33}`}, {"0", `"Weight":0}`}, {"100", `"Weight":100}`}} {
			d.press(strings.Split(typed.keys, "")...)
			d.see("percent for the candidate: " + typed.keys)
			d.press("enter")
			if line := d.shiftLine(); !strings.Contains(line, typed.weight) {
				t.Errorf("after %s: %q", typed.keys, line)
			}
		}
		d.press("c")
		d.see("clipboard: the command")
		d.press("enter")
		if text, want := d.m.reader.whole(), d.m.top().(*routesPage); text == "" {
			t.Errorf("the text of the command is %q", text)
		} else if command, _ := want.command(); text != command+"\n" {
			t.Errorf("the text is %q, not the command alone", text)
		}
		d.press("esc")
		d.wait(time.Second)
		d.press("1", "0", "1")
		d.see("no command: a share is a whole number from 0 to 100 percent")
		d.press("esc") // the next step again
		d.see("10 % (rule read ")
		if n := d.ecs.Count("ModifyRule") + d.ecs.Count("ModifyListener"); n != 0 {
			t.Errorf("%d rules were changed", n)
		}
	})
}

// Where other keys than those of the profile sign, the command names no profile.
func TestTheCommandNamesNoProfileThatDoesNotSign(t *testing.T) {
	change := func(o *setup) {
		checkout(o)
		o.Profile, o.Keys = "on-call", func() string { return "environment keys" }
	}
	drive(t, split(weights(1, 0)), change, func(d *driver) {
		d.wait(3 * time.Second)
		d.press("w")
		if line := d.shiftLine(); strings.Contains(line, "--profile") {
			t.Errorf("%q", line)
		}
	})
}

// There is no command where an action is of a type that is not known, and where something
// else shifts the traffic; the page says why.
func TestThereIsNoCommandWhereItWouldBeWrong(t *testing.T) {
	unknown := append(weights(1, 1), ecsfake.Action{Type: "teleport", InnerXML: "<TeleportConfig/>"})
	drive(t, split(unknown), checkout, func(d *driver) {
		d.wait(3 * time.Second)
		d.press("w")
		d.see(`no command: tealset does not know its action "teleport"`)
		d.press("c")
		d.seeNot("clipboard", "aws elbv2")
		d.press("enter")
		if d.m.reader != nil {
			t.Errorf("a text is open:\n%s", d.screen())
		}
	})
	world := split(weights(1, 1))
	world.Clusters[0].Services[0].Controller = ecsfake.CodeDeploy
	drive(t, world, checkout, func(d *driver) {
		d.wait(3 * time.Second)
		d.press("w")
		d.see("no command: CodeDeploy shifts the traffic of this service by itself")
	})
}

// What is not known of the traffic is told in words, for each side, and nothing of it is a
// zero: no right, no load balancer, a Classic one, in no rule.
func TestTrafficThatIsNotKnownIsToldInWords(t *testing.T) {
	classic, none, alone := split(weights(1, 1)), shop(), shop()
	alone.Balancers = nil
	classic.Clusters[0].Services[0].TaskSets = []ecsfake.TaskSet{{
		Status: ecsfake.Primary, Revision: 4, LoadBalancers: []ecsfake.LoadBalancer{{LoadBalancerName: "old", ContainerName: "app", ContainerPort: 80}},
	}}
	for i := range none.Clusters[0].Services[0].TaskSets {
		none.Clusters[0].Services[0].TaskSets[i].TargetGroup = ""
	}
	refuse := func(d *driver) { d.ecs.Fail("DescribeRules", -1, denied("DescribeRules")); d.press("r") }
	nothing := func(*driver) {}
	for _, story := range []struct {
		name  string
		world ecsfake.World
		then  func(*driver)
		words []string
	}{
		{"classic", classic, nothing, []string{"it has a Classic Load Balancer"}},
		{"none", none, nothing, []string{"it has no load balancer"}},
		{"in no rule", alone, nothing, []string{"its target groups are in no rule"}},
		{"all zero", split(weights(0, 0)), nothing, []string{"weight 0 of 0  0 of 0"}},
		{"refused", split(weights(1, 1)), refuse, []string{"no access: DescribeRules is not allowed"}},
	} {
		t.Run(story.name, func(t *testing.T) {
			drive(t, story.world, checkout, func(d *driver) {
				story.then(d)
				d.wait(3 * time.Second)
				d.press("w")
				d.wait(3 * time.Second)
				d.see(story.words...)
				d.seeNot(" 0 %")
			})
		})
	}
}

// The rules are read on while their page is open, and the age of each starts anew.
func TestRulesAreReadWhileTheyAreLookedAt(t *testing.T) {
	drive(t, split(weights(1, 0)), checkout, func(d *driver) {
		d.wait(3 * time.Second)
		d.press("w")
		before := d.ecs.Count("DescribeRules")
		d.wait(2 * time.Minute)
		if n := d.ecs.Count("DescribeRules") - before; n < 3 {
			t.Errorf("rules were read %d times in 2 minutes", n)
		}
		at := d.m.top().(*routesPage).grid.Current().Value.ReadAt
		if age := time.Since(at); age > 40*time.Second {
			t.Errorf("the rule is of %s ago", age)
		}
		d.press("esc")
		before = d.ecs.Count("DescribeRules")
		d.wait(2 * time.Minute)
		if d.ecs.Count("DescribeRules") == before {
			t.Error("the board does not read on")
		}
	})
}

// Wherever the page is not, a digit says where it would set a share.
func TestDigitsSayWhereTheyWork(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		for _, digit := range slices.Sorted(slices.Values(strings.Split("0123456789", ""))) {
			d.press(digit)
			d.see("open a service, then w")
		}
	})
}

// Whatever the conditions of the rules say, no terminal obeys it, and no line leaves its frame.
func TestNoConditionOfARuleIsObeyed(t *testing.T) {
	world := split(weights(1, 1))
	listener := &world.Balancers[0].Listeners[0]
	for i, text := range cleantest.Payloads(t) {
		listener.Rules = append(listener.Rules, ecsfake.Rule{
			Priority: strconv.Itoa(100 + i), Actions: weights(1, 0),
			Conditions: []ecsfake.Condition{{Field: "http-header", Header: text, Values: []string{text, "x" + text}}},
		})
	}
	drive(t, world, checkout, func(d *driver) {
		d.wait(3 * time.Second)
		d.press("w")
		w := &tour{driver: d, seen: map[string]string{}}
		if rows := len(d.m.top().(*routesPage).grid.rows); rows != len(listener.Rules)+1 {
			t.Fatalf("%d rules are shown of %d", rows, len(listener.Rules)+1)
		}
		w.each(func() {
			w.stop(onTraffic)
			w.press("d")
			w.stop(onRule)
			w.press("d")
		})
	})
}

// While a deployment of the ECS controller goes on, AWS marks its rules, which the page says,
// and ECS shifts the traffic itself: there is no command.
func TestTrafficThatECSShifts(t *testing.T) {
	storefront := func(o *setup) { o.Cluster, o.Service = "shop-prod", "storefront" }
	driveServer(t, ecsfake.Demo, 120, 36, storefront, func(d *driver) {
		d.wait(15 * time.Second)
		d.press("w")
		d.wait(3 * time.Second)
		d.see("production, as AWS marks it", "no command: ECS shifts the traffic by itself while its deployment goes on")
		d.seeNot("aws elbv2", "0–9 percent") // no share that is typed changes that
	})
}

// Beside the command stands that the set which it gives traffic to has no healthy target, until it
// has one. A condition that its column cuts is told whole.
func TestTrafficForASetWithoutTargetsIsWarnedOf(t *testing.T) {
	driveServer(t, ecsfake.Demo, 80, 24, ofDemo("accounts"), func(d *driver) {
		d.wait(3 * time.Second)
		d.press("w")
		const warning = "…187416024 has no healthy target: its share would go to nothing."
		d.see(warning, ":443 host accounts.shop.example", "aws elbv2 modify-rule")
		d.soon(2*time.Minute, "a set with targets", func() bool { return !strings.Contains(d.screen(), warning) })
		d.see("aws elbv2 modify-rule")
	})
}

// A set that serves all of a rule alone has all its traffic: a command would change nothing.
func TestNoCommandChangesNothing(t *testing.T) {
	driveServer(t, ecsfake.Demo, 80, 24, ofDemo("media"), func(d *driver) {
		d.wait(5 * time.Second)
		d.press("w")
		d.see("no command: …105001017 has all traffic of this rule")
		d.seeNot("modify-listener")
	})
}

// The page of the rules reads what the board reads: to open it, and to go back, costs no
// request beside those that are due.
func TestTrafficOpensAtNoCost(t *testing.T) {
	drive(t, split(weights(1, 0)), checkout, func(d *driver) {
		d.wait(3 * time.Second)
		before := d.ecs.Count("*")
		for range 3 {
			d.press("w")
			d.see("checkout › traffic", "2 rules")
			d.press("esc")
			d.see("TRAFFIC")
		}
		if n := d.ecs.Count("*"); n != before {
			t.Errorf("%d requests", n-before)
		}
	})
}

// Without rows nothing would show that a key has sorted, so it says why it does nothing.
func TestWithoutRowsNothingIsSorted(t *testing.T) {
	alone := shop()
	alone.Balancers = nil
	drive(t, alone, checkout, func(d *driver) {
		d.wait(3 * time.Second)
		d.press("w")
		for _, key := range []string{"s", "S"} {
			d.press(key)
			d.see("there are no rows to sort")
		}
	})
}
