package model

import "time"

// Call is one request to an AWS service, as it ended.
type Call struct {
	Profile   string // of the AWS settings that it was made by; may be empty
	Region    string
	At        time.Time
	Took      time.Duration // with every attempt and the pauses between them
	Service   string        // "ECS"
	Operation string
	Target    string // what it was about, in a few words; may be empty
	Attempts  int
	Status    int // HTTP's, of the last answer; 0 without one
	RequestID string
	Fault     *Fault // nil when ECS answered as asked
}

// ReasonMissing is the reason of a failure that ECS gives for what it does not know.
const ReasonMissing = "MISSING"

// Failure is what ECS says instead of a description, in the failures[] of an
// answer.
type Failure struct {
	ARN, Reason, Detail string // any may be empty; Reason is mostly ReasonMissing
}
