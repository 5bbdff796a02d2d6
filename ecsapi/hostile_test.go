package ecsapi

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"tealset/model"
)

// askedForEverything is what every operation makes of one answer, by its name.
func askedForEverything(t *testing.T, answer string) map[string]error {
	t.Helper()
	c := over(says(200, answer))
	errs := map[string]error{}
	_, errs[opListClusters.name] = c.ListClusters(t.Context(), model.Cursor{})
	_, errs[opListServices.name] = c.ListServices(t.Context(), "x", model.Cursor{})
	_, errs[opDescribeClusters.name] = c.DescribeClusters(t.Context(), []string{"x"})
	_, errs[opDescribeServices.name] = c.DescribeServices(t.Context(), "x", []string{"x"})
	_, errs["DescribeService"] = c.DescribeService(t.Context(), model.ServiceRef{Cluster: "x", Service: "x"})
	_, errs[opDescribeTaskSets.name] = c.DescribeTaskSet(t.Context(), checkoutSet)
	_, errs[opListTasks.name] = c.ListTasks(t.Context(), model.ServiceRef{Cluster: "x", Service: "x"}, model.Cursor{})
	_, errs[opDescribeTasks.name] = c.DescribeTasks(t.Context(), "x", []string{"x"})
	_, errs[opDeleteTaskSet.name] = c.DeleteTaskSet(t.Context(), checkoutSet, false)
	service := model.ServiceRef{Cluster: "x", Service: "x"}
	_, _, _, errs[opListServiceDeployments.name] = c.ListServiceDeployments(t.Context(), service, model.Cursor{})
	_, errs[opDescribeServiceDeployments.name] = c.DescribeServiceDeployments(t.Context(), []string{"x"})
	_, errs[opDescribeServiceRevisions.name] = c.DescribeServiceRevisions(t.Context(), []string{"x"})
	_, errs[opDescribeTaskDefinition.name] = c.DescribeTaskDefinition(t.Context(), "x")
	_, errs[opListDeployments.name] = c.ListDeployments(t.Context(), "x", "x", time.Time{})
	_, errs[opGetDeployment.name] = c.GetDeployment(t.Context(), "x")
	_, errs[opGetDeploymentTarget.name] = c.GetDeploymentTarget(t.Context(), "x", service)
	return errs
}

// places are all members and elements of a JSON value, as ways from its top.
func places(value any, way ...string) [][]string {
	var found [][]string
	switch value := value.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(value)) {
			found = append(append(found, append(slices.Clone(way), name)), places(value[name], append(slices.Clone(way), name)...)...)
		}
	case []any:
		for i := range value {
			at := strconv.Itoa(i)
			found = append(append(found, append(slices.Clone(way), at)), places(value[i], append(slices.Clone(way), at)...)...)
		}
	}
	return found
}

// replaced is a JSON value with another value in one place; absent takes the member away.
func replaced(value any, way []string, by any) any {
	if len(way) == 0 {
		return by
	}
	switch value := value.(type) {
	case map[string]any:
		copied := maps.Clone(value)
		copied[way[0]] = replaced(copied[way[0]], way[1:], by)
		if copied[way[0]] == absent {
			delete(copied, way[0])
		}
		return copied
	case []any:
		i, err := strconv.Atoi(way[0])
		if err != nil {
			return value
		}
		copied := slices.Clone(value)
		if copied[i] = replaced(copied[i], way[1:], by); copied[i] == absent {
			return slices.Delete(copied, i, i+1)
		}
		return copied
	}
	return value
}

// raced is whether the race detector looks on, which makes everything ten times as slow.
var raced bool

// absent is no value, not even null.
var absent = new(int)

// everyPlace has each place of a full answer hold the value, one after the other.
func everyPlace(t *testing.T, by any, look func(way, answer string)) {
	t.Helper()
	var whole any
	if err := json.Unmarshal([]byte(full(t, "x")), &whole); err != nil {
		t.Fatal(err)
	}
	for i, way := range places(whole) {
		if raced && i%7 != 0 {
			continue
		}
		answer, err := json.Marshal(replaced(whole, way, by))
		if err != nil {
			t.Fatal(err)
		}
		look(strings.Join(way, "."), string(answer))
	}
}

