package gateway

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"os"
	"os/signal"
	"slices"
	"strings"
	"time"

	"tealset/model/change"
	"tealset/model/clean"
)

// Unsettled is a change of this run of which it is not known how it ended, or not
// written down.
type Unsettled struct {
	Request    change.Request
	Outcome    change.Outcome
	Unrecorded error // why the outcome is not in the trail; nil where it is
}

// UnsettledError is what there is to tell when the screen has been left: the changes
// that are unsettled, the oldest first.
type UnsettledError []Unsettled

func (u UnsettledError) Error() string {
	return fmt.Sprintf("%d changes have an outcome that is not known, or not written down", len(u))
}

// Leave lets nothing more be sent, waits for the answers to what was sent, and prints
// on w what is not known or not written down after that. The error is an
// UnsettledError, or nil.
func (l *Ledger) Leave(w io.Writer, within time.Duration) error {
	if awaited := l.close(); len(awaited) > 0 {
		first := awaited[0].request
		_, _ = fmt.Fprintf(w, "tealset: waiting up to %s for the answer to %s %s; ctrl+c leaves without it\n",
			within, first.Kind.Operation(), clean.Text(target(first)))
	}
	l.wait(within)
	l.mu.Lock()
	defer l.mu.Unlock()
	left := make(UnsettledError, 0, len(l.unrecorded)+len(l.open))
	for _, u := range slices.SortedFunc(maps.Values(l.unrecorded), func(a, b Unsettled) int { return older(a.Request, b.Request) }) {
		_, _ = fmt.Fprintf(w, "tealset: the outcome of %s %s (%s) was not written down: %s\n",
			u.Request.Kind.Operation(), clean.Text(target(u.Request)), u.Outcome, clean.Text(u.Unrecorded.Error()))
		left = append(left, u)
	}
	for _, p := range l.pending(sent, answered) {
		_, _ = fmt.Fprintf(w, "tealset: it is not known whether %s was %s; this command tells:\n  %s\n",
			clean.Text(target(p.request)), p.request.Kind.Done(), p.describeCommand())
		left = append(left, Unsettled{Request: p.request, Outcome: change.Unknown})
	}
	if len(left) == 0 {
		return nil
	}
	return left
}

// close lets nothing more be sent, and gives what awaits its answer.
func (l *Ledger) close() []pending {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.left = true
	return l.pending(begun, sent)
}

// pending are the open changes in some stages, the oldest first. Callers hold the lock.
func (l *Ledger) pending(stages ...stage) []pending {
	var found []pending
	for _, p := range l.open {
		if slices.Contains(stages, p.stage) {
			found = append(found, p)
		}
	}
	slices.SortFunc(found, func(a, b pending) int { return older(a.request, b.request) })
	return found
}

func older(a, b change.Request) int {
	return cmp.Or(a.At.Compare(b.At), strings.Compare(a.ID, b.ID))
}

// wait returns when every request has been answered, after the given time, or at
// ctrl+c. A second SIGHUP or SIGTERM does not cut it short, as the program goes on catching them:
// shells send them twice.
func (l *Ledger) wait(within time.Duration) {
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

// target names what a change is of: the whole id of a set, or the deployment.
func target(r change.Request) string { return cmp.Or(r.Target.ID, "deployment "+r.Deployment()) }

// describeCommand is the command of the AWS CLI that tells what became of a set or of a
// deployment.
func (p pending) describeCommand() string {
	ref, deployment := p.request.Target, p.request.Deployment()
	words := []string{"ecs", "describe-task-sets", "--cluster", ref.ClusterARN, "--service", ref.ServiceARN, "--task-sets", ref.ARN}
	switch needs := p.request.Kind.Needs(); {
	case needs.CodeDeploy:
		words = []string{"deploy", "get-deployment", "--deployment-id", deployment}
	case needs.ServiceDeployment:
		words = []string{"ecs", "describe-service-deployments", "--service-deployment-arns", deployment}
	}
	for _, option := range [][2]string{{"--region", p.record.Region}, {"--profile", p.record.Profile}, {"--endpoint-url", p.record.Endpoint}} {
		if option[1] != "" {
			words = append(words, option[0], option[1])
		}
	}
	for i, word := range words {
		words[i] = clean.ShellWord(word)
	}
	return "aws " + strings.Join(words, " ")
}
