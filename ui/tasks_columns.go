package ui

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"tealset/model"
	"tealset/ui/say"
	"tealset/ui/widget"
)

// otherSide stands in place of the side of a task whose side is gone.
const otherSide = "other"

// columns are those of tasks. At 80 cells there is room for those as far as AGE.
func (p *tasksPage) columns() []column[model.Task] {
	return append([]column[model.Task]{
		{
			Column: widget.Column{Title: "SET", Min: 10, Max: 10},
			cell:   func(_ look, t model.Task, _ int) widget.Cell { return widget.Plain(p.sideOf(t)) },
			rank:   p.rankBySide,
		},
		{
			Column: widget.Column{Title: "TASK", Min: 8, Max: 36},
			cell:   func(_ look, t model.Task, width int) widget.Cell { return widget.Plain(taskIDIn(t.ID(), width)) },
			rank:   func(_ look, t model.Task) rank { return byText(t.ID()) },
		},
		{
			Column: widget.Column{Title: "STATUS", Min: 16},
			cell:   taskStatusCell, verdict: true,
			rank: func(_ look, t model.Task) rank { return byText(t.LastStatus).of(t.Described) },
		},
		{
			Column: widget.Column{Title: "HEALTH, OR WHY IT STOPPED", Min: 30},
			cell:   taskHealthCell,
			rank:   func(_ look, t model.Task) rank { return byText(taskHealth(t)).of(t.Described) },
		},
		{
			Column: widget.Column{Title: "AGE", Min: 5, Right: true}, ages: true,
			cell: func(l look, t model.Task, _ int) widget.Cell { return widget.Plain(say.Since(t.CreatedAt, l.now)) },
			rank: func(_ look, t model.Task) rank { return byAge(t.CreatedAt).of(t.Described) },
		},
	}, taskPlaceColumns()...)
}

// taskPlaceColumns are where a task runs, and what.
func taskPlaceColumns() []column[model.Task] {
	return []column[model.Task]{
		{
			Column: widget.Column{Title: "ADDRESS", Min: 15},
			cell: func(_ look, t model.Task, _ int) widget.Cell {
				return widget.Plain(say.OrNone(t.PrivateAddress()))
			},
			rank: func(_ look, t model.Task) rank { return byText(t.PrivateAddress()).of(t.PrivateAddress() != "") },
		},
		{
			Column: widget.Column{Title: "ZONE", Min: 11, Max: 20},
			cell:   func(_ look, t model.Task, _ int) widget.Cell { return widget.Plain(say.OrNone(t.AvailabilityZone)) },
			rank:   func(_ look, t model.Task) rank { return byText(t.AvailabilityZone).of(t.Described) },
		},
		{
			Column: widget.Column{Title: "REVISION", Min: 8, Whole: true},
			whole:  func(t model.Task) string { return model.Revision(t.TaskDefinition) },
			cell:   func(_ look, t model.Task, width int) widget.Cell { return revisionCell(t.TaskDefinition, width) },
			rank:   func(_ look, t model.Task) rank { return byRevision(t.TaskDefinition) },
		},
		{
			Column: widget.Column{Title: "IMAGE", Min: 12, Whole: true},
			whole:  imageOf,
			cell: func(_ look, t model.Task, width int) widget.Cell {
				return widget.Plain(widget.CutLeft(say.OrNone(imageOf(t)), width))
			},
			rank: func(_ look, t model.Task) rank { return byText(imageOf(t)).of(len(t.Containers) > 0) },
		},
		{
			Column: widget.Column{Title: "EXIT", Min: 4, Max: 12, Right: true},
			cell:   func(_ look, t model.Task, _ int) widget.Cell { return widget.Plain(say.OrNone(exitCodes(t))) },
			rank:   func(_ look, t model.Task) rank { return byText(exitCodes(t)).of(exitCodes(t) != "") },
		},
	}
}

