package ui

import (
	"cmp"
	"time"

	"tealset/model"
	"tealset/ui/say"
	"tealset/ui/widget"
)

// eventsText are the events of the board's service, the newest first, as ECS
// wrote them; the ids of its task sets are in their text.
func eventsText(about subject) text {
	return func(l look, _ int) []textLine {
		service, ok := about.object().(model.Service)
		switch {
		case !ok:
			return plainLines("The service is gone: the last read does not have it any more.")
		case len(service.Events) == 0:
			return plainLines("No events have been read yet.")
		}
		const when = 23 // cells
		lines := make([]textLine, len(service.Events))
		for i, event := range service.Events {
			lines[i] = textLine{text: eventTime(l, event, when) + event.Message, indent: when, of: cmp.Or(event.ID, event.At.String()+event.Message)}
		}
		return lines
	}
}

func eventTime(l look, event model.Event, width int) string {
	if event.At.IsZero() {
		return widget.Fit(glyphNone, width)
	}
	when := event.At.UTC().Format(time.DateTime)[5:] + " " + widget.FitRight(say.Since(event.At, l.now), 6)
	return l.dim.Render(widget.Fit(when, width))
}
