package main

import (
	"tealset/cmd/tealset/config"
	"tealset/model/clean"
)

// keyOwner is what is known of whose keys sign. An *ecsapi.Reader is one.
type keyOwner interface {
	Profile() string
	Keys() string
	Names() []string
	Caller() (arn, account string)
	CallerUnknown() bool
}

// readOnly tells why nothing may be changed in an account; empty if changes are allowed.
// What the flag or the environment forbids holds for every account. Else a pattern can be the
// reason: it may match any name that the keys are known by, the account of the ARNs, or the
// account of the caller. A pattern for a profile forbids every change if it is not known whose
// profile the keys are of, or if AWS does not tell the role or the user.
func readOnly(c config.Config, owner keyOwner) func(account string) (why string) {
	return func(account string) string {
		if c.ReadOnly != "" {
			return c.ReadOnly
		}
		_, callers := owner.Caller()
		for _, name := range append(owner.Names(), account, callers) {
			if by := c.Matches(name); by != "" {
				return clean.Text(name) + " matches " + by
			}
		}
		by := c.ProfilePattern()
		switch {
		case by == "":
		case owner.Keys() != owner.Profile():
			return "it is not known which profile signs (" + owner.Keys() + "), and " + by +
				" may match it: pass --profile, or put account ids alone into read_only"
		case owner.CallerUnknown():
			return "it is not known which role or user signs, as STS does not tell, and " + by +
				" may match its name: start again where STS can be asked, or put account ids alone into read_only"
		}
		return ""
	}
}
