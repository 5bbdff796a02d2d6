package ecsfake

import (
	"cmp"
	"strings"
)

// codeDeployOperations are all that this CodeDeploy knows. Never changed.
var codeDeployOperations = map[string]operation{
	"ListDeployments":     decoded((*Server).listDeployments),
	"GetDeployment":       decoded((*Server).getDeployment),
	"GetDeploymentTarget": decoded((*Server).getDeploymentTarget),
	"ContinueDeployment":  decoded((*Server).continueDeployment),
	"StopDeployment":      decoded((*Server).stopDeployment),
}

type (
	wireDiagnostics struct {
		Code    string `json:"errorCode"`
		Script  string `json:"scriptName"`
		Message string `json:"message"`
		Log     string `json:"logTail"`
	}
	wireLifecycleEvent struct {
		Name        string           `json:"lifecycleEventName"`
		Start       epoch            `json:"startTime,omitzero"`
		End         epoch            `json:"endTime,omitzero"`
		Status      string           `json:"status"`
		Diagnostics *wireDiagnostics `json:"diagnostics,omitempty"`
	}
	wireGroupName struct {
		Name string `json:"name"`
	}
	wireTaskSetInfo struct {
		ID      string         `json:"identifer"`
		Desired int            `json:"desiredCount"`
		Pending int            `json:"pendingCount"`
		Running int            `json:"runningCount"`
		Status  string         `json:"status"`
		Weight  percent        `json:"trafficWeight"`
		Group   *wireGroupName `json:"targetGroup,omitempty"`
		Label   string         `json:"taskSetLabel,omitempty"`
	}
	wireECSTarget struct {
		DeploymentID string               `json:"deploymentId"`
		ID           string               `json:"targetId"`
		ARN          string               `json:"targetArn"`
		UpdatedAt    epoch                `json:"lastUpdatedAt,omitzero"`
		Events       []wireLifecycleEvent `json:"lifecycleEvents"`
		Status       string               `json:"status"`
		TaskSets     []wireTaskSetInfo    `json:"taskSetsInfo"`
	}
	wireRoute struct {
		ARNs []string `json:"listenerArns"`
	}
	wirePair struct {
		Groups     []wireGroupName `json:"targetGroups"`
		Production *wireRoute      `json:"prodTrafficRoute,omitempty"`
		Test       *wireRoute      `json:"testTrafficRoute,omitempty"`
	}
	wireErrorInformation struct {
		Code    string `json:"code"`
		Message string `json:"message"`
	}
	wireRollbackInfo struct {
		ID string `json:"rollbackDeploymentId"`
	}
)

type wireDeploymentInfo struct {
	Application string                `json:"applicationName"`
	Group       string                `json:"deploymentGroupName"`
	Config      string                `json:"deploymentConfigName"`
	ID          string                `json:"deploymentId"`
	Status      string                `json:"status"`
	Error       *wireErrorInformation `json:"errorInformation,omitempty"`
	CreatedAt   epoch                 `json:"createTime,omitzero"`
	StartedAt   epoch                 `json:"startTime,omitzero"`
	CompletedAt epoch                 `json:"completeTime,omitzero"`
	Rollback    *wireRollbackInfo     `json:"rollbackInfo,omitempty"`
	Overview    map[string]int        `json:"deploymentOverview"`
	Creator     string                `json:"creator"`
	Style       map[string]string     `json:"deploymentStyle"`
	Terminating bool                  `json:"instanceTerminationWaitTimeStarted"`
	BlueGreen   map[string]any        `json:"blueGreenDeploymentConfiguration"`
	Balancing   map[string][]wirePair `json:"loadBalancerInfo"`
	Platform    string                `json:"computePlatform"`
}

type getDeploymentInput struct {
	ID       string `json:"deploymentId"`
	TargetID string `json:"targetId"`
}

type getDeploymentOutput struct {
	Info any `json:"deploymentInfo"`
}

// find finds the deployment that a request is about. The texts are ours.
func (in getDeploymentInput) find(s *Server) (*codeDeployment, error) {
	switch d := s.codeDeployment(in.ID); {
	case d != nil:
		return d, nil
	case in.ID == "":
		return nil, &exception{"DeploymentIdRequiredException", "The deployment ID was not specified."}
	case !strings.HasPrefix(in.ID, "d-"):
		return nil, &exception{"InvalidDeploymentIdException", "The specified deployment ID is not in a valid format."}
	default:
		return nil, &exception{"DeploymentDoesNotExistException", "The deployment " + in.ID + " could not be found."}
	}
}

