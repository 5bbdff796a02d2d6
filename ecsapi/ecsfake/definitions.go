package ecsfake

import (
	"cmp"
	"strconv"
	"strings"
	"time"
)

type (
	wireKeyValue struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}
	wireSecret struct {
		Name string `json:"name"`
		From string `json:"valueFrom"`
	}
	wirePort struct {
		Container int    `json:"containerPort"`
		Host      int    `json:"hostPort"`
		Protocol  string `json:"protocol"`
	}
	wireLog struct {
		Driver  string            `json:"logDriver"`
		Options map[string]string `json:"options"`
	}
	wireHealthCheck struct {
		Command     []string `json:"command"`
		Interval    int      `json:"interval"`
		Timeout     int      `json:"timeout"`
		Retries     int      `json:"retries"`
		StartPeriod int      `json:"startPeriod"`
	}
	wireDefinedContainer struct {
		Name        string           `json:"name"`
		Image       string           `json:"image"`
		CPU         int              `json:"cpu"`
		Ports       []wirePort       `json:"portMappings"`
		Essential   bool             `json:"essential"`
		Environment []wireKeyValue   `json:"environment"`
		Mounts      []string         `json:"mountPoints"`
		VolumesFrom []string         `json:"volumesFrom"`
		Secrets     []wireSecret     `json:"secrets,omitempty"`
		Log         *wireLog         `json:"logConfiguration,omitempty"`
		HealthCheck *wireHealthCheck `json:"healthCheck,omitempty"`
	}
	wireVolume struct {
		Name string `json:"name"`
	}
)

type wireTaskDefinition struct {
	ARN           string                 `json:"taskDefinitionArn"`
	Containers    []wireDefinedContainer `json:"containerDefinitions"`
	Family        string                 `json:"family"`
	TaskRole      string                 `json:"taskRoleArn"`
	ExecutionRole string                 `json:"executionRoleArn"`
	NetworkMode   string                 `json:"networkMode"`
	Revision      int                    `json:"revision"`
	Volumes       []wireVolume           `json:"volumes"`
	Status        string                 `json:"status"`
	Compatible    []string               `json:"compatibilities"`
	Requires      []string               `json:"requiresCompatibilities"`
	CPU           string                 `json:"cpu"`
	Memory        string                 `json:"memory"`
	RegisteredAt  epoch                  `json:"registeredAt,omitzero"`
	RegisteredBy  string                 `json:"registeredBy"`
}

type describeTaskDefinitionInput struct {
	TaskDefinition string   `json:"taskDefinition"`
	Include        []string `json:"include"`
}

type describeTaskDefinitionOutput struct {
	TaskDefinition any       `json:"taskDefinition"`
	Tags           []wireTag `json:"tags"`
}

// describeTaskDefinition takes an ARN, a family with a revision, or a family,
// which means its revision 1 here. The text for none is ours.
func (s *Server) describeTaskDefinition(in describeTaskDefinitionInput) (*describeTaskDefinitionOutput, error) {
	if in.TaskDefinition == "" {
		return nil, invalid("Task definition cannot be empty.")
	}
	d := s.definition(s.identity.taskDefinition(in.TaskDefinition))
	name := d.Family + ":" + strconv.Itoa(d.Revision)
	return &describeTaskDefinitionOutput{overlaid(d, s.definitions[name]), []wireTag{}}, nil
}

// definition makes up the task definition of an ARN: one container that listens on
// 8080. The image changes with each revision, the memory and a variable's value
// with some.
func (s *Server) definition(arn string) wireTaskDefinition {
	family, number, _ := strings.Cut(arn[strings.LastIndex(arn, "/")+1:], ":")
	n, _ := strconv.Atoi(number)
	role := "arn:" + s.identity.partition + ":iam::" + s.identity.account + ":role/" + family
	d := wireTaskDefinition{
		ARN: arn, Family: family, Revision: n, TaskRole: role + "-task", ExecutionRole: role + "-execution",
		NetworkMode: "awsvpc", Volumes: []wireVolume{}, Status: Active,
		Compatible: []string{"EC2", "MANAGED_INSTANCES", fargate}, Requires: []string{fargate},
		CPU: "512", Memory: "1024", RegisteredBy: "arn:" + s.identity.partition + ":iam::" + s.identity.account + ":role/pipeline",
	}
	if n%7 == 0 {
		d.Memory = "2048"
	}
	d.RegisteredAt = epoch{time.Date(2026, 1, 1, 9, 0, 0, 0, time.UTC).Add(time.Duration(n) * time.Hour)}
	c := wireDefinedContainer{
		Name: family, Image: s.image(family, n), Essential: true, Mounts: []string{}, VolumesFrom: []string{},
		Ports: []wirePort{{8080, 8080, "tcp"}},
		Environment: []wireKeyValue{
			{"FEATURES", "wave-" + strconv.Itoa(n/2)}, {"LOG_LEVEL", "INFO"}, {"PORT", "8080"},
		},
		Secrets: []wireSecret{{"DATABASE_URL", "arn:" + s.identity.partition + ":secretsmanager:" + s.identity.region + ":" +
			s.identity.account + ":secret:" + family + "/database"}},
		Log: &wireLog{"awslogs", map[string]string{
			"awslogs-group": "/ecs/" + family, "awslogs-region": s.identity.region, "awslogs-stream-prefix": "app",
		}},
		HealthCheck: &wireHealthCheck{[]string{"CMD-SHELL", "curl -f http://localhost:8080/health || exit 1"}, 30, 5, 3, 10},
	}
	if n%7 == 0 {
		c.Environment = append(c.Environment, wireKeyValue{"HEAP", "1536m"})
	}
	d.Containers = []wireDefinedContainer{c}
	return d
}

// image is what the tasks of a revision run.
func (s *Server) image(family string, revision int) string {
	return s.identity.account + ".dkr.ecr." + cmp.Or(s.identity.region, "eu-west-1") + ".amazonaws.com/" + family + ":v" + strconv.Itoa(revision)
}
