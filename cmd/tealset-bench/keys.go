package main

import (
	"context"
	"fmt"
	"time"
)

const (
	// keyEvery is a quick person's pace, about 8 a second. It is no multiple of the
	// time of a frame: else every key would meet the same moment of one.
	keyEvery = 127 * time.Millisecond
	// keyLimit is how long a key may go unanswered before that is an error.
	keyLimit = 15 * time.Second
)

// A press is a key and the bytes that a terminal sends for it.
type press struct {
	name, bytes string
	up          bool // It moves the cursor up.
}

// cycle starts at the top and ends there, and each of its keys moves the cursor in
// a list that does not change, of four rows already.
var cycle = []press{
	{name: "j", bytes: "j"},
	{name: "j", bytes: "j"},
	{name: "k", bytes: "k", up: true},
	{name: "pgdn", bytes: "\x1b[6~"},
	{name: "pgup", bytes: "\x1b[5~", up: true},
	{name: "G", bytes: "G"},
	{name: "k", bytes: "k", up: true},
	{name: "g", bytes: "g", up: true},
}

// idleAt tells whether the key may leave the screen as it is: the cursor is in the
// row where such a key ends.
func (p press) idleAt(seen watch) bool {
	return p.up && seen.selected == seen.top || !p.up && seen.selected == seen.bottom
}

// pressKeys presses keys for so long and tells how long each took to move the
// cursor to another service. What the program draws meanwhile for other reasons,
// such as an answer that has come, is not taken for the answer to a key.
//
// The first key is not timed: until it, the cursor stays on whatever comes first.
// Nor is a key that has nowhere to go, as rows change places while services are
// described.
func (s *session) pressKeys(ctx context.Context, duration time.Duration) ([]time.Duration, error) {
	var took []time.Duration
	end := time.Now().Add(duration)
	for i := 0; time.Now().Before(end); i++ {
		key, before := cycle[i%len(cycle)], s.seen()
		if key.idleAt(before) {
			continue
		}
		pressed := time.Now()
		if _, err := s.terminal.WriteString(key.bytes); err != nil {
			return nil, fmt.Errorf("cannot press a key: %w", err)
		}
		var now watch
		moved := func() bool { now = s.seen(); return now.selected != before.selected }
		if err := s.wait(ctx, keyLimit, func() bool { return moved() || key.idleAt(now) }); err != nil {
			return nil, err
		}
		switch {
		case moved() && i > 0:
			took = append(took, now.moved.Sub(pressed))
		case !moved() && !key.idleAt(now):
			return nil, fmt.Errorf("the program did not answer the key %s within %s", key.name, keyLimit)
		}
		never := func() bool { return false }
		if err := s.wait(ctx, time.Until(pressed.Add(keyEvery)), never); err != nil {
			return nil, err
		}
	}
	return took, nil
}
