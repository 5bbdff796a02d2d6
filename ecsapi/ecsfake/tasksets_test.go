package ecsfake_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"
)

const ten = 10 * time.Minute

func TestEveryTaskSetOperationFindsOutWhatIsNotThere(t *testing.T) {
	s, _ := open(shop())
	for operation, rest := range map[string]string{
		"DescribeTaskSets":            `"taskSets":["ecs-svc/9"]`,
		"CreateTaskSet":               `"taskDefinition":"web:1"`,
		"UpdateTaskSet":               `"taskSet":"ecs-svc/9","scale":{"value":1,"unit":"PERCENT"}`,
		"UpdateServicePrimaryTaskSet": `"primaryTaskSet":"ecs-svc/9"`,
		"DeleteTaskSet":               `"taskSet":"ecs-svc/9"`,
	} {
		body := func(cluster, service string) string {
			return fmt.Sprintf(`{"cluster":%q,"service":%q,%s}`, cluster, service, rest)
		}
		refused(t, s, operation, body("nope", "web"), "ClusterNotFoundException", "Cluster not found.")
		refused(t, s, operation, body("shop", "nope"), "ServiceNotFoundException", "Service not found.")
		for _, service := range []string{"cd", "rolling", "old"} {
			refused(t, s, operation, body("shop", service), invalidType, onlyExtern)
		}
		if operation == "DescribeTaskSets" {
			same(t, "failures", names(ask(t, s, operation, body("shop", "web")).at("failures")), []string{arns + "task-set/shop/web/ecs-svc/9 MISSING"})
			continue
		}
		refused(t, s, operation, body("shop", "leaving"), "ServiceNotActiveException", "")
		if operation != "CreateTaskSet" {
			refused(t, s, operation, body("shop", "web"), "TaskSetNotFoundException", "")
		}
	}
}

func TestDescribeTaskSetsWantsToBeToldWhichInAWellFormedWay(t *testing.T) {
	s, _ := open(shop())
	refused(t, s, "DescribeTaskSets", `{"cluster":"shop","service":"web"}`, invalidType, "TaskSets cannot be empty.")
	refused(t, s, "DescribeTaskSets", `{"cluster":"shop","service":"web","taskSets":["x"]}`, invalidType, "Task Set Identifier is invalid")
	a := ask(t, s, "DescribeTaskSets", `{"cluster":"shop","service":"`+arns+`service/shop/web","taskSets":["ecs-svc/g","`+arns+`task-set/shop/web/ecs-svc/b"]}`)
	same(t, "by id", a.at("taskSets", 0, "status"), "ACTIVE")
	same(t, "by ARN", a.at("taskSets", 1, "status"), "PRIMARY")
}

func TestThePrimaryIsDeletedOnlyByForce(t *testing.T) {
	s, _ := open(shop())
	refused(t, s, "DeleteTaskSet", `{"cluster":"shop","service":"web","taskSet":"ecs-svc/b"}`, invalidType, "Primary TaskSet cannot be deleted")
	refused(t, s, "DeleteTaskSet", `{"cluster":"shop","service":"web","taskSet":"ecs-svc/b","force":false}`, invalidType, "Primary TaskSet cannot be deleted")
	a := ask(t, s, "DeleteTaskSet", `{"cluster":"shop","service":"web","taskSet":"ecs-svc/b","force":true}`)
	same(t, "status", a.at("taskSet", "status"), "DRAINING")
	service := ask(t, s, "DescribeServices", `{"cluster":"shop","services":["web"]}`)
	same(t, "the service's task definition without a PRIMARY", service.at("services", 0, "taskDefinition"), nil)
}

func TestADeletedSetIsDrainingWithItsTasksStillThere(t *testing.T) {
	s, _ := open(shop())
	a := ask(t, s, "DeleteTaskSet", `{"cluster":"shop","service":"web","taskSet":"ecs-svc/g"}`)
	for name, want := range map[string]string{
		"id": `"ecs-svc/g"`, "status": `"DRAINING"`, "computedDesiredCount": `0`, "runningCount": `4`, "pendingCount": `0`,
		"scale": `{"unit":"PERCENT","value":0}`, "stabilityStatus": `"STABILIZING"`, "updatedAt": fmt.Sprint(noon.Unix()),
	} {
		same(t, name, a.at("taskSet", name), json.RawMessage(want))
	}
	again := ask(t, s, "DeleteTaskSet", `{"cluster":"shop","service":"web","taskSet":"ecs-svc/g"}`)
	same(t, "deleting it again", again.body, a.body)
}

