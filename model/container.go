package model

import "strings"

// Container is a container of a task as DescribeTasks tells it.
type Container struct {
	Name        string `json:"name,omitempty"`
	Image       string `json:"image,omitempty"`       // as the task definition has it, with its tag or digest
	ImageDigest string `json:"imageDigest,omitempty"` // "sha256:…"; empty where the image was not pulled
	LastStatus  string `json:"lastStatus,omitempty"`
	Health      string `json:"healthStatus,omitempty"` // UNKNOWN without a health check of its own
	ExitCode    *int32 `json:"exitCode,omitempty"`     // nil while it runs, and where it never ran
	Reason      string `json:"reason,omitempty"`       // why it stopped or did not start
	RuntimeID   string `json:"runtimeId,omitempty"`

	NetworkInterfaces []NetworkInterface `json:"networkInterfaces,omitempty"` // with the network mode awsvpc
	NetworkBindings   []NetworkBinding   `json:"networkBindings,omitempty"`   // with the modes bridge and host
}

// NetworkInterface is an address of a container.
type NetworkInterface struct {
	AttachmentID string `json:"attachmentId,omitempty"` // of the task's attachment
	PrivateIPv4  string `json:"privateIpv4Address,omitempty"`
	IPv6         string `json:"ipv6Address,omitempty"`
}

// NetworkBinding is a port of a container on its EC2 instance.
type NetworkBinding struct {
	BindIP        string `json:"bindIP,omitempty"`
	ContainerPort *int32 `json:"containerPort,omitempty"`
	HostPort      *int32 `json:"hostPort,omitempty"`
	Protocol      string `json:"protocol,omitempty"`
}

// Attachment is something that ECS attached to a task: a network interface
// ("ElasticNetworkInterface"), a volume.
type Attachment struct {
	ID      string     `json:"id,omitempty"`
	Type    string     `json:"type,omitempty"`
	Status  string     `json:"status,omitempty"` // PRECREATED, ATTACHING, ATTACHED, DETACHING, DETACHED, DELETED
	Details []KeyValue `json:"details,omitempty"`
}

// KeyValue is a detail of an attachment ("privateIPv4Address", "subnetId", …).
type KeyValue struct {
	Name  string `json:"name,omitempty"`
	Value string `json:"value,omitempty"`
}

// Detail is the value of a detail, empty where there is none of that name.
func (a Attachment) Detail(name string) string {
	for _, d := range a.Details {
		if d.Name == name {
			return d.Value
		}
	}
	return ""
}

// Tag is the tag of the container's image, empty where the image has none or is named by
// its digest.
func (c Container) Tag() string {
	_, tag := cutImage(c.Image)
	return tag
}

// cutImage cuts an image into its name and its tag. A colon before the last slash begins
// a port, and one after an @ is part of a digest.
func cutImage(image string) (name, tag string) {
	name, _, _ = strings.Cut(image, "@")
	if colon := strings.LastIndexByte(name, ':'); colon > strings.LastIndexByte(name, '/') {
		return name[:colon], name[colon+1:]
	}
	return name, ""
}
