package ecsapi

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	elb "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"

	"tealset/model"
)

const (
	// maxBalancingDescribe is how many target groups, listeners or rules are asked for in
	// one request. ELB takes 20 load balancers, and tells no number for the others.
	maxBalancingDescribe = 20
	// balancingPage is the largest page of ELB.
	balancingPage = 400
)

// DescribeTargetGroups describes up to 20 target groups by ARN; more are a fault, none are
// an empty answer without a request. One that ELB does not know is in Failures, with ELB's
// code as the reason. It costs one request, and some more where one of several is gone:
// ELB then tells of none, and is asked for each half of them.
func (r *Reader) DescribeTargetGroups(ctx context.Context, groups []string) (model.Descriptions[model.TargetGroup], error) {
	return halved(ctx, r, opDescribeTargetGroups, "target groups", groups, func(ctx context.Context, o request, arns []string) ([]model.TargetGroup, error) {
		answer, _, err := send(ctx, r.session, o, func(ctx context.Context) (*elb.DescribeTargetGroupsOutput, error) {
			sdk, err := r.elb()
			if err != nil {
				return nil, err
			}
			answer, err := sdk.DescribeTargetGroups(ctx, &elb.DescribeTargetGroupsInput{TargetGroupArns: arns})
			return withList(answer, err, func(a *elb.DescribeTargetGroupsOutput) bool { return a.TargetGroups != nil })
		})
		if err != nil {
			return nil, err
		}
		return each(answer.TargetGroups, targetGroupOf, func(g model.TargetGroup) bool { return g.ARN != "" }), nil
	})
}

// DescribeListeners describes up to 20 listeners by ARN, of any load balancers, as
// DescribeTargetGroups does target groups.
func (r *Reader) DescribeListeners(ctx context.Context, listeners []string) (model.Descriptions[model.Listener], error) {
	return halved(ctx, r, opDescribeListeners, "listeners", listeners, func(ctx context.Context, o request, arns []string) ([]model.Listener, error) {
		answer, err := r.askListeners(ctx, o, &elb.DescribeListenersInput{ListenerArns: arns})
		if err != nil {
			return nil, err
		}
		return each(answer.Listeners, listenerOf, hasListener), nil
	})
}

// DescribeRules describes up to 20 rules by ARN, of any listeners, as DescribeTargetGroups
// does target groups.
func (r *Reader) DescribeRules(ctx context.Context, rules []string) (model.Descriptions[model.Rule], error) {
	return halved(ctx, r, opDescribeRules, "rules", rules, func(ctx context.Context, o request, arns []string) ([]model.Rule, error) {
		answer, err := r.askRules(ctx, o, &elb.DescribeRulesInput{RuleArns: arns})
		if err != nil {
			return nil, err
		}
		return each(answer.Rules, ruleOf, hasRule), nil
	})
}

// ListListeners describes all listeners of a load balancer. It costs one request for each
// 400 of them. A load balancer that ELB does not know is a fault.
func (r *Reader) ListListeners(ctx context.Context, loadBalancer string) ([]model.Listener, error) {
	o := r.read(opDescribeListeners, model.LoadBalancerName(loadBalancer))
	return pages(o.operation, loadBalancer, func(from model.Cursor) ([]model.Listener, *string, error) {
		answer, err := r.askListeners(ctx, o, &elb.DescribeListenersInput{
			LoadBalancerArn: &loadBalancer, Marker: optional(from.Token), PageSize: new(int32(balancingPage)),
		})
		if err != nil {
			return nil, nil, err
		}
		return each(answer.Listeners, listenerOf, hasListener), answer.NextMarker, nil
	})
}

// ListRules describes all rules of a listener, the default one last. It costs one request
// for each 400 of them. A listener that ELB does not know is a fault.
func (r *Reader) ListRules(ctx context.Context, listener string) ([]model.Rule, error) {
	o := r.read(opDescribeRules, model.NameOf(listener))
	return pages(o.operation, listener, func(from model.Cursor) ([]model.Rule, *string, error) {
		answer, err := r.askRules(ctx, o, &elb.DescribeRulesInput{
			ListenerArn: &listener, Marker: optional(from.Token), PageSize: new(int32(balancingPage)),
		})
		if err != nil {
			return nil, nil, err
		}
		return each(answer.Rules, ruleOf, hasRule), answer.NextMarker, nil
	})
}

func (r *Reader) askListeners(ctx context.Context, o request, in *elb.DescribeListenersInput) (*elb.DescribeListenersOutput, error) {
	answer, _, err := send(ctx, r.session, o, func(ctx context.Context) (*elb.DescribeListenersOutput, error) {
		sdk, err := r.elb()
		if err != nil {
			return nil, err
		}
		answer, err := sdk.DescribeListeners(ctx, in)
		return withList(answer, err, func(a *elb.DescribeListenersOutput) bool { return a.Listeners != nil })
	})
	return answer, err
}

