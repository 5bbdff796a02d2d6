package main

import (
	"strings"
	"testing"
)

const (
	clusterARN = "arn:aws:ecs:eu-west-1:123456789012:cluster/shop-prod"
	serviceARN = "arn:aws-us-gov:ecs:us-gov-west-1:123456789012:service/shop-prod/checkout"
	oldARN     = "arn:aws:ecs:eu-west-1:123456789012:service/checkout"
)

// What check refuses is in testdata/script/flags.txtar, with its sentences.
func TestWhatECSAllowsIsAllowed(t *testing.T) {
	for _, s := range []settings{
		{},
		{cluster: "shop-prod"},
		{cluster: "Shop_2"},
		{cluster: strings.Repeat("a", 255)},
		{cluster: clusterARN, service: serviceARN},
		{cluster: "shop-prod", service: oldARN},
		{profiles: []string{"on call"}, regions: []string{"eu-west-1"}},
		{demo: true, cluster: "shop-prod"},
	} {
		if err := s.check(); err != nil {
			t.Errorf("%+v: %v", s, err)
		}
	}
}

func TestNamesThatECSCannotHaveAreMistakes(t *testing.T) {
	for _, name := range []string{
		" ", "a b", "a/b", "a.b", "é", "\x1b[2J", strings.Repeat("a", 256),
		"arn:", "arn:aws:ecs", "arn:aws:ecs:eu-west-1:123456789012:cluster/", "arn:aws:ecs:eu-west-1:123456789012:cluster/a b",
		"arn:aws:eks:eu-west-1:123456789012:cluster/shop",
	} {
		s := settings{cluster: name}
		if err := s.check(); exitCode(err) != exitUsage {
			t.Errorf("cluster %q: %v", name, err)
		}
	}
}

func TestARegionIsAPartOfAHostName(t *testing.T) {
	for _, region := range []string{"", "eu-west-1", "us-gov-west-1", "local", "x"} {
		if err := checkRegion(region); err != nil {
			t.Error(err)
		}
	}
	for _, region := range []string{"eu west", "eu-west-1/", "-eu", "eu-", "a.b", "a@b", "\n", strings.Repeat("a", 64)} {
		if err := checkRegion(region); exitCode(err) != exitUsage {
			t.Errorf("Region %q: %v", region, err)
		}
	}
}
