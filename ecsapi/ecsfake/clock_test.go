package ecsfake

import (
	"testing"
	"time"
)

func TestWhatIsDueAtOneTimeHappensInTheOrderInWhichItWasPlanned(t *testing.T) {
	clock := NewClock(time.Unix(0, 0))
	s := New(clock.Now, World{})
	var got []int
	for i := range 100 {
		s.plan(time.Unix(1, 0), func(time.Time) { got = append(got, i) })
	}
	clock.Advance(time.Second)
	s.advance()
	if len(got) != 100 {
		t.Fatalf("%d of 100 happened", len(got))
	}
	for i, n := range got {
		if n != i {
			t.Fatalf("number %d happened at place %d", n, i)
		}
	}
}

func TestAnEventHappensAtItsOwnTimeNotAtThatOfTheRequest(t *testing.T) {
	clock := NewClock(time.Unix(0, 0))
	s := New(clock.Now, World{})
	var at time.Time
	s.plan(time.Unix(1, 0), func(due time.Time) { at = due })
	clock.Advance(time.Minute)
	s.advance()
	if !at.Equal(time.Unix(1, 0)) {
		t.Errorf("it happened at %v", at)
	}
}
