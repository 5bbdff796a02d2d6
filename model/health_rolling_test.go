package model

import "testing"

// deployment is one of the ECS controller that has been under way for two hours.
func deployment(status, state string, running, desired int32) Deployment {
	return Deployment{
		Status: status, RolloutState: state, Running: running, Desired: desired,
		CreatedAt: ago(day / 12), UpdatedAt: ago(day / 12),
	}
}

// with is the deployment after a change.
func (d Deployment) with(change func(*Deployment)) Deployment {
	change(&d)
	return d
}

// young is a change of a deployment: it began a minute ago.
func young(d *Deployment) { d.CreatedAt = ago(minute) }

// rolling is a described service of the ECS controller that wants four tasks.
func rolling(deployments ...Deployment) Service {
	s := Service{Status: ServiceActive, Desired: 4, Described: true, Deployments: deployments}
	for _, d := range deployments {
		s.Running += d.Running
	}
	return s
}

// migrating is a service of the ECS controller with a deployment and a task set that is left
// from the controller before.
func migrating(d Deployment, set TaskSet) Service {
	s := rolling(d)
	s.TaskSets = []TaskSet{set}
	s.Running += set.Running
	return s
}

// A service of the ECS controller is judged by its present deployment, then by its
// counts. A rollout may run on fewer tasks for a while, as its minimum of healthy
// ones allows.
func TestHealthOfRollingDeployments(t *testing.T) {
	t.Parallel()
	const primary, active = StatusPrimary, StatusActive
	done, old := deployment(primary, RolloutCompleted, 4, 4), deployment(active, RolloutCompleted, 4, 4)
	judge(t, []verdictCase{
		{"failed", rolling(deployment(primary, RolloutFailed, 4, 4)), Broken, "failed"},
		{"failed beside the old tasks", rolling(deployment(primary, RolloutFailed, 0, 4), old), Broken, "failed"},
		{"under way", rolling(deployment(primary, RolloutInProgress, 1, 4).with(young), old), Busy, "rollout"},
		{"under way on fewer tasks", rolling(deployment(primary, RolloutInProgress, 1, 4).with(young), deployment(active, RolloutCompleted, 1, 2)), Busy, "rollout"},
		{"waiting for hours with all tasks", rolling(deployment(primary, RolloutInProgress, 4, 4), old), Busy, "rollout"},
		{"done, the old tasks not", rolling(done, deployment(active, RolloutInProgress, 1, 4)), Busy, "rollout"},
		{"done", rolling(done), Calm, "steady"},
		{"done on fewer tasks", rolling(deployment(primary, RolloutCompleted, 3, 4)), Broken, "short"},
		{"without rollout states", rolling(deployment(primary, "", 4, 4)), Calm, "steady"},
		{"without rollout states, on fewer tasks", rolling(deployment(primary, "", 3, 4)), Broken, "short"},
		{"without rollout states, two deployments", rolling(deployment(primary, "", 1, 4).with(young), deployment(active, "", 3, 4)), Busy, "rollout"},
		{"without rollout states, two deployments for hours", rolling(deployment(primary, "", 0, 4), deployment(active, "", 4, 4)), Broken, "stuck"},
		{"a state that nobody has heard of", rolling(deployment(primary, "PAUSED", 4, 4)), Calm, "steady"},
		{"without statuses, the first counts", rolling(deployment("", RolloutFailed, 4, 4), deployment("", RolloutInProgress, 0, 4)), Broken, "failed"},
		{"the PRIMARY counts wherever it stands", rolling(deployment(active, RolloutFailed, 0, 0), done), Calm, "steady"},
		{"without deployments", rolling(), Broken, "short"},
		{"switched off", rolling(deployment(primary, RolloutCompleted, 0, 0)).with(func(s *Service) { s.Desired = 0 }), Calm, "idle"},
		{"the controller by its name", rolling(deployment(primary, RolloutFailed, 4, 4)).with(func(s *Service) { s.Controller.Type = ControllerECS }), Broken, "failed"},
	})
}

