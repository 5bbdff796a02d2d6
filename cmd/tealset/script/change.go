package script

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"tealset/cmd/tealset/output"
	"tealset/model"
	"tealset/model/change"
)

// ChangeOptions are what is to be changed, and how it is asked.
type ChangeOptions struct {
	Kind   change.Kind
	Scope  Scope
	Force  bool
	If     []Expectation
	Yes    bool
	Name   string // of the service, as a script types it; empty where it does not
	DryRun bool   // nothing is sent

	Wait    bool // until the effect is seen
	Timeout time.Duration
	Refresh time.Duration
	Format  output.Format // Table or JSON
}

// Expectation is a member of the set that has to have a value, or nothing is sent.
type Expectation struct{ Field, Value string }

// ParseExpectation is the FIELD=VALUE of --if.
func ParseExpectation(text string) (Expectation, error) {
	field, value, ok := strings.Cut(text, "=")
	if !ok || field == "" {
		return Expectation{}, usage("--if %q is no FIELD=VALUE; give one such as status=ACTIVE", text)
	}
	columns := setColumns(noTime, false, false)
	at := slices.IndexFunc(columns, func(c output.Column[row[model.TaskSet]]) bool { return c.Name == field })
	if at < 0 || slices.Contains(ownColumns, field) {
		names := slices.DeleteFunc(output.Names(columns), func(name string) bool { return slices.Contains(ownColumns, name) })
		return Expectation{}, usage("--if %s: a task set has no such member; give one of %s", field, strings.Join(names, ", "))
	}
	return Expectation{field, value}, nil
}

// ownColumns are columns of task sets that are no members of ECS.
var ownColumns = []string{"profile", "region", "account", "cluster", "serviceName", "health", "age"}

// unmet tells which of the expectations does not hold; empty where all do.
func unmet(set model.TaskSet, expected []Expectation) string {
	for _, e := range expected {
		for _, c := range setColumns(noTime, false, false) {
			if c.Name != e.Field {
				continue
			}
			is := c.Text(row[model.TaskSet]{value: set})
			brief := is
			if c.Brief != nil {
				brief = c.Brief(row[model.TaskSet]{value: set})
			}
			if e.Value != is && e.Value != brief && e.Value+"%" != is {
				return fmt.Sprintf("%s is %q, not %q", e.Field, is, e.Value)
			}
		}
	}
	return ""
}

