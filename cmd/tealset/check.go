package main

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"tealset/cmd/tealset/script"
	"tealset/model"
)

// regionName is what can be a part of an endpoint's host name. Only AWS knows
// which Regions there are.
var regionName = regexp.MustCompile(`^[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$`)

// check finds values that cannot work, before the screen is taken.
func (s settings) check() error {
	switch {
	case s.service != "" && s.cluster == "":
		return usagef("--service needs --cluster; name the cluster of %q as well", s.service)
	case s.cluster != "" && len(s.profiles) > 1:
		return usagef("--cluster is in one account; give one --profile, not %d", len(s.profiles))
	case s.cluster != "" && len(s.regions) > 1:
		return usagef("--cluster is in one Region; give one --region, not %d", len(s.regions))
	}
	if err := s.checkSources(); err != nil {
		return err
	}
	if err := checkName("cluster", s.cluster); err != nil {
		return err
	}
	return checkName("service", s.service)
}

// checkSources checks which profiles and Regions are to be asked.
func (s settings) checkSources() error {
	switch {
	case s.demo && len(s.profiles) > 0:
		return usagef("--demo uses no AWS settings; leave out --profile")
	case s.demo && len(s.regions) > 0:
		return usagef("--demo uses no AWS settings; leave out --region")
	}
	return cmp.Or(checkEach("profile", s.profiles), checkEach("region", s.regions))
}

// checkEach checks the values of a flag that takes several.
func checkEach(flag string, values []string) error {
	for i, value := range values {
		switch {
		case value == "":
			return usagef("--%s has an empty value; leave out a comma", flag)
		case slices.Contains(values[:i], value):
			return usagef("--%s has %q twice; give it once", flag, value)
		}
	}
	return nil
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
	case !script.ValidName(model.NameOf(value)):
		return usagef("--%s %q is not a name that ECS allows; give its name (letters, digits, - and _) or its ARN", thing, value)
	}
	return nil
}

// checkRegion checks the Region in use, wherever it was set. It may be empty: an
// endpoint of the user's own needs none.
func checkRegion(region string) error {
	if region == "" || regionName.MatchString(region) {
		return nil
	}
	return &model.Fault{ // also for the dashboard, where one can be typed
		Kind:     model.FaultConfig,
		Headline: fmt.Sprintf("%q is not the name of a Region", region),
		Next:     "Correct --region, AWS_REGION or the profile, such as to eu-west-1.",
	}
}
