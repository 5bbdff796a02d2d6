package model

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
)

// CLI are the settings of the AWS CLI under which a command works where tealset does. Empty
// ones are left out.
type CLI struct {
	Profile, Region string
	Endpoint        string // of the service that the command is for, as a URL
}

// command is a command of the AWS CLI with the settings as its last options.
func (c CLI) command(words ...string) []string {
	words = slices.Concat([]string{"aws"}, words)
	for _, option := range [][2]string{{"--profile", c.Profile}, {"--region", c.Region}, {"--endpoint-url", c.Endpoint}} {
		if option[1] != "" {
			words = append(words, option[0], option[1])
		}
	}
	return words
}

// Shift is a change of the weights of a route, which tealset tells and a person carries
// out.
type Shift struct {
	Route     Route
	Candidate string // the ARN of the target group that gets Percent
	Rest      string // the ARN of the group that gets what is left, where the route names no other
	Percent   int    // 0 to 100

	several bool // the route names more than one target group of the set
}

// Command is the command of the AWS CLI that makes the shift, as its words, not yet quoted
// for a shell. The list of actions is whole: order and stickiness stay, and so does the
// client secret of an OIDC action, which ELB does not tell. why says, as a part of a
// sentence, why there is no command; it is empty where there is one.
func (s Shift) Command(cli CLI) (words []string, why string) {
	actions, why := s.actions()
	if why != "" {
		return nil, why
	}
	text, err := actionsJSON(actions)
	if err != nil {
		return nil, "its actions cannot be written: " + err.Error()
	}
	switch r := s.Route; {
	case r.Default && r.ListenerARN == "", !r.Default && r.RuleARN == "":
		return nil, "its ARN is not known"
	case r.Default:
		return cli.command("elbv2", "modify-listener", "--listener-arn", r.ListenerARN, "--default-actions", text), ""
	default:
		return cli.command("elbv2", "modify-rule", "--rule-arn", r.RuleARN, "--actions", text), ""
	}
}

func actionsJSON(actions []Action) (string, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false) // a person reads it
	if err := encoder.Encode(actions); err != nil {
		return "", err
	}
	return string(bytes.TrimSpace(text.Bytes())), nil
}

// actions are all actions of the route with the new weights.
func (s Shift) actions() (actions []Action, why string) {
	if s.Percent < 0 || s.Percent > 100 {
		return nil, "a share is from 0 to 100 percent"
	}
	at := -1
	for i, action := range s.Route.Actions {
		switch {
		case action.Type == "":
			return nil, "one of its actions has no type"
		case !action.known():
			return nil, fmt.Sprintf("tealset does not know its action %q", action.Type)
		case action.Inexact:
			return nil, "a text in its actions has characters that cannot be shown"
		case action.Type == ActionForward && at >= 0:
			return nil, "it forwards more than once"
		case action.Type == ActionForward:
			at = i
		}
	}
	if at < 0 {
		return nil, "it forwards to no target group"
	}
	actions = slices.Clone(s.Route.Actions)
	for i := range actions {
		actions[i] = actions[i].keepingSecret()
	}
	if s.several {
		return nil, "it names more than one target group of the set, and which one the set uses is not known"
	}
	weights, why := s.weights(actions[at].Forwards())
	if why != "" {
		return nil, why
	}
	forward := ForwardAction{}
	if actions[at].Forward != nil {
		forward = *actions[at].Forward
	}
	forward.TargetGroups = weights
	actions[at].Forward = &forward
	if len(weights) != 1 { // beside several groups ELB refuses it
		actions[at].TargetGroupARN = ""
	}
	return actions, ""
}

// known tells whether every member of an action of this type is in the model.
func (a Action) known() bool {
	switch a.Type {
	case ActionForward, ActionRedirect, ActionFixedResponse, ActionOIDC, ActionCognito, ActionJWT:
		return true
	}
	return false
}

// keepingSecret is the action, with the client secret that ELB has.
func (a Action) keepingSecret() Action {
	if a.OIDC != nil {
		oidc, keep := *a.OIDC, true
		oidc.UseExistingClientSecret = &keep
		a.OIDC = &oidc
	}
	return a
}

