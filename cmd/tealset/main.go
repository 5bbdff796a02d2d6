// Command tealset is a terminal dashboard for the task sets of Amazon ECS.
package main

import (
	"context"
	"os"
)

func main() {
	os.Exit(execute(context.Background(), os.Args[1:], os.Stdout, os.Stderr))
}
