package ui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"charm.land/lipgloss/v2"

	"tealset/model"
	"tealset/ui/say"
	"tealset/ui/widget"
)

// summary is the second line: the sum of the page, and how fresh it is.
func (m *Model) summary(width int) string {
	sum := m.sum()
	return widget.Spread(" "+sum, m.look.dim.Render(m.freshness(width-lipgloss.Width(sum)-3))+" ", width)
}

// sum tells what the page is about in a few words, and what of it is not known yet.
func (m *Model) sum() string {
	switch {
	case m.place == atClusters:
		listing, known, total := false, 0, 0
		m.clusters.each(func(s *lister[model.Cluster]) {
			described, rows := s.swept()
			listing, known, total = listing || s.firstListing(), known+described, total+rows
		})
		return counted("cluster", m.clusters.grid, known, total, listing)
	case m.place == atServices || m.split():
		if parts := m.partsSum(); parts != "" && m.services.roster.Len() == 0 {
			return parts
		}
		known, total := m.services.swept()
		sum := counted("service", m.services.grid, known, total, m.services.firstListing())
		if parts := m.partsSum(); parts != "" {
			sum += glyphDot + parts
		}
		sum = say.Join(sum, m.tiers.text(m.look, model.Broken), m.tiers.text(m.look, model.Untidy))
		if old := m.look.now.Sub(m.oldestRead).Truncate(time.Minute); known == total && old > 0 && !m.services.grid.fits() {
			sum += glyphDot + "rest " + strings.TrimSuffix(say.Age(old), "00s") + " old" // r reads it again
		}
		return sum
	default:
		service, ok := m.boardService()
		if !ok {
			return ""
		}
		return m.serviceSum(service)
	}
}

// counted tells how many rows a list has, how many of them match its filter, and how
// many have been described. That goes without saying where all of them are on the
// screen.
func counted(thing string, list table, known, total int, more bool) string {
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

// survey counts the services of each tier, as far as they have been read, and finds
// out which was read longest ago. It looks at all of them, so it runs once a second,
// not for each key.
func (m *Model) survey() {
	m.tiers, m.oldestRead = tally{}, m.look.now
	for _, row := range m.services.roster.Rows() {
		m.tiers[row.Value.Health(m.look.now).Tier]++
		if !row.ReadAt.IsZero() && row.ReadAt.Before(m.oldestRead) {
			m.oldestRead = row.ReadAt
		}
	}
}

// serviceSum is a service in one line.
func (m *Model) serviceSum(s model.Service) string {
	switch {
	case s.Missing != "" && !s.Described:
		return ""
	case !s.Described:
		return "not read yet"
	}
	parts := []string{s.ControllerType()}
	if s.Status != model.ServiceActive {
		parts = append(parts, m.look.busy.Render(say.OrNone(s.Status)))
	}
	parts = append(parts, "running "+say.Serving(s.Serving(), allColumns))
	if s.Pending > 0 {
		parts = append(parts, fmt.Sprintf("pending %d", s.Pending))
	}
	if s.ControllerType() != model.ControllerECS {
		slots := fmt.Sprintf("slots %d/%d", s.SlotsUsed(), model.MaxTaskSets)
		if s.SlotsUsed() >= model.MaxTaskSets {
			slots = m.look.untidy.Render(slots)
		}
		parts = append(parts, slots)
	}
	if filter := m.board.grid.filtered(); filter != "" { // a set that is hidden must not pass for gone
		shown, total := m.board.grid.count()
		parts = append(parts, m.look.busy.Render(fmt.Sprintf("%d of %d match /%s", shown, total, filter)))
	}
	return strings.Join(parts, glyphDot)
}

// freshness tells what is spent, how old the data is and when it is read next.
func (m *Model) freshness(room int) string {
	poll := m.poll()
	if failing := m.failing(); failing != nil {
		poll = failing
	}
	var parts []string
	if m.spending > 0 {
		parts = append(parts, fmt.Sprintf("API %d/min", m.spending))
	}
	if at := m.readAt(); !at.IsZero() {
		parts = append(parts, "updated "+say.Since(at, m.look.now)+" ago")
	}
	due, next, why := poll.due, "next in ", ""
	if fault := poll.fault(); fault != nil {
		next = "next try in "
		if fault.Kind == model.FaultThrottled {
			why = "throttled: "
		}
		if !fault.again.IsZero() {
			due = fault.again
		}
	}
	switch {
	case poll.reading:
		text := "reading"
		if took := m.look.now.Sub(poll.since); took >= time.Second {
			text += " " + say.Age(took)
		}
		parts = append(parts, text)
	case !due.IsZero():
		parts = append(parts, why+next+say.Age(due.Sub(m.look.now).Round(time.Second)))
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

// readAt is how old what is on the screen is: of a list, its oldest row that has been
// described at all.
func (m *Model) readAt() time.Time {
	switch m.place {
	case atClusters:
		return oldest(m.clusters.grid.visible())
	case atServices:
		return oldest(m.services.grid.visible())
	default:
		return m.board.poll.readAt
	}
}

func oldest[T any](rows []*model.Row[T]) time.Time {
	var at time.Time
	for _, row := range rows {
		if !row.ReadAt.IsZero() && (at.IsZero() || row.ReadAt.Before(at)) {
			at = row.ReadAt
		}
	}
	return at
}

// spend takes note of requests, and forgets those of more than a minute ago. What is
// shown of them changes with the clock alone: not with each answer.
func (m *Model) spend(requests int) {
	for range requests {
		m.spent = append(m.spent, m.look.now)
	}
	m.spent = slices.DeleteFunc(m.spent, func(at time.Time) bool { return m.look.now.Sub(at) >= time.Minute })
}
