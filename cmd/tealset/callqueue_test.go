package main

import (
	"fmt"
	"testing"

	tea "charm.land/bubbletea/v2"

	"tealset/model"
	"tealset/ui"
)

// Whoever makes a request does not wait for a screen that takes no message. The oldest
// requests are forgotten before the memory fills up; the others are shown in order
// once the screen takes messages again.
func TestNobodyWaitsForTheScreen(t *testing.T) {
	t.Parallel()
	calls, shown, stalled := newCallQueue(), make(chan tea.Msg), make(chan struct{})
	name := func(i int) string { return fmt.Sprint(i) }
	calls.add(model.Call{Target: "taken"})
	stop := calls.deliver(func(msg tea.Msg) {
		stalled <- struct{}{}
		shown <- msg
	})
	<-stalled // and from here on nothing is taken
	for i := range maxQueuedCalls + 100 {
		calls.add(model.Call{Target: name(i)})
	}
	if got := <-shown; got != ui.CallEnded(model.Call{Target: "taken"}) {
		t.Errorf("%+v", got)
	}
	for i := 100; i < maxQueuedCalls+100; i++ {
		<-stalled
		if got := <-shown; got != ui.CallEnded(model.Call{Target: name(i)}) {
			t.Fatalf("%+v is not the call %d", got, i)
		}
	}
	stop()
}
