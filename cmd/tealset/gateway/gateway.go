// Package gateway is the one way to a change of ECS: it holds what must hold whatever
// the screen does. Nothing is sent where only reading is allowed, nothing without its
// intent in the audit trail, nothing late, nothing twice; and the outcome is on the
// disk before anybody is told of it.
package gateway

import (
	"context"
	"fmt"
	"time"

	"tealset/cmd/tealset/audit"
	"tealset/model"
	"tealset/model/change"
)

// sendWithin is how long after its confirmation a change may still be sent, by the
// wall clock: the read of its target that came in between must not have grown old, be
// it on a slow disk or in a laptop that slept.
const sendWithin = 10 * time.Second

// Reader tells by whose credentials ECS is asked, and where.
type Reader interface {
	// Profile is the one of the AWS settings; it may be empty.
	Profile() string
	// Caller is who signs, by what AWS has told so far; it may be empty.
	Caller() (arn, account string)
	// Region is the AWS Region.
	Region() string
	// Endpoint is empty where it is AWS's own.
	Endpoint() string
}

// Writer is every mutation there is. Each is sent once or not at all.
type Writer interface {
	// DeleteTaskSet deletes one task set.
	DeleteTaskSet(ctx context.Context, target model.TaskSetRef, force bool) change.Answer
	// UpdateServicePrimaryTaskSet makes one task set the PRIMARY.
	UpdateServicePrimaryTaskSet(ctx context.Context, target model.TaskSetRef) change.Answer
	// UpdateTaskSet sets the scale of one task set, in percent.
	UpdateTaskSet(ctx context.Context, target model.TaskSetRef, percent float64) change.Answer
	// ContinueDeployment lets a deployment of CodeDeploy go on from a wait.
	ContinueDeployment(ctx context.Context, id, wait string) change.Answer
	// StopDeployment stops a deployment of CodeDeploy, which then rolls back.
	StopDeployment(ctx context.Context, id string) change.Answer
	// ContinueServiceDeployment continues a service deployment at one hook, or rolls it back.
	ContinueServiceDeployment(ctx context.Context, arn, hook, action string) change.Answer
	// StopServiceDeployment stops a service deployment, which then rolls back.
	StopServiceDeployment(ctx context.Context, arn string) change.Answer
}

// Gateway sends changes for one profile in one Region. Its methods may be called from
// many goroutines at once.
type Gateway struct {
	reader  Reader
	writer  Writer
	forbids Forbids
	ledger  *Ledger
	self    audit.Record // what is the same for every line of this gateway
	now     func() time.Time
}

// Forbids tells why no change of a kind may be sent in an account; it is empty where it may. It
// may wait for seconds.
type Forbids func(account string, kind change.Kind) (why string)

// New makes a gateway. All gateways of a process share a ledger.
func New(reader Reader, writer Writer, forbids Forbids, ledger *Ledger) *Gateway {
	self := ledger.self
	self.Profile, self.Region, self.Endpoint = reader.Profile(), reader.Region(), reader.Endpoint()
	return &Gateway{reader: reader, writer: writer, forbids: forbids, ledger: ledger, self: self, now: time.Now}
}

// mutation is the call that carries a change out; nil for a kind that has none, and for a
// request whose parameters, which the trail has, are those of another kind.
func (g *Gateway) mutation(r change.Request) func(context.Context) change.Answer {
	if change.KindOf(r.Kind.Operation(), r.Params, r.Kind.Back()) != r.Kind {
		return nil
	}
	target, deployment := r.Target, r.Deployment()
	switch percent, scales := r.Percent(); r.Kind {
	case change.DeleteTaskSet:
		return func(ctx context.Context) change.Answer { return g.writer.DeleteTaskSet(ctx, target, r.Force) }
	case change.PromoteTaskSet, change.RestorePrimary:
		return func(ctx context.Context) change.Answer { return g.writer.UpdateServicePrimaryTaskSet(ctx, target) }
	case change.ScaleTaskSet:
		if !scales {
			return nil
		}
		return func(ctx context.Context) change.Answer { return g.writer.UpdateTaskSet(ctx, target, percent) }
	case change.RerouteTraffic:
		return func(ctx context.Context) change.Answer {
			return g.writer.ContinueDeployment(ctx, deployment, "READY_WAIT")
		}
	case change.TerminateOriginal:
		return func(ctx context.Context) change.Answer {
			return g.writer.ContinueDeployment(ctx, deployment, "TERMINATION_WAIT")
		}
	case change.StopCodeDeploy:
		return func(ctx context.Context) change.Answer { return g.writer.StopDeployment(ctx, deployment) }
	case change.ContinueHook:
		return func(ctx context.Context) change.Answer {
			return g.writer.ContinueServiceDeployment(ctx, deployment, r.Hook(), "CONTINUE")
		}
	case change.RollBackHook:
		return func(ctx context.Context) change.Answer {
			return g.writer.ContinueServiceDeployment(ctx, deployment, r.Hook(), "ROLLBACK")
		}
	case change.RollBackDeployment:
		return func(ctx context.Context) change.Answer { return g.writer.StopServiceDeployment(ctx, deployment) }
	default:
		return nil
	}
}

