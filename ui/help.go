package ui

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"

	"tealset/model"
	"tealset/ui/say"
	"tealset/ui/widget"
)

// openHelp shows the keys. Those that do nothing on the page below are told apart.
func (m *Model) openHelp() {
	reader := m.reader
	m.reader = nil // what counts is the page
	bound := slices.Collect(m.bindings(m.top().bindings(), ""))
	m.reader = reader
	groups := keyGroups(m.keys, bindingsOfPages(m.frame))
	if m.options.ASCII {
		spell(groups)
	}
	idle := map[string]bool{}
	for _, group := range groups {
		for _, row := range group.Bindings {
			if !group.apart {
				idle[row.Help().Key] = row.idle(bound)
			}
		}
	}
	m.open(m.keys.Help, "help", subject{}, helpText(groups, idle, first(m.keys.Details)))
	m.reader.fixed = true
}

// spell writes arrow keys as words: the stand-ins of arrows in ASCII are keys themselves.
func spell(groups []keyGroup) {
	words := strings.NewReplacer("↑", "up", "↓", "down", "→", "right", "←", "left", "⌫", "bksp")
	for _, group := range groups {
		for i, row := range group.Bindings {
			group.Bindings[i].SetHelp(words.Replace(row.Help().Key), words.Replace(row.Help().Desc))
		}
	}
}

// idle tells whether all keys of a row of the help do nothing now.
func (b binding) idle(bound []binding) bool {
	for _, key := range b.Keys() {
		at := slices.IndexFunc(bound, func(other binding) bool { return slices.Contains(other.Keys(), key) })
		if at < 0 || bound[at].why() == "" {
			return false
		}
	}
	return true
}

// Widths of the help, in cells.
const (
	helpColumn = 38 // a column of keys at least
	helpKeys   = 13 // of that, the keys
	helpGap    = 2  // between two columns
	// wideHelp is the width from which on the legend is told in full, and blocks are whole.
	wideHelp = 160
)

// helpText is made from the keys of all pages: what they do not bind is not promised. The
// keys stand in as many columns as there is room for, and the legend below them. On a wide
// screen no block of keys goes on in the next column.
func helpText(groups []keyGroup, idle map[string]bool, details string) text {
	return func(l look, width int) []textLine {
		var blocks [][]string
		columns, wide := helpColumns(width)
		for _, group := range groups {
			head := []string{l.title.Render(group.Title)} // it stands with its first key
			for _, b := range group.Bindings {
				row := slices.Concat(head, helpRow(l, b, !group.apart && idle[b.Help().Key], wide))
				if last := len(blocks) - 1; head == nil && width >= wideHelp {
					blocks[last] = append(blocks[last], row...)
				} else {
					blocks = append(blocks, row)
				}
				head = nil
			}
		}
		lines := flow(blocks, columns, wide)
		lines = append(lines, l.dim.Render(idleSign+" does nothing on this page now: the key says why"))
		return plainLines(append(lines, legendLines(l, width, details)...)...)
	}
}

// helpColumns is how many columns there is room for, and how wide each is.
func helpColumns(width int) (columns, wide int) {
	columns = max(1, (width+helpGap)/(helpColumn+helpGap))
	return columns, (width+helpGap)/columns - helpGap
}

// idleSign stands before a key that does nothing on the page.
const idleSign = say.None

// helpRow is a key with what it does.
func helpRow(l look, b binding, idle bool, width int) []string {
	help := b.Help()
	sign, keys := " ", l.bold
	if idle {
		sign, keys = idleSign, l.dim
	}
	return helpLines(l.dim.Render(sign)+keys.Render(help.Key), 1+helpKeys, help.Desc, width)
}

// helpLines are a term and what it means beside it, wrapped; below it where the term is too
// long.
func helpLines(term string, termWidth int, means string, width int) []string {
	lines := wrap(means, width-termWidth-1)
	for i, part := range lines {
		head := ""
		if i == 0 && widget.Width(term) <= termWidth {
			head = term
		}
		lines[i] = widget.Fit(head, termWidth) + " " + part
	}
	if widget.Width(term) > termWidth {
		lines = append([]string{term}, lines...)
	}
	return lines
}

