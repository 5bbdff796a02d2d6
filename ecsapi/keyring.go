package ecsapi

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"tealset/model"
)

// processPause is how long a credential_process that failed, or whose keys were
// refused, is left alone: it may ask a person each time. What a key asks for does not
// wait for it.
const processPause = 3 * time.Minute

// Keyring has the credentials of all clients that are loaded with it. They are got
// once for all Regions of a profile, and a credential_process runs once for all
// profiles that begin with it. It is safe for concurrent use.
type Keyring struct {
	pause     time.Duration
	closed    chan struct{}
	running   sync.WaitGroup // processes; none is added once it is closed
	mu        sync.Mutex
	renewals  map[string]*renewal // by profile, as it is in Settings
	processes map[string]*process // by command
}

// NewKeyring makes an empty keyring. Close it in the end.
func NewKeyring() *Keyring {
	return &Keyring{
		pause: processPause, closed: make(chan struct{}),
		renewals: map[string]*renewal{}, processes: map[string]*process{},
	}
}

// Close ends the processes that run, and waits for their end: at most a second. It
// may be called once.
func (k *Keyring) Close() {
	k.mu.Lock()
	close(k.closed)
	k.mu.Unlock()
	k.running.Wait()
}

// begin counts a process that is to run; not ok means that the keyring is closed.
func (k *Keyring) begin() (ok bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	select {
	case <-k.closed:
		return false
	default:
		k.running.Add(1)
		return true
	}
}

// renewal is what all clients of a profile share.
func (k *Keyring) renewal(profile string) *renewal {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.renewals[profile] == nil {
		k.renewals[profile] = &renewal{}
	}
	return k.renewals[profile]
}

// process is what all profiles share whose credentials begin with that command.
func (k *Keyring) process(command string) *process {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.processes[command] == nil {
		k.processes[command] = &process{keyring: k, command: command}
	}
	return k.processes[command]
}

// processKeys are the credentials of a process for one loading of the settings.
type processKeys struct {
	process *process
	got     atomic.Pointer[run] // nil before the first
}

// Retrieve gives the keys of the last run, or runs the process.
func (k *processKeys) Retrieve(ctx context.Context) (aws.Credentials, error) {
	wanted := time.Now()
	k.process.turn.Lock()
	defer k.process.turn.Unlock()
	if k.process.due(wanted, model.PriorityOf(ctx) == model.Interactive) {
		k.process.last = k.process.run(ctx)
	}
	k.got.Store(k.process.last)
	return k.process.last.keys, k.process.last.err
}

// ProviderSources tells the SDK, which puts it into the User-Agent.
func (*processKeys) ProviderSources() []aws.CredentialSource {
	return []aws.CredentialSource{aws.CredentialSourceProfileProcess, aws.CredentialSourceProcess}
}

// refuse notes that AWS refused the keys. It must not wait for a process that runs.
func (k *processKeys) refuse() {
	if got := k.got.Load(); got != nil {
		got.refused.Store(true)
	}
}

// run is the result of running a process once.
type run struct {
	keys    aws.Credentials
	err     error
	ended   time.Time
	refused atomic.Bool // AWS has refused the keys since
}

// due tells whether the process must run for a request that came at the time wanted. The
// request may have waited since then, while the process ran for another one. byKey is
// true if a key press made the request, which does not wait for the pause.
func (p *process) due(wanted time.Time, byKey bool) bool {
	switch {
	case p.last == nil:
		return true
	case p.last.ended.After(wanted):
		return false
	case p.last.err != nil, p.last.refused.Load():
		return byKey || time.Since(p.last.ended) >= p.keyring.pause
	default:
		return p.last.keys.Expired()
	}
}
