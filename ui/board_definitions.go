package ui

import (
	"context"
	"time"

	"tealset/model"
)

// definitionsPace is 0 unless a task definition is wanted that has not been read: each is
// read once. They are wanted where they are drawn, which is on a wide screen or after v.
func (r *boardParts) definitionsPace() time.Duration {
	_, _, ok := r.state()
	wanted := r.board.comparing || r.board.grid.width >= panelColumns
	return pace(ok && wanted && len(r.board.unreadDefinitions()) > 0, true, definitionsEvery, 0)
}

func (r *boardParts) readDefinitions() func(context.Context) ([]model.TaskDefinition, error) {
	backend, arns := r.conn.Backend, r.board.unreadDefinitions()
	return func(ctx context.Context) (read []model.TaskDefinition, err error) {
		for _, arn := range arns {
			definition, err := backend.DescribeTaskDefinition(ctx, arn)
			if err != nil {
				return nil, err
			}
			definition.ARN = arn // it is found again by the name that it was asked for
			read = append(read, definition)
		}
		return read, nil
	}
}

func (r *boardParts) tookDefinitions(read []model.TaskDefinition, began, at time.Time) {
	for _, definition := range read {
		r.conn.store.TaskDefinitions.Put(definition.Key(), definition, began, at)
	}
	r.known().definitionsFault = nil
}

func (r *boardParts) lostDefinitions(fault *model.Fault) { r.known().definitionsFault = fault }
