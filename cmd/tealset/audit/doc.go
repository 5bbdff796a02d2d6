// Package audit keeps the trail of what tealset changes: one JSON object a line,
// an intent that is on the disk before the call to ECS and an outcome after it.
//
// The trail is for people and for programs of other hands: it can be read, and
// edited, by whoever owns it. Nothing that is read from it is trusted, neither
// to be whole nor to be fit for a terminal.
package audit