func TestOnlyAStrictWorldRefusesToDeleteASetWithAScale(t *testing.T) {
	world := shop()
	world.Strict = true
	s, _ := open(world)
	del := `{"cluster":"shop","service":"web","taskSet":"ecs-svc/g"`
	refused(t, s, "DeleteTaskSet", del+`}`, invalidType, "scale above 0")
	ask(t, s, "UpdateTaskSet", del+`,"scale":{"value":0,"unit":"PERCENT"}}`)
	same(t, "scaled down", ask(t, s, "DeleteTaskSet", del+`}`).at("taskSet", "status"), "DRAINING")

	s, _ = open(world)
	same(t, "forced", ask(t, s, "DeleteTaskSet", del+`,"force":true}`).at("taskSet", "status"), "DRAINING")
}

func TestAServiceHasRoomForFiveTaskSets(t *testing.T) {
	s, _ := open(shop())
	for range 3 {
		ask(t, s, "CreateTaskSet", `{"cluster":"shop","service":"web","taskDefinition":"web:43"}`)
	}
	refused(t, s, "CreateTaskSet", `{"cluster":"shop","service":"web","taskDefinition":"web:43"}`, invalidType,
		"5 deployments exist on the service. Unable to create new TaskSet since this exceeds the maximum limit.")
}

func TestACreatedSetIsAsTheRequestSays(t *testing.T) {
	s, _ := open(shop())
	a := ask(t, s, "CreateTaskSet", `{"cluster":"shop","service":"bare","taskDefinition":"bare:2","externalId":"e",
		"capacityProviderStrategy":[{"capacityProvider":"FARGATE_SPOT","weight":1,"base":2}],"scale":{"value":40,"unit":"PERCENT"},
		"networkConfiguration":{"awsvpcConfiguration":{"subnets":["s"],"securityGroups":["g"],"assignPublicIp":"ENABLED"}},
		"loadBalancers":[{"targetGroupArn":"arn:tg","containerName":"c","containerPort":80}],
		"serviceRegistries":[{"registryArn":"arn:r","port":1}],"tags":[{"key":"k","value":"v"}],"clientToken":"once"}`)
	for name, want := range map[string]string{
		"status": `"ACTIVE"`, "externalId": `"e"`, "computedDesiredCount": `2`, "launchType": `null`,
		"taskDefinition":           `"` + arns + `task-definition/bare:2"`,
		"capacityProviderStrategy": `[{"base":2,"capacityProvider":"FARGATE_SPOT","weight":1}]`,
		"networkConfiguration":     `{"awsvpcConfiguration":{"assignPublicIp":"ENABLED","securityGroups":["g"],"subnets":["s"]}}`,
		"loadBalancers":            `[{"containerName":"c","containerPort":80,"targetGroupArn":"arn:tg"}]`,
		"serviceRegistries":        `[{"port":1,"registryArn":"arn:r"}]`,
		"tags":                     `[{"key":"k","value":"v"}]`,
		"startedBy":                `null`,
	} {
		same(t, name, a.at("taskSet", name), json.RawMessage(want))
	}
	again := ask(t, s, "CreateTaskSet", `{"cluster":"shop","service":"bare","taskDefinition":"bare:2","clientToken":"once"}`)
	same(t, "the same client token", again.at("taskSet", "id"), a.at("taskSet", "id"))
}

func TestImpossibleSetsAreRefused(t *testing.T) {
	s, _ := open(shop())
	for _, rest := range []string{
		`"taskDefinition":""`,
		`"taskDefinition":"a:1","scale":{"value":100.1,"unit":"PERCENT"}`,
		`"taskDefinition":"a:1","scale":{"value":-1,"unit":"PERCENT"}`,
		`"taskDefinition":"a:1","scale":{"value":1,"unit":"PER_MILLE"}`,
		`"taskDefinition":"a:1","launchType":"EC2","capacityProviderStrategy":[{"capacityProvider":"x"}]`,
	} {
		refused(t, s, "CreateTaskSet", `{"cluster":"shop","service":"bare",`+rest+`}`, invalidType, "")
	}
	refused(t, s, "UpdateTaskSet", `{"cluster":"shop","service":"web","taskSet":"ecs-svc/g"}`, invalidType, "scale")
}

func TestADrainingSetIsNeitherScaledNorPromoted(t *testing.T) {
	s, _ := open(shop())
	ask(t, s, "DeleteTaskSet", `{"cluster":"shop","service":"web","taskSet":"ecs-svc/g"}`)
	refused(t, s, "UpdateTaskSet", `{"cluster":"shop","service":"web","taskSet":"ecs-svc/g","scale":{"value":1,"unit":"PERCENT"}}`, invalidType, "DRAINING")
	refused(t, s, "UpdateServicePrimaryTaskSet", `{"cluster":"shop","service":"web","primaryTaskSet":"ecs-svc/g"}`, invalidType, "DRAINING")
}

