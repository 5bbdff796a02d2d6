package script

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"time"

	"tealset/cmd/tealset/output"
	"tealset/model"
	"tealset/model/change"
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
	return source.forbidden("", o.Kind)
}

// forbidden is the error of a kind of change that may not be made; nil where it may. The kind
// is empty where it is not known yet.
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
	former  string // ARN of the set that was PRIMARY before
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
	if err := c.question(); err != nil {
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
	return nil
}

// question makes the change out of what was read: for those that go back or on its kind
// follows from the service.
func (c *changing) question() error {
	account, _ := model.ParseARN(c.service.ClusterARN)
	hook := ""
	switch c.options.Plan {
	case GoBack:
		if c.former = c.set.ARN; c.former == "" && c.source.Promotions != nil {
			c.former = change.FormerPrimary(c.service, c.source.Promotions(context.Background()))
		}
		offer := change.Back(c.rollout(), c.circumstances())
		c.options.Kind, c.set = offer.Kind, offer.Set
		if len(offer.Hooks) > 0 {
			hook = offer.Hooks[0].ID
		}
		if offer.Why != "" {
			return c.refuse(offer.Why)
		}
	case Make:
	case Continue:
		offer := change.Forward(c.rollout(), nil, c.circumstances())
		if err := c.waitType(&offer); err != nil {
			return err
		}
		c.options.Kind = offer.Kind
		if offer.Why != "" {
			return c.refuse(offer.Why)
		}
		var err error
		if hook, err = c.hook(offer.Hooks); err != nil {
			return err
		}
	}
	if err := c.source.forbidden(account.Account, c.options.Kind); err != nil {
		return err
	}
	if c.options.Kind.OfTaskSet() {
		c.flow = change.Ask(c.options.Kind, c.service, c.set, c.circumstances())
	} else {
		c.flow = change.AskDeployment(c.options.Kind, c.service, hook, c.circumstances())
	}
	return nil
}

// waitType takes the wait over that a script names: where the deployment of CodeDeploy waits
// for something else by now, the checks say no.
func (c *changing) waitType(offer *change.Offer) error {
	of := c.service.ControllerType() == model.ControllerCodeDeploy
	switch {
	case of && c.options.WaitType == "":
		return usage("CodeDeploy deploys %s: give --wait-type ready to shift the traffic, or --wait-type termination to end the original task set", c.service.Name)
	case !of && c.options.WaitType != "":
		return usage("--wait-type is for a deployment of CodeDeploy, and %s has the controller %s; leave it out", c.service.Name, c.service.ControllerType())
	case of && c.options.Hook != "":
		return usage("--hook is for a deployment of the ECS controller, and CodeDeploy deploys %s; give --wait-type", c.service.Name)
	case !of:
		if offer.Kind == change.PromoteTaskSet {
			return failed("nothing waits to be continued: the controller of %s is %s; nothing was sent", c.service.Name, c.service.ControllerType())
		}
		return nil
	}
	offer.Kind = change.RerouteTraffic
	if c.options.WaitType == WaitTermination {
		offer.Kind = change.TerminateOriginal
	}
	offer.Why = change.Can(offer.Kind, c.rollout(), nil, c.circumstances())
	return nil
}

// hook is the id of the pause hook to continue at.
func (c *changing) hook(waiting []model.LifecycleHook) (string, error) {
	if c.options.Hook != "" || len(waiting) == 0 {
		return c.options.Hook, nil
	}
	if len(waiting) == 1 {
		return waiting[0].ID, nil
	}
	var ids []string
	for _, hook := range waiting {
		ids = append(ids, hook.ID)
	}
	return "", usage("the deployment waits at %d hooks; give one with --hook: %s", len(ids), strings.Join(ids, ", "))
}

func (c *changing) rollout() model.Rollout { return model.RolloutOf(c.service, c.known) }

