package model

import (
	"regexp"
	"slices"
	"strings"
)

// EventLine is an event of a service, taken apart.
type EventLine struct {
	Event
	EventParts
	// Side is the id of the side that it is about, empty where it is about the service or
	// about a set that is gone.
	Side string
}

// EventParts is what the text of an event holds.
type EventParts struct {
	Text string // without the name of the service and of the task set, with which it began
	// Named is the task set or deployment that the text names, "ecs-svc/N"; empty where it
	// names none. With the ECS controller also what it calls a task set is a deployment.
	Named       string
	Tasks       []string // ids
	TargetGroup string   // ARN
	// Trouble tells that it is about something that went wrong.
	Trouble bool
}

// The parts of events by which ECS names things.
var (
	eventHead   = regexp.MustCompile(`^\(service ([^,)]+)(?:, taskSet (ecs-svc/\d+))?\) *`)
	eventOld    = regexp.MustCompile(`^service (?:\(([^)]+)\)|(\S+)) +`)
	eventSet    = regexp.MustCompile(`taskSet (ecs-svc/\d+)|deployment (ecs-svc/\d+)|task set \((?:ecs-svc/)?(\d+)\)`)
	eventTask   = regexp.MustCompile(`\(task ([0-9a-f-]+)\)`)
	eventGroup  = regexp.MustCompile(`\(target-group ([^)]+)\)|target-group \(([^)]+)\)`)
	eventValues = regexp.MustCompile(`\((?:task|taskSet|deployment|target-group|instance|port|container-instance) [^)]*\)`)
)

// troubleWords are parts of words that events about trouble have, in lower case.
var troubleWords = []string{
	"fail", "unhealthy", "not healthy", "error", "throttl", "unable", "missing", "alarm detected", "rolling back", "insufficient", "limit",
}

// ParseEvent takes the text of an event of a service apart. The beginning is left out only
// where it names that service: every line has it. What the text says of other things is
// taken from no name: a service called "failover" is no trouble.
func ParseEvent(service, message string) EventParts {
	parts := EventParts{Text: message}
	if head := eventHead.FindStringSubmatch(message); head != nil && head[1] == service {
		parts.Text, parts.Named = message[len(head[0]):], head[2]
	} else if head := eventOld.FindStringSubmatch(message); head != nil && (head[1] == service || head[2] == service) {
		parts.Text = message[len(head[0]):]
	}
	if parts.Named == "" {
		parts.Named = namedSet(message)
	}
	for _, task := range eventTask.FindAllStringSubmatch(message, -1) {
		parts.Tasks = append(parts.Tasks, task[1])
	}
	if group := eventGroup.FindStringSubmatch(message); group != nil {
		parts.TargetGroup = group[1] + group[2]
	}
	said := strings.ToLower(eventValues.ReplaceAllString(parts.Text, ""))
	parts.Trouble = slices.ContainsFunc(troubleWords, func(word string) bool { return strings.Contains(said, word) })
	return parts
}

// namedSet is the first task set or deployment that a text names, empty without one.
func namedSet(message string) string {
	switch set := eventSet.FindStringSubmatch(message); {
	case set == nil:
		return ""
	case set[3] != "":
		return "ecs-svc/" + set[3]
	default:
		return set[1] + set[2]
	}
}

// EventLines are the events of a service in the order of ECS, the newest first. One that
// names no set is about that of its task, or about the only one with its target group. A
// hundred of them cost about two milliseconds: they are made when the service was read.
func EventLines(service Service, sides []Side, tasks []Task) []EventLine {
	started := make(map[string]Task, len(tasks))
	for _, task := range tasks {
		started[task.ID()] = task
	}
	lines := make([]EventLine, len(service.Events))
	for i, event := range service.Events {
		lines[i] = EventLine{Event: event, EventParts: ParseEvent(service.Name, event.Message)}
		if at := lines[i].side(sides, started); at >= 0 {
			lines[i].Side = sides[at].ID
		}
	}
	return lines
}

// side is the place of the side that the event is about, -1 without one.
func (e EventLine) side(sides []Side, started map[string]Task) int {
	if e.Named != "" {
		return slices.IndexFunc(sides, func(s Side) bool { return s.started(Task{StartedBy: e.Named}) })
	}
	found, all := -1, true
	for _, id := range e.Tasks {
		at := SideOf(sides, started[id])
		if all = at < len(sides); !all {
			break // a task that is not known: its target group may tell
		}
		if found >= 0 && found != at {
			return -1
		}
		found = at
	}
	if found >= 0 && all {
		return found
	}
	return onlyWith(sides, e.TargetGroup)
}

// onlyWith is the place of the only side with a target group, -1 where there is none, or
// where there are others.
func onlyWith(sides []Side, group string) int {
	found := -1
	for i := range sides {
		if group == "" || !sides[i].Has(group) {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = i
	}
	return found
}
