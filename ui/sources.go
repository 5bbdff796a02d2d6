package ui

import (
	"tealset/model"
	"tealset/ui/say"
)

// sourcesText tells whose the requests are, and where they go: of each source the keys, the
// Region and the account, the endpoint where it is not AWS's, and the role or user that
// signs, as far as AWS has told.
func (m *Model) sourcesText(l look) []textLine {
	lines := plainLines(l.title.Render("Sources"))
	for i, conn := range m.conns {
		caller, account := "", ""
		if conn.Caller != nil {
			caller, account = conn.Caller()
		}
		if rows := m.clusters().lists[i].Rows(); account == "" && len(rows) > 0 {
			arn, _ := model.ParseARN(rows[0].ARN)
			account = arn.Account
		}
		if conn == m.top().from() && account == "" {
			account = m.account()
		}
		if account == "" {
			account = accountUnknown
		}
		if caller == "" {
			caller = "AWS has not told who signs"
		}
		lines = append(lines, textLine{text: say.Join(conn.signer(), say.OrNone(conn.Region), account), indent: 4})
		if conn.Endpoint != "" {
			lines = append(lines, textLine{text: "    endpoint " + conn.Endpoint, indent: 4, whole: true})
		}
		lines = append(lines, textLine{text: "    " + caller, indent: 4, whole: true})
	}
	return append(lines, textLine{})
}
