package ui

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/model"
	"tealset/ui/say"
)

// details are every field of a task. What its end means and where its log is come first.
func (p *tasksPage) details(l look, d *detailsList, t model.Task) {
	if d.listed(t.Described, t.Missing, t.ID(), t.ARN) {
		return
	}
	if t.Stopped() {
		stop := t.WhyStopped()
		d.add("(why it stopped)", stop.Words)
		d.add("stopCode", t.StopCode)
		d.add("stoppedReason", t.StoppedReason)
	}
	d.add("lastStatus", t.LastStatus)
	d.add("desiredStatus", t.DesiredStatus)
	d.add("healthStatus", t.Health)
	d.add("(side)", p.sideOf(t))
	d.add("startedBy", t.StartedBy)
	d.add("availabilityZone", t.AvailabilityZone)
	d.add("(private address)", t.PrivateAddress())
	d.taskContainers(t)
	d.taskLogs(p.conn, t)
	d.taskTimes(l, t)
	d.taskAttachments(t)
	d.add("taskDefinitionArn", t.TaskDefinition)
	d.add("launchType", t.LaunchType)
	d.add("capacityProviderName", t.CapacityProvider)
	d.add("platformVersion", t.PlatformVersion)
	d.add("cpu", t.CPU)
	d.add("memory", t.Memory)
	d.add("containerInstanceArn", t.ContainerInstanceARN)
	d.add("connectivity", t.Connectivity)
	d.add("taskArn", t.ARN)
	d.add("clusterArn", t.ClusterARN)
}

func (d *detailsList) taskContainers(t model.Task) {
	if len(t.Containers) == 0 {
		d.add("containers", "")
	}
	for i, c := range t.Containers {
		const prefix = "  " // of what is within the container
		d.add(fmt.Sprintf("containers[%d]", i), c.Name)
		d.add(prefix+"image", c.Image)
		d.add(prefix+"imageDigest", c.ImageDigest)
		d.add(prefix+"lastStatus", c.LastStatus)
		d.add(prefix+"healthStatus", c.Health)
		d.add(prefix+"exitCode", exitText(c.ExitCode))
		d.add(prefix+"reason", c.Reason)
		for _, port := range c.NetworkBindings {
			d.add(prefix+"networkBindings", portText(port))
		}
	}
}

// exitText is an exit code with what it mostly means; empty for one that there is not.
func exitText(code *int32) string {
	if code == nil {
		return ""
	}
	if words := model.ExitWords(*code); words != "" {
		return fmt.Sprintf("%d (%s)", *code, words)
	}
	return fmt.Sprint(*code)
}

func portText(b model.NetworkBinding) string {
	port := func(n *int32) string {
		if n == nil {
			return say.None
		}
		return fmt.Sprint(*n)
	}
	return strings.TrimSpace(fmt.Sprintf("%s:%s → %s %s", say.OrNone(b.BindIP), port(b.HostPort), port(b.ContainerPort), b.Protocol))
}

// taskLogs tells for each container where its log is, as far as the task definition tells
// it, with the command that shows it.
func (d *detailsList) taskLogs(conn *connection, t model.Task) {
	row := conn.store.TaskDefinitions.Row(model.TaskDefinitionKey(t.TaskDefinition))
	switch fault := conn.definitionFaults[t.TaskDefinition]; {
	case row != nil && row.Value.Missing == "":
	case row != nil:
		d.add("(log)", "not known: ECS answers "+row.Value.Missing)
		return
	case fault != nil:
		d.add("(log)", "not known: "+fault.Headline)
		return
	default:
		d.add("(log)", "reading the task definition…")
		return
	}
	for i, c := range t.Containers {
		label := fmt.Sprintf("(log of [%d])", i)
		log, ok := row.Value.LogOf(t, c.Name)
		if !ok {
			d.add(label, "not in CloudWatch Logs, by its task definition")
			continue
		}
		d.add(label, say.Join(log.Group, log.Stream))
		d.command(fmt.Sprintf("(follow the log of %s)", say.OrNone(c.Name)), log.Command(conn.cli(conn.LogsEndpoint)))
	}
}

// taskTimes are the times of a task in their order. Those of its end are told where there
// are any.
func (d *detailsList) taskTimes(l look, t model.Task) {
	for _, moment := range []struct {
		label string
		at    time.Time
		ends  bool
	}{
		{"createdAt", t.CreatedAt, false},
		{"pullStartedAt", t.PullStartedAt, false},
		{"pullStoppedAt", t.PullStoppedAt, false},
		{"startedAt", t.StartedAt, false},
		{"stoppingAt", t.StoppingAt, true},
		{"executionStoppedAt", t.ExecutionStoppedAt, true},
		{"stoppedAt", t.StoppedAt, true},
		{"connectivityAt", t.ConnectivityAt, true},
	} {
		if !moment.ends || !moment.at.IsZero() {
			d.add(moment.label, say.Stamp(moment.at, l.now))
		}
	}
}

func (d *detailsList) taskAttachments(t model.Task) {
	if len(t.Attachments) == 0 {
		d.add("attachments", "")
	}
	for i, a := range t.Attachments {
		const prefix = "  " // of what is within the attachment
		d.add(fmt.Sprintf("attachments[%d]", i), say.Join(a.Type, a.Status))
		d.add(prefix+"id", a.ID)
		for _, detail := range a.Details {
			d.add(prefix+say.OrNone(detail.Name), detail.Value)
		}
	}
}

// readDefinition asks for the task definition of a task, which never changes: once.
func (m *Model) readDefinition(about subject) tea.Cmd {
	if about.definition == "" || about.conn.store.TaskDefinitions.Row(model.TaskDefinitionKey(about.definition)) != nil {
		return nil
	}
	ctx, conn, name, clock := m.ctx, about.conn, about.definition, m.clock
	began := m.look.now
	return func() tea.Msg {
		read, err := conn.Backend.DescribeTaskDefinition(ctx, name)
		return definitionReadMsg{conn: conn, arn: name, definition: read, err: err, began: began, at: clock()}
	}
}

// definitionRead keeps the task definition, or why it is not known.
func (m *Model) definitionRead(msg definitionReadMsg) {
	delete(msg.conn.definitionFaults, msg.arn)
	if msg.err != nil {
		msg.conn.definitionFaults[msg.arn] = model.AsFault("DescribeTaskDefinition", msg.err)
		return
	}
	msg.conn.store.TaskDefinitions.Put(model.TaskDefinitionKey(msg.arn), msg.definition, msg.began, msg.at)
}
