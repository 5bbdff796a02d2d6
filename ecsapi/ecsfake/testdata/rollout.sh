# What the AWS CLI says of a rollout: sourced by awscli.sh, whose functions it uses.
# An `aws` that does not know a subcommand cannot try it, which is said by its name. Its
# story moves on, so it comes first.

elb() { aws --endpoint-url "$endpoint" --output text elbv2 "$@" 2>&1; }
deploy() { aws --endpoint-url "$endpoint" --output text deploy "$@" 2>&1; }

# knows SERVICE SUBCOMMAND: whether this `aws` has it. It lists them after a wrong one.
knows() {
  aws "$1" no-such-subcommand 2>&1 | grep -qE "(^|[ |])$2( |\$)" && return 0
  echo "left out - this aws does not know $1 $2"
  return 1
}

# CodeDeploy.
if knows deploy get-deployment; then
  same 'get-deployment tells a deployment that is done' 'd-7QXW2N9AE Succeeded ECS inventory-green' \
    deploy get-deployment --deployment-id d-7QXW2N9AE \
    --query 'deploymentInfo.[deploymentId,status,computePlatform,loadBalancerInfo.targetGroupPairInfoList[0].targetGroups[0].name]'
  refused 'a deployment that is not there does not exist' DeploymentDoesNotExistException deploy get-deployment --deployment-id d-NOTHING00
fi
if knows deploy get-deployment-target; then
  target() { deploy get-deployment-target --deployment-id "$1" --target-id shop-prod:inventory --query "deploymentTarget.ecsTarget.$2"; }
  same 'get-deployment-target calls green what the deployment made' inventory-blue \
    target d-K3LM0V5DF "taskSetsInfo[?taskSetLabel=='Green'].targetGroup.name"
  same 'its events are in the order of their course' 'BeforeInstall Install AfterInstall AllowTestTraffic AfterAllowTestTraffic BeforeAllowTraffic AllowTraffic AfterAllowTraffic' \
    target d-K3LM0V5DF 'lifecycleEvents[].lifecycleEventName'
  refused 'a target that is not there does not exist' DeploymentTargetDoesNotExistException \
    deploy get-deployment-target --deployment-id d-K3LM0V5DF --target-id shop-prod:nothing
fi

# Load balancers.
rule() { elb describe-rules --listener-arn "$listener" --query "Rules[?Priority=='$1'].$2"; }
if knows elbv2 describe-load-balancers; then
  same 'describe-load-balancers finds one by name' 'shop-prod application active' \
    elb describe-load-balancers --names shop-prod --query 'LoadBalancers[0].[LoadBalancerName,Type,State.Code]'
  balancer="$(elb describe-load-balancers --names shop-prod --query 'LoadBalancers[0].LoadBalancerArn')"
  network="$(elb describe-load-balancers --names media --query 'LoadBalancers[0].LoadBalancerArn')"
  refused 'a load balancer that is not there is not found' LoadBalancerNotFound elb describe-load-balancers --names nothing
fi
if knows elbv2 describe-listeners; then
  same 'describe-listeners tells the listeners of a load balancer' '443 HTTPS 8443 HTTPS 80 HTTP' \
    elb describe-listeners --load-balancer-arn "$balancer" --query 'Listeners[].[Port,Protocol][]'
  same 'a network load balancer has no weight' '1935 TCP None' \
    elb describe-listeners --load-balancer-arn "$network" --query 'Listeners[0].[Port,Protocol,DefaultActions[0].ForwardConfig.TargetGroups[0].Weight]'
  listener="$(elb describe-listeners --load-balancer-arn "$balancer" --query 'Listeners[0].ListenerArn')"
  refused 'a text is no listener' 'ValidationError' elb describe-listeners --listener-arns nonsense
fi
if knows elbv2 describe-rules; then
  same 'describe-rules tells the weights of a rule' '950 50' rule 170 'Actions[0].ForwardConfig.TargetGroups[].Weight[]'
  same 'describe-rules tells the condition of a rule' 'host-header bundles.shop.example' rule 170 'Conditions[0].[Field,Values[0]]'
  same 'the default rule is the last' 'default True' elb describe-rules --listener-arn "$listener" --query 'Rules[-1].[Priority,IsDefault]'
  same 'a rule may keep its clients' 'True 3600' \
    rule 30 'Actions[0].ForwardConfig.TargetGroupStickinessConfig.[Enabled,DurationSeconds]'
  refused 'describe-rules wants to be told which' ValidationError elb describe-rules
  refused 'a rule that is not there is not found' RuleNotFound \
    elb describe-rules --rule-arns "${listener/:listener\//:listener-rule/}/0123456789abcdef"
