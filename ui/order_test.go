package ui

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"tealset/model"
	"tealset/model/change"
	"tealset/ui/feed"
)

// silent is a backend that is never asked: the test makes the answers.
type silent struct{ Backend }

const (
	aCluster = "arn:aws:ecs:eu-west-1:123456789012:cluster/shop"
	aService = "arn:aws:ecs:eu-west-1:123456789012:service/shop/checkout"
)

func anARN(i int) string {
	return fmt.Sprintf("arn:aws:ecs:eu-west-1:123456789012:task-set/shop/checkout/ecs-svc/%d", i)
}

// anyService is what some read may say: any of the sets, in any role, of any time
// and in any order, or none.
func anyService(t *rapid.T) model.Service {
	service := model.Service{
		ARN: aService, Name: "checkout", ClusterARN: aCluster, Described: true, Status: model.ServiceActive,
		Controller: model.Controller{Type: model.ControllerExternal},
	}
	order := rapid.Permutation([]int{1, 2, 3}).Draw(t, "order")
	for _, i := range order[:rapid.IntRange(0, 3).Draw(t, "sets")] {
		service.TaskSets = append(service.TaskSets, anySet(t, i))
	}
	return service
}

func anySet(t *rapid.T, i int) model.TaskSet {
	roles := []string{model.StatusPrimary, model.StatusActive, model.StatusDraining, ""}
	return model.TaskSet{
		ARN: anARN(i), ID: fmt.Sprintf("ecs-svc/%d", i), Status: rapid.SampledFrom(roles).Draw(t, "role"),
		UpdatedAt: time.Unix(int64(rapid.IntRange(0, 5).Draw(t, "updated")), 0),
		CreatedAt: time.Unix(int64(rapid.IntRange(0, 5).Draw(t, "created")), 0),
	}
}

// For any sequence of reads, writes and late answers: no row goes back from
// DRAINING to another role, and while the dialog is open the cursor stands on no
// other ARN than the one that the dialog was opened for.
func TestNoAnswerTakesDrainingBackOrMovesTheCursor(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		m := New(ctx, []Source{{Backend: silent{}}}, Options{Cluster: aCluster, Service: aService, Refresh: time.Second})
		m.Init()
		m.Update(feed.ValueMsg[model.Service]{Token: m.poll().Token(), Value: anyService(t), At: time.Now()})
		tokens := []feed.Token{}
		m.board().grid.moveTo(rapid.IntRange(0, 2).Draw(t, "cursor"))
		m.Update(keyPress("ctrl+d"))
		draining := map[string]bool{}
		for range rapid.IntRange(1, 20).Draw(t, "answers") {
			tokens = append(tokens, m.poll().Token())
			m.Update(anyAnswer(t, m, tokens))
			for _, row := range m.board().grid.rows {
				if draining[row.ARN] && row.Value.Role != model.StatusDraining {
					t.Fatalf("%s went from DRAINING to %q", row.ARN, row.Value.Role)
				}
			}
			seen := m.board().grid.rows
			for arn := range draining { // a set that is gone may come back as another one of that ARN
				if !slices.ContainsFunc(seen, func(row *model.Row[side]) bool { return row.ARN == arn }) {
					delete(draining, arn)
				}
			}
			for _, row := range seen {
				draining[row.ARN] = row.Value.Role == model.StatusDraining
			}
			if m.asking() == nil {
				continue
			}
			if row := m.board().grid.Current(); row != nil && row.ARN != m.asking().flow.Request().Target.ARN || m.board().grid.selected.Name != m.asking().flow.Request().Target.ARN {
				t.Fatalf("the cursor stands on %s, the dialog is about %s", m.board().grid.selected.Name, m.asking().flow.Request().Target.ARN)
			}
		}
	})
}

// anyAnswer is an answer to the present read or to a past one.
func anyAnswer(t *rapid.T, m *Model, tokens []feed.Token) tea.Msg {
	token := tokens[max(0, len(tokens)-1-rapid.IntRange(0, 2).Draw(t, "late"))]
	switch rapid.IntRange(0, 3).Draw(t, "kind") {
	case 0:
		set := anySet(t, rapid.IntRange(1, 3).Draw(t, "set"))
		id := ""
		for _, sent := range m.changes.all {
			if sent.Request().Target.ARN == set.ARN {
				id = sent.Request().ID
			}
		}
		return answeredMsg{id: id, answer: change.Answer{TaskSet: &set, At: time.Now()}}
	case 1:
		return feed.RowsMsg[model.Service]{
			Token: m.services().lists[0].Pollers()[0].Token(), Keys: []model.Key{model.ServiceKey(aCluster, aService)}, At: time.Now(),
			Answer: model.Descriptions[model.Service]{Found: []model.Service{anyService(t)}},
		}
	case 2:
		answer := model.Descriptions[model.Service]{Found: []model.Service{anyService(t)}}
		return followedMsg{ids: []string{"any"}, answer: answer, began: time.Now(), at: time.Now()}
	default:
		return feed.ValueMsg[model.Service]{Token: token, Value: anyService(t), At: time.Now()}
	}
}
