// Package script has the commands that answer once and end: list, describe, watch, wait, and
// those that change something. They ask the same adapter within the same budget as the
// dashboard, and change ECS by the same checks, gateway and trail.
package script

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"tealset/cmd/tealset/output"
	"tealset/model"
	"tealset/model/change"
	"tealset/model/clean"
)

// Reader is what the commands read of AWS. Every method sends one request, gives up by a
// deadline of its own, and fails with a *model.Fault.
type Reader interface {
	ListClusters(ctx context.Context, from model.Cursor) (model.Names, error)
	DescribeClusters(ctx context.Context, clusters []string) (model.Descriptions[model.Cluster], error)
	ListServices(ctx context.Context, cluster string, from model.Cursor) (model.Names, error)
	DescribeServices(ctx context.Context, cluster string, services []string) (model.Descriptions[model.Service], error)
	DescribeService(ctx context.Context, ref model.ServiceRef) (model.Service, error)
	DescribeTaskSet(ctx context.Context, ref model.TaskSetRef) (model.TaskSet, error)
	ListServiceDeployments(ctx context.Context, ref model.ServiceRef, from model.Cursor) (history []model.ServiceDeploymentBrief, next model.Cursor, more bool, err error)
	DescribeServiceDeployments(ctx context.Context, arns []string) (model.Descriptions[model.ServiceDeployment], error)
	DescribeServiceRevisions(ctx context.Context, arns []string) (model.Descriptions[model.ServiceRevision], error)
	ListDeployments(ctx context.Context, application, group string, since time.Time) ([]string, error)
	GetDeployment(ctx context.Context, id string) (model.CodeDeployment, error)
	GetDeploymentTarget(ctx context.Context, id string, of model.ServiceRef) (model.CodeDeployTarget, error)
	ListTasks(ctx context.Context, ref model.ServiceRef, from model.Cursor) (model.Names, error)
	DescribeTasks(ctx context.Context, cluster string, tasks []string) (model.Descriptions[model.Task], error)
	DescribeTargetGroups(ctx context.Context, groups []string) (model.Descriptions[model.TargetGroup], error)
	ListListeners(ctx context.Context, loadBalancer string) ([]model.Listener, error)
	ListRules(ctx context.Context, listener string) ([]model.Rule, error)
	DescribeTargetHealth(ctx context.Context, group string) (model.GroupHealth, error)
}

// Changes is the one way to a change of ECS.
type Changes interface {
	// Do sends one change, once or not at all. It returns when the outcome has been
	// written down.
	Do(ctx context.Context, request change.Request) change.Answer
	// Resolved takes note of what later reads have shown of a change whose answer did not tell.
	Resolved(request change.Request, outcome change.Outcome)
}

// Source is one profile of the AWS settings in one Region.
type Source struct {
	Reader   Reader
	Changes  Changes
	Profile  string // may be empty
	Region   string
	Endpoint string // empty where it is AWS's own
	// Forbids tells why a kind of change may not be made in an account; empty where it may. The
	// account is empty until an ARN tells it. Nil forbids nothing.
	Forbids func(account string, kind change.Kind) (why string)
	// NameAlways means that the service's name has to be typed for every change.
	NameAlways bool
	// Promotions are what the trail has of which set was PRIMARY; nil for nothing.
	Promotions func(ctx context.Context) []change.Promotion
	// Leave lets nothing more be sent, and waits a while for the answer to what was sent, once a
	// signal ends the command. It is false where one has not come, and has told so then; nil means
	// that nothing waits.
	Leave func() (answered bool)
	// Dangling finds changes of earlier runs whose outcome is not known; nil means that
	// there are none.
	Dangling func(ctx context.Context) []change.Earlier
}

// where is the source with the account of an ARN.
func (s Source) where(arn string) output.Where {
	parsed, _ := model.ParseARN(arn)
	return output.Where{Account: parsed.Account, Region: s.Region, Profile: s.Profile}
}

// Shell is what a command is run in.
type Shell struct {
	Out, Err io.Writer
	Width    int  // of the terminal on Out, in cells; 0 where it is none
	Progress bool // Err is a terminal
	// Ask puts a question to a person and gives the line that they write; nil where nobody
	// can be asked.
	Ask func(question string) (line string, err error)
	Now func() time.Time
	// Sleep waits, and ends early with the context's error.
	Sleep func(ctx context.Context, d time.Duration) error
}

// tell writes a sentence on Err.
func (s Shell) tell(format string, args ...any) {
	_, _ = fmt.Fprintf(s.Err, "tealset: %s\n", clean.Text(fmt.Sprintf(format, args...)))
}

// The exit codes of commands, as the table of all has them.
const (
	CodeNo      = 1 // it is known not to have happened
	CodeUsage   = 2 // a mistake in flags, arguments or settings
	CodeTime    = 3 // time is up
	CodeUnknown = 4 // the outcome of what was sent is not known
)

// Error is the end of a command that did not do what was asked: one sentence for stderr, and
// the exit code. An empty sentence has been told already.
type Error struct {
	Code     int
	Sentence string
}

func (e Error) Error() string { return e.Sentence }

func usage(format string, args ...any) error { return Error{CodeUsage, fmt.Sprintf(format, args...)} }

func failed(format string, args ...any) error { return Error{CodeNo, fmt.Sprintf(format, args...)} }

// mistake is an error of package output, which is a sentence about the command line.
func mistake(err error) error {
	if err == nil {
		return nil
	}
	return usage("%s", err)
}

// failureOf is a fault as a document has it.
func failureOf(arn string, err error, where output.Where) output.Failure {
	failure := output.Failure{ARN: arn, Reason: err.Error(), Own: &where}
	if told, ok := errors.AsType[reason](err); ok {
		failure.Detail = told.detail
	}
	if fault, ok := errors.AsType[*model.Fault](err); ok {
		failure.Detail = fault.Detail
		if fault.Code != "" {
			failure.Reason, failure.Detail = fault.Code, fault.Headline
		}
	}
	return failure
}

// owned is an object of ECS with what tealset adds to it, under one member of its own.
type owned struct{ object, own any }

// MarshalJSON writes the object's own members, and then tealset.
func (o owned) MarshalJSON() ([]byte, error) {
	return output.Joined(o.object, output.Members{{Name: "tealset", Value: o.own}})
}
