package script

import (
	"context"
	"fmt"
	"strings"

	"tealset/model"
	"tealset/model/change"
	"tealset/ui/say"
)

// question makes the change out of what was read: for those that go back or on its kind
// follows from the service.
func (c *changing) question(ctx context.Context) error {
	account, _ := model.ParseARN(c.service.ClusterARN)
	hook := ""
	switch c.options.Plan {
	case GoBack:
		if of := c.service.ControllerType(); c.options.Scope.Set != "" && of != model.ControllerExternal {
			return usage("--to is for a service of the EXTERNAL controller, and %s has the controller %s; leave it out", c.service.Name, of)
		}
		wentBack := false
		if c.former = c.set.ARN; c.former == "" && c.source.Promotions != nil {
			promotions := c.source.Promotions(ctx)
			c.former, c.since = change.FormerPrimary(c.service, promotions)
			wentBack = change.WentBack(c.service, promotions)
		}
		offer := change.Back(c.rollout(), c.circumstances())
		c.options.Kind, c.set = offer.Kind, offer.Set
		if len(offer.Hooks) > 0 {
			hook = offer.Hooks[0].ID
		}
		switch {
		case wentBack:
			return c.refuse("the last change was a rollback already: to make " + model.TaskSetID(c.former) + " PRIMARY again, name it with --to")
		case offer.Why != "" && c.former == "" && c.service.ControllerType() == model.ControllerExternal:
			return c.refuse(offer.Why + "; name the set to go back to with --to")
		case offer.Why != "":
			return c.refuse(offer.Why)
		case offer.Kind == change.RestorePrimary && change.MayHaveMoved(c.service, c.since):
			return c.refuse(fmt.Sprintf("%s was PRIMARY until %s ago, and the PRIMARY was updated after that, so another set may have been PRIMARY in between: name the set with --to",
				model.TaskSetID(c.former), say.Age(c.shell.Now().Sub(c.since))))
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
