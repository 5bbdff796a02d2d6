package dialog

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// Action is what an overlay asks for. It is data: who owns the stack carries it out.
type Action any

// Closed asks for the overlay to be closed, with nothing done.
type Closed struct{}

// Overlay lies over the page and has its keys.
type Overlay interface {
	// Pressed takes a key, and gives what it asks for; nil for nothing.
	Pressed(press Press) Action
	// Pasted takes a pasted text, and gives what it asks for; nil for nothing.
	Pasted(text string) Action
	// Guarded tells whether keys count only after a quiet time.
	Guarded() bool
}

// Press is a key with what the guard knows of it.
type Press struct {
	tea.KeyPressMsg
	Armed bool // the overlay has been as it is for long enough
	Alone bool // it is no repeat, and no input came shortly before
}

// Stack is the overlays that are open, the last one on top, with their guard. The
// zero value has none.
type Stack struct {
	guard      Guard
	overlays   []Overlay
	swallowing bool      // one has closed by itself: keys that were meant for it may come
	acted      bool      // the last input was a key that asked a guarded overlay for something
	inputs     int       // how many there were
	noted      time.Time // the last message
}

// standstill is how long no message may come before that disarms: the dashboard's
// clock ticks every second, so the program or the machine was stopped meanwhile.
const standstill = 3 * time.Second

// Open puts an overlay on top.
func (s *Stack) Open(o Overlay, now time.Time) {
	s.overlays = append(s.overlays, o)
	if o.Guarded() {
		s.guard.Disarm(now)
	}
}

// Top is the overlay that has the keys; nil for none.
func (s *Stack) Top() Overlay {
	if len(s.overlays) == 0 {
		return nil
	}
	return s.overlays[len(s.overlays)-1]
}

// Find is the open overlay of a kind; ok is false where there is none.
func Find[T Overlay](s *Stack) (found T, ok bool) {
	for _, o := range s.overlays {
		if found, ok = o.(T); ok {
			return found, true
		}
	}
	return found, false
}

// Close takes the overlay on top away, as a key asked for.
func (s *Stack) Close() {
	if len(s.overlays) > 0 {
		s.overlays = s.overlays[:len(s.overlays)-1]
	}
}

// Dismiss takes all overlays away that nobody closed. Whoever still types into one
// must not press the keys of the page: they are swallowed until a quiet time is over.
func (s *Stack) Dismiss(now time.Time) {
	if len(s.overlays) == 0 {
		return
	}
	s.overlays = nil
	s.Swallow(now)
}

// Swallow drops keys until a quiet time is over: what they may be meant for has closed by
// itself.
func (s *Stack) Swallow(now time.Time) {
	s.guard.Disarm(now)
	s.swallowing = true
}

// Disarm asks for a new quiet time: what a key would act on has changed.
func (s *Stack) Disarm(now time.Time) { s.guard.Disarm(now) }

// Armed tells whether keys count in the overlay on top.
func (s *Stack) Armed() bool {
	top := s.Top()
	return top == nil || !top.Guarded() || s.guard.Armed()
}

// Guarding tells whether it matters what comes alone or after a quiet time, so that
// Settle has to be called.
func (s *Stack) Guarding() bool {
	top := s.Top()
	return s.swallowing || top != nil && top.Guarded()
}

// Wait is in how long Settle is to be called, if no input comes; 0 where it has nothing
// to tell.
func (s *Stack) Wait(now time.Time) time.Duration { return s.guard.Next(now) }

// Settle tells that every input that came before a time has been handled, see Guard.
func (s *Stack) Settle(at time.Time) {
	s.guard.Settle(at)
	s.swallowing = s.swallowing && !s.guard.Armed()
}

// Alone tells whether the last input was a key that nothing came shortly before.
func (s *Stack) Alone() bool { return s.guard.Alone() }

// Inputs is how many inputs there were.
func (s *Stack) Inputs() int { return s.inputs }

// Note tells the guard of a message before it is handled. Keys and pastes are
// inputs; what a person may not have seen coming disarms. It is true where an input
// came so shortly after a key that this one did not come alone: what the key asked for
// is to be taken back.
func (s *Stack) Note(msg tea.Msg, now time.Time) (takeBack bool) {
	if gap := now.Sub(s.noted); !s.noted.IsZero() && (gap > standstill || gap < 0) {
		s.guard.Disarm(now)
	}
	s.noted = now
	input, crowds := true, false
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		crowds = s.guard.Input(now, !msg.IsRepeat)
	case tea.PasteMsg:
		crowds = s.guard.Input(now, false)
	case tea.ResumeMsg, tea.FocusMsg, tea.WindowSizeMsg:
		s.guard.Disarm(now)
		input = false
	default:
		if input = unknown(msg); input {
			crowds = s.guard.Unknown(now)
		}
	}
	takeBack = s.acted && crowds
	if input {
		s.acted = false
		s.inputs++
	}
	return takeBack
}

// Pressed gives a key to the overlay on top; taken is false where the page has it.
// Note has to be told of the key before.
func (s *Stack) Pressed(msg tea.KeyPressMsg) (action Action, taken bool) {
	switch top := s.Top(); {
	case s.swallowing:
		return nil, true
	case top == nil:
		return nil, false
	default:
		action = top.Pressed(Press{KeyPressMsg: msg, Armed: s.Armed(), Alone: s.guard.Alone()})
		s.acted = action != nil && top.Guarded()
		return action, true
	}
}

// Pasted gives a pasted text to the overlay on top.
func (s *Stack) Pasted(text string) Action {
	if top := s.Top(); top != nil && !s.swallowing {
		return top.Pasted(text)
	}
	return nil
}
