//go:build linux || darwin

package main

import (
	"os"
	"regexp"
	"strings"
	"syscall"
	"testing"
)

func TestTheDemoIsLookedAtAndLeftByQ(t *testing.T) {
	t.Parallel()
	s := start(t, nil, "--demo")
	s.see("shop-prod", "gift-cards", "payments", "DEMO")
	s.press("/pay\r")
	s.see("1 of 24 services match")
	s.press("\r")
	s.see("EXTERNAL · running")
	s.press("?")
	s.see("Move", "filter: esc clears it")
	s.press("?q")
	s.exits(0)
	s.leavesTheTerminalAsItWas()
	if strings.Contains(s.output(), "tealset: ") {
		t.Error("q is told as an error")
	}
}

func TestAClusterAndAServiceAreOpenedAtOnce(t *testing.T) {
	t.Parallel()
	s := start(t, nil, "--demo", "--cluster", "shop-prod", "--service", "checkout", "--read-only")
	s.see("READ-ONLY", "PRIMARY", "ACTIVE")
	s.press("q")
	s.exits(0)
}

func TestCtrlCAndSignalsRestoreTheTerminalAndAreToldByTheExitCode(t *testing.T) {
	t.Parallel()
	ctrlC := func(s *session) { s.press("\x03") }
	sent := func(signal os.Signal) func(*session) { return func(s *session) { s.signal(signal) } }
	for name, test := range map[string]struct {
		end  func(*session)
		code int
	}{
		"ctrl+c":  {ctrlC, 130},
		"SIGINT":  {sent(syscall.SIGINT), 130},
		"SIGTERM": {sent(syscall.SIGTERM), 143},
		"SIGHUP":  {sent(syscall.SIGHUP), 129},
		"SIGQUIT": {sent(syscall.SIGQUIT), 131},
		"SIGTERM twice": {func(s *session) {
			s.signal(syscall.SIGTERM)
			s.signal(syscall.SIGTERM)
		}, 143},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, nil, "--demo")
			s.see("shop-prod")
			test.end(s)
			s.exits(test.code)
			s.leavesTheTerminalAsItWas()
			if output := s.output(); strings.Contains(output, "tealset: ") || strings.Contains(output, "goroutine") {
				t.Errorf("there is an error in the output: %q", output)
			}
		})
	}
}

// Nobody is left to see anything, but a program that stayed would go on asking
// ECS for ever.
func TestTheEndOfTheTerminalEndsTheProgram(t *testing.T) {
	t.Parallel()
	s := start(t, nil, "--demo")
	s.see("shop-prod")
	s.hangUp()
	s.ends()
	// The failure to read can be told before the signal is.
	if code := s.cmd.ProcessState.ExitCode(); code != 129 && code != exitError {
		t.Errorf("the program ended with %s", s.cmd.ProcessState)
	}
}

func TestAnyValueOfNoColorMeansNoColour(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		variable string
		coloured bool
	}{
		{"NO_COLOR=", true}, {"NO_COLOR=1", false}, {"NO_COLOR=yes", false}, {"NO_COLOR=0", false},
	} {
		t.Run(test.variable, func(t *testing.T) {
			t.Parallel()
			s := start(t, []string{test.variable}, "--demo", "--cluster", "shop-prod", "--service", "checkout")
			s.see("PRIMARY", "DEMO")
			s.press("q")
			s.exits(0)
			if found := colour.FindString(s.output()); (found != "") != test.coloured {
				t.Errorf("colours: %t; the first is %q", found != "", found)
			}
		})
	}
}

// colour is an SGR sequence with a colour among its parameters.
var colour = regexp.MustCompile(`\x1b\[([0-9;:]*[;:])?(3[0-8]|4[0-8]|9[0-7]|10[0-7])([;:][0-9;:]*)?m`)

func TestALocaleWithoutUTF8GetsNothingButASCII(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		variables []string
		args      []string
		ascii     bool
	}{
		"UTF-8":   {nil, nil, false},
		"LANG=C":  {[]string{"LANG=C"}, nil, true},
		"LC_ALL":  {[]string{"LC_ALL=POSIX"}, nil, true},
		"--ascii": {nil, []string{"--ascii"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			args := append([]string{"--demo", "--cluster", "shop-prod", "--service", "checkout"}, test.args...)
			s := start(t, test.variables, args...)
			s.see("PRIMARY", "DEMO")
			s.press("?")
			s.see("Move", "filter: esc clears it")
			s.press("?q")
			s.exits(0)
			output := s.output()
			foreign := strings.IndexFunc(output, func(r rune) bool { return r > '~' })
			if (foreign < 0) != test.ascii {
				t.Errorf("ASCII alone: %t; the first other rune is at %d of %q", foreign < 0, foreign, output)
			}
		})
	}
}
