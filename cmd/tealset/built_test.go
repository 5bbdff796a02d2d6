//go:build linux || darwin

package main

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"sync"
)

// buildFlags make the program what the tests are.
var buildFlags []string

// built is the program as a user gets it, built once.
var built = sync.OnceValues(func() (string, error) {
	program := filepath.Join(scratch, "tealset")
	args := append([]string{"build", "-o", program}, buildFlags...)
	if output, err := exec.Command("go", append(args, ".")...).CombinedOutput(); err != nil { //nolint:gosec // It is this package, for all tests.
		return "", fmt.Errorf("go build: %w\n%s", err, output)
	}
	return program, nil
})
