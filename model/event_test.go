package model

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// Every text of an event that is known from recorded answers, from ECS's documentation or
// from what users saw: without its beginning, with the set that it names, and whether it is
// about trouble.
func TestEventsAreTakenApart(t *testing.T) {
	t.Parallel()
	const (
		arn   = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/failover-error/73e2d6bc24d8a067"
		task  = "601dade4334d4864a4fb6da44a0ea8ff"
		guide = " For more information, see the Troubleshooting section of the Amazon ECS Developer Guide."
	)
	replace := strings.NewReplacer("SVC", "checkout", "N7", "ecs-svc/7", "ARN", arn, "ID", task, "GUIDE", guide)
	for _, c := range []struct {
		message, text, named string
		trouble              bool
	}{
		{"(service SVC, taskSet N7) has started 1 tasks: (task ID).", "has started 1 tasks: (task ID).", "N7", false},
		{"(service SVC, taskSet N7) registered 1 targets in (target-group ARN)", "registered 1 targets in (target-group ARN)", "N7", false},
		{"(service SVC, taskSet N7) updated state to STEADY_STATE.", "updated state to STEADY_STATE.", "N7", false},
		{"(service SVC) updated computedDesiredCount for taskSet N7 to 1.", "updated computedDesiredCount for taskSet N7 to 1.", "N7", false},
		{"(service SVC) has reached a steady state.", "has reached a steady state.", "", false},
		{"(service SVC, taskSet N7) has begun draining connections on 1 tasks.", "has begun draining connections on 1 tasks.", "N7", false},
		{"(service SVC) deregistered 1 targets in (target-group ARN)", "deregistered 1 targets in (target-group ARN)", "", false},
		{"(service SVC) has started 3 tasks: (task ID) (task ID) (task ID).", "has started 3 tasks: (task ID) (task ID) (task ID).", "", false},
		{"(service SVC) has stopped 1 running tasks: (task ID).", "has stopped 1 running tasks: (task ID).", "", false},
		{"(service SVC) (deployment N7) deployment completed.", "(deployment N7) deployment completed.", "N7", false},
		{"(service SVC) (deployment N7) deployment failed: tasks failed to start.", "(deployment N7) deployment failed: tasks failed to start.", "N7", true},
		{"(service SVC) (deployment N7) deployment failed: alarm detected.", "(deployment N7) deployment failed: alarm detected.", "N7", true},
		{"(service SVC) rolling back to deployment N7.", "rolling back to deployment N7.", "N7", true},
		{"(service SVC) (task ID) (port 8080) is unhealthy in (target-group ARN) due to (reason Health checks failed with these codes: [404])", "(task ID) (port 8080) is unhealthy in (target-group ARN) due to (reason Health checks failed with these codes: [404])", "", true},
		{"(service SVC) (task ID) (port 8080) is unhealthy in (target-group ARN) due to (reason Request timed out).", "(task ID) (port 8080) is unhealthy in (target-group ARN) due to (reason Request timed out).", "", true},
		{"(service SVC) (instance i-0fd413be6484dad13) (port 32803) is unhealthy in (target-group ARN) due to (reason Health checks failed)", "(instance i-0fd413be6484dad13) (port 32803) is unhealthy in (target-group ARN) due to (reason Health checks failed)", "", true},
		{"service (SVC) task set (7) (task ID) is not healthy in target-group (ARN) due to TARGET GROUP IS NOT FOUND.", "task set (7) (task ID) is not healthy in target-group (ARN) due to TARGET GROUP IS NOT FOUND.", "N7", true},
		{"service (SVC) was unable to reach steady state because task set (7) was unable to scale in. Reason: The number of protected tasks are more than the desired count of tasks", "was unable to reach steady state because task set (7) was unable to scale in. Reason: The number of protected tasks are more than the desired count of tasks", "N7", true},
		{"(service SVC) was unable to reach steady state because (taskSet N7) was unable to scale in due to (reason 2 tasks under protection)", "was unable to reach steady state because (taskSet N7) was unable to scale in due to (reason 2 tasks under protection)", "N7", true},
		{"(service SVC) is unable to consistently start tasks successfully.GUIDE", "is unable to consistently start tasks successfully.GUIDE", "", true},
		{"(service SVC) was unable to place a task because no container instance met all of its requirements. The closest matching (container-instance ID) has insufficient memory available.GUIDE", "was unable to place a task because no container instance met all of its requirements. The closest matching (container-instance ID) has insufficient memory available.GUIDE", "", true},
		{"(service SVC) was unable to place a task. Reason: You've reached the limit on the number of tasks you can run concurrently", "was unable to place a task. Reason: You've reached the limit on the number of tasks you can run concurrently", "", true},
		{"(service SVC) operations are being throttled. Will try again later.", "operations are being throttled. Will try again later.", "", true},
		{"(service SVC) failed to launch a task with (error ECS was unable to assume the role …)", "failed to launch a task with (error ECS was unable to assume the role …)", "", true},
		{"service SVC failed to describe target health on target-group T with (error Internal failure)", "failed to describe target health on target-group T with (error Internal failure)", "", true},
		{"(service SVC) is AZ balanced with 2 tasks in eu-central-1a …", "is AZ balanced with 2 tasks in eu-central-1a …", "", false},
		{"(service SVC) stopped 2 pending tasks.", "stopped 2 pending tasks.", "", false},
		{"(service failover) has reached a steady state.", "(service failover) has reached a steady state.", "", true},
		{"A text of 2027", "A text of 2027", "", false},
		{"", "", "", false},
	} {
		got := ParseEvent("checkout", replace.Replace(c.message))
		want := []any{replace.Replace(c.text), replace.Replace(c.named), c.trouble}
		if diff := cmp.Diff(want, []any{got.Text, got.Named, got.Trouble}); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.message, diff)
		}
	}
	if got := ParseEvent("failover", "(service failover) has reached a steady state."); got.Trouble || got.Text != "has reached a steady state." {
		t.Errorf("the name of a service is no trouble: %+v", got)
	}
}

