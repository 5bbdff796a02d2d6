package ui

import (
	"slices"
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	"github.com/charmbracelet/x/ansi"

	"tealset/model"
	"tealset/model/change"
	"tealset/ui/say"
	"tealset/ui/widget"
)

// panel is a part of the board under its sides.
type panel struct {
	widget.Panel
	title string
	opens key.Binding // shows all of it
	lines func(l look, width, height int) []string
}

// Sizes of the panels, in cells and lines.
const (
	panelColumns = 130 // from this width on they stand in two columns
	panelTitle   = 1
)

// panelLines are the next step, and below it the panels, in the given room. What there is no
// room for is left out, the last first.
// While the service cannot be read again, nobody knows whether they are still so.
func (b *boardPage) panelLines(l look, d drawing, height int) []string {
	if b.parts == nil || height < 2 {
		return nil
	}
	lines := b.panelsIn(l, d.width, height)
	if d.failing {
		for i := range lines {
			lines[i] = l.stale.Render(ansi.Strip(lines[i]))
		}
	}
	return lines
}

func (b *boardPage) panelsIn(l look, width, height int) []string {
	lines := append([]string{""}, b.lastLines(l, width, height)...)
	lines = append(append(lines, b.deploymentLines(l, width, height)...), b.nextLine(l, width))
	height -= len(lines)
	panels := b.panels()
	if width >= panelColumns {
		half := (width - 1) / 2
		left := b.stacked(l, []panel{panels[0], panels[2]}, half, height)
		right := b.stacked(l, []panel{panels[1], panels[3]}, width-half-1, height)
		for i := range max(len(left), len(right)) {
			lines = append(lines, widget.Fit(at(left, i), half)+" "+at(right, i))
		}
		return lines
	}
	return append(lines, b.stacked(l, panels[:3], width, height)...)
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return ""
}

// stacked are panels one below the other.
func (b *boardPage) stacked(l look, panels []panel, width, height int) []string {
	sizes := make([]widget.Panel, len(panels))
	for i, p := range panels {
		sizes[i] = p.Panel
	}
	var lines []string
	for i, room := range widget.Heights(sizes, height) {
		if room > 0 {
			lines = append(lines, panelRule(l, panels[i].title, panels[i].opens, width))
			lines = append(lines, exactly(panels[i].lines(l, width, room-panelTitle), room-panelTitle)...)
		}
	}
	return lines
}

// panelRule is the line above a panel: what it is of, and the key that shows all of it.
func panelRule(l look, title string, opens key.Binding, width int) string {
	head, tail := strings.Repeat(glyphRule, 2)+" "+title+" ", ""
	if len(opens.Keys()) > 0 {
		tail = " " + first(opens) + " " + glyphRule
	}
	fill := max(0, width-widget.Width(head)-widget.Width(tail))
	return l.dim.Render(widget.Cut(head+strings.Repeat(glyphRule, fill)+tail, width))
}

// panels are all panels, in the order in which they get room.
func (b *boardPage) panels() []panel {
	tasks := "tasks"
	if at := b.toldAt(); at >= 0 {
		side := b.rollout().Sides[at]
		tasks = say.Join("tasks of "+side.ShortID(), model.Revision(side.TaskDefinition))
	}
	return []panel{
		{widget.Panel{Floor: 3, Weight: 3}, tasks, b.keys.Tasks, b.taskLines},
		{widget.Panel{Floor: 2, Weight: 2}, "seen here", b.keys.Export, b.moveLines},
		{widget.Panel{Floor: 2, Weight: 2}, "events (UTC)", b.keys.Events, b.eventLines},
		{widget.Panel{Floor: 2, Weight: 2}, b.differenceTitle(), b.keys.Difference, b.differenceLines},
	}
}

// nextLine is the next step in one line.
func (b *boardPage) nextLine(l look, width int) string {
	offer, step := b.next()
	text := sentenceOf(step)
	if step.Wait != "" { // the lines above tell it
		text = step.Words
	}
	if step.Wait != "" && step.Kind == model.StepWait {
		text += ": the deployment goes on by itself"
	}
	style := l.plain
	switch step.Kind {
	case model.StepNone, model.StepUnknown:
		style = l.dim
	case model.StepMend:
		style = l.bad
	default:
	}
	keys, _ := brief(b.keys.Next)
	does := b.nextDoes(l, offer, step)
	const beside = 8 // " next  " before the step, and a blank after it
	key := l.bold.Render(keys) + " " + l.dim.Render(does) + " "
	switch fits := beside+widget.Width(text+key) <= width; {
	case !fits:
		key = l.bold.Render(keys) + " "
	case does == "":
		key = ""
	}
	room := max(0, width-widget.Width(key)-beside)
	return widget.Spread(" "+l.bold.Render("next")+"  "+style.Render(widget.Cut(text, room)), key, width)
}

// nextDoes is what the key of the next step does: it opens a form, or shows a command or the
// reason. It is empty where its text says no more than the line.
func (b *boardPage) nextDoes(l look, offer change.Offer, step model.Step) string {
	switch {
	case offer.Kind != "" && offer.Why == "":
		return wordsOf(offer.Kind).brief
	case len(step.Shifts) > 0:
		return "command"
	case offer.Kind != "", step.Wait != "", len(causeLines(b, l)) > 0:
		return "why"
	}
	return ""
}

