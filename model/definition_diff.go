package model

import (
	"slices"
	"strconv"
	"strings"
)

// DefinitionLine is one thing about two task definitions, side by side.
type DefinitionLine struct {
	What        string // "image of app", "environment LOG_LEVEL of app"
	Left, Right string // empty where that side has no such thing
	Differs     bool
	// Unknown tells that the values could not be compared, and that Differs means nothing.
	Unknown bool
}

// isHidden stands for a value that must not be shown.
const isHidden = "set (not shown)"

// CompareDefinitions are the lines of two task definitions: what differs first, in the
// order of a task definition: image, size, ports, roles, names of environment variables and
// secrets, health check, volumes, log. Of environment variables and secrets only names are
// told, and whether their values are the same.
func CompareDefinitions(left, right TaskDefinition) []DefinitionLine {
	lines := compareTasks(left, right)
	for _, name := range containerNames(left, right) {
		lines = append(lines, compareContainers(name, left, right)...)
	}
	lines = slices.DeleteFunc(lines, func(l DefinitionLine) bool { return l.Left == "" && l.Right == "" })
	slices.SortStableFunc(lines, func(a, b DefinitionLine) int {
		rank := func(l DefinitionLine) int {
			switch {
			case l.Differs && !l.Unknown:
				return 0
			case l.Unknown:
				return 1
			}
			return 2
		}
		return rank(a) - rank(b)
	})
	return lines
}

// compareTexts compares two texts.
func compareTexts(what, left, right string) DefinitionLine {
	return DefinitionLine{What: what, Left: left, Right: right, Differs: left != right}
}

func compareTasks(left, right TaskDefinition) []DefinitionLine {
	pick := func(what string, of func(TaskDefinition) string) DefinitionLine {
		return compareTexts(what, of(left), of(right))
	}
	lines := []DefinitionLine{
		pick("cpu of the task", func(d TaskDefinition) string { return d.CPU }),
		pick("memory of the task", func(d TaskDefinition) string { return mebibytes(d.Memory) }),
		pick("task role", func(d TaskDefinition) string { return d.TaskRoleARN }),
		pick("execution role", func(d TaskDefinition) string { return d.ExecutionRoleARN }),
		pick("network mode", func(d TaskDefinition) string { return d.NetworkMode }),
		pick("CPU architecture", func(d TaskDefinition) string { return d.CPUArchitecture }),
		pick("operating system", func(d TaskDefinition) string { return d.OSFamily }),
		pick("ephemeral storage", func(d TaskDefinition) string { return withUnit(d.EphemeralGiB, " GiB") }),
		pick("launch types", func(d TaskDefinition) string {
			return strings.Join(slices.Sorted(slices.Values(d.Compatibilities)), ", ")
		}),
	}
	return slices.Concat(lines, compareNamed("volume ", "", volumesOf(left), volumesOf(right)))
}

func compareContainers(name string, left, right TaskDefinition) []DefinitionLine {
	a, hasLeft := left.Container(name)
	b, hasRight := right.Container(name)
	if hasLeft != hasRight {
		return []DefinitionLine{compareTexts("container "+name, ifThere(a.Image, hasLeft), ifThere(b.Image, hasRight))}
	}
	of := " of " + name
	pick := func(what string, of func(ContainerDefinition) string) DefinitionLine {
		return compareTexts(what+" of "+name, of(a), of(b))
	}
	lines := []DefinitionLine{
		pick("image", func(c ContainerDefinition) string { return c.Image }),
		pick("cpu", func(c ContainerDefinition) string { return nonZero(c.CPU) }),
		pick("memory", func(c ContainerDefinition) string { return withUnit(c.Memory, " MiB") }),
		pick("memory reservation", func(c ContainerDefinition) string { return withUnit(c.MemoryReservation, " MiB") }),
		pick("ports", func(c ContainerDefinition) string { return portsOf(c.Ports) }),
		pick("essential", func(c ContainerDefinition) string { return strconv.FormatBool(c.Essential == nil || *c.Essential) }),
		pick("stop timeout", func(c ContainerDefinition) string { return withUnit(c.StopTimeout, " s") }),
	}
	return slices.Concat(
		lines,
		compareMarked("environment ", of, a.Environment, b.Environment), compareMarked("secret ", of, a.Secrets, b.Secrets),
		compareHealthChecks(of, a.HealthCheck, b.HealthCheck), compareNamed("mount ", of, mountsOf(a), mountsOf(b)),
		[]DefinitionLine{pick("log", func(c ContainerDefinition) string { return c.Log.words() })},
	)
}

// compareHealthChecks compares two health checks, whose commands are not shown.
func compareHealthChecks(of string, a, b *ContainerHealthCheck) []DefinitionLine {
	lines := []DefinitionLine{compareTexts("health check"+of, a.words(), b.words())}
	if a != nil && b != nil {
		lines = append(lines, compareMarks("command of the health check"+of, a.Command, b.Command))
	}
	return lines
}