func (c *changing) circumstances() change.Circumstances {
	return change.Circumstances{
		Now: c.shell.Now(), ReadAt: c.began, DeploymentReadAt: c.began, Endpoint: c.source.Endpoint,
		Force: c.options.Force, Percent: c.options.Percent, Former: c.former, Known: &c.known, Earlier: c.earlier,
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
	service, fault := c.readAgain(ctx)
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

// readAgain reads what the change needs to be read again before it is sent.
func (c *changing) readAgain(ctx context.Context) (service model.Service, fault *model.Fault) {
	c.began = c.shell.Now()
	service, err := c.source.Reader.DescribeService(ctx, c.flow.Request().Target.Service())
	if err != nil {
		return service, model.AsFault("DescribeServices", err)
	}
	service = c.flow.Service().Replace(service, c.shell.Now())
	needs := c.options.Kind.Needs()
	if needs == (change.Needs{}) {
		return service, nil
	}
	before := c.known
	c.known = c.shell.rollout(ctx, c.source, service)
	switch {
	case needs.CodeDeploy && c.known.CodeDeployFault != nil:
		return service, c.known.CodeDeployFault
	case needs.ServiceDeployment && c.known.DeploymentFault != nil:
		return service, c.known.DeploymentFault
	case needs.Traffic && before.Routing.Fault == nil && c.known.Routing.Fault != nil:
		return service, c.known.Routing.Fault
	case needs.Traffic && before.TargetsFault == nil:
		return service, c.known.TargetsFault
	}
	return service, nil
}

// ask takes the word of a person: the service's name where the change is a danger.
func (c *changing) ask(checks []change.Check) (typed string, err error) {
	service := c.flow.Service().Name
	if change.AtRisk(checks) {
		typed, err = c.shell.Ask(fmt.Sprintf("%s: type the service's name to go on:", c.title()))
		if err == nil && typed != service {
			err = c.refuse("the name is not that of the service")
		}
		return typed, err
	}
	answer, err := c.shell.Ask(c.title() + "? [y/N]")
	if err == nil && !slices.Contains([]string{"y", "yes"}, strings.ToLower(answer)) {
		err = c.refuse("it was not confirmed")
	}
	return "", err
}

// title is what is asked for: "scale ecs-svc/… of checkout to 50%".
func (c *changing) title() string {
	title := c.options.Kind.Verb() + " " + c.target() + " of " + c.service.Name
	if c.options.Kind == change.ScaleTaskSet && c.options.Percent != nil {
		title += " to " + percentText(*c.options.Percent)
	}
	return title
}

// target is what the change is of, whole.
func (c *changing) target() string {
	request := c.flow.Request()
	return cmp.Or(request.Target.ID, request.Name())
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
		if c.look(model.WithPriority(ctx, model.Visible)) {
			c.source.Changes.Resolved(c.flow.Request(), c.flow.Outcome())
		}
		switch _, more := c.flow.NextRead(c.shell.Now()); {
		case ctx.Err() != nil:
			return context.Cause(ctx)
		case !more:
			return nil
		case !c.shell.Now().Before(until):
			if err := c.write(); err != nil {
				return err
			}
			return Error{CodeTime, fmt.Sprintf("%s was sent, and its effect is not seen after %s",
				c.options.Kind.Operation(), shortDuration(c.options.Timeout))}
		}
		if err := c.shell.Sleep(ctx, c.options.Refresh); err != nil {
			return err
		}
	}
}

// look reads the target once; resolved means that it told an outcome that was unknown.
func (c *changing) look(ctx context.Context) (resolved bool) {
	began := c.shell.Now()
	service, err := c.source.Reader.DescribeService(ctx, c.flow.Request().Target.Service())
	if err != nil {
		c.flow.Lost(model.AsFault("DescribeServices", err), c.shell.Now())
		return false
	}
	if c.options.Kind.OfTaskSet() {
		return c.flow.Saw(service, began, c.shell.Now())
	}
	// The deployment that was changed: the service may name another one by now.
	service.CurrentServiceDeployment = c.flow.Service().CurrentServiceDeployment
	known, fault := c.shell.deployment(ctx, c.source, service)
	if fault != nil {
		c.flow.Lost(fault, c.shell.Now())
		return false
	}
	return c.flow.SawDeployment(known, began, c.shell.Now())
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
	if c.flow != nil {
		c.flow.Cancel()
	}
	if err := c.write(); err != nil {
		return err
	}
	return failed("%s; nothing was sent", why)
}
