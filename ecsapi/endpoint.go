package ecsapi

import (
	"context"
	"net/url"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/ecs"

	"tealset/model/clean"
)

// Endpoint is the URL that requests go to if it is not ECS's own in the Region, as an
// emulator's or a load balancer's; otherwise it is empty. A password in it is masked.
func (r *Reader) Endpoint() string {
	base := r.sdk.Options().BaseEndpoint
	if base == nil || *base == "" {
		return ""
	}
	endpoint, err := url.Parse(*base)
	if err != nil || endpoint.Host == "" {
		return "not a URL" // it may hold a password all the same
	}
	if isAWSEndpoint(endpoint, r.Region()) {
		return ""
	}
	return clean.Text(endpoint.Redacted())
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