// An event is about the set that it names, or that of its task, or the only one with its
// target group; else about the service.
func TestEventsAreAttributedToSets(t *testing.T) {
	t.Parallel()
	blue, green := setOf(1, StatusPrimary, 1), setOf(2, StatusActive, 1)
	service := checkout(blue, green)
	sides := service.Sides()
	task := func(id string, set TaskSet) Task {
		return startedBy(set.ID, minute, Task{ARN: "arn:aws:ecs:eu-west-1:123456789012:task/shop/" + id})
	}
	tasks := []Task{task("aa", blue), task("bb", green)}
	for message, want := range map[string]string{
		"(service checkout, taskSet " + green.ID + ") updated state to STEADY_STATE.":                   green.ID,
		"(service checkout) updated computedDesiredCount for taskSet " + blue.ID + " to 1.":             blue.ID,
		"(service checkout) has started 1 tasks: (task bb).":                                            green.ID,
		"(service checkout) has stopped 2 running tasks: (task aa) (task bb).":                          "",
		"(service checkout) has stopped 1 running tasks: (task cc).":                                    "",
		"(service checkout) (task cc) (port 80) is unhealthy in (target-group " + groupOf(2) + ")":      green.ID,
		"(service checkout) (instance i-1) (port 80) is unhealthy in (target-group " + groupOf(2) + ")": green.ID,
		"(service checkout) registered 1 targets in (target-group another)":                             "",
		"(service checkout, taskSet ecs-svc/9) has begun draining connections on 1 tasks.":              "",
		"(service checkout) has reached a steady state.":                                                "",
	} {
		service.Events = []Event{{ID: "1", At: noon, Message: message}}
		lines := EventLines(service, sides, tasks)
		if lines[0].Side != want || !lines[0].At.Equal(noon) {
			t.Errorf("%s: of %q, want %q", message, lines[0].Side, want)
		}
	}
	shared := checkout(blue, green.with(func(s *TaskSet) { s.LoadBalancers = blue.LoadBalancers }))
	shared.Events = []Event{{Message: "(service checkout) registered 1 targets in (target-group " + groupOf(1) + ")"}}
	if lines := EventLines(shared, shared.Sides(), nil); lines[0].Side != "" {
		t.Errorf("a group of two sets: of %q", lines[0].Side)
	}
}

// What the ECS controller calls a task set is a deployment: an event stands with that, or
// with the service revision that it deploys.
func TestEventsOfTheECSController(t *testing.T) {
	t.Parallel()
	service, deployment, revisions := native()
	service.Events = []Event{{Message: "(service checkout, taskSet ecs-svc/6) has begun draining connections on 1 tasks."}}
	if lines := EventLines(service, service.Sides(), nil); lines[0].Side != "ecs-svc/6" {
		t.Errorf("of the deployment: %q", lines[0].Side)
	}
	if lines := EventLines(service, RevisionSides(service, deployment, revisions), nil); lines[0].Side != "1" {
		t.Errorf("of the revision: %q", lines[0].Side)
	}
}

// Whatever the text, taking it apart loses nothing but its beginning, and makes no name up.
func FuzzParseEvent(f *testing.F) {
	for _, seed := range []string{
		"(service checkout, taskSet ecs-svc/7) has started 1 tasks: (task aa).", "(service checkout) (deployment ecs-svc/7) deployment failed: alarm detected.",
		"service (checkout) task set (7) (task aa) is not healthy in target-group (arn) due to TARGET GROUP IS NOT FOUND.",
		"service checkout failed to register targets", "(service checkout", "(service , taskSet ecs-svc/)", "task set ()", "",
	} {
		f.Add("checkout", seed)
	}
	f.Fuzz(func(t *testing.T, service, message string) {
		parts := ParseEvent(service, message)
		if !strings.HasSuffix(message, parts.Text) {
			t.Errorf("%q is no end of %q", parts.Text, message)
		}
		if left := strings.TrimSuffix(message, parts.Text); left != "" && !strings.Contains(left, service) {
			t.Errorf("%q was left out, which does not name %q", left, service)
		}
		if parts.Named != "" && !strings.Contains(message, strings.TrimPrefix(parts.Named, "ecs-svc/")) {
			t.Errorf("%q is not in %q", parts.Named, message)
		}
		for _, name := range append(parts.Tasks, parts.TargetGroup) {
			if !strings.Contains(message, name) {
				t.Errorf("%q is not in %q", name, message)
			}
		}
		again := checkout()
		again.Name, again.Events = service, []Event{{At: time.Time{}, Message: message}}
		if lines := EventLines(again, nil, nil); len(lines) != 1 || lines[0].Side != "" {
			t.Errorf("without sides: %+v", lines)
		}
	})
}
