package audit

import (
	"io/fs"
	"syscall"
)

const errNoSpace = syscall.Errno(112)

func privateFile(fs.FileInfo) bool { return true }
