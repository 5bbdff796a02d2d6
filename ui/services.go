package ui

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"tealset/model"
	"tealset/ui/widget"
)

// newServices lists the services of one cluster, given by its name or ARN.
func newServices(backend Backend, cluster string, interval time.Duration) lister[model.Service] {
	return lister[model.Service]{
		poll: poller{page: servicesPage, interval: interval},
		grid: grid[model.Service]{columns: serviceColumns(), long: serviceTexts},
		list: func(ctx context.Context, from model.Cursor) (model.Names, error) {
			return backend.ListServices(ctx, cluster, from)
		},
		describe: func(ctx context.Context, services []string) (model.Descriptions[model.Service], error) {
			return backend.DescribeServices(ctx, cluster, services)
		},
		kind: listing[model.Service]{
			listOperation: "ListServices", describeOperation: "DescribeServices",
			batch:   describeServicesMax,
			listed:  model.ListedService,
			arn:     func(s model.Service) string { return s.ARN },
			name:    func(s model.Service) string { return s.Name },
			named:   func(s model.Service, arn string) model.Service { s.ARN = arn; return s },
			missing: func(s model.Service, reason string) model.Service { s.Missing = reason; return s },
			fold:    model.Service.Replace,
			keep:    func(model.Service) bool { return false },
		},
	}
}

// serviceTexts are what the filter finds beside the cells: whole ids and ARNs of
// the service and its sets, also where a row shows a short form.
func serviceTexts(s model.Service) []string {
	texts := []string{s.ARN, s.Name, s.TaskDefinition}
	for _, set := range s.TaskSets {
		texts = append(texts, taskSetTexts(set)...)
	}
	return texts
}

func serviceColumns() []column[model.Service] {
	return []column[model.Service]{
		{
			Column: widget.Column{Title: "SERVICE", Min: 13, Max: 60},
			cell:   func(_ look, s model.Service, _ int) widget.Cell { return widget.Plain(s.Name) },
			order:  func(_ look, a, b model.Service) int { return strings.Compare(a.Name, b.Name) },
		},
		{
			Column: widget.Column{Title: "RUNNING", Min: 8, Right: true},
			cell:   described(func(l look, s model.Service, _ int) widget.Cell { return runningCell(l, s.Running, s.Desired) }),
			order:  func(_ look, a, b model.Service) int { return cmp.Compare(a.Running, b.Running) },
		},
		{
			Column: widget.Column{Title: "STATE", Min: 10},
			cell:   healthCell,
			order: func(l look, a, b model.Service) int {
				x, y := a.Health(l.now), b.Health(l.now)
				return cmp.Or(cmp.Compare(y.Severity, x.Severity), strings.Compare(x.Word, y.Word))
			},
		},
		{
			Column: widget.Column{Title: "PENDING", Min: 7, Right: true},
			cell:   described(func(l look, s model.Service, _ int) widget.Cell { return pendingCell(l, s.Pending) }),
			order:  func(_ look, a, b model.Service) int { return cmp.Compare(a.Pending, b.Pending) },
		},
		{
			Column: widget.Column{Title: "TASK SETS", Min: 18, Max: 34},
			cell:   described(taskSetsCell),
			order:  func(_ look, a, b model.Service) int { return cmp.Compare(a.SlotsUsed(), b.SlotsUsed()) },
		},
		{
			Column: widget.Column{Title: "CONTROLLER", Min: 11},
			cell:   described(func(l look, s model.Service, _ int) widget.Cell { return widget.Plain(s.ControllerType()) }),
			order:  func(_ look, a, b model.Service) int { return strings.Compare(a.ControllerType(), b.ControllerType()) },
		},
		{
			Column: widget.Column{Title: "REVISION", Min: 14, Max: 24},
			cell:   described(func(l look, s model.Service, w int) widget.Cell { return revisionCell(s.TaskDefinition, w) }),
			order:  func(_ look, a, b model.Service) int { return strings.Compare(a.TaskDefinition, b.TaskDefinition) },
		},
		{
			Column: widget.Column{Title: "AGE", Min: 5, Right: true},
			cell:   described(func(l look, s model.Service, _ int) widget.Cell { return widget.Plain(age(s.CreatedAt, l.now)) }),
			order:  func(_ look, a, b model.Service) int { return b.CreatedAt.Compare(a.CreatedAt) },
		},
	}
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

func runningCell(l look, running, desired int32) widget.Cell {
	text := fmt.Sprintf("%d/%d", running, desired)
	switch {
	case running < desired:
		return widget.Styled(l.bad, text)
	case running == 0:
		return widget.Styled(l.dim, text)
	default:
		return widget.Plain(text)
	}
}

func healthCell(l look, s model.Service, _ int) widget.Cell {
	health := s.Health(l.now)
	if health.Word == "" {
		return widget.Styled(l.dim, glyphNone)
	}
	glyph, style := l.severity(health.Severity)
	if health.Severity == model.Calm && health.Word != "steady" {
		glyph, style = glyphDraining, l.dim
	}
	return severityCell(glyph, style, health.Word)
}

// taskSetsCell tells the roles and scales in short: "P 100%  A 50%  D 0%".
func taskSetsCell(l look, s model.Service, _ int) widget.Cell {
	if len(s.TaskSets) == 0 {
		return widget.Styled(l.dim, glyphNone)
	}
	var parts []string
	for _, set := range byRole(s.TaskSets) {
		part := string([]rune(orNone(set.Status))[:1])
		if scale, ok := set.ScalePercent(); ok && !set.Draining() {
			part += fmt.Sprintf(" %.0f%%", scale)
		}
		parts = append(parts, part)
	}
	return widget.Plain(strings.Join(parts, " "+strings.TrimSpace(glyphDot)+" "))
}

// revisionCell cuts the family, not the number behind it.
func revisionCell(taskDefinition string, width int) widget.Cell {
	if taskDefinition == "" {
		return widget.Plain(glyphNone)
	}
	return widget.Plain(widget.CutLeft(model.Revision(taskDefinition), width))
}
