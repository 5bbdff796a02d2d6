package ui

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"tealset/model"
	"tealset/model/clean"
	"tealset/ui/dialog"
	"tealset/ui/say"
	"tealset/ui/widget"
)

func newPercentLine(keys dialog.Keys, text string) *dialog.Line {
	return dialog.NewLine(keys, "percent for the candidate: ", text, nil)
}

// shiftTo is the place of the side that the command gives traffic to: the one under the
// board's cursor if it may get some, or else the newest candidate, a former set, the one that
// serves. -1 without any.
func (b *boardPage) shiftTo() int {
	rollout := b.rollout()
	if row := b.grid.Current(); row != nil && row.Value.Live() && !row.Value.Serves() {
		return slices.IndexFunc(rollout.Sides, func(s model.Side) bool { return s.Key == row.Key })
	}
	for _, places := range [][]int{rollout.Candidates(), rollout.Former()} {
		if len(places) > 0 {
			return places[0]
		}
	}
	return rollout.Serving()
}

// percent is the share that the command gives: what was typed, or the next of a candidate and all of
// what serves; ok is false where what was typed is none.
func (p *routesPage) percent(r model.Route, side model.Side) (percent int, ok bool) {
	if text := strings.TrimSpace(p.share); text != "" {
		percent, err := strconv.Atoi(text)
		return percent, err == nil && percent >= 0 && percent <= 100
	}
	if side.Serves() {
		return 100, true
	}
	now, _ := r.Percent(side.Groups())
	return model.NextPercent(now), true
}

// command is the command that shifts traffic in the rule under the cursor, quoted for a
// shell; why tells why there is none, as a part of a sentence.
func (p *routesPage) command() (command, why string) {
	row, rollout, at := p.grid.Current(), p.board.rollout(), p.board.shiftTo()
	if why := p.whyNoShift(); why != "" {
		return "", why
	}
	side := rollout.Sides[at]
	percent, ok := p.percent(row.Value.Route, side)
	if !ok {
		return "", "a share is a whole number from 0 to 100 percent"
	}
	if now, known := row.Value.Percent(side.Groups()); side.Serves() && known && now >= 100 && percent == 100 {
		return "", side.ShortID() + " has all traffic of this rule"
	}
	words, why := rollout.Shift(row.Value.Route, side, percent).Command(p.board.conn.cli(p.board.conn.BalancingEndpoint))
	if why != "" {
		return "", why
	}
	for i := range words {
		words[i] = clean.ShellWord(words[i])
	}
	return strings.Join(words, " "), ""
}

// whyNoShift tells why there is no command whatever the share is; empty where there may be one.
func (p *routesPage) whyNoShift() string {
	switch service := p.board.rollout().Service; {
	case p.grid.Current() == nil:
		return "there is no rule under the cursor"
	case p.board.shiftTo() < 0:
		return "there is no set to give traffic to"
	case service.ControllerType() == model.ControllerCodeDeploy:
		return "CodeDeploy shifts the traffic of this service by itself"
	case service.ControllerType() == model.ControllerECS && service.CurrentServiceDeployment != "":
		return "ECS shifts the traffic by itself while its deployment goes on"
	}
	return ""
}

func (p *routesPage) whyNoCommand() string {
	_, why := p.command()
	return why
}

// cli are the settings under which the AWS CLI reaches a service as tealset does; endpoint
// tells that of the service, and may be nil. Where other keys than those of the profile sign,
// the profile is left out: naming it would change whose they are.
func (c *connection) cli(endpoint func() string) model.CLI {
	cli := model.CLI{Profile: c.Profile, Region: c.Region}
	if c.signer() != c.Profile {
		cli.Profile = ""
	}
	if endpoint != nil {
		cli.Endpoint = endpoint()
	}
	return cli
}

// below is what stands under the rules: what is not known, the rule under the cursor, and
// the command.
func (p *routesPage) below(l look, width int) []string {
	lines := p.unknown(l, width)
	row := p.grid.Current()
	if row == nil {
		return lines
	}
	lines = append(append(lines, ""), p.about(row.Value, width)...)
	return append(append(lines, ""), p.shift(l, row.Value, width)...)
}

// unknown are the words for what is not known of the rules.
func (p *routesPage) unknown(l look, width int) []string {
	var texts []string
	known, rollout := p.board.conn.rollout(p.board.key), p.board.rollout()
	switch {
	case known.routingFault != nil:
		texts = append(texts, say.Unread(known.routingFault))
	case !known.routed && len(rollout.SideGroups()) > 0:
		texts = append(texts, beingRead)
	}
	for i, side := range rollout.Sides {
		if word := rollout.Traffic.Sides[i].Word; word != "" {
			texts = append(texts, say.OrNone(side.Role)+" "+side.ShortID()+": "+trafficWords(word))
		}
	}
	if len(rollout.Traffic.Routes) == 0 && known.routed {
		texts = append(texts, "no rule and no listener forwards to this service")
	}
	var lines []string
	for _, text := range texts {
		for _, line := range indented(text, 3, width-1) {
			lines = append(lines, l.dim.Render(line))
		}
	}
	if len(lines) > 0 {
		lines = append([]string{""}, lines...)
	}
	return lines
}

