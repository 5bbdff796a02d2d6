package ui

import (
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	"tealset/model"
	"tealset/ui/say"
	"tealset/ui/widget"
)

// header is the first line: what is shown, and whose it is.
func (m *Model) header(width int) string {
	const name = " tealset  "
	crumbs := strings.Join(m.crumbs(), glyphCrumb)
	whose := m.whose(width-min(width/2, len(name)+lipgloss.Width(crumbs))-2) + " "
	crumbs = widget.CutLeft(crumbs, max(width/2, width-lipgloss.Width(whose)-1)-len(name))
	return widget.Spread(m.look.title.Render(name)+m.look.bold.Render(crumbs), whose, width)
}

func (m *Model) crumbs() []string {
	var crumbs []string
	switch {
	case m.place != atClusters && m.all:
		crumbs = append(crumbs, "all clusters")
	case m.place != atClusters:
		crumbs = append(crumbs, model.NameOf(m.cluster))
	}
	if m.place == atBoard {
		crumbs = append(crumbs, m.boardName())
	}
	if m.reader != nil {
		if m.reader.about.page == boardPage && m.reader.about.arn != "" {
			id, _ := m.identity(m.reader.about)
			crumbs = append(crumbs, model.ShortID(id))
		} else if m.reader.about.arn != "" && m.place != atBoard {
			crumbs = append(crumbs, model.NameOf(m.reader.about.arn))
		}
		crumbs = append(crumbs, m.reader.title)
	}
	return crumbs
}

func (m *Model) boardName() string {
	name := model.NameOf(m.board.ref.Service)
	if service, ok := m.boardService(); ok {
		name = service.Name
	}
	if m.all {
		return model.NameOf(m.board.ref.Cluster) + "/" + name
	}
	return name
}

// whose is the account, the Region, the profile, the endpoint where it is not
// AWS's, and what is out of the ordinary. That comes first where there is no room
// for everything: READ-ONLY is never cut off by a long profile.
func (m *Model) whose(room int) string {
	source := m.shown()
	var parts []string
	switch account := m.account(); {
	case account != "":
		parts = append(parts, account)
	case source.CallerUnknown != nil && source.CallerUnknown():
		parts = append(parts, "account not known")
	}
	parts = append(parts, say.OrNone(source.Region))
	if whose := source.whose(); whose != "" {
		parts = append(parts, whose)
	}
	if source.Endpoint != "" {
		parts = append(parts, m.look.busy.Render(source.Endpoint))
	}
	var odd []string
	if m.options.Demo {
		odd = append(odd, m.look.busy.Render("DEMO"))
	}
	if m.options.NoAudit {
		odd = append(odd, m.look.busy.Render("NO AUDIT"))
	}
	if m.readOnly() != "" {
		odd = append(odd, m.look.bold.Render("READ-ONLY"))
	}
	whose := strings.Join(slices.Concat(parts, odd), glyphDot)
	if lipgloss.Width(whose) > room {
		whose = strings.Join(slices.Concat(odd, parts), glyphDot)
	}
	return whose
}

// shown is the source that is looked at: on the clusters page that of the row under
// the cursor.
func (m *Model) shown() Source {
	if row := m.clusters.grid.current(); row != nil && m.place == atClusters {
		return m.sources[row.Source]
	}
	return m.here()
}

// readOnly tells why nothing may be deleted in the account on the screen; empty where it
// may.
func (m *Model) readOnly() string {
	if readOnly := m.shown().ReadOnly; readOnly != nil {
		return readOnly(m.account())
	}
	return ""
}

// account is what the ARNs on the screen say, else that of the caller.
func (m *Model) account() string {
	var arns []string
	if m.place != atClusters {
		arns = append(arns, m.cluster)
		if m.place == atBoard {
			arns = append(arns, m.board.ref.Service)
		}
		if rows := m.services.roster.Rows(); len(rows) > 0 {
			arns = append(arns, rows[0].ARN)
		}
		if rows := m.clusters.listers[m.source].roster.Rows(); len(rows) > 0 {
			arns = append(arns, rows[0].ARN)
		}
	} else if row := m.clusters.grid.current(); row != nil {
		arns = append(arns, row.ARN)
	}
	for _, arn := range arns {
		if parsed, ok := model.ParseARN(arn); ok {
			return parsed.Account
		}
	}
	if caller := m.shown().Caller; caller != nil {
		if _, account := caller(); account != "" {
			return account
		}
	}
	return m.options.Account
}
