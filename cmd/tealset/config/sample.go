package config

import (
	"fmt"
	"strings"

	"tealset/ui"
)

// Sample is a configuration of comments alone: every setting with its usual value, or an
// example of one. Without the # each of them is understood.
func Sample() string {
	var out strings.Builder
	note := func(format string, args ...any) { fmt.Fprintf(&out, "# "+format+"\n", args...) }
	set := func(format string, args ...any) { fmt.Fprintf(&out, "#"+format+"\n\n", args...) }
	note("The configuration of tealset. A flag and a TEALSET_ variable come before it, and it comes")
	note("before that of the machine. `tealset config` prints what is in force and where it was set.")
	out.WriteString("\n")
	note("Read again after this time, from 1s to 1h.")
	set("refresh: 5s")
	note("Take this share of the request rate that ECS gives the account.")
	set("budget: 25%%")
	note("The colours: %s.", oneOf(themeNames()))
	set("theme: auto")
	note("Draw with ASCII alone: auto (where the locale is not UTF-8), true or false.")
	set("ascii: auto")
	note("Change nothing with these profiles and in these accounts. The patterns of all files add up.")
	set(`read_only: ["prod-*", "123456789012"]`)
	note("Let only these kinds of changes be made. Every file that has a list has to have the kind.")
	set("allow: [%s]", strings.Join(Kinds(), ", "))
	note("Have the service's name typed before changes that are dangerous (danger), or before all (always).")
	set("confirm: {type_name: danger}")
	note("The columns of the dashboard's tables, in this order.")
	out.WriteString("#columns:\n")
	for _, table := range ui.Tables() {
		fmt.Fprintf(&out, "#  %s: [%s]\n", table.Name, strings.Join(table.Columns, ", "))
	}
	out.WriteString("\n")
	note("The keys of actions: a key, a list, or none. `tealset config keys` lists all actions.")
	set("keys: {refresh: [r, f5], suspend: none}")
	return strings.TrimSuffix(out.String(), "\n")
}
