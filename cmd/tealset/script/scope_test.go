package script

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tealset/model"
)

const (
	serviceARN = "arn:aws:ecs:eu-west-1:123456789012:service/shop/checkout"
	setARN     = "arn:aws:ecs:eu-west-1:123456789012:task-set/shop/checkout/ecs-svc/1234567890123456789"
)

// A full ARN tells the rest, and the Region.
func TestAnARNNeedsNoFlags(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		given, want Scope
		region      string
	}{
		{Scope{Set: setARN}, Scope{Cluster: "shop", Service: "checkout", Set: setARN}, "eu-west-1"},
		{Scope{Service: serviceARN}, Scope{Cluster: "shop", Service: serviceARN}, "eu-west-1"},
		{
			Scope{Cluster: "shop", Service: "arn:aws:ecs:eu-west-1:123456789012:service/checkout"},
			Scope{Cluster: "shop", Service: "arn:aws:ecs:eu-west-1:123456789012:service/checkout"},
			"eu-west-1",
		},
		{Scope{Cluster: "shop", Service: "checkout", Set: "ecs-svc/1234567890123456789"}, Scope{Cluster: "shop", Service: "checkout", Set: "ecs-svc/1234567890123456789"}, ""},
		{Scope{}, Scope{}, ""},
	} {
		got, region, err := test.given.Complete()
		if diff := cmp.Diff(test.want, got); err != nil || diff != "" || region != test.region {
			t.Errorf("%+v: %v, %q\n%s", test.given, err, region, diff)
		}
	}
}

// What cannot be meant is told before anything is asked.
func TestScopesThatCannotBeMeant(t *testing.T) {
	t.Parallel()
	for says, scope := range map[string]Scope{
		"is not a task set":              {Cluster: "shop", Service: "checkout", Set: "PRIMARY"},
		"at least the last 6 digits":     {Cluster: "shop", Service: "checkout", Set: "12345"},
		"is not the ARN of a task set":   {Set: serviceARN},
		"is of the service \"checkout\"": {Service: "other", Set: setARN},
		"is of the cluster \"shop\"":     {Cluster: "other", Service: serviceARN},
		"is the ARN of something else":   {Cluster: "shop", Service: "arn:aws:ecs:eu-west-1:123456789012:cluster/shop"},
		"is not a name that ECS allows":  {Cluster: "shop prod"},
		"is in a cluster; name that":     {Service: "checkout"},
	} {
		_, _, err := scope.Complete()
		ends(t, err, CodeUsage, says)
	}
}

// A set is named by its ARN, its id or its number; by its last digits only to a person, and
// only where one set alone has them.
func TestWhatNamesATaskSet(t *testing.T) {
	t.Parallel()
	service := model.Service{Name: "checkout"}
	for _, number := range []string{"1234567890123456789", "9934567890123456789", "5555555555555000001"} {
		service.TaskSets = append(service.TaskSets, model.TaskSet{
			ID: "ecs-svc/" + number, ARN: "arn:aws:ecs:eu-west-1:123456789012:task-set/shop/checkout/ecs-svc/" + number,
		})
	}
	for _, test := range []struct {
		set    string
		person bool
		want   int // -1 is none, -2 a mistake
	}{
		{setARN, false, 0},
		{"ecs-svc/1234567890123456789", false, 0},
		{"1234567890123456789", false, 0},
		{"000001", true, 2},
		{"000001", false, -2},
		{"456789", true, -2},
		{"777777", true, -2},
		{"ecs-svc/000001", true, -1},
		{"ecs-svc/7777777777777777777", true, -1},
		{"7777777777777777777", false, -1},
		{"arn:aws:ecs:eu-west-1:999999999999:task-set/shop/checkout/ecs-svc/1234567890123456789", true, -1},
	} {
		set, ok, err := Scope{Set: test.set}.pick(service, test.person)
		switch {
		case test.want >= 0 && (!ok || set.ARN != service.TaskSets[test.want].ARN):
			t.Errorf("%s: %v, %t, %v", test.set, set.ID, ok, err)
		case test.want == -1 && (ok || err != nil), test.want == -2 && err == nil:
			t.Errorf("%s: %v, %t, %v", test.set, set.ID, ok, err)
		}
	}
}
