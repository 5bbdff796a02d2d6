package ui

import (
	"encoding/json"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"tealset/ecsapi/ecsfake"
)

// three is a cluster with a service of each controller in the middle of a rollout, where
// nothing moves by itself.
func three() ecsfake.World {
	split := func(first string, weight int, second string) []ecsfake.Action {
		return ecsfake.Split(ecsfake.Weighted{Group: first, Weight: &weight}, ecsfake.Weighted{Group: second, Weight: new(100 - weight)})
	}
	return ecsfake.World{
		Balancers: []ecsfake.Balancer{{Name: "front", Listeners: []ecsfake.Listener{
			{Port: 443, Rules: []ecsfake.Rule{
				{Priority: "10", Conditions: ecsfake.Path("/pay/*"), Actions: split("blue", 90, "green")},
				{Priority: "20", Conditions: ecsfake.Path("/store/*"), Actions: split("store-a", 80, "store-b")},
			}},
			{Port: 8443, Default: ecsfake.Forward("green")},
			{Port: 9443, Default: split("stock-a", 100, "stock-b")},
		}}},
		CodeDeploy: []ecsfake.Deployment{{
			ID: "d-K3LM0V5DF", Cluster: "shop", Service: "stock", Status: "Ready", Age: 11 * time.Minute, EventAge: 4 * time.Minute,
			ReadyWait: 60, TerminationWait: 5, Groups: []string{"stock-a", "stock-b"}, Balancer: "front", Port: 9443,
		}},
		Clusters: []ecsfake.Cluster{{Name: "shop", Services: []ecsfake.Service{
			{Name: "checkout", Controller: ecsfake.External, Desired: 4, TaskSets: []ecsfake.TaskSet{
				{Status: ecsfake.Primary, Revision: 41, Age: 72 * time.Hour, TargetGroup: "blue"},
				{Status: ecsfake.Active, Revision: 42, Age: time.Hour, Scale: new(50.0), TargetGroup: "green"},
			}},
			{
				Name: "store", Controller: ecsfake.ECS, Desired: 3,
				Strategy: ecsfake.Strategy{Name: "CANARY", BakeMinutes: 1, Percent: 20, StepMinutes: 5, Alternate: "store-b", Balancer: "front", Port: 443, Priority: "20"},
				TaskSets: []ecsfake.TaskSet{
					{Revision: 210, Age: 48 * time.Hour, TargetGroup: "store-a"},
					{Status: ecsfake.Primary, Revision: 211, Age: 9 * time.Minute, TargetGroup: "store-b"},
				},
				Deployments: []ecsfake.ServiceDeployment{{
					Age: 9 * time.Minute, Stage: "PRE_PRODUCTION_TRAFFIC_SHIFT", Production: new(20.0),
					Hooks: []ecsfake.Hook{{ID: "ecs-pause-1", Expires: 51 * time.Minute}},
				}},
			},
			{Name: "stock", Controller: ecsfake.CodeDeploy, Desired: 2, TaskSets: []ecsfake.TaskSet{
				{Status: ecsfake.Primary, Revision: 33, Age: 12 * 24 * time.Hour, StartedBy: ecsfake.CodeDeploy, TargetGroup: "stock-a"},
				{Revision: 34, Age: 11 * time.Minute, StartedBy: ecsfake.CodeDeploy, ExternalID: "d-K3LM0V5DF", TargetGroup: "stock-b"},
			}},
		}}},
	}
}

// rightsPage is a page with the keys that open it from the page before, and with what it
// shows: a text of the screen for each thing, "×2" that it is there two times at least.
type rightsPage struct {
	name  string
	keys  []string
	shows map[string]string
}

// rightsWay is a way through pages, from where the dashboard is opened.
type rightsWay struct {
	open  func(*setup)
	pages []rightsPage
}

func ofThree(service string) func(*setup) {
	return func(o *setup) { o.Cluster, o.Service = "shop", service }
}

