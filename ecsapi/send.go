package ecsapi

import (
	"context"
	"fmt"
	"time"

	"tealset/model"
	"tealset/model/clean"
)

// send asks for an operation of a Reader or a Writer, which all go this way: within the
// budget, with a deadline, without panics, with every error a *model.Fault, and observed.
// An answer is never nil without an error.
func send[Out any](
	ctx context.Context, s *session, o request, ask func(context.Context) (*Out, error),
) (*Out, *exchange, error) {
	x := &exchange{bucket: s.budget.bucket(o.operation)}
	err := s.budget.take(ctx, o.operation, model.PriorityOf(ctx))
	// Only now, so that waiting for the budget does not eat the deadline. A panic
	// leaves an answer's body open; the deadline's cancel closes it.
	ctx, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	start := time.Now()
	var answer *Out
	if err == nil {
		answer, err = recovered(withExchange(ctx, x), ask)
	}
	var fault *model.Fault
	switch {
	case err != nil:
		fault = faultOf(failure{operation: o.operation, owner: s.renewal.owner(), region: clean.Text(s.region), err: err, exchange: x})
		if o.effect != nil {
			afterWrite(fault, *o.effect)
		}
		x.renewAfter(fault)
	case answer == nil:
		answer = new(Out)
	}
	if fault == nil {
		s.identify(ctx, x.accessKeyID)
	}
	if fault == nil || fault.Code != "" { // else something may have answered that is not AWS
		s.clock.learn(x)
	}
	s.tell(o, start, x, fault)
	if fault != nil {
		return nil, x, fault
	}
	return answer, x, nil
}

// tell tells the observer of an operation that has ended. A read waits for it, so that
// no crowd of calls piles up before an observer that blocks; the outcome of a write
// has to reach the audit trail first of all.
func (s *session) tell(o request, start time.Time, x *exchange, fault *model.Fault) {
	if s.observe == nil {
		return
	}
	call := model.Call{
		Profile: s.profile, Region: clean.Text(s.region),
		At: start, Took: time.Since(start), Service: o.service.id, Operation: o.name, Target: clean.Text(o.target),
		Attempts: x.attempts, Status: x.status, RequestID: clean.Text(x.requestID), Fault: fault,
	}
	if o.effect == nil {
		s.observe(call)
		return
	}
	observed := make(chan struct{})
	go func() { defer close(observed); s.observe(call) }()
	select {
	case <-observed:
	case <-time.After(observerTimeout):
	}
}

// panicked is a panic of the SDK on an answer: it panics on a timestamp "NaN",
// for one.
type panicked struct{ value any }

func (p panicked) Error() string { return fmt.Sprintf("panic in the AWS SDK: %v", p.value) }

// recovered asks, and turns a panic into an error.
func recovered[Out any](
	ctx context.Context, ask func(context.Context) (*Out, error),
) (answer *Out, err error) {
	defer func() {
		if p := recover(); p != nil {
			answer, err = nil, panicked{p}
		}
	}()
	return ask(ctx)
}

// listMissing is an answer without the list that every answer has: one may be empty,
// but it is there. Taken for an empty one it would empty the screen.
type listMissing struct{}

func (listMissing) Error() string { return "the answer has no list of what was asked for" }

// withList makes an error of an answer that has no list.
func withList[Out any](answer *Out, err error, has func(*Out) bool) (*Out, error) {
	if err == nil && (answer == nil || !has(answer)) {
		return nil, listMissing{}
	}
	return answer, err
}

// reportIt is what to do about an error of tealset itself.
const reportIt = "This is an error of tealset; report it with the details."

// refuse is the fault of a request that tealset must not send.
func refuse(o operation, why string) *model.Fault {
	return &model.Fault{
		Kind: model.FaultBug, Operation: o.name,
		Headline: "tealset asked something that " + o.service.id + " cannot answer",
		Next:     reportIt,
		Detail:   o.name + " was not sent: " + why,
	}
}

// optional leaves an empty name out of a request.
func optional(name string) *string {
	if name == "" {
		return nil
	}
	return &name
}