func (r *Reader) askRules(ctx context.Context, o request, in *elb.DescribeRulesInput) (*elb.DescribeRulesOutput, error) {
	answer, _, err := send(ctx, r.session, o, func(ctx context.Context) (*elb.DescribeRulesOutput, error) {
		sdk, err := r.elb()
		if err != nil {
			return nil, err
		}
		answer, err := sdk.DescribeRules(ctx, in)
		return withList(answer, err, func(a *elb.DescribeRulesOutput) bool { return a.Rules != nil })
	})
	return answer, err
}

// DescribeTargetHealth reads the health of all targets of a target group. It costs one
// request. Of a group that ELB does not know it is empty, with ELB's code in Missing.
func (r *Reader) DescribeTargetHealth(ctx context.Context, group string) (model.GroupHealth, error) {
	health := model.GroupHealth{GroupARN: group}
	if group == "" {
		return health, refuse(opDescribeTargetHealth, "no target group is named")
	}
	o := r.read(opDescribeTargetHealth, model.TargetGroupName(group))
	answer, _, err := send(ctx, r.session, o, func(ctx context.Context) (*elb.DescribeTargetHealthOutput, error) {
		sdk, err := r.elb()
		if err != nil {
			return nil, err
		}
		answer, err := sdk.DescribeTargetHealth(ctx, &elb.DescribeTargetHealthInput{TargetGroupArn: &group})
		return withList(answer, err, func(a *elb.DescribeTargetHealthOutput) bool { return a.TargetHealthDescriptions != nil })
	})
	if code := notFound(err); code != "" {
		return health.Failed(code), nil
	}
	if err != nil {
		return health, err
	}
	health.Targets = append([]model.Target{}, each(answer.TargetHealthDescriptions, registeredOf, func(t model.Target) bool { return t.ID != "" })...)
	return health, nil
}

// DescribeTargetGroupAttributes reads those attributes of a target group that matter in a
// rollout. It costs one request.
func (r *Reader) DescribeTargetGroupAttributes(ctx context.Context, group string) (model.GroupAttributes, error) {
	if group == "" {
		return model.GroupAttributes{}, refuse(opDescribeTargetGroupAttributes, "no target group is named")
	}
	o := r.read(opDescribeTargetGroupAttributes, model.TargetGroupName(group))
	answer, _, err := send(ctx, r.session, o, func(ctx context.Context) (*elb.DescribeTargetGroupAttributesOutput, error) {
		sdk, err := r.elb()
		if err != nil {
			return nil, err
		}
		answer, err := sdk.DescribeTargetGroupAttributes(ctx, &elb.DescribeTargetGroupAttributesInput{TargetGroupArn: &group})
		return withList(answer, err, func(a *elb.DescribeTargetGroupAttributesOutput) bool { return a.Attributes != nil })
	})
	if err != nil {
		return model.GroupAttributes{}, err
	}
	return attributesOf(answer.Attributes), nil
}

// notFound is the code by which ELB says that it does not know what was asked for
// ("RuleNotFound"); empty for every other error.
func notFound(err error) string {
	var fault *model.Fault
	if errors.As(err, &fault) && strings.HasSuffix(fault.Code, "NotFound") {
		return fault.Code
	}
	return ""
}

// halved describes things by their ARNs. One that is gone makes ELB refuse all that are
// asked for with it, so it is looked for by halves.
func halved[T any](
	ctx context.Context, r *Reader, o operation, what string, arns []string, ask func(context.Context, request, []string) ([]T, error),
) (model.Descriptions[T], error) {
	var all model.Descriptions[T]
	if len(arns) == 0 {
		return all, nil
	}
	if len(arns) > maxBalancingDescribe {
		return all, refuse(o, fmt.Sprintf("%d %s, at most %d are asked for", len(arns), what, maxBalancingDescribe))
	}
	found, err := ask(ctx, r.read(o, several(arns, what)), arns)
	code := notFound(err)
	switch {
	case code == "":
		all.Found = found
		return all, err
	case len(arns) == 1:
		all.Failures = []model.Failure{{ARN: arns[0], Reason: code}}
		return all, nil
	}
	for half := range slices.Chunk(arns, (len(arns)+1)/2) {
		some, err := halved(ctx, r, o, what, half, ask)
		if err != nil {
			return all, err
		}
		all.Found, all.Failures = append(all.Found, some.Found...), append(all.Failures, some.Failures...)
	}
	return all, nil
}

// pages reads a list to its end. A marker that ELB has sent before is a fault.
func pages[T any](o operation, of string, ask func(model.Cursor) ([]T, *string, error)) ([]T, error) {
	if of == "" {
		return nil, refuse(o, "what the list belongs to is not named")
	}
	all := []T{}
	var from model.Cursor
	for {
		found, next, err := ask(from)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
		if next == nil || *next == "" {
			return all, nil
		}
		if from, err = from.Advance(o.name, *next); err != nil {
			return nil, err
		}
	}
}
