package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"tealset/ecsapi/ecsfake"
	"tealset/model"
	"tealset/ui/widget"
)

// shape is a service with one set for each of the counts, the first one the PRIMARY.
func shape(name string, desired int, age time.Duration, running ...int) ecsfake.Service {
	service := ecsfake.Service{Name: name, Controller: ecsfake.External, Desired: desired}
	for i, n := range running {
		set := ecsfake.TaskSet{Status: ecsfake.Active, Revision: i + 1, Age: age, Scale: new(100.0), Running: new(n)}
		if i == 0 {
			set.Status = ecsfake.Primary
		}
		if n < desired {
			set.Unplaceable, set.StabilityAge = desired-n, age
		}
		service.TaskSets = append(service.TaskSets, set)
	}
	return service
}

// What is broken stands above what is untidy, however much of that there is, and the
// largest missing share first; both are counted apart.
func TestWhatIsBrokenStandsAboveWhatIsUntidy(t *testing.T) {
	services := []ecsfake.Service{shape("zz-down", 6, time.Hour, 0), shape("yy-short", 4, time.Hour, 3), shape("xx-primary-down", 4, time.Hour, 0, 4)}
	for i := range 30 {
		services = append(services, shape(fmt.Sprintf("left-%02d", i), 2, 48*time.Hour, 2, 2))
	}
	services = append(services, shape("aa-calm", 2, time.Hour, 2))
	world := ecsfake.World{Clusters: []ecsfake.Cluster{{Name: "shop", Services: services}}}
	drive(t, world, func(o *setup) { o.Cluster = "shop" }, func(d *driver) {
		d.wait(30 * time.Second)
		var order []string
		for _, row := range d.m.services().grid.shown {
			order = append(order, row.Value.Name)
		}
		want := []string{"xx-primary-down", "zz-down", "yy-short", "left-00"}
		if !slices.Equal(order[:4], want) || order[len(order)-1] != "aa-calm" {
			t.Errorf("%v", order)
		}
		d.see("3 broken · 30 untidy", "0/4 +4", "xx-primary-down: 0 of 4 tasks of the PRIMARY run")
	})
}

// Counts take the colour of what they mean: too few tasks are red where that is what
// is broken, and yellow where a rollout may run on fewer; on the board a PRIMARY that
// is short is red and a candidate that starts is yellow.
func TestCountsTakeTheColourOfTheVerdict(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	l := look{styles: colourStyles(onDark), now: now}
	rolling := func(age time.Duration) model.Service {
		return model.Service{Described: true, Status: model.ServiceActive, Desired: 4, Running: 2, Deployments: []model.Deployment{
			{Status: model.StatusPrimary, RolloutState: model.RolloutInProgress, Running: 2, Desired: 4, CreatedAt: now.Add(-age)},
		}}
	}
	set := func(status string, age time.Duration) side {
		return side{Side: model.Service{TaskSets: []model.TaskSet{{
			Status: status, Running: 2, ComputedDesired: 4, StabilityStatus: model.Stabilizing, StabilityStatusAt: now.Add(-age), UpdatedAt: now.Add(-age),
		}}}.Sides()[0]}
	}
	for _, test := range []struct {
		name string
		got  widget.Style
		want widget.Style
	}{
		{"a rollout on fewer tasks", servingCell(l, rolling(time.Minute), 9).Style, l.busy},
		{"a stuck rollout", servingCell(l, rolling(time.Hour), 9).Style, l.bad},
		{"a PRIMARY that is short", gaugeCell(l, set(model.StatusPrimary, time.Minute), 8).Style, l.bad},
		{"a candidate that starts", gaugeCell(l, set(model.StatusActive, time.Minute), 8).Style, l.busy},
		{"a candidate that is stuck", gaugeCell(l, set(model.StatusActive, time.Hour), 8).Style, l.bad},
		{"its stability", stabilityCell(l, set(model.StatusActive, time.Hour), 17).Style, l.bad},
		{"a set that drains", stabilityCell(l, set(model.StatusDraining, time.Minute), 17).Style, l.draining},
		{"a set that lingers", stabilityCell(l, set(model.StatusDraining, time.Hour), 17).Style, l.untidy},
	} {
		if test.got.Render("x") != test.want.Render("x") {
			t.Errorf("%s is %q", test.name, test.got.Render("x"))
		}
	}
}

// The tiers are told apart by sign and by colour, with signs of one cell; no two signs
// of verdicts and checks have the same stand-in in ASCII, nor one that means something
// else there.
func TestTiersAreToldApartBySignAndByColour(t *testing.T) {
	t.Parallel()
	l := look{styles: colourStyles(onDark)}
	styles := map[string]bool{}
	for tier := model.Calm; tier <= model.Broken; tier++ {
		sign, style := l.tier(tier)
		if ansi.StringWidth(sign) != 1 {
			t.Errorf("%s is not one cell wide", sign)
		}
		styles[style.Render("x")] = true
	}
	if len(styles) != 4 {
		t.Errorf("four tiers have %d styles", len(styles))
	}
	if _, style := l.tier(model.Untidy); style.GetForeground() != lipgloss.Color(onDark.untidy) || style.GetBold() {
		t.Error("untidy is not magenta")
	}
	plain := toASCII(strings.Join([]string{glyphGood, glyphBusy, glyphUntidy, glyphBad, glyphDraining, glyphCheck, glyphCross, "!", "?", "…"}, ""))
	for i := range len(plain) {
		if strings.IndexByte(plain, plain[i]) != i {
			t.Errorf("%c stands for two signs: %s", plain[i], plain)
		}
	}
}

