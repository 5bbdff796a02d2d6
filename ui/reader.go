package ui

import (
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/viewport"
	tea "charm.land/bubbletea/v2"

	"tealset/model"
)

// subject is the cluster, service or task set that a page is about. It is named,
// not copied, so that the page shows what is known now.
type subject struct {
	page    page
	key     model.Key
	arn     string
	source  int       // of a cluster
	service model.Key // the service that a task set belongs to
}

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

// subject is what the cursor stands on; ok is false on an empty page.
func (m *Model) subject() (about subject, ok bool) {
	if m.reader != nil {
		return m.reader.about, m.reader.about.arn != ""
	}
	switch m.place {
	case atClusters:
		if row := m.clusters.grid.current(); row != nil {
			return subject{page: clustersPage, key: row.Key, arn: row.ARN, source: row.Source}, true
		}
	case atServices:
		if row := m.services.grid.current(); row != nil {
			return subject{page: servicesPage, key: row.Key, arn: row.ARN}, true
		}
	case atBoard:
		if row := m.board.grid.current(); row != nil {
			return subject{page: boardPage, key: row.Key, arn: row.ARN, service: m.board.key}, true
		}
		if m.board.key != (model.Key{}) { // no task sets: the service itself
			return subject{page: servicesPage, key: m.board.key, arn: m.board.ref.Service}, true
		}
	}
	return subject{}, false
}

// object is the model value of a subject, nil when it has gone.
func (m *Model) object(about subject) any {
	switch about.page {
	case clustersPage:
		if row := m.clusters.listers[about.source].roster.Row(about.key); row != nil {
			return row.Value
		}
	case servicesPage:
		if row := m.services.roster.Row(about.key); row != nil {
			return row.Value
		}
	case boardPage:
		if row := m.services.roster.Row(about.service); row != nil {
			if set, ok := row.Value.TaskSet(about.arn); ok {
				return set
			}
		}
	}
	return nil
}

// identity are the id and the ARN of a subject, for copying.
func (m *Model) identity(about subject) (id, arn string) {
	switch object := m.object(about).(type) {
	case model.TaskSet:
		return object.ID, object.ARN
	case model.Service:
		return object.Name, object.ARN
	case model.Cluster:
		return object.Name, object.ARN
	}
	return model.NameOf(about.arn), about.arn
}
