package main

import (
	"regexp"
	"strings"
	"time"

	"tealset/model"
)

// What --refresh may be: ECS throttles by the account, so nobody reads faster
// than once a second, and nobody watches by the day.
const (
	leastRefresh = time.Second
	mostRefresh  = time.Hour
)

var (
	// named is what ECS allows as the name of a cluster or a service.
	named = regexp.MustCompile(`^[a-zA-Z0-9_-]{1,255}$`)
	// regional is what can be a part of an endpoint's host name. Which Regions
	// there are only AWS knows.
	regional = regexp.MustCompile(`^[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$`)
)

// check finds values that cannot work, before the screen is taken.
func (s settings) check() error {
	switch {
	case s.refresh < leastRefresh || s.refresh > mostRefresh:
		return usagef("--refresh %s is out of range; give a time from 1s to 1h, such as 5s", s.refresh)
	case s.service != "" && s.cluster == "":
		return usagef("--service needs --cluster; name the cluster of %q as well", s.service)
	case s.demo && s.profile != "":
		return usagef("--demo uses no AWS settings; leave out --profile")
	case s.demo && s.region != "":
		return usagef("--demo uses no AWS settings; leave out --region")
	}
	if err := checkName("cluster", s.cluster); err != nil {
		return err
	}
	return checkName("service", s.service)
}

// checkName checks the name or the ARN of a thing of ECS.
func checkName(thing, value string) error {
	if value == "" {
		return nil
	}
	arn, isARN := model.ParseARN(value)
	ofThing := arn.Service == "ecs" && strings.HasPrefix(arn.Resource, thing+"/")
	switch {
	case isARN && !ofThing:
		return usagef("--%s %q is the ARN of something else; give a %[1]s's name or ARN", thing, value)
	case !named.MatchString(model.NameOf(value)):
		return usagef("--%s %q is no name that ECS allows; give its name (letters, digits, - and _) or its ARN", thing, value)
	}
	return nil
}

// checkRegion checks the effective Region, wherever it was set. There is none where
// an endpoint of the user's own needs none.
func checkRegion(region string) error {
	if region == "" || regional.MatchString(region) {
		return nil
	}
	return usagef("%q is no name of a Region; correct --region, AWS_REGION or the profile, such as to eu-west-1", region)
}
