package ui

import (
	"cmp"
	"slices"
	"time"

	"tealset/model"
	"tealset/ui/say"
	"tealset/ui/widget"
)

// eventsText are the events of the board's service, the newest last: without the beginning
// that every line has, with the side that each is about before it, and trouble in colour.
func eventsText(board *boardPage, about subject) text {
	return func(l look, _ int) []textLine {
		service, ok := about.object().(model.Service)
		switch {
		case !ok:
			return plainLines("The service is gone: the last read does not have it any more.")
		case len(service.Events) == 0:
			return plainLines("No events have been read yet.")
		}
		board.rollout() // of which the events are a part
		events := board.state.events
		sides := 0
		for _, event := range events {
			if id := eventSide(event); id != "" {
				sides = max(sides, widget.Width(model.ShortID(id))+widget.Gap)
			}
		}
		const when = 23 // cells
		lines := make([]textLine, 0, len(events)+1)
		lines = append(lines, textLine{text: l.dim.Render(widget.Fit("UTC", when) + widget.Fit("SET", sides))})
		for _, event := range slices.Backward(events) {
			lines = append(lines, textLine{
				text: eventTime(l, event.Event, when) + eventSideCell(l, event, sides) + eventWords(l, event), indent: when + sides,
				of: cmp.Or(event.ID, event.At.String()+event.Message),
			})
		}
		return lines
	}
}

// eventSide is the id of the side that an event is about: one of the board's, or one that is
// gone. It is empty where the event is about the whole service.
func eventSide(event model.EventLine) string { return cmp.Or(event.Side, event.Named) }

// eventSideCell recedes where the side is gone.
func eventSideCell(l look, event model.EventLine, width int) string {
	cell := widget.Fit(model.ShortID(eventSide(event)), width)
	if event.Side == "" {
		return l.dim.Render(cell)
	}
	return cell
}

func eventWords(l look, event model.EventLine) string {
	if event.Trouble {
		return l.bad.Render(event.Text)
	}
	return event.Text
}

func eventTime(l look, event model.Event, width int) string {
	if event.At.IsZero() {
		return widget.Fit(glyphNone, width)
	}
	when := event.At.UTC().Format(time.DateTime)[5:] + " " + widget.FitRight(say.Since(event.At, l.now), 6)
	return l.dim.Render(widget.Fit(when, width))
}
