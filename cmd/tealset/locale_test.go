package main

import "testing"

func TestALocaleThatDoesNotPromiseUTF8GetsASCII(t *testing.T) {
	for _, test := range []struct {
		goos      string
		variables map[string]string
		want      bool
	}{
		{"linux", map[string]string{"LANG": "en_US.UTF-8"}, false},
		{"linux", map[string]string{"LANG": "de_DE.utf8"}, false},
		{"darwin", map[string]string{"LC_CTYPE": "UTF-8"}, false},
		{"linux", map[string]string{}, true},
		{"linux", map[string]string{"LANG": "C"}, true},
		{"linux", map[string]string{"LANG": "C.UTF-8"}, false},
		{"linux", map[string]string{"LANG": "en_US.ISO-8859-1"}, true},
		// LC_ALL goes before LC_CTYPE, and that before LANG; empty is unset.
		{"linux", map[string]string{"LC_ALL": "C", "LC_CTYPE": "en_US.UTF-8", "LANG": "en_US.UTF-8"}, true},
		{"linux", map[string]string{"LC_ALL": "en_US.UTF-8", "LANG": "C"}, false},
		{"linux", map[string]string{"LC_CTYPE": "C", "LANG": "en_US.UTF-8"}, true},
		{"linux", map[string]string{"LC_ALL": "", "LANG": "en_US.UTF-8"}, false},
		// Windows has no locale variables; its new terminal has every glyph.
		{"windows", map[string]string{"LANG": "en_US.UTF-8"}, true},
		{"windows", map[string]string{"WT_SESSION": "1"}, false},
	} {
		getenv := func(name string) string { return test.variables[name] }
		if got := wantsASCII(getenv, test.goos); got != test.want {
			t.Errorf("on %s with %v: ASCII %t, want %t", test.goos, test.variables, got, test.want)
		}
	}
}
