package ecsfake

// The answers of Elastic Load Balancing, written by hand from recorded ones: see
// wire.go.

type wireBalancer struct {
	ARN        string `xml:"LoadBalancerArn"`
	DNSName    string
	Zone       string `xml:"CanonicalHostedZoneId"`
	Created    string `xml:"CreatedTime"`
	Name       string `xml:"LoadBalancerName"`
	Scheme     string
	VPC        string `xml:"VpcId"`
	State      wireBalancerState
	Type       string
	Zones      members[wireBalancerZone] `xml:"AvailabilityZones"`
	Groups     members[string]           `xml:"SecurityGroups"`
	IPAddress  string                    `xml:"IpAddressType"`
	PrefixIPv6 string                    `xml:"EnablePrefixForIpv6SourceNat"`
}

type (
	wireBalancerState struct{ Code string }
	wireBalancerZone  struct {
		Name      string          `xml:"ZoneName"`
		Subnet    string          `xml:"SubnetId"`
		Addresses members[string] `xml:"LoadBalancerAddresses"`
	}
)

type wireListener struct {
	ARN      string `xml:"ListenerArn"`
	Balancer string `xml:"LoadBalancerArn"`
	Port     int
	Protocol string
	Default  members[wireAction] `xml:"DefaultActions"`
}

type wireRule struct {
	ARN        string `xml:"RuleArn"`
	Priority   string
	Conditions members[wireCondition]
	Actions    members[wireAction]
	IsDefault  bool
	Transforms members[string]
}

type wireCondition struct {
	Field  string
	Values members[string]
	Host   *wireValues `xml:"HostHeaderConfig"`
	Path   *wireValues `xml:"PathPatternConfig"`
	Header *wireHeader `xml:"HttpHeaderConfig"`
	Query  *wireQuery  `xml:"QueryStringConfig"`
	Method *wireValues `xml:"HttpRequestMethodConfig"`
	Source *wireValues `xml:"SourceIpConfig"`
}

type (
	wireValues struct{ Values members[string] }
	wireHeader struct {
		Name   string `xml:"HttpHeaderName"`
		Values members[string]
	}
	wireQuery     struct{ Values members[wireQueryPair] }
	wireQueryPair struct {
		Key   string `xml:",omitempty"`
		Value string
	}
)

type wireAction struct {
	Type     string
	Group    string       `xml:"TargetGroupArn,omitempty"`
	Order    int          `xml:",omitempty"`
	Forward  *wireForward `xml:"ForwardConfig"`
	InnerXML string       `xml:",innerxml"`
}

type (
	wireForward struct {
		Groups members[wireWeighted] `xml:"TargetGroups"`
		Sticky wireSticky            `xml:"TargetGroupStickinessConfig"`
	}
	wireWeighted struct {
		Group  string `xml:"TargetGroupArn"`
		Weight *int
	}
	wireSticky struct {
		Enabled  bool
		Duration int `xml:"DurationSeconds,omitempty"`
	}
)

type wireTargetGroup struct {
	ARN             string `xml:"TargetGroupArn"`
	Name            string `xml:"TargetGroupName"`
	Protocol        string
	ProtocolVersion string `xml:",omitempty"`
	Port            int
	VPC             string `xml:"VpcId"`
	CheckProtocol   string `xml:"HealthCheckProtocol"`
	CheckPort       string `xml:"HealthCheckPort"`
	CheckEnabled    bool   `xml:"HealthCheckEnabled"`
	Interval        int    `xml:"HealthCheckIntervalSeconds"`
	Timeout         int    `xml:"HealthCheckTimeoutSeconds"`
	Healthy         int    `xml:"HealthyThresholdCount"`
	Unhealthy       int    `xml:"UnhealthyThresholdCount"`
	CheckPath       string `xml:"HealthCheckPath,omitempty"`
	Matcher         *wireMatcher
	Balancers       members[string] `xml:"LoadBalancerArns"`
	Type            string          `xml:"TargetType"`
	IPAddress       string          `xml:"IpAddressType"`
}

type wireMatcher struct {
	HTTP string `xml:"HttpCode"`
}

type wireTargetHealth struct {
	Target    wireTarget
	CheckPort string          `xml:"HealthCheckPort,omitempty"`
	Health    wireHealthState `xml:"TargetHealth"`
	Override  wireHealthState `xml:"AdministrativeOverride"`
}

type (
	wireTarget struct {
		ID   string `xml:"Id"`
		Port int
		Zone string `xml:"AvailabilityZone,omitempty"`
	}
	wireHealthState struct {
		State       string
		Reason      string `xml:",omitempty"`
		Description string `xml:",omitempty"`
	}
)
