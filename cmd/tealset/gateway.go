package main

import (
	"context"
	"sync"
	"time"

	"tealset/cmd/tealset/audit"
	"tealset/ecsapi"
	"tealset/model"
)

// gateway is what the dashboard talks to. Reads go straight to the client; every
// mutation passes here, so that read-only and the audit trail hold whatever the
// screen does. Nothing else calls a mutating method of the client: a test sees to
// it.
type gateway struct {
	*ecsapi.Client
	readOnly func(account string) bool
	trail    trail // nil leaves none
	self     audit.Record

	mu       sync.Mutex
	left     bool                    // the screen is left: nothing more is sent
	open     map[deletionKey]pending // sent, and the outcome is not known
	problems []error                 // outcomes that could not be written down
	answered chan struct{}           // a value for each answer, for wait
}

// deleteTaskSet is ECS's name of the one mutation.
const deleteTaskSet = "DeleteTaskSet"

// trail is what the gateway needs of an audit trail.
type trail interface{ Append(audit.Record) error }

// deletionKey tells deletions apart: of one set there may be several, one after
// the other.
type deletionKey struct {
	arn string
	at  int64
}

// pending is a deletion whose outcome is not known.
type pending struct {
	request  model.DeleteRequest
	record   audit.Record // its intent
	inFlight bool         // no answer at all has come
	earlier  bool         // it is of an earlier run
}

func newGateway(client *ecsapi.Client, readOnly func(account string) bool, trail trail) *gateway {
	self := audit.Self(version)
	self.Profile, self.Region, self.Endpoint = client.Profile(), client.Region(), client.Endpoint()
	return &gateway{
		Client: client, readOnly: readOnly, trail: trail, self: self,
		open: map[deletionKey]pending{}, answered: make(chan struct{}, 1),
	}
}

func keyOf(request model.DeleteRequest) deletionKey {
	return deletionKey{arn: request.Ref.ARN, at: request.At.UnixNano()}
}

// DeleteTaskSet sends the one mutation of tealset, if that is allowed and the trail
// has the intent on disk.
func (g *gateway) DeleteTaskSet(ctx context.Context, request model.DeleteRequest) (model.Deletion, error) {
	arn, _ := model.ParseARN(request.Ref.ClusterARN)
	if g.readOnly(arn.Account) {
		return model.Deletion{}, notSent("read-only", "Nothing was sent; start tealset without --read-only, TEALSET_READ_ONLY and read_only to delete.")
	}
	record := g.intent(request, arn.Account)
	// Before the intent: from there on, leaving waits for the outcome.
	if !g.begin(request, record) {
		return model.Deletion{}, notSent("tealset is being left", "Nothing was sent.")
	}
	if err := g.write(record); err != nil {
		g.settle(request)
		return model.Deletion{}, notSent("the audit trail cannot be written", "Nothing was sent: "+err.Error()+".")
	}
	started := time.Now()
	deletion, err := g.Client.DeleteTaskSet(ctx, request.Ref, request.Force)
	g.end(request, record, deletion, err, time.Since(started))
	return deletion, err
}

// DeletionResolved notes what a later read said about an outcome that was unknown.
func (g *gateway) DeletionResolved(request model.DeleteRequest, status string) {
	g.mu.Lock()
	open, ok := g.open[keyOf(request)]
	delete(g.open, keyOf(request))
	g.mu.Unlock()
	if !ok {
		return
	}
	record := open.record
	record.Time, record.Kind, record.Outcome = time.Time{}, audit.Resolved, audit.NotDeleted
	switch status {
	case "":
		record.Outcome = audit.Gone
	case model.StatusDraining:
		record.Outcome = audit.Accepted
	}
	g.note(record)
}

func (g *gateway) intent(request model.DeleteRequest, account string) audit.Record {
	record := g.self
	record.Time, record.Kind, record.ID = request.At, audit.Intent, audit.NewID()
	record.Account, record.Operation = account, deleteTaskSet
	record.Cluster, record.Service, record.TaskSet = request.Ref.ClusterARN, request.Ref.ServiceARN, request.Ref.ARN
	record.Force, record.Seen = request.Force, audit.SeenOf(request.Seen)
	return record
}

func (g *gateway) write(record audit.Record) error {
	if g.trail == nil {
		return nil
	}
	return g.trail.Append(record)
}

// note writes a line about what has happened already: a failure to do so is told
// when the screen is left, and by the next start, which finds the intent alone.
func (g *gateway) note(record audit.Record) {
	if err := g.write(record); err != nil {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.problems = append(g.problems, err)
	}
}

// begin takes note that a request is being sent; ok is false once the screen is
// left, since nobody would wait for its answer.
func (g *gateway) begin(request model.DeleteRequest, record audit.Record) (ok bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.left {
		g.open[keyOf(request)] = pending{request: request, record: record, inFlight: true}
	}
	return !g.left
}

func (g *gateway) end(request model.DeleteRequest, record audit.Record, deletion model.Deletion, err error, took time.Duration) {
	fault := faultOf(request, deletion, err)
	g.note(record.After(deletion.RequestID, fault, 1, took))
	if fault == nil || !fault.OutcomeUnknown() {
		g.settle(request)
		return
	}
	g.mu.Lock()
	g.open[keyOf(request)] = pending{request: request, record: record}
	g.mu.Unlock()
	g.tell()
}

// settle takes note that nothing about a deletion is open any more.
func (g *gateway) settle(request model.DeleteRequest) {
	g.mu.Lock()
	delete(g.open, keyOf(request))
	g.mu.Unlock()
	g.tell()
}

// tell wakes the one that waits, if any.
func (g *gateway) tell() {
	select {
	case g.answered <- struct{}{}:
	default:
	}
}

// faultOf is the fault of an answer. One that is not about the set asked for tells
// nothing.
func faultOf(request model.DeleteRequest, deletion model.Deletion, err error) *model.Fault {
	if fault, ok := err.(*model.Fault); ok { //nolint:errorlint // the client's errors are faults, never wrapped
		return fault
	}
	if deletion.TaskSet == nil || deletion.TaskSet.ARN != request.Ref.ARN {
		return &model.Fault{Kind: model.FaultNotAWS, Sent: true}
	}
	return nil
}

// notSent is the fault of a deletion that the gateway refused.
func notSent(headline, next string) error {
	return &model.Fault{Kind: model.FaultConfig, Operation: deleteTaskSet, Headline: headline, Next: next, Detail: next}
}
