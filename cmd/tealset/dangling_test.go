package main

import (
	"testing"
	"time"

	"tealset/cmd/tealset/audit"
)

// A deletion of an earlier run goes to the profile that sent it, whichever is opened
// first: another one may be of another account, and would never find it.
func TestDanglingGoesToTheProfileThatSentIt(t *testing.T) {
	t.Parallel()
	sender, _, request := guard(t, false, &memory{})
	other, _, _ := guard(t, false, &memory{})
	sender.self.Profile, other.self.Profile, other.ledger = "sender", "other", sender.ledger
	record := sender.intent(request, "123456789012")
	record.Host, record.PID, record.Time = "elsewhere", 1, time.Now().Add(-time.Hour)
	records := []audit.Record{record}
	for _, step := range []struct {
		by   *gateway
		want int
	}{{other, 1}, {sender, 1}, {other, 0}, {sender, 1}} {
		if got := step.by.adopt(records); len(got) != step.want {
			t.Errorf("%s adopts %d, not %d", step.by.self.Profile, len(got), step.want)
		}
	}
}
