package ecsapi

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"tealset/model"
)

// processError is why a credential_process gave no credentials.
type processError struct {
	command string
	wrote   string // on stderr, the end of it
	err     error
}

func (p processError) Error() string {
	text := "credential_process: " + p.err.Error()
	if wrote := strings.TrimSpace(p.wrote); wrote != "" {
		text += "; it wrote: " + wrote
	}
	return text + "; it is: " + p.command
}

// Unwrap gives what ended it.
func (p processError) Unwrap() error { return p.err }

// asksText knows what programs write that want a terminal, or an answer on one: the
// errors of the system and of runtimes, and a question at the very end.
var asksText = regexp.MustCompile(`(?i)\btty\b|terminal|inappropriate ioctl|\beof(error)?\b|stdin|[:?>]\s*$`)

// longestShown is how long a command may be to stand in a sentence.
const longestShown = 100

// verdict tells what to do about it.
func (p processError) verdict(profile string) verdict {
	byHand := "Run the credential_process" + forProfile(profile) + " by hand"
	switch {
	case errors.Is(p.err, context.DeadlineExceeded):
		return verdict{
			model.FaultCredentials, fmt.Sprintf("the credential_process took more than %s", processTimeout),
			byHand + " to see what it waits for" + thenAgain,
		}
	case asksText.MatchString(p.wrote):
		if len(p.command) <= longestShown {
			byHand = "Run " + p.command
		}
		return verdict{model.FaultCredentials, "the credential_process wants a terminal", byHand + inTerminal + thenAgain}
	default:
		return verdict{model.FaultCredentials, "the credential_process failed", byHand + " to see why, and correct it" + thenAgain}
	}
}

// processStillRuns is the error of a request that gave up while a credential_process ran,
// which goes on for the next request.
type processStillRuns struct{ error }

// Unwrap gives the SDK's own error.
func (w processStillRuns) Unwrap() error { return w.error }

// verdict tells what the process may wait for.
func (processStillRuns) verdict() verdict {
	return verdict{
		model.FaultTimeout, "the credential_process is still running",
		"It may wait for you, in a browser or on a phone; tealset goes on by itself when it has ended.",
	}
}
