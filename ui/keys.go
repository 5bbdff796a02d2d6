package ui

import (
	"slices"
	"unicode/utf8"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"tealset/ui/dialog"
)

// keyMap is every key that means the same on every page. Those of one page alone stand
// in its bindings. The help page and the README's table are made from both.
type keyMap struct {
	Up, Down, PageUp, PageDown, HalfUp, Top, Bottom key.Binding
	Open, Back, Filter, Sort, Reverse               key.Binding
	Refresh, Redraw, All                            key.Binding
	Command, Profile, Region                        key.Binding
	Details, YAML, JSON, Activity                   key.Binding
	CopyID, CopyARN                                 key.Binding
	Help, Quit, Interrupt, Suspend                  key.Binding
	text                                            readerKeys
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
		HalfUp:    bind("ctrl+u", "half a page up", "ctrl+u"),
		Top:       bind("g < home", "top", "g", "<", "home"),
		Bottom:    bind("G > end", "bottom", "G", ">", "end"),
		Open:      bind("enter → l", "open", "enter", "right", "l"),
		Back:      bind("esc ← h ⌫", "back", "esc", "left", "h", "backspace", "ctrl+h"), // many terminals send ctrl+h for backspace
		Filter:    bind("/", "filter: esc clears it", "/"),
		Sort:      bind("s", "sort", "s"),
		Reverse:   bind("S", "reverse the sorting", "S"),
		Command:   bind(":", "command (tab completes)", ":"),
		Profile:   bind("P", "profile", "P"),
		Region:    bind("R", "Region", "R"),
		Refresh:   bind("r ctrl+r", "refresh", "r", "ctrl+r"),
		All:       bind("!", "all: of all clusters, or what broke", "!"),
		Redraw:    bind("ctrl+l", "redraw the screen", "ctrl+l"),
		Details:   bind("d", "details: every field", "d"),
		YAML:      bind("y", "YAML", "y"),
		JSON:      bind("J", "JSON", "J"),
		Activity:  bind("a", "activity: all requests", "a"),
		CopyID:    bind("c", "copy the id", "c"),
		CopyARN:   bind("C", "copy the ARN", "C"),
		Help:      bind("?", "help", "?"),
		Quit:      bind("q", "quit", "q"),
		Interrupt: bind("ctrl+c", "quit at once", "ctrl+c"),
		Suspend:   bind("ctrl+z", "suspend", "ctrl+z"),
		text:      newReaderKeys(),
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

// readerKeys are the keys of an open text, beside those that move everywhere. Those that
// are bound on pages as well mean what stands here.
type readerKeys struct {
	PageUp, PageDown, HalfUp, HalfDown, Left, Right key.Binding
	Search, Next, Previous, Wrap, CopyAll, Close    key.Binding
	// Elsewhere are those that mean something else on a page, and would do it if they came
	// a moment after the text has been closed.
	Elsewhere key.Binding
}

func newReaderKeys() readerKeys {
	return readerKeys{
		PageUp:   bind("b", "a page up", "b"),
		PageDown: bind("f space", "a page down", "f", "space"),
		HalfUp:   bind("ctrl+u", "half a page up", "ctrl+u"),
		HalfDown: bind("ctrl+d", "half a page down", "ctrl+d"),
		Left:     bind("← h", "left", "left", "h"),
		Right:    bind("→ l", "right", "right", "l"),
		Search:   bind("/", "search", "/"),
		Next:     bind("n", "next match", "n"),
		Previous: bind("N", "previous match", "N"),
		Wrap:     bind("w", "wrap: on or off", "w"),
		CopyAll:  bind("c", "copy all: whole text", "c"),
		Close:    bind("q esc", "close", "q", "Q", keyEsc, "left", "h", "backspace", "ctrl+h"),

		Elsewhere: bind("", "", "q", "c", "w", "n", "N", "b", "ctrl+d", "ctrl+u"),
	}
}

// keyGroup is one block of the help page.
type keyGroup struct {
	Title    string
	Bindings []binding
	apart    bool // its keys do not count on pages
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
	r := k.text
	groups := []keyGroup{
		{groupMove, common(
			both("↑ ↓ k j", "up, down", k.Up, k.Down), both("pgup pgdn", "a page (ctrl+b, ctrl+f)", k.PageUp, k.PageDown),
			k.HalfUp, both("g G < >", "top, bottom (home, end)", k.Top, k.Bottom), k.Open, k.Back,
		), false},
		{groupFind, common(k.Filter, both("s S", "sort by column, reverse", k.Sort, k.Reverse), k.Refresh, k.All), false},
		{"Go elsewhere", common(k.Command, both("P R", "profile, Region", k.Profile, k.Region)), false},
		{groupCloser, common(k.Details, both("y J", "YAML, JSON", k.YAML, k.JSON), k.Activity, both("c C", "copy the id, the ARN", k.CopyID, k.CopyARN)), false},
		{groupAct, nil, false},
		{"Program", common(k.Help, k.Redraw, k.Suspend, both("q ctrl+c", "quit, quit at once", k.Quit, k.Interrupt)), false},
		{"In a text", common(
			r.Search, both("n N", "next, previous match", r.Next, r.Previous), r.Wrap, r.CopyAll,
			both("← →", "sideways if not wrapped", r.Left, r.Right), both("b f space", "a page up, down, down", r.PageUp, r.PageDown),
			both("ctrl+u ctrl+d", "half a page up, down", r.HalfUp, r.HalfDown), r.Close,
		), true},
		{"In a dialog", common(formBindings()...), true},
	}
	for _, b := range pages {
		for i := range groups {
			if groups[i].Title == b.group {
				groups[i].Bindings = append(groups[i].Bindings, b)
			}
		}
	}
	return groups
}

// both is two keys in one row of the help.
func both(help, does string, a, b key.Binding) key.Binding {
	return bind(help, does, slices.Concat(a.Keys(), b.Keys())...)
}

// formKeys are the keys of every form.
func formKeys() dialog.FormKeys {
	return dialog.FormKeys{
		Next:     bind("tab →", "next: force, name, buttons", "tab", "right"),
		Previous: bind("shift+tab ←", "previous", "shift+tab", "left"),
		Press:    bind("enter", "press what is in focus", "enter"),
		Toggle:   bind("f space", "force, if it has focus", "f", "space"),
		Act:      bind("y", "move to the button", "y"),
		Cancel:   bind("n esc", "cancel", "n", keyEsc),
		Up:       bind("↑", "scroll the text", "up"),
		Down:     bind("↓", "scroll the text", keyDown),
		PageUp:   bind("pgup", "scroll a page", "pgup"),
		PageDown: bind("pgdn", "scroll a page", "pgdown"),
	}
}

func formBindings() []key.Binding {
	k := formKeys()
	scroll := both("↑ ↓ pgup pgdn", "scroll the text", both("", "", k.Up, k.Down), both("", "", k.PageUp, k.PageDown))
	return []key.Binding{
		both("tab shift+tab", "next, previous (→ ←)", k.Next, k.Previous),
		k.Toggle, k.Press, k.Act, k.Cancel, scroll,
	}
}
