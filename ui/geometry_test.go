package ui

import (
	"encoding/json"
	"flag"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"tealset/ecsapi/ecsfake"
	"tealset/model/clean"
	"tealset/model/clean/cleantest"
	"tealset/ui/dialog"
)

// view is one thing that can be on the screen, and the way to it from the clusters.
type view struct {
	name   string
	open   func(d *driver)
	change func(*setup)
}

func keys(names ...string) func(*driver) { return func(d *driver) { d.press(names...) } }

func quiet(d *driver) { d.wait(dialog.Quiet) }

func slowly(names ...string) func(*driver) { return func(d *driver) { d.slowly(names...) } }

// dialog opens the dialog on the set of a role, and goes on in it.
func dialogOn(status string, then func(d *driver)) func(*driver) {
	return func(d *driver) {
		d.press("enter", "enter")
		d.on(status)
		d.press("ctrl+d")
		d.wait(armAfter)
		d.see("Delete task set")
		then(d)
	}
}

// refused is an answer to every call of an operation.
func refused(operation, name string, then ...string) func(*driver) {
	return func(d *driver) {
		message := "User: arn:aws:sts::123456789012:assumed-role/on-call/me is not authorized to perform: ecs:" + operation
		d.ecs.Fail(operation, 100, ecsfake.Exception(name, message))
		d.press(then...)
	}
}

func inTurn(steps ...func(*driver)) func(*driver) {
	return func(d *driver) {
		for _, step := range steps {
			step(d)
		}
	}
}

// views are every page, every modal and every state of them.
func views() []view {
	nothing := func(*driver) {}
	slow := func(operation string) func(*driver) {
		return func(d *driver) { d.ecs.Fail(operation, 1, ecsfake.Slow(10*time.Second)) }
	}
	readOnly := func(o *setup) {
		o.ReadOnly, o.Profile, o.Endpoint = func(string) string { return "tealset was started with --read-only" }, "on-call", "http://localhost:4566"
	}
	return []view{
		{"clusters", nothing, nil},
		{"a cluster's details", keys("d"), nil},
		{"services", keys("enter"), nil},
		{"services not read", inTurn(slow("ListServices"), keys("enter")), nil},
		{"services refused", refused("ListServices", "AccessDeniedException", "enter"), nil},
		{"services throttled", refused("*", "ThrottlingException", "enter"), nil},
		{"the filter's line", keys("enter", "/", "c", "h"), nil},
		{"a filter without a match", keys("enter", "/", "z", "z", "enter"), nil},
		{"a service's details", keys("enter", "d"), nil},
		{"a service's JSON", keys("enter", "J"), nil},
		{"the board", keys("enter", "enter"), nil},
		{"the board of an ECS service", keys("enter", "G", "enter"), nil},
		{"a set's details", keys("enter", "enter", "d"), nil},
		{"a set's details, their end", keys("enter", "enter", "j", "d", "G"), nil},
		{"a set's YAML", keys("enter", "enter", "y"), nil},
		{"a set's JSON", keys("enter", "enter", "J", "pgdown"), nil},
		{"events", keys("enter", "enter", "e"), nil},
		{"traffic", keys("enter", "enter", "w"), nil},
		{"the difference", inTurn(keys("enter", "enter", "v"), quiet), nil},
		{"the export", keys("enter", "enter", "x"), nil},
		{"activity", inTurn(refused("DescribeServices", "ClientException", "enter"), keys("a")), nil},
		{"help", keys("?"), nil},
		{"copied", keys("enter", "enter", "C"), nil},
		{"the dialog", dialogOn("ACTIVE", nothing), nil},
		{"read-only", keys("enter", "enter", "ctrl+d"), readOnly},
		{"the dialog with a name to type", dialogOn("PRIMARY", slowly("shift+tab", "shift+tab", "space", "tab", "c", "h")), nil},
		{"the dialog with a change", dialogOn("ACTIVE", func(d *driver) {
			d.ecs.Overlay(d.m.asking().flow.Request().Target.ARN, map[string]any{"status": "PRIMARY", "runningCount": 4, "taskDefinition": "other:1"})
			d.confirm()
			d.see("it has changed")
		}), nil},
		{"the dialog reading again", inTurn(dialogOn("ACTIVE", slow("DescribeServices")), (*driver).confirm), nil},
		{"the dialog without an answer", dialogOn("ACTIVE", inTurn(refused("DescribeServices", "AccessDeniedException"), (*driver).confirm)), nil},
		{"the dialog on what drains", func(d *driver) {
			dialogOn("ACTIVE", (*driver).confirm)(d)
			quiet(d)
			d.on("DRAINING")
			d.press("ctrl+d")
			d.wait(armAfter)
			d.see("already DRAINING")
		}, nil},
		{"deleted", dialogOn("ACTIVE", (*driver).confirm), nil},
		{"not deleted", dialogOn("ACTIVE", inTurn(refused("DeleteTaskSet", "AccessDeniedException"), (*driver).confirm)), nil},
		{"the outcome unknown", dialogOn("ACTIVE", func(d *driver) {
			d.ecs.Fail("DeleteTaskSet", 1, ecsfake.Dropped())
			d.confirm()
			d.wait(6 * time.Second)
		}), nil},
		{"the quit question", inTurn(dialogOn("ACTIVE", slow("DeleteTaskSet")), (*driver).confirm, quiet, keys("q")), nil},
	}
}

