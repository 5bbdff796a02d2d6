package main

import "io/fs"

// openNonblocking is not needed on Windows: pipes have names of their own there.
const openNonblocking = 0

// ownedByUser does not ask on Windows: who may read a file is up to its folder's ACL.
func ownedByUser(fs.FileInfo) bool { return true }

// openToOthers does not ask either: the mode is made up by Go there.
func openToOthers(fs.FileInfo) bool { return false }
