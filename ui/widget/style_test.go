package widget

import (
	"testing"

	"charm.land/lipgloss/v2"
	"pgregory.net/rapid"
)

// A style writes what lipgloss writes for it, byte by byte, in bold as well.
func TestStyleWritesWhatLipglossWrites(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		style := lipgloss.NewStyle()
		if rapid.Bool().Draw(t, "coloured") {
			style = style.Foreground(lipgloss.Color("80"))
		}
		if rapid.Bool().Draw(t, "on a ground") {
			style = style.Background(lipgloss.Color("1"))
		}
		if rapid.Bool().Draw(t, "faint") {
			style = style.Faint(true)
		}
		if rapid.Bool().Draw(t, "reverse") {
			style = style.Reverse(true)
		}
		text := rapid.StringMatching(`[a-zA-Zé●  \n\t]{1,20}`).Draw(t, "text")
		ready := NewStyle(style)
		if got, want := ready.Render(text), style.Render(text); got != want {
			t.Errorf("%q, want %q", got, want)
		}
		bold := ready.Bold()
		if got, want := bold.Render(text), style.Bold(true).Render(text); got != want {
			t.Errorf("%q in bold, want %q", got, want)
		}
		if got := ready.Render(""); got != "" {
			t.Errorf("no text is %q", got)
		}
	})
}
