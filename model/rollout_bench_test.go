package model

import (
	"fmt"
	"testing"
)

// BenchmarkRollout measures what a board asks for when something was read: everything put
// together, the findings, and the next step.
func BenchmarkRollout(b *testing.B) {
	blue, green := setOf(1, StatusPrimary, 4), setOf(2, StatusActive, 4)
	parts := []any{split(90, 10), healthy(1, 50), healthy(2, 50)}
	for n := range 20 {
		parts = append(parts, ruleOf(httpsARN, n+1, "/api/*", weighted(groupOf(1), 90, groupOf(2), 10)))
	}
	known := Known{Routing: routed(parts...)}
	for n := range 100 {
		task := stopped("EssentialContainerExited", "Essential container in task exited", exited(1, ""))
		task.ARN, task.StartedBy = fmt.Sprintf("task/%d", n), green.ID
		known.Tasks = append(known.Tasks, task)
	}
	service := checkout(blue, green)
	for b.Loop() {
		r := RolloutOf(service, known)
		r.Findings(noon)
		r.NextStep(noon)
	}
}

// BenchmarkEventLines measures what the newest hundred events cost.
func BenchmarkEventLines(b *testing.B) {
	service := checkout(setOf(1, StatusPrimary, 4))
	for n := range 100 {
		service.Events = append(service.Events, Event{ID: fmt.Sprint(n), Message: "(service checkout) (task 601dade4334d4864a4fb6da44a0ea8ff) (port 8080) is unhealthy in (target-group " + groupOf(1) + ") due to (reason Health checks failed with these codes: [404])"})
	}
	sides := service.Sides()
	for b.Loop() {
		EventLines(service, sides, nil)
	}
}