// extreme is a world of the longest names, of five sets and of wide letters.
func extreme() ecsfake.World {
	long := func(name string) string { return strings.Repeat(name+"-", 128)[:255] }
	sets := func() []ecsfake.TaskSet {
		return []ecsfake.TaskSet{
			{Status: ecsfake.Primary, Revision: 41, Age: 72 * time.Hour, TargetGroup: "blue", Tags: map[string]string{"所有者": strings.Repeat("漢字", 128)}},
			{Revision: 42, Age: time.Hour, Scale: new(50.0), ExternalID: strings.Repeat("漢", 100), StartedBy: strings.Repeat("字", 40)},
			{Revision: 2147483647, Running: new(0), Unplaceable: 1000, Scale: new(33.333333333333336)},
			{Status: "A_STATUS_NOBODY_KNOWS", Revision: 43, Stability: "NEITHER_STEADY_NOR_NOT", Scale: new(0.0)},
			{Revision: 44, Age: 9999 * time.Hour, Raw: map[string]any{"scale": nil, "createdAt": nil, "updatedAt": nil, "stabilityStatusAt": nil}},
		}
	}
	return ecsfake.World{Clusters: []ecsfake.Cluster{{
		Name: long("c"), Tags: map[string]string{"k": strings.Repeat("v", 256)},
		Services: []ecsfake.Service{
			{Name: long("ch"), Controller: ecsfake.External, Desired: 2, TaskSets: sets()},
			{Name: long("d"), Controller: ecsfake.External, Desired: 2, TaskSets: sets()[:1], Raw: map[string]any{
				"serviceName": "d" + strings.Repeat("漢字ch", 60), "runningCount": 1_999_999_999, "desiredCount": 2_000_000_000, "pendingCount": 1,
			}},
			{Name: long("z"), Controller: ecsfake.ECS, Desired: 3},
		},
	}}}
}

// roomy is the shop with a service of the ECS controller.
func roomy() ecsfake.World {
	world := shop()
	world.Clusters[0].Services = append(world.Clusters[0].Services, ecsfake.Service{Name: "zoo", Controller: ecsfake.ECS, Desired: 2})
	return world
}

var (
	widths  = []int{1, 2, 5, 20, 30, 45, 59, 60, 61, 66, 72, 79, 80, 81, 90, 99, 100, 119, 120, 121, 140, 160, 200, 255, 300}
	heights = []int{1, 2, 5, 10, 14, 15, 16, 17, 20, 23, 24, 36, 50, 60, 100}
)

// everySize is for a run that takes its time; otherwise each view meets the sizes at
// which something changes, and some of the others, not the same as its neighbours.
var everySize = flag.Bool("sizes", false, "try every view in every size")

func turning(width, height int) bool {
	return width == 60 && height == 15 || width == 80 && height == 24 || width == 119 && height == 24 || width == 120 && height == 36
}

