package main

import (
	"context"
	"fmt"
	"io"
	"regexp"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"tealset/cmd/tealset/output"
)

// The release build sets these with -ldflags -X: it builds without what Go notes of the
// version control, so that a dirty or shallow copy gives the same bytes.
var releaseVersion, releaseCommit, releaseDate string

// build is how this program came to be. What is not known is empty, or nil.
type build struct {
	Version  string `json:"version"`            // without a v; "devel" where nothing tells it
	Commit   string `json:"commit,omitempty"`   // of git, in full where that is known
	Date     string `json:"date,omitempty"`     // of the commit, RFC 3339 in UTC
	Modified *bool  `json:"modified,omitempty"` // files were changed after the commit
	Go       string `json:"go"`                 // version of the compiler
	OS       string `json:"os"`
	Arch     string `json:"arch"`
}

var (
	thisBuild = newBuild(debug.ReadBuildInfo())
	version   = thisBuild.Version
)

// pseudoVersion ends in the time and the first twelve digits of a commit.
var pseudoVersion = regexp.MustCompile(`[-.](\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)-([0-9a-f]{12})(\+|$)`)

// newBuild takes what a release set, and else what Go noted of the module and of the
// version control.
func newBuild(info *debug.BuildInfo, ok bool) build {
	b := build{Version: "devel", Go: runtime.Version(), OS: runtime.GOOS, Arch: runtime.GOARCH}
	if releaseVersion != "" {
		b.Version, b.Commit, b.Date = releaseVersion, releaseCommit, releaseDate
		return b
	}
	if !ok {
		return b
	}
	if named := info.Main.Version; named != "" && named != "(devel)" {
		b.Version = strings.TrimPrefix(named, "v")
		if part := pseudoVersion.FindStringSubmatch(named); part != nil {
			b.Date = fmt.Sprintf("%s-%s-%sT%s:%s:%sZ", part[1], part[2], part[3], part[4], part[5], part[6])
			b.Commit = part[7]
		}
	}
	for _, setting := range info.Settings {
		switch setting.Key {
		case "vcs.revision":
			b.Commit = setting.Value
		case "vcs.time":
			b.Date = setting.Value
		case "vcs.modified":
			modified := setting.Value == "true"
			b.Modified = &modified
		}
	}
	return b
}

// newVersion prints how the program was built.
func newVersion(o *order) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Print the version, and the commit and the compiler it was built from",
		Args:  cobra.ArbitraryArgs, // see the root's
		Run: func(cmd *cobra.Command, args []string) {
			o.err = noArguments(cmd, args)
			o.do = func(context.Context) error { return printVersion(cmd.OutOrStdout(), thisBuild, format) }
		},
	}
	cmd.Flags().StringVarP(&format, "output", "o", "text", "text, or json for scripts")
	return cmd
}

func printVersion(w io.Writer, b build, format string) error {
	switch format {
	case "text":
		_, err := io.WriteString(w, b.String())
		return err
	case string(output.JSON):
		return output.WriteDocument(w, output.JSON, b)
	}
	return usagef("--output %q is not an output format; give text or json", format)
}

func (b build) String() string {
	known := func(text string) string {
		if text == "" {
			return "unknown"
		}
		return text
	}
	commit := known(b.Commit)
	if b.Modified != nil && *b.Modified {
		commit += ", and changes that are not committed"
	}
	return fmt.Sprintf("tealset %s\ncommit  %s\ndate    %s\nbuilt   with %s for %s/%s\n",
		b.Version, commit, known(b.Date), b.Go, b.OS, b.Arch)
}
