package ui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"charm.land/lipgloss/v2"

	"tealset/model"
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
	if m.place != atClusters {
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
	if service, ok := m.boardService(); ok {
		return service.Name
	}
	return model.NameOf(m.board.ref.Service)
}

// whose is the account, the Region, the profile, the endpoint where it is not
// AWS's, and what is out of the ordinary. That comes first where there is no room
// for everything: READ-ONLY is never cut off by a long profile.
func (m *Model) whose(room int) string {
	var parts []string
	if account := m.account(); account != "" {
		parts = append(parts, account)
	}
	parts = append(parts, orNone(m.options.Region))
	if m.options.Profile != "" {
		parts = append(parts, m.options.Profile)
	}
	if m.options.Endpoint != "" {
		parts = append(parts, m.look.busy.Render(m.options.Endpoint))
	}
	var odd []string
	if m.options.Demo {
		odd = append(odd, m.look.busy.Render("DEMO"))
	}
	if m.options.NoAudit {
		odd = append(odd, m.look.busy.Render("NO AUDIT"))
	}
	if m.readOnly() {
		odd = append(odd, m.look.bold.Render("READ-ONLY"))
	}
	whose := strings.Join(slices.Concat(parts, odd), glyphDot)
	if lipgloss.Width(whose) > room {
		whose = strings.Join(slices.Concat(odd, parts), glyphDot)
	}
	return whose
}

// readOnly tells whether nothing may be deleted in the account on the screen.
func (m *Model) readOnly() bool {
	return m.options.ReadOnly != nil && m.options.ReadOnly(m.account())
}

// account is what the ARNs on the screen say; no request is made for it.
func (m *Model) account() string {
	arns := []string{m.cluster, m.board.arn}
	if rows := m.clusters.roster.Rows(); len(rows) > 0 {
		arns = append(arns, rows[0].ARN)
	}
	if rows := m.services.roster.Rows(); len(rows) > 0 {
		arns = append(arns, rows[0].ARN)
	}
	for _, arn := range arns {
		if parsed, ok := model.ParseARN(arn); ok {
			return parsed.Account
		}
	}
	return m.options.Account
}

// summary is the second line: the sum of the page, and how fresh it is.
func (m *Model) summary(width int) string {
	return widget.Spread(" "+m.sum(), m.look.dim.Render(m.freshness())+" ", width)
}

func (m *Model) sum() string {
	switch {
	case m.place == atClusters:
		return m.counted("cluster", len(m.clusters.roster.Rows()), m.clusters.listing)
	case m.place == atServices || m.split():
		sum := m.counted("service", m.services.roster.Len(), m.services.listing)
		if m.attention > 0 {
			sum += glyphDot + m.look.bad.Render(needs(m.attention))
		}
		return sum
	default:
		service, ok := m.boardService()
		if !ok {
			return ""
		}
		return m.serviceSum(service)
	}
}

func (m *Model) counted(thing string, total int, more bool) string {
	text := fmt.Sprintf("%d %ss", total, thing)
	if total == 1 {
		text = "1 " + thing
	}
	if more {
		text += " so far"
	}
	if filter := m.table().filtered(); filter != "" && !m.filtering {
		shown, _ := m.table().count()
		text = fmt.Sprintf("%d of %s match /%s", shown, text, filter)
	}
	return text
}

// countAttention counts the services that need a person, among those that have
// been read. It looks at all of them, so it runs once a second, not for each key.
func (m *Model) countAttention() {
	m.attention = 0
	for _, row := range m.services.roster.Rows() {
		if row.Value.Described && row.Value.Health(m.look.now).Severity == model.Attention {
			m.attention++
		}
	}
}

func needs(n int) string {
	if n == 1 {
		return "1 needs attention"
	}
	return fmt.Sprintf("%d need attention", n)
}

// serviceSum is a service in one line.
func (m *Model) serviceSum(s model.Service) string {
	if !s.Described {
		return "not read yet"
	}
	parts := []string{s.ControllerType()}
	if s.Status != model.ServiceActive {
		parts = append(parts, m.look.busy.Render(orNone(s.Status)))
	}
	parts = append(parts, fmt.Sprintf("running %d/%d", s.Running, s.Desired))
	if s.Pending > 0 {
		parts = append(parts, fmt.Sprintf("pending %d", s.Pending))
	}
	if s.ControllerType() != model.ControllerECS {
		slots := fmt.Sprintf("slots %d/%d", s.SlotsUsed(), model.MaxTaskSets)
		if s.SlotsUsed() >= model.MaxTaskSets {
			slots = m.look.bad.Render(slots)
		}
		parts = append(parts, slots)
	}
	return strings.Join(parts, glyphDot)
}

// freshness tells how old the data is and when it is read next.
func (m *Model) freshness() string {
	poll := m.poll()
	var parts []string
	if !poll.readAt.IsZero() {
		parts = append(parts, "updated "+age(poll.readAt, m.look.now)+" ago")
	}
	switch {
	case poll.reading:
		text := "reading"
		if took := m.look.now.Sub(poll.since); took >= time.Second {
			text += " " + short(took)
		}
		parts = append(parts, text)
	case !poll.due.IsZero():
		parts = append(parts, "next in "+short(poll.due.Sub(m.look.now).Round(time.Second)))
	}
	return strings.Join(parts, glyphDot)
}
