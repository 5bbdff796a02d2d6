package ui

import (
	"fmt"
	"strconv"
	"strings"

	"tealset/model"
	"tealset/model/clean"
	"tealset/ui/say"
	"tealset/ui/widget"
)

// detailsText shows every field of the subject with labels that are ECS's member
// names, so that they can be looked up; times also as ages.
func detailsText(about subject) text {
	return func(l look, width int) []textLine {
		if about.object() == nil {
			return plainLines(goneText)
		}
		var d detailsList
		about.details(l, &d)
		return d.lines(l, width)
	}
}

// detailsList are labels and values in the order that they are shown.
type detailsList struct{ rows []detail }

// detail is a label with its value. A command has a line of its own below its label, from
// which it can be copied whole.
type detail struct {
	label, value string
	command      bool
}

func (d *detailsList) add(label, value string) {
	d.rows = append(d.rows, detail{label: label, value: say.OrNone(value)})
}

// command adds a command with its words quoted for a shell.
func (d *detailsList) command(label string, words []string) {
	quoted := make([]string, len(words))
	for i, word := range words {
		quoted[i] = clean.ShellWord(word)
	}
	d.rows = append(d.rows, detail{label, strings.Join(quoted, " "), true})
}

func (d *detailsList) count(label string, n int32) { d.add(label, strconv.Itoa(int(n))) }

func (d *detailsList) optional(label string, n *int32) {
	if n == nil {
		d.add(label, "")
		return
	}
	d.count(label, *n)
}

// goneText stands in place of a text about what the last read does not have any more.
const goneText = "It is gone: the last read does not have it any more."

// lines lays the rows out; a value that is too long goes on below itself.
func (d *detailsList) lines(l look, width int) []textLine {
	const gap = 2
	label := 0
	for _, row := range d.rows {
		if !row.command {
			label = max(label, widget.Width(row.label))
		}
	}
	label = min(label, width/2)
	var lines []textLine
	for _, row := range d.rows {
		if row.command {
			lines = append(lines, textLine{text: l.dim.Render(widget.Cut(row.label, width))}, textLine{text: row.value, whole: true})
			continue
		}
		lines = append(lines, textLine{text: l.dim.Render(widget.Fit(row.label, label)) + widget.Spaces(gap) + row.value, indent: label + gap})
	}
	return lines
}

func (d *detailsList) taskSet(l look, t model.TaskSet) {
	d.add("id", t.ID)
	d.add("status", t.Status)
	d.add("stabilityStatus", t.StabilityStatus)
	d.add("stabilityStatusAt", say.Stamp(t.StabilityStatusAt, l.now))
	d.add("(stability first seen)", say.Stamp(t.StabilitySeen, l.now))
	d.count("runningCount", t.Running)
	d.count("pendingCount", t.Pending)
	d.count("computedDesiredCount", t.ComputedDesired)
	scale := ""
	if t.Scale != nil {
		scale = strings.TrimSpace(fmt.Sprintf("%.6g %s", t.Scale.Value, t.Scale.Unit))
	}
	d.add("scale", scale)
	d.add("taskDefinition", t.TaskDefinition)
	d.add("createdAt", say.Stamp(t.CreatedAt, l.now))
	d.add("updatedAt", say.Stamp(t.UpdatedAt, l.now))
	d.add("startedBy", t.StartedBy)
	d.add("externalId", t.ExternalID)
	d.add("launchType", t.LaunchType)
	d.capacityProviders(t.CapacityProviderStrategy)
	d.add("platformVersion", t.PlatformVersion)
	d.add("platformFamily", t.PlatformFamily)
	d.network(t.NetworkConfiguration)
	d.loadBalancers(t.LoadBalancers)
	d.registries(t.ServiceRegistries)
	kms := ""
	if t.FargateEphemeralStorage != nil {
		kms = t.FargateEphemeralStorage.KMSKeyID
	}
	d.add("fargateEphemeralStorage.kmsKeyId", kms)
	d.add("taskSetArn", t.ARN)
	d.add("serviceArn", t.ServiceARN)
	d.add("clusterArn", t.ClusterARN)
}

func (d *detailsList) capacityProviders(items []model.CapacityProviderItem) {
	if len(items) == 0 {
		d.add("capacityProviderStrategy", "")
	}
	for i, item := range items {
		d.add(fmt.Sprintf("capacityProviderStrategy[%d]", i),
			fmt.Sprintf("%s, weight %d, base %d", say.OrNone(item.CapacityProvider), item.Weight, item.Base))
	}
}

func (d *detailsList) network(n *model.NetworkConfiguration) {
	if n == nil {
		d.add("networkConfiguration", "")
		return
	}
	d.add("subnets", strings.Join(n.AWSVPC.Subnets, ", "))
	d.add("securityGroups", strings.Join(n.AWSVPC.SecurityGroups, ", "))
	d.add("assignPublicIp", n.AWSVPC.AssignPublicIP)
}

