package script

import (
	"fmt"
	"strings"

	"tealset/model"
	"tealset/ui/say"
)

// sideField is a member of a side that is watched.
type sideField struct {
	name  string
	value any
	// words tells of a change; empty where another field's words tell of it.
	words func(was, is any) string
}

// fieldsOf are what is watched of a side, by ECS's names.
func fieldsOf(side model.Side) []sideField {
	moved := func(was, is any) string { return fmt.Sprintf("%v → %v", orNone(was), orNone(is)) }
	fields := []sideField{
		{"status", side.Role, moved},
		{stabilityField(side), stability(side), moved},
		{"runningCount", side.Running, func(was, is any) string { return fmt.Sprintf("running %v → %v of %d", was, is, side.Wanted) }},
		{"pendingCount", side.Pending, func(was, is any) string { return fmt.Sprintf("pending %v → %v", was, is) }},
		{wantedField(side), side.Wanted, func(was, is any) string { return fmt.Sprintf("desired %v → %v", was, is) }},
	}
	if side.TaskSet != nil {
		fields = append(fields, sideField{"scale", say.Scale(side.TaskSet.Scale), func(was, is any) string {
			return fmt.Sprintf("scale %v → %v", was, is)
		}})
	}
	return append(fields, sideField{"taskDefinition", side.TaskDefinition, func(was, is any) string {
		return fmt.Sprintf("revision %s → %s", model.Revision(fmt.Sprint(was)), model.Revision(fmt.Sprint(is)))
	}})
}

func stabilityField(side model.Side) string {
	if side.TaskSet == nil {
		return "rolloutState"
	}
	return "stabilityStatus"
}

func wantedField(side model.Side) string {
	if side.TaskSet == nil {
		return "desiredCount"
	}
	return "computedDesiredCount"
}

func stability(side model.Side) string {
	switch {
	case side.TaskSet != nil:
		return side.TaskSet.StabilityStatus
	case side.Deployment != nil:
		return side.Deployment.RolloutState
	}
	return ""
}

func orNone(value any) any {
	if value == "" {
		return say.None
	}
	return value
}

// changesOf are the members that differ between two reads of a side, and all of them in words.
func changesOf(was, is model.Side) (changes []fieldChange, words string) {
	var texts []string
	before := fieldsOf(was)
	runs := false
	for i, field := range fieldsOf(is) {
		if field.value == before[i].value {
			continue
		}
		changes = append(changes, fieldChange{field.name, before[i].value, field.value})
		texts = append(texts, field.words(before[i].value, field.value))
		runs = runs || field.name == "runningCount"
	}
	if stability(was) != stability(is) && !runs { // how much runs is what stability is about
		texts = append(texts, runningWords(is))
	}
	return changes, strings.Join(texts, ", ")
}

func runningWords(side model.Side) string {
	return fmt.Sprintf("running %d of %d", side.Running, side.Wanted)
}

// stateWords are a side as it is.
func stateWords(side model.Side) string {
	words := []string{say.OrNone(side.Role)}
	if state := stability(side); state != "" {
		words = append(words, state)
	}
	words = append(words, runningWords(side))
	if side.Pending > 0 {
		words = append(words, fmt.Sprintf("pending %d", side.Pending))
	}
	return strings.Join(words, ", ")
}
