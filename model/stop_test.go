package model

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// stopped is a task that ended in the given way.
func stopped(code, reason string, containers ...Container) Task {
	return Task{
		ARN: "arn:aws:ecs:eu-west-1:123456789012:task/shop/21b23041dec947b996fcc7a8aa606d64", LastStatus: TaskStopped,
		DesiredStatus: TaskStopped, StopCode: code, StoppedReason: reason, Containers: containers, StoppedAt: ago(minute), Described: true,
	}
}

// unstarted is a container that never ran, for a reason.
func unstarted(reason string) Container {
	return Container{Name: "app", LastStatus: TaskStopped, Reason: reason}
}

// exited is a container that ended with an exit code.
func exited(code int32, reason string) Container {
	return Container{Name: "app", LastStatus: TaskStopped, ExitCode: &code, Reason: reason}
}

// Every text that ECS is known to give for a stopped task has its verdict, in a few words.
func TestWhyTasksStop(t *testing.T) {
	t.Parallel()
	const start = "TaskFailedToStart"
	pull := func(text string) Task { return stopped(start, "CannotPullContainerError: "+text) }
	initial := func(text string) Task {
		return stopped(start, "ResourceInitializationError: unable to pull secrets or registry auth: "+text)
	}
	for _, c := range []struct {
		task Task
		want string
		kind StopKind
	}{
		{stopped("ServiceSchedulerInitiated", "Scaling activity initiated by (deployment ecs-svc/8646900195280463695)"), "scaled in or replaced", StopNormal},
		{stopped("UserInitiated", "Task stopped by user", exited(0, "")), "stopped by a person", StopOutside},
		{stopped("UserInitiated", "I want to see it come back"), "stopped by a person", StopOutside},

		{pull("pull image manifest has been retried 7 time(s): failed to resolve ref 123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/checkout:1.42.1: not found"), "image or tag not found", StopFailure},
		{pull("Error response from daemon: manifest unknown: manifest unknown"), "image or tag not found", StopFailure},
		{pull("pull image manifest has been retried 1 time(s): image Manifest does not contain descriptor matching platform 'linux/amd64'"), "image for another CPU", StopFailure},
		{pull("ref pull has been retried 1 time(s): failed to extract layer: no match for platform in manifest sha256:0a1b: not found"), "image for another CPU", StopFailure},
		{stopped(start, "Task failed to start", unstarted("CannotStartContainerError: exec /app: exec format error")), "image for another CPU", StopFailure},
		{stopped(start, "Task failed to start", unstarted("CannotPullContainerError: API error (500): Get https://registry-1.docker.io/v2/: net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)\n")), "registry unreachable (network)", StopFailure},
		{pull("pull image manifest has been retried 5 time(s): failed to resolve ref docker.io/library/nginx:1: failed to do request: Head \"https://registry-1.docker.io/v2/\": dial tcp 34.226.69.105:443: i/o timeout"), "registry unreachable (network)", StopFailure},
		{pull("The task cannot pull shop/checkout:1 from the registry. There is a connection issue between the task and the registry."), "registry unreachable (network)", StopFailure},
		{pull("inspect image has been retried 5 time(s): httpReaderSeeker: failed open: unexpected status code: 429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit."), "Docker Hub rate limit", StopFailure},
		{pull("Error response from daemon: pull access denied for shop/checkout, repository does not exist or may require 'docker login'"), "may not pull the image", StopFailure},
		{pull("The task can't pull the image. Check that the role has the permissions to pull images from the registry."), "may not pull the image", StopFailure},
		{pull("failed to copy: httpReaderSeeker: failed open: unexpected status code https://…: 403 Forbidden"), "may not pull the image", StopFailure},
		{pull("write /var/lib/docker/tmp/GetImageBlob111111111: no space left on device"), "disk full while pulling", StopFailure},
		{pull("ref pull has been retried 1 time(s): failed to copy: httpReaderSeeker: failed open: failed to do something"), "layer download failed", StopFailure},
		{pull("context canceled"), "layer download failed", StopFailure},
		{pull("something that nobody has seen"), "cannot pull the image", StopFailure},

		{initial("The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task and Amazon ECR. Check your task network configuration."), "cannot reach ECR (network)", StopFailure},
		{initial("execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 1 time(s): AccessDeniedException: User is not authorized to perform: ecr:GetAuthorizationToken"), "may not pull the image", StopFailure},
		{initial("execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): ResourceNotFoundException: Secrets Manager can't find the specified secret."), "secret not found", StopFailure},
		{initial("execution resource retrieval failed: unable to retrieve secrets from ssm: service call has been retried 1 time(s): AccessDeniedException: User is not authorized to perform: ssm:GetParameters"), "role may not read secret", StopFailure},
		{initial("execution resource retrieval failed: unable to retrieve secrets from ssm: RequestCanceled: request context canceled"), "cannot read secrets (network)", StopFailure},
		{stopped(start, "ResourceInitializationError: The task cannot read its secrets."), "cannot read secrets (network)", StopFailure},
		{stopped(start, "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: ResourceNotFoundException: The specified log group does not exist."), "log group missing or no access", StopFailure},
		{stopped(start, "ResourceInitializationError: failed to configure ENI: failed to setup regular eni"), "network interface failed", StopFailure},

		{stopped("EssentialContainerExited", "Essential container in task exited", exited(0, ""), exited(137, "OutOfMemoryError: Container killed due to memory usage")), "out of memory", StopFailure},
		{stopped("EssentialContainerExited", "Essential container in task exited", exited(0, ""), exited(137, "")), "exit 137 (SIGKILL)", StopFailure},
		{stopped("EssentialContainerExited", "Essential container in task exited", exited(0, ""), exited(1, "")), "exit 1 (app error)", StopFailure},
		{stopped("EssentialContainerExited", "Essential container in task exited", exited(0, "")), "exit 0 (finished)", StopFailure},
		{stopped("EssentialContainerExited", "Essential container in task exited", exited(3, "")), "exit 3", StopFailure},
		{stopped("EssentialContainerExited", "", unstarted("")), "a container exited", StopFailure},
		{stopped("ServiceSchedulerInitiated", "Task failed ELB health checks in (target-group arn:aws:elasticloadbalancing:ap-northeast-2:111122223333:targetgroup/checkout-a/ccb1c7ee670051a0)", exited(143, "")), "failed load balancer check", StopFailure},
		{stopped("ServiceSchedulerInitiated", "Task failed container health checks", exited(137, "")), "failed container check", StopFailure},
		{stopped("SpotInterruption", "Your Spot Task was interrupted."), "Spot interruption", StopOutside},
		{stopped("TerminationNotice", "The instance goes"), "Spot interruption", StopOutside},
		{stopped("ServiceSchedulerInitiated", "ECS is performing maintenance on the underlying infrastructure hosting the task."), "AWS maintenance", StopOutside},
		{stopped("InfrastructureHealth", ""), "AWS maintenance", StopOutside},
		{stopped(start, "Timeout waiting for network interface provisioning to complete."), "AWS provisioning timed out", StopFailure},
		{stopped(start, "Timeout waiting for EphemeralStorage provisioning to complete."), "AWS provisioning timed out", StopFailure},
		{stopped(start, "Unexpected EC2 error while attempting to Create Network Interface with public IP assignment disabled in subnet 'subnet-1': InsufficientFreeAddressesInSubnet"), "no free address in subnet", StopFailure},
		{stopped(start, "Unexpected EC2 error while attempting to Create Network Interface: UnauthorizedOperation"), "network interface failed", StopFailure},
		{stopped(start, "Unexpected EC2 error while attempting to tag the network interface: TagPolicyViolation"), "tag policy forbids the ENI", StopFailure},
		{stopped(start, "CannotStartContainerError: failed to get container status"), "CannotStartContainerError", StopFailure},
		{stopped(start, "Task failed to start", unstarted("ContainerRuntimeTimeoutError: Could not transition to running; timed out after waiting 3m")), "ContainerRuntimeTimeoutError", StopFailure},
		{stopped(start, "Task failed to start"), "failed to start", StopFailure},
		{stopped(start, "Task failed to start", unstarted("A new error of 2027 that is longer than a cell")), "A new error of 2027 that is l…", StopFailure},
		{stopped("", "A reason that nobody has seen"), "A reason that nobody has seen", StopUntold},
		{stopped("NewCode", ""), "NewCode", StopUntold},
		{stopped("", ""), "no reason told", StopUntold},
	} {
		got := c.task.WhyStopped()
		if got.Words != c.want || got.Kind != c.kind {
			t.Errorf("%s %q %v: %q, kind %d; want %q, kind %d", c.task.StopCode, c.task.StoppedReason, c.task.Containers, got.Words, got.Kind, c.want, c.kind)
		}
		if utf8.RuneCountInString(got.Words) > stopWidth {
			t.Errorf("%q is too long", got.Words)
		}
	}
}

