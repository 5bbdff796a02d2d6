package script

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"tealset/cmd/tealset/output"
	"tealset/model"
	"tealset/model/change"
	"tealset/ui/say"
)

// Plan is what a command asks for.
type Plan int

// The plans.
const (
	Make     Plan = iota // the change of ChangeOptions.Kind
	GoBack               // what goes back here: the kind follows from the service
	Continue             // what a deployment waits for
)

// Wait types of a deployment of CodeDeploy, for ChangeOptions.WaitType.
const (
	WaitReady       = "ready"
	WaitTermination = "termination"
)

// ChangeOptions are what is to be changed, and how it is asked.
type ChangeOptions struct {
	Plan     Plan
	Kind     change.Kind // with Make
	Scope    Scope
	Force    bool
	Percent  *float64 // of a scale
	Hook     string   // id of the pause hook to continue at; empty where one alone waits
	WaitType string   // of CodeDeploy's deployment, WaitReady or WaitTermination
	If       []Expectation
	Yes      bool
	Name     string // of the service, as a script types it; empty where it does not
	DryRun   bool   // nothing is sent

	Wait    bool // until the effect is seen
	Timeout time.Duration
	Refresh time.Duration
	Format  output.Format // Table or JSON
}

// Check finds what cannot work before anything is asked.
func (o ChangeOptions) Check(s Shell, source Source) error {
	if err := o.Scope.OneService(); err != nil {
		return err
	}
	switch {
	case o.Plan == Make && o.Scope.Set == "":
		return usage("no task set is named; give its id or ARN")
	case o.Name != "" && !o.Yes:
		return usage("--confirm stands in place of what a person types, and so only beside --yes")
	case o.Name != "" && o.Name != model.NameOf(o.Scope.Service):
		return usage("--confirm names the service %q, and the task set is of %q", o.Name, model.NameOf(o.Scope.Service))
	case !o.Yes && !o.DryRun && s.Ask == nil:
		return usage("--yes is needed where nobody can be asked")
	case o.Wait && (o.Timeout < LeastTimeout || o.Timeout > MostTimeout):
		return usage("--timeout %s is out of range; give a time from 1s to 24h, such as 10m", o.Timeout)
	case o.DryRun && o.Wait:
		return usage("--dry-run sends nothing to wait for; leave out --wait")
	}
	return o.forbidden(source)
}

// kinds are what the plan may come to: the service tells which it is.
func (o ChangeOptions) kinds() []change.Kind {
	switch {
	case o.Plan == GoBack:
		return []change.Kind{change.RestorePrimary, change.StopCodeDeploy, change.RollBackHook, change.RollBackDeployment}
	case o.Plan == Make:
		return []change.Kind{o.Kind}
	case o.WaitType == WaitReady:
		return []change.Kind{change.RerouteTraffic}
	case o.WaitType == WaitTermination:
		return []change.Kind{change.TerminateOriginal}
	}
	return []change.Kind{change.ContinueHook}
}

// forbidden is the error of a plan of which no kind may be made in any account.
func (o ChangeOptions) forbidden(source Source) (err error) {
	for _, kind := range o.kinds() {
		if err = source.forbidden("", kind); err == nil {
			return nil
		}
	}
	return err
}

// forbidden is the error of a kind of change that may not be made; nil where it may.
func (s Source) forbidden(account string, kind change.Kind) error {
	if s.Forbids == nil {
		return nil
	}
	if why := s.Forbids(account, kind); why != "" {
		return usage("nothing may be changed: %s", why)
	}
	return nil
}

// changing is a change on its way.
type changing struct {
	shell   Shell
	source  Source
	options ChangeOptions // its kind is known once the service is
	flow    *change.Flow  // nil before
	service model.Service // as it was read first
	set     model.TaskSet // that is named; zero where none is
	began   time.Time     // the last read
	known   model.Known
	former  string    // ARN of the set that was PRIMARY before
	since   time.Time // until when that is known; zero where the set is named
	earlier []change.Earlier
	sent    bool
	took    time.Duration
	why     string // why nothing was sent
}

// Change asks for one change, by the same checks and the same way as the dialog, and writes
// what came of it.
func (s Shell) Change(ctx context.Context, source Source, o ChangeOptions) error {
	if err := o.Check(s, source); err != nil {
		return err
	}
	c := changing{shell: s, source: source, options: o}
	if source.Dangling != nil {
		c.earlier = source.Dangling(ctx)
	}
	if err := c.find(ctx); err != nil {
		return err
	}
	if err := c.question(ctx); err != nil {
		return err
	}
	if why := unmet(c.set, o.If); why != "" {
		return c.refuse(why)
	}
	request, err := c.confirm(ctx)
	if err != nil || request == nil {
		return err
	}
	if err := c.send(ctx, *request); err != nil {
		return err
	}
	if o.Wait {
		if err := c.follow(ctx); err != nil {
			return err
		}
	}
	return c.end()
}

// find reads the service, the set that is named, and what the checks need beside them.
func (c *changing) find(ctx context.Context) (err error) {
	c.began = c.shell.Now()
	if c.service, err = c.source.Reader.DescribeService(ctx, c.options.Scope.ref()); err != nil {
		return err
	}
	if err := c.options.Scope.read(c.service); err != nil {
		return err
	}
	if c.options.Scope.Set != "" {
		set, ok, err := c.options.Scope.pick(c.service, c.shell.Ask != nil)
		if err == nil && !ok {
			err = noSuchSet(c.options.Scope.Set, c.service)
		}
		if err != nil {
			return err
		}
		if tagged, err := c.source.Reader.DescribeTaskSet(ctx, c.service.TaskSetRef(set)); err == nil {
			c.service = c.service.WithTaskSet(tagged, c.shell.Now()) // the tags tell whose the set is
			set, _ = c.service.TaskSet(set.ARN)
		}
		c.set = set
	}
	c.known = c.shell.rollout(ctx, c.source, c.service)
	c.resolveEarlier()
	return nil
}

