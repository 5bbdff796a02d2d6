#!/usr/bin/env bash
# The AWS CLI, a client that nobody here wrote, against a server with the story
# of ecsfake.Demo. One argument: the URL of the server.
set -u

endpoint="${1:?usage: awscli.sh http://127.0.0.1:PORT}"
export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE
export AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
export AWS_REGION=eu-west-1 AWS_DEFAULT_REGION=eu-west-1
export AWS_EC2_METADATA_DISABLED=true AWS_PAGER='' AWS_MAX_ATTEMPTS=1
export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null
unset AWS_PROFILE AWS_DEFAULT_PROFILE AWS_SESSION_TOKEN AWS_ENDPOINT_URL
unset AWS_ENDPOINT_URL_ECS AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2 AWS_ENDPOINT_URL_CODEDEPLOY

passed=0
failed=0

ecs() { aws --endpoint-url "$endpoint" --output text ecs "$@" 2>&1; }

# tell SENTENCE OK WANTED GOT
tell() {
  if [ "$2" = yes ]; then
    passed=$((passed + 1))
    echo "ok $((passed + failed)) - $1"
  else
    failed=$((failed + 1))
    printf 'not ok %d - %s\n  wanted: %s\n  got:    %s\n' "$((passed + failed))" "$1" "$3" "$4"
  fi
}

# same SENTENCE WANTED COMMAND...: the command prints just that.
same() {
  local sentence="$1" wanted="$2" got ok=no
  shift 2
  got="$("$@" | tr '\t\n' '  ' | sed 's/ *$//')"
  [ "$got" = "$wanted" ] && ok=yes
  tell "$sentence" "$ok" "$wanted" "$got"
}

# refused SENTENCE TEXT COMMAND...: the command fails with the text.
refused() {
  local sentence="$1" wanted="$2" got ok=no
  shift 2
  if got="$("$@")"; then got="succeeded: $got"; else case "$got" in *"$wanted"*) ok=yes ;; esac; fi
  tell "$sentence" "$ok" "$wanted" "$got"
}

# becomes SENTENCE WANTED COMMAND...: the command prints just that before long.
becomes() {
  local sentence="$1" wanted="$2" got='' ok=no
  shift 2
  for _ in $(seq 150); do
    got="$("$@" | tr '\t\n' '  ' | sed 's/ *$//')"
    [ "$got" = "$wanted" ] && ok=yes && break
  done
  tell "$sentence" "$ok" "$wanted" "$got"
}

prod() { local operation="$1"; shift; ecs "$operation" --cluster shop-prod "$@"; }
# sets SERVICE QUERY: the query, such as [0].id, is of the service's task sets.
sets() { prod describe-services --services "$1" --query "services[0].taskSets$2"; }
# count COMMAND...: how many words it prints. The CLI puts a --query to each page.
count() { "$@" | wc -w | tr -d ' '; }
missing=ecs-svc/1000000000000000001

. "$(dirname "$0")/rollout.sh"

# Clusters.
same 'list-clusters tells every cluster' 5 ecs list-clusters --query 'length(clusterArns)'
same 'list-clusters joins its pages' 5 count ecs list-clusters --page-size 2 --query 'clusterArns'
same 'describe-clusters finds a cluster by name, with its counts' 'shop-staging ACTIVE 5' \
  ecs describe-clusters --clusters shop-staging --query 'clusters[0].[clusterName,status,activeServicesCount]'
same 'describe-clusters finds a cluster by ARN' data-platform \
  ecs describe-clusters --clusters arn:aws:ecs:eu-west-1:123456789012:cluster/data-platform --query 'clusters[?status==`PROVISIONING`].clusterName'
same 'describe-clusters tells what is missing' 'arn:aws:ecs:eu-west-1:123456789012:cluster/nowhere MISSING' \
  ecs describe-clusters --clusters nowhere --query 'failures[0].[arn,reason]'
same 'tags do not come unasked' 0 ecs describe-clusters --clusters shop-prod --query 'length(clusters[0].tags)'
same 'tags come with --include TAGS' 'managed-by pipeline team shop' \
  ecs describe-clusters --clusters shop-prod --include TAGS --query 'clusters[0].tags[].[key,value][]'

# Services.
same 'list-services follows its tokens to the end' "$(prod list-services --page-size 100 --query serviceArns | tr '\t' ' ')" \
  prod list-services --page-size 4 --query 'serviceArns'
same 'list-services stops at --max-items' 3 \
  prod list-services --page-size 2 --max-items 3 --output json --query 'length(serviceArns)'
