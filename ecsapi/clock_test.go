package ecsapi

import (
	"net/http"
	"testing"
	"time"

	"tealset/model"
)

// ticking is an ECS whose clock is ahead of this machine's, and which refuses what was
// signed five minutes off it.
func ticking(ahead *time.Duration) *counted {
	return &counted{next: wire(func(r *http.Request) (*http.Response, error) {
		now := time.Now().Add(*ahead)
		signed, err := time.Parse("20060102T150405Z", r.Header.Get("X-Amz-Date"))
		if err != nil {
			return nil, err
		}
		answer := says(http.StatusOK, emptyLists)
		if now.Sub(signed).Abs() > 5*time.Minute {
			answer = says(http.StatusBadRequest, exception("InvalidSignatureException", "Signature expired: x is now earlier than y"))
		}
		response, err := answer(r)
		response.Header.Set("Date", now.UTC().Format(http.TimeFormat))
		return response, err
	})}
}

// Once a read has told how far this machine's clock is off, the first write is signed
// right, and sent once.
func TestAWrongClockIsCorrectedBeforeTheFirstWrite(t *testing.T) {
	t.Parallel()
	for _, ahead := range []time.Duration{0, 30 * time.Minute, -30 * time.Minute, 24 * time.Hour} {
		server := ticking(&ahead)
		c := over(server)
		if skew, known := c.ClockSkew(); known {
			t.Errorf("a skew of %s is known without an answer", skew)
		}
		if _, err := c.ListClusters(t.Context(), model.Cursor{}); err != nil {
			t.Fatal(fault(t, err).Detail)
		}
		if skew, known := c.ClockSkew(); !known || (skew+ahead).Abs() > 2*time.Second {
			t.Errorf("ECS's clock is %s ahead, this machine's %s, known %v", ahead, skew, known)
		}
		server.requests = 0
		if _, err := c.DeleteTaskSet(t.Context(), checkoutSet, false); err != nil || server.requests != 1 {
			t.Errorf("ECS's clock is %s ahead: %d requests, %v", ahead, server.requests, err)
		}
	}
}

// A write that goes out before anything told of the clock is refused and not sent
// again; its answer tells.
func TestAWriteThatTheClockRefusesIsNotSentAgain(t *testing.T) {
	t.Parallel()
	ahead := 30 * time.Minute
	server := ticking(&ahead)
	c := over(server)
	_, err := c.DeleteTaskSet(t.Context(), checkoutSet, false)
	if f := fault(t, err); f.Kind != model.FaultClock || f.OutcomeUnknown() || f.Attempts != 1 || server.requests != 1 {
		t.Errorf("kind %d, unknown %v, %d attempts, %d requests", f.Kind, f.OutcomeUnknown(), f.Attempts, server.requests)
	}
	if skew, known := c.ClockSkew(); !known || (skew+ahead).Abs() > 2*time.Second {
		t.Errorf("skew %s, known %v", skew, known)
	}
	if _, err := c.DeleteTaskSet(t.Context(), checkoutSet, false); err != nil || server.requests != 2 {
		t.Errorf("%d requests, %v", server.requests, err)
	}
}

// A clock that was set right meanwhile is believed at the next answer.
func TestAClockThatWasSetRightIsBelieved(t *testing.T) {
	t.Parallel()
	ahead := 30 * time.Minute
	c := over(ticking(&ahead))
	for _, ahead = range []time.Duration{30 * time.Minute, 0} {
		if _, err := c.ListClusters(t.Context(), model.Cursor{}); err != nil {
			t.Fatal(fault(t, err).Detail)
		}
		if skew, _ := c.ClockSkew(); (skew + ahead).Abs() > 2*time.Second {
			t.Errorf("skew %s where ECS's clock is %s ahead", skew, ahead)
		}
	}
}

// What is not ECS, or is an answer of the past, tells nothing about the clock.
func TestOnlyECSTellsTheTime(t *testing.T) {
	t.Parallel()
	dated := func(answer wire, header ...string) wire {
		return func(r *http.Request) (*http.Response, error) {
			response, err := answer(r)
			for i := 0; i < len(header); i += 2 {
				response.Header.Set(header[i], header[i+1])
			}
			return response, err
		}
	}
	const past = "Mon, 02 Jan 2006 15:04:05 GMT"
	for name, answer := range map[string]wire{
		"a login page":        dated(says(http.StatusOK, "<html>"), "Date", past),
		"a proxy":             dated(says(http.StatusBadGateway, "<html>"), "Date", past),
		"a cache":             dated(says(http.StatusOK, emptyLists), "Date", past, "Age", "10"),
		"no Date":             says(http.StatusOK, emptyLists),
		"a Date that is none": dated(says(http.StatusOK, emptyLists), "Date", "yesterday"),
	} {
		c := over(answer)
		_, _ = c.ListClusters(t.Context(), model.Cursor{})
		if skew, known := c.ClockSkew(); known || skew != 0 {
			t.Errorf("%s: %s", name, skew)
		}
	}
}
