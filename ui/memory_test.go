package ui

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/ecsapi"
	"tealset/ecsapi/ecsfake"
)

// What the dashboard holds of a cluster with 5,000 services, or of 10,000 clusters, that a
// real client has listed and described.
func BenchmarkMemoryAfterSweep(b *testing.B) {
	b.Run("services", func(b *testing.B) {
		measureSweep(b, 5000, big(5000), "big", func(m *Model) (known, total int) { return m.services().lists[0].Described() })
	})
	b.Run("clusters", func(b *testing.B) {
		var world ecsfake.World
		for i := range 10_000 {
			world.Clusters = append(world.Clusters, ecsfake.Cluster{Name: fmt.Sprintf("cluster-%05d", i)})
		}
		measureSweep(b, 10_000, world, "", func(m *Model) (known, total int) { return m.clusters().lists[0].Described() })
	})
}

func measureSweep(b *testing.B, rows int, world ecsfake.World, cluster string, described func(*Model) (known, total int)) {
	b.Helper()
	live := func() float64 {
		runtime.GC()
		runtime.GC() // what finalizers and pools have let go of
		var stats runtime.MemStats
		runtime.ReadMemStats(&stats)
		return float64(stats.HeapAlloc)
	}
	for b.Loop() {
		ecs := ecsfake.New(time.Now, world)
		client := bare(ecsapi.New(ecsapi.Fixed{Region: "eu-west-1", Endpoint: "http://ecs.invalid", Transport: ecs.Client().Transport}))
		m := started(b.Context(), sourceOf(client, "", "eu-west-1"), time.Hour, func(o *setup) { o.Cluster = cluster })
		sweepAll(m, m.Init(), func() (known, total int) { return described(m) }, rows)
		with := live()
		m.begin([]Source{m.conns[0].Source}) // of which nothing has been read
		held := with - live()
		runtime.KeepAlive(ecs)
		b.ReportMetric(held/float64(rows), "B/row")
		b.ReportMetric(held/1e6, "MB")
	}
}

// sweepAll lists all names and describes all rows.
func sweepAll(m *Model, first tea.Cmd, described func() (known, total int), rows int) {
	msgs := make(chan tea.Msg, 64)
	var run func(cmd tea.Cmd)
	run = func(cmd tea.Cmd) {
		if cmd == nil {
			return
		}
		go func() {
			switch msg := cmd().(type) {
			case nil:
			case tea.BatchMsg:
				for _, cmd := range msg {
					run(cmd)
				}
			default:
				msgs <- msg
			}
		}()
	}
	run(first)
	for known, _ := described(); known < rows; known, _ = described() {
		_, cmd := m.Update(<-msgs)
		run(cmd)
	}
}
