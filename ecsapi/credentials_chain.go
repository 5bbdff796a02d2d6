package ecsapi

import (
	"context"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// loaded are the settings of AWS as they once were.
type loaded struct {
	aws.Config
	owner   keyOwner
	process *processKeys // that the credentials begin with; nil for no process
}

// loadConfig is the SDK's loading, but for a credential_process, which it would run
// on the terminal.
func (k *Keyring) loadConfig(ctx context.Context, s Settings, options ...func(*config.LoadOptions) error) (*loaded, error) {
	cfg, err := config.LoadDefaultConfig(ctx, options...)
	if err != nil {
		return nil, err
	}
	l := &loaded{Config: cfg, owner: keyOwnerOf(s, cfg)}
	if !slices.Contains(sourcesOf(cfg.Credentials), aws.CredentialSourceProcess) {
		return l, nil
	}
	for _, source := range cfg.ConfigSources {
		if profile, ok := source.(config.SharedConfig); ok {
			first := profile
			for first.Source != nil {
				first = *first.Source
			}
			l.process = &processKeys{process: k.process(first.CredentialProcess)}
			l.Credentials = aws.NewCredentialsCache(roleChain(cfg, profile, l.process))
		}
	}
	return l, nil
}

// sourcesOf are the steps by which the SDK gets credentials.
func sourcesOf(provider aws.CredentialsProvider) []aws.CredentialSource {
	if known, ok := provider.(aws.CredentialProviderSource); ok {
		return known.ProviderSources()
	}
	return nil
}

// roleChain is what the SDK makes of a profile: the credentials that it begins with, or
// a role that they assume, and so on.
func roleChain(cfg aws.Config, profile config.SharedConfig, first aws.CredentialsProvider) aws.CredentialsProvider {
	provider := first
	if profile.Source != nil {
		provider = roleChain(cfg, *profile.Source, first)
	}
	if profile.RoleARN == "" {
		return provider
	}
	cfg.Credentials = provider
	cfg.BaseEndpoint = nil // AWS_ENDPOINT_URL moves no step of the credentials; AWS_ENDPOINT_URL_STS does
	return stscreds.NewAssumeRoleProvider(sts.NewFromConfig(cfg), profile.RoleARN, func(o *stscreds.AssumeRoleOptions) {
		o.RoleSessionName = profile.RoleSessionName
		if seconds := profile.RoleDurationSeconds; seconds != nil && *seconds/time.Minute > 15 { // as in the SDK
			o.Duration = *seconds
		}
		if profile.ExternalID != "" {
			o.ExternalID = aws.String(profile.ExternalID)
		}
		o.CredentialSources = sourcesOf(provider)
	})
}
