// Package keymap has the one table of what keys do: the name of each action, its keys and
// where they count. From it are made the keys of the program, its help, what a
// configuration may set, and the tables of the documentation.
package keymap

import "slices"

// Place is where a key counts: one place, or several of them together.
type Place uint8

// The places.
const (
	Page Place = 1 << iota
	Text       // an open text, such as the details
	List       // a list to choose from, in which letters narrow it down
	Line       // a line to type into, such as a filter

	everywhere = Page | Text | List | Line
)

// Action is something that keys do.
type Action struct {
	Name string   // in a configuration
	Does string   // in the help; what stands before a colon is in the footer as well
	Keys []string // the usual ones, that which is shown in the footer first
	In   Place
	// Fixed means that it keeps its usual keys.
	Fixed bool
	// Kept means that it always has a key: without it nobody would find back.
	Kept bool
	// Changes means that it is a step to a change of something in AWS.
	Changes bool
}

// The names of those that are asked for by name.
const (
	Delete    = "delete"
	interrupt = "interrupt"
	percent   = "percent"
)

// Actions are all, in the order in which they are documented. Never ctrl+k, nor a single
// letter for what destroys: other tools lost people's resources to both.
func Actions() []Action {
	return slices.Concat(moving(), looking(), changing(), program(), inTexts(), typing())
}

func moving() []Action {
	return []Action{
		{Name: "up", Does: "up", Keys: []string{"up", "k", "ctrl+p"}, In: everywhere},
		{Name: "down", Does: "down", Keys: []string{"down", "j", "ctrl+n"}, In: everywhere},
		{Name: "page-up", Does: "a page up", Keys: []string{"pgup", "ctrl+b"}, In: everywhere},
		{Name: "page-down", Does: "a page down", Keys: []string{"pgdown", "ctrl+f"}, In: everywhere},
		{Name: "half-page-up", Does: "half a page up", Keys: []string{"ctrl+u"}, In: Page | Text},
		{Name: "top", Does: "top", Keys: []string{"g", "<", "home"}, In: Page | Text},
		{Name: "bottom", Does: "bottom", Keys: []string{"G", ">", "end"}, In: Page | Text},
		{Name: "open", Does: "open", Keys: []string{"enter", "right", "l"}, In: Page},
		{Name: "back", Does: "back", Keys: []string{"esc", "left", "h", "backspace"}, In: Page},
		{Name: "filter", Does: "filter", Keys: []string{"/"}, In: Page},
		{Name: "sort", Does: "sort", Keys: []string{"s"}, In: Page},
		{Name: "reverse", Does: "reverse the sorting", Keys: []string{"S"}, In: Page},
		{Name: "refresh", Does: "refresh", Keys: []string{"r", "ctrl+r"}, In: Page | Text},
		{Name: "all", Does: "all: of all clusters, or what broke", Keys: []string{"!"}, In: Page | Text},
		{Name: "command", Does: "command: by its name", Keys: []string{":"}, In: Page | Text},
		{Name: "profile", Does: "profile", Keys: []string{"P"}, In: Page | Text},
		{Name: "region", Does: "Region", Keys: []string{"R"}, In: Page | Text},
	}
}

func looking() []Action {
	return []Action{
		{Name: "details", Does: "details: every field", Keys: []string{"d"}, In: Page | Text},
		{Name: "yaml", Does: "YAML", Keys: []string{"y"}, In: Page | Text},
		{Name: "json", Does: "JSON", Keys: []string{"J"}, In: Page | Text},
		{Name: "activity", Does: "activity: all requests", Keys: []string{"a"}, In: Page | Text},
		{Name: "copy-id", Does: "copy the id", Keys: []string{"c"}, In: Page},
		{Name: "copy-arn", Does: "copy the ARN", Keys: []string{"C"}, In: Page | Text},
		{Name: "events", Does: "events: of the service", Keys: []string{"e"}, In: Page},
		{Name: "tasks", Does: "tasks: of the service", Keys: []string{"t"}, In: Page},
		{Name: "traffic", Does: "traffic: all its rules", Keys: []string{"w"}, In: Page},
		{Name: "history", Does: "history: of deployments", Keys: []string{"H"}, In: Page},
		{Name: "difference", Does: "difference: of revisions", Keys: []string{"v"}, In: Page},
		{Name: "mark", Does: "mark: for the difference", Keys: []string{"space"}, In: Page},
		{Name: "export", Does: "export: what moved", Keys: []string{"x"}, In: Page},
	}
}