// Whatever is shown, and however large the terminal is: no line is wider than it,
// there are exactly as many lines as it has, and in ASCII mode nothing but ASCII.
func TestEveryViewFitsEverySize(t *testing.T) {
	every := 29
	if raced {
		every = 197
	}
	for world, of := range map[string]func() ecsfake.World{"shop": roomy, "extreme": extreme} {
		for n, v := range views() {
			t.Run(world+"/"+v.name, func(t *testing.T) {
				drive(t, of(), v.change, func(d *driver) {
					v.open(d)
					for i, width := range widths {
						for j, height := range heights {
							if *everySize || turning(width, height) || (i*len(heights)+j+n)%every == 0 {
								d.send(tea.WindowSizeMsg{Width: width, Height: height})
								d.fits()
							}
						}
					}
				})
			})
		}
	}
}

// fits tells whether the screen has the size of the terminal.
func (d *driver) fits() {
	d.t.Helper()
	m := d.m
	content := m.View().Content
	lines := strings.Split(content, "\n")
	if len(lines) > m.height || !m.tooSmall() && len(lines) != m.height {
		d.t.Fatalf("%d lines at %dx%d:\n%s", len(lines), m.width, m.height, ansi.Strip(content))
	}
	for i, line := range lines {
		if w := ansi.StringWidth(line); w > m.width {
			d.t.Fatalf("line %d is %d wide at %dx%d: %q", i, w, m.width, m.height, line)
		}
	}
	if m.asking() != nil && !m.tooSmall() && !strings.Contains(content, "Cancel") && !strings.Contains(content, "Close") {
		d.t.Fatalf("the dialog's buttons are not there at %dx%d:\n%s", m.width, m.height, ansi.Strip(content))
	}
	m.options.ASCII = true
	plain := m.View().Content
	m.options.ASCII = false
	if i := strings.IndexFunc(plain, func(r rune) bool { return r >= 0x80 }); i >= 0 {
		d.t.Fatalf("%q is not ASCII", plain[i:min(len(plain), i+20)])
	}
	if ansi.StringWidth(strings.ReplaceAll(plain, "\n", "")) != ansi.StringWidth(strings.ReplaceAll(content, "\n", "")) {
		d.t.Fatalf("ASCII moves something at %dx%d:\n%s", m.width, m.height, ansi.Strip(plain))
	}
}

// tainted is a world in which the texts stand wherever ECS tells a text that
// somebody else may have written: one text a service, five a board, all of them in
// the tags and the events.
func tainted(texts []string) ecsfake.World {
	tags, events := make([]map[string]any, 0, len(texts)), make([]map[string]any, 0, len(texts))
	for i, text := range texts {
		tags = append(tags, map[string]any{"key": fmt.Sprintf("k%02d", i) + text, "value": "v" + text})
		events = append(events, map[string]any{"id": "e" + text, "createdAt": 946_684_700, "message": "m " + text + " m"})
	}
	cluster := ecsfake.Cluster{Name: "shop", Raw: map[string]any{"clusterName": "shop" + texts[0]}}
	for i, text := range texts {
		service := ecsfake.Service{
			Name: fmt.Sprintf("svc-%02d", i), Controller: ecsfake.External, Desired: 2,
			Raw: map[string]any{"serviceName": fmt.Sprintf("svc-%02d", i) + text, "tags": tags, "events": events},
		}
		for j := range 5 {
			text := texts[(5*i+j)%len(texts)]
			raw := map[string]any{
				"externalId": "x" + text, "startedBy": "s" + text, "taskDefinition": "arn:aws:ecs:eu-west-1:1:task-definition/t" + text + ":1",
				"launchType": "l" + text, "platformVersion": text, "platformFamily": "f" + text, "tags": tags, "id": "ecs-svc/" + text,
				"loadBalancers": []map[string]any{{"targetGroupArn": "g" + text, "containerName": "c" + text}},
			}
			set := ecsfake.TaskSet{Revision: j + 1, Age: time.Hour, Raw: raw}
			switch j {
			case 0:
				set.Status = ecsfake.Primary
			case 1:
				raw["status"] = text
			case 3:
				raw["stabilityStatus"] = text
			}
			service.TaskSets = append(service.TaskSets, set)
		}
		cluster.Services = append(cluster.Services, service)
	}
	return ecsfake.World{Clusters: []ecsfake.Cluster{cluster}}
}

// decent is a text of the same width without anything odd in it.
func decent(text string) string {
	words := strings.Split(clean.Text(text), " ")
	for i, word := range words {
		words[i] = strings.Repeat("x", ansi.StringWidth(word))
	}
	return strings.Join(words, " ")
}

