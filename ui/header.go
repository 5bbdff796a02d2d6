package ui

import (
	"net/url"
	"slices"
	"strings"

	"tealset/model"
	"tealset/model/change"
	"tealset/ui/say"
	"tealset/ui/widget"
)

// accountUnknown is said where AWS has told no account.
const accountUnknown = "account not known"

// header is the first line: what is shown, and whose it is.
func (m *Model) header(width int) string {
	const name = " tealset  "
	crumbs := strings.Join(m.crumbs(), glyphCrumb)
	least := width * 2 / 5 // for the name and the crumbs
	identity := m.identity(width-min(least, len(name)+widget.Width(crumbs))-2) + " "
	crumbs = widget.CutLeft(crumbs, max(least, width-widget.Width(identity)-1)-len(name))
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

// identity is the account, the Region, the keys that sign, the endpoint where it is not
// AWS's, and what is out of the ordinary. Where there is no room for all of that, the last
// two come first, and only the keys are cut: the activity page has everything.
func (m *Model) identity(room int) string {
	source := m.top().from()
	account, region, signer := m.account(), say.OrNone(source.Region), source.signer()
	if account == "" && source.CallerUnknown != nil && source.CallerUnknown() {
		account = accountUnknown
	}
	odd, endpoint := m.odd(), ""
	if source.Endpoint != "" {
		endpoint = m.look.busy.Render(source.Endpoint)
	}
	whole := say.Join(account, region, signer, endpoint, odd)
	if widget.Width(whole) <= room {
		return whole
	}
	if parsed, err := url.Parse(source.Endpoint); err == nil && parsed.Host != "" {
		endpoint = m.look.busy.Render(parsed.Host)
	}
	if endpoint != "" && widget.Width(say.Join(odd, endpoint, account, region)) > room {
		endpoint = m.look.busy.Render("own endpoint")
	}
	text := ""
	for _, part := range []string{odd, endpoint, account, region} {
		if longer := say.Join(text, part); widget.Width(longer) <= room {
			text = longer
		}
	}
	if left := room - widget.Width(text+glyphDot); left >= leastSigner {
		text = say.Join(text, widget.Cut(signer, left))
	}
	return text
}

// leastSigner is how many cells of the name of the keys are worth showing.
const leastSigner = 10

// odd is what is out of the ordinary in this run.
func (m *Model) odd() string {
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
	return strings.Join(odd, say.Dot)
}

// whyReadOnly tells why nothing may be changed in the account on the screen; empty where it
// may.
func (m *Model) whyReadOnly() string {
	if readOnly := m.top().from().ReadOnly; readOnly != nil {
		return readOnly(m.account())
	}
	return ""
}

// whyNotAllowed tells why the configuration allows no change of a kind in the account on the
// screen; empty where it does.
func (m *Model) whyNotAllowed(kind change.Kind) string {
	if forbidden := m.top().from().Forbidden; forbidden != nil {
		return forbidden(m.account(), kind)
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
