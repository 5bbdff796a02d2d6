package main

import (
	tea "charm.land/bubbletea/v2"

	"tealset/model"
	"tealset/ui"
)

// maxQueuedCalls is how many requests may wait for the screen: more than its
// activity page keeps.
const maxQueuedCalls = 2000

// callQueue has the requests that have ended and wait for the screen. A terminal that
// takes no output holds up the screen, and whoever hands it a message; the one who
// made the request must not wait for that, as it may have an outcome to write down.
type callQueue chan *model.Call

func newCallQueue() callQueue { return make(callQueue, maxQueuedCalls) }

// add takes a request in and never waits: the oldest goes where there are too many.
func (c callQueue) add(call model.Call) {
	for {
		select {
		case c <- &call:
			return
		default:
		}
		select {
		case <-c:
		default: // the screen took it
		}
	}
}

// deliver hands the requests to the screen until stop is called, which waits for the
// screen's own end: a message to a program that has ended is dropped.
func (c callQueue) deliver(send func(tea.Msg)) (stop func()) {
	quit, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case <-quit:
				return
			case call := <-c:
				send(ui.CallEnded(*call))
			}
		}
	}()
	return func() {
		close(quit)
		<-done
	}
}
