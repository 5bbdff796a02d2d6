//go:build race

package cleantest

func init() { raced = true }
