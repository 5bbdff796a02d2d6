package model

import "testing"

// An advice names the key that does it, where there is one. What AWS puts into braces stays.
func TestAnAdviceNamesTheKey(t *testing.T) {
	t.Parallel()
	advice := Advice("Try again{refresh}, or delete it{delete}. ECS says: {refesh}.")
	if got, want := advice.String(), "Try again, or delete it. ECS says: {refesh}."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	keys := map[string]string{"refresh": "f5"} // delete has none
	if got, want := advice.WithKeys(func(action string) string { return keys[action] }), "Try again (press f5), or delete it. ECS says: {refesh}."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
