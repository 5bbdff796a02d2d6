package feed

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/model"
)

// Feed is what every kind of feed can do. All of it runs on the Update goroutine.
type Feed interface {
	// Start starts the reads and the pauses that are due.
	Start(now time.Time) tea.Cmd
	// Take takes a message of this feed's reads in; taken is false for every other message.
	Take(now time.Time, msg Msg) (cmd tea.Cmd, taken bool)
	// Begin makes everything that is looked at due at once.
	Begin(now time.Time)
	// Refresh is Begin as a key asks for it: what is under way is dropped, and what
	// failed is tried at once.
	Refresh(now time.Time)
	// Stop drops what is under way. Start begins again.
	Stop()
	// PaceChanged makes the pause under way anew.
	PaceChanged()
	// Pollers tell the state of its reads, what is looked at most first.
	Pollers() []*Poller
}

// Unseen is a list off the screen: only the background reads it. Two of one list are equal.
type Unseen[T model.Object[T]] struct{ *List[T] }

// Start starts the reads that are due.
func (u Unseen[T]) Start(now time.Time) tea.Cmd { return u.StartUnseen(now) }
