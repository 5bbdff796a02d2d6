package ui

import (
	"time"

	"tealset/model"
	"tealset/ui/say"
	"tealset/ui/widget"
)

// eventsText are the events of the board's service, the newest first, as ECS
// wrote them; the ids of its task sets are in their text.
func eventsText(about subject) text {
	return func(l look, width int) []string {
		service, ok := about.object().(model.Service)
		switch {
		case !ok:
			return []string{" The service is gone: the last read does not have it any more."}
		case len(service.Events) == 0:
			return []string{" No events have been read."}
		}
		const margin = 24
		var lines []string
		for _, event := range service.Events {
			for i, part := range wrap(event.Message, width-margin) {
				prefix := widget.Spaces(margin)
				if i == 0 {
					prefix = eventPrefix(l, event, margin)
				}
				lines = append(lines, prefix+part)
			}
		}
		return lines
	}
}

func eventPrefix(l look, event model.Event, width int) string {
	if event.At.IsZero() {
		return widget.Fit(" "+glyphNone, width)
	}
	when := " " + event.At.UTC().Format(time.DateTime)[5:] + " " + widget.FitRight(say.Since(event.At, l.now), 6)
	return l.dim.Render(widget.Fit(when, width))
}
