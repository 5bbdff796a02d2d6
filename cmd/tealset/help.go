package main

import (
	"context"
	"io"
	"os"

	"charm.land/fang/v2"
	"charm.land/lipgloss/v2"
	"github.com/spf13/cobra"
)

// parse reads the command line, and prints the help, the version, the manual page
// or a shell's completions if it asks for them.
func parse(ctx context.Context, root *cobra.Command) error {
	// Fang asks the terminal for its background, which this scheme does not need:
	// that would wait for seconds where no answer comes, and swallow what was typed
	// ahead. Without standard input it does not ask.
	stdin := os.Stdin
	os.Stdin = nil
	defer func() { os.Stdin = stdin }()
	return fang.Execute(ctx, root,
		fang.WithVersion(version),
		fang.WithoutManpage(), // ours has more
		fang.WithColorSchemeFunc(scheme),
		fang.WithErrorHandler(func(io.Writer, fang.Styles, error) {}), // execute prints it
	)
}

// scheme colours the help by the user's own sixteen colours, and leaves running
// text as it is: it is legible on a light and on a dark background.
func scheme(lipgloss.LightDarkFunc) fang.ColorScheme {
	plain := lipgloss.NoColor{}
	return fang.ColorScheme{
		Base: plain, Description: plain, Codeblock: plain, Argument: plain, DimmedArgument: plain,
		Help: plain, Dash: plain, FlagDefault: plain, Comment: plain,
		Title: lipgloss.Blue, Program: lipgloss.Blue, Command: lipgloss.Cyan, Flag: lipgloss.Cyan,
		QuotedString: lipgloss.Green,
	}
}
