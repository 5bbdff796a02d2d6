//go:build linux || darwin

package main

import (
	"errors"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
)

const (
	keysOfProcess = `echo '{"Version":1,"AccessKeyId":"` + goodKey + `","SecretAccessKey":"secret"}'`
	// The program of a person who left a question in it: where there is no terminal it
	// tries standard input, and fails without an answer.
	asks = "printf 'MFA code: ' >&2\n" +
		"if (: </dev/tty) 2>/dev/null; then printf 'on the terminal: ' >/dev/tty; read code </dev/tty; else read code; fi || exit 1\n" +
		keysOfProcess + "\n"
)

// waitsFor waits until there is a file.
func (h home) waitsFor(name string) {
	h.t.Helper()
	for deadline := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		if _, err := os.Stat(h.path(name)); err == nil {
			return
		}
		if time.Now().After(deadline) {
			h.t.Fatalf("in vain: %s", name)
		}
	}
}

// withProcess starts tealset with a profile whose credential_process is the script.
func withProcess(t *testing.T, script string) (*session, home) {
	t.Helper()
	e := newEndpoint(t)
	e.asksForTheGoodKey()
	h := newHome(t)
	h.has(files{configFile: inIreland + "credential_process = sh ~/process\n", "process": script})
	args := []string{"--profile", "shop", "--refresh", "1s", "--debug", h.path("debug")}
	return start(t, h.variables(e.URL, "http://127.0.0.1:1"), args...), h
}

// A credential_process that asks a person takes no key and draws nothing: it has no
// terminal, fails, and tealset tells what to run by hand.
func TestAProcessThatAsksGetsNoTerminal(t *testing.T) {
	t.Parallel()
	s, h := withProcess(t, asks)
	s.tells("▲ the credential_process wants a terminal", "Run sh "+h.path("process")+" in another terminal", "next try in ")
	s.answersKeys()
	s.quits()
	if strings.Contains(s.output(), "on the terminal") {
		t.Errorf("it wrote on the screen: %q", s.output())
	}
}

// ctrl+c ends tealset while a credential_process waits, for an answer or for anything
// else: the terminal is as it was, and the process is ended too.
func TestCtrlCEndsTealsetBesideAProcess(t *testing.T) {
	t.Parallel()
	s, h := withProcess(t, "mkfifo ~/alive\nexec 9<>~/alive\necho >~/began\nwhile true; do (read line </dev/tty) 2>/dev/null; sleep 0.1; done\n")
	h.waitsFor("began")
	alive, err := os.OpenFile(h.path("alive"), os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = alive.Close() }()
	s.press("\x03")
	s.exits(130)
	s.leavesTheTerminalAsItWas()
	if err := alive.SetReadDeadline(time.Now().Add(5 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := alive.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
		t.Errorf("the process runs on: %v", err)
	}
}

// What a credential_process writes on standard error is on no screen, also at each
// renewal; where it fails it is in the details.
func TestWhatAProcessWritesIsNotOnTheScreen(t *testing.T) {
	t.Parallel()
	past := strings.Replace(keysOfProcess, `"Version":1`, `"Version":1,"Expiration":"2001-01-01T00:00:00Z"`, 1)
	s, h := withProcess(t, "printf '\\033[2J### noise ###' >&2\necho run >>~/runs\n"+past+"\n")
	s.tells("shop ● ACTIVE")
	for range 2 { // reads, each of which wants the keys again
		s.press("r")
		s.tells("shop ● ACTIVE")
	}
	s.answersKeys()
	h.write("process", "printf '\\033[2J### noise ###' >&2\nexit 3\n")
	s.press("r")
	s.tells("▲ the credential_process failed")
	s.press("a")
	s.tells("exit status 3; it wrote: ␛[2J### noise ###")
	s.press("a")
	s.quits()
	if strings.Contains(s.output(), "\x1b[2J### noise") {
		t.Error("it wrote on the screen")
	}
}

// While a credential_process waits for a person elsewhere, longer than a read may
// take, keys are answered and the screen says so; what it gives in the end is used.
func TestASlowProcessIsWaitedForWithoutHoldingUpKeys(t *testing.T) {
	t.Parallel()
	s, h := withProcess(t, "echo run >>~/runs\nuntil [ -e ~/approved ]; do sleep 0.1; done\n"+keysOfProcess+"\n")
	s.answersKeys()
	s.tells("▲ the credential_process is still running", "in a browser or on a phone")
	s.answersKeys()
	h.write("approved", "")
	s.tells("shop ● ACTIVE")
	if runs := h.read("runs"); runs != "run\n" {
		t.Errorf("it ran more than once: %q", runs)
	}
	s.quits()
}

// A secret that a credential_process prints where none belongs is on no page and in no
// file.
func TestASecretBeforeTheJSONOfAProcessIsNowhere(t *testing.T) {
	t.Parallel()
	s, h := withProcess(t, "echo renewed SecretAccessKey hush-hush\n"+strings.ReplaceAll(keysOfProcess, "secret", "hush-hush")+
		"\necho SessionToken=hush-hush >&2\n")
	s.tells("▲ the credential_process failed")
	s.press("a")
	s.tells("what it printed is not JSON", "SessionToken=xxxxx")
	s.press("a")
	s.quits()
	if strings.Contains(s.output(), "hush") || strings.Contains(h.read("debug"), "hush") {
		t.Errorf("a secret is told: %q", h.read("debug"))
	}
}