// pictures are the pages that show what somebody else wrote, by what is done to see
// them: of texts in every place of an answer, of error messages, of reasons.
func pictures(t *testing.T, texts []string) map[string]string {
	t.Helper()
	all := strings.Join(texts, " ")
	taken := map[string]string{}
	drive(t, tainted(texts), nil, func(d *driver) {
		take := func(names ...string) {
			d.press(names...)
			if len(taken)%4 == 0 {
				d.fits()
			}
			taken[fmt.Sprintf("picture %d, %s", len(taken), names)] = d.m.View().Content
		}
		fail := func(operation string, fault ecsfake.Fault) {
			d.wait(time.Second)
			d.ecs.Fail(operation, 1, fault)
		}
		d.send(tea.WindowSizeMsg{Width: 119, Height: 40})
		take()
		fail("DescribeClusters", ecsfake.Foreign(missing(all)))
		take("r")
		d.wait(time.Second)
		d.press("enter")
		d.wait(time.Second)
		take()
		take("d")
		take("J")
		d.press("J")
		take("/", "s")
		d.press("esc")
		fail("DescribeServices", ecsfake.Exception("ClientException", all))
		take("r")
		d.see("a: more")
		take("a")
		d.press("a", "r", "g", "enter")
		take()
		for i := range 5 {
			take("d")
			take("y")
			take("J")
			d.press("J")
			if i < 4 {
				take("j", "c")
			}
		}
		take("e")
		d.press("e")
		d.wait(armAfter)
		take("v")
		d.press("v")
		take("x")
		d.press("x", "w")
		d.wait(time.Second)
		take()
		take("d")
		d.press("d", "esc", "g", "j")
		d.wait(armAfter)
		d.press("ctrl+d")
		d.wait(armAfter)
		take()
		fail("DeleteTaskSet", ecsfake.Exception("ClientException", all))
		d.confirm()
		take()
		d.see("esc: close")
		take("a")
	})
	return taken
}

// missing is an answer that does not describe a cluster, for a reason.
func missing(reason string) string {
	failure := map[string]any{"arn": "arn:aws:ecs:eu-west-1:123456789012:cluster/shop", "reason": reason, "detail": reason}
	answer, err := json.Marshal(map[string]any{"failures": []any{failure}})
	if err != nil {
		return err.Error()
	}
	return string(answer)
}

var sgr = regexp.MustCompile(`\x1b\[[0-9;]*m`)

// No text of somebody else's is obeyed by the terminal, and none moves the frame,
// on any page.
func TestNoTextMovesTheFrameOrIsObeyed(t *testing.T) {
	for texts := range slices.Chunk(cleantest.Payloads(t), 5) {
		t.Run(fmt.Sprintf("%+q", texts), func(t *testing.T) {
			decents := make([]string, len(texts))
			for i, text := range texts {
				decents[i] = decent(text)
			}
			plain := pictures(t, decents)
			for name, picture := range pictures(t, texts) {
				for line := range strings.Lines(sgr.ReplaceAllString(picture, "")) {
					if line = strings.TrimSuffix(line, "\n"); !utf8.ValidString(line) || strings.ContainsFunc(line, obeyed) {
						t.Errorf("%s: %q", name, line)
					}
				}
				if calm, ok := plain[name]; !ok || frames(picture) != frames(calm) {
					t.Errorf("%s: the frame moved:\n%s\n%s", name, ansi.Strip(picture), ansi.Strip(calm))
				}
			}
		})
	}
}

// obeyed tells of the runes that a terminal obeys, or that turn what stands beside
// them around.
func obeyed(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp)
}

var ruleWithText = regexp.MustCompile(`── .*`)

// frames are the places of everything that is drawn around texts. A rule that has a
// text in it is as long as the text leaves it.
func frames(content string) string {
	var places strings.Builder
	for y, line := range strings.Split(ansi.Strip(content), "\n") {
		line = ruleWithText.ReplaceAllString(line, "── ")
		for i, r := range line {
			if strings.ContainsRune("─│┬┴╭╮╰╯", r) {
				fmt.Fprintln(&places, y, ansi.StringWidth(line[:i]), string(r))
			}
		}
	}
	return places.String()
}