// No member of an answer is needed to read the rest, but the list itself: not even an ARN, without which
// what it is of is as good as not there.
func TestAnyMemberMayBeNullOrAbsent(t *testing.T) {
	t.Parallel()
	for name, by := range map[string]any{"null": nil, "absent": absent} {
		everyPlace(t, by, func(way, answer string) {
			for operation, err := range askedForEverything(t, answer) {
				var f *model.Fault
				gone := errors.As(err, &f) && (f.Kind == model.FaultServiceNotFound || f.Kind == model.FaultTaskSetNotFound)
				unread := errors.As(err, &f) && strings.HasSuffix(f.Headline, " is empty")
				if err != nil && !gone && !unread {
					t.Errorf("%s is %s: %s: %v", way, name, operation, err)
				}
			}
		})
	}
}

// A member of another type makes the answer one that is not ECS's; it never makes
// tealset fail otherwise.
func TestAMemberOfAnotherTypeIsNotECS(t *testing.T) {
	t.Parallel()
	for name, by := range map[string]any{
		"text": "x", "a number": 1.5, "a large number": 1e300, "true": true, "a list": []any{1}, "an object": map[string]any{"x": 1},
	} {
		everyPlace(t, by, func(way, answer string) {
			for operation, err := range askedForEverything(t, answer) {
				if err == nil {
					continue
				}
				switch f := fault(t, err); f.Kind {
				case model.FaultNotAWS, model.FaultServiceNotFound, model.FaultTaskSetNotFound:
				default:
					t.Errorf("%s is %s: %s: kind %d: %s", way, name, operation, f.Kind, f.Detail)
				}
			}
		})
	}
}

// Wherever a time stands: one that is none is not known, and one to come is kept.
func TestNoTimeIsBeyondReason(t *testing.T) {
	t.Parallel()
	for at, want := range map[string]time.Time{
		"0": {}, "-1": {}, "-1e300": {}, "1e300": {}, `"Infinity"`: {}, `"-Infinity"`: {}, "null": {}, "31000000": {}, "253402300800": {},
		"4102444800": time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC),
	} {
		times := `"createdAt":` + at + `,"updatedAt":` + at
		service, err := over(says(200, `{"services":[{"serviceArn":"a",`+times+`,"taskSets":[{"taskSetArn":"t",`+times+`,"stabilityStatusAt":`+at+
			`}],"deployments":[{"id":"d",`+times+`}],"events":[{"id":"e",`+times+`}]}]}`)).DescribeService(t.Context(), model.ServiceRef{Service: "a"})
		if err != nil {
			t.Fatal(at, fault(t, err).Detail)
		}
		set, deployment := service.TaskSets[0], service.Deployments[0]
		for _, got := range []time.Time{
			service.CreatedAt, service.Events[0].At, set.CreatedAt, set.UpdatedAt, set.StabilityStatusAt, deployment.CreatedAt, deployment.UpdatedAt,
		} {
			if !got.Equal(want) {
				t.Errorf("%s is read as %s", at, got)
			}
		}
	}
}

// What has an ARN has a name.
func TestANameThatIsAbsentIsThatOfTheARN(t *testing.T) {
	t.Parallel()
	c := over(says(200, `{"services":[{"serviceArn":"`+serviceARN+`"},{"serviceArn":"arn:aws:ecs:eu-west-1:1:service/old"}],"clusters":[{"clusterArn":"`+clusterARN+`"}]}`))
	services, err := c.DescribeServices(t.Context(), "x", []string{"x"})
	if err != nil {
		t.Fatal(fault(t, err).Detail)
	}
	clusters, err := c.DescribeClusters(t.Context(), []string{"x"})
	if err != nil {
		t.Fatal(fault(t, err).Detail)
	}
	if services.Found[0].Name != "checkout" || services.Found[1].Name != "old" || clusters.Found[0].Name != "shop-prod" {
		t.Errorf("%q, %q, %q", services.Found[0].Name, services.Found[1].Name, clusters.Found[0].Name)
	}
}

// A failure is kept as far as it says anything.
func TestFailuresAreKeptAsTheyAre(t *testing.T) {
	t.Parallel()
	got, err := over(says(200, `{"failures":[null,{},{"arn":null,"reason":"MISSING"},{"arn":"a"},{"reason":"ACCESS_DENIED","detail":"by a rule"}]}`)).
		DescribeServices(t.Context(), "x", []string{"a"})
	if err != nil {
		t.Fatal(fault(t, err).Detail)
	}
	if want := []model.Failure{{Reason: "MISSING"}, {ARN: "a"}, {Reason: "ACCESS_DENIED", Detail: "by a rule"}}; !slices.Equal(got.Failures, want) {
		t.Errorf("%+v", got.Failures)
	}
}
