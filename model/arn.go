package model

import "strings"

// ARN is an Amazon Resource Name cut into the parts that the dashboard shows:
// arn:partition:service:region:account:resource.
type ARN struct {
	Partition, Service, Region, Account, Resource string
}

// ParseARN cuts an ARN into its parts; ok is false for any other text.
func ParseARN(text string) (arn ARN, ok bool) {
	parts := strings.SplitN(text, ":", 6)
	if len(parts) != 6 || parts[0] != "arn" {
		return ARN{}, false
	}
	return ARN{Partition: parts[1], Service: parts[2], Region: parts[3], Account: parts[4], Resource: parts[5]}, true
}

// NameOf is the name at the end of a cluster's or a service's ARN, in the long
// and in the old short form. Text that is no ARN is a name already and comes back
// as it is.
func NameOf(arn string) string {
	parsed, ok := ParseARN(arn)
	if !ok {
		return arn
	}
	return parsed.Resource[strings.LastIndex(parsed.Resource, "/")+1:]
}

// Revision is the family:revision at the end of a task definition's ARN.
func Revision(taskDefinition string) string {
	return taskDefinition[strings.LastIndex(taskDefinition, "/")+1:]
}

// TaskSetID is the id at the end of a task set's ARN: "ecs-svc/" and its number.
func TaskSetID(arn string) string {
	parts := strings.Split(arn, "/")
	return strings.Join(parts[max(0, len(parts)-2):], "/")
}

// ShortID is a task set's id cut to its last nine digits, "…567890123": enough
// to tell five sets apart, and what fits a column. Ids that are short already
// come back whole.
func ShortID(id string) string {
	short := id[strings.LastIndex(id, "/")+1:]
	runes := []rune(short)
	if len(runes) <= 10 {
		return short
	}
	return "…" + string(runes[len(runes)-9:])
}
