package ui

import (
	"unicode/utf8"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"tealset/ui/dialog"
)

// keyMap is every key that means the same on every page. Those of one page alone stand
// in its bindings. The help page and the README's table are made from both.
type keyMap struct {
	Up, Down, PageUp, PageDown, Top, Bottom key.Binding
	Open, Back, Filter, Sort, Reverse       key.Binding
	Refresh, Redraw                         key.Binding
	Command, Profile, Region                key.Binding
	Details, YAML, JSON, Activity           key.Binding
	CopyID, CopyARN                         key.Binding
	Help, Quit, Interrupt, Suspend          key.Binding
}

// The keys that mean the same in every line and list that takes text.
const (
	keyEnter = "enter"
	keyEsc   = "esc"
	keyDown  = "down"
)

func bind(help, does string, keys ...string) key.Binding {
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(help, does))
}

// keys never binds ctrl+k, nor a single letter to anything that destroys: other
// tools lost people's resources to both.
func newKeyMap() keyMap {
	return keyMap{
		Up:        bind("↑ k", "up", "up", "k"),
		Down:      bind("↓ j", "down", "down", "j"),
		PageUp:    bind("pgup ctrl+b", "a page up", "pgup", "ctrl+b"),
		PageDown:  bind("pgdn ctrl+f", "a page down", "pgdown", "ctrl+f"),
		Top:       bind("g home", "top", "g", "home"),
		Bottom:    bind("G end", "bottom", "G", "end"),
		Open:      bind("enter → l", "open", "enter", "right", "l"),
		Back:      bind("esc ← h ⌫", "back", "esc", "left", "h", "backspace", "ctrl+h"), // many terminals send ctrl+h for backspace
		Filter:    bind("/", "filter: enter keeps it, esc clears it", "/"),
		Sort:      bind("s", "sort: by the next column", "s"),
		Reverse:   bind("S", "reverse: sort the other way round", "S"),
		Command:   bind(":", "command: :profile :region :cluster :service :refresh :q", ":"),
		Profile:   bind("P", "profile: choose another", "P"),
		Region:    bind("R", "Region: choose another", "R"),
		Refresh:   bind("r ctrl+r", "refresh", "r", "ctrl+r"),
		Redraw:    bind("ctrl+l", "redraw the screen", "ctrl+l"),
		Details:   bind("d", "details: every field", "d"),
		YAML:      bind("y", "YAML", "y"),
		JSON:      bind("J", "JSON", "J"),
		Activity:  bind("a", "activity: what was asked of ECS, and its outcome", "a"),
		CopyID:    bind("c", "copy the id (by the terminal, works over SSH)", "c"),
		CopyARN:   bind("C", "copy the ARN", "C"),
		Help:      bind("?", "help", "?"),
		Quit:      bind("q", "quit", "q"),
		Interrupt: bind("ctrl+c", "quit at once", "ctrl+c"),
		Suspend:   bind("ctrl+z", "suspend", "ctrl+z"),
	}
}

// latin makes a key mean what is written on it. A terminal tells of a key of a layout
// without Latin letters, such as the Cyrillic с, by the letter that a US keyboard has in
// its place, c, so that ctrl+c is ctrl+c there as well. Where the layout has a Latin
// letter itself, as in Dvorak, that letter counts.
func latin(press tea.KeyPressMsg) tea.KeyPressMsg {
	if 0 < press.Code && press.Code < utf8.RuneSelf {
		press.BaseCode = 0
	}
	return press
}

// keyGroup is one block of the help page.
type keyGroup struct {
	Title    string
	Bindings []key.Binding
}

// The blocks of the help page that the keys of a page stand in.
const (
	groupMove   = "Move"
	groupFind   = "Find"
	groupCloser = "Look closer"
	groupAct    = "Act"
)

// keyGroups are all keys: those that mean the same everywhere, and those of the pages.
func keyGroups(k keyMap, pages []binding) []keyGroup {
	groups := []keyGroup{
		{groupMove, []key.Binding{k.Up, k.Down, k.PageUp, k.PageDown, k.Top, k.Bottom, k.Open, k.Back}},
		{groupFind, []key.Binding{k.Filter, k.Sort, k.Reverse, k.Refresh}},
		{"Go elsewhere", []key.Binding{k.Command, k.Profile, k.Region}},
		{groupCloser, []key.Binding{k.Details, k.YAML, k.JSON, k.Activity, k.CopyID, k.CopyARN}},
		{groupAct, nil},
		{"Program", []key.Binding{k.Help, k.Redraw, k.Suspend, k.Quit, k.Interrupt}},
		{"In the delete dialog", formBindings()},
	}
	for _, b := range pages {
		for i := range groups {
			if groups[i].Title == b.group {
				groups[i].Bindings = append(groups[i].Bindings, b.Binding)
			}
		}
	}
	return groups
}

// formKeys are the keys of every form.
func formKeys() dialog.FormKeys {
	return dialog.FormKeys{
		Next:     bind("tab →", "next: force, name, Cancel, Delete", "tab", "right"),
		Previous: bind("shift+tab ←", "previous", "shift+tab", "left"),
		Press:    bind("enter", "press what is in focus", "enter"),
		Toggle:   bind("f space", "force on or off, in its focus", "f", "space"),
		Act:      bind("y", "move to Delete", "y"),
		Cancel:   bind("n esc", "cancel", "n", keyEsc),
		Up:       bind("↑", "scroll the text", "up"),
		Down:     bind("↓", "scroll the text", keyDown),
		PageUp:   bind("pgup", "scroll a page", "pgup"),
		PageDown: bind("pgdn", "scroll a page", "pgdown"),
	}
}

func formBindings() []key.Binding {
	k := formKeys()
	return []key.Binding{k.Next, k.Previous, k.Toggle, k.Press, k.Act, k.Cancel, k.Up, k.Down, k.PageUp, k.PageDown}
}