// sideOf is the short id of the task's side. Of a task that has only been listed nobody
// knows it.
func (p *tasksPage) sideOf(t model.Task) string {
	at := model.SideOf(p.known, t)
	switch {
	case at < len(p.known):
		return say.OrNone(p.known[at].ShortID())
	case !t.Described:
		return glyphNone
	}
	return otherSide
}

// rankBySide puts the tasks in the order of the board's sides; within one those that run
// come first, the newest before the others, then those that stopped, the worst kind and the
// last to end before the others.
func (p *tasksPage) rankBySide(_ look, t model.Task) rank {
	const classes = 8
	class, at := 0, t.CreatedAt
	if t.Described && t.Stopped() {
		class, at = 1+int(t.WhyStopped().Kind), t.EndedAt()
	}
	return rank{
		number: float64(model.SideOf(p.known, t)*classes + class), text: fmt.Sprintf("%020d", math.MaxInt64-max(0, at.Unix())),
		unknown: !t.Described,
	}
}

// taskIDIn is the id where there is room for it, else its beginning, by which people know a
// task.
func taskIDIn(id string, width int) string {
	const short = 8
	if widget.Width(id) <= width || width < short {
		return widget.CutLeft(id, width)
	}
	letters := []rune(id)
	return widget.Fit(string(letters[:min(len(letters), short)]), short)
}

// stopSign is the sign and the style of an end.
func stopSign(l look, kind model.StopKind) (string, widget.Style) {
	switch kind {
	case model.StopFailure:
		return glyphCross, l.bad
	case model.StopNormal:
		return glyphDraining, l.dim
	default:
		return glyphCross, l.busy
	}
}

func taskStatusCell(l look, t model.Task, _ int) widget.Cell {
	switch {
	case t.Missing != "":
		return signCell(glyphBad, l.bad, t.Missing)
	case !t.Described:
		return widget.Styled(l.dim, glyphNone)
	case t.LastStatus == model.TaskRunning && !t.Stopped():
		return widget.Plain(glyphGood + " " + t.LastStatus)
	case t.LastStatus == model.TaskStopped:
		sign, style := stopSign(l, t.WhyStopped().Kind)
		return signCell(sign, style, t.LastStatus)
	default:
		return signCell(glyphBusy, l.busy, say.OrNone(t.LastStatus))
	}
}

// taskHealth is the health of a task, or why it stopped.
func taskHealth(t model.Task) string {
	if t.Described && t.Stopped() {
		return t.WhyStopped().Words
	}
	return t.Health
}

// taskHealthCell shows UNKNOWN, which ECS says where a task has no health checks, as a
// thing that is not known.
func taskHealthCell(l look, t model.Task, _ int) widget.Cell {
	switch {
	case t.Described && t.Stopped():
		stop := t.WhyStopped()
		_, style := stopSign(l, stop.Kind)
		return widget.Styled(style, stop.Words)
	case t.Health == model.TaskHealthy:
		return widget.Plain(glyphGood + " " + t.Health)
	case t.Health == model.TaskUnhealthy:
		return signCell(glyphBad, l.bad, t.Health)
	default:
		return widget.Styled(l.dim, say.OrNone(t.Health))
	}
}

// imageOf is the image of the task's container without its registry; of several containers
// that of the first, and how many there are beside it.
func imageOf(t model.Task) string {
	if len(t.Containers) == 0 {
		return ""
	}
	image := t.Containers[0].Image
	image = image[strings.LastIndexByte(image, '/')+1:]
	if more := len(t.Containers) - 1; more > 0 {
		image += " +" + strconv.Itoa(more)
	}
	return image
}

// exitCodes are the exit codes of the containers that have ended, each once.
func exitCodes(t model.Task) string {
	var codes []string
	for _, c := range t.Containers {
		if c.ExitCode != nil {
			codes = append(codes, strconv.Itoa(int(*c.ExitCode)))
		}
	}
	slices.Sort(codes)
	return strings.Join(slices.Compact(codes), ",")
}
