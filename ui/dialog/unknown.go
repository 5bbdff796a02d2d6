package dialog

import (
	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
)

// unknown tells whether a message is a sequence of the terminal's that means nothing:
// half a reply, or one that nobody asked for. Its rest may come as keys.
func unknown(msg tea.Msg) bool {
	switch msg.(type) {
	case uv.UnknownEvent, uv.UnknownCsiEvent, uv.UnknownSs3Event, uv.UnknownOscEvent,
		uv.UnknownDcsEvent, uv.UnknownSosEvent, uv.UnknownPmEvent, uv.UnknownApcEvent:
		return true
	default:
		return false
	}
}
