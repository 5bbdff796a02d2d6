package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"tealset/model"
	"tealset/ui/dialog"
	"tealset/ui/feed"
	"tealset/ui/keymap"
)

// Options say what the dashboard is opened on and how.
type Options struct {
	Account string // shown until an ARN tells it; may be empty
	Demo    bool
	Region  string // asked for by name, so that it stays when the profile is switched

	Cluster string // opens this cluster's services at once; name or ARN
	Service string // opens this service's board at once; needs Cluster

	// Refresh is the time between two reads of the board; lists are read half as
	// often.
	Refresh time.Duration
	// Jitter gives numbers from 0 to 1, by which reads are spread in time, so that
	// many dashboards do not ask at the same moments. Nil spreads nothing.
	Jitter func() float64
	// NameAlways asks for the service's name before every change, whatever is at risk.
	NameAlways bool
	// NoAudit says in the header that changes leave no trail.
	NoAudit bool
	// Bell rings the terminal's bell when a service turns broken, and tells it in the title
	// of the terminal's window.
	Bell   bool
	ASCII  bool        // draws with ASCII alone
	Theme  Theme       // empty means ThemeAuto
	Keymap keymap.Keys // of all actions; nil means the usual ones
	// Columns are the names of the columns that a table has, by the table's name, see
	// Tables; the usual ones where it is not in there.
	Columns map[string][]string
	Tmux    bool             // it runs in tmux, which by default passes no copied text on
	Now     func() time.Time // the clock; nil means time.Now
	// Size is the terminal's present size, zero where it is not known; nil means that it is
	// told by messages alone.
	Size func() (width, height int)

	// Connect makes the source of a profile and a Region, to switch to; an empty
	// Region is the profile's own. Its errors are *model.Fault. Nil means that there
	// is nothing to switch to.
	Connect func(ctx context.Context, profile, region string) (Source, error)
	// Profiles and Regions are what there is to choose from; other names can be typed.
	Profiles []string
	Regions  []Region
}

// Region is an AWS Region to choose.
type Region struct {
	Name      string // "eu-west-1"
	Place     string // "Europe (Ireland)"
	Partition string // "aws"
}

// Model is the whole state of the dashboard. It is changed by Update alone, on
// Bubble Tea's one goroutine; commands get copies of what they need.
type Model struct {
	*frame
	ctx     context.Context //nolint:containedctx // the program's: commands derive theirs from it
	options Options
	look    look
	display display
	ticked  time.Time // when the clock last ticked

	width, height int

	pages    []page       // the clusters, and what was opened from there, the deepest last
	shown    []page       // those that were on the screen after the last message
	unseen   []feed.Feed  // what goes on to be read in the background
	reader   *reader      // over the page; nil when closed
	overlays dialog.Stack // over the page
	waiting  bool         // for a settledMsg

	activity  activity
	notice    string    // one line until the next key
	readsFrom time.Time // before that nothing is read but what a key asks for
	jump      jump      // the last time that the cursor was moved by no key
	confirmed string    // what the next key does although a change is in flight
	awaiting  bool      // the notice says that a change awaits its answer
	unboundAt time.Time // when a key was pressed last that means nothing
	closed    closedText
	connects  int    // how many times another source was asked for
	region    string // chosen by name: it stays when the profile is switched
}

// New makes a dashboard of one source or more. Its commands end with ctx, except a
// change that has been sent.
func New(ctx context.Context, sources []Source, options Options) *Model {
	clock := options.Now
	if clock == nil {
		clock = time.Now
	}
	// Without the monotonic reading: that one stands still while a laptop sleeps.
	now := func() time.Time { return clock().Round(0) }
	m := &Model{
		frame: &frame{keys: newKeyMap(options.Keymap), columns: options.Columns, clock: now, reads: feed.NewShared(ctx, now, options.Refresh, options.Jitter), changes: &changes{}, alarms: &alarms{}},
		ctx:   ctx, options: options, look: look{now: now()}, display: display{profile: colorprofile.ANSI256},
		width: 80, height: 24, region: options.Region,
	}
	m.look.styles, m.look.keys = m.display.styles(options.Theme), m.keys.firsts
	m.readOnly, m.notAllowed, m.elsewhere = m.whyReadOnly, m.whyNotAllowed, keysElsewhere(m.frame)
	m.begin(sources)
	if options.Cluster != "" {
		m.openServices(m.conns[0], options.Cluster)
		if options.Service != "" {
			m.openByName(options.Service)
		}
	}
	return m
}

