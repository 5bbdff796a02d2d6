package main

import (
	"os"
	"runtime"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/term"
)

// framesPerSecond halves the wait for the echo of a key against Bubble Tea's 60.
const framesPerSecond = 120

// checkTerminal tells why a full-screen program cannot run here. Bubble Tea would
// run blind where the output is no terminal, and draw on one that cannot.
func checkTerminal() error {
	switch name := os.Getenv("TERM"); {
	case !term.IsTerminal(os.Stdout.Fd()):
		return usagef("standard output is no terminal; run tealset in one, without a pipe or a redirection")
	case !term.IsTerminal(os.Stdin.Fd()):
		return usagef("standard input is no terminal; run tealset in one, for example with ssh -t")
	case runtime.GOOS != windows && (name == "" || name == "dumb"):
		return usagef("the terminal cannot draw a screen (TERM=%s); set TERM to what it is, such as xterm-256color", name)
	}
	return nil
}

// programOptions are the same for every run of the dashboard.
func programOptions(end ending) []tea.ProgramOption {
	options := []tea.ProgramOption{
		tea.WithFPS(framesPerSecond), tea.WithoutSignalHandler(),
		tea.WithFilter(func(model tea.Model, msg tea.Msg) tea.Msg { return end.filter(model, sized(msg, os.Getenv)) }),
		tea.WithInput(&terminalInput{File: os.Stdin, signals: end.signals}),
	}
	// Bubble Tea reads NO_COLOR as a boolean; by no-color.org any value counts.
	if os.Getenv("NO_COLOR") != "" {
		options = append(options, tea.WithColorProfile(colorprofile.ASCII))
	}
	return options
}

// sized gives a size to a terminal that tells none, as a serial console or a container's
// does: that of LINES and COLUMNS, else 80×24.
func sized(msg tea.Msg, getenv func(string) string) tea.Msg {
	size, ok := msg.(tea.WindowSizeMsg)
	if !ok {
		return msg
	}
	if size.Width <= 0 {
		size.Width = cells(getenv("COLUMNS"), 80)
	}
	if size.Height <= 0 {
		size.Height = cells(getenv("LINES"), 24)
	}
	return size
}

// cells is a number of rows or columns in a text, or another one where it has none.
func cells(text string, otherwise int) int {
	const most = 1000
	if n, err := strconv.Atoi(text); err == nil && n > 0 && n <= most {
		return n
	}
	return otherwise
}

// wantsASCII tells whether the locale promises nothing but ASCII. Windows has no
// locale variables, and its old console lacks the glyphs.
func wantsASCII(getenv func(string) string, goos string) bool {
	if goos == windows {
		return getenv("WT_SESSION") == ""
	}
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if locale := strings.ToLower(getenv(name)); locale != "" {
			return !strings.Contains(locale, "utf-8") && !strings.Contains(locale, "utf8")
		}
	}
	return true
}
