package ui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"tealset/ui/dialog"
)

// The lines and lists that lie over a page, beside the changeForm. Their order is that
// of the stack.
type (
	// commandLine is the line of a command, with completion.
	commandLine struct{ *dialog.Line }
	// filterLine narrows the rows while it is typed into.
	filterLine struct{ movingLine }
	// percentLine takes the share of the traffic that a command is to give.
	percentLine struct{ movingLine }
	// picker chooses a profile or a Region.
	picker struct {
		*dialog.Picker
		chosen func(name, confirmed string) tea.Cmd
	}
)

// movingLine is a line that leaves the keys that move to the page.
type movingLine struct{ *dialog.Line }

// moveAction moves the page's cursor, or the text, while a line is typed into.
type moveAction struct{ tea.KeyPressMsg }

// Pressed types, enters or closes, and leaves the keys that move to the page.
func (f movingLine) Pressed(press dialog.Press) dialog.Action {
	if key.Matches(press, f.Keys.Up, f.Keys.Down) {
		return moveAction{press.KeyPressMsg}
	}
	return f.Line.Pressed(press)
}

// pressedInOverlay gives a key to the overlay that has it; taken is false where the
// page has it. What cannot be seen is not meant.
func (m *Model) pressedInOverlay(msg tea.KeyPressMsg, confirmed string) (cmd tea.Cmd, taken bool) {
	if top := m.overlays.Top(); top != nil && m.tooSmall() && msg.String() != keyEsc && !key.Matches(msg, m.keys.overlay.Cancel) {
		return nil, true
	}
	action, taken := m.overlays.Pressed(msg)
	return m.perform(action, confirmed), taken
}

// closeOverlay closes what is on top, as a key asked for.
func (m *Model) closeOverlay() {
	switch m.overlays.Top().(type) {
	case *changeForm:
		m.closeForm(true)
		return
	case filterLine:
		m.table().setFilter(m.look, "")
	case searchLine:
		m.searched("")
	case percentLine:
		m.setPercent("")
	}
	m.overlays.Close()
}

// dismissOverlays takes away what lies over a page that is left by itself.
func (m *Model) dismissOverlays() {
	m.closeForm(false)
	m.overlays.Dismiss(m.look.now)
}

// entered goes on with the text of a line.
func (m *Model) entered(text, confirmed string) tea.Cmd {
	switch m.overlays.Top().(type) {
	case commandLine:
		return m.run(text, confirmed)
	case filterLine, searchLine, percentLine:
		m.overlays.Close()
	}
	return nil
}

// typed narrows the rows, or looks through the text, by what is typed.
func (m *Model) typed(text string) {
	switch m.overlays.Top().(type) {
	case filterLine:
		m.table().setFilter(m.look, text)
	case searchLine:
		m.searched(text)
	case percentLine:
		m.setPercent(text)
	}
}

// searched looks for a text from where the search was begun.
func (m *Model) searched(text string) {
	if line, ok := m.overlays.Top().(searchLine); ok && m.reader != nil {
		m.reader.searchFor(text, line.from)
	}
}

func (m *Model) chosen(name, confirmed string) tea.Cmd {
	if p, ok := m.overlays.Top().(picker); ok {
		return p.chosen(name, confirmed)
	}
	return nil
}

func (m *Model) pickProfile() {
	var choices []dialog.Choice
	for _, name := range m.options.Profiles {
		choices = append(choices, dialog.Choice{Name: name})
	}
	m.overlays.Open(picker{
		dialog.NewPicker(m.keys.overlay, "profile", m.top().from().Profile, choices),
		func(name, confirmed string) tea.Cmd { return m.switchTo(name, "", confirmed) },
	}, m.look.now)
}

// pickRegion offers the Regions of the partition that is shown first.
func (m *Model) pickRegion() {
	here := m.top().from().Region
	partition := ""
	for _, region := range m.options.Regions {
		if region.Name == here {
			partition = region.Partition
		}
	}
	var first, others []dialog.Choice
	for _, region := range m.options.Regions {
		if region.Partition == partition {
			first = append(first, dialog.Choice{Name: region.Name, What: region.Place})
		} else {
			others = append(others, dialog.Choice{Name: region.Name, What: region.Place + glyphDot + region.Partition})
		}
	}
	m.overlays.Open(picker{
		dialog.NewPicker(m.keys.overlay, "Region", here, append(first, others...)),
		func(name, confirmed string) tea.Cmd { return m.switchTo("", name, confirmed) },
	}, m.look.now)
}