// begin shows the clusters of the given sources, and nothing of what was before.
func (m *Model) begin(sources []Source) {
	stop(m.unseen)
	m.unseen = nil
	for _, p := range m.pages {
		stop(p.feeds())
	}
	m.conns, *m.alarms = connect(sources), alarms{}
	m.pages, m.shown, m.reader = []page{newClusters(m.frame)}, nil, nil
	m.activity.begin()
}

// clusters is the first page.
func (m *Model) clusters() *clustersPage { return m.pages[0].(*clustersPage) }

// services is the list of services; nil where none is open.
func (m *Model) services() *servicesPage {
	if len(m.pages) < 2 {
		return nil
	}
	return m.pages[1].(*servicesPage)
}

// Init starts the clock and the first read.
func (m *Model) Init() tea.Cmd {
	m.layout(false)
	return tea.Batch(m.askGround(), m.tick(), m.startReads(), m.findDangling())
}

func (m *Model) tick() tea.Cmd { return feed.After(m.ctx, time.Second, clockMsg{}) }

// Update dispatches. Whatever has come, what is then on the screen gets read.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	m.look.now = m.clock()
	if press, ok := msg.(tea.KeyPressMsg); ok {
		msg = latin(press)
	}
	if m.overlays.Note(msg, m.look.now) {
		m.takeBack()
	}
	cmd := m.dispatch(msg)
	seen := m.seeReads()
	for _, p := range m.pages {
		p.sync(m.look)
	}
	m.visit(msg)
	rest := m.followCursor(msg)
	_, byKey := msg.(tea.KeyPressMsg)
	m.layout(byKey)
	return m, tea.Batch(cmd, seen, m.startReads(), m.awaitQuiet(), rest, m.readPromotions(), m.ring())
}

// awaitQuiet tells the overlays of the time in which no input has come, as long as they
// have to know; nil where that is waited for already.
func (m *Model) awaitQuiet() tea.Cmd {
	wait := m.overlays.Wait(m.look.now)
	if wait == 0 || m.waiting || !m.overlays.Guarding() && m.confirmed == "" {
		return nil
	}
	m.waiting = true
	pause, clock := feed.After(m.ctx, wait, settledMsg{}), m.clock
	return func() tea.Msg {
		if pause() == nil {
			return nil
		}
		return settledMsg{clock()}
	}
}

func (m *Model) dispatch(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
	case tea.ColorProfileMsg:
		m.display.profile = msg.Profile
		m.look.styles = m.display.styles(m.options.Theme)
	case tea.BackgroundColorMsg:
		m.display.ground = msg.Color
		m.look.styles = m.display.styles(m.options.Theme)
	case tea.KeyPressMsg:
		m.readsFrom = time.Time{}
		m.focused(true) // not every terminal says so when somebody comes back
		return m.pressed(msg)
	case tea.PasteMsg:
		return m.perform(m.overlays.Pasted(msg.Content), "")
	case tea.ResumeMsg:
		m.refresh()
	case tea.BlurMsg:
		m.focused(false)
	case tea.FocusMsg:
		m.focused(true)
	case clockMsg:
		m.ticks()
		return tea.Batch(m.tick(), m.followChanges(), m.lostSize())
	case connectedMsg:
		return m.connected(msg)
	case feed.Msg:
		return m.take(msg)
	case tagsReadMsg:
		m.tagsRead(msg)
	case definitionReadMsg:
		m.definitionRead(msg)
	case settledMsg:
		m.waiting = false
		m.overlays.Settle(msg.at)
	case aloneMsg:
		if msg.inputs == m.overlays.Inputs() {
			return msg.do()
		}
	case targetReadMsg:
		return m.targetRead(msg)
	case answeredMsg:
		m.answered(msg)
	case danglingFoundMsg:
		return m.danglingFound(msg)
	case followedMsg:
		m.followed(msg)
	case deploymentReadMsg:
		m.deploymentRead(msg)
	case promotionsReadMsg:
		msg.conn.promotions = msg.found
	case callEndedMsg:
		m.callEnded(model.Call(msg))
	}
	return nil
}
