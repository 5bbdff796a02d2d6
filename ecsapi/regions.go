package ecsapi

import "slices"

// Region is an AWS Region.
type Region struct {
	Name      string // "eu-west-1"
	Place     string // "Europe (Ireland)"
	Partition string // "aws"; accounts and credentials are of one partition
}

// partitions are AWS's partitions with their Regions, as the SDK's partitions.json
// has them (aws-sdk-go-v2 v1.48.0 of 2026-11-10, internal/endpoints/awsrulesfn),
// without its pseudo-Regions such as aws-global. A newer Region is missing here and
// works all the same: the list is only for choosing from.
var partitions = []struct {
	name    string
	regions [][2]string // name and place
}{
	{"aws", [][2]string{
		{"af-south-1", "Africa (Cape Town)"},
		{"ap-east-1", "Asia Pacific (Hong Kong)"},
		{"ap-east-2", "Asia Pacific (Taipei)"},
		{"ap-northeast-1", "Asia Pacific (Tokyo)"},
		{"ap-northeast-2", "Asia Pacific (Seoul)"},
		{"ap-northeast-3", "Asia Pacific (Osaka)"},
		{"ap-south-1", "Asia Pacific (Mumbai)"},
		{"ap-south-2", "Asia Pacific (Hyderabad)"},
		{"ap-southeast-1", "Asia Pacific (Singapore)"},
		{"ap-southeast-2", "Asia Pacific (Sydney)"},
		{"ap-southeast-3", "Asia Pacific (Jakarta)"},
		{"ap-southeast-4", "Asia Pacific (Melbourne)"},
		{"ap-southeast-5", "Asia Pacific (Malaysia)"},
		{"ap-southeast-6", "Asia Pacific (New Zealand)"},
		{"ap-southeast-7", "Asia Pacific (Thailand)"},
		{"ca-central-1", "Canada (Central)"},
		{"ca-west-1", "Canada West (Calgary)"},
		{"eu-central-1", "Europe (Frankfurt)"},
		{"eu-central-2", "Europe (Zurich)"},
		{"eu-north-1", "Europe (Stockholm)"},
		{"eu-south-1", "Europe (Milan)"},
		{"eu-south-2", "Europe (Spain)"},
		{"eu-west-1", "Europe (Ireland)"},
		{"eu-west-2", "Europe (London)"},
		{"eu-west-3", "Europe (Paris)"},
		{"il-central-1", "Israel (Tel Aviv)"},
		{"me-central-1", "Middle East (UAE)"},
		{"me-south-1", "Middle East (Bahrain)"},
		{"me-west-1", "Middle East (Saudi Arabia)"},
		{"mx-central-1", "Mexico (Central)"},
		{"sa-east-1", "South America (Sao Paulo)"},
		{"sa-west-1", "South America (Chile)"},
		{"us-east-1", "US East (N. Virginia)"},
		{"us-east-2", "US East (Ohio)"},
		{"us-west-1", "US West (N. California)"},
		{"us-west-2", "US West (Oregon)"},
	}},
	{"aws-cn", [][2]string{
		{"cn-north-1", "China (Beijing)"},
		{"cn-northwest-1", "China (Ningxia)"},
	}},
	{"aws-eusc", [][2]string{
		{"eusc-de-east-1", "AWS European Sovereign Cloud (Germany)"},
	}},
	{"aws-iso", [][2]string{
		{"us-iso-east-1", "US ISO East"},
		{"us-iso-west-1", "US ISO WEST"},
	}},
	{"aws-iso-b", [][2]string{
		{"us-isob-east-1", "US ISOB East (Ohio)"},
		{"us-isob-west-1", "US ISOB West"},
	}},
	{"aws-iso-e", [][2]string{
		{"eu-isoe-west-1", "EU ISOE West"},
	}},
	{"aws-iso-f", [][2]string{
		{"us-isof-east-1", "US ISOF EAST"},
		{"us-isof-south-1", "US ISOF SOUTH"},
	}},
	{"aws-us-gov", [][2]string{
		{"us-gov-east-1", "AWS GovCloud (US-East)"},
		{"us-gov-west-1", "AWS GovCloud (US-West)"},
	}},
}

// Regions are the Regions of all partitions, the commercial ones first, and by name
// within each.
func Regions() []Region {
	var regions []Region
	for _, partition := range partitions {
		for _, region := range partition.regions {
			regions = append(regions, Region{Name: region[0], Place: region[1], Partition: partition.name})
		}
	}
	return regions
}

// enabledByDefault are the Regions of the partition "aws" that no account has to enable:
// those from before 2019-03-20, by "Specify which AWS Regions your account can use" of
// the AWS Account Management guide.
var enabledByDefault = []string{
	"ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2",
	"ca-central-1", "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3",
	"sa-east-1", "us-east-1", "us-east-2", "us-west-1", "us-west-2",
}

// needsOptIn tells whether an account has to enable a Region before it can be used.
func needsOptIn(name string) bool {
	return slices.ContainsFunc(Regions(), func(r Region) bool {
		return r.Name == name && r.Partition == "aws" && !slices.Contains(enabledByDefault, name)
	})
}
