package ui

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"tealset/ecsapi/ecsfake"
	"tealset/model"
	"tealset/ui/feed"
)

// crowd is a services page of n described rows, put straight into the roster.
func crowd(n, width, height int) *Model {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	m := New(context.Background(), []Source{sourceOf(unguarded{}, "", "eu-west-1")}, Options{Refresh: 5 * time.Second, Now: func() time.Time { return now }})
	m.width, m.height = width, height
	m.openServices(m.conns[0], "arn:aws:ecs:eu-west-1:123456789012:cluster/big")
	var arns []string
	for i := range n {
		service := crowded(i)
		m.conns[0].store.Services.Put(service.Key(), service, now, now)
		arns = append(arns, service.ARN)
	}
	m.Init()
	m.Update(feed.NamesMsg{Token: m.poll().Token(), Scope: m.services().cluster, Names: model.Names{ARNs: arns}, At: now})
	return m
}

// crowded is a service of the crowd, with a set or two.
func crowded(i int) model.Service {
	arn := fmt.Sprintf("arn:aws:ecs:eu-west-1:123456789012:service/big/svc-%04d", i)
	at := time.Date(2025, 12, 24, 0, 0, 0, 0, time.UTC)
	service := model.Service{
		ARN: arn, Name: model.NameOf(arn), ClusterARN: "arn:aws:ecs:eu-west-1:123456789012:cluster/big", Status: "ACTIVE",
		Desired: 2, Running: 2, TaskDefinition: fmt.Sprintf("arn:aws:ecs:eu-west-1:123456789012:task-definition/svc-%04d:%d", i, i),
		Controller: model.Controller{Type: model.ControllerExternal}, CreatedAt: at, Described: true,
	}
	for j, status := range []string{model.StatusPrimary, model.StatusActive}[:1+i%2] {
		service.TaskSets = append(service.TaskSets, model.TaskSet{
			ID: fmt.Sprintf("ecs-svc/%019d", 2*i+j), ARN: fmt.Sprintf("%s/ecs-svc/%019d", arn, 2*i+j), ServiceARN: arn,
			Status: status, TaskDefinition: service.TaskDefinition,
			ComputedDesired: 2, Running: 2, StabilityStatus: model.SteadyState, StabilityStatusAt: at, CreatedAt: at, UpdatedAt: at,
			Scale: &model.Scale{Value: 100, Unit: "PERCENT"},
		})
	}
	return service
}

// crowdOfClusters is a clusters page of n described rows.
func crowdOfClusters(n, width, height int) *Model {
	m := crowd(0, width, height)
	m.leave(0)
	var arns []string
	for i := range n {
		c := model.ListedCluster(fmt.Sprintf("arn:aws:ecs:eu-west-1:123456789012:cluster/cluster-%05d", i))
		c.Status, c.ActiveServices, c.RunningTasks, c.Described = model.ClusterActive, int32(i%40), int32(i%90), true
		m.conns[0].store.Clusters.Put(c.Key(), c, m.look.now, m.look.now)
		arns = append(arns, c.ARN)
	}
	m.startReads()
	m.Update(feed.NamesMsg{Token: m.poll().Token(), Names: model.Names{ARNs: arns}, At: m.look.now})
	return m
}

// A key to its screen: this is what a person waits for, however long the list is. The
// p99 is of single keys; of a filter they are one letter and its deletion.
func BenchmarkKeyPress(b *testing.B) {
	for name, page := range map[string]struct {
		of   func(n, width, height int) *Model
		rows []int
	}{
		"services": {crowd, []int{50, 500, 5000}},
		"clusters": {crowdOfClusters, []int{50, 500, 10_000}},
	} {
		for _, rows := range page.rows {
			for action, keys := range map[string][]string{"down": {"down"}, "sort": {"s"}, "filter": {"4", "backspace"}} {
				b.Run(fmt.Sprintf("%s/%s/%d", name, action, rows), func(b *testing.B) {
					m := page.of(rows, 120, 36)
					if action == "filter" {
						m.Update(keyPress("/"))
					}
					var took []time.Duration
					b.ReportAllocs()
					for i := 0; b.Loop(); i++ {
						key := keys[i%len(keys)]
						if action == "down" && i%rows == rows-1 {
							key = "g"
						}
						start := time.Now()
						m.Update(keyPress(key))
						_ = m.View()
						took = append(took, time.Since(start))
					}
					slices.Sort(took)
					b.ReportMetric(float64(took[len(took)*99/100]), "p99-ns")
				})
			}
		}
	}
}

