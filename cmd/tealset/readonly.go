package main

import (
	"path"
	"slices"
	"strings"
)

// keyOwner is what is known of whose keys sign. An *ecsapi.Reader is one.
type keyOwner interface {
	Profile() string
	Keys() string
	Names() []string
	Caller() (arn, account string)
}

// readOnly tells why nothing may be changed in an account; empty where it may. By the
// flag or the environment, everywhere is the reason; else it is by a pattern for any name that the keys may be known by, for the account of the
// ARNs, or for that of the caller. Patterns for profiles hold everywhere if it cannot be
// known whose profile the keys are of.
func (c config) readOnly(everywhere string, owner keyOwner) func(account string) (why string) {
	return func(account string) string {
		if everywhere != "" {
			return everywhere
		}
		_, callers := owner.Caller()
		names := append(owner.Names(), account, callers)
		if i := slices.IndexFunc(names, c.matches); i >= 0 {
			return "read_only in the configuration matches " + names[i]
		}
		if owner.Keys() != owner.Profile() && slices.ContainsFunc(c.ReadOnly, mayNameProfile) {
			return "read_only in the configuration names profiles, and whose profile signs is not known (" + owner.Keys() +
				"): pass --profile, or put account ids alone into read_only"
		}
		return ""
	}
}

// matches tells whether a pattern matches a name; an empty one is not known yet.
func (c config) matches(name string) bool {
	return name != "" && slices.ContainsFunc(c.ReadOnly, func(pattern string) bool {
		ok, _ := path.Match(flat(pattern), flat(name)) // loadConfig refused the patterns that err
		return ok
	})
}

// mayNameProfile tells whether a pattern can be meant for a profile: an account's id is
// all digits.
func mayNameProfile(pattern string) bool {
	return strings.Trim(pattern, "0123456789- ") != ""
}

// flat makes a slash a letter like others, and case of no meaning: a pattern that
// forbids deleting must not miss "org/Prod-eu" over its spelling.
func flat(text string) string { return strings.ToLower(strings.ReplaceAll(text, "/", "|")) }
