package ui

import (
	"strings"

	"charm.land/bubbles/v2/key"

	"tealset/ui/widget"
)

// helpText is made from the key map: what it does not bind is not promised.
func (m *Model) helpText(width int) []string {
	var lines []string
	for i, group := range m.keys.groups() {
		if i > 0 {
			lines = append(lines, "")
		}
		lines = append(lines, m.look.title.Render(" "+group.Title))
		for _, binding := range group.Bindings {
			help := binding.Help()
			lines = append(lines, " "+m.look.bold.Render(widget.Fit(help.Key, 14))+" "+widget.Cut(help.Desc, width-16))
		}
	}
	return lines
}

// brief is a binding in two words for the footer: its first key, and what it does
// up to the first explanation.
func brief(binding key.Binding) (keys, does string) {
	help := binding.Help()
	keys, _, _ = strings.Cut(help.Key, " ")
	does, _, _ = strings.Cut(help.Desc, ":")
	does, _, _ = strings.Cut(does, " (")
	return keys, does
}