// taskLines are the tasks of the side under the cursor: why some stopped, then those that
// run, then the ends that are normal. Of hundreds of tasks only those are drawn that have room.
func (b *boardPage) taskLines(l look, width, height int) []string {
	rollout, fault := b.rollout(), b.conn.rollout(b.key).tasksFault
	at := b.toldAt()
	switch {
	case at < 0:
		return nil
	case fault != nil && !rollout.Known.TasksRead:
		return []string{"   " + l.dim.Render(say.Unread(fault))}
	case !rollout.Known.TasksRead:
		return []string{"   " + l.dim.Render(beingRead)}
	}
	tasks := rollout.Tasks[at]
	first, last := b.troubleElsewhere(l, at, width), []string(nil)
	for _, group := range tasks.Stopped {
		sign, style := glyphCross+" ", l.bad
		switch group.Kind {
		case model.StopUntold, model.StopOutside:
			style = l.busy
		case model.StopNormal:
			last = append(last, "   "+l.dim.Render(widget.Cut(sign+group.Sentence(l.now), width-3)))
			continue
		case model.StopFailure:
		}
		line := sign + group.Sentence(l.now)
		first = append(first, "   "+style.Render(widget.Cut(line, width-3)))
		if text := group.Text; text != "" && !strings.Contains(line, text) {
			first = append(first, "     "+l.dim.Render(widget.CutMiddle(text, width-5)))
		}
	}
	for _, task := range tasks.Live[:min(len(tasks.Live), max(0, height-len(first)))] {
		first = append(first, "   "+taskLine(l, task, width-3))
	}
	if lines := slices.Concat(first, last); len(lines) > 0 {
		return lines
	}
	return []string{"   " + l.dim.Render("no task runs, and none stopped in the last hour")}
}

// troubleElsewhere are the reasons for which tasks of the other sides stopped again and again.
func (b *boardPage) troubleElsewhere(l look, told, width int) []string {
	var lines []string
	for i, tasks := range b.rollout().Tasks {
		if group, ok := tasks.Trouble(l.now.Add(-time.Hour)); ok && i != told && tasks.Side != nil {
			lines = append(lines, "   "+l.bad.Render(widget.Cut(glyphCross+" "+tasks.Side.ShortID()+": "+group.Sentence(l.now), width-3)))
			if group.Text != "" {
				lines = append(lines, "     "+l.dim.Render(widget.CutMiddle(group.Text, width-5)))
			}
		}
	}
	return lines
}

// toldAt is the place of the side whose tasks are shown, -1 without one.
func (b *boardPage) toldAt() int {
	return slices.IndexFunc(b.rollout().Sides, func(s model.Side) bool { return s.Key == b.told.key })
}

// taskLine is one task that has not stopped.
func taskLine(l look, t model.Task, width int) string {
	sign, style := glyphBusy, l.busy
	if t.LastStatus == model.TaskRunning {
		sign, style = glyphGood, l.plain
	}
	if t.Health == model.TaskUnhealthy {
		sign, style = glyphBad, l.bad
	}
	health := ""
	if t.Health == model.TaskHealthy || t.Health == model.TaskUnhealthy {
		health = strings.ToLower(t.Health)
	}
	parts := []string{
		sign + " " + widget.Fit(strings.ToLower(say.OrNone(t.LastStatus)), 12), widget.Fit(t.ID()[:min(len(t.ID()), 8)], 8), widget.Fit(health, 9),
		widget.FitRight(say.Since(t.CreatedAt, l.now), 6), widget.Fit(t.PrivateAddress(), 15),
	}
	line := strings.Join(parts, "  ") + "  "
	zone := widget.CutLeft(t.AvailabilityZone, max(0, width-widget.Width(line))) // its end tells which
	return style.Render(strings.TrimRight(widget.Cut(line+zone, width), " "))
}

// moveLines are what moved since the board was opened, the last first.
func (b *boardPage) moveLines(l look, width, height int) []string {
	if len(b.moves) == 0 {
		return []string{"   " + l.dim.Render("nothing has moved since this board was opened")}
	}
	var lines []string
	for _, move := range b.moves[:min(len(b.moves), height)] {
		lines = append(lines, "   "+widget.Cut(l.dim.Render(timeOfDay(l, move.At))+"  "+shortSide(move.Side)+move.Text(), width-3))
	}
	return lines
}

// timeOfDay is a time in UTC: of another day than today the day.
func timeOfDay(l look, at time.Time) string {
	if at, now := at.UTC(), l.now.UTC(); at.YearDay() != now.YearDay() || at.Year() != now.Year() {
		return at.Format("Jan _2  ")
	}
	return at.UTC().Format(time.TimeOnly)
}

func shortSide(id string) string {
	if id == "" {
		return ""
	}
	return model.ShortID(id) + "  "
}

// eventLines are the last events of the service, the newest first.
func (b *boardPage) eventLines(l look, width, height int) []string {
	var lines []string
	for _, event := range b.state.events {
		if len(lines) == height {
			break
		}
		head := l.dim.Render(timeOfDay(l, event.At)) + "  " + shortSide(event.Side)
		text := shortEvent(event)
		if event.Trouble {
			text = l.bad.Render(widget.CutMiddle(text, max(0, width-3-widget.Width(head))))
		}
		lines = append(lines, "   "+widget.Cut(head+text, width-3))
	}
	if len(lines) == 0 {
		return []string{"   " + l.dim.Render("no events")}
	}
	return lines
}

// shortEvent is the text of an event with the names of target groups in place of their ARNs,
// and the beginnings of the ids of tasks.
func shortEvent(event model.EventLine) string {
	text := event.Text
	if event.TargetGroup != "" {
		text = strings.ReplaceAll(text, event.TargetGroup, model.TargetGroupName(event.TargetGroup))
	}
	for _, id := range event.Tasks {
		text = strings.ReplaceAll(text, id, id[:min(len(id), 8)])
	}
	return text
}
