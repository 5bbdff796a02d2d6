package model

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// ECS leaves out its own controller, and no other.
func TestControllerIsECSWhereItIsLeftOut(t *testing.T) {
	t.Parallel()
	for controller, want := range map[string]string{
		"": ControllerECS, ControllerECS: ControllerECS, ControllerExternal: ControllerExternal, "KUBERNETES": "KUBERNETES",
	} {
		if got := checkout().with(controlledBy(controller)).ControllerType(); got != want {
			t.Errorf("%q is %q, want %q", controller, got, want)
		}
	}
}

// A draining set takes its slot until it is gone, but is no live one; a role that
// nobody has heard of is live, and no PRIMARY.
func TestRolesOfTheSetsOfAService(t *testing.T) {
	t.Parallel()
	blue, green, red, odd := setOf(1, StatusPrimary, 4), setOf(2, StatusActive, 4), setOf(3, StatusDraining, 1), setOf(4, "NEWFANGLED", 1)
	service := checkout(red, odd, green, blue)
	if service.SlotsUsed() != 4 {
		t.Errorf("%d slots are used", service.SlotsUsed())
	}
	if diff := cmp.Diff([]TaskSet{odd, green, blue}, service.Live()); diff != "" {
		t.Errorf("live sets (-want +got):\n%s", diff)
	}
	if got, ok := service.Primary(); !ok || got.ARN != blue.ARN {
		t.Errorf("the primary is %q, %t", got.ID, ok)
	}
	if got, ok := checkout(red, odd, green).Primary(); ok {
		t.Errorf("the primary is %q", got.ID)
	}
	if got, ok := service.TaskSet(green.ARN); !ok || got.ID != green.ID {
		t.Errorf("found %q, %t", got.ID, ok)
	}
	if got, ok := service.TaskSet(green.ID); ok {
		t.Errorf("found %q by what is no ARN", got.ID)
	}
}

// A set is pinned by full ARNs, those of the service that it was read with: its own
// serviceArn may be of the old short form.
func TestTaskSetIsPinnedByTheARNsOfItsService(t *testing.T) {
	t.Parallel()
	set := setOf(1, StatusPrimary, 4).with(func(t *TaskSet) { t.ServiceARN = "arn:aws:ecs:eu-west-1:123456789012:service/checkout" })
	service := checkout(set)
	ref := service.TaskSetRef(set)
	if diff := cmp.Diff(TaskSetRef{service.ClusterARN, service.ARN, set.ARN, set.ID}, ref); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if ref.Service() != service.Ref() {
		t.Errorf("%+v is not %+v", ref.Service(), service.Ref())
	}
}

// What ECS did not tell of a set is not known, rather than zero.
func TestWhatIsNotToldOfASetIsNotKnown(t *testing.T) {
	t.Parallel()
	if percent, ok := (TaskSet{}).ScalePercent(); ok {
		t.Errorf("a scale of %g that nobody told", percent)
	}
	if percent, ok := (TaskSet{Scale: &Scale{}}).ScalePercent(); !ok || percent != 0 {
		t.Errorf("a scale of zero is %g, %t", percent, ok)
	}
	if percent, ok := (TaskSet{Scale: &Scale{Value: 3, Unit: "COUNT"}}).ScalePercent(); ok {
		t.Errorf("3 tasks are %g percent", percent)
	}
	for _, test := range []struct{ stability, update, want time.Time }{
		{ago(day), noon, ago(day)},
		{time.Time{}, noon, noon},
		{time.Time{}, time.Time{}, time.Time{}},
	} {
		set := TaskSet{StabilityStatusAt: test.stability, UpdatedAt: test.update}
		if got := set.StableSince(); !got.Equal(test.want) {
			t.Errorf("stable since %v, want %v", got, test.want)
		}
	}
}

// A cluster that failed or is not known is broken; one that is not known yet is calm.
func TestTheTierOfACluster(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		cluster Cluster
		want    Tier
	}{
		{Cluster{Described: true, Status: ClusterActive}, Calm},
		{Cluster{Described: true, Status: ClusterFailed}, Broken},
		{Cluster{Described: true, Status: "PROVISIONING"}, Busy},
		{Cluster{Described: true, Status: "INACTIVE"}, Busy},
		{Cluster{}, Calm},
		{Cluster{Missing: ReasonMissing}, Broken},
	} {
		if got := test.cluster.Tier(); got != test.want {
			t.Errorf("%+v is %s, want %s", test.cluster, got, test.want)
		}
	}
}
