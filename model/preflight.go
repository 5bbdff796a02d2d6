package model

import (
	"slices"
	"time"
)

// CheckSeverity says what a check means for a deletion, the worst first.
type CheckSeverity int

// The severities of a check.
const (
	// Block means that ECS refuses, or that tealset does.
	Block CheckSeverity = iota
	// Danger means that serving capacity would go.
	Danger
	// Warning is something to know before.
	Warning
	// Unknown is a question that could not be answered.
	Unknown
	// OK is a risk that was looked for and not found.
	OK
)

// Check is one finding about a deletion.
type Check struct {
	Severity CheckSeverity
	Sentence string
	Instead  string // what to do instead; may be empty
	// Forceable means that force overrides this block.
	Forceable bool
}

// Circumstances are what a deletion depends on beside the service itself.
type Circumstances struct {
	Now        time.Time
	ReadAt     time.Time // when the service was read; zero means just now
	ReadFailed bool      // the last try to read it again failed
	Endpoint   string    // empty when it is AWS's own
}

// StaleAfter is how old what was read may be before a deletion warns of it.
const StaleAfter = 15 * time.Second

// Preflight checks the deletion of one set out of what was read of its service,
// the worst finding first.
func Preflight(service Service, set TaskSet, c Circumstances) []Check {
	var checks []Check
	checks = append(checks, refusals(service, set)...)
	if !set.Draining() {
		checks = append(checks, roleCheck(service, set), capacityCheck(service, set))
		checks = append(checks, otherSetChecks(service, set, c.Now)...)
		checks = append(checks, stateChecks(service, set, c.Now)...)
		checks = append(checks, ownerChecks(service, set)...)
		checks = append(checks, trafficChecks(set)...)
	}
	checks = append(checks, circumstanceChecks(c)...)
	slices.SortStableFunc(checks, func(a, b Check) int { return int(a.Severity) - int(b.Severity) })
	return checks
}

// Refused tells whether a deletion with these findings is not to be offered.
func Refused(checks []Check, force bool) bool {
	return slices.ContainsFunc(checks, func(c Check) bool {
		return c.Severity == Block && (!c.Forceable || !force)
	})
}

// Impossible tells whether no force makes this deletion possible.
func Impossible(checks []Check) bool { return Refused(checks, true) }

// CapacityAtRisk tells whether the deletion would take serving capacity, so that
// the service's name has to be typed.
func CapacityAtRisk(checks []Check) bool {
	return slices.ContainsFunc(checks, func(c Check) bool {
		return c.Severity == Danger || c.Severity == Block && c.Forceable
	})
}
