package ecsfake

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// overlaid is a wire struct with the Raw members of a spec over its own.
func overlaid(wire any, raw map[string]any) any {
	if len(raw) == 0 {
		return wire
	}
	members := map[string]any{}
	plain, err := json.Marshal(wire)
	if err == nil {
		err = json.Unmarshal(plain, &members)
	}
	if err != nil {
		return err.Error() // Not reached: every wire struct is a JSON object.
	}
	for name, value := range raw {
		if value == nil {
			delete(members, name)
		} else {
			members[name] = value
		}
	}
	return members
}

// tagsOf lists tags by key. It is empty where they were not asked for.
func tagsOf(tags map[string]string, included bool) []wireTag {
	list := []wireTag{}
	if !included {
		return list
	}
	for _, key := range slices.Sorted(maps.Keys(tags)) {
		list = append(list, wireTag{key, tags[key]})
	}
	return list
}

// missing is the failure for a name or ARN that leads nowhere.
func (s *Server) missing(resource, name string) wireFailure {
	if !strings.HasPrefix(name, "arn:") {
		name = s.identity.arn(resource + name)
	}
	return wireFailure{ARN: name, Reason: reasonMissing}
}

func (t *taskSet) render(tags bool) any {
	return overlaid(t.onWire(tags), t.raw)
}

func (t *taskSet) onWire(tags bool) wireTaskSet {
	w := t.wire
	w.ComputedDesired = t.computedDesired()
	w.Running, w.Pending = t.counts()
	w.Tags = tagsOf(t.tags, tags)
	return w
}

func (t *taskSet) renderDeployment() any {
	w := t.onWire(false)
	d := wireDeployment{
		ID: w.ID, Status: w.Status, TaskDefinition: w.TaskDefinition,
		Desired: w.ComputedDesired, Pending: w.Pending, Running: w.Running, Failed: t.failed,
		CreatedAt: w.CreatedAt, UpdatedAt: w.UpdatedAt,
		wireLaunch: w.wireLaunch,
	}
	d.RolloutState, d.RolloutStateReason = t.rollout()
	return overlaid(d, t.raw)
}

// render writes a service down. What belongs to a task set is that of the
// PRIMARY one, and absent where there is none (AWS's guide to the external
// deployment type). The rest has the values of recorded answers.
func (s *Server) render(v *service, tags bool) any {
	w := wireService{
		ARN: v.arn, Name: v.name, ClusterARN: v.cluster.arn, Status: v.status, Desired: v.desired,
		LoadBalancers: []LoadBalancer{}, ServiceRegistries: []ServiceRegistry{},
		Configuration: s.configuration(v),
		RoleARN:       "arn:" + s.identity.partition + ":iam::" + s.identity.account + ":role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS",
		Events:        slices.Clone(v.events), CreatedAt: epoch{v.created},
		Constraints: []string{}, Strategy: []string{},
		Scheduling: "REPLICA", CreatedBy: "arn:" + s.identity.partition + ":iam::" + s.identity.account + ":role/deployer",
		ManagedTags: true, PropagateTags: "NONE", Tags: tagsOf(v.tags, tags),
	}
	if w.Events == nil {
		w.Events = []wireEvent{}
	}
	slices.Reverse(w.Events)
	w.Running, w.Pending = v.counts()
	if v.controller != NoController {
		w.Controller = &wireController{v.controller}
	}
	if t := v.primary(); t != nil {
		w.TaskDefinition, w.LoadBalancers, w.ServiceRegistries = t.wire.TaskDefinition, s.serviceBalancers(v), t.wire.ServiceRegistries
		w.wireLaunch = t.wire.wireLaunch
	}
	if v.usesTaskSets() {
		w.TaskSets = []any{}
		for _, t := range v.sets {
			w.TaskSets = append(w.TaskSets, t.render(tags))
		}
	} else {
		w.Deployments = []any{}
		for _, t := range v.sets {
			w.Deployments = append(w.Deployments, t.renderDeployment())
			w.CurrentRevisions = append(w.CurrentRevisions, s.summary(t))
		}
		if d := v.current(); d != nil {
			w.CurrentDeployment = d.arn
		}
	}
	return overlaid(w, v.raw)
}
