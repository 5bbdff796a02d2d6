package main

import (
	"errors"
	"fmt"
	"strings"
	"syscall"
	"testing"

	tea "charm.land/bubbletea/v2"

	"tealset/cmd/tealset/gateway"
	"tealset/model"
	"tealset/model/change"
)

func TestTheExitCodeTellsWhyTheProgramEnded(t *testing.T) {
	for _, test := range []struct {
		err  error
		code int
	}{
		{terminalError(nil), 0},
		{endedBy{syscall.SIGINT}, 130},
		{terminalError(fmt.Errorf("%w: %w", tea.ErrProgramKilled, tea.ErrProgramPanic)), 1},
		{terminalError(errors.New("read /dev/stdin: input/output error")), 1},
		{endedBy{syscall.SIGTERM}, 143},
		{endedBy{syscall.SIGHUP}, 129},
		{usagef("give %s", "it"), 2},
		{&model.Fault{Kind: model.FaultConfig, Headline: "no Region is set"}, 2},
		{&model.Fault{Kind: model.FaultDenied, Headline: "no right"}, 1},
		{errors.New("anything else"), 1},
		{gateway.UnsettledError{{Outcome: change.Unknown}}, 4},
		{gateway.UnsettledError{{Outcome: change.Accepted, Unrecorded: errors.New("full")}}, 4},
		{gateway.UnsettledError{{Outcome: change.Gone, Unrecorded: errors.New("full")}}, 4},
		{gateway.UnsettledError{{Outcome: change.Refused, Unrecorded: errors.New("full")}}, 1},
		{gateway.UnsettledError{{Outcome: change.Refused, Unrecorded: errors.New("full")}, {Outcome: change.Accepted, Unrecorded: errors.New("full")}}, 4},
		{gateway.UnsettledError{{Outcome: change.Accepted, Unrecorded: errors.New("full")}, {Outcome: change.Unknown}}, 4},
	} {
		if got := exitCode(test.err); got != test.code {
			t.Errorf("%v: exit code %d, want %d", test.err, got, test.code)
		}
	}
}

func TestAnErrorIsOneLineThatCannotCommandTheTerminal(t *testing.T) {
	for _, test := range []struct {
		err  error
		want string
	}{
		{nil, ""},
		{endedBy{syscall.SIGINT}, ""},
		{errors.New("first\nsecond \x1b[2J"), "tealset: first second ␛[2J\n"},
		{
			terminalError(fmt.Errorf("%w: %w", tea.ErrProgramKilled, tea.ErrProgramPanic)),
			"tealset: this is an error of tealset; report it with the text above\n",
		},
		{terminalError(errors.New("no tty")), "tealset: the terminal failed; start tealset again in another one: no tty\n"},
		{&model.Fault{Headline: "no right"}, "tealset: no right\n"},
		{
			&model.Fault{Headline: "no Region is set", Next: "Pass --region or set AWS_REGION.", Detail: "long"},
			"tealset: no Region is set; pass --region or set AWS_REGION\n",
		},
		{&model.Fault{Headline: "none", Next: "AWS_PROFILE is wrong."}, "tealset: none; AWS_PROFILE is wrong\n"},
		{
			&model.Fault{Headline: "unusable", Next: "Correct what the details name.", Detail: "retry_mode=x"},
			"tealset: unusable; correct what the details name: retry_mode=x\n",
		},
	} {
		var out strings.Builder
		printError(&out, test.err)
		if out.String() != test.want {
			t.Errorf("it says %q, not %q", out.String(), test.want)
		}
	}
}
