package ui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/model"
	"tealset/ui/say"
)

// alarms are the services that have turned broken since they were read first. Each is told
// once, in the header of every page, until somebody has been there or it is not so any more.
type alarms struct {
	broken map[*model.Row[model.Service]]bool // as it was seen last; a row that was never read is missing
	told   []*model.Row[model.Service]        // the last one is told by its name
	ring   bool                               // one is to be told by the bell
}

// see takes the verdict on a service in.
func (a *alarms) see(row *model.Row[model.Service], tier model.Tier) {
	if row.ReadAt.IsZero() {
		return
	}
	was, known := a.broken[row]
	now := tier == model.Broken
	switch {
	case now && known && !was:
		a.told, a.ring = append(a.told, row), true
	case !now && was:
		a.visited(row)
	}
	if a.broken == nil {
		a.broken = map[*model.Row[model.Service]]bool{}
	}
	a.broken[row] = now
}

// visited ends what is told of a service.
func (a *alarms) visited(row *model.Row[model.Service]) {
	a.told = slices.DeleteFunc(a.told, func(told *model.Row[model.Service]) bool { return told == row })
}

// last is the service that is told of by its name; nil where none is.
func (a *alarms) last() *model.Row[model.Service] {
	if len(a.told) == 0 {
		return nil
	}
	return a.told[len(a.told)-1]
}

// text tells what has turned broken, in a few words; empty where nothing has.
func (a *alarms) text(now time.Time) string {
	row := a.last()
	if row == nil {
		return ""
	}
	text := row.Value.Name + " is " + row.Value.Health(now).Word
	if serving := row.Value.Serving(); row.Value.Described && serving.Running < serving.Wanted {
		serving.Beside = 0
		text += " " + say.Serving(serving, unlimited)
	}
	if more := len(a.told) - 1; more > 0 {
		text += fmt.Sprintf(", and %s more", say.Thousands(more))
	}
	return text
}

// visit takes note of what somebody looks at: an open board, and the row under the cursor
// of a list when a key is pressed there.
func (m *Model) visit(msg tea.Msg) {
	_, byKey := msg.(tea.KeyPressMsg)
	switch top := m.top().(type) {
	case *servicesPage:
		if row := top.grid.Current(); row != nil && byKey {
			m.alarms.visited(row)
		}
	case *boardPage:
		m.alarms.visited(top.conn.store.Services.Row(top.key))
	}
}

// alarm is the first thing that the second line says: what has turned broken, and the key
// that goes there.
func (m *Model) alarm() string {
	text := m.alarms.text(m.look.now)
	if text == "" {
		return ""
	}
	sign, style := m.look.tier(model.Broken)
	told := style.Render(sign + " " + text)
	if len(m.keys.All.Keys()) > 0 {
		told += m.look.dim.Render(say.Dot) + m.look.bold.Render(first(m.keys.All)) + m.look.dim.Render(" shows it")
	}
	return told
}

// ring is the bell of the terminal, once for what has turned broken since the last message;
// nil where nothing has, or it is not wanted.
func (m *Model) ring() tea.Cmd {
	ring := m.alarms.ring
	m.alarms.ring = false
	if !ring || !m.options.Bell {
		return nil
	}
	return tea.Raw("\a")
}

// windowTitle is that of the terminal's window; empty where it is left alone.
func (m *Model) windowTitle() string {
	if !m.options.Bell {
		return ""
	}
	return strings.TrimSuffix("tealset: "+m.alarms.text(m.look.now), ": ")
}

// showAlarm goes to the service that is told of last: in the list that is open, where that
// has it, else in the list of all clusters.
func (m *Model) showAlarm() {
	row := m.alarms.last()
	services := m.services()
	if services != nil && slices.Contains(services.rows(), row) {
		m.leave(1)
	} else {
		services = m.openAll()
	}
	services.grid.setFilter(m.look, "")
	services.grid.choose(func(other *model.Row[model.Service]) bool { return other == row })
	m.alarms.visited(row)
}

// openAll opens the list of the services of all clusters, with the cursor on what needs a
// person most.
func (m *Model) openAll() *servicesPage {
	all := m.clusters().all
	all.grid.followsTop = true
	all.grid.setFilter(m.look, "")
	m.leave(0)
	m.push(all)
	return all
}

// showAll goes to what has turned broken, or to the list of the services of all clusters,
// where what needs a person is above.
func (m *Model) showAll() {
	m.reader = nil
	switch services := m.services(); {
	case m.alarms.last() != nil:
		m.showAlarm()
	case services == nil || !services.all():
		m.openAll()
	case m.top() == services:
		m.notice = "these are the services of all clusters, and none has turned broken since they were read"
	default:
		m.leave(1)
	}
}
