package model

import (
	"strings"
	"time"
)

// Wait is what a deployment does or waits for now.
type Wait struct {
	For string // a part of a sentence: "waits for someone to shift the traffic"
	// Until is when that ends at the latest; zero where it is not known.
	Until time.Time
	// Computed tells that no answer of AWS holds Until: tealset added it up.
	Computed bool
	Then     string // what happens at Until, a part of a sentence; may be empty
	// Person tells that nothing goes on by itself before Until.
	Person bool
}

// Words are the wait as a part of a sentence, with its end in UTC: "waits for a person until
// 14:05 UTC, then ECS rolls back". A computed end is told as such: "until about 14:05 UTC".
func (w Wait) Words(now time.Time) string {
	words := w.For
	if !w.Until.IsZero() {
		words += " until "
		if w.Computed {
			words += "about "
		}
		words += ClockWords(w.Until, now)
	}
	if w.Then != "" {
		words += ", then " + w.Then
	}
	return words
}

// ClockWords are a time of day in UTC, with its date where that is not today's.
func ClockWords(t, now time.Time) string {
	layout := "15:04 UTC"
	if t.UTC().Format(time.DateOnly) != now.UTC().Format(time.DateOnly) {
		layout = "2006-01-02 15:04 UTC"
	}
	return t.UTC().Format(layout)
}

// words are a name of AWS in capitals and underscores as words.
func lowerWords(name string) string { return strings.ReplaceAll(strings.ToLower(name), "_", " ") }
