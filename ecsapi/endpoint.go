package ecsapi

import (
	"context"
	"net/url"
	"os"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"

	"tealset/model"
	"tealset/model/clean"
)

// Endpoint is the URL that requests go to if it is not ECS's own in the Region, as an
// emulator's or a load balancer's; otherwise it is empty. A password in it is masked.
func (r *Reader) Endpoint() string {
	base := r.sdk.Options().BaseEndpoint
	if base != nil {
		if endpoint, err := url.Parse(*base); err == nil && isAWSEndpoint(endpoint, r.Region()) {
			return ""
		}
	}
	return shownEndpoint(base)
}

// shownEndpoint is an endpoint for people, without the password that it may hold; empty
// where none is set.
func shownEndpoint(base *string) string {
	if base == nil || *base == "" {
		return ""
	}
	endpoint, err := url.Parse(*base)
	if err != nil || endpoint.Host == "" {
		return "not a URL"
	}
	return clean.Text(endpoint.Redacted())
}

// BalancingEndpoint is Endpoint for the requests to Elastic Load Balancing. It is empty
// too where none are sent; see beside.
func (r *Reader) BalancingEndpoint() string {
	sdk, err := r.elb()
	if err != nil {
		return ""
	}
	return shownEndpoint(sdk.Options().BaseEndpoint)
}

// LogsEndpoint is BalancingEndpoint for CloudWatch Logs, which is in the commands that
// tealset tells, and which it never asks itself.
func (r *Reader) LogsEndpoint() string { return shownEndpoint(r.logs) }

// endpointOf is the endpoint that the settings name for a service without a client here,
// chosen as the SDK's clients choose theirs (resolveBaseEndpoint of each): its own, or else
// that of all services; nil where neither is set.
func endpointOf(ctx context.Context, cfg aws.Config, sdkID string) *string {
	_, all := os.LookupEnv("AWS_ENDPOINT_URL")
	if _, own := os.LookupEnv("AWS_ENDPOINT_URL_" + strings.ToUpper(strings.ReplaceAll(sdkID, " ", "_"))); all && !own {
		return cfg.BaseEndpoint
	}
	for _, source := range cfg.ConfigSources {
		ignores, ok := source.(interface {
			GetIgnoreConfiguredEndpoints(ctx context.Context) (bool, bool, error)
		})
		if !ok {
			continue
		}
		if ignored, found, err := ignores.GetIgnoreConfiguredEndpoints(ctx); err == nil && found && ignored {
			return cfg.BaseEndpoint
		}
	}
	for _, source := range cfg.ConfigSources {
		names, ok := source.(interface {
			GetServiceBaseEndpoint(ctx context.Context, sdkID string) (string, bool, error)
		})
		if !ok {
			continue
		}
		if endpoint, found, err := names.GetServiceBaseEndpoint(ctx, sdkID); err == nil && found {
			return &endpoint
		}
	}
	return cfg.BaseEndpoint
}

// unset is the error of a service that must not be asked, since nobody said where it is.
type unset struct{ service service }

func (u unset) Error() string {
	return "the endpoint of ECS is set, that of " + u.service.id + " is not"
}

func (u unset) verdict() verdict {
	return verdict{
		model.FaultConfig, "no endpoint of " + u.service.id + " is set",
		"Set AWS_ENDPOINT_URL, or AWS_ENDPOINT_URL_" + strings.ToUpper(strings.ReplaceAll(u.service.id, " ", "_")) + ", as for ECS.",
	}
}

// beside is the error of a service without an endpoint of its own where ECS has one that is
// not AWS's: asking AWS about what is in another place would tell AWS of it, with keys
// that are not AWS's.
func (r *Reader) beside(s service, endpoint *string) error {
	if endpoint == nil && r.Endpoint() != "" {
		return unset{s}
	}
	return nil
}

// isAWSEndpoint tells whether a URL is ECS's own in a Region: one that the SDK would
// choose by itself, or a VPC endpoint of ECS there.
func isAWSEndpoint(endpoint *url.URL, region string) bool {
	if endpoint.Scheme != "https" || endpoint.User != nil || strings.Trim(endpoint.Path, "/") != "" ||
		endpoint.RawQuery != "" || endpoint.Port() != "" && endpoint.Port() != "443" {
		return false
	}
	host := strings.ToLower(endpoint.Hostname())
	for _, fips := range []bool{false, true} {
		if host == ecsHost(region, fips, true) {
			return true
		}
		own := ecsHost(region, fips, false)
		if own != "" && (host == own || isVPCEndpoint(host, own, region)) {
			return true
		}
	}
	return false
}

// ecsHost is the host that the SDK chooses in a Region; empty if there is none of the
// kind.
func ecsHost(region string, fips, dualStack bool) string {
	resolved, err := ecs.NewDefaultEndpointResolverV2().ResolveEndpoint(context.Background(), ecs.EndpointParameters{
		Region: &region, UseFIPS: &fips, UseDualStack: &dualStack,
	})
	if err != nil {
		return ""
	}
	return resolved.URI.Hostname()
}

// isVPCEndpoint tells whether a host is the name of a VPC endpoint for ECS's own host
// in a Region: vpce-ID.ecs.REGION.vpce.amazonaws.com for ecs.REGION.amazonaws.com.
func isVPCEndpoint(host, own, region string) bool {
	service, suffix, _ := strings.Cut(own, "."+region+".")
	id, rest, _ := strings.Cut(host, ".")
	return strings.HasPrefix(id, "vpce-") && rest == service+"."+region+".vpce."+suffix
}
