//go:build race && (linux || darwin)

package main

func init() { buildFlags = append(buildFlags, "-race") }
