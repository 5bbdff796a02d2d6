package ecsapi

import (
	"maps"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2/types"

	"tealset/model"
	"tealset/model/clean"
)

func hasListener(l model.Listener) bool { return l.ARN != "" }
func hasRule(r model.Rule) bool         { return r.ARN != "" }

// copied is a copy of what a pointer of the SDK leads to, so that the model shares no
// memory with the SDK.
func copied[T any](p *T) *T {
	if p == nil {
		return nil
	}
	return new(*p)
}

func targetGroupOf(g types.TargetGroup) model.TargetGroup {
	group := model.TargetGroup{
		ARN: text(g.TargetGroupArn), Name: nameOr(g.TargetGroupName, nil), TargetType: word(g.TargetType),
		Protocol: word(g.Protocol), ProtocolVersion: text(g.ProtocolVersion), Port: number(g.Port),
		HealthCheck: model.TargetHealthCheck{
			Enabled: copied(g.HealthCheckEnabled), Protocol: word(g.HealthCheckProtocol), Port: text(g.HealthCheckPort),
			Path: text(g.HealthCheckPath), IntervalSeconds: number(g.HealthCheckIntervalSeconds), TimeoutSeconds: number(g.HealthCheckTimeoutSeconds),
			HealthyThreshold: number(g.HealthyThresholdCount), UnhealthyThreshold: number(g.UnhealthyThresholdCount),
		},
	}
	if g.LoadBalancerArns != nil {
		group.LoadBalancerARNs = append([]string{}, texts(g.LoadBalancerArns)...)
	}
	if m := g.Matcher; m != nil {
		group.HealthCheck.Matcher = text(m.HttpCode)
		if m.HttpCode == nil {
			group.HealthCheck.Matcher = text(m.GrpcCode)
		}
	}
	if group.Name == "" {
		group.Name = model.TargetGroupName(group.ARN)
	}
	return group
}

func listenerOf(l types.Listener) model.Listener {
	return model.Listener{
		ARN: text(l.ListenerArn), LoadBalancerARN: text(l.LoadBalancerArn), Port: number(l.Port),
		Protocol: word(l.Protocol), DefaultActions: each(l.DefaultActions, actionOf, hasAction),
	}
}

func ruleOf(r types.Rule) model.Rule {
	return model.Rule{
		ARN: text(r.RuleArn), Priority: text(r.Priority), IsDefault: r.IsDefault != nil && *r.IsDefault,
		Conditions: each(r.Conditions, conditionOf, func(c model.Condition) bool { return c.Field != "" }),
		Actions:    each(r.Actions, actionOf, hasAction),
		Transforms: each(r.Transforms, func(t types.RuleTransform) string { return word(t.Type) }, known[string]),
	}
}

func conditionOf(c types.RuleCondition) model.Condition {
	condition := model.Condition{Field: text(c.Field), Values: texts(c.Values), RegexValues: texts(c.RegexValues)}
	own := func(values, regex []string) {
		if len(values) > 0 {
			condition.Values = texts(values)
		}
		if len(regex) > 0 {
			condition.RegexValues = texts(regex)
		}
	}
	if config := c.HostHeaderConfig; config != nil {
		own(config.Values, config.RegexValues)
	}
	if config := c.PathPatternConfig; config != nil {
		own(config.Values, config.RegexValues)
	}
	if config := c.HttpHeaderConfig; config != nil {
		own(config.Values, config.RegexValues)
		condition.Header = text(config.HttpHeaderName)
	}
	if config := c.HttpRequestMethodConfig; config != nil {
		own(config.Values, nil)
	}
	if config := c.SourceIpConfig; config != nil {
		own(config.Values, nil)
	}
	if config := c.QueryStringConfig; config != nil {
		condition.Query = each(config.Values, func(q types.QueryStringKeyValuePair) model.QueryPair {
			return model.QueryPair{Key: text(q.Key), Value: text(q.Value)}
		}, known[model.QueryPair])
	}
	return condition
}

// hasAction keeps one without a type as well: left out, a rule would seem to be known whole,
// and be written back without it.
func hasAction(model.Action) bool { return true }

// exact cleans the texts of an action, and notes whether one was not clean, or left out
// for want of any: such an action must not be written back.
type exact struct{ changed bool }

// all is each for the parts of an action.
func all[In, Out any](e *exact, list []In, convert func(In) Out, keep func(Out) bool) []Out {
	converted := each(list, convert, keep)
	e.changed = e.changed || len(converted) < len(list)
	return converted
}

func (e *exact) plain(raw string) string {
	cleaned := clean.Text(raw)
	e.changed = e.changed || cleaned != raw
	return cleaned
}

func (e *exact) text(raw *string) string {
	if raw == nil {
		return ""
	}
	return e.plain(*raw)
}

func (e *exact) params(raw map[string]string) map[string]string {
	if len(raw) == 0 {
		return nil
	}
	params := make(map[string]string, len(raw))
	for key, value := range maps.All(raw) {
		params[e.plain(key)] = e.plain(value)
	}
	return params
}

