package ui

import (
	"fmt"
	"strings"

	"tealset/model"
	"tealset/ui/say"
)

// details are every field of a deployment.
func (p *historyPage) details(l look, d *detailsList, s model.ServiceDeployment) {
	d.add("status", s.Status)
	d.add("statusReason", s.StatusReason)
	if s.Missing != "" {
		d.add("(known)", "not described: ECS answers "+s.Missing)
	}
	d.add("lifecycleStage", s.Stage)
	d.add("createdAt", say.Stamp(s.CreatedAt, l.now))
	d.add("startedAt", say.Stamp(s.StartedAt, l.now))
	d.add("finishedAt", say.Stamp(s.FinishedAt, l.now))
	d.add("stoppedAt", say.Stamp(s.StoppedAt, l.now))
	d.add("updatedAt", say.Stamp(s.UpdatedAt, l.now))
	d.add("(took)", deploymentTook(s, l.now))
	if r := s.Rollback; r != nil {
		d.add("rollback.reason", r.Reason)
		d.add("rollback.startedAt", say.Stamp(r.StartedAt, l.now))
		d.add("rollback.serviceRevisionArn", r.RevisionARN)
	}
	d.add("(target)", p.targetOf(s))
	if s.Target != nil {
		d.revisionCounts("targetServiceRevision", *s.Target)
	}
	for i, source := range s.Sources {
		d.revisionCounts(fmt.Sprintf("sourceServiceRevisions[%d]", i), source)
	}
	if c := s.Configuration; c != nil {
		d.add("strategy", c.Strategy)
		d.optional("bakeTimeInMinutes", c.BakeMinutes)
		d.optional("maximumPercent", c.MaximumPercent)
		d.optional("minimumHealthyPercent", c.MinimumHealthyPercent)
	}
	d.add("(step)", s.StepWords())
	if b := s.Breaker; b != nil {
		d.add("deploymentCircuitBreaker", say.Join(b.Status, s.BreakerWords()))
	}
	if a := s.Alarms; a != nil {
		d.add("alarms", say.Join(a.Status, strings.Join(a.Names, ", ")))
		d.add("triggeredAlarmNames", strings.Join(a.Triggered, ", "))
	}
	for i, hook := range s.Hooks {
		d.add(fmt.Sprintf("lifecycleHookDetails[%d]", i), say.Join(hook.ID, hook.TargetType, hook.Status, hook.TargetARN))
		if !hook.ExpiresAt.IsZero() {
			d.add("  expiresAt", say.Join(say.Stamp(hook.ExpiresAt, l.now), hook.TimeoutAction))
		}
	}
	d.add("serviceDeploymentArn", s.ARN)
	d.add("serviceArn", s.ServiceARN)
	d.add("clusterArn", s.ClusterARN)
}

// revisionCounts are the tasks and the traffic of a revision. What ECS did not tell of its
// traffic is not 0.
func (d *detailsList) revisionCounts(label string, r model.RevisionCounts) {
	d.add(label, model.NameOf(r.ARN))
	d.add("  tasks", fmt.Sprintf("requested %d, running %d, pending %d", r.Requested, r.Running, r.Pending))
	weight := func(w *float64) string {
		if w == nil {
			return ""
		}
		return model.PercentText(*w)
	}
	d.add("  production traffic", weight(r.ProductionWeight))
	d.add("  test traffic", weight(r.TestWeight))
}
