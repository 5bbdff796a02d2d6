package ecsapi

import (
	"regexp"
	"testing"
)

func TestEveryRegionIsNamedOnceAndInItsPartition(t *testing.T) {
	t.Parallel()
	wellFormed := regexp.MustCompile(`^[a-z]+(-[a-z]+)+-[0-9]$`)
	partition := map[string]string{}
	for _, region := range Regions() {
		if partition[region.Name] != "" || !wellFormed.MatchString(region.Name) || region.Place == "" || region.Partition == "" {
			t.Errorf("%+v", region)
		}
		partition[region.Name] = region.Partition
	}
	for name, want := range map[string]string{
		"eu-west-1": "aws", "us-east-1": "aws", "cn-north-1": "aws-cn", "us-gov-west-1": "aws-us-gov", "aws-global": "",
	} {
		if partition[name] != want {
			t.Errorf("%s is in %q, want %q", name, partition[name], want)
		}
	}
}

func TestARegionListMayBeChanged(t *testing.T) {
	t.Parallel()
	Regions()[0].Name = "changed"
	if Regions()[0].Name == "changed" {
		t.Error("the next caller gets the change")
	}
}
