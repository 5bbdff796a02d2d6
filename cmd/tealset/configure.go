package main

import (
	"os"
	"runtime"
	"time"

	"github.com/spf13/pflag"

	"tealset/cmd/tealset/config"
)

// configFlags are those of what a configuration sets as well, and that of the configuration
// itself.
var configFlags = []string{flagConfig, flagRefresh, flagBudget, flagTheme, "ascii", "read-only"}

// The names of some of them.
const (
	flagConfig  = "config"
	flagRefresh = "refresh"
	flagBudget  = "budget"
	flagTheme   = "theme"
)

// addConfigFlags declares some of those flags.
func addConfigFlags(flags *pflag.FlagSet, names ...string) {
	for _, name := range names {
		switch name {
		case flagConfig:
			flags.String(name, "", "read this configuration in place of your own; that of the machine counts as well")
		case flagRefresh:
			flags.Duration(name, 5*time.Second, "read again after this time, from 1s to 1h")
		case flagBudget:
			flags.String(name, "25%", "take this share of the request rate that ECS gives the account")
		case flagTheme:
			flags.String(name, "auto", "choose colours for a dark or a light background; auto asks the terminal: auto, dark, light, mono, blue-orange")
		case "ascii":
			flags.Bool(name, false, "use ASCII characters alone; this is the default where the locale is not UTF-8")
		case "read-only":
			flags.Bool(name, false, "never change anything")
		}
	}
}

// given tells which flags the command line has, and their values.
func given(flags *pflag.FlagSet) func(name string) (value string, given bool) {
	return func(name string) (string, bool) {
		flag := flags.Lookup(name)
		if flag == nil || !flag.Changed {
			return "", false
		}
		return flag.Value.String(), true
	}
}

// source is where the settings are looked for.
func (s settings) source() config.Source {
	flag := s.flag
	if flag == nil {
		flag = func(string) (string, bool) { return "", false }
	}
	return config.Source{GOOS: runtime.GOOS, Getenv: os.Getenv, Flag: flag}
}

// configured is what is in force by the flags, the environment and the files.
func (s settings) configured() (config.Config, error) { return config.Load(s.source()) }