// weights are the new weights: Percent for the candidate, and what is left for the others
// in proportion to what they had. The order stays; a group that is new comes last.
func (s Shift) weights(have []WeightedGroup) (weights []WeightedGroup, why string) {
	if s.Candidate == "" {
		return nil, "the set has no target group in it"
	}
	weights = slices.Clone(have)
	index := func(arn string) int {
		return slices.IndexFunc(weights, func(g WeightedGroup) bool { return g.ARN == arn })
	}
	if index(s.Candidate) < 0 {
		weights = append(weights, WeightedGroup{ARN: s.Candidate})
	}
	if len(weights) == 1 && s.Rest != "" && s.Rest != s.Candidate {
		weights = slices.Insert(weights, 0, WeightedGroup{ARN: s.Rest})
	}
	if len(weights) == 1 && s.Percent != 100 {
		return nil, "it forwards to this target group alone"
	}
	others := make([]int, 0, len(weights))
	for i := range weights {
		if weights[i].ARN != s.Candidate {
			others = append(others, i)
		}
	}
	s.share(weights, others, have)
	candidate := int32(s.Percent) //nolint:gosec // It is from 0 to 100.
	weights[index(s.Candidate)].Weight = &candidate
	return weights, ""
}

// share divides what the candidate leaves among the others by their weights, and gives what
// the division leaves over to those with the largest remainders. Where all have 0 the group
// of Rest gets it, or else the first.
func (s Shift) share(weights []WeightedGroup, others []int, have []WeightedGroup) {
	left, sum := int64(100-s.Percent), int64(0)
	had := make([]int64, len(weights))
	for _, i := range others {
		if slices.ContainsFunc(have, func(g WeightedGroup) bool { return g.ARN == weights[i].ARN }) {
			had[i] = weights[i].Counts()
		}
		sum += had[i]
	}
	if sum == 0 && len(others) > 0 {
		first := others[0]
		for _, i := range others {
			if weights[i].ARN == s.Rest {
				first = i
			}
		}
		had[first], sum = 1, 1
	}
	given := make([]int64, len(weights))
	over := left
	for _, i := range others {
		given[i] = left * had[i] / sum
		over -= given[i]
	}
	byRemainder := slices.Clone(others)
	slices.SortStableFunc(byRemainder, func(a, b int) int { return cmp.Compare(left*had[b]%sum, left*had[a]%sum) })
	for _, i := range byRemainder[:min(int(over), len(byRemainder))] {
		given[i]++
	}
	for _, i := range others {
		weight := int32(given[i]) //nolint:gosec // It is from 0 to 100.
		weights[i].Weight = &weight
	}
}

// NextPercent is the share to which a candidate's traffic is shifted next: 10, 50 or 100.
func NextPercent(percent float64) int {
	for _, step := range []int{10, 50} {
		if percent < float64(step) {
			return step
		}
	}
	return 100
}

// Shift is the shift of a route to a side: the group of it that the route names, or else the
// one for the same port of the same container as a group that the route names now. Its
// Candidate is empty where there is none.
func (r Rollout) Shift(route Route, candidate Side, percent int) Shift {
	shift := Shift{Route: route, Percent: percent}
	for _, g := range route.Weights {
		if candidate.Has(g.ARN) {
			shift.several = shift.several || shift.Candidate != "" && shift.Candidate != g.ARN
			shift.Candidate = cmp.Or(shift.Candidate, g.ARN)
		}
	}
	for _, side := range r.Sides {
		for _, b := range side.Balancers {
			if candidate.Has(b.TargetGroupARN) || !slices.ContainsFunc(route.Weights, func(g WeightedGroup) bool { return g.ARN == b.TargetGroupARN }) {
				continue
			}
			if side.Serves() || shift.Rest == "" {
				shift.Rest = b.TargetGroupARN
			}
			if shift.Candidate == "" {
				shift.Candidate = candidate.groupFor(b)
			}
		}
	}
	if shift.Rest == "" {
		shift.Rest = r.restFor(shift.Candidate, candidate)
	}
	return shift
}

// groupFor is the side's target group for the same port of the same container; empty where
// there is none, or more than one.
func (s Side) groupFor(other LoadBalancer) string {
	found := ""
	for _, b := range s.Balancers {
		if b.TargetGroupARN == "" || b.ContainerName != other.ContainerName || !equalPorts(b.ContainerPort, other.ContainerPort) {
			continue
		}
		if found != "" && found != b.TargetGroupARN {
			return ""
		}
		found = b.TargetGroupARN
	}
	return found
}

func equalPorts(a, b *int32) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }

// restFor is the group of the serving side for the same port as the candidate's, empty
// where there is none.
func (r Rollout) restFor(group string, candidate Side) string {
	for _, b := range candidate.Balancers {
		if b.TargetGroupARN != group {
			continue
		}
		for _, side := range r.Sides {
			if side.Serves() && side.Key != candidate.Key {
				return side.groupFor(b)
			}
		}
	}
	return ""
}
