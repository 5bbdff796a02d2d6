package ui

import "tealset/model/change"

// changeWords are what the screen says of a kind of change. What is said of its target is
// for the checks.
type changeWords struct {
	brief  string // for the footer: "promote"
	title  string // of its form: "Delete task set"
	button string // that acts: "Delete"
	doing  string // while the answer is awaited, before the target: "deleting"
	noun   string // "deletion"
	by     string // who answers: "ECS"
	force  string // the label of the toggle; empty where the operation knows no force
}

// wordsOf are the words of a kind of change.
func wordsOf(kind change.Kind) changeWords {
	const ecs, codeDeploy, back, rollback = "ECS", "CodeDeploy", "Roll back", "rollback"
	switch kind {
	case change.DeleteTaskSet:
		return changeWords{"delete", "Delete task set", "Delete", "deleting", "deletion", ecs, "force   delete although it is not scaled to zero"}
	case change.PromoteTaskSet:
		return changeWords{"promote", "Promote task set", "Promote", "promoting", "promotion", ecs, ""}
	case change.RestorePrimary:
		return changeWords{"go back", "Make the former task set PRIMARY again", "Make PRIMARY", "promoting", "promotion", ecs, ""}
	case change.ScaleTaskSet:
		return changeWords{"scale", "Scale task set", "Scale", "scaling", "new scale", ecs, ""}
	case change.RerouteTraffic:
		return changeWords{"reroute", "Reroute the traffic now", "Reroute", "rerouting", "rerouting", codeDeploy, ""}
	case change.TerminateOriginal:
		return changeWords{"terminate the original", "Terminate the original task set now", "Terminate", "terminating the original of", "termination", codeDeploy, ""}
	case change.StopCodeDeploy:
		return changeWords{"stop and roll back", "Stop the deployment and roll back", back, "stopping", rollback, codeDeploy, ""}
	case change.ContinueHook:
		return changeWords{"continue", "Continue the deployment at a pause hook", "Continue", "continuing", "request to continue", ecs, ""}
	case change.RollBackHook:
		return changeWords{"roll back", "Roll the deployment back at a pause hook", back, "rolling back", rollback, ecs, ""}
	case change.RollBackDeployment:
		return changeWords{"roll back", "Stop the deployment and roll back", back, "rolling back", rollback, ecs, ""}
	default:
		return changeWords{brief: string(kind), title: string(kind), button: "Send", doing: "changing", noun: "change", by: "AWS"}
	}
}
