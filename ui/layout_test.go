package ui

import (
	"testing"

	tea "charm.land/bubbletea/v2"
)

// Ctrl and a letter means that letter in every layout: in one without Latin letters that
// of a US keyboard in the same place, in any other the letter that is written there.
func TestCtrlMeansTheLetterInEveryLayout(t *testing.T) {
	for name, c := range map[string]struct {
		press tea.KeyPressMsg
		is    string
	}{
		"Cyrillic":                    {tea.KeyPressMsg{Code: 'с', BaseCode: 'c', Mod: tea.ModCtrl}, "ctrl+c"},
		"Greek":                       {tea.KeyPressMsg{Code: 'ψ', BaseCode: 'c', Mod: tea.ModCtrl}, "ctrl+c"},
		"Dvorak":                      {tea.KeyPressMsg{Code: 'c', BaseCode: 'i', Mod: tea.ModCtrl}, "ctrl+c"},
		"Dvorak, j in the place of c": {tea.KeyPressMsg{Code: 'j', BaseCode: 'c', Mod: tea.ModCtrl}, "ctrl+j"},
		"AZERTY":                      {tea.KeyPressMsg{Code: 'a', BaseCode: 'q', Mod: tea.ModCtrl}, "ctrl+a"},
		"US":                          {tea.KeyPressMsg{Code: 'c', BaseCode: 'c', Mod: tea.ModCtrl}, "ctrl+c"},
		"no protocol":                 {tea.KeyPressMsg{Code: 'c', Mod: tea.ModCtrl}, "ctrl+c"},
		"enter":                       {tea.KeyPressMsg{Code: tea.KeyEnter}, "enter"},
	} {
		if got := latin(c.press).String(); got != c.is {
			t.Errorf("%s: %s, not %s", name, got, c.is)
		}
	}
	drive(t, shop(), nil, func(d *driver) {
		d.send(tea.KeyPressMsg{Code: 'j', BaseCode: 'c', Mod: tea.ModCtrl})
		if d.quit {
			t.Error("ctrl+j of a Dvorak keyboard quits")
		}
		d.send(tea.KeyPressMsg{Code: 'с', BaseCode: 'c', Mod: tea.ModCtrl})
		if !d.quit {
			t.Error("ctrl+с of a Cyrillic keyboard does not quit")
		}
	})
}

// Many terminals send ^H for backspace: it goes back on a page, deletes in a line, and
// closes an empty one.
func TestCtrlHIsBackspace(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.press("ctrl+h")
		d.see("2 services")
		d.press("/", "w", "x", "ctrl+h")
		d.see("match /w")
		d.seeNot("match /wx")
		d.press("ctrl+h", "ctrl+h", "ctrl+h")
		d.see("CLUSTER")
	})
}
