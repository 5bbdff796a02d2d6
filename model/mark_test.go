package model

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// Marks are equal if what they stand for is, and the zero value stands for nothing.
func TestMarksCanBeCompared(t *testing.T) {
	t.Parallel()
	one, same, other := MarkOf(1), MarkOf(1), MarkOf(2)
	if one != same || one == other {
		t.Error("equal numbers have different marks, or different numbers equal ones")
	}
	if (Mark{}).Known() || !MarkOf(1).Known() {
		t.Error("only the zero mark stands for no value")
	}
}

// A mark is not written out, neither alone nor as part of what holds it.
func TestMarksAreNotWrittenOut(t *testing.T) {
	t.Parallel()
	held := NamedValue{"PASSWORD", MarkOf(271828)}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		for _, text := range []string{fmt.Sprintf(verb, held), fmt.Sprintf(verb, held.Value)} {
			if strings.Contains(text, "271828") || strings.Contains(text, "425d4") {
				t.Errorf("%s writes %q", verb, text)
			}
		}
	}
	if text, err := json.Marshal(held); err != nil || string(text) != `{"name":"PASSWORD"}` {
		t.Errorf("encoded as %s, %v", text, err)
	}
	if text, err := json.Marshal(held.Value); err == nil {
		t.Errorf("the mark alone is encoded as %s", text)
	}
	if text, err := held.Value.MarshalText(); err == nil {
		t.Errorf("the mark as text is %s", text)
	}
}
