package main

import (
	"strings"
	"testing"
)

// --budget is a whole number of percent, or a mistake that is told in one sentence.
func TestBudgetIsAShareInPercent(t *testing.T) {
	for text, want := range map[string]float64{"25%": 0.25, "25": 0.25, "1%": 0.01, "1": 0.01, "100%": 1, "100": 1} {
		if got, err := parseBudget(text); err != nil || got != want {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
	for _, text := range []string{
		"", "%", "0", "0%", "101", "-25", "25%%", "%25", "25 %", "12.5%", "0.25", "1e1", "inf", "NaN", "0x10", "a quarter", "99999999999999999999",
	} {
		share, err := parseBudget(text)
		if share != 0 || exitCode(err) != exitUsage {
			t.Errorf("%q: %v, %v", text, share, err)
			continue
		}
		if !strings.Contains(err.Error(), "--budget") || strings.Contains(err.Error(), "\n") || strings.Contains(err.Error(), "%!") {
			t.Errorf("%q: %v", text, err)
		}
	}
}
