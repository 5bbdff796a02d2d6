package change

// CheckID is the identity of a finding: it stays the same while its numbers and
// its sentence change.
type CheckID string

// Severity says what a finding means for a change, the worst first.
type Severity int

// The severities of a check.
const (
	// Block means that ECS refuses, or that tealset does.
	Block Severity = iota
	// Danger means that serving capacity would go.
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
}
