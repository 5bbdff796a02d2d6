package audit

import (
	"os"
	"os/user"
	"strconv"
	"time"

	"tealset/model"
	"tealset/model/change"
)

// Kind tells what a line of the trail is about.
type Kind string

// The kinds of line.
const (
	// Intent is written before the call: without it no call is made.
	Intent Kind = "intent"
	// Ended is written after the call, with its outcome.
	Ended Kind = "outcome"
	// Resolved is what a later look at the service, of the same process or of a
	// later one, found out about an intent whose outcome was not known.
	Resolved Kind = "resolved"
)

// Record is one line of the trail. The order of the members is that of the line.
// Text may be anything that ECS, the environment or another's hand put there.
type Record struct {
	Time          time.Time         `json:"time"` // UTC; zero in Append means now
	Kind          Kind              `json:"kind"`
	ID            string            `json:"id"` // of the request; joins the lines of one change
	Version       string            `json:"version,omitempty"`
	PID           int               `json:"pid,omitempty"`
	User          string            `json:"user,omitempty"` // of the operating system
	Host          string            `json:"host,omitempty"`
	SSHConnection string            `json:"sshConnection,omitempty"` // client's address and port, then the server's
	Caller        string            `json:"caller,omitempty"`        // ARN of the identity, where it is known
	Profile       string            `json:"profile,omitempty"`
	Account       string            `json:"account,omitempty"`
	Region        string            `json:"region,omitempty"`
	Endpoint      string            `json:"endpoint,omitempty"`
	Operation     string            `json:"operation,omitempty"` // of AWS, "DeleteTaskSet"
	Params        map[string]string `json:"params,omitempty"`    // what else the operation takes, by AWS's names
	Cluster       string            `json:"cluster,omitempty"`   // ARN, as the next two
	Service       string            `json:"service,omitempty"`
	TaskSet       string            `json:"taskSet,omitempty"` // empty for a change of a deployment, which is in params
	Force         bool              `json:"force"`
	Former        string            `json:"former,omitempty"` // ARN of the set that was PRIMARY, of a change of that role
	Back          bool              `json:"back,omitempty"`   // the change goes back: to the former PRIMARY
	Seen          *Seen             `json:"seen,omitempty"`
	Outcome       change.Outcome    `json:"outcome,omitempty"`   // empty where the line tells of none
	Code          string            `json:"code,omitempty"`      // ECS's error code
	RequestID     string            `json:"requestId,omitempty"` // of AWS, for its support
	Attempts      int               `json:"attempts,omitempty"`  // how many times the request was sent
	Milliseconds  int64             `json:"milliseconds,omitempty"`
}

// Seen is what the screen showed of the set when it was confirmed.
type Seen struct {
	Role           string    `json:"role,omitempty"`  // the set's status, "ACTIVE"
	Scale          *float64  `json:"scale,omitempty"` // percent; nil where ECS sent none
	Running        int32     `json:"running"`         // tasks
	TaskDefinition string    `json:"taskDefinition,omitempty"`
	UpdatedAt      time.Time `json:"updatedAt,omitzero"` // as ECS told; zero where it did not, and in lines of earlier versions
}

// SeenOf is what a set looks like in the trail.
func SeenOf(set model.TaskSet) *Seen {
	seen := &Seen{Role: set.Status, Running: set.Running, TaskDefinition: set.TaskDefinition, UpdatedAt: set.UpdatedAt}
	if percent, ok := set.ScalePercent(); ok {
		seen.Scale = &percent
	}
	return seen
}

// Self is a record with what is the same for every line of this process: version,
// pid, user, host and SSH connection. It may ask the system's user database, so
// call it once. What the system does not tell stays empty.
func Self(version string) Record {
	host, _ := os.Hostname() // an unknown host is an empty one
	return Record{
		Version: version, PID: os.Getpid(), User: userName(), Host: host,
		SSHConnection: os.Getenv("SSH_CONNECTION"),
	}
}

// userName is not $USER where that can be helped: anyone may set it.
func userName() string {
	if current, err := user.Current(); err == nil {
		return current.Username
	}
	return "uid " + strconv.Itoa(os.Getuid())
}
