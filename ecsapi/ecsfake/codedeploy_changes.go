package ecsfake

import "time"

type continueDeploymentInput struct {
	ID   string `json:"deploymentId"`
	Wait string `json:"deploymentWaitType"`
}

// underWay finds a deployment that has not come to its end. The text is ours.
func (s *Server) underWay(id string) (*codeDeployment, error) {
	d, err := getDeploymentInput{ID: id}.find(s)
	if err != nil {
		return nil, err
	}
	if d.final() {
		return nil, &exception{"DeploymentAlreadyCompletedException", "The deployment " + id + " is already completed."}
	}
	return d, nil
}

// continueDeployment lets a deployment go on that waits: before the traffic shifts, or before
// the blue set ends. The texts are ours.
func (s *Server) continueDeployment(in continueDeploymentInput) (struct{}, error) {
	d, err := s.underWay(in.ID)
	if err != nil {
		return struct{}{}, err
	}
	notReady := &exception{"DeploymentIsNotInReadyStateException", "The deployment " + in.ID + " is not in the ready state."}
	switch in.Wait {
	case "READY_WAIT", "":
		if d.Status != deploymentReady {
			return struct{}{}, notReady
		}
		s.deployerOf(d).act().reroute(s.at)
	case "TERMINATION_WAIT":
		if !d.Terminating {
			return struct{}{}, notReady
		}
		s.deployerOf(d).act().finish(s.at)
	default:
		return struct{}{}, &exception{"InvalidDeploymentWaitTypeException", "The wait type is invalid."}
	}
	return struct{}{}, nil
}

type stopDeploymentInput struct {
	ID       string `json:"deploymentId"`
	RollBack bool   `json:"autoRollbackEnabled"`
}

type stopDeploymentOutput struct {
	Status  string `json:"status"`
	Message string `json:"statusMessage"`
}

// stopDeployment stops a deployment, and gives the traffic back where that is asked for.
func (s *Server) stopDeployment(in stopDeploymentInput) (*stopDeploymentOutput, error) {
	d, err := s.underWay(in.ID)
	if err != nil {
		return nil, err
	}
	c := s.deployerOf(d).act()
	c.proceed(s.at, func(d *Deployment) {
		d.Status, d.Event, d.Terminating = deploymentStopped, "", false
		d.Error, d.Message = "MANUAL_STOP", "The deployment was stopped by a user."
		if in.RollBack {
			d.RolledBackBy = "d-" + derived(9, d.ID)
		}
	})
	if in.RollBack {
		s.plan(s.at.Add(stepTime), c.restore)
	}
	return &stopDeploymentOutput{pendingStatus, "No new activity is started for this deployment."}, nil
}

// deployerOf is what goes on with a deployment.
func (s *Server) deployerOf(d *codeDeployment) *codeDeployer {
	if d.course == nil {
		d.course = &codeDeployer{server: s, service: s.deployed(d), id: d.ID, once: true}
	}
	return d.course
}

// act makes void what was planned, since a person acts.
func (c *codeDeployer) act() *codeDeployer {
	c.turn++
	return c
}

// restore gives all traffic and the role back to the blue set, and ends the green one.
func (c *codeDeployer) restore(at time.Time) {
	blue, green := c.sets()
	c.weigh(0)
	if blue != nil {
		c.server.promote(blue, at)
	}
	if green != nil {
		c.server.drain(green, at)
	}
	if !c.once {
		c.plan(at.Add(pause), c.begin)
	}
}
