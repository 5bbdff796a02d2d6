package ui

import "tealset/model"

// subject is what a page's cursor stands on, or a text is about. It is named, not copied,
// so that the text shows what is known now. The zero subject is nothing.
type subject struct {
	conn    *connection
	arn     string
	service model.Key // of a task set
	crumb   string    // names it in the path of a text, where no page does
	// definition is the task definition of a task, which tells where its log is; empty for
	// everything else.
	definition string
	// object is what is known of it; nil when it has gone.
	object func() object
	// details adds all its fields to a list.
	details func(l look, d *detailsList)
}

// object is what a subject can be.
type object interface {
	// Identity is the ARN, and the name or the id.
	Identity() (arn, name string)
	// Document is what is written out as JSON and YAML.
	Document() any
}

// rowSubject is what a row is about; details add the fields of its value.
func rowSubject[T object](conn *connection, row *model.Row[T], details func(l look, d *detailsList, value T)) subject {
	return subject{
		conn: conn, arn: row.ARN, crumb: model.NameOf(row.ARN),
		object: func() object {
			if row.Gone() {
				return nil
			}
			return row.Value
		},
		details: func(l look, d *detailsList) { details(l, d, row.Value) },
	}
}

// taskSetSubject is a set of a service.
func taskSetSubject(conn *connection, service model.Key, arn string) subject {
	set := func() (model.TaskSet, bool) { return conn.store.TaskSet(service, arn) }
	s := subject{conn: conn, arn: arn, service: service, object: func() object {
		if set, ok := set(); ok {
			return set
		}
		return nil
	}}
	id, _ := s.identity()
	s.crumb = model.ShortID(id)
	s.details = func(l look, d *detailsList) {
		set, _ := set()
		d.taskSet(l, set)
		d.taskSetTags(set, conn.tagFaults[arn])
	}
	return s
}

// exists tells whether there is a subject at all.
func (s subject) exists() bool { return s.object != nil }

// identity are the id and the ARN of a subject, for copying.
func (s subject) identity() (id, arn string) {
	if object := s.object(); object != nil {
		arn, id = object.Identity()
		return id, arn
	}
	return model.NameOf(s.arn), s.arn
}
