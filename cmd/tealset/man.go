package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"tealset/cmd/tealset/script"
	"tealset/ui/keymap"
)

// newMan prints the manual page. It is the same on every day: its date is that of
// SOURCE_DATE_EPOCH, or none.
func newMan(o *order) *cobra.Command {
	return &cobra.Command{
		Use:   "man",
		Short: "Print the manual page, for man -l -",
		Args:  cobra.ArbitraryArgs, // see the root's
		Run: func(cmd *cobra.Command, args []string) {
			o.err = noArguments(cmd, args)
			o.do = func(context.Context) error {
				date, err := sourceDate(os.Getenv("SOURCE_DATE_EPOCH"))
				if err != nil {
					return err
				}
				_, err = io.WriteString(cmd.OutOrStdout(), manual(cmd.Root(), date))
				return err
			}
		},
	}
}

// sourceDate is the date of a number of seconds since 1970; empty where there is none.
func sourceDate(epoch string) (string, error) {
	if epoch == "" {
		return "", nil
	}
	seconds, err := strconv.ParseInt(epoch, 10, 64)
	if err != nil || seconds < 0 {
		return "", usagef("SOURCE_DATE_EPOCH=%s is no number of seconds; set it to one, or unset it", epoch)
	}
	return time.Unix(seconds, 0).UTC().Format(time.DateOnly), nil
}

// page is a manual page in the language of man(7).
type page struct{ strings.Builder }

// manual is the page about a program and all its commands.
func manual(root *cobra.Command, date string) string {
	var p page
	_, _ = fmt.Fprintf(&p, ".TH TEALSET 1 \"%s\" \"tealset %s\" \"User Commands\"\n", date, roff(version))
	p.section("NAME")
	p.text("tealset - " + script.LowerFirst(root.Short))
	p.section("SYNOPSIS")
	p.text("tealset [--cluster CLUSTER [--service SERVICE]] [flags]")
	p.text("tealset COMMAND [arguments] [flags]")
	p.section("DESCRIPTION")
	p.paragraphs(root.Long)
	p.section("COMMANDS")
	p.commands(root)
	p.section("OPTIONS")
	p.flags(root.LocalFlags())
	p.section("KEYS")
	p.text("These are the usual keys; `keys` in the configuration sets others. Those of a dialog are shown in its last line, and cannot be set.")
	for _, a := range keymap.Actions() {
		p.item(a.Name+", "+strings.Join(a.Keys, " "), a.Does)
	}
	p.section("ENVIRONMENT")
	for _, v := range variables {
		p.item(v.names, v.means)
	}
	p.paragraphs(variablesOfOthers)
	p.section("FILES")
	for _, f := range filesOfProgram {
		p.item(f.names, f.means)
	}
	p.section("EXIT STATUS")
	for _, exit := range exits {
		p.item(strconv.Itoa(exit.code), strings.TrimSuffix(exit.means+": "+exit.when, ": "))
	}
	p.text("They differ from those of gh (2 and 4) and of aws (252 to 255).")
	p.section("EXAMPLES")
	p.examples(root)
	p.section("SEE ALSO")
	p.text("aws(1), tealset help exit-codes, tealset help output, tealset help environment")
	return p.String()
}

// commands are the commands below one, with their own flags.
func (p *page) commands(of *cobra.Command) {
	for _, cmd := range of.Commands() {
		if !cmd.IsAvailableCommand() {
			continue
		}
		p.item(strings.TrimPrefix(cmd.UseLine(), "tealset "), cmd.Short+".")
		if cmd.Name() == nameCompletion { // its shells are named in its own help
			continue
		}
		if cmd.Long != "" {
			_, _ = fmt.Fprintf(p, ".RS\n")
			p.paragraphs(cmd.Long)
			_, _ = fmt.Fprintf(p, ".RE\n")
		}
		if flags := cmd.NonInheritedFlags(); flags.HasAvailableFlags() {
			_, _ = fmt.Fprintf(p, ".RS\n")
			p.flags(flags)
			_, _ = fmt.Fprintf(p, ".RE\n")
		}
		p.commands(cmd)
	}
}

func (p *page) flags(flags *pflag.FlagSet) {
	flags.VisitAll(func(flag *pflag.Flag) {
		if flag.Hidden {
			return
		}
		name := "--" + flag.Name
		if flag.Shorthand != "" {
			name = "-" + flag.Shorthand + ", " + name
		}
		if flag.Value.Type() != "bool" {
			name += " " + strings.ToUpper(flag.Value.Type())
		}
		means := flag.Usage
		if usual := flag.DefValue; usual != "" && usual != "[]" && usual != "false" && usual != "0" {
			means += " (" + usual + ")"
		}
		p.item(name, means)
	})
}

func (p *page) section(title string) { _, _ = fmt.Fprintf(p, ".SH \"%s\"\n", title) }

func (p *page) text(text string) { _, _ = fmt.Fprintf(p, ".PP\n%s\n", roff(text)) }

// paragraphs are set apart by empty lines.
func (p *page) paragraphs(text string) {
	for paragraph := range strings.SplitSeq(text, "\n\n") {
		p.text(strings.Join(strings.Fields(paragraph), " "))
	}
}

// item is a term with what it means.
func (p *page) item(term, means string) {
	_, _ = fmt.Fprintf(p, ".TP\n.B \"%s\"\n%s\n", roff(term), roff(means))
}

// examples are those of a program, and of all its commands.
func (p *page) examples(of *cobra.Command) {
	if of.Example != "" {
		p.example(of.Example)
	}
	for _, cmd := range of.Commands() {
		if cmd.IsAvailableCommand() && cmd.Name() != nameCompletion {
			p.examples(cmd)
		}
	}
}

// example is set as it is.
func (p *page) example(text string) {
	_, _ = fmt.Fprint(p, ".PP\n.nf\n")
	for line := range strings.SplitSeq(text, "\n") {
		_, _ = fmt.Fprintln(p, roff(line))
	}
	_, _ = fmt.Fprint(p, ".fi\n")
}

// roff writes a text so that nothing in it is a request or an escape of roff.
func roff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`, `"`, `\(dq`, "'", `\(aq`, "`", `\(ga`, "^", `\(ha`, "~", `\(ti`).Replace(text)
	if strings.HasPrefix(text, ".") {
		text = `\&` + text
	}
	return text
}
