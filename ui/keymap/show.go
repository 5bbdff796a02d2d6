package keymap

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// signs are the keys that are shown by a sign or in short.
var signs = map[string]string{
	"up": "↑", "down": "↓", "left": "←", "right": "→", "backspace": "⌫", "pgdown": "pgdn", "shift+tab": "shift+tab",
}

// Shown is how a key is written for a person.
func Shown(key string) string {
	if sign, ok := signs[key]; ok {
		return sign
	}
	return key
}

// Show writes the keys of actions side by side, the first of each before the second of
// each: as many as fit into a number of cells, and then the others.
func Show(cells int, lists ...[]string) (shown, others string) {
	most := 0
	for _, list := range lists {
		most = max(most, len(list))
	}
	var fit, rest []string
	for i := range most {
		var round []string
		for _, list := range lists {
			if i < len(list) && !slices.Contains(slices.Concat(fit, rest, round), Shown(list[i])) {
				round = append(round, Shown(list[i]))
			}
		}
		if wide := utf8.RuneCountInString(strings.Join(append(slices.Clone(fit), round...), " ")); len(rest) == 0 && (i == 0 || wide <= cells) {
			fit = append(fit, round...)
		} else {
			rest = append(rest, round...)
		}
	}
	return strings.Join(fit, " "), strings.Join(rest, ", ")
}
