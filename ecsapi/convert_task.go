package ecsapi

import (
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"

	"tealset/model"
)

func taskOf(t types.Task) model.Task {
	return model.Task{
		ARN:                  text(t.TaskArn),
		ClusterARN:           text(t.ClusterArn),
		TaskDefinition:       text(t.TaskDefinitionArn),
		StartedBy:            text(t.StartedBy),
		Group:                text(t.Group),
		LastStatus:           text(t.LastStatus),
		DesiredStatus:        text(t.DesiredStatus),
		Health:               word(t.HealthStatus),
		AvailabilityZone:     text(t.AvailabilityZone),
		LaunchType:           word(t.LaunchType),
		CapacityProvider:     text(t.CapacityProviderName),
		PlatformVersion:      text(t.PlatformVersion),
		CPU:                  text(t.Cpu),
		Memory:               text(t.Memory),
		ContainerInstanceARN: text(t.ContainerInstanceArn),
		Connectivity:         word(t.Connectivity),
		ConnectivityAt:       moment(t.ConnectivityAt),
		Containers:           each(t.Containers, containerOf, func(c model.Container) bool { return c.Name != "" }),
		Attachments:          each(t.Attachments, attachmentOf, func(a model.Attachment) bool { return a.ID != "" || a.Type != "" }),
		CreatedAt:            moment(t.CreatedAt),
		PullStartedAt:        moment(t.PullStartedAt),
		PullStoppedAt:        moment(t.PullStoppedAt),
		StartedAt:            moment(t.StartedAt),
		StoppingAt:           moment(t.StoppingAt),
		ExecutionStoppedAt:   moment(t.ExecutionStoppedAt),
		StoppedAt:            moment(t.StoppedAt),
		StopCode:             word(t.StopCode),
		StoppedReason:        text(t.StoppedReason),
		Described:            true,
	}
}

func containerOf(c types.Container) model.Container {
	return model.Container{
		Name:              text(c.Name),
		Image:             text(c.Image),
		ImageDigest:       text(c.ImageDigest),
		LastStatus:        text(c.LastStatus),
		Health:            word(c.HealthStatus),
		ExitCode:          number(c.ExitCode),
		Reason:            text(c.Reason),
		RuntimeID:         text(c.RuntimeId),
		NetworkInterfaces: each(c.NetworkInterfaces, interfaceOf, known[model.NetworkInterface]),
		NetworkBindings:   each(c.NetworkBindings, bindingOf, known[model.NetworkBinding]),
	}
}

func interfaceOf(i types.NetworkInterface) model.NetworkInterface {
	return model.NetworkInterface{
		AttachmentID: text(i.AttachmentId), PrivateIPv4: text(i.PrivateIpv4Address), IPv6: text(i.Ipv6Address),
	}
}

func bindingOf(b types.NetworkBinding) model.NetworkBinding {
	return model.NetworkBinding{
		BindIP: text(b.BindIP), ContainerPort: number(b.ContainerPort), HostPort: number(b.HostPort),
		Protocol: word(b.Protocol),
	}
}

func attachmentOf(a types.Attachment) model.Attachment {
	return model.Attachment{
		ID: text(a.Id), Type: text(a.Type), Status: text(a.Status),
		Details: each(a.Details, func(d types.KeyValuePair) model.KeyValue {
			return model.KeyValue{Name: text(d.Name), Value: text(d.Value)}
		}, known[model.KeyValue]),
	}
}
