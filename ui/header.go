package ui

import (
	"slices"
	"strings"

	"tealset/model"
	"tealset/ui/say"
	"tealset/ui/widget"
)

// header is the first line: what is shown, and whose it is.
func (m *Model) header(width int) string {
	const name = " tealset  "
	crumbs := strings.Join(m.crumbs(), glyphCrumb)
	identity := m.identity(width-min(width/2, len(name)+widget.Width(crumbs))-2) + " "
	crumbs = widget.CutLeft(crumbs, max(width/2, width-widget.Width(identity)-1)-len(name))
	return widget.Spread(m.look.title.Render(name)+m.look.bold.Render(crumbs), identity, width)
}

func (m *Model) crumbs() []string {
	var crumbs []string
	for _, p := range m.pages[1:] {
		crumbs = append(crumbs, p.crumb())
	}
	if m.reader == nil {
		return crumbs
	}
	if crumb := m.reader.about.crumb; crumb != "" {
		crumbs = append(crumbs, crumb)
	}
	return append(crumbs, m.reader.title)
}

// identity is the account, the Region, the profile, the endpoint where it is not
// AWS's, and what is out of the ordinary. That comes first where there is no room
// for everything: READ-ONLY is never cut off by a long profile.
func (m *Model) identity(room int) string {
	source := m.top().from()
	var parts []string
	switch account := m.account(); {
	case account != "":
		parts = append(parts, account)
	case source.CallerUnknown != nil && source.CallerUnknown():
		parts = append(parts, "account not known")
	}
	parts = append(parts, say.OrNone(source.Region))
	if signer := source.signer(); signer != "" {
		parts = append(parts, signer)
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
	if m.whyReadOnly() != "" {
		odd = append(odd, m.look.bold.Render("READ-ONLY"))
	}
	identity := strings.Join(slices.Concat(parts, odd), say.Dot)
	if widget.Width(identity) > room {
		identity = strings.Join(slices.Concat(odd, parts), say.Dot)
	}
	return identity
}

// whyReadOnly tells why nothing may be deleted in the account on the screen; empty where it
// may.
func (m *Model) whyReadOnly() string {
	if readOnly := m.top().from().ReadOnly; readOnly != nil {
		return readOnly(m.account())
	}
	return ""
}

// account is what the ARNs on the screen say, else that of the caller.
func (m *Model) account() string {
	for _, p := range slices.Backward(m.pages) {
		if p.from() != m.top().from() {
			break
		}
		for _, arn := range p.arns() {
			if parsed, ok := model.ParseARN(arn); ok {
				return parsed.Account
			}
		}
	}
	if caller := m.top().from().Caller; caller != nil {
		if _, account := caller(); account != "" {
			return account
		}
	}
	return m.options.Account
}