staging() { ecs list-services --cluster shop-staging --page-size 2 "$@"; }
token="$(aws --endpoint-url "$endpoint" --output json --query NextToken ecs list-services --cluster shop-staging --page-size 2 --max-items 3 | tr -d '"')"
same 'list-services goes on where it stopped' 2 count staging --starting-token "$token" --query serviceArns
refused 'list-services knows no token but its own' InvalidParameterException staging --starting-token "$(printf '{"nextToken": "abc"}' | base64)"
same 'a cluster may have no services' 0 ecs list-services --cluster sandbox --query 'length(serviceArns)'
refused 'no --cluster means the cluster default, which is not there' \
  'An error occurred (ClusterNotFoundException) when calling the ListServices operation: Cluster not found.' ecs list-services
same 'describe-services tells the counts of a service' 'profile ACTIVE 3 3 0 EXTERNAL' \
  prod describe-services --services profile --query 'services[0].[serviceName,status,desiredCount,runningCount,pendingCount,deploymentController.type]'
same 'describe-services finds a service by ARN and tells the missing one' 'web MISSING' \
  prod describe-services --services arn:aws:ecs:eu-west-1:123456789012:service/shop-prod/web nothing --query '[services[0].serviceName,failures[0].reason]'
same 'a CODE_DEPLOY service has task sets and no deployments' 'None CODE_DEPLOY' \
  prod describe-services --services inventory --query 'services[0].[deployments,taskSets[0].startedBy]'
same 'an ECS service has deployments and no task sets' '1 None COMPLETED' \
  prod describe-services --services gateway --query 'services[0].[length(deployments),taskSets,deployments[0].rolloutState]'
same 'a service with capacity providers has no launch type' 'None FARGATE_SPOT 4 0' \
  prod describe-services --services media --query 'services[0].[launchType,capacityProviderStrategy[1].capacityProvider,capacityProviderStrategy[1].weight,capacityProviderStrategy[1].base]'
same 'the newest event comes first, in the words of ECS' '(service gateway) has reached a steady state.' \
  prod describe-services --services gateway --query 'services[0].events[0].message'
same 'an old short ARN leads to its service' mailhog ecs describe-services --cluster shop-staging \
  --services arn:aws:ecs:eu-west-1:123456789012:service/mailhog --query 'services[0].serviceName'
refused 'describe-services takes ten services at most' InvalidParameterException prod describe-services --services a b c d e f g h i j k

# Task sets.
primary="$(sets catalog '[?status==`PRIMARY`].id|[0]')"
leftover="$(sets catalog '[?status==`ACTIVE`].id|[0]')"
same 'describe-task-sets finds a task set by id' "$primary PRIMARY 4 4 0 100.0 STEADY_STATE" \
  prod describe-task-sets --service catalog --task-sets "$primary" \
  --query 'taskSets[0].[id,status,computedDesiredCount,runningCount,pendingCount,scale.value,stabilityStatus]'
same 'describe-task-sets finds a task set by ARN' "$leftover" prod describe-task-sets --service catalog \
  --task-sets "arn:aws:ecs:eu-west-1:123456789012:task-set/shop-prod/catalog/$leftover" --query 'taskSets[0].id'
same 'describe-task-sets tells what is missing' MISSING \
  prod describe-task-sets --service catalog --task-sets "$missing" --query 'failures[0].reason'
refused 'describe-task-sets wants to be told which' 'TaskSets cannot be empty.' prod describe-task-sets --service catalog
refused 'describe-task-sets knows a bad identifier' 'Task Set Identifier is invalid' prod describe-task-sets --service catalog --task-sets nonsense
refused 'a service with the ECS controller has no task sets' \
  'Amazon ECS only supports task set management on services configured to use external deployment controllers.' \
  prod describe-task-sets --service gateway --task-sets "$missing"
refused 'a service that is not there is not found' 'ServiceNotFoundException' prod describe-task-sets --service nothing --task-sets "$missing"

# A rollout by hand, on a service that has no task set yet.
create() { prod create-task-set --service gift-cards --task-definition "$@"; }
same 'a service without task sets has no task definition' '0 None' \
  prod describe-services --services gift-cards --query 'services[0].[length(taskSets),taskDefinition]'
same 'create-task-set makes an ACTIVE set that is stabilizing' \
  'ACTIVE 2 STABILIZING by-hand arn:aws:ecs:eu-west-1:123456789012:task-definition/gift-cards:1' \
  create gift-cards:1 --external-id by-hand --scale value=100,unit=PERCENT \
  --query 'taskSet.[status,computedDesiredCount,stabilityStatus,externalId,taskDefinition]'
