package ecsfake

// A TaskEnd is how every task of a set ends, again and again, so that the set
// never becomes steady.
type TaskEnd struct {
	Code      string // stopCode.
	Reason    string // stoppedReason.
	Container string // The reason of its container, where the cause often stands alone.
	ExitCode  *int
	NeverRan  bool // It ends before it is RUNNING: it has no startedAt and is no target.
	// TargetReason and TargetDescription make its target unhealthy while it runs,
	// such as "Target.ResponseCodeMismatch".
	TargetReason, TargetDescription string
	// Event is told by the service of every third end: what follows its name.
	Event string
}

const consistently = "is unable to consistently start tasks successfully. " + troubleshooting

// Exits is the end of a task whose process ends with the exit code.
func Exits(code int) *TaskEnd {
	return &TaskEnd{Code: "EssentialContainerExited", Reason: "Essential container in task exited", ExitCode: &code, Event: consistently}
}

// SecretMissing is the end of a task whose secret is not there.
func SecretMissing(arn string) *TaskEnd {
	reason := "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: " +
		"service call has been retried 1 time(s): failed to fetch secret " + arn + " from secrets manager: ResourceNotFoundException: Secrets Manager can't find the specified secret."
	return &TaskEnd{Code: "TaskFailedToStart", Reason: reason, NeverRan: true, Event: consistently}
}

// ImageMissing is the end of a task whose image is in no registry.
func ImageMissing(image string) *TaskEnd {
	reason := "CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref " + image + ": not found"
	return &TaskEnd{
		Code: "TaskFailedToStart", Reason: reason, Container: reason, NeverRan: true,
		Event: "was unable to place a task. Reason: " + reason + ".",
	}
}
