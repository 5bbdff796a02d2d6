package ecsapi

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/service/codedeploy"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	elb "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// service is one of AWS's services.
type service struct {
	id  string // by which the SDK calls it, also in its errors: "ECS"
	iam string // which its actions in policies begin with: "ecs" of ecs:DeleteTaskSet
}

var (
	serviceECS        = service{id: ecs.ServiceID, iam: "ecs"}
	serviceELB        = service{id: elb.ServiceID, iam: "elasticloadbalancing"}
	serviceCodeDeploy = service{id: codedeploy.ServiceID, iam: "codedeploy"}
	serviceSTS        = service{id: sts.ServiceID, iam: "sts"}
)

// operation is one of a service's operations, by its API name.
type operation struct {
	service service
	name    string
}

// action is the action in IAM that the operation needs.
func (o operation) action() string { return o.service.iam + ":" + o.name }

// The operations that read. One that writes stands beside its method.
var (
	opListClusters     = operation{serviceECS, "ListClusters"}
	opDescribeClusters = operation{serviceECS, "DescribeClusters"}
	opListServices     = operation{serviceECS, "ListServices"}
	opDescribeServices = operation{serviceECS, "DescribeServices"}
	opDescribeTaskSets = operation{serviceECS, "DescribeTaskSets"}
	opListTasks        = operation{serviceECS, "ListTasks"}
	opDescribeTasks    = operation{serviceECS, "DescribeTasks"}

	opListServiceDeployments     = operation{serviceECS, "ListServiceDeployments"}
	opDescribeServiceDeployments = operation{serviceECS, "DescribeServiceDeployments"}
	opDescribeServiceRevisions   = operation{serviceECS, "DescribeServiceRevisions"}
	opDescribeTaskDefinition     = operation{serviceECS, "DescribeTaskDefinition"}

	opDescribeTargetGroups          = operation{serviceELB, "DescribeTargetGroups"}
	opDescribeListeners             = operation{serviceELB, "DescribeListeners"}
	opDescribeRules                 = operation{serviceELB, "DescribeRules"}
	opDescribeTargetHealth          = operation{serviceELB, "DescribeTargetHealth"}
	opDescribeTargetGroupAttributes = operation{serviceELB, "DescribeTargetGroupAttributes"}

	opListDeployments     = operation{serviceCodeDeploy, "ListDeployments"}
	opGetDeployment       = operation{serviceCodeDeploy, "GetDeployment"}
	opGetDeploymentTarget = operation{serviceCodeDeploy, "GetDeploymentTarget"}

	opGetCallerIdentity = operation{serviceSTS, "GetCallerIdentity"}
)

// request is an operation about to be asked for.
type request struct {
	operation
	target  string // what it is about, in a few words
	timeout time.Duration
	effect  *effect // of a write; nil for a read
}

// read is a request with a read's deadline.
func (r *Reader) read(o operation, target string) request {
	return request{operation: o, target: target, timeout: r.timeout}
}
