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

// Wait is how long it takes until the overlay on top is armed, if no input comes;
// 0 where it is.
func (s *Stack) Wait(now time.Time) time.Duration {
	if s.Armed() {
		return 0
	}
	return s.guard.Left(now)
}

// Note tells the guard of a message before it is handled. Keys and pastes are
// inputs; what a person may not have seen coming disarms.
func (s *Stack) Note(msg tea.Msg, now time.Time) {
	s.guard.Settle(now)
	if gap := now.Sub(s.noted); !s.noted.IsZero() && (gap > standstill || gap < 0) {
		s.guard.Disarm(now)
	}
	s.noted = now
	s.swallowing = s.swallowing && !s.guard.Armed()
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		s.guard.Input(now, !msg.IsRepeat)
	case tea.PasteMsg:
		s.guard.Input(now, false)
	case tea.ResumeMsg, tea.FocusMsg, tea.WindowSizeMsg:
		s.guard.Disarm(now)
	default:
		if unknown(msg) {
			s.guard.Unknown(now)
		}
	}
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
		return top.Pressed(Press{KeyPressMsg: msg, Armed: s.Armed(), Alone: s.guard.Alone()}), true
	}
}

// Pasted gives a pasted text to the overlay on top.
func (s *Stack) Pasted(text string) Action {
	if top := s.Top(); top != nil && !s.swallowing {
		return top.Pasted(text)
	}
	return nil
}
