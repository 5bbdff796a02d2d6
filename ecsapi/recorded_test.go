package ecsapi

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"tealset/model"
)

// A leaf is a member of an answer with its value as text.
type leaf struct{ name, value string }

// leavesOf are the leaves of a JSON value, without those below a member that is left out
// by its name, or by its list's name and its own. Members without a value, and switches
// that are off, tell nothing.
func leavesOf(name string, value any, without ...string) []leaf {
	var all []leaf
	switch value := value.(type) {
	case map[string]any:
		for member, inner := range value {
			if !slices.Contains(without, member) && !slices.Contains(without, name+"."+member) {
				all = append(all, leavesOf(member, inner, without...)...)
			}
		}
	case []any:
		for _, inner := range value {
			all = append(all, leavesOf(name, inner, without...)...)
		}
	case string:
		if at, err := time.Parse(time.RFC3339, value); err == nil {
			return []leaf{{name, strconv.FormatInt(at.UnixMilli(), 10)}}
		}
		if value != "" {
			return []leaf{{name, strings.TrimSpace(value)}}
		}
	case float64:
		if value > 1e9 { // a time
			return []leaf{{name, strconv.FormatInt(time.UnixMilli(int64(value*1000+0.5)).UnixMilli(), 10)}}
		}
		return []leaf{{name, strconv.FormatFloat(value, 'f', -1, 64)}}
	case bool:
		if value {
			return []leaf{{name, "true"}}
		}
	}
	return all
}

// leavesOfXML does the same for an XML answer: an element of a list has the list's name.
func leavesOfXML(t *testing.T, text []byte, without ...string) []leaf {
	t.Helper()
	var all []leaf
	var way []string
	decoder := xml.NewDecoder(strings.NewReader(string(text)))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			way = append(way, token.Name.Local)
		case xml.EndElement:
			way = way[:len(way)-1]
		case xml.CharData:
			value := strings.TrimSpace(string(token))
			if value == "" || value == "false" || slices.ContainsFunc(way, func(element string) bool { return slices.Contains(without, element) }) {
				continue
			}
			name := way[len(way)-1]
			if name == "member" {
				name = way[len(way)-2]
			}
			if len(way) > 1 && way[len(way)-2] == "AdministrativeOverride" {
				if slices.Contains(without, "AdministrativeOverride."+name) {
					continue
				}
				name = "AdministrativeOverride" + name
			}
			all = append(all, leaf{name, value})
		}
	}
}

// otherwise are the names in the model of members that AWS calls differently.
var otherwise = map[string]string{
	"HealthCheckProtocol": "Protocol", "HealthCheckPath": "Path", "HealthCheckEnabled": "Enabled", "HealthCheckPort": "Port",
	"HealthCheckIntervalSeconds": "IntervalSeconds", "HealthCheckTimeoutSeconds": "TimeoutSeconds", "HttpCode": "Matcher",
	"AdministrativeOverrideState": "AdministrativeOverride", "name": "targetGroup",
}

// unshown are the members that no page shows, or whose values must not be known, by
// operation; "" is of all.
var unshown = map[string][]string{
	"":                           {"ResponseMetadata", "tags"},
	"elbv2.DescribeTargetGroups": {"VpcId", "IpAddressType"},
	"elbv2.DescribeTargetHealth": {"AdministrativeOverride.Reason"},
	"elbv2.DescribeListeners":    {"Certificates", "SslPolicy", "MutualAuthentication"},
	"ecs.DescribeServices": {
		"placementConstraints", "placementStrategy", "networkConfiguration", "roleArn", "createdBy", "schedulingStrategy", "propagateTags",
		"platformFamily", "platformVersion", "enableECSManagedTags", "healthCheckGracePeriodSeconds",
	},
	"ecs.DescribeTasks": {
		"attributes", "managedAgents", "overrides", "containerArn", "version", "lastStartedAt", "enableExecuteCommand", "platformFamily", "ephemeralStorage", "fargateEphemeralStorage",
		"containers.cpu", "containers.memory", "containers.memoryReservation", "containers.taskArn",
	},
	"ecs.DescribeTaskDefinition":   {"requiresAttributes", "compatibilities", "value", "valueFrom", "command", "readonlyRootFilesystem", "placementConstraints", "dockerLabels"},
	"ecs.DescribeServiceRevisions": {"networkConfiguration"},
}