// rightsWays lead to every page that reads.
func rightsWays() []rightsWay {
	return []rightsWay{
		{func(*setup) {}, []rightsPage{
			{"clusters", nil, map[string]string{"names": "shop", "status": "● ACTIVE", "services": " 3 16 0 0", "verdicts": "● ACTIVE 3 16"}},
		}},
		{func(o *setup) { o.Cluster = "shop" }, []rightsPage{
			{"services", nil, map[string]string{"names": "checkout", "counts": "4/4", "verdict": "two live"}},
		}},
		{ofThree("checkout"), []rightsPage{
			{"board", nil, map[string]string{
				"sides": "PRIMARY", "revision": "checkout:41", "traffic": "90 %", "targets": "4/4 ×3", "tasks": "● running", "next": "next shift on: ",
				"events": "has reached a steady state",
			}},
			{"tasks", []string{"t"}, map[string]string{"ids": "6 tasks", "status": "● RUNNING ×6", "addresses": "10.0."}},
			{"task", []string{"enter"}, map[string]string{"status": "lastStatus RUNNING", "containers": "imageDigest sha256", "log": "aws logs tail"}},
			{"traffic", []string{"w"}, map[string]string{"rule": "/pay/*", "listener": ":8443 HTTPS", "command": "aws elbv2 modify-", "drain": "drains for up to "}},
			{"difference", []string{"v"}, map[string]string{"lines": "lines differ"}},
			{"events", []string{"e"}, map[string]string{"events": "has reached a steady state"}},
			{"details", []string{"d"}, map[string]string{"members": "computedDesiredCount", "tags": "tags –"}},
		}},
		{ofThree("store"), []rightsPage{
			{"native board", nil, map[string]string{
				"revisions": "SOURCE", "wait": "the deployment waits for a person until", "revision": "store:211", "traffic": "80 %", "targets": "3/3 ×5", "tasks": "● running",
				"events": "has reached a steady state",
			}},
			{"native traffic", []string{"w"}, map[string]string{"rule": "/store/*", "mark": "production, as AWS marks it", "drain": "drains for up to "}},
			{"history", []string{"H"}, map[string]string{"deployments": "1 deployment", "status": "IN_PROGRESS", "began": "1999-12-31"}},
		}},
		{ofThree("stock"), []rightsPage{
			{"CodeDeploy board", nil, map[string]string{
				"sides": "PRIMARY", "wait": "waits for someone to shift the traffic", "labels": "Blue …", "traffic": "steady 11d 100 %", "targets": "2/2 ×5", "tasks": "● running",
			}},
		}},
	}
}

// lacking is what a page lacks without a right, and how it says so.
type lacking struct {
	things []string
	told   string
	all    bool // it lacks everything
}

func lackingOf(told string, things ...string) lacking { return lacking{things, told, false} }

func everything(told string) lacking { return lacking{nil, told, true} }

// costs are what every operation that reads gives, page by page: without the right to it
// that is lost, and nothing else.
func costs() map[string]map[string]lacking {
	refused := func(operation string) string { return "no permission for ecs:" + operation }
	quietly := func(operation string) string { return "no access: " + operation + " is not allowed" }
	unread := everything("nothing has been read yet")
	return map[string]map[string]lacking{
		"ecs:ListClusters":     {"clusters": everything(refused("ListClusters"))},
		"ecs:DescribeClusters": {"clusters": lackingOf(refused("DescribeClusters"), "status", "services", "verdicts")},
		"ecs:ListServices":     {"services": everything(refused("ListServices")), "clusters": lackingOf("ACTIVE (0 of 3 read)", "verdicts")},
		"ecs:DescribeServices": {
			"clusters": lackingOf("ACTIVE (0 of 3 read)", "verdicts"), "services": lackingOf(refused("DescribeServices"), "counts", "verdict"),
			"board": everything(refused("DescribeServices")), "native board": everything(refused("DescribeServices")), "CodeDeploy board": everything(refused("DescribeServices")),
			"tasks": unread, "task": unread, "traffic": unread, "difference": unread, "events": unread, "details": unread, "native traffic": unread, "history": unread,
		},
		"ecs:DescribeTaskSets": {"details": lackingOf("not known: "+refused("DescribeTaskSets"), "tags")},
		"ecs:ListTasks": {
			"board": lackingOf(quietly("ListTasks"), "tasks"), "native board": lackingOf(quietly("ListTasks"), "tasks"), "CodeDeploy board": lackingOf(quietly("ListTasks"), "tasks"),
			"tasks": everything(refused("ListTasks")), "task": everything(refused("ListTasks")),
		},
		"ecs:DescribeTasks": {
			"board": lackingOf(quietly("DescribeTasks"), "tasks"), "native board": lackingOf(quietly("DescribeTasks"), "tasks"), "CodeDeploy board": lackingOf(quietly("DescribeTasks"), "tasks"),
			"tasks": lackingOf(refused("DescribeTasks"), "status", "addresses"), "task": everything("not described yet"),
		},
		"ecs:ListServiceDeployments": {"history": everything(refused("ListServiceDeployments"))},
		"ecs:DescribeServiceDeployments": {
			"native board": lackingOf(quietly("DescribeServiceDeployments"), "revisions", "wait", "traffic", "targets"),
			"history":      lackingOf(refused("DescribeServiceDeployments")),
		},
		"ecs:DescribeServiceRevisions": {"native board": lackingOf(quietly("DescribeServiceRevisions"), "revision", "traffic", "targets", "tasks"), "native traffic": lackingOf("its traffic is not known", "drain")},
		"ecs:DescribeTaskDefinition": {
			"task":       lackingOf(refused("DescribeTaskDefinition"), "log"),
			"difference": everything(quietly("DescribeTaskDefinition")),
		},
		"elasticloadbalancing:DescribeTargetGroups": {
			"board": lackingOf("no access", "traffic", "next"), "native board": lackingOf("no access", "traffic"), "CodeDeploy board": lackingOf("no access", "traffic"),
			"traffic": everything(quietly("DescribeTargetGroups")), "native traffic": everything(quietly("DescribeTargetGroups")),
		},
		"elasticloadbalancing:DescribeListeners": {
			"board": lackingOf("no access", "traffic", "next"), "native board": lackingOf("no access", "traffic"), "CodeDeploy board": lackingOf("no access", "traffic"),
			"traffic": everything(quietly("DescribeListeners")), "native traffic": everything(quietly("DescribeListeners")),
		},
		"elasticloadbalancing:DescribeRules": {
			"board": lackingOf("no access", "traffic", "next"), "native board": lackingOf("no access", "traffic"),
			"traffic": lackingOf(quietly("DescribeRules"), "rule"), "native traffic": everything(quietly("DescribeRules")),
		},
		"elasticloadbalancing:DescribeTargetHealth":          {"board": lackingOf("no access", "targets"), "native board": lackingOf("no access", "targets"), "CodeDeploy board": lackingOf("no access", "targets")},
		"elasticloadbalancing:DescribeTargetGroupAttributes": {"traffic": lackingOf("drains: no access", "drain"), "native traffic": lackingOf("drains: no access", "drain")},
		"codedeploy:GetDeployment":                           {"CodeDeploy board": lackingOf("CodeDeploy d-K3LM0V5DF: no access", "wait", "labels")},
		"codedeploy:GetDeploymentTarget":                     {"CodeDeploy board": lackingOf("traffic no access", "labels")},
		"codedeploy:ListDeployments":                         {}, // the dashboard does not ask it: tealset wait --for deployed does
	}
}