func TestAPromotionTurnsTheRolesAndTheServiceFollows(t *testing.T) {
	s, clock := open(shop())
	clock.Advance(time.Second)
	a := ask(t, s, "UpdateServicePrimaryTaskSet", `{"cluster":"shop","service":"web","primaryTaskSet":"`+arns+`task-set/shop/web/ecs-svc/g"}`)
	same(t, "answer", a.at("taskSet", "status"), "PRIMARY")
	service := ask(t, s, "DescribeServices", `{"cluster":"shop","services":["web"]}`)
	same(t, "former", service.at("services", 0, "taskSets", 0, "status"), "ACTIVE")
	same(t, "former updatedAt", service.at("services", 0, "taskSets", 0, "updatedAt"), noon.Unix()+1)
	same(t, "service's task definition", service.at("services", 0, "taskDefinition"), arns+"task-definition/web:42")
	same(t, "service's target group", service.at("services", 0, "loadBalancers", 0, "targetGroupArn"),
		service.at("services", 0, "taskSets", 1, "loadBalancers", 0, "targetGroupArn"))
}

func TestTasksAreFoundByServiceByTaskSetAndByStatus(t *testing.T) {
	s, clock := open(shop())
	count := func(body string) int {
		list, _ := ask(t, s, "ListTasks", body).at("taskArns").([]any)
		return len(list)
	}
	same(t, "of a set", count(`{"cluster":"shop","startedBy":"ecs-svc/g"}`), 4)
	same(t, "of a service", count(`{"cluster":"shop","serviceName":"web"}`), 8)
	same(t, "of a family", count(`{"cluster":"shop","family":"rolling"}`), 2)
	same(t, "of a launch type", count(`{"cluster":"shop","launchType":"EC2"}`), 0)
	refused(t, s, "ListTasks", `{"cluster":"shop","startedBy":"x","serviceName":"web"}`, invalidType, "startedBy")
	refused(t, s, "ListTasks", `{"cluster":"shop","serviceName":"nope"}`, "ServiceNotFoundException", "")
	refused(t, s, "ListTasks", `{"cluster":"nope"}`, "ClusterNotFoundException", "")

	ask(t, s, "DeleteTaskSet", `{"cluster":"shop","service":"web","taskSet":"ecs-svc/g"}`)
	clock.Advance(time.Minute)
	stopped := ask(t, s, "ListTasks", `{"cluster":"shop","serviceName":"web","desiredStatus":"STOPPED"}`)
	arn := stopped.at("taskArns", 3).(string)
	a := ask(t, s, "DescribeTasks", `{"cluster":"shop","tasks":["`+arn+`","0f"]}`)
	same(t, "failures", names(a.at("failures")), []string{arns + "task/shop/0f MISSING"})
	for name, want := range map[string]string{
		"lastStatus": `"STOPPED"`, "desiredStatus": `"STOPPED"`, "startedBy": `"ecs-svc/g"`, "group": `"service:web"`, "stopCode": `"ServiceSchedulerInitiated"`,
	} {
		same(t, name, a.at("tasks", 0, name), json.RawMessage(want))
	}
	refused(t, s, "DescribeTasks", `{"cluster":"shop"}`, invalidType, "Tasks cannot be empty.")
	refused(t, s, "DescribeTasks", `{"cluster":"nope","tasks":["0f"]}`, "ClusterNotFoundException", "")
}

func TestTheSameSeedAndClockMakeTheSameWorld(t *testing.T) {
	tell := func(seed uint64) string {
		world := shop()
		world.Seed = seed
		s, clock := open(world)
		ask(t, s, "CreateTaskSet", `{"cluster":"shop","service":"web","taskDefinition":"web:43","scale":{"value":50,"unit":"PERCENT"}}`)
		clock.Advance(20 * time.Second)
		return ask(t, s, "DescribeServices", `{"cluster":"shop","services":["web","cd","rolling"]}`).text
	}
	first, second := tell(1), tell(1)
	if first != second {
		t.Error("the same seed made two worlds")
	}
	if first == tell(2) {
		t.Error("two seeds made one world")
	}
}

func TestASetOnEC2HasNoPlatformOfFargate(t *testing.T) {
	s, _ := open(shop())
	a := ask(t, s, "CreateTaskSet", `{"cluster":"shop","service":"bare","taskDefinition":"bare:2","launchType":"EC2"}`)
	same(t, "platform", []any{a.at("taskSet", "launchType"), a.at("taskSet", "platformVersion"), a.at("taskSet", "platformFamily")}, []any{"EC2", nil, nil})
}