// A deployment that runs less than desired after ten minutes, or fails one task after
// the other, is stuck: ECS goes on with it for ever, unless a circuit breaker ends it.
func TestHealthOfADeploymentThatMakesNoProgress(t *testing.T) {
	t.Parallel()
	at := func(d Deployment) Deployment { return d.with(func(d *Deployment) { d.CreatedAt = ago(StuckAfter) }) }
	failing := func(tasks int32) func(*Deployment) { return func(d *Deployment) { d.Failed = tasks } }
	none := deployment(StatusPrimary, RolloutInProgress, 0, 4)
	old := deployment(StatusActive, RolloutCompleted, 4, 4)
	judge(t, []verdictCase{
		{"for ten minutes", rolling(at(none), old), Broken, "stuck"},
		{"for less", rolling(none.with(func(d *Deployment) { d.CreatedAt = ago(StuckAfter - 1) }), old), Busy, "rollout"},
		{"for a time that is not told", rolling(none.with(func(d *Deployment) { *d = Deployment{Status: d.Status, RolloutState: d.RolloutState, Desired: 4} }), old), Busy, "rollout"},
		{"one task too few", rolling(at(deployment(StatusPrimary, RolloutInProgress, 3, 4))), Broken, "stuck"},
		{"failing again and again", rolling(none.with(young).with(failing(FailsAgain)), old), Broken, "stuck"},
		{"failed less often", rolling(none.with(young).with(failing(FailsAgain-1)), old), Busy, "rollout"},
		{"done, after failures", rolling(deployment(StatusPrimary, RolloutCompleted, 4, 4).with(failing(900))), Calm, "steady"},
		{"another that failed again and again before", rolling(none.with(young), old.with(failing(900))), Busy, "rollout"},
	})
}

// A task set that is left after the controller was changed to ECS hides nothing of the
// deployment; when that is done, the set is a leftover until it is deleted.
func TestHealthAfterAChangeOfController(t *testing.T) {
	t.Parallel()
	done := deployment(StatusPrimary, RolloutCompleted, 4, 4)
	none := deployment(StatusPrimary, RolloutInProgress, 0, 4)
	left := setOf(1, StatusPrimary, 4)
	judge(t, []verdictCase{
		{"the deployment fails tasks", migrating(none.with(young).with(func(d *Deployment) { d.Failed = FailsAgain }), left), Broken, "stuck"},
		{"the deployment is under way", migrating(none.with(young), left), Busy, "rollout"},
		{"the deployment is done", migrating(done, left), Untidy, "leftover"},
		{"the set drains", migrating(done, setOf(1, StatusDraining, 1)), Busy, "draining"},
		{"too few tasks run", migrating(deployment(StatusPrimary, RolloutCompleted, 1, 4), setOf(1, StatusPrimary, 1)), Broken, "short"},
	})
	if got := migrating(none, left).Serving(); got != (Serving{4, 4, 0, false}) {
		t.Errorf("%+v", got)
	}
	if got := migrating(done, left).Serving(); got != (Serving{4, 4, 4, false}) {
		t.Errorf("%+v", got)
	}
}

