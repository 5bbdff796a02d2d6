package widget

import (
	"strings"

	"pgregory.net/rapid"
)

// letters are graphemes of one and of two cells, some of several runes.
var letters = []string{"a", "b c", "-", "…", "é", "e\u0301", "ﾊ", "你", "カ", "한", "🇩🇪", "👩‍🚀"}

// styles switch styles on and off, and take no cell.
var styles = []string{"\x1b[1m", "\x1b[31m", "\x1b[38;5;208m", "\x1b[0m"}

// plainText draws text in no style.
func plainText(t *rapid.T, label string) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(letters), 0, 15).Draw(t, label), "")
}

// anyText draws text that may be styled.
func anyText(t *rapid.T, label string) string {
	pieces := append(append([]string(nil), letters...), styles...)
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 20).Draw(t, label), "")
}

// someWidth draws a width, from too small to more than enough.
func someWidth(t *rapid.T) int { return rapid.IntRange(-2, 40).Draw(t, "width") }
