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

// readConfigs reads the configuration files of this user.
func readConfigs() (config, error) {
	names, err := configPaths(runtime.GOOS, os.Getenv)
	if err != nil {
		return config{}, err
	}
	return loadConfig(names)
}

// readOnlyIn tells, for whose keys sign, in which accounts nothing may be deleted, and
// why: by the flag, the environment and the configuration file. Everywhere is true where
// no account matters, since the flag or the environment forbids it.
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
