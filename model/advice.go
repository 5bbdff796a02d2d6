package model

import "regexp"

// Advice is what a person should do, in a sentence. Where a key of the dashboard does it, the
// name of its action stands in braces: "Try again{refresh}." Which key that is, the person may
// have set; a script has none.
type Advice string

// keyMark is where a key stands. The actions are of the table of keys.
var keyMark = regexp.MustCompile(`\{(refresh|activity|events|delete|back)\}`)

// String is the sentence for somebody who has no dashboard.
func (a Advice) String() string { return a.WithKeys(func(string) string { return "" }) }

// WithKeys is the sentence with the key of each action: "Try again (press r)." An action
// whose key is empty has none.
func (a Advice) WithKeys(key func(action string) string) string {
	return keyMark.ReplaceAllStringFunc(string(a), func(mark string) string {
		if pressed := key(mark[1 : len(mark)-1]); pressed != "" {
			return " (press " + pressed + ")"
		}
		return ""
	})
}
