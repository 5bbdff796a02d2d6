package change

import (
	"slices"
	"time"

	"tealset/model"
)

// CheckID is the identity of a finding: it stays the same while its numbers and
// its sentence change. Each stands beside the check that finds it; no two checks that
// are a block or a danger have the same one.
type CheckID string

// Severity says what a finding means for a change, the worst first.
type Severity int

// The severities of a check.
const (
	// Block means that ECS refuses, or that tealset does not offer the change.
	Block Severity = iota
	// Danger means that serving capacity or traffic is at risk.
	Danger
	// Warning is something to know before.
	Warning
	// Unanswered is a question that could not be answered.
	Unanswered
	// OK is a risk that was looked for and not found.
	OK
)

// Check is one finding about a change.
type Check struct {
	ID       CheckID
	Severity Severity
	// Have and Need are the magnitude of the finding, such as the tasks that are
	// left and those that are wanted; both 0 where it has none.
	Have, Need int64
	Sentence   string
	Instead    string // what to do instead; may be empty
	// Forceable means that force overrides this block.
	Forceable bool
	// Choice means that the person can choose something else that is no block: another number.
	Choice bool
	// ByECS means that ECS is known to refuse what this block is about. A block
	// without it is tealset's own: what ECS would answer is not known.
	ByECS bool
}

// Circumstances are what a change depends on beside the service itself.
type Circumstances struct {
	Now        time.Time
	ReadAt     time.Time // when the service was read; zero means just now
	ReadFailed bool      // the last try to read it again failed
	Endpoint   string    // empty when it is AWS's own
	Force      bool      // force is ticked
	ReadOnly   bool      // nothing may be sent; no check tells of it
	NameAlways bool      // the service's name is to be typed also where nothing is at risk
	// Forbidden tells why no change of a kind may be sent: read-only, or what the
	// configuration allows. It is empty where it may; nil forbids nothing. Can asks it.
	Forbidden func(Kind) (why string)
	// Known is what was read of traffic, targets, tasks and the deployment; nil means that
	// nothing was looked up.
	Known *model.Known
	// DeploymentReadAt is when the deployment in Known was read. A change of a deployment is
	// sent only if that was after its confirmation.
	DeploymentReadAt time.Time
	// Percent is the scale that is asked for; nil where none is, or no number.
	Percent *float64
	// Former is the ARN of the set that was PRIMARY before the present one, as far as this
	// program saw it or the trail has it; empty where it is not known.
	Former string
	// FormerAt is until when that is known; zero where a person named the set.
	FormerAt time.Time
	// WentBack tells that the present set is PRIMARY because a change went back to it, see
	// WentBack.
	WentBack bool
	// Earlier are the changes that were sent before, of this target or another.
	Earlier []Earlier
}

// Earlier is a change that was sent before.
type Earlier struct {
	Request Request
	Outcome Outcome // None while it awaits its answer
	// Elsewhere means that another process sent it, and awaits its answer: it is not to be taken over.
	Elsewhere bool
}

// StaleAfter is how old what was read may be before a change warns of it.
const StaleAfter = 15 * time.Second

// Blocked tells whether a change with these findings is not to be offered as it
// stands. With force ticked, what force overrides is a danger instead of a block.
func Blocked(checks []Check) bool {
	return slices.ContainsFunc(checks, func(c Check) bool { return c.Severity == Block })
}

// Impossible tells whether neither force nor another choice makes this change possible.
func Impossible(checks []Check) bool {
	return slices.ContainsFunc(checks, func(c Check) bool { return c.Severity == Block && !c.Forceable && !c.Choice })
}

// AtRisk tells whether the change would take serving capacity, or may be sent a
// second time, so that the service's name has to be typed.
func AtRisk(checks []Check) bool {
	return slices.ContainsFunc(checks, func(c Check) bool { return c.Severity == Danger || c.Forceable })
}

// Grown are the blocks and dangers of after that are new, or worse than before: more
// severe, with less left, or with more missing. Both lists have to be made with the
// same force.
func Grown(before, after []Check) []Check {
	var grown []Check
	for _, is := range after {
		if is.Severity > Danger {
			continue
		}
		at := slices.IndexFunc(before, func(was Check) bool { return was.ID == is.ID })
		if at < 0 || is.worseThan(before[at]) {
			grown = append(grown, is)
		}
	}
	return grown
}

func (c Check) worseThan(was Check) bool {
	return c.Severity < was.Severity || c.Have < was.Have || c.Need-c.Have > was.Need-was.Have
}
