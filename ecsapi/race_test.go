//go:build race

package ecsapi

func init() { raced = true }
