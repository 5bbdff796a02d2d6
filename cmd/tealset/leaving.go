package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"os/signal"
	"regexp"
	"slices"
	"strings"
	"time"

	"tealset/model/clean"
)

// answerWithin is how long the answer to a deletion is waited for after the screen
// has been left.
const answerWithin = 10 * time.Second

// unknownOutcome means that deletions were sent and nobody knows what came of them.
type unknownOutcome struct{ deletions int }

func (u unknownOutcome) Error() string {
	if u.deletions == 1 {
		return "the outcome of a deletion is not known"
	}
	return fmt.Sprintf("the outcomes of %d deletions are not known", u.deletions)
}

// leave waits for the answers to what was sent, and prints on w what is not known
// after that. Nothing is sent any more. The error is an unknownOutcome, or nil.
func (l *ledger) leave(w io.Writer, within time.Duration) error {
	if inFlight := l.close(); len(inFlight) > 0 {
		_, _ = fmt.Fprintf(w, "tealset: waiting up to %s for the answer to DeleteTaskSet %s; ctrl+c leaves without it\n",
			within, clean.Text(inFlight[0].request.Target.ID))
	}
	l.wait(within)
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, problem := range l.problems {
		_, _ = fmt.Fprintf(w, "tealset: an outcome was not written down: %s\n", clean.Text(problem.Error()))
	}
	unknown := l.requests(func(p pending) bool { return !p.earlier })
	for _, p := range unknown {
		_, _ = fmt.Fprintf(w, "tealset: it is not known whether %s was deleted; this tells:\n  %s\n",
			clean.Text(p.request.Target.ID), p.describeCommand())
	}
	if len(unknown) > 0 {
		return unknownOutcome{len(unknown)}
	}
	return nil
}

// close lets nothing more be sent, and gives what awaits its answer.
func (l *ledger) close() []pending {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.left = true
	return l.requests(func(p pending) bool { return p.inFlight })
}

// requests are the open ones of a kind, the oldest first. Callers hold the lock.
func (l *ledger) requests(wanted func(pending) bool) []pending {
	var found []pending
	for _, p := range l.open {
		if wanted(p) {
			found = append(found, p)
		}
	}
	slices.SortFunc(found, func(a, b pending) int {
		return cmp.Or(a.request.At.Compare(b.request.At), strings.Compare(a.request.Target.ARN, b.request.Target.ARN))
	})
	return found
}

// wait lets nothing more be sent and returns when every request has been answered,
// after the given time, or at ctrl+c. A second SIGHUP or SIGTERM does not cut it short: shells send them twice.
func (l *ledger) wait(within time.Duration) {
	interrupted := make(chan os.Signal, 1)
	signal.Notify(interrupted, os.Interrupt)
	defer signal.Stop(interrupted)
	timeout := time.After(within)
	for len(l.close()) > 0 {
		select {
		case <-l.answered:
		case <-interrupted:
			return
		case <-timeout:
			return
		}
	}
}

// describeCommand is the command of the AWS CLI that tells what became of a set.
func (p pending) describeCommand() string {
	ref := p.request.Target
	words := []string{
		"aws", "ecs", "describe-task-sets",
		"--cluster", ref.ClusterARN, "--service", ref.ServiceARN, "--task-sets", ref.ARN,
	}
	for _, option := range [][2]string{{"--region", p.record.Region}, {"--profile", p.record.Profile}, {"--endpoint-url", p.record.Endpoint}} {
		if option[1] != "" {
			words = append(words, option[0], option[1])
		}
	}
	for i, word := range words {
		words[i] = quoted(clean.Text(word))
	}
	return strings.Join(words, " ")
}

var plainWord = regexp.MustCompile(`^[A-Za-z0-9_./:@=+-]+$`)

// quoted is a word as a shell takes it.
func quoted(word string) string {
	if plainWord.MatchString(word) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
