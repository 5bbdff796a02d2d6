package ecsapi

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"

	"tealset/model"
)

// renewal has the credentials of a profile, for all clients of that profile. When they
// have failed, the next operation loads the settings anew and so finds what was renewed
// meanwhile: keys in a file, the session of a login, another credential_process. The SDK
// by itself keeps the keys and the settings that it read first.
type renewal struct {
	identity identity
	keyOwner atomic.Pointer[keyOwner] // of the settings that were loaded last; nil before
	mu       sync.Mutex
	loaded   *loaded // nil once its credentials have failed
}

// A signer gives a client the credentials of its profile.
type signer struct {
	*renewal
	load func(context.Context) (*loaded, error)
}

// Retrieve gives the credentials to sign with.
func (s signer) Retrieve(ctx context.Context) (aws.Credentials, error) {
	cfg, err := s.current(ctx, s.load)
	if err != nil {
		return aws.Credentials{}, reloadFailed{err}
	}
	x := exchangeOf(ctx)
	x.reloadCredentials = func(refused bool) { s.drop(cfg, refused) }
	keys, err := cfg.Credentials.Retrieve(ctx)
	x.accessKeyID = keys.AccessKeyID
	x.fromEnvironment = keys.Source == config.CredentialsSourceName
	if err != nil && ctx.Err() != nil && cfg.process != nil && cfg.process.process.running.Load() {
		err = processStillRuns{err}
	}
	return keys, err
}

// current is the settings to use. Those who come while they are loaded wait, and
// use them too.
func (r *renewal) current(ctx context.Context, load func(context.Context) (*loaded, error)) (*loaded, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.loaded == nil {
		cfg, err := load(ctx)
		if err != nil {
			return nil, err
		}
		r.take(cfg)
	}
	return r.loaded, nil
}

// take makes settings the current ones. The mutex must be held.
func (r *renewal) take(cfg *loaded) {
	r.loaded = cfg
	r.keyOwner.Store(&cfg.owner)
}

// owner is whose keys sign; of nil, nobody's.
func (r *renewal) owner() keyOwner {
	if r == nil || r.keyOwner.Load() == nil {
		return keyOwner{}
	}
	return *r.keyOwner.Load()
}

// caller is whom STS knows the keys by, as far as that is known; of nil, nobody.
func (r *renewal) caller() caller {
	if r == nil {
		return caller{}
	}
	return r.identity.known()
}

// offer gives settings that were loaded for one client to all of the profile, if they
// have none.
func (r *renewal) offer(cfg *loaded) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.loaded == nil {
		r.take(cfg)
	}
}

// drop makes the next operation load the settings anew. It does nothing if they have been
// loaded since, so operations that fail together cause one load. Keys of a process that
// AWS refused are not used again.
func (r *renewal) drop(failed *loaded, refused bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.loaded != failed {
		return
	}
	r.loaded = nil
	if refused && failed.process != nil {
		failed.process.refuse()
	}
}

// renewAfter lets the next operation look for new credentials if this one's were
// at fault.
func (x *exchange) renewAfter(fault *model.Fault) {
	failed := fault.Kind == model.FaultExpired || fault.Kind == model.FaultCredentials
	if failed && x.reloadCredentials != nil {
		// A key that a Region does not know may be good in the others.
		elsewhere := fault.Code == codeUnknownKey || fault.Code == codeInvalidKey
		x.reloadCredentials(fault.Kind == model.FaultExpired || fault.Sent && !elsewhere)
	}
}

// reloadFailed is the error of settings that could be loaded at the start and cannot be
// loaded again.
type reloadFailed struct{ error }

// Unwrap gives the SDK's own error.
func (u reloadFailed) Unwrap() error { return u.error }

// verdict tells what is wrong with the settings. The kind is not FaultConfig: that one is
// for settings that never worked, and are not tried again.
func (u reloadFailed) verdict(profile string) verdict {
	return verdict{
		model.FaultCredentials, settingsFault(u.error, profile).Headline,
		"Correct the AWS settings" + inTerminal + forProfile(profile) + andGoesOn,
	}
}
