package main

import (
	"context"
	"time"

	"tealset/cmd/tealset/audit"
	"tealset/ecsapi"
	"tealset/model"
)

// gateway is what the dashboard talks to, for one profile in one Region. Reads go
// straight to the reader; every mutation passes here, so that read-only and the audit
// trail hold whatever the screen does. Nothing else calls a method of the writer: a
// test sees to it.
type gateway struct {
	*ecsapi.Reader
	writer *ecsapi.Writer
	*ledger
	readOnly func(account string) bool
	self     audit.Record
}

// deleteTaskSet is ECS's name of the one mutation.
const deleteTaskSet = "DeleteTaskSet"

func newGateway(
	reader *ecsapi.Reader, writer *ecsapi.Writer, readOnly func(account string) bool, ledger *ledger,
) *gateway {
	self := audit.Self(version)
	self.Profile, self.Region, self.Endpoint = reader.Profile(), reader.Region(), reader.Endpoint()
	return &gateway{Reader: reader, writer: writer, ledger: ledger, readOnly: readOnly, self: self}
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
	deletion, err := g.writer.DeleteTaskSet(ctx, request.Ref, request.Force)
	g.end(request, record, deletion, err, time.Since(started))
	return deletion, err
}

func (g *gateway) intent(request model.DeleteRequest, account string) audit.Record {
	record := g.self
	record.Time, record.Kind, record.ID = request.At, audit.Intent, audit.NewID()
	record.Account, record.Operation = account, deleteTaskSet
	record.Cluster, record.Service, record.TaskSet = request.Ref.ClusterARN, request.Ref.ServiceARN, request.Ref.ARN
	record.Force, record.Seen = request.Force, audit.SeenOf(request.Seen)
	return record
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
