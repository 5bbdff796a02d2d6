package gateway

import (
	"slices"
	"testing"
	"time"

	"tealset/ecsapi/ecsfake"
	"tealset/model/change"
)

// modelled are the exceptions that AWS's API reference lists for the operation of each kind,
// beside AccessDeniedException and ServerException.
func modelled(kind change.Kind) []string {
	switch {
	case kind.OfTaskSet():
		return []string{
			"ClientException", "ClusterNotFoundException", "InvalidParameterException", "ServiceNotActiveException", "ServiceNotFoundException",
			"UnsupportedFeatureException", "LimitExceededException",
		}
	case kind == change.StopCodeDeploy:
		return []string{
			"DeploymentAlreadyCompletedException", "DeploymentDoesNotExistException", "DeploymentGroupDoesNotExistException",
			"DeploymentIdRequiredException", "InvalidDeploymentIdException", "UnsupportedActionForDeploymentTypeException",
		}
	case kind.Needs().CodeDeploy:
		return []string{
			"DeploymentAlreadyCompletedException", "DeploymentDoesNotExistException", "DeploymentIdRequiredException",
			"DeploymentIsNotInReadyStateException", "InvalidDeploymentIdException", "InvalidDeploymentStatusException",
			"InvalidDeploymentWaitTypeException", "UnsupportedActionForDeploymentTypeException",
		}
	default:
		return []string{
			"ClientException", "ConflictException", "InvalidParameterException", "ServiceDeploymentNotFoundException", "UnsupportedFeatureException",
		}
	}
}

// The matrix of every change: for all that AWS and a network can do with its request, the
// operation is asked for once, and the trail has one outcome: refused where AWS refuses, and
// unknown where no answer tells, whether it took effect or not.
func TestTheMatrixOfEveryChange(t *testing.T) {
	t.Parallel()
	type row struct {
		fault ecsfake.Fault
		want  change.Outcome
		code  string
	}
	for _, kind := range change.Kinds() {
		rows := map[string]row{
			"well":               {ecsfake.Fault{}, change.Accepted, ""},
			"throttled":          {ecsfake.Throttled(), change.Refused, "ThrottlingException"},
			"denied":             {ecsfake.Denied(), change.Refused, "AccessDeniedException"},
			"failed":             {ecsfake.Exception("ServerException", "x"), change.Unknown, "ServerException"},
			"failed after":       {ecsfake.Exception("ServerException", "x").Late(), change.Unknown, "ServerException"},
			"reset":              {ecsfake.Dropped(), change.Unknown, ""},
			"reset after":        {ecsfake.Dropped().Late(), change.Unknown, ""},
			"a proxy":            {ecsfake.HTTP(502, "text/html", "<html>"), change.Unknown, ""},
			"a proxy after":      {ecsfake.HTTP(502, "text/html", "<html>").Late(), change.Unknown, ""},
			"a portal":           {ecsfake.HTTP(200, "text/html", "<html>"), change.Unknown, ""},
			"empty after":        {ecsfake.Empty().Late(), change.Unknown, ""},
			"of something else":  {ecsfake.Foreign(`{"taskSet":{"taskSetArn":"arn:x"},"serviceDeploymentArn":"arn:y","status":"Failed"}`).Late(), change.Unknown, ""},
			"its end is cut off": {ecsfake.Truncated(), change.Unknown, ""},
		}
		if kind.Operation() == "ContinueDeployment" { // its answer has a request id and nothing else
			for _, name := range []string{"empty after", "of something else"} {
				rows[name] = row{rows[name].fault, change.Accepted, ""}
			}
			delete(rows, "its end is cut off") // there is nothing to cut off
		}
		for _, code := range modelled(kind) {
			rows[code] = row{ecsfake.Exception(code, "x"), change.Refused, code}
		}
		if kind.OfTaskSet() {
			rows["no set"] = row{ecsfake.Exception("TaskSetNotFoundException", "x"), change.Gone, "TaskSetNotFoundException"}
		}
		for name, row := range rows {
			t.Run(string(kind)+", "+name, func(t *testing.T) {
				t.Parallel()
				b, ecs := newBench(t), ecsfake.New(time.Now, rollouts(kind))
				b.request = onFake(t, b, ecs, kind)
				ecs.Fail(kind.Operation(), 1, row.fault)
				answer := b.do()
				if got := ecs.Count(kind.Operation()); got != 1 {
					t.Errorf("%d requests", got)
				}
				if got := b.request.Outcome(answer); got != row.want {
					t.Errorf("%q, not %q: %+v, %+v", got, row.want, answer, answer.Fault)
				}
				b.happened("intent", "outcome") // what is sent goes to the fake
				if end := b.lines[len(b.lines)-1]; end.Outcome != row.want || end.Code != row.code || end.Attempts != 1 {
					t.Errorf("%+v", end)
				}
				told, left := b.leaves(0)
				if open := row.want == change.Unknown; (told != "") != open || (len(left) == 1) != open {
					t.Errorf("on leaving: %q, %+v", told, left)
				}
			})
		}
	}
}

// A change that is under way when the screen is left is waited for, and told if it does not
// come to its end; one that an earlier run left open is looked at as the same kind.
func TestEveryKindIsWaitedForAndTakenOver(t *testing.T) {
	t.Parallel()
	for _, kind := range change.Kinds() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			b, ecs := newBench(t), ecsfake.New(time.Now, rollouts(kind))
			b.request = onFake(t, b, ecs, kind)
			gate := ecsfake.NewGate()
			ecs.Fail(kind.Operation(), 1, gate.Hold())
			ended := make(chan change.Answer)
			go func() { ended <- b.do() }()
			<-gate.Held()
			told, left := b.leaves(0)
			if len(left) != 1 || left[0].Outcome != change.Unknown || left[0].Request.Kind != kind {
				t.Errorf("%q, %+v", told, left)
			}
			again := newBench(t)
			if got := again.adopts(1, b.lines[0]); got[0].Request.Kind != kind || got[0].Request.Name() != b.request.Name() {
				t.Errorf("%+v", got)
			}
			gate.Open()
			answer := <-ended
			if b.request.Outcome(answer) != change.Accepted || !slices.Equal(b.steps, []string{"intent", "outcome"}) {
				t.Errorf("%+v, %q", answer, b.steps)
			}
		})
	}
}
