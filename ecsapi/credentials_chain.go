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

// loaded are the AWS settings as they were when they were loaded.
type loaded struct {
	aws.Config
	owner   keyOwner
	process *processKeys // that the credentials begin with; nil for no process
}

// loadConfig loads the settings as the SDK does, with one difference: the SDK would run
// a credential_process on the terminal.
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

// roleChain is the provider that the SDK makes of a profile: the first credentials, or
// a role that they assume, or a role that this role assumes, and so on.
func roleChain(cfg aws.Config, profile config.SharedConfig, first aws.CredentialsProvider) aws.CredentialsProvider {
	provider := first
	if profile.Source != nil {
		provider = roleChain(cfg, *profile.Source, first)
	}
	if profile.RoleARN == "" {
		return provider
	}
	cfg.Credentials = provider
	cfg.BaseEndpoint = nil // the SDK fetches no credentials from AWS_ENDPOINT_URL; AWS_ENDPOINT_URL_STS counts
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
