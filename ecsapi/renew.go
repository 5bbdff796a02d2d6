package ecsapi

import (
	"context"
	"slices"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"

	"tealset/model"
)

// renewal gives the credentials of the AWS settings. Once they have failed, it
// loads the settings anew for the operation after that, so that what was renewed
// elsewhere is found: keys in a file, the session of a login, another
// credential_process. The SDK by itself keeps the keys and the settings that it
// read first.
type renewal struct {
	load   func(context.Context) (aws.Config, error)
	mu     sync.Mutex
	loaded *aws.Config // nil once its credentials have failed
}

// Retrieve gives the credentials to sign with.
func (r *renewal) Retrieve(ctx context.Context) (aws.Credentials, error) {
	cfg, err := r.current(ctx)
	if err != nil {
		return aws.Credentials{}, unloaded{err}
	}
	f := flightOf(ctx)
	f.failed = func() { r.drop(cfg) }
	keys, err := cfg.Credentials.Retrieve(ctx)
	f.inherited = keys.Source == config.CredentialsSourceName
	if err != nil && ctx.Err() != nil && slices.Contains(sourcesOf(cfg.Credentials), aws.CredentialSourceProcess) {
		err = waiting{err}
	}
	return keys, err
}

// current is the settings to use. Those who come while they are loaded wait, and
// use them too.
func (r *renewal) current(ctx context.Context) (*aws.Config, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.loaded == nil {
		cfg, err := r.load(ctx)
		if err != nil {
			return nil, err
		}
		r.loaded = &cfg
	}
	return r.loaded, nil
}

// drop gives settings up. Others may have been loaded since: operations that fail
// together cause one load, as a credential_process may ask a person.
func (r *renewal) drop(failed *aws.Config) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.loaded == failed {
		r.loaded = nil
	}
}

// renewAfter lets the next operation look for new credentials if this one's were
// at fault.
func (f *flight) renewAfter(fault *model.Fault) {
	expired := fault.Kind == model.FaultExpired || fault.Kind == model.FaultCredentials
	if expired && f.failed != nil {
		f.failed()
	}
}

// unloaded is why settings that could be loaded once cannot be any more.
type unloaded struct{ error }

// Unwrap gives the SDK's own error.
func (u unloaded) Unwrap() error { return u.error }

// verdict tells what is wrong with the settings. It is no FaultConfig: that is
// for settings that never worked, and not tried again.
func (u unloaded) verdict(profile string) verdict {
	return verdict{
		model.FaultCredentials, settingsFault(u.error, profile).Headline,
		"Correct the AWS settings" + inTerminal + forProfile(profile) + goesOn,
	}
}