fi
if knows elbv2 describe-target-groups; then
  same 'describe-target-groups knows who reaches a group' 'media-a TCP ip 1' \
    elb describe-target-groups --names media-a --query 'TargetGroups[0].[TargetGroupName,Protocol,TargetType,length(LoadBalancerArns)]'
  same 'a group may be in no rule' 0 elb describe-target-groups --names recommendations-b --query 'length(TargetGroups[0].LoadBalancerArns)'
  group() { elb describe-target-groups --names "$1" --query 'TargetGroups[0].TargetGroupArn'; }
fi
if knows elbv2 describe-target-health; then
  same 'describe-target-health tells each task of a set' 'healthy healthy healthy' \
    elb describe-target-health --target-group-arn "$(group profile-a)" --query 'TargetHealthDescriptions[].TargetHealth.State'
  same 'a target that is healthy has no reason' None \
    elb describe-target-health --target-group-arn "$(group profile-a)" --query 'TargetHealthDescriptions[0].TargetHealth.Reason'
  refused 'a group that is not there is not found' TargetGroupNotFound \
    elb describe-target-health --target-group-arn "${listener%%:listener*}:targetgroup/nothing/0123456789abcdef"
fi
if knows elbv2 describe-target-group-attributes; then
  same 'describe-target-group-attributes tells how long a target drains' 30 \
    elb describe-target-group-attributes --target-group-arn "$(group profile-a)" --query "Attributes[?Key=='deregistration_delay.timeout_seconds'].Value"
fi

# Deployments by the ECS controller.
if knows ecs list-service-deployments; then
  same 'list-service-deployments tells one that was stopped' STOPPED \
    prod list-service-deployments --service bundles --query 'serviceDeployments[0].status'
  stopped="$(prod list-service-deployments --service bundles --query 'serviceDeployments[0].serviceDeploymentArn')"
fi
if knows ecs describe-service-deployments; then
  same 'describe-service-deployments tells its strategy' 'STOPPED CANARY 5.0 3' \
    ecs describe-service-deployments --service-deployment-arns "$stopped" \
    --query 'serviceDeployments[0].[status,deploymentConfiguration.strategy,deploymentConfiguration.canaryConfiguration.canaryPercent,deploymentCircuitBreaker.threshold]'
  same 'describe-service-deployments tells what is missing' MISSING \
    ecs describe-service-deployments --service-deployment-arns "${stopped}x" --query 'failures[0].reason'
  revision="$(ecs describe-service-deployments --service-deployment-arns "$stopped" --query 'serviceDeployments[0].targetServiceRevision.arn')"
fi
if knows ecs describe-service-revisions; then
  same 'describe-service-revisions tells the image' '123456789012.dkr.ecr.eu-west-1.amazonaws.com/bundles:v18' \
    ecs describe-service-revisions --service-revision-arns "$revision" --query 'serviceRevisions[0].containerImages[0].image'
fi
if knows ecs describe-task-definition; then
  same 'describe-task-definition tells a container' 'checkout 42 2048 LOG_LEVEL' \
    ecs describe-task-definition --task-definition checkout:42 \
    --query 'taskDefinition.[family,revision,memory,containerDefinitions[0].environment[1].name]'
fi

# Why tasks stopped.
gone="$(prod list-tasks --service-name reviews --desired-status STOPPED --max-items 1 --query 'taskArns[0]' | head -1)"
same 'a task without its image never ran' 'TaskFailedToStart None None' \
  prod describe-tasks --tasks "$gone" --query 'tasks[0].[stopCode,startedAt,containers[0].exitCode]'
same 'its container tells the cause' True \
  prod describe-tasks --tasks "$gone" --query "starts_with(tasks[0].containers[0].reason,'CannotPullContainerError')"
refused 'startedBy stands alone' 'cannot specify startedBy with other arguments' \
  prod list-tasks --started-by ecs-svc/1 --launch-type FARGATE
