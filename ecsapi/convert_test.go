package ecsapi

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/aws/aws-sdk-go-v2/service/ecs/types"

	"tealset/model"
	"tealset/model/clean"
	"tealset/model/clean/cleantest"
)

// members are the JSON member names of a model type.
func members(of reflect.Type) map[string]bool {
	names := map[string]bool{}
	for field := range of.Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		names[name] = true
	}
	return names
}

// A member that a new SDK brings must be shown, or left out on purpose.
func TestEveryMemberOfATaskSetIsInTheModel(t *testing.T) {
	t.Parallel()
	for _, pair := range []struct {
		sdk, model any
		without    string // members left out on purpose
	}{
		{types.TaskSet{}, model.TaskSet{}, ""},
		{types.Scale{}, model.Scale{}, ""},
		{types.Tag{}, model.Tag{}, ""},
		{types.ServiceRegistry{}, model.ServiceRegistry{}, ""},
		{types.CapacityProviderStrategyItem{}, model.CapacityProviderItem{}, ""},
		{types.AwsVpcConfiguration{}, model.AWSVPC{}, ""},
		{types.NetworkConfiguration{}, model.NetworkConfiguration{}, ""},
		{types.DeploymentEphemeralStorage{}, model.EphemeralStorage{}, ""},
		{types.LoadBalancer{}, model.LoadBalancer{}, ""},
		{types.AdvancedConfiguration{}, model.AdvancedConfiguration{}, ""},
	} {
		have := members(reflect.TypeOf(pair.model))
		for field := range reflect.TypeOf(pair.sdk).Fields() {
			name := strings.ToLower(field.Name[:1]) + field.Name[1:]
			if field.IsExported() && !have[name] && name != pair.without {
				t.Errorf("%T has a member %s, which %T has not", pair.sdk, name, pair.model)
			}
		}
	}
}

// full is an answer whose every member of a task set is set, strings to text.
func full(t *testing.T, text string) string {
	t.Helper()
	quoted, err := json.Marshal(text)
	if err != nil {
		t.Fatal(err)
	}
	set := `{"id":§,"taskSetArn":§,"serviceArn":§,"clusterArn":§,"startedBy":§,"externalId":§,"status":§,"taskDefinition":§,
		"computedDesiredCount":4,"pendingCount":1,"runningCount":3,"createdAt":1700000000,"updatedAt":1700000001,"launchType":§,
		"capacityProviderStrategy":[{"capacityProvider":§,"weight":1,"base":2}],"platformVersion":§,"platformFamily":§,
		"networkConfiguration":{"awsvpcConfiguration":{"subnets":[§],"securityGroups":[§],"assignPublicIp":§}},
		"loadBalancers":[{"targetGroupArn":§,"loadBalancerName":§,"containerName":§,"containerPort":80,
			"advancedConfiguration":{"alternateTargetGroupArn":§,"productionListenerRule":§,"testListenerRule":§,"roleArn":§}}],
		"serviceRegistries":[{"registryArn":§,"port":1,"containerName":§,"containerPort":2}],
		"scale":{"value":50,"unit":§},"stabilityStatus":§,"stabilityStatusAt":1700000002,
		"tags":[{"key":§,"value":§}],"fargateEphemeralStorage":{"kmsKeyId":§}}`
	answer := `{"taskSet":` + set + `,"services":[{"serviceArn":§,"serviceName":§,"clusterArn":§,"status":§,"taskDefinition":§,"launchType":§,
		"desiredCount":4,"runningCount":3,"pendingCount":1,"createdAt":1700000000,
		"deploymentController":{"type":§},"currentServiceDeployment":§,
		"currentServiceRevisions":[{"arn":§,"requestedTaskCount":1,"runningTaskCount":1,"pendingTaskCount":1}],
		"loadBalancers":[{"targetGroupArn":§,"loadBalancerName":§,"containerName":§,"containerPort":80,
			"advancedConfiguration":{"alternateTargetGroupArn":§,"productionListenerRule":§,"testListenerRule":§,"roleArn":§}}],
		"serviceRegistries":[{"registryArn":§,"port":1,"containerName":§,"containerPort":2}],
		"deploymentConfiguration":{"strategy":§,"maximumPercent":200,"minimumHealthyPercent":100,"bakeTimeInMinutes":5,
			"canaryConfiguration":{"canaryPercent":10,"canaryBakeTimeInMinutes":5},"linearConfiguration":{"stepPercent":10,"stepBakeTimeInMinutes":5},
			"deploymentCircuitBreaker":{"enable":true,"rollback":true},"alarms":{"alarmNames":[§],"enable":true,"rollback":true},
			"lifecycleHooks":[{"targetType":§,"hookTargetArn":§,"lifecycleStages":[§],"timeoutConfiguration":{"timeoutInMinutes":5,"action":§}}]},"taskSets":[` + set + `],"tags":[{"key":§,"value":§}],
		"deployments":[{"id":§,"status":§,"taskDefinition":§,"desiredCount":1,"pendingCount":1,"runningCount":1,"failedTasks":1,
		"rolloutState":§,"rolloutStateReason":§,"createdAt":1700000000,"updatedAt":1700000000,"serviceConnectConfiguration":{"enabled":true}}],
		"events":[{"id":§,"createdAt":1700000000,"message":§}]}],
		"clusters":[{"clusterArn":§,"clusterName":§,"status":§,"activeServicesCount":1,"runningTasksCount":1,"pendingTasksCount":1,
		"registeredContainerInstancesCount":1,"tags":[{"key":§,"value":§}]}],
		"tasks":[{"taskArn":§,"clusterArn":§,"taskDefinitionArn":§,"startedBy":§,"lastStatus":§,"desiredStatus":§,"healthStatus":§,
		"availabilityZone":§,"launchType":§,"capacityProviderName":§,"createdAt":1700000000,"startedAt":1700000001,
		"group":§,"platformVersion":§,"cpu":§,"memory":§,"containerInstanceArn":§,"connectivity":§,"connectivityAt":1700000000,
		"containers":[{"name":§,"image":§,"imageDigest":§,"lastStatus":§,"healthStatus":§,"exitCode":137,"reason":§,"runtimeId":§,
			"networkInterfaces":[{"attachmentId":§,"privateIpv4Address":§,"ipv6Address":§}],
			"networkBindings":[{"bindIP":§,"containerPort":80,"hostPort":33150,"protocol":§}]}],
		"attachments":[{"id":§,"type":§,"status":§,"details":[{"name":§,"value":§}]}],
		"pullStartedAt":1700000000,"pullStoppedAt":1700000000,"stoppingAt":1700000000,"executionStoppedAt":1700000000,
		"stoppedAt":1700000000,"stopCode":§,"stoppedReason":§}],
		` + fullRollout + `,
		"clusterArns":[§],"serviceArns":[§],"taskArns":[§],"failures":[{"arn":§,"reason":§,"detail":§}]}`
	return strings.ReplaceAll(answer, "§", string(quoted))
}