func (s *Server) getDeployment(in getDeploymentInput) (*getDeploymentOutput, error) {
	d, err := in.find(s)
	if err != nil {
		return nil, err
	}
	w := wireDeploymentInfo{
		Application: d.application(), Group: d.group(),
		Config: "CodeDeployDefault.ECSCanary10Percent5Minutes", ID: d.ID, Status: cmp.Or(d.Status, inProgress),
		CreatedAt: epoch{d.created}, StartedAt: epoch{d.created}, CompletedAt: epoch{d.completed},
		Overview: map[string]int{}, Creator: "user", Platform: "ECS", Terminating: d.Terminating,
		Style: map[string]string{"deploymentType": "BLUE_GREEN", "deploymentOption": "WITH_TRAFFIC_CONTROL"},
		BlueGreen: map[string]any{
			"deploymentReadyOption":                     map[string]any{"actionOnTimeout": "CONTINUE_DEPLOYMENT", "waitTimeInMinutes": 0},
			"terminateBlueInstancesOnDeploymentSuccess": map[string]any{"action": "TERMINATE", "terminationWaitTimeInMinutes": d.TerminationWait},
		},
		Balancing: map[string][]wirePair{"targetGroupPairInfoList": {s.pair(d)}},
	}
	for _, status := range []string{pendingStatus, inProgress, succeeded, failedStatus, "Skipped", deploymentReady} {
		w.Overview[status] = 0
	}
	w.Overview[targetStatus(d)] = 1
	if d.ReadyWait > 0 {
		w.BlueGreen["deploymentReadyOption"] = map[string]any{"actionOnTimeout": "STOP_DEPLOYMENT", "waitTimeInMinutes": d.ReadyWait}
	}
	if d.Error != "" {
		w.Error = &wireErrorInformation{d.Error, d.Message}
	}
	if d.RolledBackBy != "" {
		w.Rollback = &wireRollbackInfo{d.RolledBackBy}
	}
	if w.Status == deploymentCreated {
		w.StartedAt = epoch{}
	}
	return &getDeploymentOutput{overlaid(w, d.Raw)}, nil
}

// pair are the target groups and the listeners of the deployment.
func (s *Server) pair(d *codeDeployment) wirePair {
	p := wirePair{Groups: []wireGroupName{}}
	for _, name := range d.Groups {
		p.Groups = append(p.Groups, wireGroupName{name})
	}
	if r := s.rule(d.Balancer, d.Port, defaultPriority); r != nil {
		p.Production = &wireRoute{[]string{r.listener.arn}}
	}
	if r := s.rule(d.Balancer, d.TestPort, defaultPriority); r != nil {
		p.Test = &wireRoute{[]string{r.listener.arn}}
	}
	return p
}

// targetStatus is how the one target of the deployment is doing: it has succeeded
// while the deployment waits with the end of the blue set.
func targetStatus(d *codeDeployment) string {
	switch {
	case d.Terminating:
		return succeeded
	case d.Status == "Stopped":
		return failedStatus
	default:
		return cmp.Or(d.Status, inProgress)
	}
}

type getDeploymentTargetOutput struct {
	Target map[string]any `json:"deploymentTarget"`
}

func (s *Server) getDeploymentTarget(in getDeploymentInput) (*getDeploymentTargetOutput, error) {
	d, err := in.find(s)
	switch {
	case err != nil:
		return nil, err
	case d.Status == deploymentCreated || d.Status == "Queued":
		return nil, &exception{"DeploymentNotStartedException", "The deployment " + d.ID + " has not been started."}
	case in.TargetID != d.Cluster+":"+d.Service:
		return nil, &exception{"DeploymentTargetDoesNotExistException", "The deployment target " + in.TargetID + " could not be found."}
	case d.CloudFormation:
		return &getDeploymentTargetOutput{map[string]any{"deploymentTargetType": "CloudFormationTarget", "cloudFormationTarget": map[string]any{
			"deploymentId": d.ID, "targetId": in.TargetID, "status": targetStatus(d),
		}}}, nil
	}
	w := wireECSTarget{
		DeploymentID: d.ID, ID: in.TargetID, UpdatedAt: epoch{d.updated}, Events: d.events, Status: targetStatus(d), TaskSets: []wireTaskSetInfo{},
	}
	if v := s.deployed(d); v != nil {
		w.ARN = v.arn
		for _, t := range v.sets {
			w.TaskSets = append(w.TaskSets, s.taskSetInfo(d, t))
		}
	}
	return &getDeploymentTargetOutput{map[string]any{"deploymentTargetType": "ECSTarget", "ecsTarget": overlaid(w, d.TargetRaw)}}, nil
}

func (s *Server) taskSetInfo(d *codeDeployment, t *taskSet) wireTaskSetInfo {
	running, pending := t.counts()
	info := wireTaskSetInfo{
		ID: t.wire.ID, Desired: t.computedDesired(), Pending: pending, Running: running, Status: t.wire.Status,
		Weight: s.trafficWeight(d, t), Label: "Blue",
	}
	if t.wire.ExternalID == d.ID {
		info.Label = "Green"
	}
	if d.NoLabels {
		info.Label = ""
	}
	if len(t.wire.LoadBalancers) > 0 {
		info.Group = &wireGroupName{s.group(t.wire.LoadBalancers[0].TargetGroupArn).name}
	}
	return info
}