// Check finds what cannot work before anything is asked.
func (o ChangeOptions) Check(s Shell, source Source) error {
	if err := o.Scope.OneService(); err != nil {
		return err
	}
	switch {
	case o.Scope.Set == "":
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
	if source.ReadOnly != nil {
		if why := source.ReadOnly(""); why != "" {
			return usage("nothing may be changed: %s", why)
		}
	}
	return nil
}

// changing is a change on its way.
type changing struct {
	shell   Shell
	source  Source
	options ChangeOptions
	flow    *change.Flow
	began   time.Time // the read before the question
	known   model.Known
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
	service, set, err := c.find(ctx)
	if err != nil {
		return err
	}
	c.flow = change.Ask(o.Kind, service, set, c.circumstances())
	if why := unmet(set, o.If); why != "" {
		return c.refuse(why + ": nothing was sent")
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

// find reads the service, its set, and what the checks need beside them.
func (c *changing) find(ctx context.Context) (service model.Service, set model.TaskSet, err error) {
	c.began = c.shell.Now()
	service, err = c.source.Reader.DescribeService(ctx, c.options.Scope.ref())
	if err != nil {
		return service, set, err
	}
	set, ok, err := c.options.Scope.pick(service, c.shell.Ask != nil)
	if err == nil && !ok {
		err = noSuchSet(c.options.Scope.Set, service)
	}
	if err != nil {
		return service, set, err
	}
	if tagged, err := c.source.Reader.DescribeTaskSet(ctx, service.TaskSetRef(set)); err == nil {
		service = service.WithTaskSet(tagged, c.shell.Now()) // the tags tell whose the set is
		set, _ = service.TaskSet(set.ARN)
	}
	if account, _ := model.ParseARN(service.ClusterARN); c.source.ReadOnly != nil {
		if why := c.source.ReadOnly(account.Account); why != "" {
			return service, set, usage("nothing may be changed: %s", why)
		}
	}
	c.known = c.shell.rollout(ctx, c.source, service)
	return service, set, nil
}

func (c *changing) circumstances() change.Circumstances {
	return change.Circumstances{
		Now: c.shell.Now(), ReadAt: c.began, Endpoint: c.source.Endpoint, Force: c.options.Force, Known: &c.known, Earlier: c.earlier,
	}
}

// confirm tells the checks, takes the word of a person or of the flags, and reads the target
// again. The request is nil where there is nothing to send and no error either.
func (c *changing) confirm(ctx context.Context) (*change.Request, error) {
	circumstances := c.circumstances()
	checks := c.flow.Checks(circumstances)
	c.tellChecks(checks)
	if change.Blocked(checks) {
		return nil, c.refuse("the checks say no: " + checks[0].Sentence)
	}
	typed := c.options.Name
	switch {
	case c.options.DryRun || c.options.Yes:
		if change.AtRisk(checks) && typed == "" {
			return nil, c.refuse(fmt.Sprintf("this is a danger: give --confirm %s as well, beside --yes", c.flow.Service().Name))
		}
	default:
		var err error
		if typed, err = c.ask(checks); err != nil {
			return nil, err
		}
	}
	if c.options.DryRun {
		return nil, c.dryRun()
	}
	id := rand.Text()[:16]
	if !c.flow.Confirm(id, typed, c.circumstances()) {
		return nil, c.refuse("it was not confirmed")
	}
	c.began = c.shell.Now()
	service, err := c.source.Reader.DescribeService(ctx, c.flow.Request().Target.Service())
	var fault *model.Fault
	if err != nil {
		fault = model.AsFault("DescribeServices", err)
	} else {
		service = c.flow.Service().Replace(service, c.shell.Now())
	}
	request, reasons := c.flow.Reread(id, service, fault, c.circumstances())
	switch {
	case ctx.Err() != nil:
		return nil, context.Cause(ctx)
	case request == nil:
		return nil, c.refuse(c.changedMeanwhile(reasons))
	}
	if why := unmet(c.flow.TaskSet(), c.options.If); why != "" {
		return nil, c.refuse("it changed meanwhile: " + why)
	}
	return request, nil
}

// ask takes the word of a person: the service's name where the change is a danger.
func (c *changing) ask(checks []change.Check) (typed string, err error) {
	id, service := c.flow.Request().Target.ID, c.flow.Service().Name
	if change.AtRisk(checks) {
		typed, err = c.shell.Ask(fmt.Sprintf("%s %s: type the service's name to go on:", c.options.Kind.Operation(), id))
		if err == nil && typed != service {
			err = c.refuse("the name is not that of the service")
		}
		return typed, err
	}
	answer, err := c.shell.Ask(fmt.Sprintf("%s %s of %s? [y/N]", c.options.Kind.Operation(), id, service))
	if err == nil && !slices.Contains([]string{"y", "yes"}, strings.ToLower(answer)) {
		err = c.refuse("it was not confirmed")
	}
	return "", err
}

// changedMeanwhile tells why the second read took the word back.
func (c *changing) changedMeanwhile(r change.Reasons) string {
	switch {
	case r.Fault != nil:
		return "it could not be read again: " + r.Fault.Headline
	case len(r.Differences) > 0:
		d := r.Differences[0]
		return fmt.Sprintf("it changed meanwhile: its %s was %s and is %s", d.What, d.Was, d.Is)
	case len(r.Grown) > 0:
		return "it changed meanwhile: " + r.Grown[0].Sentence
	}
	return "it is gone"
}

// send sends the request once. Where a signal comes, the answer is left to the end of the
// program, which waits for it.
func (c *changing) send(ctx context.Context, request change.Request) error {
	answers := make(chan change.Answer, 1)
	c.sent = true
	began := c.shell.Now()
	go func() { answers <- c.source.Changes.Do(context.WithoutCancel(ctx), request) }()
	select {
	case answer := <-answers:
		if answer.At.IsZero() {
			answer.At = c.shell.Now()
		}
		c.took = c.shell.Now().Sub(began)
		c.flow.Answered(request.ID, answer)
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// follow looks at the target until the effect of the change is seen, or its outcome is known.
func (c *changing) follow(ctx context.Context) error {
	until := c.shell.Now().Add(c.options.Timeout)
	for {
		if _, more := c.flow.NextRead(c.shell.Now()); !more {
			return nil
		}
		if !c.shell.Now().Before(until) {
			return errors.Join(c.write(), Error{CodeTime, fmt.Sprintf("%s was accepted, and its end is not seen after %s",
				c.options.Kind.Operation(), shortDuration(c.options.Timeout))})
		}
		if err := c.shell.Sleep(ctx, c.options.Refresh); err != nil {
			return err
		}
		began := c.shell.Now()
		service, err := c.source.Reader.DescribeService(model.WithPriority(ctx, model.Visible), c.flow.Request().Target.Service())
		if err != nil {
			c.flow.Lost(model.AsFault("DescribeServices", err), c.shell.Now())
			continue
		}
		if c.flow.Saw(service, began, c.shell.Now()) {
			c.source.Changes.Resolved(c.flow.Request(), c.flow.Outcome())
		}
	}
}

// end writes the outcome, and tells it by the error.
func (c *changing) end() error {
	if err := c.write(); err != nil {
		return err
	}
	fault := c.flow.Answer().Fault
	switch c.flow.Outcome() {
	case change.Accepted, change.Gone:
		return nil
	case change.Unknown:
		return Error{Code: CodeUnknown} // the ledger tells how to find out
	default:
		if fault != nil {
			return failed("%s", strings.TrimSuffix(cmp.Or(fault.Headline, "it was not done")+"; "+fault.Next, "; "))
		}
		return failed("it was not done")
	}
}

// refuse ends a change of which nothing was sent.
func (c *changing) refuse(why string) error {
	c.why = why
	c.flow.Cancel()
	if err := c.write(); err != nil {
		return err
	}
	return failed("%s; nothing was sent", strings.TrimSuffix(why, ": nothing was sent"))
}
