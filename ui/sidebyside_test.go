package ui

import (
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"tealset/ecsapi/ecsfake"
)

// All is done, some at the same time and never more; a panic of one is that of the caller.
func TestSideBySide(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var now, most, done atomic.Int32
		began := time.Now()
		sideBySide(10, func(int) {
			most.Store(max(most.Load(), now.Add(1)))
			time.Sleep(time.Second)
			now.Add(-1)
			done.Add(1)
		})
		if done.Load() != 10 || most.Load() != requestsAtOnce || time.Since(began) != 3*time.Second {
			t.Errorf("%d done, %d at once, in %s", done.Load(), most.Load(), time.Since(began))
		}
		defer func() {
			if got := recover(); got != "odd answer" {
				t.Errorf("the panic is %v", got)
			}
		}()
		sideBySide(3, func(i int) {
			if i == 1 {
				panic("odd answer")
			}
		})
		t.Error("the panic is lost")
	})
}

// Where AWS takes a second and a half for each answer, a change is still sent within the ten
// seconds after its confirmation, although everything is read again.
func TestASlowAWSLeavesTimeForAChange(t *testing.T) {
	world := moved()
	drive(t, world, checkout, func(d *driver) {
		d.wait(3 * time.Second)
		d.on("ACTIVE")
		d.openForm("p", "Promote task set")
		d.ecs.Fail("*", -1, ecsfake.Slow(1500*time.Millisecond))
		confirmed := time.Now()
		d.act()
		d.wait(12 * time.Second)
		for _, call := range d.ecs.Calls() {
			if call.Operation == "UpdateServicePrimaryTaskSet" {
				if took := call.Time.Sub(confirmed); took > 9*time.Second {
					t.Errorf("it was sent after %s", took)
				}
				return
			}
		}
		t.Errorf("nothing was sent:\n%s", d.screen())
	})
}