// policyActions are all actions of the README's policy that read.
func policyActions(t *testing.T) []string {
	t.Helper()
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(readme), "```json\n")
	block, _, _ := strings.Cut(after, "```")
	var policy struct{ Statement []struct{ Action []string } }
	if err := json.Unmarshal([]byte(block), &policy); err != nil {
		t.Fatal(err)
	}
	var actions []string
	for _, s := range policy.Statement {
		for _, action := range s.Action {
			_, name, _ := strings.Cut(action, ":")
			if strings.HasPrefix(name, "List") || strings.HasPrefix(name, "Describe") || strings.HasPrefix(name, "Get") {
				actions = append(actions, action)
			}
		}
	}
	return actions
}

// Rights removed one by one: each operation that is refused costs each page what it gives,
// which is told there, and nothing else. With all rights everything is there. The operations
// are those of the README's policy, which another test holds against the code.
func TestEachMissingRightCostsWhatItGives(t *testing.T) {
	t.Parallel()
	lost := costs()
	actions := policyActions(t)
	for action := range lost {
		if !slices.Contains(actions, action) {
			t.Errorf("%s is not in the policy", action)
		}
	}
	for _, action := range append(actions, "") {
		if _, ok := lost[action]; !ok && action != "" {
			t.Errorf("nobody says what is lost without %s", action)
			continue
		}
		for _, way := range rightsWays() {
			t.Run(action+"/"+way.pages[0].name, func(t *testing.T) {
				t.Parallel()
				driveServer(t, func(now func() time.Time) *ecsfake.Server { return ecsfake.New(now, three()) }, 119, 60, way.open, func(d *driver) {
					if _, operation, ok := strings.Cut(action, ":"); ok {
						d.ecs.Fail(operation, -1, ecsfake.Exception("AccessDeniedException",
							"User: arn:aws:sts::123456789012:assumed-role/oncall/me is not authorized to perform: "+action+" on resource: *"))
					}
					for _, page := range way.pages {
						d.visit(page, lost[action][page.name])
					}
				})
			})
		}
	}
}

// visit opens a page, looks at what it shows, and goes back to the first one, unless the next
// one is opened from it.
func (d *driver) visit(page rightsPage, lost lacking) {
	d.t.Helper()
	if page.name != "task" { // which is opened from the tasks
		for range 3 {
			d.wait(time.Second)
			if d.m.reader != nil || len(d.m.pages) > 1 && d.m.place() > atBoard {
				d.press("esc")
			}
		}
	}
	d.wait(4 * time.Second)
	d.press(page.keys...)
	d.wait(4 * time.Second)
	screen := strings.Join(strings.Fields(d.screen()), " ")
	for thing, text := range page.shows {
		text, times, often := strings.Cut(text, " ×")
		least, err := strconv.Atoi(times)
		if often && err != nil {
			d.t.Fatal(err)
		}
		gone := lost.all || slices.Contains(lost.things, thing)
		if shown := strings.Count(screen, text) >= max(1, least); shown == gone {
			d.t.Errorf("%s: that the %s are shown is %t:\n%s", page.name, thing, shown, d.screen())
		}
	}
	if !strings.Contains(screen, lost.told) {
		d.t.Errorf("%s: %q is not told:\n%s", page.name, lost.told, d.screen())
	}
	if lost.told == "" && (strings.Contains(screen, "no access") || strings.Contains(screen, "no permission")) {
		d.t.Errorf("%s: a missing right is told where nothing is lost:\n%s", page.name, d.screen())
	}
}
