package script

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"tealset/cmd/tealset/output"
	"tealset/model"
	"tealset/model/change"
	"tealset/ui/say"
)

// severityWords are those of checks.
var severityWords = map[change.Severity]string{
	change.Block: "block", change.Danger: "danger", change.Warning: "warning", change.Unanswered: "unknown", change.OK: "ok",
}

// checkMember is a check in a document.
type checkMember struct {
	ID       string `json:"id"`
	Severity string `json:"severity"`
	Sentence string `json:"sentence"`
	Instead  string `json:"instead,omitempty"`
}

// changeDocument is what came of a change, the same for every outcome.
type changeDocument struct {
	Operation    string            `json:"operation"`
	Params       map[string]string `json:"params,omitempty"`
	DryRun       bool              `json:"dryRun,omitempty"`
	Outcome      change.Outcome    `json:"outcome"`
	RequestID    string            `json:"requestId,omitempty"`
	Milliseconds int64             `json:"milliseconds"`
	Attempts     int               `json:"attempts"`
	Force        bool              `json:"force"`
	TaskSet      *model.TaskSet    `json:"taskSet,omitempty"`    // of a change of one
	Deployment   string            `json:"deployment,omitempty"` // id or ARN, of a change of one
	Checks       []checkMember     `json:"checks"`
	Fault        *faultMember      `json:"fault,omitempty"`
}

// tellChecks writes what was found, the worst first, on standard error; in a dry run that is
// the answer.
func (c *changing) tellChecks(checks []change.Check) {
	out := c.shell.Err
	if c.options.DryRun && c.options.Format != output.JSON {
		out = c.shell.Out
	}
	if advice, _ := c.flow.Advice(); advice != "" {
		_, _ = fmt.Fprintf(out, "%-8s %s\n", "note", output.Signs(advice))
	}
	for _, check := range checks {
		line := fmt.Sprintf("%-8s %s", severityWords[check.Severity], output.Signs(check.Sentence))
		if check.Instead != "" {
			line += "; " + output.Signs(LowerFirst(strings.TrimSuffix(check.Instead, ".")))
		}
		_, _ = fmt.Fprintln(out, strings.TrimRight(line, " "))
	}
}

// LowerFirst makes the first letter of a text small, but not that of AWS_REGION.
func LowerFirst(text string) string {
	if len(text) < 2 || text[1] != ' ' && (text[1] < 'a' || text[1] > 'z') {
		return text
	}
	return strings.ToLower(text[:1]) + text[1:]
}

// dryRun writes what would be sent.
func (c *changing) dryRun() error {
	c.flow.Cancel()
	if c.options.Format == output.JSON {
		return c.write()
	}
	request := c.flow.Request()
	words := []string{
		"would ask:", c.options.Kind.Operation(), "cluster=" + model.NameOf(request.Target.ClusterARN), "service=" + model.NameOf(request.Target.ServiceARN),
	}
	if request.Target.ID != "" {
		words = append(words, "taskSet="+request.Target.ID)
	}
	for _, name := range slices.Sorted(maps.Keys(request.Params)) {
		words = append(words, name+"="+request.Params[name])
	}
	if c.options.Kind == change.ScaleTaskSet && c.options.Percent != nil {
		words = append(words, "scale="+percentText(*c.options.Percent))
	}
	if c.options.Kind == change.DeleteTaskSet {
		words = append(words, fmt.Sprintf("force=%t", c.options.Force))
	}
	_, err := fmt.Fprintln(c.shell.Out, output.Signs(strings.Join(words, " ")))
	return err
}

// write writes what came of the change.
func (c *changing) write() error {
	if c.options.Format == output.JSON {
		return output.WriteDocument(c.shell.Out, output.JSON, c.document())
	}
	if !c.sent {
		return nil // the sentence on standard error says why
	}
	_, err := fmt.Fprintln(c.shell.Out, output.Signs(c.sentence()))
	return err
}

// written writes what came of a change that was sent. A change that may have been made is never
// one that has not happened because its answer cannot be written: a script would send it again.
func (c *changing) written() error {
	err := c.write()
	if err == nil || errors.Is(err, syscall.EPIPE) || !c.flow.Outcome().MayBeMade() {
		return err
	}
	return Error{CodeUnknown, c.sentence() + ", but the answer could not be written: " + err.Error()}
}

// sentence tells the outcome in one line.
func (c *changing) sentence() string {
	words := fmt.Sprintf("%s %s: %s", c.options.Kind.Operation(), c.target(), c.flow.Outcome())
	if set := c.flow.Answer().TaskSet; set != nil && c.flow.Outcome() == change.Accepted {
		words += ", it is " + say.OrNone(set.Status)
	}
	if request := c.flow.Answer().RequestID; request != "" {
		words += ", request id " + request
	}
	return words
}

// percentText is a scale: "50%", "33.3%".
func percentText(percent float64) string { return strconv.FormatFloat(percent, 'f', -1, 64) + "%" }

func (c *changing) document() changeDocument {
	d := changeDocument{
		Operation: c.options.Kind.Operation(), DryRun: c.options.DryRun, Outcome: change.NotSent,
		Force: c.options.Force, Checks: []checkMember{},
	}
	if c.why != "" {
		d.Fault = &faultMember{Message: c.why}
	}
	if c.flow == nil {
		return d
	}
	request, answer := c.flow.Request(), c.flow.Answer()
	d.Params, d.Deployment, d.RequestID = request.Params, request.Deployment(), answer.RequestID
	if set := c.flow.TaskSet(); set.ARN != "" {
		d.TaskSet = &set
	}
	for _, check := range c.flow.Checks(c.circumstances()) {
		d.Checks = append(d.Checks, checkMember{string(check.ID), severityWords[check.Severity], check.Sentence, check.Instead})
	}
	if !c.sent {
		return d
	}
	d.Outcome, d.Milliseconds, d.Attempts, d.Fault = c.flow.Outcome(), c.took.Milliseconds(), 1, faultOf(answer.Fault)
	if answer.TaskSet != nil {
		d.TaskSet = answer.TaskSet
	}
	if fault := answer.Fault; fault != nil {
		d.RequestID = fault.RequestID
		d.Attempts = fault.Attempts
	}
	return d
}
