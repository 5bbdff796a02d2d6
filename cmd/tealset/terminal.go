package main

import (
	"io"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/term"
)

// windows is runtime.GOOS there.
const windows = "windows"

// framesPerSecond halves the wait for the echo of a key against Bubble Tea's 60.
const framesPerSecond = 120

// checkTerminal tells why a full-screen program cannot run here. Bubble Tea would
// run blind where the output is no terminal, and draw on one that cannot.
func checkTerminal() error {
	switch name := os.Getenv("TERM"); {
	case !term.IsTerminal(os.Stdout.Fd()):
		return usagef("standard output is not a terminal; run tealset in one, without a pipe or a redirection")
	case !term.IsTerminal(os.Stdin.Fd()):
		return usagef("standard input is not a terminal; run tealset in one, for example with ssh -t")
	case runtime.GOOS != windows && (name == "" || name == "dumb"):
		return usagef("the terminal cannot draw a screen (TERM=%s); set TERM to what it is, such as xterm-256color", name)
	}
	return nil
}

// programOptions are the same for every run of the dashboard.
func programOptions(end ending, rest *rest) []tea.ProgramOption {
	options := []tea.ProgramOption{
		tea.WithFPS(framesPerSecond), tea.WithoutSignalHandler(),
		tea.WithFilter(func(model tea.Model, msg tea.Msg) tea.Msg {
			rest.sees(msg)
			return end.filter(model, msg)
		}),
		tea.WithOutput(rest), tea.WithEnvironment(withUsableSize(os.Environ())),
		tea.WithInput(&terminalInput{File: os.Stdin, signals: end.signals}),
	}
	// Bubble Tea reads NO_COLOR as a boolean; by no-color.org any value counts.
	if os.Getenv("NO_COLOR") != "" {
		options = append(options, tea.WithColorProfile(colorprofile.ASCII))
	}
	return options
}

// keepTitle saves the title of the terminal's window, and brings it back by what it returns:
// Bubble Tea leaves an empty one. Terminals that do not know how (XTWINOPS) drop both.
func (s settings) keepTitle(out io.Writer) (restore func()) {
	const save, bringBack = "\x1b[22;2t", "\x1b[23;2t"
	if !s.bell {
		return func() {}
	}
	_, _ = io.WriteString(out, save)
	return func() { _, _ = io.WriteString(out, bringBack) }
}

// withUsableSize is an environment for Bubble Tea, without a COLUMNS or LINES that cannot
// be meant. Where a terminal tells no size, as a serial console or a container's does,
// Bubble Tea takes it from them, else 80×24; but it drops one that is larger than 4096,
// and the screen would stay blank.
func withUsableSize(environment []string) []string {
	const most = 1000
	return slices.DeleteFunc(environment, func(variable string) bool {
		name, value, _ := strings.Cut(variable, "=")
		cells, err := strconv.Atoi(value)
		return (name == "COLUMNS" || name == "LINES") && (err != nil || cells <= 0 || cells > most)
	})
}

// terminalSize is what the terminal tells of itself, zero where it does not.
func terminalSize() (width, height int) {
	width, height, err := term.GetSize(os.Stdout.Fd())
	if err != nil {
		return 0, 0
	}
	return width, height
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
