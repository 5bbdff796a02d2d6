package dialog

import "charm.land/bubbles/v2/key"

// Keys are the keys of lines to type into, and of lists to choose from.
type Keys struct {
	Accept, Cancel, Complete                   key.Binding
	Up, Down, PageUp, PageDown                 key.Binding // of lines
	ListUp, ListDown, ListPageUp, ListPageDown key.Binding
}

// Keys of forms, which nobody can set.
const (
	keyEnter = "enter"
	keyEsc   = "esc"
)