func TestEveryMemberOfAnAnswerReachesTheModel(t *testing.T) {
	t.Parallel()
	c := over(says(200, full(t, "x")))
	deletion, err := c.DeleteTaskSet(t.Context(), checkoutSet, false)
	if err != nil {
		t.Fatal(fault(t, err).Detail)
	}
	noZero(t, "TaskSet", reflect.ValueOf(*deletion.TaskSet))
	service, err := c.DescribeService(t.Context(), model.ServiceRef{Service: serviceARN})
	if err != nil {
		t.Fatal(fault(t, err).Detail)
	}
	for i := range service.CurrentServiceRevisions { // DescribeServices has no weights
		service.CurrentServiceRevisions[i].ProductionWeight, service.CurrentServiceRevisions[i].TestWeight = new(1.0), new(1.0)
	}
	noZero(t, "Service", reflect.ValueOf(service))
	clusters, err := c.DescribeClusters(t.Context(), []string{"x"})
	if err != nil {
		t.Fatal(fault(t, err).Detail)
	}
	clusters.Found[0].SeenBy = "set only by the screen"
	noZero(t, "Descriptions", reflect.ValueOf(clusters))
	tasks, err := c.DescribeTasks(t.Context(), "x", []string{"x"})
	if err != nil {
		t.Fatal(fault(t, err).Detail)
	}
	noZero(t, "Descriptions", reflect.ValueOf(tasks))
	for _, result := range everyRollout(t, c) {
		noZero(t, fmt.Sprintf("%T", result), reflect.ValueOf(result))
	}
}

// noZero checks that nothing below v is a zero value, but for what only a fold sets and
// the reason for which there is none.
func noZero(t *testing.T, path string, v reflect.Value) {
	t.Helper()
	if v.IsZero() {
		t.Errorf("%s is %v", path, v)
		return
	}
	switch v.Kind() { //nolint:exhaustive // The other kinds hold nothing.
	case reflect.Pointer:
		noZero(t, path, v.Elem())
	case reflect.Slice:
		for i := range v.Len() {
			noZero(t, fmt.Sprintf("%s[%d]", path, i), v.Index(i))
		}
	case reflect.Struct:
		for field, value := range v.Fields() {
			folded := strings.Contains(field.Name, "Seen") || field.Name == "Missing" || field.Name == "FormerPrimary"
			if field.IsExported() && !folded {
				noZero(t, path+"."+field.Name, value)
			}
		}
	}
}

