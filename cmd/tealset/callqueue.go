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
// takes no output blocks the screen, and everyone who sends it a message. Whoever made
// the request must not wait for that: it may have to write down an outcome.
type callQueue chan *model.Call

func newCallQueue() callQueue { return make(callQueue, maxQueuedCalls) }

// add puts a request into the queue and never waits: a full queue loses its oldest one.
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

// deliver sends the requests to the screen until stop is called. Call stop after the
// program has ended: a message to a program that has ended is dropped, and blocks nobody.
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
