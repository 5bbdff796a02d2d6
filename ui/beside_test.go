package ui

import (
	"testing"
	"time"
)

// What is told of a row of the board follows when the cursor of the board rests: that the
// list's cursor, which moved just before, has rested is nothing to it.
func TestEachCursorRestsForItself(t *testing.T) {
	drive(t, big(6), inBig, func(d *driver) {
		d.wait(3 * time.Second)
		d.press("j")
		d.see("▌ svc-0006")
		d.wait(cursorRest - 50*time.Millisecond)
		d.press("enter")
		board := d.m.board()
		first := board.told.key
		d.press("j") // as many moves as the list had
		d.wait(cursorRest - 50*time.Millisecond)
		if board.told.key != first || first != board.grid.shown[0].Key {
			t.Errorf("told of is %v, and the cursor has not rested", board.told.key)
		}
		d.wait(100 * time.Millisecond)
		if board.told.key != board.grid.shown[1].Key {
			t.Errorf("told of is %v where the cursor rests elsewhere", board.told.key)
		}
	})
}
