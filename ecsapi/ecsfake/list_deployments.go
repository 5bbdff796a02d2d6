package ecsfake

import (
	"slices"
	"time"
)

// codeDeploymentsPage is how many ids ListDeployments tells at once: the documentation has no
// number.
const codeDeploymentsPage = 100

func (d *codeDeployment) application() string { return "AppECS-" + d.Cluster + "-" + d.Service }

func (d *codeDeployment) group() string { return "DgpECS-" + d.Cluster + "-" + d.Service }

type listDeploymentsInput struct {
	Application string `json:"applicationName"`
	Group       string `json:"deploymentGroupName"`
	Created     struct {
		Start float64 `json:"start"` // seconds
	} `json:"createTimeRange"`
	paging
}

type listDeploymentsOutput struct {
	IDs []string `json:"deployments"`
	nextToken
}

// listDeployments tells the newest first. The texts are ours.
func (s *Server) listDeployments(in listDeploymentsInput) (*listDeploymentsOutput, error) {
	type numbered struct {
		*codeDeployment
		place int
	}
	start := time.UnixMilli(int64(1000 * in.Created.Start))
	application, group := false, false
	var listed []numbered
	for i, d := range slices.Backward(s.codeDeployments) {
		of := d.application() == in.Application
		application, group = application || of, group || of && d.group() == in.Group
		if of && d.group() == in.Group && !d.created.Before(start) {
			listed = append(listed, numbered{d, len(s.codeDeployments) - i})
		}
	}
	switch {
	case !application:
		return nil, &exception{"ApplicationDoesNotExistException", "No application found for name: " + in.Application}
	case !group:
		return nil, &exception{"DeploymentGroupDoesNotExistException", "No deployment group found for name: " + in.Group}
	}
	found, next, err := page(in.paging, codeDeploymentsPage, "ListDeployments/"+in.Group, listed, func(n numbered) int { return n.place })
	if err != nil {
		return nil, err
	}
	out := &listDeploymentsOutput{IDs: []string{}, nextToken: next}
	for _, d := range found {
		out.IDs = append(out.IDs, d.ID)
	}
	return out, nil
}
