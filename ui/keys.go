package ui

import (
	"slices"
	"unicode/utf8"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"tealset/ui/dialog"
	"tealset/ui/keymap"
)

// keyMap is every key in force, made from the table of package keymap. The help page and the
// README's table are made from it.
type keyMap struct {
	Up, Down, PageUp, PageDown, HalfUp, Top, Bottom           key.Binding
	Open, Back, Filter, Sort, Reverse                         key.Binding
	Refresh, Redraw, All                                      key.Binding
	Command, Profile, Region                                  key.Binding
	Details, YAML, JSON, Activity                             key.Binding
	CopyID, CopyARN                                           key.Binding
	Events, Tasks, Traffic, History, Difference, Mark, Export key.Binding
	Forward, RollBack, Scale, Delete, Next, Percent           key.Binding
	Help, Quit, Interrupt, Suspend                            key.Binding
	text                                                      readerKeys
	overlay                                                   dialog.Keys
	firsts                                                    map[string]string // as look has them
}

// Keys of dialogs, which nobody can set.
const (
	keyEsc  = "esc"
	keyDown = "down"
)

func bind(help, does string, keys ...string) key.Binding {
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(help, does))
}

// newKeyMap makes the keys of what is in force; nil means the usual ones.
func newKeyMap(inForce keymap.Keys) keyMap {
	if inForce == nil {
		inForce = keymap.InForce()
	}
	bindings, firsts := map[string]key.Binding{}, map[string]string{}
	for _, a := range keymap.Actions() {
		shown, others := keymap.Show(helpKeys, inForce[a.Name])
		bindings[a.Name] = key.NewBinding(key.WithKeys(inForce[a.Name]...), key.WithHelp(shown, withOthers(a.Does, others)))
		if keys := inForce[a.Name]; len(keys) > 0 {
			firsts[a.Name] = keymap.Shown(keys[0])
		}
	}
	of := func(action string) key.Binding { return bindings[action] }
	k := keyMap{
		Up: of("up"), Down: of("down"), PageUp: of("page-up"), PageDown: of("page-down"), HalfUp: of("half-page-up"),
		Top: of("top"), Bottom: of("bottom"), Open: of("open"), Back: of("back"), Filter: of("filter"), Sort: of("sort"), Reverse: of("reverse"),
		Refresh: of("refresh"), Redraw: of("redraw"), All: of("all"), Command: of("command"), Profile: of("profile"), Region: of("region"),
		Details: of("details"), YAML: of("yaml"), JSON: of("json"), Activity: of("activity"), CopyID: of("copy-id"), CopyARN: of("copy-arn"),
		Events: of("events"), Tasks: of("tasks"), Traffic: of("traffic"), History: of("history"), Difference: of("difference"),
		Mark: of("mark"), Export: of("export"), Forward: of("forward"), RollBack: of("roll-back"), Scale: of("scale"), Delete: of(keymap.Delete), Next: of("next"), Percent: of("percent"),
		Help: of("help"), Quit: of("quit"), Interrupt: of("interrupt"), Suspend: of("suspend"),
		text: newReaderKeys(of), overlay: overlayKeys(inForce), firsts: firsts,
	}
	k.Command = worded(k.Command, "command ("+first(of("complete"))+" completes)")
	k.Filter = worded(k.Filter, "filter: "+first(k.Back)+" clears it")
	k.Mark = worded(k.Mark, "mark: "+first(k.Difference)+" compares it")
	k.Percent.SetHelp("0–9", "percent: to be shifted")
	return k
}

// withOthers are words for what keys do, with those that have no room beside them.
func withOthers(does, others string) string {
	if others == "" {
		return does
	}
	return does + " (" + others + ")"
}

// worded is a key with other words for what it does.
func worded(b key.Binding, does string) key.Binding {
	b.SetHelp(b.Help().Key, does)
	return b
}

// first is the first of a binding's keys, for a sentence.
func first(b key.Binding) string {
	if len(b.Keys()) == 0 {
		return "(it has no key)"
	}
	return keymap.Shown(b.Keys()[0])
}

