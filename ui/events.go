package ui

import (
	"time"

	"tealset/model"
	"tealset/ui/say"
	"tealset/ui/widget"
)

// eventsText are the events of the board's service, the newest first, as ECS
// wrote them; the ids of its task sets are in their text.
func (m *Model) eventsText(width int) []string {
	row := m.reader.about.conn.store.Services.Row(m.reader.about.key)
	switch {
	case row == nil || row.Gone():
		return []string{" The service is gone: the last read does not have it any more."}
	case len(row.Value.Events) == 0:
		return []string{" No events have been read."}
	}
	const margin = 24
	var lines []string
	for _, event := range row.Value.Events {
		for i, part := range wrap(event.Message, width-margin) {
			prefix := widget.Spaces(margin)
			if i == 0 {
				prefix = m.eventPrefix(event, margin)
			}
			lines = append(lines, prefix+part)
		}
	}
	return lines
}

func (m *Model) eventPrefix(event model.Event, width int) string {
	if event.At.IsZero() {
		return widget.Fit(" "+glyphNone, width)
	}
	when := " " + event.At.UTC().Format(time.DateTime)[5:] + " " + widget.FitRight(say.Since(event.At, m.look.now), 6)
	return m.look.dim.Render(widget.Fit(when, width))
}
