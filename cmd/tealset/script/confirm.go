package script

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"

	"tealset/model"
	"tealset/model/change"
)

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
		if c.wantsName(checks) && typed == "" {
			return nil, c.refuse(fmt.Sprintf("this wants the name of the service: give --confirm %s as well, beside --yes", c.flow.Service().Name))
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

// readAgain reads what the change needs to be read again before it is sent: without waiting for
// the budget, and what the change is about last.
func (c *changing) readAgain(ctx context.Context) (service model.Service, fault *model.Fault) {
	ctx = model.WithPriority(ctx, model.Confirmed)
	c.began = c.shell.Now()
	again := c.shell.reading(c.source, c.flow.Service())
	again.traffic(ctx, c.rollout())
	again.tasks(ctx)
	again.deployments(ctx)
	service, err := c.source.Reader.DescribeService(ctx, c.flow.Request().Target.Service())
	if err != nil {
		return service, model.AsFault("DescribeServices", err)
	}
	service = c.flow.Service().Replace(service, c.shell.Now())
	needs, before := c.options.Kind.Needs(), c.known
	c.known = again.knownOf(service)
	switch {
	case needs.CodeDeploy && c.known.CodeDeployFault != nil:
		return service, c.known.CodeDeployFault
	case needs.ServiceDeployment && c.known.DeploymentFault != nil:
		return service, c.known.DeploymentFault
	case before.Routing.Fault == nil && c.known.Routing.Fault != nil:
		return service, c.known.Routing.Fault
	case before.TargetsFault == nil:
		return service, c.known.TargetsFault
	}
	return service, nil
}

// ask takes the word of a person: the service's name where the change is a danger.
func (c *changing) ask(checks []change.Check) (typed string, err error) {
	service := c.flow.Service().Name
	if c.wantsName(checks) {
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

// wantsName tells whether the service's name has to be typed.
func (c *changing) wantsName(checks []change.Check) bool {
	return c.source.NameAlways || change.AtRisk(checks)
}

// title is what is asked for, and where: "scale ecs-svc/… of checkout to 50% (cluster shop, account
// 123456789012, eu-west-1, profile oncall)".
func (c *changing) title() string {
	title := c.options.Kind.Verb() + " " + c.target() + " of " + c.service.Name
	if c.options.Kind == change.ScaleTaskSet && c.options.Percent != nil {
		title += " to " + percentText(*c.options.Percent)
	}
	cluster, _ := model.ParseARN(c.service.ClusterARN)
	where := []string{"cluster " + model.NameOf(c.service.ClusterARN), "account " + cluster.Account, cmp.Or(c.source.Region, cluster.Region)}
	if c.source.Profile != "" {
		where = append(where, "profile "+c.source.Profile)
	}
	return title + " (" + strings.Join(where, ", ") + ")"
}

// target is what the change is of, whole.
func (c *changing) target() string {
	request := c.flow.Request()
	return cmp.Or(request.Target.ID, "deployment "+model.NameOf(request.Deployment()))
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