// reread asks for what a recorded answer is of, and gives what the model has of it.
func reread(t *testing.T, c client, operation string) (any, error) {
	t.Helper()
	service := model.ServiceRef{Cluster: "shop-prod", Service: "checkout"}
	switch operation {
	case "elbv2.DescribeTargetGroups":
		return c.DescribeTargetGroups(t.Context(), []string{"x"})
	case "elbv2.DescribeListeners":
		return c.ListListeners(t.Context(), "x")
	case "elbv2.DescribeRules":
		return c.ListRules(t.Context(), "x")
	case "elbv2.DescribeTargetHealth":
		return c.DescribeTargetHealth(t.Context(), "x")
	case "codedeploy.GetDeploymentTarget":
		return c.GetDeploymentTarget(t.Context(), "d-RPCR1U3TW", service)
	case "ecs.DescribeClusters":
		return c.DescribeClusters(t.Context(), []string{"x"})
	case "ecs.DescribeServices":
		described, err := c.DescribeServices(t.Context(), "x", []string{"x"})
		if err != nil || len(described.Found) == 0 {
			return described, err
		}
		one, err := c.DescribeService(t.Context(), service) // with its events
		described.Found[0] = one
		return described, err
	case "ecs.DescribeTaskSets":
		ref := checkoutSet
		ref.ARN = "arn:aws:ecs:us-west-2:111122223333:task-set/MyCluster/MyService/ecs-svc/1234567890123456789"
		return c.DescribeTaskSet(t.Context(), ref)
	case "ecs.DeleteTaskSet":
		return c.DeleteTaskSet(t.Context(), checkoutSet, true)
	case "ecs.UpdateTaskSet":
		return told(c.UpdateTaskSet(t.Context(), checkoutSet, 50))
	case "ecs.UpdateServicePrimaryTaskSet":
		return told(c.UpdateServicePrimaryTaskSet(t.Context(), checkoutSet))
	case "ecs.DescribeTasks":
		return c.DescribeTasks(t.Context(), "x", []string{"x"})
	case "ecs.DescribeTaskDefinition":
		return c.DescribeTaskDefinition(t.Context(), "x")
	case "ecs.DescribeServiceDeployments":
		return c.DescribeServiceDeployments(t.Context(), []string{"x"})
	case "ecs.DescribeServiceRevisions":
		return c.DescribeServiceRevisions(t.Context(), []string{"x"})
	case "ecs.ListServiceDeployments":
		history, _, _, err := c.ListServiceDeployments(t.Context(), service, model.Cursor{})
		return history, err
	}
	return nil, fmt.Errorf("nothing reads %s", operation)
}

// Whatever real AWS answered, as public projects recorded it, goes through the SDK's client
// into the model without a loss: each member is there with its value, but for those that
// no page shows. The files of testdata/recorded are named after their operation.
func TestWhatAWSReallyAnsweredReachesTheModel(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/recorded/*")
	files = slices.DeleteFunc(files, func(file string) bool { return strings.Contains(file, "DescribeTargetGroupAttributes") })
	if err != nil || len(files) < 35 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(file) //nolint:gosec // It is of this repository.
			if err != nil {
				t.Fatal(err)
			}
			operation := strings.Join(strings.SplitN(filepath.Base(file), ".", 3)[:2], ".")
			result, err := reread(t, over(says(200, string(text))), operation)
			if err != nil {
				t.Fatal(fault(t, err).Detail)
			}
			var asked, had any
			if err := json.Unmarshal([]byte(marshalled(t, result)), &had); err != nil {
				t.Fatal(err)
			}
			without := append(slices.Clone(unshown[""]), unshown[operation]...)
			known := map[leaf]bool{}
			for _, l := range leavesOf("", had) {
				known[l] = true
			}
			var leaves []leaf
			if strings.HasSuffix(file, ".xml") {
				leaves = leavesOfXML(t, text, without...)
			} else if err := json.Unmarshal(text, &asked); err != nil {
				t.Fatal(err)
			} else {
				leaves = leavesOf("", asked, without...)
			}
			for _, l := range leaves {
				if other := otherwise[l.name]; !known[l] && !known[leaf{other, l.value}] {
					t.Errorf("%s %q is lost", l.name, l.value)
				}
			}
		})
	}
}

// Of the attributes of a target group those that matter in a rollout are kept, as numbers.
func TestTheAttributesOfATargetGroupAreRead(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]string{
		"alb": `{"deregistration_delay.timeout_seconds":300,"slow_start.duration_seconds":0,"stickiness.enabled":false,"stickiness.type":"lb_cookie",` +
			`"stickiness.lb_cookie.duration_seconds":86400,"target_group_health.unhealthy_state_routing.minimum_healthy_targets.count":1}`,
		"nlb": `{"deregistration_delay.timeout_seconds":300,"stickiness.enabled":false,"stickiness.type":"source_ip",` +
			`"target_group_health.unhealthy_state_routing.minimum_healthy_targets.count":1}`,
	} {
		text, err := os.ReadFile("testdata/recorded/elbv2.DescribeTargetGroupAttributes." + file + ".xml") //nolint:gosec // It is of this repository.
		if err != nil {
			t.Fatal(err)
		}
		got, err := over(says(200, string(text))).DescribeTargetGroupAttributes(t.Context(), "x")
		if err != nil {
			t.Fatal(fault(t, err).Detail)
		}
		if marshalled(t, got) != want {
			t.Errorf("%s: %s", file, marshalled(t, got))
		}
	}
}