// ECS goes back to the deployment before by itself: that is a rollout, and its cause
// is told. It is stuck when it makes no progress either.
func TestHealthOfARollback(t *testing.T) {
	t.Parallel()
	says := func(reason string) func(*Deployment) { return func(d *Deployment) { d.RolloutStateReason = reason } }
	back := deployment(StatusPrimary, RolloutInProgress, 2, 4).with(young)
	failed := deployment(StatusActive, RolloutFailed, 2, 4)
	broke := failed.with(says("ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/7."))
	judge(t, []verdictCase{
		{"under way", rolling(back, broke), Busy, "rollback"},
		{"under way for too long", rolling(back.with(func(d *Deployment) { d.CreatedAt = ago(day) }), broke), Broken, "stuck"},
		{"failing too", rolling(back.with(func(d *Deployment) { d.Failed = FailsAgain }), broke), Broken, "stuck"},
		{"that failed", rolling(back.with(func(d *Deployment) { d.RolloutState = RolloutFailed }), broke), Broken, "failed"},
		{"a new deployment after one that failed", rolling(back, failed), Busy, "rollout"},
		{"done", rolling(deployment(StatusPrimary, RolloutCompleted, 4, 4), broke.with(func(d *Deployment) { d.Running = 0 })), Calm, "steady"},
		{"history", rolling(deployment(StatusPrimary, RolloutCompleted, 4, 4), broke.with(func(d *Deployment) { d.Status, d.Running = DeploymentInactive, 0 })), Calm, "steady"},
		{"history that stands first", rolling(broke.with(func(d *Deployment) { d.Status, d.Running = DeploymentInactive, 0 }), deployment("", RolloutCompleted, 4, 4)), Calm, "steady"},
		{"history that was never ended", rolling(deployment(DeploymentInactive, RolloutInProgress, 0, 4), deployment(StatusPrimary, RolloutCompleted, 4, 4)), Calm, "steady"},
		{"history beside a rollout", rolling(back, broke.with(func(d *Deployment) { d.Status = DeploymentInactive })), Busy, "rollout"},
	})
}

// The reason tells how far the deployment is, how old, how often it failed, and what
// ECS says.
func TestReasonsOfDeployments(t *testing.T) {
	t.Parallel()
	stuck := deployment(StatusPrimary, RolloutInProgress, 0, 4)
	old := deployment(StatusActive, RolloutCompleted, 4, 4)
	says := func(reason string) func(*Deployment) { return func(d *Deployment) { d.RolloutStateReason = reason } }
	for want, s := range map[string]Service{
		"0 of 4 tasks of the deployment run after 2 hours":    rolling(stuck, old),
		"0 of 4 tasks of the deployment run after 10 minutes": rolling(stuck.with(func(d *Deployment) { d.CreatedAt = ago(StuckAfter) }), old),
		"0 of 4 tasks of the deployment run after 1 hour":     rolling(stuck.with(func(d *Deployment) { d.CreatedAt = ago(day / 24) }), old),
		"0 of 4 tasks of the deployment run after 6 hours, 900 failed: unable to place it": rolling(stuck.with(func(d *Deployment) {
			d.CreatedAt, d.Failed, d.RolloutStateReason = ago(day/4), 900, "unable to place it"
		})),
		"0 of 4 tasks of the deployment run after 3 hours":                              rolling(stuck.with(func(d *Deployment) { d.CreatedAt = ago(day / 8) }).with(says("ECS deployment ecs-svc/8 in progress."))),
		"0 of 4 tasks of the deployment run, 3 failed":                                  rolling(stuck.with(young).with(func(d *Deployment) { d.Failed = 3 })),
		"a deployment failed: tasks failed to start.":                                   rolling(stuck.with(func(d *Deployment) { d.RolloutState = RolloutFailed }).with(says("tasks failed to start."))),
		"a deployment failed: Rolling back to deploymentId ecs-svc/7.":                  rolling(stuck.with(young), old.with(func(d *Deployment) { d.RolloutState = RolloutFailed }).with(says("Rolling back to deploymentId ecs-svc/7."))),
		"a deployment is in progress, after one that failed":                            rolling(stuck.with(young), old.with(func(d *Deployment) { d.RolloutState = RolloutFailed })),
		"0 of 4 tasks of the deployment run after 3 days, 1 failed: unable to place it": rolling(stuck.with(func(d *Deployment) { d.CreatedAt, d.Failed = ago(3*day), 1 }).with(says("unable to place it"))),
	} {
		if got := s.Health(noon).Reason; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
