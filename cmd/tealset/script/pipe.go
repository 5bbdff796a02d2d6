package script

import (
	"errors"
	"syscall"
	"time"
)

// noTime is a time for what does not depend on it.
var noTime time.Time

// isBrokenPipe tells whether an error of writing means that the reader has gone.
func isBrokenPipe(err error) bool { return errors.Is(err, syscall.EPIPE) }
