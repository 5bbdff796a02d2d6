package ui

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"tealset/ecsapi"
	"tealset/ecsapi/ecsfake"
	"tealset/model"
)

// What the dashboard holds of a cluster with 5,000 services, or of 10,000 clusters, that a
// real client has listed and described.
func BenchmarkMemoryAfterSweep(b *testing.B) {
	b.Run("services", func(b *testing.B) {
		measureSweep(b, 5000, big(5000), "big", func(m *Model) *lister[model.Service] { return m.services })
	})
	b.Run("clusters", func(b *testing.B) {
		var world ecsfake.World
		for i := range 10_000 {
			world.Clusters = append(world.Clusters, ecsfake.Cluster{Name: fmt.Sprintf("cluster-%05d", i)})
		}
		measureSweep(b, 10_000, world, "", func(m *Model) *lister[model.Cluster] { return m.clusters.listers[0] })
	})
}

func measureSweep[T any](b *testing.B, rows int, world ecsfake.World, cluster string, list func(*Model) *lister[T]) {
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
		m.Init()
		sweepAll(m, list(m), rows)
		with := live()
		m.begin(m.sources) // of which nothing has been read
		held := with - live()
		runtime.KeepAlive(ecs)
		b.ReportMetric(held/float64(rows), "B/row")
		b.ReportMetric(held/1e6, "MB")
	}
}

// sweepAll lists all names and describes all rows.
func sweepAll[T any](m *Model, s *lister[T], rows int) {
	for known, _ := s.swept(); known < rows; known, _ = s.swept() {
		s.stop()
		if s.namesDue(m.look.now) {
			m.Update(s.readNames(m.ctx, m.look.now, m.clock)())
		} else {
			m.Update(s.nextOfSweep(m.ctx, m.look.now, m.clock)())
		}
	}
}
