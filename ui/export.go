package ui

import (
	"slices"
	"time"

	"tealset/model"
	"tealset/ui/say"
)

func (b *boardPage) exports() binding {
	return binding{
		Binding: b.keys.Export,
		group:   groupCloser, elsewhere: "open a service: its board tells what has moved since",
		can: b.whyNoService, does: func() action { return exportAction{b} },
	}
}

// openExport shows what the board has seen as a text for other people.
func (m *Model) openExport(board *boardPage) {
	m.open(m.keys.Export, "export", board.aboutService(), func(l look, _ int) []textLine {
		return board.exportLines(l, m.account())
	})
}

// exportLines are what has moved since the board was opened, the last move last, with all
// that somebody needs who reads it elsewhere: whose service it is, whole ids, dates.
func (b *boardPage) exportLines(l look, account string) []textLine {
	service, ok := b.service()
	if !ok {
		return plainLines(goneText)
	}
	const stamp, when = "2006-01-02 15:04:05 UTC", 25 // cells, with the gap behind it
	if account == "" {
		account = accountUnknown
	}
	whose := say.Join("account "+account, say.OrNone(b.conn.Region), "cluster "+model.NameOf(service.ClusterARN), "service "+service.Name)
	seen := "seen by tealset from " + b.openedAt.UTC().Format(stamp) + " to " + l.now.UTC().Truncate(time.Second).Format(stamp)
	lines := []textLine{{text: whose}, {text: seen}}
	if len(b.moves) == movesKept {
		lines = append(lines, textLine{text: "older moves are not kept"})
	}
	for _, move := range slices.Backward(b.moves) {
		lines = append(lines, textLine{text: move.Line(), indent: when})
	}
	if len(b.moves) == 0 {
		lines = append(lines, textLine{text: "nothing has moved in this time"})
	}
	return lines
}
