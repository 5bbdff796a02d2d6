package ui

import (
	"runtime"
	"testing"
	"time"

	"tealset/ecsapi"
	"tealset/ecsapi/ecsfake"
)

// A cluster of 5,000 services, listed and described by a real client: what the
// dashboard holds of them.
func BenchmarkMemoryAfterSweep(b *testing.B) {
	const services = 5000
	live := func() float64 {
		runtime.GC()
		runtime.GC() // what finalizers and pools have let go of
		var stats runtime.MemStats
		runtime.ReadMemStats(&stats)
		return float64(stats.HeapAlloc)
	}
	for b.Loop() {
		m, ecs := swept(b, services)
		with := live()
		runtime.KeepAlive(ecs)
		m.services, m.board = nil, board{}
		without := live()
		runtime.KeepAlive(ecs)
		b.ReportMetric((with-without)/services, "B/service")
		b.ReportMetric((with-without)/1e6, "MB")
	}
}

// swept is a dashboard that has listed and described all services of a cluster.
func swept(b *testing.B, services int) (*Model, *ecsfake.Server) {
	b.Helper()
	world := big(services)
	ecs := ecsfake.New(time.Now, world)
	client := ecsapi.New(ecsapi.Fixed{Region: "eu-west-1", Endpoint: "http://ecs.invalid", Transport: ecs.Client().Transport})
	m := started(b.Context(), unguarded{client}, time.Hour, func(o *setup) { o.Cluster = "big" })
	m.Init()
	for {
		s := m.services
		s.stop()
		if s.namesDue(m.look.now) {
			m.Update(s.readNames(m.ctx, m.look.now, m.clock)())
			continue
		}
		if known, _ := s.swept(); known >= services {
			return m, ecs
		}
		m.Update(s.nextOfSweep(m.ctx, m.look.now, m.clock)())
	}
}
