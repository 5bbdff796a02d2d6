package keymap

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// named are the keys that have a name, beside the function keys.
var named = []string{
	"up", "down", "left", "right", "home", "end", "pgup", "pgdown", "insert", "delete", "enter", "tab", "esc", "space", "backspace",
}

// calledElse are other names for keys.
var calledElse = map[string]string{
	"escape": "esc", "return": "enter", "cr": "enter", "pageup": "pgup", "page-up": "pgup", "pagedown": "pgdown", "page-down": "pgdown", "pgdn": "pgdown",
	"del": "delete", "ins": "insert", "bs": "backspace", "bksp": "backspace", "spacebar": "space", "spc": "space", " ": "space",
	"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+h": "backspace", "ctrl+[": "esc", "ctrl+@": "ctrl+space", "ctrl+/": "ctrl+_", "ctrl+?": "backspace",
	"shift+space": "space", "shift+enter": "enter", "shift+esc": "esc", "shift+backspace": "backspace", "ctrl+enter": "enter", "ctrl+tab": "tab", "ctrl+esc": "esc", "ctrl+backspace": "backspace",
}

const (
	ctrl  = "ctrl+"
	alt   = "alt+"
	shift = "shift+"

	// withCtrl are the signs that a terminal can tell apart with ctrl, beside the letters.
	withCtrl = `\]^_`
	// lineEditing are the letters that edit a line with ctrl.
	lineEditing = "abdefkuvwt"
)

// otherNotation is how other programs write ctrl and a key: ctrl-x, C-x, ^X, <c-x>.
var otherNotation = regexp.MustCompile(`^(?i:<?(?:ctrl|control|c)-|\^)(.)>?$`)

// Types tells whether a key types a character.
func Types(key string) bool { return key == "space" || utf8.RuneCountInString(key) == 1 }

// Edits tells whether a key edits a line, or moves in it.
func Edits(key string) bool {
	if letter, ok := strings.CutPrefix(key, ctrl); ok && len(letter) == 1 {
		return strings.Contains(lineEditing, letter)
	}
	return strings.HasPrefix(key, alt) ||
		slices.Contains([]string{"left", "right", "home", "end", "delete", "backspace", "tab", "ctrl+left", "ctrl+right"}, key)
}

// Invalid tells why a text is no key that a terminal can tell of, and what to write; empty
// where it is one.
func Invalid(key string) (why string) {
	lower := strings.ToLower(key)
	bare := strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(lower, ctrl), alt), shift)
	letter := utf8.RuneCountInString(bare) == 1
	switch {
	case key == "":
		return "is empty; write none where the action is to have no key"
	case calledElse[lower] != "":
		return "is " + calledElse[lower] + " to a terminal; write " + calledElse[lower]
	case otherNotation.MatchString(key) && key != "^":
		return "is written in another way here; write ctrl+" + strings.ToLower(otherNotation.FindStringSubmatch(key)[1])
	case utf8.RuneCountInString(key) == 1:
		if r, _ := utf8.DecodeRuneInString(key); !unicode.IsGraphic(r) || unicode.IsSpace(r) || unicode.Is(unicode.M, r) {
			return "cannot be seen; write the name of a key"
		}
		return ""
	case strings.HasPrefix(lower, "ctrl+shift+") && letter:
		return "cannot be told from ctrl+" + bare + " by a terminal; write ctrl+" + bare
	case strings.HasPrefix(lower, shift) && letter && strings.ToUpper(bare) != bare:
		return "is " + strings.ToUpper(bare) + " to a terminal; write " + strings.ToUpper(bare)
	case strings.HasPrefix(lower, shift) && letter:
		return "is another sign to a terminal; write that sign"
	case key != lower && Invalid(lower) == "":
		return "is written in small letters; write " + lower
	}
	return impossible(key)
}

// impossible tells why nothing sends a key.
func impossible(key string) string {
	if isNamed(key) {
		return ""
	}
	if rest, ok := strings.CutPrefix(key, ctrl); ok {
		if len(rest) == 1 && (rest >= "a" && rest <= "z" || strings.Contains(withCtrl, rest)) ||
			slices.Contains([]string{"space", "up", "down", "left", "right", "home", "end", "pgup", "pgdown"}, rest) {
			return ""
		}
		return "is no key that terminals send; take ctrl+ and a letter"
	}
	if rest, ok := strings.CutPrefix(key, alt); ok {
		if len(rest) == 1 && (rest >= "a" && rest <= "z" || rest >= "0" && rest <= "9") {
			return ""
		}
		return "is no key that terminals send; take alt+ and a small letter or a digit"
	}
	if rest, ok := strings.CutPrefix(key, shift); ok && isNamed(rest) {
		return ""
	}
	return "is no key; write one such as x, X, ctrl+x, f5, enter or pgdown"
}

func isNamed(key string) bool {
	if number, ok := strings.CutPrefix(key, "f"); ok {
		n, err := strconv.Atoi(number)
		return err == nil && n >= 1 && n <= 20 && strconv.Itoa(n) == number
	}
	return slices.Contains(named, key)
}

// Refuses tells why an action cannot have a key that there is; empty where it can.
func (a Action) Refuses(key string) (why string) {
	tooEasy := slices.Contains([]string{"enter", "space", "esc", "ctrl+k"}, key)
	const pressed = " is pressed too easily for "
	switch {
	case key == "ctrl+c":
		return "ctrl+c quits at once, and stays so"
	case a.Changes && tooEasy:
		return key + pressed + a.Name + "; take one such as " + a.Keys[0]
	case a.Name == Delete && Types(key):
		return "a single " + key + pressed + Delete + "; take one such as " + a.Keys[0]
	case a.In&Page == 0 && a.In&Line != 0 && (Types(key) || Edits(key) && !slices.Contains(a.Keys, key)):
		return key + " is needed in lines; take one such as " + a.Keys[0]
	case a.inDialogs() && !needless(key):
		return key + " is needed in dialogs and lines, in which " + a.Name + " counts as well; take one such as " + a.Keys[0]
	}
	return ""
}

// needless tells whether no dialog and no line needs a key.
func needless(key string) bool {
	return strings.HasPrefix(key, ctrl) && len(key) == len(ctrl)+1 || strings.HasPrefix(key, alt) || isFunction(key)
}

// inDialogs tells whether the action counts in dialogs as well.
func (a Action) inDialogs() bool { return a.Name == "redraw" || a.Name == "suspend" }

func isFunction(key string) bool { return len(key) > 1 && key[0] == 'f' && isNamed(key) }

// Why tells why an action cannot have a list of keys as a whole; empty where it can.
func (a Action) Why(keys []string) string {
	switch {
	case a.Fixed:
		return fmt.Sprintf("%s keeps its keys; remove the line", a.Name)
	case a.Kept && len(keys) == 0:
		return fmt.Sprintf("%s always has a key; give it one", a.Name)
	}
	return ""
}
