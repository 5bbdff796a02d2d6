package ui

import (
	"fmt"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"tealset/model"
	"tealset/ui/say"
	"tealset/ui/widget"
)

// summary is the second line: the sum of the page, and how fresh it is.
func (m *Model) summary(width int) string {
	sum := m.sum()
	if left := m.visible()[0]; sum != "" && left.stale() {
		sum = m.look.stale.Render(glyphStale + " " + ansi.Strip(sum)) // its age stands at the right
	}
	sum = say.Join(m.alarm(), sum)
	return widget.Spread(" "+sum, m.look.dim.Render(m.freshness(width-widget.Width(sum)-3))+" ", width)
}

// sum is that of the page on the left.
func (m *Model) sum() string { return m.visible()[0].sum(m.look) }

// counted tells how many rows a list has, how many of them match its filter, and how
// many have been described. That goes without saying where all of them are on the
// screen. Empty where there may be more than are known, and none is.
func counted(thing string, list table, known, total int, more bool) string {
	if more && total == 0 {
		return ""
	}
	text := say.Thousands(total) + " " + thing + "s"
	if total == 1 {
		text = "1 " + thing
	}
	if filter := list.filtered(); filter != "" {
		shown, _ := list.count()
		text = fmt.Sprintf("%s of %s match /%s", say.Thousands(shown), text, filter)
	}
	switch {
	case more:
		text += " so far"
	case known < total && !list.fits():
		text += glyphDot + "described " + say.Thousands(known) + " of " + say.Thousands(total)
	}
	return text
}

// tally is how many services there are in each tier.
type tally [model.Broken + 1]int

// text tells how many services need a person in that way; empty where none does.
func (t tally) text(l look, tier model.Tier) string {
	if t[tier] == 0 {
		return ""
	}
	word := " untidy"
	if tier == model.Broken {
		word = " broken"
	}
	_, style := l.tier(tier)
	return style.Render(say.Thousands(t[tier]) + word)
}

// What changes without need is not told: it would write to the terminal each second.
const (
	slowRead  = 300 * time.Millisecond // a read that takes no longer is not told of
	untoldAge = 2 * time.Minute        // at most: older data has its age told, however rarely it is read
)

// freshness tells what is spent, how old the data is where a read has failed or it is older
// than twice the time between its reads, a read that takes long, and the next try.
func (m *Model) freshness(room int) string {
	poll := m.top().feeds()[0].Pollers()[0]
	toldFrom := min(2*poll.Interval(), untoldAge)
	if failing := m.failing(); failing != nil {
		poll, toldFrom = failing, 0
	}
	var parts []string
	if m.activity.perMinute > 0 {
		parts = append(parts, fmt.Sprintf("API %d/min", m.activity.perMinute))
	}
	if at := m.top().readAt(); !at.IsZero() && m.look.now.Sub(at) >= toldFrom {
		parts = append(parts, "updated "+say.Since(at, m.look.now)+" ago")
	}
	var due time.Time
	why := ""
	if fault := poll.Fault(); fault != nil {
		due = poll.Due()
		if fault.Kind == model.FaultThrottled {
			why = "throttled: "
		}
		if !fault.Again.IsZero() {
			due = fault.Again
		}
	}
	since, reading := poll.Reading()
	switch {
	case reading && m.look.now.Sub(since) >= slowRead:
		text := "reading"
		if took := m.look.now.Sub(since); took >= time.Second {
			text += " " + say.Age(took)
		}
		parts = append(parts, text)
	case !due.IsZero():
		parts = append(parts, why+"next try in "+say.Age(due.Sub(m.look.now).Round(time.Second)))
	}
	// Where there is no room for all, the next try is what one waits for; why stands
	// above the rows.
	last := len(parts) - 1
	for last >= 0 && widget.Width(say.Join(parts...)) > room {
		switch {
		case len(parts) > 2:
			parts, last = parts[1:], last-1
		case why != "" && strings.HasPrefix(parts[last], why):
			parts[last] = strings.TrimPrefix(parts[last], why)
		case len(parts) > 1:
			parts, last = parts[1:], last-1
		default:
			return parts[0]
		}
	}
	return say.Join(parts...)
}

// oldest is when the row was read that has been read at all, and longest ago.
func oldest[T any](rows []*model.Row[T]) time.Time {
	var at time.Time
	for _, row := range rows {
		if !row.ReadAt.IsZero() && (at.IsZero() || row.ReadAt.Before(at)) {
			at = row.ReadAt
		}
	}
	return at
}
