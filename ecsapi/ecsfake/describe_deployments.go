package ecsfake

import (
	"cmp"
	"slices"
)

const (
	// maxDeployments is how many ARNs the two operations that describe take.
	maxDeployments = 20
	// deploymentsPage is the default maxResults of ListServiceDeployments.
	deploymentsPage = 20
)

type (
	wireRevision struct {
		ARN        string   `json:"arn"`
		Requested  int      `json:"requestedTaskCount"`
		Running    int      `json:"runningTaskCount"`
		Pending    int      `json:"pendingTaskCount"`
		Production *percent `json:"requestedProductionTrafficWeight,omitempty"`
		Test       *percent `json:"requestedTestTrafficWeight,omitempty"`
	}
	wireHook struct {
		ID      string `json:"hookId"`
		Type    string `json:"targetType"`
		Status  string `json:"status"`
		Expires epoch  `json:"expiresAt,omitzero"`
		Timeout string `json:"timeoutAction,omitempty"`
	}
	wireBreaker struct {
		Status    string `json:"status"`
		Failures  int    `json:"failureCount"`
		Threshold int    `json:"threshold"`
	}
	wireAlarms struct {
		Status    string   `json:"status"`
		Names     []string `json:"alarmNames,omitempty"`
		Triggered []string `json:"triggeredAlarmNames,omitempty"`
	}
	wireRollback struct {
		Reason   string `json:"reason"`
		Started  epoch  `json:"startedAt,omitzero"`
		Revision string `json:"serviceRevisionArn,omitempty"`
	}
)

type wireServiceDeployment struct {
	ARN           string         `json:"serviceDeploymentArn"`
	ServiceARN    string         `json:"serviceArn"`
	ClusterARN    string         `json:"clusterArn"`
	CreatedAt     epoch          `json:"createdAt,omitzero"`
	StartedAt     epoch          `json:"startedAt,omitzero"`
	FinishedAt    epoch          `json:"finishedAt,omitzero"`
	UpdatedAt     epoch          `json:"updatedAt,omitzero"`
	Sources       []wireRevision `json:"sourceServiceRevisions"`
	Target        *wireRevision  `json:"targetServiceRevision,omitempty"`
	Status        string         `json:"status"`
	StatusReason  string         `json:"statusReason,omitempty"`
	Stage         string         `json:"lifecycleStage,omitempty"`
	Hooks         []wireHook     `json:"lifecycleHookDetails,omitempty"`
	Configuration map[string]any `json:"deploymentConfiguration"`
	Rollback      *wireRollback  `json:"rollback,omitempty"`
	Breaker       wireBreaker    `json:"deploymentCircuitBreaker"`
	Alarms        wireAlarms     `json:"alarms"`
}

type listServiceDeploymentsInput struct {
	Cluster string   `json:"cluster"`
	Service string   `json:"service"`
	Status  []string `json:"status"`
	paging
}

type wireListedDeployment struct {
	ARN          string `json:"serviceDeploymentArn"`
	ServiceARN   string `json:"serviceArn"`
	ClusterARN   string `json:"clusterArn"`
	StartedAt    epoch  `json:"startedAt,omitzero"`
	CreatedAt    epoch  `json:"createdAt,omitzero"`
	FinishedAt   epoch  `json:"finishedAt,omitzero"`
	Target       string `json:"targetServiceRevisionArn,omitempty"`
	Status       string `json:"status"`
	StatusReason string `json:"statusReason,omitempty"`
}

type listServiceDeploymentsOutput struct {
	Deployments []wireListedDeployment `json:"serviceDeployments"`
	nextToken
}

// listServiceDeployments tells the newest first. A service with task sets has none
// (AWS's guide: the external type "remained unchanged").
func (s *Server) listServiceDeployments(in listServiceDeploymentsInput) (*listServiceDeploymentsOutput, error) {
	v, err := s.locate(in.Cluster, in.Service)
	if err != nil {
		return nil, err
	}
	type numbered struct {
		*serviceDeployment
		place int
	}
	var listed []numbered
	for i, d := range slices.Backward(v.deployments) {
		if status, _ := d.status(); len(in.Status) == 0 || slices.Contains(in.Status, status) {
			listed = append(listed, numbered{d, len(v.deployments) - i})
		}
	}
	found, next, err := page(in.paging, deploymentsPage, "ListServiceDeployments/"+v.arn, listed, func(n numbered) int { return n.place })
	if err != nil {
		return nil, err
	}
	out := &listServiceDeploymentsOutput{Deployments: []wireListedDeployment{}, nextToken: next}
	for _, n := range found {
		w := s.renderServiceDeployment(n.serviceDeployment)
		listed := wireListedDeployment{
			ARN: w.ARN, ServiceARN: w.ServiceARN, ClusterARN: w.ClusterARN, StartedAt: w.StartedAt, CreatedAt: w.CreatedAt,
			FinishedAt: w.FinishedAt, Status: w.Status, StatusReason: w.StatusReason,
		}
		if w.Target != nil {
			listed.Target = w.Target.ARN
		}
		out.Deployments = append(out.Deployments, listed)
	}
	return out, nil
}

type describeServiceDeploymentsInput struct {
	ARNs []string `json:"serviceDeploymentArns"`
}

type describeServiceDeploymentsOutput struct {
	Deployments []any         `json:"serviceDeployments"`
	Failures    []wireFailure `json:"failures"`
}

