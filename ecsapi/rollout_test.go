package ecsapi

import (
	"testing"

	"tealset/model"
)

// fullRollout are the members of full that tell of a rollout beside task sets and tasks.
const fullRollout = `"serviceDeployments":[{"serviceDeploymentArn":§,"serviceArn":§,"clusterArn":§,"status":§,"statusReason":§,"lifecycleStage":§,
		"targetServiceRevisionArn":§,"lifecycleHookDetails":[{"hookId":§,"targetType":§,"targetArn":§,"status":§,"expiresAt":1700000000,"timeoutAction":§}],
		"sourceServiceRevisions":[{"arn":§,"requestedTaskCount":1,"runningTaskCount":1,"pendingTaskCount":1,
			"requestedProductionTrafficWeight":90,"requestedTestTrafficWeight":10}],
		"targetServiceRevision":{"arn":§,"requestedTaskCount":1,"runningTaskCount":1,"pendingTaskCount":1,
			"requestedProductionTrafficWeight":10,"requestedTestTrafficWeight":100},
		"deploymentConfiguration":{"strategy":§,"maximumPercent":200,"minimumHealthyPercent":100,"bakeTimeInMinutes":5,
			"canaryConfiguration":{"canaryPercent":10,"canaryBakeTimeInMinutes":5},"linearConfiguration":{"stepPercent":10,"stepBakeTimeInMinutes":5},
			"deploymentCircuitBreaker":{"enable":true,"rollback":true},"alarms":{"alarmNames":[§],"enable":true,"rollback":true},
			"lifecycleHooks":[{"targetType":§,"hookTargetArn":§,"lifecycleStages":[§],"timeoutConfiguration":{"timeoutInMinutes":5,"action":§}}]},
		"deploymentCircuitBreaker":{"status":§,"failureCount":1,"threshold":3},
		"alarms":{"status":§,"alarmNames":[§],"triggeredAlarmNames":[§]},"rollback":{"reason":§,"serviceRevisionArn":§,"startedAt":1700000000},
		"createdAt":1700000000,"startedAt":1700000000,"finishedAt":1700000000,"stoppedAt":1700000000,"updatedAt":1700000000}],
	"serviceRevisions":[{"serviceRevisionArn":§,"serviceArn":§,"clusterArn":§,"taskDefinition":§,"launchType":§,
		"capacityProviderStrategy":[{"capacityProvider":§,"weight":1,"base":2}],"platformVersion":§,"platformFamily":§,
		"loadBalancers":[{"targetGroupArn":§,"loadBalancerName":§,"containerName":§,"containerPort":80,
			"advancedConfiguration":{"alternateTargetGroupArn":§,"productionListenerRule":§,"testListenerRule":§,"roleArn":§}}],
		"resolvedConfiguration":{"loadBalancers":[{"targetGroupArn":§,"productionListenerRule":§}]},
		"containerImages":[{"containerName":§,"image":§,"imageDigest":§}],"serviceConnectConfiguration":{"enabled":true},"createdAt":1700000000}],
	"taskDefinition":{"taskDefinitionArn":§,"family":§,"revision":7,"status":§,"cpu":§,"memory":§,"networkMode":§,"taskRoleArn":§,"executionRoleArn":§,
		"runtimePlatform":{"cpuArchitecture":§,"operatingSystemFamily":§},"ephemeralStorage":{"sizeInGiB":21},"requiresCompatibilities":[§],
		"volumes":[{"name":§,"efsVolumeConfiguration":{"fileSystemId":§,"rootDirectory":§}},{"name":§,"dockerVolumeConfiguration":{"driver":§}},
			{"name":§,"host":{"sourcePath":§}},{"name":§,"fsxWindowsFileServerVolumeConfiguration":{"fileSystemId":§,"rootDirectory":§}},
			{"name":§,"s3filesVolumeConfiguration":{"fileSystemArn":§,"rootDirectory":§}}],
		"containerDefinitions":[{"name":§,"image":§,"essential":true,"cpu":1,"memory":2,"memoryReservation":3,"stopTimeout":4,
			"portMappings":[{"name":§,"containerPort":1,"hostPort":2,"containerPortRange":§,"protocol":§,"appProtocol":§}],
			"environment":[{"name":§,"value":§}],"secrets":[{"name":§,"valueFrom":§}],
			"healthCheck":{"command":[§],"interval":1,"timeout":2,"retries":3,"startPeriod":4},
			"logConfiguration":{"logDriver":§,"options":{"awslogs-group":§,"awslogs-region":§,"awslogs-stream-prefix":§}},
			"mountPoints":[{"sourceVolume":§,"containerPath":§,"readOnly":true}]}],
		"registeredAt":1700000000,"registeredBy":§},
	"deploymentInfo":{"deploymentId":§,"applicationName":§,"deploymentGroupName":§,"deploymentConfigName":§,"computePlatform":§,"status":§,
		"creator":§,"externalId":§,"createTime":1700000000,"startTime":1700000000,"completeTime":1700000000,
		"errorInformation":{"code":§,"message":§},"rollbackInfo":{"rollbackDeploymentId":§,"rollbackTriggeringDeploymentId":§,"rollbackMessage":§},
		"deploymentStatusMessages":[§],"instanceTerminationWaitTimeStarted":true,
		"blueGreenDeploymentConfiguration":{"deploymentReadyOption":{"actionOnTimeout":§,"waitTimeInMinutes":5},
			"terminateBlueInstancesOnDeploymentSuccess":{"action":§,"terminationWaitTimeInMinutes":5}},
		"loadBalancerInfo":{"targetGroupPairInfoList":[{"targetGroups":[{"name":§}],"prodTrafficRoute":{"listenerArns":[§]},"testTrafficRoute":{"listenerArns":[§]}}]}},
	"deploymentTarget":{"deploymentTargetType":§,"ecsTarget":{"deploymentId":§,"targetId":§,"targetArn":§,"status":§,"lastUpdatedAt":1700000000,
		"lifecycleEvents":[{"lifecycleEventName":§,"status":§,"startTime":1700000000,"endTime":1700000000,
			"diagnostics":{"errorCode":§,"scriptName":§,"message":§,"logTail":§}}],
		"taskSetsInfo":[{"identifer":§,"taskSetLabel":§,"status":§,"trafficWeight":10.5,"targetGroup":{"name":§},"desiredCount":1,"pendingCount":1,"runningCount":1}]}}`

// everyRollout is what the operations beside task sets and tasks that speak JSON make of
// an answer that has everything.
func everyRollout(t *testing.T, c client) []any {
	t.Helper()
	var results []any
	keep := func(result any, err error) {
		if err != nil {
			t.Errorf("%T: %s", result, fault(t, err).Detail)
		}
		results = append(results, result)
	}
	service := model.ServiceRef{Cluster: "x", Service: "x"}
	history, _, _, err := c.ListServiceDeployments(t.Context(), service, model.Cursor{})
	keep(history, err)
	deployments, err := c.DescribeServiceDeployments(t.Context(), []string{"x"})
	keep(deployments, err)
	revisions, err := c.DescribeServiceRevisions(t.Context(), []string{"x"})
	keep(revisions, err)
	definition, err := c.DescribeTaskDefinition(t.Context(), "x")
	keep(definition, err)
	deployment, err := c.GetDeployment(t.Context(), "x")
	keep(deployment, err)
	target, err := c.GetDeploymentTarget(t.Context(), "x", service)
	keep(target, err)
	return results
}
