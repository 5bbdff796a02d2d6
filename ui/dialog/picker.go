package dialog

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"github.com/sahilm/fuzzy"

	"tealset/ui/widget"
)

// Chosen asks to go on with the name that was chosen in a Picker.
type Chosen struct{ Name string }

// Choice is a name to choose, and what it is.
type Choice struct{ Name, What string }

func (c Choice) text() string { return c.Name + "  " + c.What }

// Picker is a list to choose one of many names from, by typing a part of it. A name
// that is not there can be typed in whole.
type Picker struct {
	Title   string
	keys    Keys
	choices []Choice
	found   []Choice
	at      int
	page    int // how many choices are on the screen
	input   textinput.Model
}

// NewPicker makes a picker with the cursor on the current name, if it is there.
func NewPicker(keys Keys, title, current string, choices []Choice) *Picker {
	p := &Picker{Title: title, keys: keys, choices: choices, input: NewInput(" " + title + ": ")}
	p.input.Focus()
	p.narrow()
	p.at = max(0, slices.IndexFunc(p.found, func(c Choice) bool { return c.Name == current }))
	return p
}

// Guarded is false: choosing changes nothing of AWS.
func (p *Picker) Guarded() bool { return false }

// Current is the choice under the cursor; empty where nothing matches.
func (p *Picker) Current() string {
	if p.at < len(p.found) {
		return p.found[p.at].Name
	}
	return ""
}

// Pressed moves, types, or chooses.
func (p *Picker) Pressed(press Press) Action {
	switch {
	case key.Matches(press, p.keys.Cancel):
		return Closed{}
	case key.Matches(press, p.keys.Accept):
		if name := p.choice(); name != "" {
			return Chosen{Name: name}
		}
	case key.Matches(press, p.keys.ListUp):
		p.move(-1)
	case key.Matches(press, p.keys.ListDown):
		p.move(1)
	case key.Matches(press, p.keys.ListPageUp):
		p.move(1 - p.page)
	case key.Matches(press, p.keys.ListPageDown):
		p.move(p.page - 1)
	default:
		p.typed(func() { p.input, _ = p.input.Update(press.KeyPressMsg) })
	}
	return nil
}

// Pasted types a text.
func (p *Picker) Pasted(text string) Action {
	p.typed(func() { p.input, _ = p.input.Update(tea.PasteMsg{Content: text}) })
	return nil
}

func (p *Picker) move(by int) { p.at = max(0, min(len(p.found)-1, p.at+by)) }

func (p *Picker) typed(do func()) {
	before := p.input.Value()
	if do(); p.input.Value() != before {
		p.narrow()
	}
}

// narrow keeps the names that match what was typed.
func (p *Picker) narrow() {
	p.at = 0
	text := strings.TrimSpace(p.input.Value())
	if text == "" {
		p.found = p.choices
		return
	}
	p.found = nil
	for _, match := range fuzzy.FindFrom(text, choices(p.choices)) {
		p.found = append(p.found, p.choices[match.Index])
	}
	// What begins with the text comes before what has its letters here and there.
	slices.SortStableFunc(p.found, func(a, b Choice) int { return a.fits(text) - b.fits(text) })
}

// fits tells how well a text stands for the name: 0 is best.
func (c Choice) fits(text string) int {
	name, text := strings.ToLower(c.text()), strings.ToLower(text)
	switch {
	case strings.HasPrefix(name, text):
		return 0
	case strings.Contains(name, text):
		return 1
	default:
		return 2
	}
}

// choices are names as fuzzy reads them.
type choices []Choice

func (c choices) Len() int            { return len(c) }
func (c choices) String(i int) string { return c[i].text() }

// choice is the name under the cursor, or the one that was typed.
func (p *Picker) choice() string {
	text := strings.TrimSpace(p.input.Value())
	if slices.ContainsFunc(p.choices, func(c Choice) bool { return c.Name == text }) {
		return text
	}
	if current := p.Current(); current != "" {
		return current
	}
	return text
}

// Layout says how many lines there are to draw on.
func (p *Picker) Layout(height int) { p.page = max(1, height-2) }

// Lines draws the picker, as many lines as Layout said at most.
func (p *Picker) Lines(s Styles, width int) []string {
	lines := []string{fitted(s, p.input, width), ""}
	wide := 0
	for _, c := range p.choices {
		wide = max(wide, widget.Width(c.Name))
	}
	first := max(0, min(p.at-p.page/2, len(p.found)-p.page))
	for i := first; i < min(len(p.found), first+p.page); i++ {
		text := widget.Fit("   "+widget.Fit(p.found[i].Name, min(wide, width/2))+"  "+p.found[i].What, width)
		if i == p.at {
			text = s.Reverse.Render(text)
		}
		lines = append(lines, text)
	}
	if len(p.found) == 0 {
		text := "type the name of a " + p.Title
		if p.choice() != "" {
			text = "no known " + p.Title + " matches: " + p.choice() + " is taken as it is"
		}
		lines = append(lines, "   "+s.Dim.Render(text))
	}
	return lines
}
