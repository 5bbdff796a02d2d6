package ecsapi

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials/processcreds"
)

const (
	processTimeout = processcreds.DefaultTimeout // of one run, as in the SDK
	// outputGrace is how long a process that has ended, or was killed, may keep its
	// output open through a child that lives on, such as an agent.
	outputGrace = time.Second
	maxWritten  = 2000 // bytes of a process's stderr that are kept, the last ones
)

// process runs a credential_process. The SDK's own provider would give it the
// terminal, where it takes the keys and writes across the screen; this one gives it
// none at all, not even by /dev/tty, so that a program that asks fails at once.
//
// What it prints on stdout is secret, and is in no error.
type process struct {
	keyring *Keyring
	command string
	running atomic.Bool
	turn    sync.Mutex // held while it runs: one at a time
	last    *run       // nil before the first; guarded by turn
}

// run runs the process once, in its turn.
func (p *process) run(ctx context.Context) *run {
	if !p.keyring.begin() {
		return &run{err: context.Canceled, ended: time.Now()}
	}
	defer p.keyring.running.Done()
	ctx, cancel := context.WithTimeout(ctx, processTimeout)
	defer cancel()
	go func() {
		select {
		case <-p.keyring.closed:
			cancel()
		case <-ctx.Done():
		}
	}()
	p.running.Store(true)
	defer p.running.Store(false)
	output, wrote, err := runDetached(ctx, p.command)
	var keys aws.Credentials
	if err == nil {
		keys, err = keysIn(output)
	}
	if err != nil {
		err = processError{command: p.command, wrote: wrote, err: err}
	}
	return &run{keys: keys, err: err, ended: time.Now()}
}

// runDetached runs a command without a terminal, and gives what it printed on stdout
// and the end of what it wrote on stderr.
func runDetached(ctx context.Context, command string) (output []byte, wrote string, err error) {
	shell, flag := "sh", "-c"
	if runtime.GOOS == "windows" {
		shell, flag = "cmd.exe", "/C"
	}
	cmd := exec.CommandContext(ctx, shell, flag, command) //nolint:gosec // The settings say what to run.
	cmd.Env = slices.DeleteFunc(os.Environ(), namesTerminal)
	var printed bytes.Buffer
	var written tail
	cmd.Stdout, cmd.Stderr = &printed, &written
	cmd.WaitDelay = outputGrace
	withoutTerminal(cmd)
	err = cmd.Run()
	if errors.Is(err, exec.ErrWaitDelay) {
		err = nil // it ended well; only a child of it lives on
	}
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	return printed.Bytes(), written.text(), err
}

// namesTerminal tells of a variable that leads a program without a terminal to this
// one: gpg's agent asks for a passphrase where GPG_TTY says.
func namesTerminal(variable string) bool {
	name, _, _ := strings.Cut(variable, "=")
	return name == "GPG_TTY" || name == "SSH_TTY"
}

// keysIn reads the credentials that a process printed. Its errors have no word of
// them.
func keysIn(output []byte) (aws.Credentials, error) {
	if runtime.GOOS == "windows" { // its shell adds slashes to quotes
		output = bytes.ReplaceAll(output, []byte(`\"`), []byte(`"`))
	}
	var printed processcreds.CredentialProcessResponse
	var syntax *json.SyntaxError
	err := json.Unmarshal(output, &printed)
	switch {
	case len(bytes.TrimSpace(output)) == 0:
		return aws.Credentials{}, errors.New("it printed nothing")
	case errors.As(err, &syntax):
		return aws.Credentials{}, fmt.Errorf("what it printed is not JSON from byte %d on", syntax.Offset)
	case err != nil:
		return aws.Credentials{}, errors.New("what it printed is JSON, but not that of credentials")
	case printed.Version != 1:
		return aws.Credentials{}, errors.New("it printed a Version that is not 1")
	case printed.AccessKeyID == "":
		return aws.Credentials{}, errors.New("it printed no AccessKeyId")
	case printed.SecretAccessKey == "":
		return aws.Credentials{}, errors.New("it printed no SecretAccessKey")
	}
	keys := aws.Credentials{
		AccessKeyID: printed.AccessKeyID, SecretAccessKey: printed.SecretAccessKey, SessionToken: printed.SessionToken,
		AccountID: printed.AccountID, Source: processcreds.ProviderName,
	}
	if printed.Expiration != nil {
		keys.CanExpire, keys.Expires = true, *printed.Expiration
	}
	return keys, nil
}

// tail keeps the end of what is written to it.
type tail struct {
	end []byte
	cut bool
}

// Write never fails.
func (t *tail) Write(p []byte) (int, error) {
	t.end = append(t.end, p...)
	if over := len(t.end) - maxWritten; over > 0 {
		t.end, t.cut = t.end[over:], true
	}
	return len(p), nil
}

// text begins with a whole word: the rest of one that was cut may be that of a secret,
// which can no longer be known as one.
func (t *tail) text() string {
	text := string(t.end)
	if !t.cut {
		return text
	}
	_, text, _ = strings.Cut(text, "\n")
	return "…" + text
}