func TestNoTextOfAWSReachesTheModelRaw(t *testing.T) {
	t.Parallel()
	for _, payload := range cleantest.Payloads(t) {
		if payload == "" || !utf8.ValidString(payload) {
			continue // JSON has no such string; the invalid ones come below
		}
		t.Run(strconv.Quote(payload), func(t *testing.T) {
			t.Parallel()
			everywhere(t, full(t, payload))
		})
	}
	t.Run("invalid UTF-8", func(t *testing.T) {
		t.Parallel()
		everywhere(t, strings.ReplaceAll(full(t, "QQ"), "QQ", "a\xff\xfe\x9b2Jb"))
	})
}

// everywhere makes every operation meet an answer and a refusal with its texts.
func everywhere(t *testing.T, answer string) {
	t.Helper()
	c := over(says(200, answer))
	var results []any
	keep := func(result any, err error) {
		if err != nil {
			t.Errorf("%T: %s", result, fault(t, err).Detail)
		}
		results = append(results, result)
	}
	clusters, err := c.ListClusters(t.Context(), model.Cursor{})
	keep(clusters, err)
	services, err := c.ListServices(t.Context(), "x", model.Cursor{})
	keep(services, err)
	describedClusters, err := c.DescribeClusters(t.Context(), []string{"x"})
	keep(describedClusters, err)
	describedServices, err := c.DescribeServices(t.Context(), "x", []string{"x"})
	keep(describedServices, err)
	describedTasks, err := c.DescribeTasks(t.Context(), "x", []string{"x"})
	keep(describedTasks, err)
	service, err := c.DescribeService(t.Context(), model.ServiceRef{Cluster: "x", Service: "x"})
	keep(service, err)
	deletion, err := c.DeleteTaskSet(t.Context(), checkoutSet, false)
	keep(deletion, err)
	results = append(results, everyRollout(t, c)...)
	for _, result := range results {
		noControl(t, fmt.Sprintf("%T", result), reflect.ValueOf(result))
	}
}

// noControl checks every string below v.
func noControl(t *testing.T, path string, v reflect.Value) {
	t.Helper()
	switch v.Kind() { //nolint:exhaustive // The other kinds hold no text.
	case reflect.String:
		for _, r := range v.String() {
			if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp) {
				t.Errorf("%s keeps %U: %+q", path, r, v)
			}
		}
		if v.String() != clean.Text(v.String()) {
			t.Errorf("%s is not clean: %+q", path, v)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			noControl(t, path, v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			noControl(t, fmt.Sprintf("%s[%d]", path, i), v.Index(i))
		}
	case reflect.Struct:
		for field, value := range v.Fields() {
			noControl(t, path+"."+field.Name, value)
		}
	}
}

func TestNoTextOfAnErrorReachesTheFaultRaw(t *testing.T) {
	t.Parallel()
	for _, payload := range cleantest.Payloads(t) {
		for _, code := range []string{"InvalidParameterException", "AccessDeniedException", "ClientException", payload} {
			body, err := json.Marshal(map[string]string{
				"__type":  code,
				"message": "not authorized to perform: " + payload + " on resource: " + payload + " task set",
			})
			if err != nil {
				t.Fatal(err)
			}
			_, err = over(says(400, string(body))).DeleteTaskSet(t.Context(), checkoutSet, false)
			f := fault(t, err)
			noControl(t, "Fault", reflect.ValueOf(*f))
		}
	}
}

func TestAbsurdValuesAreNoValues(t *testing.T) {
	t.Parallel()
	for _, at := range []string{"0", "-1", "1e300", `"Infinity"`, "null"} {
		c := over(says(200, `{"taskSet":{"taskSetArn":"a","createdAt":`+at+`,"scale":{"value":"NaN"}}}`))
		deletion, err := c.DeleteTaskSet(t.Context(), checkoutSet, false)
		if err != nil {
			t.Fatal(at, fault(t, err).Detail)
		}
		if !deletion.TaskSet.CreatedAt.IsZero() || deletion.TaskSet.Scale != nil {
			t.Errorf("%s: %s, %v", at, deletion.TaskSet.CreatedAt, deletion.TaskSet.Scale)
		}
	}
}

