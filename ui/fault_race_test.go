//go:build race

package ui

func init() { raced = true }