// Every row of the table is the verdict on some task: none is hidden by one before it. A
// part has no capital letters: texts are compared in lower case.
func TestRowsOfTheStopTableCanBeReached(t *testing.T) {
	t.Parallel()
	for i, row := range stopTable {
		parts := make([]string, 0, len(row.parts))
		for _, part := range row.parts {
			if part != strings.ToLower(part) {
				t.Errorf("%q has capital letters", part)
			}
			first, _, _ := strings.Cut(part, "|")
			parts = append(parts, first)
		}
		text := strings.Join(parts, " ")
		for at, before := range stopTable[:i] {
			if _, ok := before.fits(row.code, []string{text}, []string{text}); ok {
				t.Errorf("row %d hides row %d %v", at, i, row.parts)
			}
		}
	}
}

// The whole text is kept beside the verdict: that in which it was found.
func TestAStopKeepsTheTextThatTellsIt(t *testing.T) {
	t.Parallel()
	const cause = "CannotPullContainerError: failed to resolve ref shop/checkout:1: not found"
	if got := stopped("TaskFailedToStart", "Task failed to start", unstarted(cause)).WhyStopped(); got.Text != cause {
		t.Errorf("the text is %q", got.Text)
	}
	if got := stopped("EssentialContainerExited", "Essential container in task exited", exited(1, "")).WhyStopped(); got.Text != "Essential container in task exited" {
		t.Errorf("the text is %q", got.Text)
	}
}

