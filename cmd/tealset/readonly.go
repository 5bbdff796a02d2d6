package main

import (
	"os"
	"runtime"
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

// readOnly tells why nothing may be changed in an account; empty if changes are allowed.
// everywhere is the reason given by the flag or the environment, and holds for every
// account. Else a pattern can be the reason: it may match any name that the keys are
// known by, the account of the ARNs, or the account of the caller. A pattern for a profile
// forbids every change if it is not known whose profile the keys are of.
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
			return "it is not known which profile signs (" + owner.Keys() + "), and " + c.patterns[i].String() +
				" may match it: pass --profile, or put account ids alone into read_only"
		}
		return ""
	}
}

// readConfigs reads the configuration files of this user.
func readConfigs() (config, error) {
	names, err := configPaths(runtime.GOOS, os.Getenv)
	if err != nil {
		return config{}, err
	}
	return loadConfig(names)
}

// readOnlyIn gives, for each owner of keys, what tells in which accounts nothing may be
// deleted, and why: the flag, the environment or the configuration files forbid it.
// everywhere is true if the flag or the environment forbids it in all accounts.
func (s settings) readOnlyIn(c config) (in func(keyOwner) func(account string) (why string), everywhere bool, err error) {
	variable, err := readOnlyVariable(os.Getenv)
	if err != nil {
		return nil, false, err
	}
	var why string
	switch {
	case s.readOnly:
		why = "tealset was started with --read-only"
	case variable:
		why = "TEALSET_READ_ONLY is set"
	}
	return func(owner keyOwner) func(string) string { return c.readOnly(why, owner) }, why != "", nil
}
