package ui

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"github.com/sahilm/fuzzy"

	"tealset/ui/widget"
)

// picker is a page to choose one of many names, by typing a part of it. A name that
// is not there can be typed in whole.
type picker struct {
	title string
	names []pick
	found []pick
	at    int
	input textinput.Model
	chose func(name, sure string) tea.Cmd
}

// pick is a name to choose, and what it is.
type pick struct{ name, what string }

func (p pick) text() string { return p.name + "  " + p.what }

func newPicker(title, current string, names []pick, chose func(name, sure string) tea.Cmd) *picker {
	p := &picker{title: title, names: names, input: newLine(" " + title + ": "), chose: chose}
	p.input.Focus()
	p.narrow()
	for i, name := range p.found {
		if name.name == current {
			p.at = i
		}
	}
	return p
}

func (m *Model) pickProfile() {
	if !m.canSwitch() {
		return
	}
	var names []pick
	for _, name := range m.options.Profiles {
		names = append(names, pick{name: name})
	}
	m.picker = newPicker("profile", m.here().Profile, names, func(name, sure string) tea.Cmd {
		return m.switchTo(name, "", sure)
	})
}

// pickRegion offers the Regions of the partition that is shown first.
func (m *Model) pickRegion() {
	if !m.canSwitch() {
		return
	}
	here := m.here().Region
	partition := ""
	for _, region := range m.options.Regions {
		if region.Name == here {
			partition = region.Partition
		}
	}
	var first, others []pick
	for _, region := range m.options.Regions {
		if region.Partition == partition {
			first = append(first, pick{region.Name, region.Place})
		} else {
			others = append(others, pick{region.Name, region.Place + glyphDot + region.Partition})
		}
	}
	m.picker = newPicker("Region", here, append(first, others...), func(name, sure string) tea.Cmd {
		return m.switchTo("", name, sure)
	})
}

// narrow keeps the names that match what was typed.
func (p *picker) narrow() {
	p.at = 0
	text := strings.TrimSpace(p.input.Value())
	if text == "" {
		p.found = p.names
		return
	}
	p.found = nil
	for _, match := range fuzzy.FindFrom(text, picks(p.names)) {
		p.found = append(p.found, p.names[match.Index])
	}
	// What begins with the text comes before what has its letters here and there.
	slices.SortStableFunc(p.found, func(a, b pick) int { return a.fits(text) - b.fits(text) })
}

// fits tells how well a text stands for the name: 0 is best.
func (p pick) fits(text string) int {
	name, text := strings.ToLower(p.text()), strings.ToLower(text)
	switch {
	case strings.HasPrefix(name, text):
		return 0
	case strings.Contains(name, text):
		return 1
	default:
		return 2
	}
}

// picks are names as fuzzy reads them.
type picks []pick

func (p picks) Len() int            { return len(p) }
func (p picks) String(i int) string { return p[i].text() }

func (p *picker) typed(msg tea.Msg) {
	before := p.input.Value()
	p.input, _ = p.input.Update(msg)
	if p.input.Value() != before {
		p.narrow()
	}
}

// choice is the name under the cursor, or the one that was typed.
func (p *picker) choice() string {
	text := strings.TrimSpace(p.input.Value())
	for _, name := range p.names {
		if name.name == text {
			return text
		}
	}
	if p.at < len(p.found) {
		return p.found[p.at].name
	}
	return text
}

func (m *Model) pressedInPicker(msg tea.KeyPressMsg, sure string) tea.Cmd {
	p := m.picker
	switch {
	case msg.String() == keyEsc:
		m.picker = nil
	case msg.String() == keyEnter:
		if name := p.choice(); name != "" {
			return p.chose(name, sure)
		}
	case msg.String() == "up", msg.String() == "ctrl+p":
		p.at = max(0, p.at-1)
	case msg.String() == keyDown, msg.String() == "ctrl+n":
		p.at = max(0, min(len(p.found)-1, p.at+1))
	case key.Matches(msg, m.keys.PageUp):
		p.at = max(0, p.at-m.bodyHeight()+3)
	case key.Matches(msg, m.keys.PageDown):
		p.at = max(0, min(len(p.found)-1, p.at+m.bodyHeight()-3))
	default:
		p.typed(msg)
	}
	return nil
}

// lines draws the picker, height lines high.
func (p *picker) lines(l look, width, height int) []string {
	lines := []string{p.input.View(), ""}
	room := max(1, height-len(lines))
	wide := 0
	for _, name := range p.names {
		wide = max(wide, widget.Width(name.name))
	}
	first := max(0, min(p.at-room/2, len(p.found)-room))
	for i := first; i < min(len(p.found), first+room); i++ {
		text := widget.Fit("   "+widget.Fit(p.found[i].name, min(wide, width/2))+"  "+p.found[i].what, width)
		if i == p.at {
			text = l.reverse.Render(text)
		}
		lines = append(lines, text)
	}
	if len(p.found) == 0 {
		text := "type the name of a " + p.title
		if p.choice() != "" {
			text = "no known " + p.title + " matches: enter takes " + p.choice() + " as it stands"
		}
		lines = append(lines, "   "+l.dim.Render(text))
	}
	return lines
}
