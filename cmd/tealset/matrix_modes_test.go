//go:build linux || darwin

package main

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// drawn tells whether the output has begun a screen.
func drawn(output string) bool { return strings.Contains(output, "\x1b[?1049h") }

var (
	privateMode = regexp.MustCompile(`\x1b\[\?([0-9;]+)([hl])`)
	keyboard    = regexp.MustCompile(`\x1b\[([<>])[0-9;]*u`)
	otherKeys   = regexp.MustCompile(`\x1b\[>4(;[0-9]+)?m`)
	title       = regexp.MustCompile(`\x1b\][02];`)
)

// leftOn lists what output has turned on in a terminal and not off again: private
// modes, such as the alternate screen, mouse, focus and bracketed paste; the hidden
// cursor; the kitty keyboard; xterm's modifyOtherKeys; the title; a style.
func leftOn(output string) []string {
	on := map[string]bool{}
	for _, match := range privateMode.FindAllStringSubmatch(output, -1) {
		for mode := range strings.SplitSeq(match[1], ";") {
			// Wrapping and the cursor are on by themselves.
			on["mode "+mode] = (match[2] == "h") != (mode == "7" || mode == "25")
		}
	}
	pushed := 0
	for _, match := range keyboard.FindAllStringSubmatch(output, -1) {
		if pushed++; match[1] == "<" {
			pushed -= 2
		}
	}
	on["kitty keyboard"] = pushed != 0
	for _, match := range otherKeys.FindAllStringSubmatch(output, -1) {
		on["modifyOtherKeys"] = match[1] != "" && match[1] != ";0"
	}
	on["title"] = title.MatchString(output) // the one that was there cannot be given back
	for _, match := range styling.FindAllString(output, -1) {
		on["style"] = match != "\x1b[m" && match != "\x1b[0m"
	}
	var left []string
	for name, is := range on {
		if is {
			left = append(left, name)
		}
	}
	slices.Sort(left)
	return left
}

func TestWhatIsLeftOnIsFound(t *testing.T) {
	for output, want := range map[string][]string{
		"":                                   nil,
		"\x1b[?1049h\x1b[?25l":               {"mode 1049", "mode 25"},
		"\x1b[?1049h\x1b[?1049l":             nil,
		"\x1b[?25l\x1b[?25h":                 nil,
		"\x1b[?1004h\x1b[?1000;1006h":        {"mode 1000", "mode 1004", "mode 1006"},
		"\x1b[>1u\x1b[?u":                    {"kitty keyboard"},
		"\x1b[>1u\x1b[<1u\x1b[>4;2m\x1b[>4m": nil,
		"\x1b[>4;2m":                         {"modifyOtherKeys"},
		"\x1b]2;tealset\x07\x1b[1;7mx":       {"style", "title"},
		"\x1b]2;tealset\x07\x1b]2;\x07":      {"title"},
		"\x1b[?2026$p\x1b[1mx\x1b[m":         nil,
	} {
		if got := leftOn(output); !slices.Equal(got, want) {
			t.Errorf("after %q: %q, not %q", output, got, want)
		}
	}
}
