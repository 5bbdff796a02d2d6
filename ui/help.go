package ui

import (
	"strings"

	"charm.land/bubbles/v2/key"

	"tealset/model"
	"tealset/ui/widget"
)

// helpText is made from the keys of all pages: what they do not bind is not promised.
func helpText(groups []keyGroup) text {
	return func(l look, width int) []string {
		var lines []string
		for i, group := range groups {
			if i > 0 {
				lines = append(lines, "")
			}
			lines = append(lines, l.title.Render(" "+group.Title))
			for _, binding := range group.Bindings {
				help := binding.Help()
				lines = append(lines, " "+l.bold.Render(widget.Fit(help.Key, 14))+" "+widget.Cut(help.Desc, width-16))
			}
		}
		lines = append(lines, "", l.title.Render(" What a row says"))
		for _, row := range legend(l) {
			for i, part := range wrap(row[1], width-17) {
				if i > 0 {
					row[0] = ""
				}
				lines = append(lines, " "+l.bold.Render(widget.Fit(row[0], 14))+" "+part)
			}
		}
		return lines
	}
}

// legend explains how a row tells what runs, and every tier and verdict, the worst first:
// when it is, and what to do.
func legend(l look) [][2]string {
	rows := [][2]string{{
		"4/4 +4", "RUNNING: 4 of 4 wanted tasks serve, 4 others run beside them",
	}}
	verdicts := model.Verdicts()
	for _, tier := range []struct {
		model.Tier
		means string
	}{
		{model.Broken, "runs less than it should, or makes no progress"},
		{model.Untidy, "runs, but has something that a person should clean up"},
		{model.Busy, "changes by itself, as it should"},
		{model.Calm, "needs nobody"},
	} {
		rows = append(rows, [2]string{tier.String(), tier.means})
		for ; len(verdicts) > 0 && verdicts[0].Tier == tier.Tier; verdicts = verdicts[1:] {
			v := verdicts[0]
			sign, _ := l.verdict(v.Tier, v.Word)
			rows = append(rows, [2]string{sign + " " + v.Word, v.When + ". " + v.Do})
		}
	}
	return rows
}

// brief is a binding in two words for the footer: its first key, and what it does
// up to the first explanation.
func brief(binding key.Binding) (keys, does string) {
	help := binding.Help()
	keys, _, _ = strings.Cut(help.Key, " ")
	does, _, _ = strings.Cut(help.Desc, ":")
	does, _, _ = strings.Cut(does, " (")
	return keys, does
}
