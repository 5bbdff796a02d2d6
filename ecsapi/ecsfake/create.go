package ecsfake

import (
	"cmp"
)

type createTaskSetInput struct {
	target
	ExternalID        string                         `json:"externalId"`
	TaskDefinition    string                         `json:"taskDefinition"`
	Network           *wireNetwork                   `json:"networkConfiguration"`
	LoadBalancers     []LoadBalancer                 `json:"loadBalancers"`
	ServiceRegistries []ServiceRegistry              `json:"serviceRegistries"`
	LaunchType        string                         `json:"launchType"`
	CapacityProviders []CapacityProviderStrategyItem `json:"capacityProviderStrategy"`
	PlatformVersion   string                         `json:"platformVersion"`
	Scale             *wireScale                     `json:"scale"`
	ClientToken       string                         `json:"clientToken"`
	Tags              []wireTag                      `json:"tags"`
}

// createTaskSet adds an ACTIVE set. Without a scale it has 0 % and no tasks. An
// external deployment does not use startedBy (the SDK's documentation). The
// texts for a missing task definition and for the two ways of launch at once
// are ours.
func (s *Server) createTaskSet(in createTaskSetInput) (*taskSetOutput, error) {
	v, err := s.writable(in.target)
	if err != nil {
		return nil, err
	}
	for _, t := range v.sets {
		if in.ClientToken != "" && in.ClientToken == t.clientToken {
			return &taskSetOutput{t.render(true)}, nil
		}
	}
	if in.TaskDefinition == "" {
		return nil, invalid("TaskDefinition cannot be empty.")
	}
	if in.LaunchType != "" && len(in.CapacityProviders) > 0 {
		return nil, invalid("launchType and capacityProviderStrategy cannot both be specified.")
	}
	if in.Scale != nil {
		if err := in.Scale.check(); err != nil {
			return nil, err
		}
	}
	if len(v.sets) >= maxTaskSets {
		return nil, invalid("%d deployments exist on the service. Unable to create new TaskSet since this exceeds the maximum limit.", len(v.sets))
	}
	t := s.newTaskSet(v, "", s.at)
	s.furnish(t, in)
	s.reconcile(t, s.at)
	return &taskSetOutput{t.render(true)}, nil
}

// furnish gives a new set what the request says of it.
func (s *Server) furnish(t *taskSet, in createTaskSetInput) {
	w := &t.wire
	w.ExternalID, w.TaskDefinition = in.ExternalID, s.identity.taskDefinition(in.TaskDefinition)
	if in.Network != nil {
		w.Network = in.Network
	}
	switch {
	case len(in.CapacityProviders) > 0:
		w.LaunchType, w.CapacityProviders = "", in.CapacityProviders
	case in.LaunchType != "":
		w.LaunchType, w.CapacityProviders = in.LaunchType, nil
	}
	w.PlatformVersion = cmp.Or(in.PlatformVersion, w.PlatformVersion)
	if w.LaunchType == ec2 {
		w.PlatformVersion, w.PlatformFamily = "", ""
	}
	if in.Scale != nil {
		w.Scale.Value = in.Scale.Value
	}
	for _, l := range in.LoadBalancers {
		w.LoadBalancers = append(w.LoadBalancers, s.attached(l))
	}
	w.ServiceRegistries = append(w.ServiceRegistries, in.ServiceRegistries...)
	t.clientToken = in.ClientToken
	t.tags = map[string]string{}
	for _, tag := range in.Tags {
		t.tags[tag.Key] = tag.Value
	}
}