// The parts of a row are looked for in one text: what two containers say is not put
// together.
func TestTheReasonsOfTwoContainersAreNotMixed(t *testing.T) {
	t.Parallel()
	task := stopped("TaskFailedToStart", "Task failed to start", unstarted("CannotPullContainerError: odd"), unstarted("file not found"))
	if got := task.WhyStopped().Words; got != "cannot pull the image" {
		t.Errorf("the verdict is %q", got)
	}
}

func endedAgo(d time.Duration, t Task) Task {
	t.StoppedAt = ago(d)
	return t
}

// Equal verdicts are counted, with the time since the first of them; failures stand before
// normal ends, and the latest before others of its kind. Tasks that run, and those that were
// only listed, are left out.
func TestStoppedTasksAreCountedByTheirVerdict(t *testing.T) {
	t.Parallel()
	missing := stopped("TaskFailedToStart", "CannotPullContainerError: failed to resolve ref shop/checkout:1: not found")
	memory := stopped("EssentialContainerExited", "Essential container in task exited", exited(137, "OutOfMemoryError: Container killed due to memory usage"))
	replaced := stopped("ServiceSchedulerInitiated", "Scaling activity initiated by (deployment ecs-svc/1)")
	spot := stopped("SpotInterruption", "Your Spot Task was interrupted.")
	listed := missing
	listed.Described = false
	groups := StopGroups([]Task{
		endedAgo(10*time.Second, replaced), endedAgo(12*minute, missing),
		{LastStatus: TaskRunning, Described: true},
		listed,
		endedAgo(40*time.Second, missing), endedAgo(5*minute, memory), endedAgo(minute, spot), endedAgo(3*minute, missing),
		endedAgo(2*time.Hour, replaced),
	})
	var got []string
	for _, g := range groups {
		got = append(got, g.Sentence(noon))
	}
	want := "3 stopped in 12m: image or tag not found; 1 stopped 5m ago: out of memory; 1 stopped 1m ago: Spot interruption; 2 stopped in 2h: scaled in or replaced"
	if text := strings.Join(got, "; "); text != want {
		t.Errorf("got  %s\nwant %s", text, want)
	}
	if !groups[0].Last.Equal(ago(40*time.Second)) || !groups[0].Tasks[0].StoppedAt.Equal(ago(40*time.Second)) {
		t.Errorf("the last of three stopped at %s", groups[0].Last)
	}
}

// Times are told in the short form of ages, each unit from its beginning on.
func TestShortSpans(t *testing.T) {
	t.Parallel()
	for span, want := range map[time.Duration]string{
		0: "0s", minute - 1: "59s", minute: "1m", time.Hour - 1: "59m", time.Hour: "1h", 2*day - 1: "47h", 2 * day: "2d",
	} {
		if got := shortSpan(span); got != want {
			t.Errorf("%s is %q, want %q", span, got, want)
		}
	}
}

// Without a time none is made up.
func TestStoppedTasksWithoutATime(t *testing.T) {
	t.Parallel()
	task := stopped("", "odd")
	task.StoppedAt = time.Time{}
	groups := StopGroups([]Task{task, endedAgo(minute, task)})
	if got := groups[0].Sentence(noon); got != "2 stopped in 1m: odd" {
		t.Errorf("one of two has a time: %q", got)
	}
	if got := StopGroups([]Task{task})[0].Sentence(noon); got != "1 stopped: odd" {
		t.Errorf("without a time: %q", got)
	}
	task.StoppingAt = ago(30 * time.Second)
	if got := StopGroups([]Task{task})[0].Sentence(noon); got != "1 stopped 30s ago: odd" {
		t.Errorf("with the time at which it began to stop: %q", got)
	}
}
