package main

import (
	"bytes"
	"os"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
)

// A rest lets the goroutine that draws sleep while nothing happens.
//
// Bubble Tea wakes that goroutine 120 times a second, as long as the program runs, to see
// whether there is anything to draw: most of what an idle dashboard costs. There is no
// setting for that but fewer frames, by which keys are answered later. But the goroutine
// writes by the writer that it is given, and a ticker that nobody waits for wakes nobody.
// So where no message has come for a while, it is made to write a sign that is held back
// here until the next message comes.
//
// It takes two signs. The goroutine first writes the signs and then draws, in each of its
// turns: with the first the last frame is still drawn, and the second comes after it.
type rest struct {
	*os.File               // the terminal
	send     func(tea.Msg) // set before the program runs
	idle     *time.Timer   // runs out where no message has come for a while

	mu        sync.Mutex
	signed    bool          // a sign has been handled since the last message, so that this is to be drawn
	drawn     bool          // a sign has been written since then
	unwritten int           // signs that have been handled and not written
	asleep    chan struct{} // closed by the next message; nil where the goroutine is awake
}

const (
	// restSign asks for the rest in what is written. A terminal ignores it; it never gets it.
	restSign = "\x00"
	// restAfter is some frames: what follows from a message at once is drawn without a rest.
	restAfter = 30 * time.Millisecond
	// restLimit ends a rest that no message ends, as where the program is ended by a panic
	// in a command. The clock of the dashboard ends each rest sooner.
	restLimit = 2 * time.Second
)

func newRest(terminal *os.File) *rest {
	r := &rest{File: terminal}
	r.idle = time.AfterFunc(time.Hour, func() { r.send(tea.RawMsg{Msg: restSign}) })
	return r
}

// sees notes a message before it is handled, and wakes the goroutine that draws. A late sign
// does so too: Bubble Tea waits for that goroutine before it keeps what is to be written.
func (r *rest) sees(msg tea.Msg) {
	if msg == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.asleep != nil {
		close(r.asleep)
		r.asleep = nil
	}
	if isRestSign(msg) {
		r.signed = true
		r.unwritten++
		return
	}
	r.signed, r.drawn = false, false
	r.idle.Reset(restAfter)
}

func isRestSign(msg tea.Msg) bool {
	raw, ok := msg.(tea.RawMsg)
	return ok && raw.Msg == restSign
}

// Write writes to the terminal, and returns from a sign when the rest is over.
func (r *rest) Write(p []byte) (int, error) {
	text := bytes.TrimRight(p, restSign)
	if len(text) > 0 {
		if n, err := r.File.Write(text); err != nil {
			return n, err
		}
	}
	if woken := r.wrote(len(p) - len(text)); woken != nil {
		limit := time.NewTimer(restLimit)
		defer limit.Stop()
		select {
		case <-woken:
		case <-limit.C:
		}
	}
	return len(p), nil
}

// wrote takes note of signs that have been written, and gives what ends the rest; nil where
// there is none: a message has come since, its frame is only drawn next, or another sign
// will be written.
func (r *rest) wrote(signs int) (woken chan struct{}) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.unwritten -= signs
	switch {
	case signs == 0 || !r.signed || r.unwritten > 0:
		return nil
	case !r.drawn:
		r.drawn = true
		r.idle.Reset(0)
		return nil
	}
	r.asleep = make(chan struct{})
	return r.asleep
}

// resting is a model that a sign changes nothing of.
type resting struct {
	tea.Model
	signed bool
	view   tea.View
}

// Update gives all messages on but the signs.
func (r *resting) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if r.signed = isRestSign(msg); r.signed {
		return r, nil
	}
	var cmd tea.Cmd
	r.Model, cmd = r.Model.Update(msg)
	return r, cmd
}

// View is drawn anew unless nothing has changed.
func (r *resting) View() tea.View {
	if !r.signed {
		r.view = r.Model.View()
	}
	return r.view
}
