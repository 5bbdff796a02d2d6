package ui

import (
	"time"

	"tealset/model"
	"tealset/ui/say"
	"tealset/ui/widget"
)

// columns are those of deployments, the newest first.
func (p *historyPage) columns() []column[model.ServiceDeployment] {
	return []column[model.ServiceDeployment]{
		{
			Column: widget.Column{Title: "BEGAN (UTC)", Min: 16, Max: 16},
			cell: func(_ look, d model.ServiceDeployment, _ int) widget.Cell {
				return widget.Plain(say.OrNone(deploymentBegan(d)))
			},
			rank: func(_ look, d model.ServiceDeployment) rank { return byAge(d.CreatedAt).of(!d.CreatedAt.IsZero()) },
		},
		{
			Column: widget.Column{Title: "STATUS", Min: 22},
			cell:   deploymentStatusCell,
			rank:   func(_ look, d model.ServiceDeployment) rank { return byText(d.Status).of(d.Status != "") },
		},
		{
			Column: widget.Column{Title: "REVISION", Min: 10, Whole: true},
			whole:  p.targetOf,
			cell: func(_ look, d model.ServiceDeployment, width int) widget.Cell {
				return widget.Plain(widget.CutLeft(say.OrNone(p.targetOf(d)), width))
			},
			rank: func(_ look, d model.ServiceDeployment) rank { return byText(p.targetOf(d)).of(d.Target != nil) },
		},
		{
			Column: widget.Column{Title: "TOOK", Min: 6, Right: true}, ages: true, most: true,
			cell: func(l look, d model.ServiceDeployment, _ int) widget.Cell {
				return widget.Plain(deploymentTook(d, l.now))
			},
			rank: func(l look, d model.ServiceDeployment) rank {
				took, ok := deploymentLength(d, l.now)
				return byNumber(took).of(ok)
			},
		},
		{
			Column: widget.Column{Title: "REASON", Min: 8, Weight: 1},
			cell: func(_ look, d model.ServiceDeployment, _ int) widget.Cell {
				return widget.Plain(say.OrNone(deploymentReason(d)))
			},
			rank: func(_ look, d model.ServiceDeployment) rank {
				return byText(deploymentReason(d)).of(deploymentReason(d) != "")
			},
		},
	}
}

// targetOf is the task definition of the revision that was deployed, where that is known,
// else the revision's id in short.
func (p *historyPage) targetOf(d model.ServiceDeployment) string {
	if d.Target == nil {
		return ""
	}
	if row := p.conn.store.ServiceRevisions.Row(model.ServiceRevisionKey(d.Target.ARN)); row != nil && row.Value.TaskDefinition != "" {
		return model.Revision(row.Value.TaskDefinition)
	}
	return model.ShortID(d.Target.ARN)
}

// deploymentBegan is when the deployment was made; empty where ECS told no time.
func deploymentBegan(d model.ServiceDeployment) string {
	if d.CreatedAt.IsZero() {
		return ""
	}
	return d.CreatedAt.UTC().Format("2006-01-02 15:04")
}

func deploymentID(d model.ServiceDeployment) string { return model.NameOf(d.ARN) }

func deploymentTexts(d model.ServiceDeployment) []string {
	return []string{d.ARN, d.Status, deploymentReason(d)}
}

// deploymentReason is why it ended or goes back.
func deploymentReason(d model.ServiceDeployment) string {
	if d.StatusReason == "" && d.Rollback != nil {
		return d.Rollback.Reason
	}
	return d.StatusReason
}

// deploymentLength is how long it took, or has taken so far; ok is false where ECS did not
// tell both times.
func deploymentLength(d model.ServiceDeployment, now time.Time) (length time.Duration, ok bool) {
	began, ended := d.StartedAt, d.FinishedAt
	if began.IsZero() {
		began = d.CreatedAt
	}
	if ended.IsZero() {
		ended = d.StoppedAt
	}
	if ended.IsZero() && !d.Final() {
		ended = now
	}
	return ended.Sub(began), !began.IsZero() && !ended.IsZero()
}

func deploymentTook(d model.ServiceDeployment, now time.Time) string {
	if length, ok := deploymentLength(d, now); ok {
		return say.Age(length)
	}
	return glyphNone
}

func deploymentStatusCell(l look, d model.ServiceDeployment, _ int) widget.Cell {
	sign, style := deploymentSign(l, d)
	return signCell(sign, style, say.OrNone(d.Status))
}

func deploymentSign(l look, d model.ServiceDeployment) (string, widget.Style) {
	switch d.Status {
	case model.DeploySuccessful:
		return glyphGood, l.plain
	case model.DeployRollbackSuccessful, model.DeployRollbackFailed, model.DeployRollbackInProgress, model.DeployRollbackRequested:
		return glyphBad, l.bad
	case model.DeployStopped, model.DeployStopRequested:
		return glyphUntidy, l.untidy
	case "":
		return glyphDraining, l.dim
	default:
		return glyphBusy, l.busy
	}
}
