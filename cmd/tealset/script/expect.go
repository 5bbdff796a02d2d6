package script

import (
	"fmt"
	"slices"
	"strings"

	"tealset/cmd/tealset/output"
	"tealset/model"
)

// Expectation is a member of the set that has to have a value, or nothing is sent.
type Expectation struct{ Field, Value string }

// ParseExpectation is the FIELD=VALUE of --if.
func ParseExpectation(text string) (Expectation, error) {
	field, value, ok := strings.Cut(text, "=")
	if !ok || field == "" {
		return Expectation{}, usage("--if %q is no FIELD=VALUE; give one such as status=ACTIVE", text)
	}
	if names := Expectable(); !slices.Contains(names, field) {
		if near := slices.IndexFunc(names, func(name string) bool { return strings.EqualFold(name, field) }); near >= 0 {
			return Expectation{}, usage("--if %s: a task set has no such member; did you mean %s?", field, names[near])
		}
		return Expectation{}, usage("--if %s: a task set has no such member; give one of %s", field, strings.Join(names, ", "))
	}
	return Expectation{field, value}, nil
}

// Expectable are the members of a task set that can be expected to have a value.
func Expectable() []string {
	return slices.DeleteFunc(output.Names(setColumns(noTime, false, false)), func(name string) bool { return slices.Contains(ownColumns, name) })
}

// ownColumns are columns of task sets that are no members of ECS.
var ownColumns = []string{"profile", "region", "account", aCluster, "serviceName", "health", "age", columnTraffic, columnTargets}

// unmet tells which of the expectations does not hold; empty where all do.
func unmet(set model.TaskSet, expected []Expectation) string {
	for _, e := range expected {
		for _, c := range setColumns(noTime, false, false) {
			if c.Name != e.Field {
				continue
			}
			is := c.Text(row[model.TaskSet]{value: set})
			brief := is
			if c.Brief != nil {
				brief = c.Brief(row[model.TaskSet]{value: set})
			}
			if e.Value != is && e.Value != brief && e.Value+"%" != is {
				return fmt.Sprintf("%s is %q, not %q", e.Field, is, e.Value)
			}
		}
	}
	return ""
}
