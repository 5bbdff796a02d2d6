package ecsapi

import (
	"context"
	"errors"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"tealset/model"
)

// observed is a client and the calls that its observer was told of.
func observed(transport wire) (client, *[]model.Call) {
	calls := &[]model.Call{}
	c := over(transport)
	c.Reader.session.observe = func(call model.Call) { *calls = append(*calls, call) }
	return c, calls
}

func TestEveryOperationIsObservedOnce(t *testing.T) {
	t.Parallel()
	c, calls := observed(says(200, emptyLists))
	before := time.Now()
	if _, err := c.DeleteTaskSet(t.Context(), checkoutSet, true); err != nil {
		t.Fatal(err)
	}
	if len(*calls) != 1 {
		t.Fatalf("%d calls", len(*calls))
	}
	call := (*calls)[0]
	if call.Service != "ECS" || call.Operation != "DeleteTaskSet" || call.Target != checkoutSet.ID || call.Attempts != 1 ||
		call.RequestID != "req-123" || call.Fault != nil {
		t.Errorf("%+v", call)
	}
	if call.Profile != "shop" || call.Region != "eu-west-1" || call.Status != http.StatusOK {
		t.Errorf("profile %q, Region %q, status %d", call.Profile, call.Region, call.Status)
	}
	if call.At.Before(before) || call.Took <= 0 || call.Took > time.Minute {
		t.Errorf("at %s, took %s", call.At, call.Took)
	}
}

func TestAFaultIsObservedWithAllItsAttempts(t *testing.T) {
	t.Parallel()
	c, calls := observed(says(503, ""))
	_, err := c.DescribeServices(t.Context(), "shop-prod", []string{"a", "b"})
	f := fault(t, err)
	if len(*calls) != 1 || (*calls)[0].Fault != f || (*calls)[0].Attempts != 3 || (*calls)[0].Target != "2 services" {
		t.Errorf("%+v", *calls)
	}
}

func TestTheStatusIsThatOfTheLastAnswer(t *testing.T) {
	t.Parallel()
	for want, answers := range map[int][]wire{
		200: {says(503, ""), says(200, emptyLists)},
		400: {says(503, ""), says(400, exception("ClientException", "x"))},
		503: {says(503, ""), broken(errDropped)},
		0:   {broken(errDropped)},
	} {
		c, calls := observed(inTurn(answers...))
		_, _ = c.ListClusters(t.Context(), model.Cursor{})
		if len(*calls) != 1 || (*calls)[0].Status != want {
			t.Errorf("want %d: %+v", want, *calls)
		}
	}
}

// The outcome of a write has to reach the audit trail, also where the observer waits
// for a screen that takes no output.
func TestAnObserverThatBlocksDoesNotHoldUpAWrite(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := over(says(200, `{"taskSet":{"taskSetArn":"`+setARN+`","status":"DRAINING"}}`))
		stalled := make(chan struct{})
		var told atomic.Bool
		c.Writer.session.observe = func(model.Call) { told.Store(true); <-stalled }
		start := time.Now()
		deletion, err := c.DeleteTaskSet(t.Context(), checkoutSet, false)
		if err != nil || deletion.TaskSet == nil || time.Since(start) > observerTimeout {
			t.Errorf("%v after %s", err, time.Since(start))
		}
		if close(stalled); !told.Load() {
			t.Error("the observer was not told")
		}
	})
}

func TestAPanicOfTheSDKIsObservedToo(t *testing.T) {
	t.Parallel()
	c, calls := observed(says(200, `{"services":[{"serviceArn":"a","createdAt":"NaN"}]}`))
	_, err := c.DescribeService(t.Context(), model.ServiceRef{Cluster: clusterARN, Service: serviceARN})
	f := fault(t, err)
	if f.Kind != model.FaultBug || f.Headline != "an answer of ECS could not be read" || f.RequestID != "req-123" {
		t.Errorf("%+v", f)
	}
	if len(*calls) != 1 || (*calls)[0].Attempts != 1 || (*calls)[0].Target != "checkout" {
		t.Errorf("%+v", *calls)
	}
}

// Who asks need not look whether there is an answer.
func TestAnAnswerIsNeverNilWithoutAFault(t *testing.T) {
	t.Parallel()
	c := over(says(200, "{}"))
	answer, x, err := send(t.Context(), c.Reader.session, c.read(opListClusters, ""), func(context.Context) (*int, error) {
		return nil, nil //nolint:nilnil // as an SDK of tomorrow may
	})
	if answer == nil || x == nil || err != nil {
		t.Errorf("%v, %v, %v", answer, x, err)
	}
}

// What was left open by a panic of the SDK, such as an answer's body, is closed with
// the operation.
func TestNothingOutlivesItsOperation(t *testing.T) {
	t.Parallel()
	c := over(says(200, "{}"))
	var during context.Context
	_, _, _ = send(t.Context(), c.Reader.session, c.read(opListClusters, ""), func(ctx context.Context) (*int, error) {
		during = ctx //nolint:fatcontext // to look at it afterwards
		return new(int), nil
	})
	if !errors.Is(during.Err(), context.Canceled) {
		t.Errorf("the context of an operation that has ended: %v", during.Err())
	}
}

// Nothing that is observed can command a terminal, wherever it comes from.
func TestWhatIsObservedIsClean(t *testing.T) {
	t.Parallel()
	const evil, clean = "x\x1b[31m", "x␛[31m"
	c, calls := observed(func(r *http.Request) (*http.Response, error) {
		answer, err := says(200, `{"services":[],"taskSet":{}}`)(r)
		answer.Header.Set("X-Amzn-Requestid", evil)
		return answer, err
	})
	c.Reader.session.region = evil
	_, _ = c.DescribeService(t.Context(), model.ServiceRef{Cluster: clusterARN, Service: evil})
	answer, err := c.DeleteTaskSet(t.Context(), model.TaskSetRef{ClusterARN: clusterARN, ServiceARN: serviceARN, ARN: setARN, ID: evil}, false)
	if err != nil || answer.RequestID != clean {
		t.Errorf("%q, %v", answer.RequestID, err)
	}
	for _, call := range *calls {
		if call.Region != clean || call.Target != clean || call.RequestID != clean {
			t.Errorf("%s: Region %q, target %q, request id %q", call.Operation, call.Region, call.Target, call.RequestID)
		}
	}
	if len(*calls) != 2 {
		t.Errorf("%d calls", len(*calls))
	}
}