func actionOf(a types.Action) model.Action {
	e := &exact{}
	action := model.Action{
		Type: e.plain(string(a.Type)), Order: number(a.Order), TargetGroupARN: e.text(a.TargetGroupArn),
		Forward: e.forward(a.ForwardConfig), OIDC: e.oidc(a.AuthenticateOidcConfig),
		Cognito: e.cognito(a.AuthenticateCognitoConfig), JWT: e.jwt(a.JwtValidationConfig),
	}
	if c := a.RedirectConfig; c != nil {
		action.Redirect = &model.RedirectAction{
			Protocol: e.text(c.Protocol), Port: e.text(c.Port), Host: e.text(c.Host), Path: e.text(c.Path), Query: e.text(c.Query),
			StatusCode: e.plain(string(c.StatusCode)),
		}
	}
	if c := a.FixedResponseConfig; c != nil {
		action.FixedResponse = &model.FixedResponseAction{
			MessageBody: e.text(c.MessageBody), StatusCode: e.text(c.StatusCode), ContentType: e.text(c.ContentType),
		}
	}
	action.Inexact = e.changed
	return action
}

func (e *exact) forward(c *types.ForwardActionConfig) *model.ForwardAction {
	if c == nil {
		return nil
	}
	forward := &model.ForwardAction{TargetGroups: all(e, c.TargetGroups, func(g types.TargetGroupTuple) model.WeightedGroup {
		return model.WeightedGroup{ARN: e.text(g.TargetGroupArn), Weight: number(g.Weight)}
	}, func(g model.WeightedGroup) bool { return g.ARN != "" })}
	if s := c.TargetGroupStickinessConfig; s != nil {
		forward.Stickiness = &model.GroupStickiness{Enabled: copied(s.Enabled), DurationSeconds: number(s.DurationSeconds)}
	}
	return forward
}

func (e *exact) oidc(c *types.AuthenticateOidcActionConfig) *model.OIDCAction {
	if c == nil {
		return nil
	}
	return &model.OIDCAction{
		Issuer: e.text(c.Issuer), AuthorizationEndpoint: e.text(c.AuthorizationEndpoint), TokenEndpoint: e.text(c.TokenEndpoint),
		UserInfoEndpoint: e.text(c.UserInfoEndpoint), ClientID: e.text(c.ClientId), SessionCookieName: e.text(c.SessionCookieName),
		Scope: e.text(c.Scope), SessionTimeout: copied(c.SessionTimeout), ExtraParams: e.params(c.AuthenticationRequestExtraParams),
		OnUnauthenticatedRequest: e.plain(string(c.OnUnauthenticatedRequest)), UseExistingClientSecret: copied(c.UseExistingClientSecret),
	}
}

func (e *exact) cognito(c *types.AuthenticateCognitoActionConfig) *model.CognitoAction {
	if c == nil {
		return nil
	}
	return &model.CognitoAction{
		UserPoolARN: e.text(c.UserPoolArn), UserPoolClientID: e.text(c.UserPoolClientId), UserPoolDomain: e.text(c.UserPoolDomain),
		SessionCookieName: e.text(c.SessionCookieName), Scope: e.text(c.Scope), SessionTimeout: copied(c.SessionTimeout),
		ExtraParams: e.params(c.AuthenticationRequestExtraParams), OnUnauthenticatedRequest: e.plain(string(c.OnUnauthenticatedRequest)),
	}
}

func (e *exact) jwt(c *types.JwtValidationActionConfig) *model.JWTAction {
	if c == nil {
		return nil
	}
	return &model.JWTAction{
		JWKSEndpoint: e.text(c.JwksEndpoint), Issuer: e.text(c.Issuer),
		AdditionalClaims: all(e, c.AdditionalClaims, func(claim types.JwtValidationActionAdditionalClaim) model.JWTClaim {
			return model.JWTClaim{
				Format: e.plain(string(claim.Format)), Name: e.text(claim.Name), Values: all(e, claim.Values, e.plain, known[string]),
			}
		}, func(claim model.JWTClaim) bool { return claim.Name != "" }),
	}
}

func registeredOf(h types.TargetHealthDescription) model.Target {
	target := model.Target{HealthCheckPort: text(h.HealthCheckPort)}
	if t := h.Target; t != nil {
		target.ID, target.Port, target.AvailabilityZone = text(t.Id), number(t.Port), text(t.AvailabilityZone)
	}
	if s := h.TargetHealth; s != nil {
		target.State, target.Reason, target.Description = word(s.State), word(s.Reason), text(s.Description)
	}
	if o := h.AdministrativeOverride; o != nil {
		target.Override, target.OverrideDescription = word(o.State), text(o.Description)
	}
	return target
}

// attributesOf finds the attributes that the model has; a number that is none is nil.
func attributesOf(list []types.TargetGroupAttribute) model.GroupAttributes {
	values := map[string]string{}
	for _, a := range list {
		values[text(a.Key)] = text(a.Value)
	}
	count := func(key string) *int32 {
		n, err := strconv.ParseInt(values[key], 10, 32)
		if err != nil {
			return nil
		}
		return new(int32(n))
	}
	attributes := model.GroupAttributes{
		DeregistrationDelaySeconds: count("deregistration_delay.timeout_seconds"),
		SlowStartSeconds:           count("slow_start.duration_seconds"),
		StickinessType:             values["stickiness.type"],
		StickinessSeconds:          count("stickiness.lb_cookie.duration_seconds"),
		MinimumHealthyTargets:      count("target_group_health.unhealthy_state_routing.minimum_healthy_targets.count"),
	}
	if on, err := strconv.ParseBool(values["stickiness.enabled"]); err == nil {
		attributes.StickinessEnabled = &on
	}
	return attributes
}
