package main

import (
	"slices"

	"tealset/model/clean"
)

// keyOwner is what is known of whose keys sign. An *ecsapi.Reader is one.
type keyOwner interface {
	Profile() string
	Keys() string
	Names() []string
	Caller() (arn, account string)
}

// readOnly tells why nothing may be changed in an account; empty where it may. By the
// flag or the environment, everywhere is the reason; else it is by a pattern for any
// name that the keys may be known by, for the account of the ARNs, or for that of the
// caller. Patterns for profiles hold everywhere if it cannot be known whose profile the
// keys are of.
func (c config) readOnly(everywhere string, owner keyOwner) func(account string) (why string) {
	return func(account string) string {
		if everywhere != "" {
			return everywhere
		}
		_, callers := owner.Caller()
		for _, name := range append(owner.Names(), account, callers) {
			if by := c.matches(name); by != "" {
				return clean.Text(name) + " matches " + by
			}
		}
		if i := slices.IndexFunc(c.patterns, pattern.mayNameProfile); i >= 0 && owner.Keys() != owner.Profile() {
			return "whose profile signs is not known (" + owner.Keys() + "), and " + c.patterns[i].String() +
				" may name one: pass --profile, or put account ids alone into read_only"
		}
		return ""
	}
}
