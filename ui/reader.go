package ui

import (
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/viewport"
	tea "charm.land/bubbletea/v2"

	"tealset/model"
)

// subject is the cluster, service or task set that a page or a text is about. It is named,
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
)

// reader is a page of text that scrolls: details, YAML, JSON, events, activity and
// help. Its text is made anew when anything has changed.
type reader struct {
	key     key.Binding // opens it, and closes it again
	title   string
	about   subject
	text    func(m *Model, width int) []string
	view    viewport.Model
	content string
}

func newReader(binding key.Binding, title string, about subject, text func(m *Model, width int) []string) *reader {
	return &reader{key: binding, title: title, about: about, text: text, view: viewport.New()}
}

// layout makes the text for the present size; the place in it stays. By a key alone
// no text changes, so that scrolling costs no more where there is much of it.
func (r *reader) layout(m *Model, width, height int, byKey bool) {
	fits := r.content != "" && r.view.Width() == width
	r.view.SetWidth(width)
	r.view.SetHeight(height)
	if !byKey || !fits {
		r.write(strings.Join(r.text(m, width), "\n"))
	}
	if r.view.PastBottom() {
		r.view.GotoBottom()
	}
}

func (r *reader) write(content string) {
	if content != r.content {
		r.content = content
		r.view.SetContent(content)
	}
}

// scroll handles the keys that move through the text; ok is false for all others.
func (r *reader) scroll(keys keyMap, msg tea.KeyPressMsg) (ok bool) {
	switch {
	case key.Matches(msg, keys.Up):
		r.view.ScrollUp(1)
	case key.Matches(msg, keys.Down):
		r.view.ScrollDown(1)
	case key.Matches(msg, keys.PageUp):
		r.view.PageUp()
	case key.Matches(msg, keys.PageDown), msg.String() == "space":
		r.view.PageDown()
	case key.Matches(msg, keys.Top):
		r.view.GotoTop()
	case key.Matches(msg, keys.Bottom):
		r.view.GotoBottom()
	default:
		return false
	}
	return true
}

// subject is what the cursor stands on, or the open text is about; ok is false where that
// is nothing.
func (m *Model) subject() (about subject, ok bool) {
	if m.reader != nil {
		return m.reader.about, m.reader.about.kind != ofNothing
	}
	return m.top().subject()
}

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
	}
	return model.NameOf(s.arn), s.arn
}