// trafficWords tell in a sentence why a side has no percent.
func trafficWords(word string) string {
	switch word {
	case model.TrafficUnknown:
		return "its traffic is not known"
	case model.TrafficNoAccess:
		return "its traffic is not known: no access to the rules"
	case model.TrafficNone:
		return "it has no load balancer"
	case model.TrafficUnattached:
		return "its target groups are in no rule"
	case model.TrafficClassic:
		return "it has a Classic Load Balancer, which has no rules and no weights"
	case model.TrafficElsewhere:
		return "its traffic comes by VPC Lattice or Service Connect, which Elastic Load Balancing does not tell of"
	case model.TrafficGone:
		return "Elastic Load Balancing does not know its target group any more"
	case model.TrafficAllZero:
		return "all weights are 0: where the traffic goes is not known"
	}
	return word
}

// wideRoutes is the width from which on the column of the conditions has room for a usual one.
const wideRoutes = 100

// about are the kind of a rule and the weights of all that it names.
func (p *routesPage) about(r route, width int) []string {
	kind := "production or test: not known"
	switch {
	case r.Marked:
		kind = r.Kind.String() + ", as AWS marks it"
	case r.Kind == model.Production:
		kind = "production: it names a target group of what serves (AWS does not mark it)"
	case r.Kind == model.TestRoute:
		kind = "test: all its traffic goes to what does not serve (AWS does not mark it)"
	}
	texts := []string{kind}
	if widget.Width(r.Condition) > leastCondition && width < wideRoutes { // its column may cut it
		texts = []string{r.Place(), kind}
	}
	if r.Sticky {
		texts = append(texts, "sticky: clients stay where they came first; the shares are of new ones")
	}
	if r.Network {
		texts = append(texts, "a Network Load Balancer: these weights are what was set, and may not be served for some minutes")
	}
	var lines []string
	for _, text := range texts {
		lines = append(lines, indented(text, 1, width-1)...)
	}
	var own []string
	most, digits := r.widest()
	for at, side := range r.sides {
		own = append(own, side.Groups()...)
		weight, listed := r.Weight(side.Groups())
		text := "not in this rule"
		if listed {
			share := r.shareText(at)
			blanks := widget.Spaces(most - max(0, strings.IndexByte(share, ' ')))
			text = say.Join(fmt.Sprintf("weight %*d of %d  %s%s", digits, weight, r.Sum, blanks, share), p.drainWords(side))
		}
		line := widget.Fit(say.OrNone(side.Role), 9) + "  " + widget.Fit(side.ShortID(), 10) + "  " + text
		lines = append(lines, "   "+widget.Cut(line, width-4))
	}
	ours, _ := r.Weight(own) // a group of two sides counts once
	if rest := r.Sum - ours; rest > 0 {
		lines = append(lines, "   "+widget.Cut(fmt.Sprintf("others of no set here: weight %d of %d", rest, r.Sum), width-4))
	}
	return lines
}

// widest is how many digits the longest weight of a side has, and how many cells stand before the
// "%" of the longest share, so that one stands below the other.
func (r route) widest() (share, weight int) {
	for at, side := range r.sides {
		if n, listed := r.Weight(side.Groups()); listed {
			share, weight = max(share, strings.IndexByte(r.shareText(at), ' ')), max(weight, len(strconv.FormatInt(n, 10)))
		}
	}
	return share, weight
}

// drainWords tell how long a target that leaves a side may go on with its requests; empty
// before that is read.
func (p *routesPage) drainWords(side model.Side) string {
	longest := time.Duration(-1)
	for _, arn := range side.Groups() {
		row := p.board.conn.store.TargetGroups.Row(model.ELBKey(arn))
		if row == nil || row.Value.Attributes == nil || row.Value.Attributes.DeregistrationDelaySeconds == nil {
			continue
		}
		longest = max(longest, time.Duration(*row.Value.Attributes.DeregistrationDelaySeconds)*time.Second)
	}
	fault := p.board.conn.rollout(p.board.key).attributesFault
	switch {
	case longest >= 0:
		return "drains for up to " + say.Age(longest)
	case fault != nil && fault.Kind == model.FaultDenied:
		return "drains: " + model.TrafficNoAccess
	case fault != nil:
		return "drains: " + model.TrafficUnknown
	}
	return ""
}

// ago is how long ago something was.
func ago(at, now time.Time) string {
	if at.IsZero() {
		return "at a time that is not known"
	}
	return say.Since(at, now) + " ago"
}

// shift is the command for the rule with what it does, or why there is none.
func (p *routesPage) shift(l look, r route, width int) []string {
	command, why := p.command()
	if why != "" {
		return indented("no command: "+why, 1, width-1)
	}
	at := p.board.shiftTo()
	side, targets := p.board.rollout().Sides[at], p.board.rollout().Targets[at]
	percent, _ := p.percent(r.Route, side)
	head := fmt.Sprintf("For you to run: gives %s %d %% (rule read %s; 0–9: another share):",
		side.ShortID(), percent, ago(r.ReadAt, l.now))
	lines := indented(head, 1, width-1)
	for i := range lines {
		lines[i] = l.bold.Render(lines[i])
	}
	if percent > 0 && targets.Known() && !targets.Shared && targets.Counts.Unavailable == 0 && targets.Counts.Healthy == 0 {
		for _, line := range indented(side.ShortID()+" has no healthy target: its share would go to nothing.", 1, width-1) {
			lines = append(lines, l.bad.Render(line))
		}
	}
	for _, part := range hardWrap(command, width-4) {
		lines = append(lines, "   "+part)
	}
	return lines
}
