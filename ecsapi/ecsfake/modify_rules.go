package ecsfake

import (
	"fmt"
	"slices"
	"strconv"
)

// modifyRule replaces all actions of a rule. That the default rule is refused, and its
// text, was seen on real AWS.
func (s *Server) modifyRule(f form) (*describeRulesResult, error) {
	arn := f.Get("RuleArn")
	if err := checkARNs("listener-rule", "rule", arn); err != nil {
		return nil, err
	}
	found, ok := chosen(s.elb.rules, []string{arn}, func(r *rule) string { return r.arn })
	switch {
	case !ok:
		return nil, notFound("Rule", "rules")
	case found[0].priority == defaultPriority:
		return nil, &exception{"OperationNotPermitted", "Default rule '" + arn + "' cannot be modified"}
	}
	if err := s.replaceActions(found[0], f, "Actions"); err != nil {
		return nil, err
	}
	return s.describeRules(form{map[string][]string{"RuleArns.member.1": {arn}}})
}

// modifyListener replaces all actions of a listener's default rule.
func (s *Server) modifyListener(f form) (*describeListenersResult, error) {
	arn := f.Get("ListenerArn")
	if err := checkARNs("listener", "listener", arn); err != nil {
		return nil, err
	}
	found, ok := chosen(s.elb.listeners, []string{arn}, func(l *listener) string { return l.arn })
	if !ok {
		return nil, notFound("Listener", "listeners")
	}
	if err := s.replaceActions(found[0].rules[len(found[0].rules)-1], f, "DefaultActions"); err != nil {
		return nil, err
	}
	return s.describeListeners(form{map[string][]string{"ListenerArns.member.1": {arn}}})
}

// replaceActions reads the actions of a request. What an action has beside its target
// groups stays that of the old action of its type. The text for no action is ours.
func (s *Server) replaceActions(r *rule, f form, list string) error {
	var actions []Action
	for i := 1; f.Get(fmt.Sprintf("%s.member.%d.Type", list, i)) != ""; i++ {
		a, err := s.readAction(r, f, fmt.Sprintf("%s.member.%d.", list, i))
		if err != nil {
			return err
		}
		actions = append(actions, a)
	}
	if len(actions) == 0 {
		return validation("At least one action must be specified")
	}
	r.actions = actions
	return nil
}

func (s *Server) readAction(r *rule, f form, prefix string) (Action, error) {
	a := Action{Type: f.Get(prefix + "Type")}
	a.Order, _ = strconv.Atoi(f.Get(prefix + "Order"))
	if i := slices.IndexFunc(r.actions, func(old Action) bool { return old.Type == a.Type }); i >= 0 {
		a.InnerXML = r.actions[i].InnerXML
	}
	forward := prefix + "ForwardConfig."
	for i := 1; ; i++ {
		member := fmt.Sprintf("%sTargetGroups.member.%d.", forward, i)
		arn := f.Get(member + "TargetGroupArn")
		if arn == "" {
			break
		}
		g := Weighted{Group: arn}
		if text := f.Get(member + "Weight"); text != "" {
			weight, err := strconv.Atoi(text)
			if err != nil || weight < 0 || weight > 999 {
				return a, validation("'%s' is not a weight from 0 to 999", text)
			}
			g.Weight = &weight
		}
		a.Groups = append(a.Groups, g)
	}
	if arn := f.Get(prefix + "TargetGroupArn"); arn != "" && len(a.Groups) == 0 {
		a.Groups = []Weighted{{arn, new(1)}}
	}
	for _, g := range a.Groups {
		if _, ok := chosen(s.elb.groups, []string{g.Group}, func(known *targetGroup) string { return known.arn }); !ok {
			return a, notFound("TargetGroup", "target groups")
		}
	}
	if f.Get(forward+"TargetGroupStickinessConfig.Enabled") == "true" {
		a.Sticky, _ = strconv.Atoi(f.Get(forward + "TargetGroupStickinessConfig.DurationSeconds"))
	}
	return a, nil
}