// legendRow is a sign or a word of the rows with what it means.
type legendRow struct {
	style       widget.Style
	term, means string
}

// legendLines are the legend in columns, which are read from the top down: in as many as
// make it shortest.
func legendLines(l look, width int, details string) []string {
	rows := legend(l, width >= wideHelp)
	term := 0
	for _, row := range rows {
		term = max(term, widget.Width(row.term))
	}
	var shortest []string
	for columns, _ := helpColumns(width); columns > 0; columns-- {
		wide := (width+helpGap)/columns - helpGap
		blocks := make([][]string, len(rows))
		for i, row := range rows {
			blocks[i] = helpLines(" "+row.style.Render(row.term), term+1, row.means, wide)
		}
		if lines := flow(blocks, columns, wide); shortest == nil || len(lines) < len(shortest) {
			shortest = lines
		}
	}
	title := l.title.Render("What a row says") + l.dim.Render("  "+details+" on a service tells what to do")
	return append([]string{title}, shortest...)
}

// flow puts blocks into columns of the least height that holds them, each block whole, in
// their order.
func flow(blocks [][]string, columns, wide int) []string {
	for height := 1; ; height++ {
		stacks, fits := stack(blocks, columns, height)
		if !fits {
			continue
		}
		lines := make([]string, height)
		for i := range lines {
			parts := make([]string, 0, columns)
			for _, column := range stacks {
				part := ""
				if i < len(column) {
					part = column[i]
				}
				parts = append(parts, widget.Fit(part, wide))
			}
			lines[i] = strings.TrimRight(strings.Join(parts, widget.Spaces(helpGap)), " ")
		}
		return lines
	}
}

// stack puts blocks one below the other, and goes on in the next column where one is full.
func stack(blocks [][]string, columns, height int) (stacks [][]string, fits bool) {
	var column []string
	for _, block := range blocks {
		if len(column)+len(block) > height {
			stacks, column = append(stacks, column), nil
		}
		if len(block) > height || len(stacks) >= columns {
			return nil, false
		}
		column = append(column, block...)
	}
	return append(stacks, column), true
}

// tierMeaning is what a tier means, in few words and in more.
type tierMeaning struct {
	model.Tier
	brief, long string
}

// tiers are all, the worst first.
func tiers() []tierMeaning {
	return []tierMeaning{
		{model.Broken, "too few tasks, or stuck", "runs less than it should, or makes no progress"},
		{model.Untidy, "runs, but clean it up", "runs, but has something that a person should clean up"},
		{model.Busy, "changes by itself", "changes by itself, as it should"},
		{model.Calm, "needs nobody", "needs nobody"},
	}
}

// legend explains the signs of a row, and every tier and verdict, the worst first: in a few
// words, or in full, with what to do.
func legend(l look, full bool) []legendRow {
	means := func(brief, long string) string {
		if full {
			return long
		}
		return brief
	}
	rows := []legendRow{
		{l.bold, "4/4 +4", means("4 of 4 serve, 4 run beside", "RUNNING: 4 of 4 wanted tasks serve, 4 others run beside them")},
		{l.bold, "P A D", means("PRIMARY, ACTIVE, DRAINING", "TASK SETS: PRIMARY, ACTIVE, DRAINING, each with its scale")},
		{l.bold, glyphNone, means("none, or not known yet", "there is none, or it is not known yet")},
		{l.stale, glyphStale, means("old: could not be reread", "old: it could not be read again, and may have changed since")},
	}
	verdicts := model.Verdicts()
	for _, tier := range tiers() {
		rows = append(rows, legendRow{l.bold, tier.String(), means(tier.brief, tier.long)})
		for ; len(verdicts) > 0 && verdicts[0].Tier == tier.Tier; verdicts = verdicts[1:] {
			v := verdicts[0]
			sign, style := l.verdict(v.Tier, v.Word)
			rows = append(rows, legendRow{style, sign + " " + v.Word, means(v.Brief, v.When+". "+l.advice(v.Advice))})
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
