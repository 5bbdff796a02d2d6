package model

import "context"

// Priority is how urgent a read is. Where the account's request rate is short, the
// lesser ones wait.
type Priority int

// The priorities, the most urgent first.
const (
	// Confirmed reads what a confirmed change is about again, before it is sent: it waits for
	// nothing, as the change would be late. The reads after it owe what it takes.
	Confirmed Priority = iota - 1
	// Interactive was asked for by a key: somebody waits for it. It is the zero value.
	Interactive
	// Visible keeps what is on the screen fresh.
	Visible
	// Background is about what is not on the screen.
	Background
)

type priorityKey struct{}

// WithPriority gives the requests that are made with the context a priority.
func WithPriority(ctx context.Context, p Priority) context.Context {
	return context.WithValue(ctx, priorityKey{}, p)
}

// PriorityOf is the priority of a context's requests, Interactive where none was given.
func PriorityOf(ctx context.Context) Priority {
	p, _ := ctx.Value(priorityKey{}).(Priority)
	return p
}