// A page of text over the rows: its text is looked at with every message.
func BenchmarkKeyPressOnText(b *testing.B) {
	for name, key := range map[string]string{"activity": "a", "YAML": "y", "JSON": "J", "details": "d", "help": "?"} {
		b.Run(name, func(b *testing.B) {
			m := crowd(500, 120, 36)
			row := m.services().grid.Current()
			for range 100 {
				row.Value.Events = append(row.Value.Events, model.Event{ID: "5f6e9a5c-0000-4000-8000-000000000000", At: m.look.now, Message: "(service svc-0001) has reached a steady state."})
			}
			for range callsKept {
				m.callEnded(model.Call{At: m.look.now, Operation: "DescribeServices", RequestID: "5f6e9a5c-0000-4000-8000-000000000000", Attempts: 1})
			}
			m.Update(keyPress(key))
			b.ReportAllocs()
			for b.Loop() {
				m.Update(keyPress("down"))
				_ = m.View()
			}
		})
	}
}

// Ten services that have been described are folded in, and shown.
func BenchmarkFoldBatch(b *testing.B) {
	for _, sorted := range []string{"by name", "by state"} {
		for _, rows := range []int{50, 500, 5000} {
			b.Run(fmt.Sprintf("%s/%d", sorted, rows), func(b *testing.B) {
				m := crowd(rows, 120, 36)
				if sorted == "by name" {
					m.services().grid.sort = "SERVICE"
				}
				var batch model.Descriptions[model.Service]
				asked := make([]model.Key, 0, describeServicesMax)
				for i := range describeServicesMax {
					batch.Found = append(batch.Found, crowded(i))
					asked = append(asked, batch.Found[i].Key())
				}
				b.ReportAllocs()
				for b.Loop() {
					m.Update(feed.RowsMsg[model.Service]{Token: m.poll().Token(), Keys: asked, Answer: batch, Began: m.look.now, At: m.look.now})
					_ = m.View()
				}
			})
		}
	}
}

func BenchmarkView(b *testing.B) {
	for _, size := range [][2]int{{80, 24}, {120, 36}, {200, 60}} {
		for _, rows := range []int{50, 5000} {
			b.Run(fmt.Sprintf("%dx%d/%d", size[0], size[1], rows), func(b *testing.B) {
				m := crowd(rows, size[0], size[1])
				b.ReportAllocs()
				for b.Loop() {
					_ = m.View()
				}
			})
		}
	}
}

// A key in a list of 5,000 services costs what it costs in one of 50: what runs with
// every key does not go through the rows. The benchmarks tell the time of it; here
// only what does not depend on the machine counts.
func TestKeysCostNoMoreInALongList(t *testing.T) {
	for page, of := range map[string]func(n, width, height int) *Model{"services": crowd, "clusters": crowdOfClusters} {
		allocations := func(rows int) float64 {
			m := of(rows, 120, 36)
			return testing.AllocsPerRun(20, func() {
				m.Update(keyPress("down"))
				_ = m.View()
			})
		}
		if few, many := allocations(50), allocations(5000); many > few*1.1 {
			t.Errorf("%s: a key allocates %.0f times with 50 rows and %.0f times with 5,000", page, few, many)
		}
	}
}

