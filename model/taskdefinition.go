package model

import "time"

// TaskDefinition is a revision of a task definition as DescribeTaskDefinition tells it. But
// for its status it never changes. It has the names of environment variables and of
// secrets, and never their values. Pointers are nil where ECS sent none.
type TaskDefinition struct {
	ARN              string                `json:"taskDefinitionArn"`
	Family           string                `json:"family,omitempty"`
	Revision         int32                 `json:"revision"`
	Status           string                `json:"status,omitempty"` // ACTIVE, INACTIVE, DELETE_IN_PROGRESS
	CPU              string                `json:"cpu,omitempty"`    // in CPU units; empty where only containers have some
	Memory           string                `json:"memory,omitempty"` // in MiB; empty where only containers have some
	NetworkMode      string                `json:"networkMode,omitempty"`
	TaskRoleARN      string                `json:"taskRoleArn,omitempty"`
	ExecutionRoleARN string                `json:"executionRoleArn,omitempty"`
	CPUArchitecture  string                `json:"cpuArchitecture,omitempty"` // X86_64, ARM64
	OSFamily         string                `json:"operatingSystemFamily,omitempty"`
	EphemeralGiB     *int32                `json:"ephemeralStorageSizeInGiB,omitempty"`
	Compatibilities  []string              `json:"requiresCompatibilities,omitempty"`
	Containers       []ContainerDefinition `json:"containerDefinitions,omitempty"`
	Volumes          []Volume              `json:"volumes,omitempty"`
	RegisteredAt     time.Time             `json:"registeredAt,omitzero"`
	RegisteredBy     string                `json:"registeredBy,omitempty"`
	// Missing is the reason of a failure that ECS gave instead of a description, empty
	// where there was none.
	Missing string `json:"-"`
}

// ContainerDefinition is a container of a task definition.
type ContainerDefinition struct {
	Name              string                `json:"name"`
	Image             string                `json:"image,omitempty"`
	Essential         *bool                 `json:"essential,omitempty"` // nil means that it is
	CPU               int32                 `json:"cpu"`                 // in CPU units; 0 means no share of its own
	Memory            *int32                `json:"memory,omitempty"`    // in MiB
	MemoryReservation *int32                `json:"memoryReservation,omitempty"`
	StopTimeout       *int32                `json:"stopTimeout,omitempty"` // seconds
	Ports             []PortMapping         `json:"portMappings,omitempty"`
	Environment       []NamedValue          `json:"environment,omitempty"`
	Secrets           []NamedValue          `json:"secrets,omitempty"`
	HealthCheck       *ContainerHealthCheck `json:"healthCheck,omitempty"`
	Log               *LogConfiguration     `json:"logConfiguration,omitempty"`
	Mounts            []MountPoint          `json:"mountPoints,omitempty"`
}

// NamedValue is the name of an environment variable, or of a secret, and whether its value
// is the same as another one's.
type NamedValue struct {
	Name string `json:"name"`
	// Value can be compared and nothing else. Of a secret it is that of valueFrom.
	Value Mark `json:"-"`
}

// PortMapping is a port of a container.
type PortMapping struct {
	Name          string `json:"name,omitempty"`
	ContainerPort *int32 `json:"containerPort,omitempty"`
	HostPort      *int32 `json:"hostPort,omitempty"`
	Range         string `json:"containerPortRange,omitempty"`
	Protocol      string `json:"protocol,omitempty"` // empty means tcp
	AppProtocol   string `json:"appProtocol,omitempty"`
}

// ContainerHealthCheck is how ECS checks a container. Its command is not kept: it may hold
// a password.
type ContainerHealthCheck struct {
	Command     Mark   `json:"-"`
	Interval    *int32 `json:"interval,omitempty"` // seconds
	Timeout     *int32 `json:"timeout,omitempty"`  // seconds
	Retries     *int32 `json:"retries,omitempty"`
	StartPeriod *int32 `json:"startPeriod,omitempty"` // seconds
}

// LogConfiguration is where a container writes its log. Group, region and prefix are
// options of the driver awslogs; all other options may hold a token, and are not kept.
type LogConfiguration struct {
	Driver       string `json:"logDriver,omitempty"`
	Group        string `json:"awslogs-group,omitempty"`
	Region       string `json:"awslogs-region,omitempty"`
	StreamPrefix string `json:"awslogs-stream-prefix,omitempty"`
}

// Volume is a volume that containers can mount.
type Volume struct {
	Name   string `json:"name"`
	Kind   string `json:"kind,omitempty"`   // "host", "docker", "efs", "fsx", "s3files", "configured at launch"
	Source string `json:"source,omitempty"` // a path, a file system with its directory, a driver
}

// MountPoint is where a container mounts a volume.
type MountPoint struct {
	Volume   string `json:"sourceVolume,omitempty"`
	Path     string `json:"containerPath,omitempty"`
	ReadOnly bool   `json:"readOnly,omitempty"`
}

// Container is the definition of the container with that name; ok is false where there is
// none.
func (d TaskDefinition) Container(name string) (container ContainerDefinition, ok bool) {
	for _, c := range d.Containers {
		if c.Name == name {
			return c, true
		}
	}
	return ContainerDefinition{}, false
}

// TaskDefinitionKey is the key of a task definition by its ARN, or by "family:revision".
func TaskDefinitionKey(arn string) Key { return Key{Name: Revision(arn)} }

// Key is the task definition's key.
func (d TaskDefinition) Key() Key { return TaskDefinitionKey(d.ARN) }

// Identity is the task definition's ARN, and family and revision as a name.
func (d TaskDefinition) Identity() (arn, name string) { return d.ARN, Revision(d.ARN) }

// Document is the task definition as it is written out.
func (d TaskDefinition) Document() any { return d }

// Replace is what is known of the task definition after a new read.
func (d TaskDefinition) Replace(read TaskDefinition, _ time.Time) TaskDefinition { return read }

// Failed is the task definition with the reason that ECS gave instead of a description.
func (d TaskDefinition) Failed(reason string) TaskDefinition {
	d.Missing = reason
	return d
}
