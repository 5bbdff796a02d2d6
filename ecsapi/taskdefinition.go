package ecsapi

import (
	"context"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"

	"tealset/model"
	"tealset/model/clean"
)

// DescribeTaskDefinition reads a revision of a task definition by its ARN, or by
// "family:revision". It costs one request. Of the values of the environment nothing but
// marks leaves this package, and nothing of the answer's body stands in a fault: it may
// hold passwords. But for its status a task definition never changes.
func (r *Reader) DescribeTaskDefinition(ctx context.Context, name string) (model.TaskDefinition, error) {
	if name == "" {
		return model.TaskDefinition{}, refuse(opDescribeTaskDefinition, "no task definition is named")
	}
	o := r.read(opDescribeTaskDefinition, model.Revision(name))
	answer, _, err := send(ctx, r.session, o, func(ctx context.Context) (*ecs.DescribeTaskDefinitionOutput, error) {
		answer, err := r.sdk.DescribeTaskDefinition(ctx, &ecs.DescribeTaskDefinitionInput{TaskDefinition: &name})
		return withList(answer, err, func(a *ecs.DescribeTaskDefinitionOutput) bool { return a.TaskDefinition != nil })
	})
	if err != nil {
		return model.TaskDefinition{}, err
	}
	definition := r.taskDefinitionOf(*answer.TaskDefinition)
	if definition.ARN == "" {
		definition.ARN = name
	}
	return definition, nil
}

func (r *Reader) taskDefinitionOf(d types.TaskDefinition) model.TaskDefinition {
	definition := model.TaskDefinition{
		ARN: text(d.TaskDefinitionArn), Family: text(d.Family), Revision: d.Revision, Status: clean.Text(string(d.Status)),
		CPU: text(d.Cpu), Memory: text(d.Memory), NetworkMode: clean.Text(string(d.NetworkMode)),
		TaskRoleARN: text(d.TaskRoleArn), ExecutionRoleARN: text(d.ExecutionRoleArn),
		Compatibilities: each(d.RequiresCompatibilities, func(c types.Compatibility) string { return clean.Text(string(c)) }, known[string]),
		Containers:      each(d.ContainerDefinitions, r.containerDefinitionOf, func(c model.ContainerDefinition) bool { return c.Name != "" }),
		Volumes:         each(d.Volumes, volumeOf, func(v model.Volume) bool { return v.Name != "" }),
		RegisteredAt:    moment(d.RegisteredAt), RegisteredBy: text(d.RegisteredBy),
	}
	if p := d.RuntimePlatform; p != nil {
		definition.CPUArchitecture, definition.OSFamily = clean.Text(string(p.CpuArchitecture)), clean.Text(string(p.OperatingSystemFamily))
	}
	if e := d.EphemeralStorage; e != nil {
		definition.EphemeralGiB = new(e.SizeInGiB)
	}
	return definition
}

func (r *Reader) containerDefinitionOf(c types.ContainerDefinition) model.ContainerDefinition {
	container := model.ContainerDefinition{
		Name: text(c.Name), Image: text(c.Image), Essential: copied(c.Essential), CPU: c.Cpu, Memory: number(c.Memory),
		MemoryReservation: number(c.MemoryReservation), StopTimeout: number(c.StopTimeout),
		Ports: each(c.PortMappings, portOf, known[model.PortMapping]),
		Environment: each(c.Environment, func(e types.KeyValuePair) model.NamedValue {
			return model.NamedValue{Name: text(e.Name), Value: r.marks.of(e.Value)}
		}, named),
		Secrets: each(c.Secrets, func(s types.Secret) model.NamedValue {
			return model.NamedValue{Name: text(s.Name), Value: r.marks.of(s.ValueFrom)}
		}, named),
		Mounts: each(c.MountPoints, func(m types.MountPoint) model.MountPoint {
			return model.MountPoint{Volume: text(m.SourceVolume), Path: text(m.ContainerPath), ReadOnly: m.ReadOnly != nil && *m.ReadOnly}
		}, known[model.MountPoint]),
	}
	if h := c.HealthCheck; h != nil {
		container.HealthCheck = &model.ContainerHealthCheck{
			Command: r.marks.of(joined(h.Command)), Interval: number(h.Interval), Timeout: number(h.Timeout),
			Retries: number(h.Retries), StartPeriod: number(h.StartPeriod),
		}
	}
	if l := c.LogConfiguration; l != nil {
		container.Log = &model.LogConfiguration{
			Driver: clean.Text(string(l.LogDriver)), Group: clean.Text(l.Options["awslogs-group"]),
			Region: clean.Text(l.Options["awslogs-region"]), StreamPrefix: clean.Text(l.Options["awslogs-stream-prefix"]),
		}
	}
	return container
}

func named(v model.NamedValue) bool { return v.Name != "" }

// joined makes one text of a command, so that no two commands make the same one; nil of
// none.
func joined(words []string) *string {
	if len(words) == 0 {
		return nil
	}
	var all strings.Builder
	for _, word := range words {
		all.WriteString(strconv.Quote(word))
	}
	return new(all.String())
}

func portOf(p types.PortMapping) model.PortMapping {
	return model.PortMapping{
		Name: text(p.Name), ContainerPort: number(p.ContainerPort), HostPort: number(p.HostPort), Range: text(p.ContainerPortRange),
		Protocol: clean.Text(string(p.Protocol)), AppProtocol: clean.Text(string(p.AppProtocol)),
	}
}

// volumeOf tells the kind of a volume and where it comes from; the options of a driver may
// hold a password, and are left out.
func volumeOf(v types.Volume) model.Volume {
	volume := model.Volume{Name: text(v.Name)}
	switch {
	case v.EfsVolumeConfiguration != nil:
		volume.Kind, volume.Source = "efs", text(v.EfsVolumeConfiguration.FileSystemId)+text(v.EfsVolumeConfiguration.RootDirectory)
	case v.FsxWindowsFileServerVolumeConfiguration != nil:
		volume.Kind = "fsx"
		volume.Source = text(v.FsxWindowsFileServerVolumeConfiguration.FileSystemId) + text(v.FsxWindowsFileServerVolumeConfiguration.RootDirectory)
	case v.S3filesVolumeConfiguration != nil:
		volume.Kind, volume.Source = "s3files", text(v.S3filesVolumeConfiguration.FileSystemArn)+text(v.S3filesVolumeConfiguration.RootDirectory)
	case v.DockerVolumeConfiguration != nil:
		volume.Kind, volume.Source = "docker", text(v.DockerVolumeConfiguration.Driver)
	case v.ConfiguredAtLaunch != nil && *v.ConfiguredAtLaunch:
		volume.Kind = "configured at launch"
	case v.Host != nil:
		volume.Kind, volume.Source = "host", text(v.Host.SourcePath)
	}
	return volume
}
