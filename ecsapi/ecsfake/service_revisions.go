package ecsfake

type (
	wireImage struct {
		Container string `json:"containerName"`
		Digest    string `json:"imageDigest"`
		Image     string `json:"image"`
	}
	wireResolved struct {
		LoadBalancers []wireResolvedBalancer `json:"loadBalancers"`
	}
	wireResolvedBalancer struct {
		Group      string `json:"targetGroupArn"`
		Production string `json:"productionListenerRule,omitempty"`
	}
)

type wireServiceRevision struct {
	ARN            string `json:"serviceRevisionArn"`
	ServiceARN     string `json:"serviceArn"`
	ClusterARN     string `json:"clusterArn"`
	TaskDefinition string `json:"taskDefinition"`
	wireLaunch
	LoadBalancers []LoadBalancer `json:"loadBalancers,omitempty"`
	Images        []wireImage    `json:"containerImages"`
	GuardDuty     bool           `json:"guardDutyEnabled"`
	Resolved      *wireResolved  `json:"resolvedConfiguration,omitempty"`
	CreatedAt     epoch          `json:"createdAt,omitzero"`
}

type describeServiceRevisionsInput struct {
	ARNs []string `json:"serviceRevisionArns"`
}

type describeServiceRevisionsOutput struct {
	Revisions []wireServiceRevision `json:"serviceRevisions"`
	Failures  []wireFailure         `json:"failures"`
}

// describeServiceRevisions takes 1 to 20 ARNs (the SDK's documentation); the text of
// its refusal is ours. The revision of a set stays when the set has gone.
func (s *Server) describeServiceRevisions(in describeServiceRevisionsInput) (*describeServiceRevisionsOutput, error) {
	if n := len(in.ARNs); n == 0 || n > maxDeployments {
		return nil, invalid("serviceRevisionArns must have 1 to %d elements.", maxDeployments)
	}
	known := map[string]*taskSet{}
	for _, d := range s.serviceDeployments() {
		for _, t := range append(d.sources, d.target) {
			if t != nil {
				known[s.revisionARN(t)] = t
			}
		}
	}
	out := &describeServiceRevisionsOutput{Revisions: []wireServiceRevision{}, Failures: []wireFailure{}}
	for _, arn := range in.ARNs {
		if t := known[arn]; t != nil {
			out.Revisions = append(out.Revisions, s.renderRevision(t))
		} else {
			out.Failures = append(out.Failures, wireFailure{arn, reasonMissing})
		}
	}
	return out, nil
}

func (s *Server) renderRevision(t *taskSet) wireServiceRevision {
	w := wireServiceRevision{
		ARN: s.revisionARN(t), ServiceARN: t.service.arn, ClusterARN: t.service.cluster.arn,
		TaskDefinition: t.wire.TaskDefinition, wireLaunch: t.wire.wireLaunch,
		LoadBalancers: s.serviceBalancers(t.service), Images: []wireImage{}, CreatedAt: t.wire.CreatedAt,
	}
	for _, c := range s.definition(t.wire.TaskDefinition).Containers {
		w.Images = append(w.Images, wireImage{c.Name, "sha256:" + derived(64, c.Image), c.Image})
	}
	if a := s.advanced(t.service); a != nil {
		w.Resolved = &wireResolved{}
		for _, l := range t.wire.LoadBalancers {
			w.Resolved.LoadBalancers = append(w.Resolved.LoadBalancers, wireResolvedBalancer{l.TargetGroupArn, a.Production})
		}
	}
	return w
}

// serviceBalancers are the load balancers that the service itself names: those of its
// PRIMARY set, and with a strategy those of its oldest one, since its target groups
// change their parts with each deployment and the service does not.
func (s *Server) serviceBalancers(v *service) []LoadBalancer {
	t := v.primary()
	if v.strategy.Alternate != "" && len(v.sets) > 0 {
		t = v.sets[0]
	}
	if t == nil {
		return []LoadBalancer{}
	}
	balancers := append([]LoadBalancer{}, t.wire.LoadBalancers...)
	for i := range balancers {
		balancers[i].Advanced = s.advanced(v)
	}
	return balancers
}
