package main

import (
	"strconv"
	"strings"
)

// parseBudget reads --budget, the part of the account's request rate to take, in
// percent with or without the sign: "25%" is 0.25.
func parseBudget(text string) (float64, error) {
	percent, err := strconv.Atoi(strings.TrimSuffix(text, "%"))
	if err != nil || percent < 1 || percent > 100 {
		return 0, usagef("--budget %q is not a share; give a whole number of percent from 1%% to 100%%, such as 25%%", text)
	}
	return float64(percent) / 100, nil
}
