package main

import (
	"regexp"
	"strings"
	"time"
)

// What --refresh may be: ECS throttles by the account, so nobody reads faster
// than once a second, and nobody watches by the day.
const (
	leastRefresh = time.Second
	mostRefresh  = time.Hour
)

// named is what ECS allows as the name of a cluster or a service.
var named = regexp.MustCompile(`^[a-zA-Z0-9_-]{1,255}$`)

// check finds values that cannot work, before the screen is taken.
func (s settings) check() error {
	switch {
	case s.refresh < leastRefresh || s.refresh > mostRefresh:
		return usagef("--refresh %s is out of range; give a time from %s to %s, such as 5s", s.refresh, leastRefresh, mostRefresh)
	case s.service != "" && s.cluster == "":
		return usagef("--service needs --cluster; name the cluster of %q as well", s.service)
	case s.demo && s.profile != "":
		return usagef("--demo uses no AWS setting; leave out --profile")
	case s.demo && s.region != "":
		return usagef("--demo uses no AWS setting; leave out --region")
	}
	for flag, value := range map[string]string{"--cluster": s.cluster, "--service": s.service} {
		if value != "" && !named.MatchString(value) && !strings.HasPrefix(value, "arn:") {
			return usagef("%s %q is no name that ECS allows; give its name (letters, digits, - and _) or its ARN", flag, value)
		}
	}
	return nil
}
