package model

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// StopKind is what the end of a task says of its revision.
type StopKind int

// The kinds of end, the worst first.
const (
	// StopFailure is one that a person should look into: the revision, its rights or its
	// network are not right.
	StopFailure StopKind = iota
	// StopUntold is one whose text is not in the table.
	StopUntold
	// StopOutside came from outside: a person, Spot, AWS's maintenance.
	StopOutside
	// StopNormal is part of what was asked for: scaled in, or replaced.
	StopNormal
)

// Stop is why a task stopped.
type Stop struct {
	Words string // a verdict of 30 letters at most, "image or tag not found"
	Kind  StopKind
	Text  string // of ECS, whole; empty where it told none
}

// WhyStopped is why the task stopped, by the first row of the table that fits what ECS
// tells of it. It means nothing for a task that has not stopped.
func (t Task) WhyStopped() Stop {
	texts := t.stopTexts()
	lower := make([]string, len(texts))
	for i, text := range texts {
		lower[i] = strings.ToLower(text)
	}
	for _, row := range stopTable {
		if text, ok := row.fits(t.StopCode, texts, lower); ok {
			return Stop{Words: row.words(t, text), Kind: row.kind, Text: text}
		}
	}
	kind := StopUntold
	if t.failedToStart() {
		kind = StopFailure
	}
	switch {
	case len(texts) > 0 && texts[0] != failedToStart:
		return Stop{Words: cutText(texts[0], stopWidth), Kind: kind, Text: texts[0]}
	case kind == StopFailure:
		return Stop{Words: "failed to start", Kind: kind, Text: lastOf(texts)}
	}
	return Stop{Words: cmp.Or(t.StopCode, "no reason told"), Kind: kind}
}

// failedToStart is what ECS says of a task whose cause stands elsewhere: in the reason of a
// container, or nowhere.
const failedToStart = "Task failed to start"

func (t Task) failedToStart() bool {
	return t.StopCode == "TaskFailedToStart" || t.StoppedReason == failedToStart
}

// stopWidth is how long a verdict on a stopped task may be.
const stopWidth = 30

// stopTexts are what ECS tells of the end of the task: the reasons of its containers, in
// which alone the cause often stands, those that failed first, and then its own.
func (t Task) stopTexts() []string {
	var failed, texts []string
	for _, c := range t.Containers {
		switch {
		case c.Reason == "":
		case c.ExitCode == nil || *c.ExitCode != 0:
			failed = append(failed, c.Reason)
		default:
			texts = append(texts, c.Reason)
		}
	}
	texts = append(failed, texts...)
	if t.StoppedReason != "" {
		texts = append(texts, t.StoppedReason)
	}
	return texts
}

// exitVerdict tells the exit code of the container that ended the task: the first that is
// not 0.
func exitVerdict(t Task, _ string) string {
	var code *int32
	for _, c := range t.Containers {
		if c.ExitCode != nil && (code == nil || *code == 0) {
			code = c.ExitCode
		}
	}
	if code == nil {
		return "a container exited"
	}
	if words := ExitWords(*code); words != "" {
		return fmt.Sprintf("exit %d (%s)", *code, words)
	}
	return fmt.Sprintf("exit %d", *code)
}

// ExitWords is what an exit code of a container mostly means, empty for those that have no
// meaning of their own. 137 is a lack of memory only where ECS says so.
func ExitWords(code int32) string {
	switch code {
	case 0:
		return "finished"
	case 1, 255:
		return "app error"
	case 125, 126, 127:
		return "cannot run command"
	case 134:
		return "abort"
	case 137:
		return "SIGKILL"
	case 139:
		return "segfault"
	case 143:
		return "SIGTERM"
	}
	return ""
}

// StopGroup is tasks that stopped for the same reason.
type StopGroup struct {
	Stop
	Count       int
	First, Last time.Time // of their ends; zero where ECS told no time
	Tasks       []Task    // the last to end first
}

// EndedAt is when the task ended, or began to; zero where ECS tells no time.
func (t Task) EndedAt() time.Time {
	if !t.StoppedAt.IsZero() {
		return t.StoppedAt
	}
	return t.StoppingAt
}

// StopGroups counts the stopped ones of the tasks by their verdict: the worst kind first,
// and within one the latest.
func StopGroups(tasks []Task) []StopGroup {
	var groups []StopGroup
	for _, task := range tasks {
		if !task.Described || !task.Stopped() {
			continue
		}
		stop := task.WhyStopped()
		at := slices.IndexFunc(groups, func(g StopGroup) bool { return g.Words == stop.Words && g.Kind == stop.Kind })
		if at < 0 {
			groups = append(groups, StopGroup{Stop: stop})
			at = len(groups) - 1
		}
		groups[at].Count++
		groups[at].Tasks = append(groups[at].Tasks, task)
	}
	for i := range groups {
		groups[i].settle()
	}
	slices.SortStableFunc(groups, func(a, b StopGroup) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), b.Last.Compare(a.Last), cmp.Compare(a.Words, b.Words))
	})
	return groups
}

// settle orders the tasks of the group, and takes its times and its text from them.
func (g *StopGroup) settle() {
	slices.SortStableFunc(g.Tasks, func(a, b Task) int { return b.EndedAt().Compare(a.EndedAt()) })
	g.Last, g.Text, g.First = g.Tasks[0].EndedAt(), g.Tasks[0].WhyStopped().Text, time.Time{}
	for _, task := range g.Tasks {
		if ended := task.EndedAt(); !ended.IsZero() && (g.First.IsZero() || ended.Before(g.First)) {
			g.First = ended
		}
	}
}

// Sentence tells how many stopped in which time, and why: "3 stopped in 12m: image or tag
// not found". One alone tells how long ago.
func (g StopGroup) Sentence(now time.Time) string {
	switch {
	case g.First.IsZero():
		return fmt.Sprintf("%d stopped: %s", g.Count, g.Words)
	case g.Count == 1:
		return fmt.Sprintf("1 stopped %s ago: %s", shortSpan(since(g.First, now)), g.Words)
	}
	return fmt.Sprintf("%d stopped in %s: %s", g.Count, shortSpan(since(g.First, now)), g.Words)
}

// shortSpan is a time in the short form of ages: "40s", "12m", "3h", "2d".
func shortSpan(d time.Duration) string {
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%ds", int(d.Seconds()))
	case d < time.Hour:
		return fmt.Sprintf("%dm", int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("%dh", int(d.Hours()))
	}
	return fmt.Sprintf("%dd", int(d.Hours())/24)
}

// cutText is a text of at most so many letters, with an ellipsis where some are missing.
func cutText(text string, letters int) string {
	runes := []rune(strings.TrimSpace(text))
	if len(runes) <= letters {
		return string(runes)
	}
	return string(runes[:letters-1]) + "…"
}
