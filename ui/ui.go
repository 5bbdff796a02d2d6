package ui

import (
	"context"
	"time"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"tealset/model"
)

// Options say what the dashboard is opened on and how.
type Options struct {
	Account  string // shown until an ARN tells it; may be empty
	Region   string
	Profile  string
	Endpoint string // shown when it is not AWS's own; empty otherwise
	Demo     bool

	Cluster string // opens this cluster's services at once; name or ARN
	Service string // opens this service's board at once; needs Cluster

	Refresh time.Duration // between two reads of a page
	// ReadOnly tells whether nothing may be deleted in an account; the account is
	// empty until an ARN tells it. Nil means that deleting is allowed.
	ReadOnly func(account string) bool
	// NoAudit says in the header that deletions leave no trail.
	NoAudit bool
	// Dangling are deletions of earlier runs whose outcome was never known. They are
	// looked at, and told of like those of this run.
	Dangling []model.DeleteRequest
	ASCII    bool             // draws with ASCII alone
	Now      func() time.Time // the clock; nil means time.Now
}

// place is where the keys act: a page, or one side of the split dashboard.
type place int

const (
	atClusters place = iota
	atServices
	atBoard
)

// Model is the whole state of the dashboard. It is changed by Update alone, on
// Bubble Tea's one goroutine; commands get copies of what they need.
type Model struct {
	ctx     context.Context //nolint:containedctx // the program's: commands derive theirs from it
	backend Backend
	options Options
	clock   func() time.Time
	keys    keyMap
	look    look

	width, height int

	place    place
	clusters lister[model.Cluster]
	cluster  string // the one that services are of: ARN, or name as given
	services lister[model.Service]
	// attention is how many of the services need a person.
	attention int
	board     board
	reader    *reader // over the page; nil when closed

	filtering bool // keys go to the filter's line
	input     textinput.Model

	dialog  *confirm // over everything; nil when closed
	dialogs int      // how many have been opened

	deletions []*deletion
	calls     []model.Call
	tagFaults map[string]*model.Fault // why the tags of a set are not known, by its ARN
	banner    *deletion               // whose outcome stands above the rows until esc
	notice    string                  // one line until the next key
	quitAsked bool                    // q was pressed while a deletion was in flight
}

// New makes a dashboard. Its commands end with ctx, except a deletion that has
// been sent.
func New(ctx context.Context, backend Backend, options Options) *Model {
	clock := options.Now
	if clock == nil {
		clock = time.Now
	}
	m := &Model{
		ctx: ctx, backend: backend, options: options, clock: clock,
		keys: newKeyMap(), look: look{styles: newStyles(), now: clock()},
		width: 80, height: 24,
		clusters:  newClusters(backend, options.Refresh),
		board:     newBoard(options.Refresh),
		tagFaults: map[string]*model.Fault{},
		input:     textinput.New(),
	}
	m.input.Prompt = "/"
	m.clusters.begin(m.look.now)
	for _, request := range options.Dangling {
		m.banner = dangling(request, m.look.now)
		m.deletions = append(m.deletions, m.banner)
	}
	if options.Cluster != "" {
		m.openCluster(options.Cluster)
	}
	if options.Service != "" {
		m.openBoard(model.ServiceRef{Cluster: options.Cluster, Service: options.Service}, "")
	}
	return m
}

// Init starts the clock and the first read.
func (m *Model) Init() tea.Cmd {
	m.layout()
	cmds := []tea.Cmd{m.tick(), m.startReads()}
	for _, d := range m.deletions {
		cmds = append(cmds, m.followDue(followDueMsg{arn: d.Ref.ARN}))
	}
	return tea.Batch(cmds...)
}

func (m *Model) tick() tea.Cmd { return after(m.ctx, time.Second, clockMsg{}) }

// Update dispatches. Whatever has come, what is then on the screen gets read.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	m.look.now = m.clock()
	cmd := m.dispatch(msg)
	m.layout()
	return m, tea.Batch(cmd, m.startReads())
}

func (m *Model) dispatch(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
	case tea.KeyPressMsg:
		return m.pressed(msg)
	case tea.PasteMsg:
		m.pasted(msg)
	case tea.ResumeMsg:
		m.refresh()
	case clockMsg:
		m.countAttention()
		return m.tick()
	case pollDueMsg:
		m.due(msg)
	case namesListedMsg:
		return m.listed(msg)
	case describedMsg[model.Cluster]:
		return m.clusters.described(m.ctx, m.look, msg)
	case describedMsg[model.Service]:
		return m.servicesDescribed(msg)
	case serviceReadMsg:
		return m.serviceRead(msg)
	case tagsReadMsg:
		m.tagsRead(msg)
	case dialogArmedMsg:
		if m.dialog != nil && m.dialog.id == msg.dialog {
			m.dialog.armed = true
		}
	case targetReadMsg:
		return m.targetRead(msg)
	case taskSetDeletedMsg:
		return m.taskSetDeleted(msg)
	case followDueMsg:
		return m.followDue(msg)
	case followedMsg:
		return m.followed(msg)
	case callEndedMsg:
		m.callEnded(model.Call(msg))
	}
	return nil
}
