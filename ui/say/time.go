package say

import (
	"fmt"
	"strings"
	"time"
)

// Age is a duration in at most six cells: "41s", "1m12s", "14m", "3h05m", "31h", "9d".
// It is never negative, as clocks may disagree.
func Age(d time.Duration) string {
	d = max(d, 0)
	seconds, minutes, hours := int(d.Seconds()), int(d.Minutes()), int(d.Hours())
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%ds", seconds)
	case d < 10*time.Minute:
		return fmt.Sprintf("%dm%02ds", minutes, seconds%60)
	case d < time.Hour:
		return fmt.Sprintf("%dm", minutes)
	case d < 10*time.Hour:
		return fmt.Sprintf("%dh%02dm", hours, minutes%60)
	case d < 48*time.Hour:
		return fmt.Sprintf("%dh", hours)
	}
	return fmt.Sprintf("%dd", hours/24)
}

// Minutes is a duration without its seconds: "4m", "3h05m".
func Minutes(d time.Duration) string {
	return strings.TrimSuffix(Age(d.Truncate(time.Minute)), "00s")
}

// Since is the age of what was at a time; None for the zero time, which ECS did not send.
func Since(then, now time.Time) string {
	if then.IsZero() {
		return None
	}
	return Age(now.Sub(then))
}

// Stamp is a time in UTC with its age; None for the zero time.
func Stamp(then, now time.Time) string {
	if then.IsZero() {
		return None
	}
	return then.UTC().Format("2006-01-02 15:04:05 UTC") + "  (" + Since(then, now) + " ago)"
}

// Clock is a time of day in UTC, as CloudTrail and the events of ECS have it.
func Clock(t time.Time) string { return t.UTC().Format("15:04:05") }
