package ui

import (
	"fmt"
	"slices"

	"tealset/model"
	"tealset/ui/say"
	"tealset/ui/widget"
)

func (b *boardPage) compares() []binding {
	return []binding{
		{
			Binding: b.keys.Difference,
			group:   groupCloser, elsewhere: "open a service to compare the revisions of its sides",
			can:  func() string { _, _, why := b.compared(); return why },
			does: func() action { return differenceAction{b} },
		},
		{
			Binding: b.keys.Mark, unnamed: true, onRow: true,
			group: groupCloser, elsewhere: "open a service to mark one of its sides for the difference",
			can: func() string {
				if b.grid.Current() == nil {
					return "there is nothing to mark"
				}
				return ""
			},
			does: func() action { return markAction{b} },
		},
	}
}

// mark marks the side under the cursor, or takes its mark away.
func (m *Model) mark(board *boardPage) {
	row := board.grid.Current()
	if board.grid.marked == row.Key {
		board.grid.marked = model.Key{}
		m.notice = row.Value.ShortID() + " is not marked any more"
		return
	}
	board.grid.marked = row.Key
	m.notice = row.Value.ShortID() + " is marked: " + first(m.keys.Difference) + " compares it with the one under the cursor"
}

// compared are the two sides whose task definitions are compared: the marked one and the one
// under the cursor, or else the one that serves and the newest beside it. why tells why there
// are none, without a full stop.
func (b *boardPage) compared() (left, right model.Side, why string) {
	rollout, row := b.rollout(), b.grid.Current()
	sides := rollout.Sides
	at := func(key model.Key) int {
		return slices.IndexFunc(sides, func(s model.Side) bool { return s.Key == key && key != model.Key{} })
	}
	first, second := at(b.grid.marked), -1
	if row != nil && row.Key != b.grid.marked {
		second = at(row.Key)
	}
	if first < 0 || second < 0 {
		first, second = b.usualPair()
	}
	switch {
	case len(sides) == 0:
		return left, right, nothingRead
	case first < 0 || second < 0:
		return left, right, "there is nothing to compare: two sides are needed"
	case sides[first].TaskDefinition == "" || sides[second].TaskDefinition == "":
		return left, right, "the task definition of a side is not known yet"
	}
	return sides[first], sides[second], ""
}

// usualPair are the places of the side that serves and of the newest beside it.
func (b *boardPage) usualPair() (first, second int) {
	rollout := b.rollout()
	first = rollout.Serving()
	for _, places := range [][]int{rollout.Candidates(), rollout.Former()} {
		if len(places) > 0 && first >= 0 {
			return first, places[0]
		}
	}
	for i := range rollout.Sides {
		if i != first && first >= 0 {
			return first, i
		}
	}
	if len(rollout.Sides) > 1 {
		return 0, 1
	}
	return first, -1
}

// definition is the task definition of a side; ok is false before it has been read.
func (b *boardPage) definition(side model.Side) (definition model.TaskDefinition, ok bool) {
	row := b.conn.store.TaskDefinitions.Row(model.TaskDefinitionKey(side.TaskDefinition))
	if row == nil {
		return model.TaskDefinition{}, false
	}
	return row.Value, true
}

// unreadDefinitions are the ARNs of the task definitions that are to be compared and have not
// been read yet.
func (b *boardPage) unreadDefinitions() []string {
	left, right, why := b.compared()
	if why != "" {
		return nil
	}
	var arns []string
	for _, side := range []model.Side{left, right} {
		if _, ok := b.definition(side); !ok && !slices.Contains(arns, side.TaskDefinition) {
			arns = append(arns, side.TaskDefinition)
		}
	}
	return arns
}

// openDifference shows the difference, and has what is needed for it read.
func (m *Model) openDifference(board *boardPage) {
	board.comparing = true
	if board.parts != nil && len(board.unreadDefinitions()) > 0 {
		board.parts.definitions.Refresh(m.look.now)
	}
	m.open(m.keys.Difference, "difference", board.aboutService(), board.differenceText)
	m.reader.fixed = true
}

// differences are the lines of the two sides, or why they are not known.
func (b *boardPage) differences() (lines []model.DefinitionLine, why string) {
	left, right, why := b.compared()
	if why != "" {
		return nil, why
	}
	before, known := b.definition(left)
	after, alsoKnown := b.definition(right)
	fault := b.conn.rollout(b.key).definitionsFault
	switch {
	case known && alsoKnown:
		return model.CompareDefinitions(before, after), ""
	case fault != nil:
		return nil, say.Unread(fault)
	}
	return nil, beingRead
}

// differenceLines are what differs, in the room of a panel.
func (b *boardPage) differenceLines(l look, width, height int) []string {
	const most = 32 // cells for what differs
	lines, why := b.differences()
	if why != "" {
		return []string{"   " + l.dim.Render(widget.Cut(why, width-3))}
	}
	lines = slices.DeleteFunc(lines, func(d model.DefinitionLine) bool { return !d.Differs && !d.Unknown })
	if len(lines) == 0 {
		return []string{"   " + l.dim.Render("nothing differs")}
	}
	out, what := make([]string, 0, height), 0
	for _, d := range lines {
		what = min(most, max(what, widget.Width(d.What)))
	}
	for i, d := range lines {
		if i == height-1 && len(lines) > height {
			return append(out, "   "+l.dim.Render(fmt.Sprintf("%d more: %s shows them", len(lines)-i, first(b.keys.Difference))))
		}
		out = append(out, "   "+widget.Cut(l.dim.Render(widget.Fit(d.What, what))+"  "+differenceWords(d), width-3))
	}
	return out
}

// differenceWords are both values of a line in short, without the path that both begin with and,
// of the second, without the image's name if that is the same; or that nobody can tell.
func differenceWords(d model.DefinitionLine) string {
	switch {
	case d.Unknown:
		return "could not be compared"
	case d.Left == d.Right:
		return "another value"
	}
	left, right := say.OrNone(d.Left), say.OrNone(d.Right)
	path, name := 0, 0 // up to the last slash that both have, and up to a colon after it
	for i := 0; i < min(len(left), len(right)) && left[i] == right[i]; i++ {
		switch left[i] {
		case '/':
			path, name = i, i
		case ':':
			name = i
		}
	}
	if path > 0 {
		left, right = "…"+left[path:], "…"+right[name:]
	}
	return left + " → " + right
}

// differenceTitle names the two revisions.
func (b *boardPage) differenceTitle() string {
	left, right, why := b.compared()
	if why != "" {
		return "difference of the revisions"
	}
	return "difference " + model.Revision(left.TaskDefinition) + " → " + model.Revision(right.TaskDefinition)
}
