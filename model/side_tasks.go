package model

import (
	"cmp"
	"slices"
	"time"
)

// SideTasks are the tasks of one side of a service.
type SideTasks struct {
	Side *Side // nil for the tasks of none: their set is gone
	// Live have not stopped, the newest first.
	Live []Task
	// Stopped are the others that were described, counted by why they stopped.
	Stopped []StopGroup
}

// TasksBySide divides the tasks of a service among its sides, in the order of the sides. A
// task names its task set or its deployment in startedBy; those of a service revision are
// known by the task definition, if it has that alone. Those of no side come last, if there
// are any. A task that has only been listed counts as one of no side.
func TasksBySide(sides []Side, tasks []Task) []SideTasks {
	of := make([][]Task, len(sides)+1)
	for _, task := range tasks {
		at := SideOf(sides, task)
		of[at] = append(of[at], task)
	}
	groups := make([]SideTasks, 0, len(of))
	for i := range of {
		group := SideTasks{Stopped: StopGroups(of[i])}
		if i < len(sides) {
			group.Side = &sides[i]
		} else if len(of[i]) == 0 {
			break
		}
		for _, task := range of[i] {
			if !task.Described || !task.Stopped() {
				group.Live = append(group.Live, task)
			}
		}
		slices.SortStableFunc(group.Live, func(a, b Task) int {
			return cmp.Or(b.CreatedAt.Compare(a.CreatedAt), cmp.Compare(a.ARN, b.ARN))
		})
		groups = append(groups, group)
	}
	return groups
}

// SideOf is the place of the task's side, that behind the last if it is of none.
func SideOf(sides []Side, task Task) int {
	if at := slices.IndexFunc(sides, func(s Side) bool { return s.started(task) }); at >= 0 {
		return at
	}
	found := len(sides)
	for i := range sides {
		if sides[i].Revision == nil || task.TaskDefinition == "" || sides[i].TaskDefinition != task.TaskDefinition {
			continue
		}
		if found < len(sides) {
			return len(sides)
		}
		found = i
	}
	return found
}

// started tells whether the task names the side.
func (s Side) started(task Task) bool {
	if s.Revision != nil {
		return s.Deployment != nil && s.Deployment.ID != "" && task.StartedBy == s.Deployment.ID
	}
	return task.StartedBy != "" && task.StartedBy == s.ID
}

// Trouble is the stopped tasks of the worst kind that are worth a line on the board: two or
// more failures of one verdict since a time. ok is false where there are none.
func (t SideTasks) Trouble(since time.Time) (group StopGroup, ok bool) {
	for _, g := range t.Stopped {
		count := 0
		for _, task := range g.Tasks {
			if task.EndedAt().After(since) {
				count++
			}
		}
		if g.Kind == StopFailure && count >= troubleFrom && count > group.Count {
			group, ok = g.upTo(count), true
		}
	}
	return group, ok
}

// troubleFrom is how many tasks have to stop for the same reason before it is a verdict on
// their set.
const troubleFrom = 2

// upTo is the group with its last tasks alone.
func (g StopGroup) upTo(count int) StopGroup {
	g.Tasks, g.Count = g.Tasks[:count], count
	g.settle()
	return g
}
