package ui

import "tealset/model"

// subject is the cluster, service, task set or task that a page or a text is about. It is named,
// not copied, so that the text shows what is known now.
type subject struct {
	kind    kind
	conn    *connection
	key     model.Key
	arn     string
	service model.Key // the service that a task set belongs to
}

// kind is what a subject is.
type kind int

const (
	ofNothing kind = iota
	ofCluster
	ofService
	ofTaskSet
	ofTask
)

// object is the model value of a subject, nil when it has gone.
func (s subject) object() any {
	switch s.kind {
	case ofCluster:
		return known(s.conn.store.Clusters.Row(s.key))
	case ofService:
		return known(s.conn.store.Services.Row(s.key))
	case ofTaskSet:
		if set, ok := s.conn.store.TaskSet(s.service, s.key.Name); ok {
			return set
		}
	case ofTask:
		return known(s.conn.store.Tasks.Row(s.key))
	case ofNothing:
	}
	return nil
}

// known is the value of a row, nil where the last listing has it no more.
func known[T any](row *model.Row[T]) any {
	if row == nil || row.Gone() {
		return nil
	}
	return row.Value
}

// identity are the id and the ARN of a subject, for copying.
func (s subject) identity() (id, arn string) {
	switch object := s.object().(type) {
	case model.TaskSet:
		return object.ID, object.ARN
	case model.Service:
		return object.Name, object.ARN
	case model.Cluster:
		return object.Name, object.ARN
	case model.Task:
		return object.ID(), object.ARN
	}
	return model.NameOf(s.arn), s.arn
}