// The shape is that of an answer of the real ECS for a CODE_DEPLOY service:
// taskSets are there, deployments are not, and the old short ARN is in one place.
func TestAnAnswerShapedLikeARealOneIsRead(t *testing.T) {
	t.Parallel()
	got, err := over(says(200, `{"services":[{"serviceArn":"`+serviceARN+`","serviceName":"checkout","clusterArn":"`+clusterARN+`",
		"loadBalancers":[{"targetGroupArn":"tg","containerName":"app","containerPort":80}],"serviceRegistries":[],"status":"ACTIVE",
		"desiredCount":1,"runningCount":1,"pendingCount":0,"launchType":"FARGATE","platformVersion":"1.4.0","platformFamily":"Linux",
		"deploymentConfiguration":{"maximumPercent":200,"minimumHealthyPercent":100},"deploymentController":{"type":"CODE_DEPLOY"},
		"taskSets":[{"id":"ecs-svc/4201323268728819917","taskSetArn":"`+setARN+`","serviceArn":"arn:aws:ecs:eu-west-1:1:service/checkout",
		"status":"PRIMARY","computedDesiredCount":1,"pendingCount":0,"runningCount":1,"createdAt":1710272964.781,"serviceRegistries":[],
		"scale":{"value":100.0,"unit":"PERCENT"},"stabilityStatus":"STEADY_STATE","stabilityStatusAt":1710273019.876,"tags":[]}],
		"enableECSManagedTags":false,"propagateTags":"NONE","schedulingStrategy":"REPLICA"}],"failures":[]}`)).
		DescribeServices(t.Context(), clusterARN, []string{serviceARN})
	if err != nil {
		t.Fatal(fault(t, err).Detail)
	}
	if len(got.Found) != 1 || len(got.Failures) != 0 {
		t.Fatalf("%+v", got)
	}
	service := got.Found[0]
	primary, ok := service.Primary()
	if !ok || service.ControllerType() != model.ControllerCodeDeploy || service.Deployments != nil || !primary.Steady() {
		t.Errorf("%+v", service)
	}
	if percent, ok := primary.ScalePercent(); !ok || percent != 100 || primary.StableSince().UnixMilli() != 1710273019876 {
		t.Errorf("%v, %s", percent, primary.StableSince())
	}
}

// tenServices is an answer with ten services of five task sets each.
func tenServices(tb testing.TB) string {
	tb.Helper()
	services := make([]string, 0, 10)
	for i := range 10 {
		sets := make([]string, 0, 5)
		for j := range 5 {
			sets = append(sets, fmt.Sprintf(`{"id":"ecs-svc/%d","taskSetArn":"%s%d","serviceArn":"%s","clusterArn":"%s","status":"ACTIVE",
				"taskDefinition":"arn:aws:ecs:eu-west-1:123456789012:task-definition/checkout:41","computedDesiredCount":4,"runningCount":4,
				"createdAt":1700000000.5,"updatedAt":1700000000.5,"launchType":"FARGATE","scale":{"value":50,"unit":"PERCENT"},
				"stabilityStatus":"STEADY_STATE","stabilityStatusAt":1700000000.5,
				"loadBalancers":[{"targetGroupArn":"arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/blue/1","containerName":"c","containerPort":80}],
				"networkConfiguration":{"awsvpcConfiguration":{"subnets":["subnet-1","subnet-2"],"securityGroups":["sg-1"]}}}`,
				j, setARN, j, serviceARN, clusterARN))
		}
		services = append(services, fmt.Sprintf(`{"serviceArn":"%s%d","serviceName":"svc-%d","clusterArn":"%s","status":"ACTIVE",
			"desiredCount":4,"deploymentController":{"type":"EXTERNAL"},"taskSets":[%s]}`, serviceARN, i, i, clusterARN, strings.Join(sets, ",")))
	}
	return `{"services":[` + strings.Join(services, ",") + `]}`
}

func BenchmarkTenServicesOfFiveTaskSets(b *testing.B) {
	c := over(says(200, tenServices(b)))
	names := make([]string, 10)
	b.Run("answer to model", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := c.DescribeServices(b.Context(), "c", names); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("conversion alone", func(b *testing.B) {
		service := types.Service{ServiceArn: new(serviceARN), TaskSets: make([]types.TaskSet, 5)}
		for i := range service.TaskSets {
			service.TaskSets[i] = types.TaskSet{TaskSetArn: new(setARN), Id: &checkoutSet.ID, ClusterArn: new(clusterARN), ServiceArn: new(serviceARN)}
		}
		services := make([]types.Service, 10)
		for i := range services {
			services[i] = service
		}
		b.ReportAllocs()
		for b.Loop() {
			if len(each(services, serviceOf, hasService)) != 10 {
				b.Fatal("services are missing")
			}
		}
	})
}
