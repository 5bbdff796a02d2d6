package model

import (
	"strings"
	"testing"
	"time"
)

// moveTexts are what moved, each with the side in short.
func moveTexts(was, is Rollout) string {
	var texts []string
	for _, m := range Moves(was, is, noon) {
		texts = append(texts, strings.TrimSpace(ShortID(m.Side)+" "+m.Text()))
	}
	return strings.Join(texts, "; ")
}

// Each thing that can move is told by itself, from what it was to what it is.
func TestWhatMovedIsTold(t *testing.T) {
	t.Parallel()
	blue, green := setOf(1, StatusPrimary, 4), setOf(2, StatusActive, 4)
	base := external([]TaskSet{blue, green}, split(100, 0))
	with := func(set TaskSet, parts ...any) Rollout { return external([]TaskSet{blue, set}, parts...) }
	desired := external([]TaskSet{blue, green}, split(100, 0))
	desired.Service.Desired = 8
	for _, c := range []struct {
		name string
		is   Rollout
		want string
	}{
		{"nothing", base, ""},
		{"role", with(green.with(role(StatusPrimary)), split(100, 0)), "…000000002 role ACTIVE → PRIMARY"},
		{"scale", with(green.with(scaled(50)), split(100, 0)), "…000000002 scale 100 % → 50 %"},
		{"running", with(green.with(func(s *TaskSet) { s.Running = 3 }), split(100, 0)), "…000000002 running 4/4 → 3/4"},
		{"stability", with(green.with(stabilizing(noon)), split(100, 0)), "…000000002 stability steady → not steady"},
		{"revision", with(green.with(func(s *TaskSet) { s.TaskDefinition = "checkout:43" }), split(100, 0)), "…000000002 revision checkout:42 → checkout:43"},
		{"traffic", with(green, split(90, 10)), "…000000001 traffic 100 % → 90 %; …000000002 traffic 0 % → 10 %"},
		{"targets", with(green, split(100, 0), targets(groupOf(2), "healthy", "", "unhealthy", "Target.Timeout")), "…000000002 targets 4/4 → 1/2 timeout"},
		{"out of all rules", with(green, listening(httpsARN, 443, weighted(groupOf(1), 1))), "…000000002 traffic 0 % → unattached"},
		{"a set more", external([]TaskSet{blue, green, setOf(3, StatusActive, 1)}, split(100, 0)), "…000000003 set ACTIVE checkout:43"},
		{"a set less", external([]TaskSet{blue}, split(100, 0)), "…000000002 set ACTIVE checkout:42 is gone"},
		{"desired", desired, "desired 4 → 8"},
	} {
		if got := moveTexts(base, c.is); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

// What is not known in one of two states did not move; neither did anything of another
// service, or of one that is not read.
func TestTheUnknownDidNotMove(t *testing.T) {
	t.Parallel()
	sets := []TaskSet{setOf(1, StatusPrimary, 4), setOf(2, StatusActive, 4)}
	known, unknown := external(sets, split(90, 10)), RolloutOf(checkout(sets...), Known{TargetsFault: &Fault{Kind: FaultDenied}})
	other := external(sets, split(90, 10))
	other.Service.ARN += "-other"
	listed := RolloutOf(ListedService(known.Service.ARN), Known{})
	// Its targets are told apart from those of another side only by now.
	told := external(sets, split(90, 10))
	told.Targets[1].Shared, told.Targets[1].Counts.Healthy = true, 9
	for _, is := range []Rollout{unknown, other, listed, told} {
		if got := moveTexts(known, is) + moveTexts(is, known); got != "" {
			t.Errorf("told as moved: %s", got)
		}
	}
}

// A deployment moves by its status and what is under way in it. Where a service deployment
// begins, its revisions stand in the place of deployments, and nothing came or went.
func TestDeploymentsMove(t *testing.T) {
	t.Parallel()
	service, deployment, revisions := native()
	shifting := RolloutOf(service, Known{ServiceDeployment: &deployment, Revisions: revisions})
	baking := deployment
	baking.Stage = StageBake
	if got := moveTexts(shifting, RolloutOf(service, Known{ServiceDeployment: &baking, Revisions: revisions})); got != "stage PRODUCTION_TRAFFIC_SHIFT → BAKE_TIME" {
		t.Error(got)
	}
	done := baking
	done.Status, done.Stage = DeploySuccessful, "CLEAN_UP"
	if got := moveTexts(shifting, RolloutOf(service, Known{ServiceDeployment: &done, Revisions: revisions})); got != "deployment IN_PROGRESS PRODUCTION_TRAFFIC_SHIFT → SUCCESSFUL CLEAN_UP" {
		t.Error(got)
	}
	if got := moveTexts(RolloutOf(service, Known{}), shifting); got != "" {
		t.Errorf("a service deployment was found: %s", got)
	}
	deploy := func(target *CodeDeployTarget, status string) Rollout {
		return RolloutOf(checkout(setOf(1, StatusPrimary, 4)).with(controlledBy(ControllerCodeDeploy)),
			Known{CodeDeployment: &CodeDeployment{ID: "d-1", Status: status}, CodeDeployTarget: target})
	}
	if got := moveTexts(deploy(eventsOf("Install", EventInProgress), CodeDeployInProgress), deploy(nil, CodeDeploySucceeded)); got != "deployment d-1 InProgress Install → Succeeded" {
		t.Error(got)
	}
}

// A line for an incident channel has the date, the time in UTC and the whole id.
func TestMovesAsLines(t *testing.T) {
	t.Parallel()
	move := Move{At: noon.In(time.FixedZone("CET", 3600)), Side: "ecs-svc/4092109217562181757", What: MovedTraffic, Was: "0 %", Is: "10 %"}
	if got := move.Line(); got != "2026-03-14 12:00:00 UTC  ecs-svc/4092109217562181757  traffic 0 % → 10 %" {
		t.Error(got)
	}
	move.Side = ""
	if got := move.Line(); got != "2026-03-14 12:00:00 UTC  traffic 0 % → 10 %" {
		t.Error(got)
	}
}
