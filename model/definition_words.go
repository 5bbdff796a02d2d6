package model

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// value is a named thing of a task definition as text.
type value struct{ name, text string }

// compareNamed compares things by their names, those of the left side first.
func compareNamed(before, after string, left, right []value) []DefinitionLine {
	find := func(values []value, name string) string {
		for _, v := range values {
			if v.name == name {
				return v.text
			}
		}
		return ""
	}
	var lines []DefinitionLine
	var told []string
	for _, v := range slices.Concat(left, right) {
		if !slices.Contains(told, v.name) {
			told = append(told, v.name)
			lines = append(lines, compareTexts(before+v.name+after, find(left, v.name), find(right, v.name)))
		}
	}
	return lines
}

// compareMarked compares environment variables or secrets by their names and the marks of their
// values.
func compareMarked(before, after string, left, right []NamedValue) []DefinitionLine {
	find := func(values []NamedValue, name string) (Mark, bool) {
		for _, v := range values {
			if v.Name == name {
				return v.Value, true
			}
		}
		return Mark{}, false
	}
	var lines []DefinitionLine
	var told []string
	for _, v := range slices.Concat(left, right) {
		if slices.Contains(told, v.Name) {
			continue
		}
		told = append(told, v.Name)
		a, hasLeft := find(left, v.Name)
		b, hasRight := find(right, v.Name)
		what := before + v.Name + after
		if hasLeft && hasRight {
			lines = append(lines, compareMarks(what, a, b))
			continue
		}
		lines = append(lines, compareTexts(what, ifThere(isHidden, hasLeft), ifThere(isHidden, hasRight)))
	}
	return lines
}

// compareMarks compares two values that both sides have by their marks alone.
func compareMarks(what string, left, right Mark) DefinitionLine {
	return DefinitionLine{
		What: what, Left: isHidden, Right: isHidden, Differs: left != right, Unknown: !left.Known() || !right.Known(),
	}
}

func ifThere(text string, there bool) string {
	if !there {
		return ""
	}
	return cmp.Or(text, "there")
}

// containerNames are the names of the containers of two task definitions, those of the left
// one first.
func containerNames(left, right TaskDefinition) []string {
	var names []string
	for _, c := range slices.Concat(left.Containers, right.Containers) {
		if !slices.Contains(names, c.Name) {
			names = append(names, c.Name)
		}
	}
	return names
}

func withUnit(n *int32, unit string) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(int(*n)) + unit
}

func nonZero(n int32) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(int(n))
}

func mebibytes(memory string) string {
	if memory == "" {
		return ""
	}
	return memory + " MiB"
}

// portsOf are the ports of a container: "8080/tcp", "80→8080/tcp http".
func portsOf(ports []PortMapping) string {
	words := make([]string, 0, len(ports))
	for _, p := range ports {
		port := p.Range
		if p.ContainerPort != nil {
			port = strconv.Itoa(int(*p.ContainerPort))
		}
		if p.HostPort != nil && *p.HostPort != 0 && (p.ContainerPort == nil || *p.HostPort != *p.ContainerPort) {
			port = fmt.Sprintf("%d→%s", *p.HostPort, port)
		}
		port += "/" + cmp.Or(p.Protocol, "tcp")
		words = append(words, strings.Join(slices.DeleteFunc([]string{port, p.AppProtocol, p.Name}, func(s string) bool { return s == "" }), " "))
	}
	return strings.Join(words, ", ")
}

func volumesOf(d TaskDefinition) []value {
	volumes := make([]value, 0, len(d.Volumes))
	for _, v := range d.Volumes {
		volumes = append(volumes, value{v.Name, cmp.Or(strings.TrimSpace(v.Kind+" "+v.Source), "there")})
	}
	return volumes
}

func mountsOf(c ContainerDefinition) []value {
	mounts := make([]value, 0, len(c.Mounts))
	for _, m := range c.Mounts {
		text := cmp.Or(m.Volume, "there")
		if m.ReadOnly {
			text += " (read only)"
		}
		mounts = append(mounts, value{m.Path, text})
	}
	return mounts
}

// words are the times of a health check, empty without one.
func (h *ContainerHealthCheck) words() string {
	if h == nil {
		return ""
	}
	var words []string
	for _, part := range []struct {
		what string
		n    *int32
		unit string
	}{{"every ", h.Interval, " s"}, {"timeout ", h.Timeout, " s"}, {"retries ", h.Retries, ""}, {"start period ", h.StartPeriod, " s"}} {
		if part.n != nil {
			words = append(words, part.what+withUnit(part.n, part.unit))
		}
	}
	return cmp.Or(strings.Join(words, ", "), "there")
}

// words are where a log goes, empty where ECS told nothing.
func (l *LogConfiguration) words() string {
	if l == nil {
		return ""
	}
	words := []string{l.Driver, l.Group, l.Region, l.StreamPrefix}
	return strings.Join(slices.DeleteFunc(words, func(s string) bool { return s == "" }), " ")
}
