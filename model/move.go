package model

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Move is something about a rollout that is not the same in two states of it.
type Move struct {
	At   time.Time // of the later state
	Side string    // the id of the side; empty where it is about the service
	What string    // one of the Moved… words
	Was  string    // empty for what was not there
	Is   string    // empty for what is not there any more
}

// What can move.
const (
	MovedSide       = "set" // it came or went
	MovedRole       = "role"
	MovedScale      = "scale"
	MovedRunning    = "running"
	MovedStability  = "stability"
	MovedRevision   = "revision"
	MovedTraffic    = "traffic"
	MovedTargets    = "targets"
	MovedDeployment = "deployment"
	MovedStage      = "stage" // of a service deployment whose status is as before
	MovedDesired    = "desired"
)

// Text is the move without its time and side: "traffic 0 % → 10 %", "set is gone".
func (m Move) Text() string {
	switch {
	case m.Was == "":
		return m.What + " " + m.Is
	case m.Is == "":
		return fmt.Sprintf("%s %s is gone", m.What, m.Was)
	}
	return fmt.Sprintf("%s %s → %s", m.What, m.Was, m.Is)
}

// Line is the move as a line of a text that leaves the program: with its date and time in
// UTC, and the whole id.
func (m Move) Line() string {
	line := m.At.UTC().Format("2006-01-02 15:04:05 UTC") + "  "
	if m.Side != "" {
		line += m.Side + "  "
	}
	return line + m.Text()
}

// Moves are what moved between two states of the rollout of one service, in the order of
// the sides of the later one. What is not known in one of them did not move.
func Moves(was, is Rollout, at time.Time) []Move {
	if was.Service.Key() != is.Service.Key() || !was.Service.Described || !is.Service.Described {
		return nil
	}
	moves := moved(nil, MovedDesired, fmt.Sprint(was.Service.Desired), fmt.Sprint(is.Service.Desired))
	moves = movedDeployment(moves, was, is)
	for i := range is.Sides {
		before := was.place(is.Sides[i])
		if before < 0 {
			if sameSort(was, is) {
				moves = append(moves, Move{Side: is.Sides[i].ID, What: MovedSide, Is: is.Sides[i].words()})
			}
			continue
		}
		for _, move := range sideMoves(was, before, is, i) {
			move.Side = is.Sides[i].ID
			moves = append(moves, move)
		}
	}
	for i := range was.Sides {
		if is.place(was.Sides[i]) < 0 && sameSort(was, is) {
			moves = append(moves, Move{Side: was.Sides[i].ID, What: MovedSide, Was: was.Sides[i].words()})
		}
	}
	for i := range moves {
		moves[i].At = at
	}
	return moves
}

// movedDeployment adds that the deployment moved. What both states have in common is told once.
func movedDeployment(moves []Move, was, is Rollout) []Move {
	before, after := was.deploymentState(), is.deploymentState()
	if a, b := was.Known.ServiceDeployment, is.Known.ServiceDeployment; a != nil && b != nil && a.Status == b.Status && after != "" {
		return moved(moves, MovedStage, a.Stage, b.Stage)
	}
	if d := was.Known.CodeDeployment; d != nil && before != after {
		after = strings.TrimPrefix(after, d.ID+" ")
	}
	return moved(moves, MovedDeployment, before, after)
}

// moved adds a move to a list if something moved.
func moved(moves []Move, what, was, is string) []Move {
	if was == is || was == "" || is == "" {
		return moves
	}
	return append(moves, Move{What: what, Was: was, Is: is})
}

func sideMoves(was Rollout, before int, is Rollout, now int) []Move {
	a, b := was.Sides[before], is.Sides[now]
	moves := moved(nil, MovedRole, a.Role, b.Role)
	moves = moved(moves, MovedScale, a.scaleWords(), b.scaleWords())
	moves = moved(moves, MovedRunning, runningWords(a), runningWords(b))
	moves = moved(moves, MovedStability, stabilityWords(a), stabilityWords(b))
	moves = moved(moves, MovedRevision, Revision(a.TaskDefinition), Revision(b.TaskDefinition))
	if x, y := was.Traffic.Sides[before], is.Traffic.Sides[now]; x.Shared == y.Shared { // else it is that of other sides
		moves = moved(moves, MovedTraffic, factOf(x.Text()), factOf(y.Text()))
	}
	if was.Targets[before].Shared != is.Targets[now].Shared { // only by now, or no more, they are told apart from those of another side
		return moves
	}
	return moved(moves, MovedTargets, factOf(was.Targets[before].Text()), factOf(is.Targets[now].Text()))
}

// factOf is a word, unless it tells that nothing is known: empty then.
func factOf(word string) string {
	if word == TrafficUnknown || word == TrafficNoAccess {
		return ""
	}
	return word
}

// place is where the side stands in the rollout, -1 if it has none like it.
func (r Rollout) place(side Side) int {
	return slices.IndexFunc(r.Sides, func(s Side) bool { return s.Key == side.Key })
}

// sameSort tells whether the sides of both are of one sort. Where a service deployment begins
// or ends revisions stand in the place of deployments: none of them came or went.
func sameSort(was, is Rollout) bool {
	revisions := func(r Rollout) bool {
		return slices.ContainsFunc(r.Sides, func(s Side) bool { return s.Revision != nil })
	}
	return revisions(was) == revisions(is)
}

// words are what a side is that came or went.
func (s Side) words() string {
	words := Revision(s.TaskDefinition)
	switch {
	case s.Role == "" && words == "":
		return s.ShortID()
	case words == "":
		return s.Role
	case s.Role == "":
		return words
	}
	return s.Role + " " + words
}

func (s Side) scaleWords() string {
	if s.TaskSet == nil {
		return ""
	}
	percent, ok := s.TaskSet.ScalePercent()
	if !ok {
		return ""
	}
	return PercentText(percent)
}

func runningWords(s Side) string { return fmt.Sprintf("%d/%d", s.Running, s.Wanted) }

// stabilityWords is empty for a side of which ECS tells no stability: the counts do.
func stabilityWords(s Side) string {
	switch {
	case s.TaskSet == nil:
		return ""
	case s.TaskSet.Steady():
		return "steady"
	}
	return "not steady"
}

// deploymentState is the status of the deployment with what is under way in it, empty where
// nothing is known.
func (r Rollout) deploymentState() string {
	if d := r.Known.ServiceDeployment; d != nil && r.Service.ControllerType() == ControllerECS {
		return joined(d.Status, d.Stage)
	}
	d := r.Known.CodeDeployment
	if d == nil || r.Service.ControllerType() != ControllerCodeDeploy {
		return ""
	}
	event := ""
	if r.Known.CodeDeployTarget != nil && !d.Final() {
		for _, e := range r.Known.CodeDeployTarget.Events {
			if e.Status == EventInProgress {
				event = e.Name
			}
		}
	}
	return joined(d.ID+" "+d.Status, event)
}

func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + " " + b
}
