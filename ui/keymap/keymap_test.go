package keymap

import (
	"slices"
	"testing"
	"unicode"
)

// The usual keys keep the rules that a configuration has to keep, and no two actions meet,
// but those that go left in a text, which close it where its lines are wrapped.
func TestTheUsualKeysKeepTheRules(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, a := range Actions() {
		if seen[a.Name] || a.Name == "" || a.Does == "" || a.In == 0 || len(a.Keys) == 0 {
			t.Errorf("%+v", a)
		}
		seen[a.Name] = true
		for _, key := range a.Keys {
			if key == "ctrl+k" {
				t.Errorf("%s is on ctrl+k", a.Name)
			}
			if why := Invalid(key); why != "" {
				t.Errorf("%s: %q %s", a.Name, key, why)
			}
			if why := a.Refuses(key); why != "" && !a.Fixed {
				t.Errorf("%s: %s", a.Name, why)
			}
		}
	}
	for _, clash := range Clashes(InForce()) {
		if clash.First != "left" || clash.Second != "close" {
			t.Errorf("two actions meet: %v", clash)
		}
	}
}

// Deleting is on no key that types a character, and no change is on a key that is pressed
// without a thought.
func TestWhatDeletesIsNotPressedByAccident(t *testing.T) {
	t.Parallel()
	for _, a := range Actions() {
		if !a.Changes {
			continue
		}
		for _, key := range []string{"enter", "space", "esc", "ctrl+k", "ctrl+c"} {
			if a.Refuses(key) == "" {
				t.Errorf("%s takes %s", a.Name, key)
			}
		}
		for r := ' '; r < 0x250; r++ {
			if unicode.IsGraphic(r) && a.Name == Delete && a.Refuses(string(r)) == "" {
				t.Errorf("delete takes %q", r)
			}
		}
	}
}

// A key that somebody sets takes the place of an action's usual keys, and is taken from every
// other action of the same place, which keeps its other keys. The later set counts.
func TestWhoseKeyItIs(t *testing.T) {
	t.Parallel()
	keys := InForce(Keys{"tasks": {"G", "f5"}, "events": {}}, Keys{"history": {"f5"}})
	for action, want := range map[string][]string{
		"tasks": {"G"}, "events": {}, "history": {"f5"}, "bottom": {">", "end"}, "export": {"x"},
	} {
		if !slices.Equal(keys[action], want) {
			t.Errorf("%s is on %q, not %q", action, keys[action], want)
		}
	}
	// In a text n is another action's, and there it stays.
	if keys := InForce(Keys{"tasks": {"n"}}); !slices.Equal(keys["next-match"], []string{"n"}) {
		t.Errorf("next-match is on %q", keys["next-match"])
	}
	// A list and a line have what types nothing.
	if got := InForce().In(List, "up"); !slices.Equal(got, []string{"up", "ctrl+p"}) {
		t.Errorf("in a list up is on %q", got)
	}
	if got := InForce().In(Line, "page-up"); !slices.Equal(got, []string{"pgup"}) {
		t.Errorf("in a line page-up is on %q", got)
	}
}

// Two actions that somebody puts on one key clash where both count, and nowhere else.
func TestClashes(t *testing.T) {
	t.Parallel()
	if got := Clashes(Keys{"refresh": {"x"}, "export": {"z", "x"}}); !slices.Equal(got, []Clash{{"x", "refresh", "export"}}) {
		t.Errorf("%v", got)
	}
	if got := Clashes(Keys{"wrap": {"x"}, "export": {"x"}}); got != nil {
		t.Errorf("a text and a page do not meet: %v", got)
	}
	if got := Clashes(Keys{"accept": {"f5"}, "refresh": {"f5"}}); got != nil {
		t.Errorf("a line and a page do not meet: %v", got)
	}
}

// The keys of an action that always has one are not all taken.
func TestTheLastKeyOfHelpIsLost(t *testing.T) {
	t.Parallel()
	own := Keys{"sort": {"?"}}
	if got := Lost(own, InForce(own)); !slices.Equal(got, []Clash{{"?", "help", "sort"}}) {
		t.Errorf("%v", got)
	}
	own["help"] = []string{"f1"}
	if got := Lost(own, InForce(own)); got != nil {
		t.Errorf("help has another key: %v", got)
	}
}

// What a terminal cannot tell apart, or nobody can press, is refused with what to write.
func TestKeysThatThereAreNot(t *testing.T) {
	t.Parallel()
	for _, key := range []string{
		"x", "X", "?", "~", "é", "ж", "+", "-", "^", "enter", "esc", "space", "tab", "shift+tab", "shift+up", "ctrl+x", "ctrl+up", "ctrl+space", `ctrl+\`, "alt+x", "alt+1",
		"f1", "f12", "f20", "pgdown", "backspace", "delete", "insert",
	} {
		if why := Invalid(key); why != "" {
			t.Errorf("%q %s", key, why)
		}
	}
	for _, key := range []string{
		"", " ", "\t", "\x1b", "\u00a0", "\u0301", "\u200b", "xx", "escape", "Return", "F5", "CTRL+X", "Ctrl+x", "ctrl+X", "ctrl+i", "ctrl+m", "ctrl+h", "ctrl+[", "ctrl+shift+x",
		"shift+x", "shift+1", "shift+space", "ctrl+1", "ctrl++", "ctrl+", "ctrl", "alt+X", "alt+[", "alt+O", "alt+ctrl+x", "meta+x", "cmd+x", "super+x", "f0", "f21", "f01",
		"C-x", "^X", "<c-x>", "ctrl-x", "none of it", "pageup", "page-down", "mouse1", "nul", "ctrl+enter", "日本",
	} {
		if why := Invalid(key); why == "" {
			t.Errorf("%q is a key", key)
		}
	}
}

// Keys are shown side by side as far as they have room, those of several actions in turn.
func TestKeysAreShown(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		lists         [][]string
		shown, others string
	}{
		{[][]string{{"up", "k", "ctrl+p"}, {"down", "j", "ctrl+n"}}, "↑ ↓ k j", "ctrl+p, ctrl+n"},
		{[][]string{{"g", "<", "home"}, {"G", ">", "end"}}, "g G < >", "home, end"},
		{[][]string{{"b"}, {"f", "space"}}, "b f space", ""},
		{[][]string{{}}, "", ""},
		{[][]string{{"ctrl+shift+pgdown"}}, "ctrl+shift+pgdown", ""},
	} {
		if shown, others := Show(13, test.lists...); shown != test.shown || others != test.others {
			t.Errorf("%q: %q and %q", test.lists, shown, others)
		}
	}
}
