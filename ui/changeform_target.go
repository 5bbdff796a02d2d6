package ui

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"tealset/model"
	"tealset/model/change"
	"tealset/ui/say"
	"tealset/ui/widget"
)

// head names the target: all of it, whatever its length.
func (d *changeForm) head(l look, width int) []string {
	request := d.flow.Request()
	target, owner := request.Target, request.Target.ARN
	var lines []string
	label := 10
	if !d.offer.Kind.OfTaskSet() {
		label = 12
	}
	note := func(what string, values ...string) {
		for i, line := range wrap(say.Join(values...), width-label) {
			if i > 0 {
				what = ""
			}
			lines = append(lines, widget.Fit(what, label)+line)
		}
	}
	if d.offer.Kind.OfTaskSet() {
		set := d.flow.TaskSet()
		note("task set", say.OrNone(target.ID), say.OrNone(set.Status), model.Revision(set.TaskDefinition))
	} else {
		owner = target.ServiceARN
		note("deployment", say.OrNone(deploymentName(request)))
		if hook := request.Hook(); hook != "" && len(d.hooks) == 0 {
			note("hook", hookText(d.hook(hook), l.now))
		}
		note("now", d.board.waits(l))
	}
	arn, _ := model.ParseARN(owner)
	note("service", model.NameOf(target.ClusterARN)+glyphCrumb+model.NameOf(target.ServiceARN))
	note("account", say.OrNone(arn.Account), say.OrNone(d.conn.Region), d.conn.signer())
	if d.conn.Endpoint != "" {
		note("endpoint", d.conn.Endpoint)
	}
	return append(lines, "")
}

// deploymentName is CodeDeploy's id of a deployment, or the id of a service deployment.
func deploymentName(request change.Request) string { return model.NameOf(request.Deployment()) }

// hook is a hook of the offer by its id.
func (d *changeForm) hook(id string) model.LifecycleHook {
	for _, hook := range d.offer.Hooks {
		if hook.ID == id {
			return hook
		}
	}
	return model.LifecycleHook{ID: id}
}

// waits is what the deployment of the board's service waits for, in a few words; empty where
// that is not known.
func (b *boardPage) waits(l look) string {
	known := b.rollout().Known
	var wait model.Wait
	ok := false
	switch {
	case known.CodeDeployment != nil:
		wait, ok = model.CodeDeployWait(*known.CodeDeployment, known.CodeDeployTarget)
	case known.ServiceDeployment != nil:
		wait, ok = known.ServiceDeployment.DeploymentWait()
	}
	if !ok {
		return say.None
	}
	return "it " + wait.Words(l.now)
}

// advice is what has to be done by hand before the change, and the commands for it, which are
// long: they stand below all that is at risk, and need not be read to go on.
func (d *changeForm) advice(l look, possible bool, width int) (told, commands []string) {
	text, shifts := d.flow.Advice()
	if text == "" || !possible {
		return nil, nil
	}
	for i, command := range shiftCommands(d.conn, shifts) {
		if i == 0 {
			commands = append(commands, "  to shift the traffic:")
		}
		for _, part := range hardWrap(command, width-4) {
			commands = append(commands, "    "+part)
		}
	}
	return finding(l.bad, glyphBad, text, width), commands
}

// call is what will be asked of AWS, in the words of its API.
func (d *changeForm) call(l look, width int) []string {
	request := d.flow.Request()
	head := request.Kind.Operation()
	if d.force != nil {
		head += fmt.Sprintf(" force=%t", d.force.On)
	}
	lines := []string{head}
	for _, parameter := range d.parameters(request) {
		for i, line := range hardWrap(parameter, width-4) {
			lines = append(lines, strings.Repeat(" ", 2+2*min(i, 1))+line)
		}
	}
	for i, line := range lines {
		lines[i] = l.dim.Render(line)
	}
	return lines
}

// parameters are those of the call, by AWS's names.
func (d *changeForm) parameters(request change.Request) []string {
	if !request.Kind.OfTaskSet() {
		var parameters []string
		for _, name := range slices.Sorted(maps.Keys(request.Params)) {
			parameters = append(parameters, name+"="+request.Params[name])
		}
		return parameters
	}
	target, set := request.Target, "taskSet="
	if request.Kind.Operation() == change.PromoteTaskSet.Operation() {
		set = "primaryTaskSet="
	}
	parameters := []string{"cluster=" + target.ClusterARN, "service=" + target.ServiceARN, set + target.ARN}
	if len(d.percent) > 0 {
		scale := say.None
		if percent := d.wanted(); percent != nil {
			scale = strconv.FormatFloat(*percent, 'f', -1, 64) + " PERCENT"
		}
		parameters = append(parameters, "scale="+scale)
	}
	return parameters
}
