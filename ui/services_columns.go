package ui

import (
	"tealset/model"
	"tealset/ui/say"
	"tealset/ui/widget"
)

// serviceTexts are what the filter finds beside what the cells say: the whole ids and ARNs
// of the service and its sets.
func serviceTexts(s model.Service) []string {
	texts := []string{s.ARN, s.TaskDefinition}
	for _, set := range s.TaskSets {
		texts = append(texts, set.Status)
		texts = append(texts, taskSetTexts(set)...)
	}
	return texts
}

// stateTitle is that of the column by which the list is sorted at first: what needs a
// person is above.
const stateTitle = "STATE"

// whoseColumn tells of which of the connections a service is.
func whoseColumn(conns []*connection) column[model.Service] {
	const title, most = "WHOSE", 40
	texts, wide := apart(conns), len(title)
	for _, text := range texts {
		wide = max(wide, widget.Width(text))
	}
	return column[model.Service]{
		Column: widget.Column{Title: title, Min: min(wide, most/2), Max: min(wide, most)}, beside: true,
		cell: func(_ look, s model.Service, _ int) widget.Cell { return widget.Plain(texts[s.SeenBy]) },
		rank: func(_ look, s model.Service) rank { return byText(texts[s.SeenBy]) },
	}
}

// apart is what tells each connection from the others, by its label: the Region where they
// have one profile, the profile where they are in one Region, else both.
func apart(conns []*connection) map[string]string {
	texts, profiles, regions := map[string]string{}, map[string]bool{}, map[string]bool{}
	for _, conn := range conns {
		profiles[conn.Profile], regions[conn.Region] = true, true
	}
	for _, conn := range conns {
		switch {
		case len(profiles) == 1:
			texts[conn.label()] = conn.Region
		case len(regions) == 1:
			texts[conn.label()] = conn.Profile
		default:
			texts[conn.label()] = conn.label()
		}
	}
	return texts
}

func serviceColumns(name func(model.Service) string) []column[model.Service] {
	return []column[model.Service]{
		{
			name: "serviceName", Column: widget.Column{Title: "SERVICE", Min: 12, Max: 60}, beside: true,
			cell: func(_ look, s model.Service, w int) widget.Cell { return widget.Plain(serviceName(s, name(s), w)) },
			rank: func(_ look, s model.Service) rank { return byText(name(s)) },
		},
		{
			name: "runningCount", Column: widget.Column{Title: "RUNNING", Min: 9, Max: 12, Right: true}, beside: true, narrow: 7, most: true,
			cell: described(servingCell),
			rank: func(_ look, s model.Service) rank { return byNumber(s.Serving().Running).of(s.Described) },
		},
		{
			name: "health", Column: widget.Column{Title: stateTitle, Min: 10, Max: 18}, beside: true,
			cell: healthCell, verdict: true,
			rank: func(l look, s model.Service) rank { return byNumber(-s.Health(l.now).Urgency()) },
		},
		{
			name: "pendingCount", Column: widget.Column{Title: "PENDING", Min: 8, Right: true}, most: true,
			cell: described(func(l look, s model.Service, w int) widget.Cell { return pendingCell(l, s.Pending, w) }),
			rank: func(_ look, s model.Service) rank { return byNumber(s.Pending).of(s.Described) },
		},
		{
			name: "taskSets", Column: widget.Column{Title: "TASK SETS", Min: 18, Max: 34}, most: true,
			cell: described(taskSetsCell),
			rank: func(_ look, s model.Service) rank { return byNumber(s.SlotsUsed()).of(s.Described) },
		},
		{
			name: "deploymentController", Column: widget.Column{Title: "CONTROLLER", Min: 11},
			cell: described(func(l look, s model.Service, _ int) widget.Cell { return widget.Plain(s.ControllerType()) }),
			rank: func(_ look, s model.Service) rank { return byText(s.ControllerType()).of(s.Described) },
		},
		{
			name: "taskDefinition", Column: widget.Column{Title: "REVISION", Min: 14, Max: 24},
			cell: described(func(l look, s model.Service, w int) widget.Cell { return revisionCell(s.TaskDefinition, w) }),
			rank: func(_ look, s model.Service) rank { return byRevision(s.TaskDefinition).of(s.Described) },
		},
		{
			name: "age", Column: widget.Column{Title: "AGE", Min: 5, Right: true}, ages: true,
			cell: described(func(l look, s model.Service, _ int) widget.Cell { return widget.Plain(say.Since(s.CreatedAt, l.now)) }),
			rank: func(_ look, s model.Service) rank { return byAge(s.CreatedAt).of(s.Described) },
		},
	}
}

// serviceName cuts the cluster before a service's name, not the name.
func serviceName(s model.Service, name string, width int) string {
	if name == s.Name {
		return name
	}
	return widget.CutLeft(name, width)
}

// described shows that a value is not known yet, instead of a zero.
func described(cell func(look, model.Service, int) widget.Cell) func(look, model.Service, int) widget.Cell {
	return func(l look, s model.Service, width int) widget.Cell {
		if !s.Described {
			return widget.Styled(l.dim, glyphNone)
		}
		return cell(l, s, width)
	}
}

// servingCell is the serving side's running of wanted, and what runs beside it.
func servingCell(l look, s model.Service, width int) widget.Cell {
	serving := s.Serving()
	return runningCell(l, serving, s.Health(l.now).Tier == model.Broken, width)
}

// runningCell is red only where too few tasks are what is broken: a rollout may run on
// fewer for a while.
func runningCell(l look, serving model.Serving, broken bool, width int) widget.Cell {
	text := say.Serving(serving, width)
	switch {
	case serving.Running < serving.Wanted && broken:
		return widget.Styled(l.bad, text)
	case serving.Running < serving.Wanted:
		return widget.Styled(l.busy, text)
	case serving.Running == 0 && serving.Beside == 0:
		return widget.Styled(l.dim, text)
	default:
		return widget.Plain(text)
	}
}

// healthCell tells the reason where there is room for it, and one word elsewhere.
func healthCell(l look, s model.Service, width int) widget.Cell {
	health := s.Health(l.now)
	if health.Word == "" {
		return widget.Styled(l.dim, glyphNone)
	}
	glyph, style := l.verdict(health.Tier, health.Word)
	text := health.Word
	if long := text + ": " + health.Reason; health.Tier > model.Calm && widget.Width(long)+2 <= width {
		text = long
	}
	return signCell(glyph, style, text)
}

// taskSetsCell tells the roles and scales in short.
func taskSetsCell(l look, s model.Service, _ int) widget.Cell {
	if len(s.TaskSets) == 0 {
		return widget.Styled(l.dim, glyphNone)
	}
	return widget.Plain(say.Roles(model.ByRole(s.TaskSets)))
}

// revisionCell cuts the family, not the number behind it.
func revisionCell(taskDefinition string, width int) widget.Cell {
	if taskDefinition == "" {
		return widget.Plain(glyphNone)
	}
	return widget.Plain(widget.CutLeft(model.Revision(taskDefinition), width))
}
