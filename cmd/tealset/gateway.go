package main

import (
	"context"
	"time"

	"tealset/cmd/tealset/audit"
	"tealset/ecsapi"
	"tealset/model"
	"tealset/model/change"
)

// gateway is the one way to a change, for one profile in one Region, so that read-only
// and the audit trail hold whatever the screen does. Nothing else calls a method of the
// writer: a test sees to it.
type gateway struct {
	*ledger
	writer   *ecsapi.Writer
	readOnly func(account string) bool
	self     audit.Record
}

func newGateway(
	reader *ecsapi.Reader, writer *ecsapi.Writer, readOnly func(account string) bool, ledger *ledger,
) *gateway {
	self := audit.Self(version)
	self.Profile, self.Region, self.Endpoint = reader.Profile(), reader.Region(), reader.Endpoint()
	return &gateway{writer: writer, ledger: ledger, readOnly: readOnly, self: self}
}

// Do sends a change, if that is allowed and the trail has the intent on disk.
func (g *gateway) Do(ctx context.Context, request change.Request) change.Answer {
	arn, _ := model.ParseARN(request.Target.ClusterARN)
	if g.readOnly(arn.Account) {
		return notSent(request, "read-only", "Nothing was sent; start tealset without --read-only, TEALSET_READ_ONLY and read_only to delete.")
	}
	record := g.intent(request, arn.Account)
	// Before the intent: from there on, leaving waits for the outcome.
	if !g.begin(request, record) {
		return notSent(request, "tealset is being left", "Nothing was sent.")
	}
	if err := g.write(record); err != nil {
		g.settle(request)
		return notSent(request, "the audit trail cannot be written", "Nothing was sent: "+err.Error()+".")
	}
	started := time.Now()
	answer := g.writer.DeleteTaskSet(ctx, request.Target, request.Force)
	g.end(request, record, answer, time.Since(started))
	return answer
}

func (g *gateway) intent(request change.Request, account string) audit.Record {
	record := g.self
	record.Time, record.Kind, record.ID = request.At, audit.Intent, request.ID
	record.Account, record.Operation = account, string(request.Kind)
	record.Cluster, record.Service, record.TaskSet = request.Target.ClusterARN, request.Target.ServiceARN, request.Target.ARN
	record.Force, record.Seen = request.Force, audit.SeenOf(request.Seen)
	return record
}

// faultOf is the fault of an answer. One that is not about the set asked for tells
// nothing.
func faultOf(request change.Request, answer change.Answer) *model.Fault {
	if answer.Fault == nil && request.Outcome(answer) == change.Unknown {
		return &model.Fault{Kind: model.FaultNotAWS, Sent: true}
	}
	return answer.Fault
}

// notSent is the answer to a change that the gateway refused.
func notSent(request change.Request, headline, next string) change.Answer {
	return change.Answer{At: time.Now(), Fault: &model.Fault{
		Kind: model.FaultConfig, Operation: string(request.Kind), Headline: headline, Next: next, Detail: next,
	}}
}
