package ecsapi

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"tealset/model"
)

// ran is a credential_process that counts its runs and gives a key, or fails where the
// key is empty.
type ran struct {
	t       *testing.T
	runs    string
	command string
}

func counting(t *testing.T, then string) ran {
	t.Helper()
	dir := t.TempDir()
	r := ran{t, filepath.Join(dir, "runs"), "sh " + filepath.Join(dir, "process")}
	if err := os.WriteFile(filepath.Join(dir, "process"), []byte("echo run >>"+r.runs+"\n"+then+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return r
}

func (r ran) times(want int) {
	r.t.Helper()
	text, _ := os.ReadFile(r.runs)
	if n := strings.Count(string(text), "run"); n != want {
		r.t.Errorf("it ran %d times, want %d", n, want)
	}
}

func gives(key string) string {
	return `echo '{"Version":1,"AccessKeyId":"` + key + `","SecretAccessKey":"s"}'`
}

// inRegions are the clients of a profile in three Regions, and of another that begins
// with the same process.
func inRegions(t *testing.T, keyring *Keyring, process ran) (clients []client) {
	t.Helper()
	server := &picky{}
	settings(t, "[profile shop]\ncredential_process = "+process.command+
		"\n[profile other]\nrole_arn = arn:aws:iam::123456789012:role/r\nsource_profile = shop\n", "")
	t.Setenv("AWS_ENDPOINT_URL", listening(t, server.ServeHTTP))
	t.Setenv("AWS_ENDPOINT_URL_STS", listening(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Connection", "close")
		if !strings.Contains(r.Header.Get("Authorization"), "Credential="+goodKey+"/") {
			w.WriteHeader(http.StatusForbidden)
			_, _ = w.Write([]byte("<ErrorResponse><Error><Code>ExpiredToken</Code><Message>x</Message></Error></ErrorResponse>"))
			return
		}
		_, _ = w.Write([]byte("<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>" + goodKey + "</AccessKeyId>" +
			"<SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>" +
			"</Credentials></AssumeRoleResult></AssumeRoleResponse>"))
	}))
	for _, region := range []string{"eu-west-1", "us-east-1", "eu-central-1"} {
		clients = append(clients, load(t, Settings{Profile: "shop", Region: region, Keyring: keyring}))
	}
	return append(clients, load(t, Settings{Profile: "other", Region: "eu-west-1", Keyring: keyring}))
}

// read reads with all clients at once, with a priority.
func read(t *testing.T, clients []client, priority model.Priority, good bool) {
	t.Helper()
	var all sync.WaitGroup
	for _, c := range clients {
		all.Go(func() {
			_, err := c.ListClusters(model.WithPriority(context.Background(), priority), model.Cursor{})
			if good != (err == nil) {
				t.Errorf("%v", err)
			}
		})
	}
	all.Wait()
}

// Keys of a process are got once for every Region and every profile that begins with it.
func TestAProcessRunsOnceForAllClients(t *testing.T) {
	process := counting(t, gives(goodKey))
	clients := inRegions(t, NewKeyring(), process)
	for range 3 {
		read(t, clients, model.Visible, true)
	}
	process.times(1)
}

// A process that fails may ask a person each time: it is left alone for minutes, and a
// key that asks for a read runs it at once, but once for all.
func TestAProcessThatFailsRunsAgainOnlyWhenAsked(t *testing.T) {
	process := counting(t, "exit 1")
	keyring := NewKeyring()
	clients := inRegions(t, keyring, process)
	for range 4 {
		read(t, clients, model.Visible, false)
		read(t, clients, model.Background, false)
	}
	process.times(1)
	read(t, clients[:1], model.Interactive, false)
	process.times(2)
	read(t, clients, model.Visible, false)
	process.times(2)
	keyring.pause = 0
	read(t, clients[:1], model.Visible, false)
	process.times(3)
}

// So is one whose keys AWS refuses.
func TestAProcessWhoseKeysAreRefusedRunsAgainOnlyWhenAsked(t *testing.T) {
	process := counting(t, gives("AKIDOLD"))
	clients := inRegions(t, NewKeyring(), process)
	for range 4 {
		read(t, clients, model.Visible, false)
	}
	process.times(1)
	read(t, clients[:1], model.Interactive, false)
	process.times(2)
}

// Those who come while a process runs for somebody else take what it gives, also a
// failure.
func TestWhoComesWhileAProcessRunsTakesItsResult(t *testing.T) {
	t.Parallel()
	p := &process{keyring: NewKeyring(), last: &run{err: os.ErrClosed, ended: time.Now()}}
	for _, asked := range []bool{false, true} {
		if p.due(p.last.ended.Add(-time.Second), asked) {
			t.Errorf("asked %v: it runs again", asked)
		}
	}
	if !p.due(time.Now(), true) || p.due(time.Now(), false) {
		t.Error("who comes later is taken for one who came before")
	}
}

// Keys that end at a time are got anew then, whoever wants them.
func TestKeysOfAProcessThatHaveEndedAreGotAnew(t *testing.T) {
	process := counting(t, strings.Replace(gives(goodKey), `"Version":1`, `"Version":1,"Expiration":"2001-01-01T00:00:00Z"`, 1))
	clients := inRegions(t, NewKeyring(), process)
	read(t, clients[:1], model.Visible, true)
	read(t, clients[:1], model.Visible, true)
	process.times(2)
}

// Closing ends a process that still runs: nobody is left to take what it gives.
func TestAClosedKeyringLeavesNoProcess(t *testing.T) {
	process := counting(t, "sleep 60")
	keyring := NewKeyring()
	clients := inRegions(t, keyring, process)
	done := make(chan struct{})
	go func() {
		defer close(done)
		read(t, clients[:1], model.Interactive, false)
	}()
	for !keyring.process(process.command).running.Load() {
		time.Sleep(time.Millisecond)
	}
	keyring.Close()
	if keyring.process(process.command).running.Load() {
		t.Error("closing does not wait for the process's end")
	}
	<-done
}