blue="$(sets gift-cards '[0].id')"
becomes 'a new set fills up and becomes steady' '2 0 STEADY_STATE' sets gift-cards '[0].[runningCount,pendingCount,stabilityStatus]'
same 'update-service-primary-task-set makes it PRIMARY' "$blue PRIMARY" \
  prod update-service-primary-task-set --service gift-cards --primary-task-set "$blue" --query 'taskSet.[id,status]'
same 'create-task-set without a scale starts nothing' '0.0 PERCENT 0' \
  create gift-cards:2 --tags key=commit,value=abc --query 'taskSet.[scale.value,scale.unit,computedDesiredCount]'
green="$(sets gift-cards '[1].id')"
same 'describe-task-sets tells tags with --include TAGS' 'commit abc' \
  prod describe-task-sets --service gift-cards --task-sets "$green" --include TAGS --query 'taskSets[0].tags[0].[key,value]'
same 'update-task-set rounds the computed desired count up' '30.5 1 STABILIZING' \
  prod update-task-set --service gift-cards --task-set "$green" --scale value=30.5,unit=PERCENT \
  --query 'taskSet.[scale.value,computedDesiredCount,stabilityStatus]'
refused 'update-task-set knows no scale above 100' InvalidParameterException \
  prod update-task-set --service gift-cards --task-set "$green" --scale value=101,unit=PERCENT
refused 'update-task-set does not know a set that is not there' \
  'An error occurred (TaskSetNotFoundException) when calling the UpdateTaskSet operation' \
  prod update-task-set --service gift-cards --task-set "$missing" --scale value=10,unit=PERCENT
same 'a promotion makes the former PRIMARY ACTIVE' PRIMARY \
  prod update-service-primary-task-set --service gift-cards --primary-task-set "$green" --query 'taskSet.status'
same 'the service follows its PRIMARY' 'arn:aws:ecs:eu-west-1:123456789012:task-definition/gift-cards:2 ACTIVE' \
  prod describe-services --services gift-cards --query 'services[0].[taskDefinition,taskSets[0].status]'
refused 'the sixth task set is refused' \
  '5 deployments exist on the service. Unable to create new TaskSet since this exceeds the maximum limit.' \
  prod create-task-set --service recommendations --task-definition recommendations:99

# Tasks.
steady="$(sets profile '[0].id')"
same 'list-tasks tells the tasks of a service' 3 prod list-tasks --service-name profile --query 'length(taskArns)'
same 'list-tasks tells the tasks of a task set' 3 prod list-tasks --started-by "$steady" --query 'length(taskArns)'
task="$(prod list-tasks --service-name profile --query 'taskArns[0]')"
same 'describe-tasks tells whose a task is' "$steady service:profile RUNNING" \
  prod describe-tasks --tasks "$task" --query 'tasks[0].[startedBy,group,lastStatus]'
same 'describe-tasks tells what is missing' MISSING prod describe-tasks --tasks 0123456789abcdef0123456789abcdef --query 'failures[0].reason'

# Deletes.
delete() { prod delete-task-set --service "$@"; }
refused 'delete-task-set refuses the PRIMARY without --force' \
  'An error occurred (InvalidParameterException) when calling the DeleteTaskSet operation: Primary TaskSet cannot be deleted' \
  delete catalog --task-set "$primary"
refused 'delete-task-set does not know a set that is not there' TaskSetNotFoundException delete catalog --task-set "$missing"
refused 'delete-task-set refuses a set of CodeDeploy' 'only supports task set management on services configured to use external' \
  delete inventory --task-set "$(sets inventory '[0].id')" --force
same 'delete-task-set answers with the set DRAINING, its tasks still there' "$leftover DRAINING 0 0.0 STABILIZING 4" \
  delete catalog --task-set "$leftover" --query 'taskSet.[id,status,computedDesiredCount,scale.value,stabilityStatus,runningCount]'
same 'it is DRAINING until its tasks have stopped' DRAINING sets catalog "[?id=='$leftover'].status"
becomes 'then it is gone' "$primary" sets catalog '[].id'
refused 'and deleting it again finds nothing' TaskSetNotFoundException delete catalog --task-set "$leftover"
same 'delete-task-set deletes the PRIMARY with --force' 'DRAINING 0' \
  delete catalog --task-set "$primary" --force --query 'taskSet.[status,computedDesiredCount]'
becomes 'and the service is left without task sets' '0 0 None' \
  prod describe-services --services catalog --query 'services[0].[length(taskSets),runningCount,taskDefinition]'
idle="$(sets loyalty '[?status==`ACTIVE`].id|[0]')"
same 'a set scaled to nothing needs no --force' DRAINING delete loyalty --task-set "$idle" --no-force --query 'taskSet.status'

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