// describeServiceDeployments takes 1 to 20 ARNs (the SDK's documentation); the
// texts of its refusals are ours.
func (s *Server) describeServiceDeployments(in describeServiceDeploymentsInput) (*describeServiceDeploymentsOutput, error) {
	if n := len(in.ARNs); n == 0 || n > maxDeployments {
		return nil, invalid("serviceDeploymentArns must have 1 to %d elements.", maxDeployments)
	}
	out := &describeServiceDeploymentsOutput{Deployments: []any{}, Failures: []wireFailure{}}
	all := s.serviceDeployments()
	for _, arn := range in.ARNs {
		i := slices.IndexFunc(all, func(d *serviceDeployment) bool { return d.arn == arn })
		if i < 0 {
			out.Failures = append(out.Failures, wireFailure{arn, reasonMissing})
			continue
		}
		out.Deployments = append(out.Deployments, overlaid(s.renderServiceDeployment(all[i]), all[i].Raw))
	}
	return out, nil
}

func (s *Server) renderServiceDeployment(d *serviceDeployment) wireServiceDeployment {
	status, finished := d.status()
	w := wireServiceDeployment{
		ARN: d.arn, ServiceARN: d.service.arn, ClusterARN: d.service.cluster.arn,
		CreatedAt: epoch{d.created}, StartedAt: epoch{d.created}, FinishedAt: epoch{finished}, UpdatedAt: epoch{d.updated},
		Sources: []wireRevision{}, Status: status, StatusReason: d.StatusReason, Stage: d.Stage,
		Configuration: s.configuration(d.service),
		Breaker:       wireBreaker{cmp.Or(d.Breaker, "MONITORING"), d.Failures, cmp.Or(d.Threshold, 3)},
		Alarms:        wireAlarms{"DISABLED", d.Alarms, d.Triggered},
	}
	switch {
	case len(d.Triggered) > 0:
		w.Alarms.Status = "TRIGGERED"
	case len(d.Alarms) > 0:
		w.Alarms.Status = "MONITORING"
	}
	if d.target != nil {
		w.Target = new(s.summary(d.target))
		w.Target.Production, w.Target.Test = part(d.Production), part(d.Test)
	}
	for i, t := range d.sources {
		source := s.summary(t)
		if i == 0 && d.Production != nil {
			source.Production, source.Test = new(percent(100-*d.Production)), new(percent(0))
		}
		w.Sources = append(w.Sources, source)
	}
	for _, h := range d.Hooks {
		w.Hooks = append(w.Hooks, wireHook{
			ID: h.ID, Type: cmp.Or(h.Type, "PAUSE"), Status: cmp.Or(h.Status, "AWAITING_ACTION"),
			Expires: epoch{d.hooksFrom.Add(h.Expires)}, Timeout: cmp.Or(h.Timeout, "ROLLBACK"),
		})
	}
	if d.Rollback != "" {
		w.Rollback = &wireRollback{Reason: d.Rollback, Started: epoch{d.updated}}
		if len(d.sources) > 0 {
			w.Rollback.Revision = s.revisionARN(d.sources[0])
		}
	}
	return w
}

func part(p *float64) *percent {
	if p == nil {
		return nil
	}
	return new(percent(*p))
}

// revisionARN is the service revision of a set.
func (s *Server) revisionARN(t *taskSet) string {
	return s.identity.arn("service-revision/" + t.service.cluster.name + "/" + t.service.name + "/" + derivedNumber(19, t.wire.ID))
}

func (s *Server) summary(t *taskSet) wireRevision {
	running, pending := t.counts()
	return wireRevision{ARN: s.revisionARN(t), Requested: t.computedDesired(), Running: running, Pending: pending}
}

// configuration is the deploymentConfiguration of a service.
func (s *Server) configuration(v *service) map[string]any {
	all := map[string]any{"maximumPercent": 200, "minimumHealthyPercent": 100}
	if v.strategy.Name == "" {
		return all
	}
	all["strategy"], all["bakeTimeInMinutes"] = v.strategy.Name, v.strategy.BakeMinutes
	all["deploymentCircuitBreaker"] = map[string]any{
		"enable": true, "rollback": true, "resetOnHealthyTask": true,
		"thresholdConfiguration": map[string]any{"type": "BOUNDED_PERCENT", "value": 50},
	}
	switch v.strategy.Name {
	case "CANARY":
		all["canaryConfiguration"] = map[string]any{"canaryPercent": percent(v.strategy.Percent), "canaryBakeTimeInMinutes": v.strategy.StepMinutes}
	case "LINEAR":
		all["linearConfiguration"] = map[string]any{"stepPercent": percent(v.strategy.Percent), "stepBakeTimeInMinutes": v.strategy.StepMinutes}
	}
	return all
}

// advanced is what a service with a strategy says of its load balancer.
func (s *Server) advanced(v *service) *Advanced {
	if v.strategy.Alternate == "" {
		return nil
	}
	a := &Advanced{
		Alternate: s.group(v.strategy.Alternate).arn,
		Role:      "arn:" + s.identity.partition + ":iam::" + s.identity.account + ":role/ecsInfrastructureRole",
	}
	if r := s.rule(v.strategy.Balancer, v.strategy.Port, v.strategy.Priority); r != nil {
		a.Production = r.ecsARN()
	}
	if r := s.rule(v.strategy.Balancer, v.strategy.TestPort, v.strategy.TestPriority); r != nil {
		a.Test = r.ecsARN()
	}
	return a
}

// ecsARN is how a service names a rule: by the listener's ARN where the balancer is a
// network one.
func (r *rule) ecsARN() string {
	if r.listener.balancer.kind == Network {
		return r.listener.arn
	}
	return r.arn
}