// overlayKeys are those of the lines and the lists that lie over a page. What types a
// character does that in them.
func overlayKeys(inForce keymap.Keys) dialog.Keys {
	in := func(place keymap.Place, action string) key.Binding {
		return key.NewBinding(key.WithKeys(inForce.In(place, action)...))
	}
	return dialog.Keys{
		Accept: in(keymap.Line, "accept"), Cancel: in(keymap.Line, "cancel"), Complete: in(keymap.Line, "complete"),
		Up: in(keymap.Line, "up"), Down: in(keymap.Line, "down"), PageUp: in(keymap.Line, "page-up"), PageDown: in(keymap.Line, "page-down"),
		ListUp: in(keymap.List, "up"), ListDown: in(keymap.List, "down"), ListPageUp: in(keymap.List, "page-up"), ListPageDown: in(keymap.List, "page-down"),
	}
}

// latin makes a key mean what is written on it. A terminal tells of a key of a layout
// without Latin letters, such as the Cyrillic с, by the letter that a US keyboard has in
// its place, c, so that ctrl+c is ctrl+c there as well. Where the layout has a Latin
// letter itself, as in Dvorak, that letter counts.
//
// Many terminals send ctrl+h for backspace, so that these are one key.
func latin(press tea.KeyPressMsg) tea.KeyPressMsg {
	if press.Code == 'h' && press.Mod == tea.ModCtrl {
		press.Code, press.Mod = tea.KeyBackspace, 0
	}
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

func newReaderKeys(of func(action string) key.Binding) readerKeys {
	r := readerKeys{
		PageUp: of("text-page-up"), PageDown: of("text-page-down"), HalfUp: of("half-page-up"), HalfDown: of("half-page-down"),
		Left: of("left"), Right: of("right"), Search: of("search"), Next: of("next-match"), Previous: of("previous-match"),
		Wrap: of("wrap"), CopyAll: of("copy-all"), Close: of("close"),
	}
	for _, b := range []key.Binding{r.CopyAll, r.Wrap, r.Next, r.Previous, r.PageUp, r.HalfDown, r.HalfUp} {
		r.Elsewhere.SetKeys(append(r.Elsewhere.Keys(), b.Keys()...)...)
	}
	for _, pressed := range of("quit").Keys() {
		if slices.Contains(r.Close.Keys(), pressed) {
			r.Elsewhere.SetKeys(append(r.Elsewhere.Keys(), pressed)...)
		}
	}
	return r
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
			pair("a row", k.Up, k.Down), pair("a page", k.PageUp, k.PageDown),
			k.HalfUp, pair("top, bottom", k.Top, k.Bottom), k.Open, k.Back,
		), false},
		{groupFind, common(k.Filter, pair("sort by column, reverse", k.Sort, k.Reverse), k.Refresh, k.All), false},
		{"Go elsewhere", common(k.Command, pair("profile, Region", k.Profile, k.Region)), false},
		{groupCloser, common(k.Details, pair("YAML, JSON", k.YAML, k.JSON), k.Activity, pair("copy the id, the ARN", k.CopyID, k.CopyARN)), false},
		{groupAct, nil, false},
		{"Program", common(k.Help, k.Redraw, k.Suspend, pair("quit, quit at once", k.Quit, k.Interrupt)), false},
		{"In a text", common(
			r.Search, pair("next, previous match", r.Next, r.Previous), r.Wrap, r.CopyAll,
			pair("sideways if not wrapped", r.Left, r.Right), pair("a page up, down", r.PageUp, r.PageDown),
			pair("half a page up, down", r.HalfUp, r.HalfDown), r.Close,
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
	for i := range groups {
		groups[i].Bindings = slices.DeleteFunc(groups[i].Bindings, func(b binding) bool { return len(b.Keys()) == 0 })
	}
	return groups
}

// pair is two actions in one row of the help.
func pair(does string, a, b key.Binding) key.Binding {
	shown, others := keymap.Show(helpKeys, a.Keys(), b.Keys())
	return bind(shown, withOthers(does, others), slices.Concat(a.Keys(), b.Keys())...)
}

// both is two keys of a dialog in one row of the help.
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
