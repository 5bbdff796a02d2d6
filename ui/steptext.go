package ui

import (
	"slices"
	"strings"

	"tealset/model"
	"tealset/model/clean"
)

// openStep shows the next step of a board's service: what it is, why, and the commands for
// what tealset does not do itself.
func (m *Model) openStep(board *boardPage) {
	m.open(m.keys.Next, "next step", board.aboutService(), stepText(board))
}

func stepText(b *boardPage) text {
	return func(l look, _ int) []textLine {
		offer, step := b.next()
		lines := plainLines(l.title.Render("The next step"), sentenceOf(step), "")
		if offer.Kind != "" && offer.Why != "" {
			lines = append(lines, plainLines("tealset does not take it now: "+offer.Why+".", "")...)
		}
		lines = append(lines, causeLines(b, l)...)
		return append(lines, shiftLines(b, l, step.Shifts)...)
	}
}

// sentenceOf is the step with the side that it is about.
func sentenceOf(step model.Step) string {
	text := step.Sentence()
	if step.Side != "" && !strings.Contains(text, model.ShortID(step.Side)) {
		text = model.ShortID(step.Side) + ": " + text
	}
	return text
}

// causeLines are why the step is the next one: what was found, and why tasks stopped.
func causeLines(b *boardPage, l look) []textLine {
	var lines []textLine
	add := func(text string) { lines = append(lines, textLine{text: text, indent: 2}) }
	for _, finding := range b.rollout().Findings(l.now) {
		if finding.Tier == model.Calm || finding.ID == model.FindStopped { // which the tasks below tell with more
			continue
		}
		add(finding.Sentence())
	}
	for _, tasks := range b.rollout().Tasks {
		for _, group := range tasks.Stopped {
			if tasks.Side == nil || group.Kind == model.StopNormal {
				continue
			}
			add(tasks.Side.ShortID() + ": " + group.Sentence(l.now))
			if group.Text != "" {
				add("  " + group.Text)
			}
		}
	}
	if len(lines) == 0 {
		return nil
	}
	return slices.Concat(plainLines(l.title.Render("Why")), lines, []textLine{{}})
}

// shiftLines are the commands that shift traffic, for a person to run.
func shiftLines(b *boardPage, l look, shifts []model.Shift) []textLine {
	if len(shifts) == 0 {
		return nil
	}
	lines := plainLines(l.title.Render("For you to run"))
	for _, text := range shiftCommands(b.conn, shifts) {
		lines = append(lines, textLine{text: text, indent: 2})
	}
	return lines
}

// shiftCommands are the commands that shift traffic, quoted for a shell; in the place of one
// that there is not, why.
func shiftCommands(conn *connection, shifts []model.Shift) []string {
	var commands []string
	for _, shift := range shifts {
		words, why := shift.Command(conn.cli(conn.BalancingEndpoint))
		if why != "" {
			commands = append(commands, "no command for "+shift.Route.Place()+": "+why)
			continue
		}
		for i := range words {
			words[i] = clean.ShellWord(words[i])
		}
		commands = append(commands, strings.Join(words, " "))
	}
	return commands
}