func (c *changing) rollout() model.Rollout { return model.RolloutOf(c.service, c.known) }

func (c *changing) circumstances() change.Circumstances {
	return change.Circumstances{
		Now: c.shell.Now(), ReadAt: c.began, DeploymentReadAt: c.began, Endpoint: c.source.Endpoint,
		Force: c.options.Force, Percent: c.options.Percent, Former: c.former, FormerAt: c.since, Known: &c.known, Earlier: c.earlier,
		NameAlways: c.source.NameAlways,
	}
}

// send sends the request once. Where a signal comes, the answer gets its time, and what came of
// the change is written before the command ends.
func (c *changing) send(ctx context.Context, request change.Request) error {
	answers := make(chan change.Answer, 1)
	c.sent = true
	began := c.shell.Now()
	go func() { answers <- c.source.Changes.Do(context.WithoutCancel(ctx), request) }()
	answered := func(answer change.Answer) {
		if answer.At.IsZero() {
			answer.At = c.shell.Now()
		}
		c.took = c.shell.Now().Sub(began)
		c.flow.Answered(request.ID, answer)
	}
	select {
	case answer := <-answers:
		answered(answer)
		return nil
	case <-ctx.Done():
	}
	if c.source.Leave == nil || !c.source.Leave() {
		return context.Cause(ctx) // standard error has the command that tells
	}
	answered(<-answers)
	return c.cutShort(ctx)
}

// cutShort writes what is known of a change that was sent as a signal ends the command.
func (c *changing) cutShort(ctx context.Context) error {
	_ = c.write() // the exit code is the signal's
	return context.Cause(ctx)
}

// follow looks at the target until the effect of the change is seen, or its outcome is known.
func (c *changing) follow(ctx context.Context) error {
	until := c.shell.Now().Add(c.options.Timeout)
	for {
		if c.look(model.WithPriority(ctx, model.Visible)) {
			c.source.Changes.Resolved(c.flow.Request(), c.flow.Outcome())
		}
		switch _, more := c.flow.NextRead(c.shell.Now()); {
		case ctx.Err() != nil:
			return c.cutShort(ctx)
		case !more:
			return nil
		case !c.shell.Now().Before(until):
			if err := c.written(); err != nil {
				return err
			}
			return Error{CodeTime, fmt.Sprintf("%s was sent, and its effect is not seen after %s",
				c.options.Kind.Operation(), shortDuration(c.options.Timeout))}
		}
		if err := c.shell.Sleep(ctx, c.options.Refresh); err != nil {
			return c.cutShort(ctx)
		}
	}
}

// look reads the target once; resolved means that it told an outcome that was unknown.
func (c *changing) look(ctx context.Context) (resolved bool) {
	began := c.shell.Now()
	request := c.flow.Request()
	if !request.Kind.OfTaskSet() {
		known, fault := deployment(ctx, c.source.Reader, request)
		if fault != nil {
			c.flow.Lost(fault, c.shell.Now())
			return false
		}
		return c.flow.SawDeployment(known, began, c.shell.Now())
	}
	service, err := c.source.Reader.DescribeService(ctx, request.Target.Service())
	if err != nil {
		c.flow.Lost(model.AsFault("DescribeServices", err), c.shell.Now())
		return false
	}
	return c.flow.Saw(service, began, c.shell.Now())
}

// end writes the outcome, and tells it by the error.
func (c *changing) end() error {
	if err := c.written(); err != nil {
		return err
	}
	fault := c.flow.Answer().Fault
	switch outcome := c.flow.Outcome(); {
	case outcome == change.Accepted && c.options.Wait && c.flow.EffectAt().IsZero():
		return c.withoutEffect()
	case outcome == change.Accepted, outcome == change.Gone && c.options.Kind == change.DeleteTaskSet:
		return nil
	case outcome == change.Gone:
		return failed("%s is gone: it was not %s", c.target(), c.options.Kind.Done())
	case outcome == change.Unknown:
		return Error{Code: CodeUnknown} // the ledger tells how to find out
	default:
		if fault != nil {
			return failed("%s", strings.TrimSuffix(cmp.Or(fault.Headline, "it was not done")+"; "+fault.Next.String(), "; "))
		}
		return failed("it was not done")
	}
}

// withoutEffect is the end of a change that was accepted and awaited, whose target came to
// another end or stayed as it was.
func (c *changing) withoutEffect() error {
	status, _ := c.flow.Status()
	switch {
	case !c.flow.GoneAt().IsZero():
		return failed("it was accepted, and %s is gone: it was not %s", c.target(), c.options.Kind.Done())
	case c.options.Kind.OfTaskSet():
		return Error{CodeTime, "it was accepted, and its effect is not seen"}
	default:
		return failed("it was accepted, and its effect has not come: the deployment is %s", say.OrNone(status))
	}
}

// refuse ends a change of which nothing was sent.
func (c *changing) refuse(why string) error {
	c.why = why
	if c.flow != nil {
		c.flow.Cancel()
	}
	if err := c.write(); err != nil {
		return err
	}
	return failed("%s; nothing was sent", why)
}