func (d *detailsList) loadBalancers(balancers []model.LoadBalancer) {
	if len(balancers) == 0 {
		d.add("loadBalancers", "")
	}
	for i, b := range balancers {
		prefix := fmt.Sprintf("loadBalancers[%d].", i)
		d.add(prefix+"targetGroupArn", b.TargetGroupARN)
		d.add(prefix+"loadBalancerName", b.LoadBalancerName)
		d.add(prefix+"containerName", b.ContainerName)
		d.optional(prefix+"containerPort", b.ContainerPort)
		if a := b.Advanced; a != nil { // without its name: half of a narrow screen is for labels
			d.add(prefix+"alternateTargetGroupArn", a.AlternateTargetGroupARN)
			d.add(prefix+"productionListenerRule", a.ProductionListenerRule)
			d.add(prefix+"testListenerRule", a.TestListenerRule)
			d.add(prefix+"roleArn", a.RoleARN)
		}
	}
}

func (d *detailsList) registries(registries []model.ServiceRegistry) {
	if len(registries) == 0 {
		d.add("serviceRegistries", "")
	}
	for i, r := range registries {
		prefix := fmt.Sprintf("serviceRegistries[%d].", i)
		d.add(prefix+"registryArn", r.RegistryARN)
		d.optional(prefix+"port", r.Port)
		d.add(prefix+"containerName", r.ContainerName)
		d.optional(prefix+"containerPort", r.ContainerPort)
	}
}

func (d *detailsList) tags(tags []model.Tag) {
	if len(tags) == 0 {
		d.add("tags", "")
	}
	for _, tag := range tags {
		d.add("tags."+say.OrNone(tag.Key), tag.Value)
	}
}

// taskSetTags shows the tags, which only DescribeTaskSets tells, or why they are
// not known.
func (d *detailsList) taskSetTags(t model.TaskSet, fault *model.Fault) {
	if fault != nil && t.Tags == nil {
		d.add("tags", "not known: "+fault.Headline)
		return
	}
	d.tags(t.Tags)
}

// listed is what a listing alone tells; ok is false when more is known.
func (d *detailsList) listed(described bool, missing, name, arn string) (ok bool) {
	if described {
		return false
	}
	state := "not described yet"
	if missing != "" {
		state = "not described: ECS answers " + missing
	}
	d.add("(known)", state)
	d.add("name", name)
	d.add("arn", arn)
	return true
}

func serviceDetails(l look, d *detailsList, s model.Service) {
	if d.listed(s.Described, s.Missing, s.Name, s.ARN) {
		return
	}
	d.add("serviceName", s.Name)
	d.add("status", s.Status)
	health := s.Health(l.now)
	d.add("(verdict)", strings.TrimSpace(health.Word+": "+health.Reason))
	d.add("(what to do)", l.advice(health.Advice))
	d.count("runningCount", s.Running)
	d.count("pendingCount", s.Pending)
	d.count("desiredCount", s.Desired)
	d.add("deploymentController", s.ControllerType())
	d.add("taskDefinition", s.TaskDefinition)
	d.add("launchType", s.LaunchType)
	d.add("createdAt", say.Stamp(s.CreatedAt, l.now))
	for i, set := range s.TaskSets {
		d.add(fmt.Sprintf("taskSets[%d]", i), say.Join(model.TaskSetID(set.ARN), say.OrNone(set.Status), say.OrNone(model.Revision(set.TaskDefinition))))
	}
	for i, deployment := range s.Deployments {
		d.add(fmt.Sprintf("deployments[%d]", i), say.Join(deployment.Status, deployment.RolloutState,
			fmt.Sprintf("%s %d/%d", model.Revision(deployment.TaskDefinition), deployment.Running, deployment.Desired),
			fmt.Sprintf("failedTasks %d", deployment.Failed), deployment.RolloutStateReason))
	}
	d.tags(s.Tags)
	d.add("serviceArn", s.ARN)
	d.add("clusterArn", s.ClusterARN)
}

func clusterDetails(_ look, d *detailsList, c model.Cluster) {
	if d.listed(c.Described, c.Missing, c.Name, c.ARN) {
		return
	}
	d.add("clusterName", c.Name)
	d.add("status", c.Status)
	d.count("activeServicesCount", c.ActiveServices)
	d.count("runningTasksCount", c.RunningTasks)
	d.count("pendingTasksCount", c.PendingTasks)
	d.count("registeredContainerInstancesCount", c.ContainerInstances)
	d.tags(c.Tags)
	d.add("clusterArn", c.ARN)
}
