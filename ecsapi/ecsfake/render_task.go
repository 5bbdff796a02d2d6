package ecsfake

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"hash/fnv"
	"strings"
	"time"
)

// The network that everything stands in.
const vpc = "vpc-02f5053fbaa9be3f1"

var subnets = []string{"subnet-044d9e3b66dccd75a", "subnet-0b1c24d7a9e5f3316"}

// zone is where a task runs.
func (s *Server) zone(k *task) string { return s.identity.region + string(rune('a'+k.ordinal%3)) }

// privateIP is the address of a task, by which a load balancer knows it.
func (k *task) privateIP() string {
	return fmt.Sprintf("10.%d.%d.%d", k.ordinal>>16&0xff, k.ordinal>>8&0xff, k.ordinal&0xff)
}

// derived returns n hexadecimal digits that follow from a text.
func derived(n int, text string) string {
	return fmt.Sprintf("%x", sha256.Sum256([]byte(text)))[:n]
}

// derivedUUID has the form of a UUID and follows from a text.
func derivedUUID(text string) string {
	d := derived(32, text)
	return strings.Join([]string{d[:8], d[8:12], d[12:16], d[16:20], d[20:]}, "-")
}

// derivedNumber has n digits, at most 19, and follows from a text.
func derivedNumber(n int, text string) string {
	sum := fnv.New64a()
	_, _ = sum.Write([]byte(text))
	return fmt.Sprintf("%019d", sum.Sum64()%9_000_000_000_000_000_000+1_000_000_000_000_000_000)[:n]
}

// renderTask writes a task down. Its startedBy is the id of its task set, and
// its group names its service.
func (s *Server) renderTask(k *task, tags bool) any {
	set := k.set.wire
	definition := s.definition(set.TaskDefinition)
	health := "UNKNOWN"
	if k.status == statusRunning && k.set.end == nil {
		health = "HEALTHY"
	}
	w := wireTask{
		ARN: s.taskARN(k), ClusterARN: set.ClusterARN, TaskDefinitionARN: set.TaskDefinition,
		Attachments:      []wireAttachment{s.attachment(k)},
		Attributes:       []wireAttribute{{"ecs.cpu-architecture", "x86_64"}},
		AvailabilityZone: s.zone(k), Connectivity: "CONNECTED", ConnectivityAt: epoch{k.created.Add(time.Second)},
		LastStatus: k.status, DesiredStatus: k.desiredStatus(), CPU: definition.CPU, Memory: definition.Memory,
		Containers: s.renderContainers(k, definition, health),
		StartedBy:  set.ID, Group: "service:" + k.set.service.name, Version: 4, Health: health,
		LaunchType: set.LaunchType, PlatformVersion: set.PlatformVersion, PlatformFamily: set.PlatformFamily,
		CreatedAt: epoch{k.created}, PullStartedAt: epoch{k.pulling}, PullStoppedAt: epoch{k.pulled}, StartedAt: epoch{k.started},
		StoppingAt: epoch{k.stopping}, ExecutionStoppedAt: epoch{k.stopped}, StoppedAt: epoch{k.stopped},
		Tags: tagsOf(k.set.tags, tags),
	}
	if n := len(set.CapacityProviders); n > 0 {
		w.CapacityProvider = set.CapacityProviders[k.ordinal%n].CapacityProvider
		w.LaunchType = fargate
	}
	if w.LaunchType == fargate {
		w.Storage = &wireDisk{20}
	}
	if k.leaving {
		w.StopCode, w.StoppedReason = k.code, k.reason
	}
	return overlaid(w, k.set.taskRaw)
}

// attachment is the network interface of a task, which is deleted when the task
// has stopped.
func (s *Server) attachment(k *task) wireAttachment {
	status := "ATTACHED"
	switch k.status {
	case statusStopped:
		status = "DELETED"
	case provisioning:
		status = "ATTACHING"
	}
	return wireAttachment{
		ID: derivedUUID("eni" + k.id), Type: "ElasticNetworkInterface", Status: status,
		Details: []wireAttribute{
			{"subnetId", subnets[k.ordinal%len(subnets)]},
			{"networkInterfaceId", "eni-" + derived(17, k.id)},
			{"macAddress", fmt.Sprintf("0a:00:%02x:%02x:%02x:01", k.ordinal>>16&0xff, k.ordinal>>8&0xff, k.ordinal&0xff)},
			{"privateDnsName", "ip-" + strings.ReplaceAll(k.privateIP(), ".", "-") + "." + s.identity.region + ".compute.internal"},
			{"privateIPv4Address", k.privateIP()},
		},
	}
}

// renderContainers writes a task's containers down. What ends a task is the end of
// its first one; the others are killed then.
func (s *Server) renderContainers(k *task, definition wireTaskDefinition, health string) []wireContainer {
	containers := make([]wireContainer, 0, len(definition.Containers))
	for i, c := range definition.Containers {
		w := wireContainer{
			ARN:     s.identity.arn("container/" + k.set.service.cluster.name + "/" + k.id + "/" + derivedUUID(c.Name+k.id)),
			TaskARN: s.taskARN(k), Name: c.Name, Image: c.Image, LastStatus: k.status, Health: "UNKNOWN", CPU: "0",
			NetworkBindings:   []string{},
			NetworkInterfaces: []wireInterface{{derivedUUID("eni" + k.id), k.privateIP()}},
		}
		if k.status == statusStopped || k.status == statusRunning {
			w.ImageDigest = "sha256:" + derived(64, c.Image)
			w.RuntimeID = k.id + "-" + derivedNumber(10, c.Name+k.id)
		}
		switch {
		case k.status != statusStopped:
		case k.started.IsZero():
			w.ImageDigest, w.RuntimeID = "", ""
		case i > 0:
			w.ExitCode = new(143)
		default:
			w.ExitCode = k.exitCode
		}
		if i == 0 {
			w.Reason, w.Health = k.cause, cmp.Or(health, w.Health)
		}
		containers = append(containers, w)
	}
	return containers
}