// Do sends a change once, or not at all. It returns when the outcome is on the disk;
// the answer says so where it could not be written.
func (g *Gateway) Do(ctx context.Context, request change.Request) change.Answer {
	send := g.mutation(request)
	arn, _ := model.ParseARN(request.Target.ClusterARN)
	if send == nil {
		return g.notSent(request, "not a change that tealset makes", "Nothing was sent; this is an error of tealset, report it.")
	}
	if why := g.forbids(arn.Account, request.Kind); why != "" {
		return g.notSent(request, "read-only", "Nothing was sent: "+why+".")
	}
	intent := g.intent(request, arn.Account) // only now: forbids may have waited until it is known who signs
	if why := g.ledger.begin(request, intent); why != "" {
		return g.notSent(request, why, "Nothing was sent.")
	}
	if err := g.ledger.write(intent); err != nil {
		g.ledger.settle(request.ID)
		return g.notSent(request, "the audit trail cannot be written", "Nothing was sent: "+err.Error()+".")
	}
	started := g.now()
	answer := g.sendInTime(ctx, request, send)
	if intent.Caller == "" { // STS may have told meanwhile
		intent.Caller, _ = g.reader.Caller()
	}
	return g.ledger.end(request, intent, answer, g.now().Sub(started))
}

// sendInTime sends what has its intent in the trail, unless that took too long.
func (g *Gateway) sendInTime(
	ctx context.Context, request change.Request, send func(context.Context) change.Answer,
) change.Answer {
	// Without the monotonic clock, which stands still while a laptop sleeps. A clock
	// that was set back tells nothing of how long it took.
	waited := g.now().Round(0).Sub(request.At.Round(0))
	switch {
	case waited > sendWithin, waited < -sendWithin:
		return g.notSent(request, "it took too long", fmt.Sprintf(
			"Nothing was sent, as more than %s had passed since it was confirmed. Look again, then confirm again.", sendWithin))
	case !g.ledger.send(request.ID):
		return g.notSent(request, beingLeft, "Nothing was sent.")
	}
	return send(ctx)
}

// Forbidden tells why no change of a kind would be sent in an account; empty where it would. It
// may wait until it is known who signs.
func (g *Gateway) Forbidden(account string, kind change.Kind) (why string) {
	return g.forbids(account, kind)
}

// Resolved notes what later reads have shown of an outcome that was unknown.
func (g *Gateway) Resolved(request change.Request, outcome change.Outcome) {
	g.ledger.resolved(request, outcome)
}

func (g *Gateway) intent(request change.Request, account string) audit.Record {
	record := g.self
	record.Caller, _ = g.reader.Caller()
	record.Time, record.Kind, record.ID = request.At, audit.Intent, request.ID
	record.Account, record.Operation, record.Params = account, request.Kind.Operation(), request.Params
	record.Cluster, record.Service, record.TaskSet = request.Target.ClusterARN, request.Target.ServiceARN, request.Target.ARN
	record.Force, record.Former, record.Back = request.Force, request.Former, request.Kind.Back()
	if request.Target.ARN != "" {
		record.Seen = audit.SeenOf(request.Seen)
	}
	return record
}

// notSent is the answer to a change that the gateway refuses.
func (g *Gateway) notSent(request change.Request, headline, next string) change.Answer {
	return change.Answer{At: g.now(), Fault: &model.Fault{
		Kind: model.FaultConfig, Operation: request.Kind.Operation(), Headline: headline, Next: model.Advice(next), Detail: next,
	}}
}
