// Package say has the words for what is known of ECS, for the screen and for scripts:
// ages, counts, ratios, roles, deployments. Ids in short are made by model.ShortID.
package say

import (
	"slices"
	"strings"
)

const (
	// None stands for what is not known; never for a zero.
	None = "–"
	// Dot separates things that stand beside each other.
	Dot = " · "
)

// OrNone is text, or None where it is empty.
func OrNone(text string) string {
	if text == "" {
		return None
	}
	return text
}

// Join puts texts beside each other, but for the empty ones.
func Join(texts ...string) string {
	known := slices.DeleteFunc(slices.Clone(texts), func(text string) bool { return text == "" })
	return strings.Join(known, Dot)
}