// The first screen of a cluster costs one page of names and a description of each
// ten rows on it, in the time of two answers; the names that follow are listed only then.
func TestFirstScreenCostsFewRequests(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 36}} {
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) {
			big := func(now func() time.Time) *ecsfake.Server {
				s := ecsfake.New(now, big(500))
				s.Fail("*", -1, ecsfake.Slow(100*time.Millisecond)) // so that one can be told from the next
				return s
			}
			driveServer(t, big, size[0], size[1], func(o *setup) { o.Cluster = "big" }, func(d *driver) {
				shown := func() bool {
					visible := d.m.services().grid.Visible()
					for _, row := range visible {
						if !row.Value.Described {
							return false
						}
					}
					return len(visible) > 0
				}
				began := time.Now()
				for step := 0; !shown(); step++ {
					if step > 1000 {
						t.Fatalf("not shown:\n%s", d.screen())
					}
					time.Sleep(10 * time.Millisecond)
					d.settle()
				}
				if took := time.Since(began); took > 250*time.Millisecond {
					t.Errorf("the screen is full after %s, where an answer takes 100ms", took)
				}
				rows := len(d.m.services().grid.Visible())
				most := 1 + (rows+describeServicesMax-1)/describeServicesMax
				n := 0
				for _, call := range d.ecs.Calls() {
					if time.Since(call.Time) > 50*time.Millisecond { // else it has only begun with the last answer
						n++
					}
				}
				if n > most {
					t.Errorf("%d requests for %d rows, not %d", n, rows, most)
				}
				t.Logf("%d requests for %d rows", n, rows)
				d.wait(3 * time.Second)
				d.see("500 services")
				if pages := d.ecs.Count("ListServices"); pages != 5 {
					t.Errorf("%d pages of names were listed", pages)
				}
			})
		})
	}
}

// A key on a board with all panels: a hundred tasks, twenty rules, a hundred events.
func BenchmarkKeyPressOnBoard(b *testing.B) {
	m := crowd(50, 200, 60)
	row := m.services().grid.rows[1]
	for i := range 2 {
		row.Value.TaskSets[i].LoadBalancers = []model.LoadBalancer{{TargetGroupARN: fmt.Sprintf("arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/g%d/1", i)}}
	}
	for i := range 100 {
		row.Value.Events = append(row.Value.Events, model.Event{ID: fmt.Sprint(i), At: m.look.now, Message: "(service svc-0001) has started 1 tasks: (task 5f6e9a5c000040008000000000000000)."})
	}
	m.conns[0].store.Services.Put(row.Key, row.Value, m.look.now, m.look.now)
	m.push(openBoard(m.services(), m.conns[0], row.Value.Ref(), row.Key))
	board := m.board()
	board.sync(m.look)
	var tasks []model.Task
	for i := range 100 {
		tasks = append(tasks, model.Task{
			ARN: fmt.Sprintf("arn:aws:ecs:eu-west-1:123456789012:task/big/%032x", i), Described: true, LastStatus: []string{model.TaskRunning, model.TaskStopped}[i%2],
			StartedBy: row.Value.TaskSets[i%2].ID, StoppedReason: "CannotPullContainerError: not found", CreatedAt: m.look.now,
		})
	}
	board.parts.tookTasks(tasks, m.look.now, m.look.now)
	var read trafficRead
	for i := range 20 {
		listener := model.Listener{ARN: fmt.Sprintf("arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/lb/1/%d", i), DefaultActions: []model.Action{{
			Type: model.ActionForward, Forward: &model.ForwardAction{TargetGroups: []model.WeightedGroup{
				{ARN: row.Value.TaskSets[0].LoadBalancers[0].TargetGroupARN, Weight: new(int32(90))}, {ARN: row.Value.TaskSets[1].LoadBalancers[0].TargetGroupARN, Weight: new(int32(10))},
			}},
		}}}
		read.balance.Found = append(read.balance.Found, listener)
	}
	read.routed = true
	board.parts.tookTraffic(read, m.look.now, m.look.now)
	m.Update(keyPress("g"))
	var took []time.Duration
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		start := time.Now()
		m.Update(keyPress([]string{"j", "k"}[i%2]))
		_ = m.View()
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100]), "p99-ns")
}
