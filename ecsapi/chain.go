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

// loadConfig is the SDK's loading, but for a credential_process, which it would run
// on the terminal.
func loadConfig(ctx context.Context, options ...func(*config.LoadOptions) error) (aws.Config, error) {
	cfg, err := config.LoadDefaultConfig(ctx, options...)
	if err != nil || !slices.Contains(sourcesOf(cfg.Credentials), aws.CredentialSourceProcess) {
		return cfg, err
	}
	for _, source := range cfg.ConfigSources {
		if profile, ok := source.(config.SharedConfig); ok {
			cfg.Credentials = aws.NewCredentialsCache(processChain(cfg, profile))
		}
	}
	return cfg, nil
}

// sourcesOf are the steps by which the SDK gets credentials.
func sourcesOf(provider aws.CredentialsProvider) []aws.CredentialSource {
	if known, ok := provider.(aws.CredentialProviderSource); ok {
		return known.ProviderSources()
	}
	return nil
}

// processChain is what the SDK makes of a profile whose credentials begin with a
// credential_process: its keys, or a role that they assume, and so on.
func processChain(cfg aws.Config, profile config.SharedConfig) aws.CredentialsProvider {
	var provider aws.CredentialsProvider = process{profile.CredentialProcess}
	if profile.Source != nil {
		provider = processChain(cfg, *profile.Source)
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