// A deployment of the ECS controller that runs nothing tells its age, its failures and
// what ECS says, in the row and on its board.
func TestAStuckDeploymentTellsWhy(t *testing.T) {
	const why = "(service web) was unable to place a task."
	world := ecsfake.World{Clusters: []ecsfake.Cluster{{Name: "shop", Services: []ecsfake.Service{{
		Name: "web", Controller: ecsfake.ECS, Desired: 4,
		TaskSets: []ecsfake.TaskSet{{
			Status: ecsfake.Primary, Revision: 3, Age: 6 * time.Hour, Running: new(0), Unplaceable: 4,
			Raw: raw{"failedTasks": 900, "rolloutState": "IN_PROGRESS", "rolloutStateReason": why},
		}},
	}}}}}
	drive(t, world, func(o *setup) { o.Cluster = "shop" }, func(d *driver) {
		d.send(tea.WindowSizeMsg{Width: 120, Height: 36})
		d.wait(2 * time.Second)
		d.see("1 broken", "0/4  ▲ stuck", "▲ 0 of 4 tasks of the deployment run after 6 hours, 900 failed", "900", "▲ IN_PROGRESS", "▲ PRIMARY: "+why)
		d.press("d")
		d.see("failedTasks 900", why)
	})
}

// A rollback is told as one, with its cause.
func TestARollbackTellsItsCause(t *testing.T) {
	const why = "ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/7."
	world := ecsfake.World{Clusters: []ecsfake.Cluster{{Name: "shop", Services: []ecsfake.Service{{
		Name: "web", Controller: ecsfake.ECS, Desired: 4,
		TaskSets: []ecsfake.TaskSet{
			{Status: ecsfake.Primary, Revision: 2, Age: time.Minute, Running: new(2), Unplaceable: 2, Raw: raw{"rolloutState": "IN_PROGRESS"}},
			{Status: ecsfake.Active, Revision: 3, Age: time.Hour, Running: new(2), Raw: raw{"rolloutState": "FAILED", "rolloutStateReason": why}},
		},
	}}}}}
	drive(t, world, func(o *setup) { o.Cluster = "shop" }, func(d *driver) {
		d.send(tea.WindowSizeMsg{Width: 120, Height: 36})
		d.wait(2 * time.Second)
		d.see("◐ rollback", "◐ a deployment failed: ECS deployment circuit breaker", "◐ IN_PROGRESS", "▲ FAILED", "▲ ACTIVE: ECS deployment circuit breaker", "ecs-svc/7.")
		d.seeNot("broken")
	})
}

// CodeDeploy's second set is CodeDeploy's: nobody is told to promote or delete it.
func TestASetThatCodeDeployHoldsAsksNobody(t *testing.T) {
	service := shape("inventory", 4, 30*time.Hour, 4, 4)
	service.Controller = ecsfake.CodeDeploy
	world := ecsfake.World{Clusters: []ecsfake.Cluster{{Name: "shop", Services: []ecsfake.Service{service}}}}
	drive(t, world, func(o *setup) { o.Cluster = "shop" }, func(d *driver) {
		d.wait(2 * time.Second)
		d.see("4/4 +4  ◐ waiting", "CodeDeploy keeps two sets")
		d.seeNot("untidy", "promote", "leftover")
	})
}

// A scale-out is no outage, as long as no task is lost; a task that is lost is one at once,
// and so is what has not started after two minutes.
func TestAScaleOutIsNoOutage(t *testing.T) {
	world := ecsfake.World{Clusters: []ecsfake.Cluster{{Name: "shop", Services: []ecsfake.Service{shape("web", 4, time.Hour, 4)}}}}
	drive(t, world, func(o *setup) { o.Cluster = "shop" }, func(d *driver) {
		d.wait(2 * time.Second)
		d.see("4/4  ● steady")
		service := d.m.services().grid.Current().Value
		counts := func(running, wanted int) {
			d.ecs.Overlay(service.ARN, raw{"desiredCount": wanted, "runningCount": running})
			d.ecs.Overlay(service.TaskSets[0].ARN, raw{"computedDesiredCount": wanted, "runningCount": running})
			d.wait(15 * time.Second)
		}
		counts(4, 10)
		d.see("4/10  ◐ scaling")
		d.seeNot("broken")
		counts(3, 10)
		d.see("1 broken", "3/10  ▲ short")
		counts(6, 10)
		d.see("6/10  ◐ scaling")
		d.wait(model.NewFor)
		d.see("1 broken", "6/10  ▲ short")
	})
}