func changing() []Action {
	return []Action{
		{Name: "forward", Does: "forward: promote, go on", Keys: []string{"p"}, In: Page, Changes: true},
		{Name: "roll-back", Does: "back: roll back", Keys: []string{"b"}, In: Page, Changes: true},
		{Name: "scale", Does: "scale: 0 to 100 percent", Keys: []string{"%"}, In: Page, Changes: true},
		{Name: Delete, Does: "delete: opens a dialog", Keys: []string{"ctrl+d"}, In: Page, Changes: true},
		{Name: "next", Does: "next step: its form", Keys: []string{"n"}, In: Page},
		{Name: percent, Does: "percent: to be shifted", Keys: []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}, In: Page, Fixed: true},
	}
}

func program() []Action {
	return []Action{
		{Name: "help", Does: "help", Keys: []string{"?"}, In: Page | Text, Kept: true},
		{Name: "redraw", Does: "redraw the screen", Keys: []string{"ctrl+l"}, In: everywhere},
		{Name: "suspend", Does: "suspend", Keys: []string{"ctrl+z"}, In: everywhere},
		{Name: "quit", Does: "quit", Keys: []string{"q"}, In: Page},
		{Name: interrupt, Does: "quit at once", Keys: []string{"ctrl+c"}, In: everywhere, Fixed: true, Kept: true},
	}
}

func inTexts() []Action {
	return []Action{
		{Name: "search", Does: "search", Keys: []string{"/"}, In: Text},
		{Name: "next-match", Does: "next match", Keys: []string{"n"}, In: Text},
		{Name: "previous-match", Does: "previous match", Keys: []string{"N"}, In: Text},
		{Name: "wrap", Does: "wrap: on or off", Keys: []string{"w"}, In: Text},
		{Name: "copy-all", Does: "copy all: whole text", Keys: []string{"c"}, In: Text},
		{Name: "left", Does: "left, if not wrapped", Keys: []string{"left", "h"}, In: Text},
		{Name: "right", Does: "right, if not wrapped", Keys: []string{"right", "l"}, In: Text},
		{Name: "text-page-up", Does: "a page up", Keys: []string{"b"}, In: Text},
		{Name: "text-page-down", Does: "a page down", Keys: []string{"f", "space"}, In: Text},
		{Name: "half-page-down", Does: "half a page down", Keys: []string{"ctrl+d"}, In: Text},
		{Name: "close", Does: "close", Keys: []string{"q", "esc", "Q", "left", "h", "backspace"}, In: Text, Kept: true},
	}
}

func typing() []Action {
	return []Action{
		{Name: "accept", Does: "go on with what is typed or chosen", Keys: []string{"enter"}, In: List | Line, Kept: true},
		{Name: "cancel", Does: "close the line or the list", Keys: []string{"esc"}, In: List | Line, Kept: true},
		{Name: "complete", Does: "complete what is typed", Keys: []string{"tab"}, In: Line},
	}
}

// Find is the action of a name; ok is false where there is none.
func Find(name string) (a Action, ok bool) {
	all := Actions()
	at := slices.IndexFunc(all, func(a Action) bool { return a.Name == name })
	if at < 0 {
		return Action{}, false
	}
	return all[at], true
}

// counts tells where a key of the action counts: what types something types it, in a list
// and in a line, and the keys that edit a line edit it.
func (a Action) counts(key string) Place {
	in := a.In
	if Types(key) {
		in &^= List | Line
	}
	if a.Name != "cancel" && a.Name != "accept" && a.Name != "complete" && Edits(key) {
		in &^= Line
	}
	return in
}
