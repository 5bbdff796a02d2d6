package ui

import (
	"fmt"
	"time"
)

// age is the time from then to now in at most six cells: "41s", "1m12s", "14m",
// "3h05m", "31h", "9d". A time that ECS did not send has none, and clocks that
// disagree never make it negative.
func age(then, now time.Time) string {
	if then.IsZero() {
		return glyphNone
	}
	return short(now.Sub(then))
}

func short(d time.Duration) string {
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

// stamp is a time as the details show it: in UTC, with its age.
func stamp(t, now time.Time) string {
	if t.IsZero() {
		return glyphNone
	}
	return t.UTC().Format("2006-01-02 15:04:05 UTC") + "  (" + age(t, now) + " ago)"
}