// Where the controller was changed to ECS and a task set is left, the deployment is shown
// as well, and its trouble; the set cannot be deleted, and the key says why.
func TestATaskSetThatIsLeftHidesNoDeployment(t *testing.T) {
	service := shape("checkout", 4, time.Hour, 4)
	service.Raw = raw{"deploymentController": raw{"type": "ECS"}, "deployments": []any{raw{
		"id": "ecs-svc/7777777777777777777", "status": "PRIMARY", "desiredCount": 4, "runningCount": 1, "failedTasks": 6,
		"rolloutState": "IN_PROGRESS", "rolloutStateReason": "(service checkout) was unable to place a task.",
	}}}
	world := ecsfake.World{Clusters: []ecsfake.Cluster{{Name: "shop", Services: []ecsfake.Service{service}}}}
	drive(t, world, func(o *setup) { o.Cluster, o.Service = "shop", "checkout" }, func(d *driver) {
		d.send(tea.WindowSizeMsg{Width: 120, Height: 36})
		d.wait(2 * time.Second)
		d.see("▲ IN_PROGRESS", "1/4", "set PRIMARY", "● steady", "was unable to place a task", "changed to ECS")
		d.press("j", "ctrl+d")
		d.wait(armAfter)
		d.see("ECS deletes task sets of EXTERNAL services only")
		if d.m.asking() != nil {
			t.Errorf("the dialog is open:\n%s", d.screen())
		}
	})
}

// The details have the advanced configuration of a load balancer, and a scale as it is to
// be read, in its own unit.
func TestDetailsHaveEveryFieldOfALoadBalancer(t *testing.T) {
	service := shape("web", 3, time.Hour, 3)
	service.TaskSets[0].Raw = raw{
		"scale": raw{"value": 33.333333333333336, "unit": "COUNT"},
		"loadBalancers": []any{raw{"targetGroupArn": "group-a", "advancedConfiguration": raw{
			"alternateTargetGroupArn": "group-b", "productionListenerRule": "rule-1", "testListenerRule": "rule-2", "roleArn": "role-1",
		}}},
	}
	world := ecsfake.World{Clusters: []ecsfake.Cluster{{Name: "shop", Services: []ecsfake.Service{service}}}}
	drive(t, world, func(o *setup) { o.Cluster, o.Service = "shop", "web" }, func(d *driver) {
		d.send(tea.WindowSizeMsg{Width: 120, Height: 50})
		d.wait(2 * time.Second)
		d.see("33.3…")
		d.seeNot("33.3%")
		d.press("d")
		d.see("33.3333 COUNT", "(stability first seen)")
		d.press("G")
		d.see("loadBalancers[0].alternateTargetGroupArn  group-b", "rule-1", "rule-2", "loadBalancers[0].roleArn")
	})
}

// The help explains every verdict with its sign: in a few words, and where there is room
// for it when it is and what to do, which the details tell on every screen.
func TestTheHelpExplainsEveryVerdict(t *testing.T) {
	t.Parallel()
	l := look{styles: colourStyles(onDark)}
	for width, means := range map[int]func(model.Verdict) string{
		79:  func(v model.Verdict) string { return v.Brief },
		199: func(v model.Verdict) string { return v.When + ". " + v.Advice.String() },
	} {
		has := func(term, means string) bool {
			return slices.ContainsFunc(legend(l, width >= wideHelp), func(row legendRow) bool {
				return row.term == term && (row.means == means || means == "")
			})
		}
		for _, v := range model.Verdicts() {
			sign, _ := l.verdict(v.Tier, v.Word)
			if !has(sign+" "+v.Word, means(v)) || !has(v.Tier.String(), "") {
				t.Errorf("%s is not in the legend at %d columns", v.Word, width)
			}
		}
		if !has(glyphStale, "") {
			t.Error("the sign of what is old is not in the legend")
		}
		for _, line := range helpText(nil, nil, "d")(l, width) {
			if ansi.StringWidth(line.text) > width {
				t.Errorf("%q is too wide", line.text)
			}
			if strings.Contains(line.text, "…") {
				t.Errorf("the legend is cut: %q", line.text)
			}
		}
	}
	driveServer(t, ecsfake.Demo, 80, 24, inProd, func(d *driver) {
		d.wait(3 * time.Second)
		d.press("j", "d")
		d.see("(what to do)", "Create a task set, or start a deployment.")
	})
}

// Where the board has the screen alone, what is wrong with its service stands above the
// rows, and below the list what is wrong with that under the cursor: with sign and colour.
func TestThereIsAVerdictLineWithoutASplit(t *testing.T) {
	driveServer(t, ecsfake.Demo, 80, 24, func(o *setup) { o.Cluster = "shop-prod" }, func(d *driver) {
		d.wait(3 * time.Second)
		d.press("j")
		d.wait(time.Second) // what stands below follows when the cursor rests
		bad := func(text string) bool { return strings.Contains(d.m.View().Content, d.m.look.bad.Render(text)) }
		if !bad("▲ gift-cards: no task sets") {
			t.Errorf("the list does not say so:\n%s", d.screen())
		}
		d.press("enter")
		d.wait(time.Second)
		if !bad("▲ no task sets") {
			t.Errorf("the board does not say so:\n%s", d.screen())
		}
	})
}
