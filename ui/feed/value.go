package feed

import (
	"cmp"
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/model"
)

// Value reads one thing again and again, such as the service of a board.
type Value[T any] struct {
	poll      Poller
	operation string // ECS's name
	request   func() func(ctx context.Context) (T, error)
	fold      func(value T, began, at time.Time)

	due   bool // it is to be read as soon as no read is under way
	byKey bool // a key asked for the next read, not the clock
}

// ValueMsg is the answer to the read of one thing: it has been read, or not.
type ValueMsg[T any] struct {
	Token
	Value     T
	Err       error
	Began, At time.Time
}

// Partial is a value that may be there in part. What came is folded; what is missing makes the
// pause longer, as a fault of the whole read does.
type Partial interface {
	// Lacks is why a part is missing that the next read asks for again; nil where none is.
	Lacks() *model.Fault
}

// lacking is why a part of what was read is missing; nil where all came.
func lacking(value any) error {
	if partial, ok := value.(Partial); ok {
		if fault := partial.Lacks(); fault != nil {
			return fault
		}
	}
	return nil
}

// NewValue makes a feed whose first read is due. request is called when a read starts, on
// the Update goroutine; what it returns runs off it, and fails with a *model.Fault. fold is
// given each good answer, on the Update goroutine.
func NewValue[T any](
	allowance *Allowance, source, operation string, request func() func(ctx context.Context) (T, error),
	fold func(value T, began, at time.Time),
) *Value[T] {
	return &Value[T]{poll: newPoller(allowance, source, 1), operation: operation, request: request, fold: fold, due: true, byKey: true}
}

// Pollers is the one that it has.
func (v *Value[T]) Pollers() []*Poller { return []*Poller{&v.poll} }

// PaceChanged makes the pause under way anew.
func (v *Value[T]) PaceChanged() { v.poll.paceChanged() }

// Start reads, or pauses until that is due.
func (v *Value[T]) Start(now time.Time) tea.Cmd {
	if !v.poll.idle() {
		return nil
	}
	if !v.due {
		return v.poll.pause(now, v.poll.Interval())
	}
	priority := model.Visible
	if v.byKey {
		priority = model.Interactive
	}
	v.due, v.byKey = false, true
	request, clock := v.request(), v.poll.shared.clock
	return v.poll.read(now, priority, func(ctx context.Context, token Token) tea.Msg {
		value, err := request(ctx)
		return ValueMsg[T]{Token: token, Value: value, Err: err, Began: now, At: clock()}
	})
}

// Take takes a message of this feed's reads in; taken is false for every other message.
func (v *Value[T]) Take(now time.Time, msg Msg) (cmd tea.Cmd, taken bool) {
	if !v.poll.ended(msg) {
		return nil, false
	}
	switch msg := msg.(type) {
	case dueMsg:
		v.due, v.byKey = true, false
	case ValueMsg[T]:
		fault := v.poll.answered(v.operation, "", cmp.Or(msg.Err, lacking(msg.Value)), msg.At)
		if msg.Err == nil {
			v.fold(msg.Value, msg.Began, msg.At)
		}
		if fault != nil {
			return v.poll.backOff(now, fault), true
		}
	}
	return nil, true
}

// Begin makes the next read due at once.
func (v *Value[T]) Begin(time.Time) { v.due = true }

// Refresh reads anew, whatever is under way.
func (v *Value[T]) Refresh(now time.Time) {
	v.poll.stop()
	v.poll.failures = 0
	v.Begin(now)
}

// Stop drops what is under way.
func (v *Value[T]) Stop() { v.poll.stop() }
