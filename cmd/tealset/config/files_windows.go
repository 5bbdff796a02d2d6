package config

import "golang.org/x/sys/windows"

// openNonblocking is not needed on Windows: pipes have names of their own there.
const openNonblocking = 0

// systemDirectory is where an administrator writes what holds for everybody, whatever the
// environment says; empty where Windows does not tell it.
func systemDirectory() string {
	dir, err := windows.KnownFolderPath(windows.FOLDERID_ProgramData, windows.KF_FLAG_DEFAULT)
	if err != nil {
		return ""
	}
	return dir
}
