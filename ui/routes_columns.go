package ui

import (
	"fmt"
	"slices"
	"strings"

	"tealset/model"
	"tealset/ui/say"
	"tealset/ui/widget"
)

// routeTexts are what the filter finds of a rule.
func routeTexts(r route) []string {
	texts := []string{r.RuleARN, r.ListenerARN}
	for _, group := range r.Weights {
		texts = append(texts, group.ARN)
	}
	return texts
}

// leastCondition is the least room for the condition of a rule, in cells.
const leastCondition = 12

func routeColumns() []column[route] {
	return []column[route]{
		{
			Column: widget.Column{Title: "KIND", Min: 10, Max: 12},
			cell: func(l look, r route, _ int) widget.Cell {
				if r.Kind == model.Production {
					return widget.Styled(l.primary, r.Kind.String())
				}
				return widget.Plain(r.Kind.String())
			},
			rank: func(_ look, r route) rank { return byNumber(r.at) },
		},
		{
			Column: widget.Column{Title: "LISTENER", Min: 11, Max: 14},
			cell:   func(_ look, r route, _ int) widget.Cell { return widget.Plain(listenerWords(r.Route)) },
			rank: func(_ look, r route) rank {
				if r.Port == nil {
					return rank{unknown: true}
				}
				return byNumber(*r.Port)
			},
		},
		{
			Column: widget.Column{Title: "PRIO", Min: 7, Right: true},
			cell:   func(_ look, r route, _ int) widget.Cell { return widget.Plain(say.OrNone(r.Priority)) },
			rank:   func(_ look, r route) rank { return byNumber(r.at) },
		},
		{
			Column: widget.Column{Title: "CONDITION", Min: leastCondition, Whole: true},
			whole:  func(r route) string { return r.Condition },
			cell:   func(_ look, r route, _ int) widget.Cell { return widget.Plain(say.OrNone(r.Condition)) },
			rank:   func(_ look, r route) rank { return byText(r.Condition) },
		},
		{
			Column: widget.Column{Title: "SHARES", Min: 14, Whole: true},
			whole:  sharesWords,
			cell:   sharesCell,
			rank:   func(_ look, r route) rank { return byText(sharesWords(r)) },
		},
		{
			Column: widget.Column{Title: "READ", Min: 5, Right: true}, ages: true,
			cell: func(l look, r route, _ int) widget.Cell { return widget.Plain(say.Since(r.ReadAt, l.now)) },
			rank: func(_ look, r route) rank { return byAge(r.ReadAt).of(!r.ReadAt.IsZero()) },
		},
		{
			Column: widget.Column{Title: "STICKY", Min: 6},
			cell:   stickyCell,
			rank:   func(_ look, r route) rank { return byText(fmt.Sprint(!r.Sticky)) },
		},
		{
			Column: widget.Column{Title: "KIND TOLD BY", Min: 12},
			cell:   func(_ look, r route, _ int) widget.Cell { return widget.Plain(r.toldBy()) },
			rank:   func(_ look, r route) rank { return byText(r.toldBy()) },
		},
	}
}

func stickyCell(l look, r route, _ int) widget.Cell {
	if r.Sticky {
		return widget.Styled(l.busy, "sticky")
	}
	return widget.Styled(l.dim, glyphNone)
}

// listenerWords are the port and the protocol of a rule's listener.
func listenerWords(r model.Route) string {
	if r.Port == nil {
		return "not known"
	}
	return strings.TrimSpace(fmt.Sprintf(":%d %s", *r.Port, r.Protocol))
}

// toldBy is who tells the kind of the rule.
func (r route) toldBy() string {
	switch {
	case r.Marked:
		return "AWS"
	case r.Kind == model.OtherRoute:
		return "nobody"
	}
	return "tealset"
}

// sharedMark follows a share that another side has together with one.
const sharedMark = " shared"

// shareText is the percent of a side, or why there is none; empty where the rule does not
// name it. One that another side has together with it says so.
func (r route) shareText(at int) string {
	groups := r.sides[at].Groups()
	percent, ok := r.Percent(groups)
	switch _, listed := r.Weight(groups); {
	case !listed:
		return ""
	case !ok:
		return model.TrafficAllZero
	}
	for i, other := range r.sides {
		if i != at && percent > 0 && other.Live() && slices.ContainsFunc(groups, other.Has) {
			return model.PercentText(percent) + sharedMark
		}
	}
	return model.PercentText(percent)
}

// sharesWords are the shares of all sides that the rule names.
func sharesWords(r route) string {
	var words []string
	for at, side := range r.sides {
		if text := r.shareText(at); text != "" {
			words = append(words, say.OrNone(side.Role)+" "+text)
		}
	}
	return say.Join(words...)
}

// sharesCell is that without the roles where there is little room: in the order of the board.
func sharesCell(_ look, r route, width int) widget.Cell {
	words := sharesWords(r)
	if widget.Width(words) <= width {
		return widget.Plain(say.OrNone(words))
	}
	var shares []string
	for at := range r.sides {
		shares = append(shares, say.OrNone(strings.TrimSuffix(r.shareText(at), sharedMark)))
	}
	return widget.Plain(strings.Join(shares, "/")) // a dot would be a dash in ASCII, as no share is
}

// ruleDetails are every field of a rule that tealset knows.
func ruleDetails(_ look, d *detailsList, r model.Rule) {
	d.add("Priority", r.Priority)
	d.add("IsDefault", fmt.Sprint(r.IsDefault))
	d.add("(conditions)", model.ConditionWords(r.Conditions))
	d.add("Transforms", strings.Join(r.Transforms, ", "))
	d.actions("Actions", r.Actions)
	d.add("(ListenerArn)", r.ListenerARN())
	d.add("RuleArn", r.ARN)
}

// listenerDetails are every field of a listener that tealset knows.
func listenerDetails(_ look, d *detailsList, l model.Listener) {
	d.optional("Port", l.Port)
	d.add("Protocol", l.Protocol)
	d.actions("DefaultActions", l.DefaultActions)
	d.add("LoadBalancerArn", l.LoadBalancerARN)
	d.add("ListenerArn", l.ARN)
}

func (d *detailsList) actions(label string, actions []model.Action) {
	for i, action := range actions {
		prefix := fmt.Sprintf("%s[%d]", label, i)
		d.add(prefix, action.Type)
		for _, group := range action.Forwards() {
			weight := "no weight sent, counts as 1"
			if group.Weight != nil {
				weight = fmt.Sprintf("weight %d", *group.Weight)
			}
			d.add(prefix+" group", say.Join(weight, group.ARN))
		}
	}
}
