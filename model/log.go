package model

import "cmp"

// LogStream is where a container of a task writes its log to CloudWatch Logs.
type LogStream struct {
	Group  string
	Stream string // empty where its name is not known
	Region string // empty where the task definition names none
}

// LogOf is the log stream of a container of a task, by the options of the driver awslogs:
// the prefix, the container and the task make its name, and without a prefix it is the id
// of the container (ECS's documentation of awslogs-stream-prefix). ok is false for another
// driver, and where the task definition has no such container.
func (d TaskDefinition) LogOf(task Task, container string) (log LogStream, ok bool) {
	c, ok := d.Container(container)
	if !ok || c.Log == nil || c.Log.Driver != "awslogs" || c.Log.Group == "" {
		return LogStream{}, false
	}
	log = LogStream{Group: c.Log.Group, Region: c.Log.Region}
	if c.Log.StreamPrefix != "" {
		log.Stream = c.Log.StreamPrefix + "/" + container + "/" + task.ID()
		return log, true
	}
	for _, running := range task.Containers {
		if running.Name == container {
			log.Stream = running.RuntimeID
		}
	}
	return log, true
}

// Command is the command of the AWS CLI that shows the log and follows it, as its words, not
// yet quoted for a shell. The Region of the log comes before that of the settings; an
// endpoint is that of CloudWatch Logs.
func (l LogStream) Command(cli CLI) []string {
	words := []string{"logs", "tail", l.Group}
	if l.Stream != "" {
		words = append(words, "--log-stream-names", l.Stream)
	}
	words = append(words, "--since", "1h", "--follow")
	cli.Region = cmp.Or(l.Region, cli.Region)
	return cli.command(words...)
}
