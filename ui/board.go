package ui

import (
	"context"
	"slices"
	"time"

	"tealset/model"
	"tealset/ui/feed"
)

// boardPage shows the sides of one service's deployment. It is opened, or stands beside a
// list and shows the service under the cursor there.
type boardPage struct {
	*frame
	conn *connection
	ref  model.ServiceRef // as it was asked for, perhaps by names
	key  model.Key        // of the service; zero until it has been read once by name
	read *feed.Value[model.Service]
	// parts are what it reads beside the service; nil for one beside a list, which reads
	// nothing.
	parts *boardParts
	grid  *grid[side]
	list  *servicesPage // the list that it was opened from

	now       time.Time
	state     boardState
	seen      boardState       // the state that the last message left
	told      preview          // the side whose tasks are shown
	moves     []model.Move     // what moved since the board was opened, the last first
	noted     map[string]noted // what the moves tell of changes, by their ids
	comparing bool             // somebody has asked for the difference of the task definitions
	revisions [2]string        // the task definitions that were compared at the last message
	// openedAt is when it was opened; zero before the first message after that.
	openedAt time.Time
}

// boardState is a rollout put together from what was known at some time, which is told by
// versions.
type boardState struct {
	model.Rollout
	events         []model.EventLine
	key            model.Key
	service, known int
}

// side is a side of a deployment with what is known of it, and what this program has asked
// of it.
type side struct {
	model.Side
	traffic model.SideTraffic
	targets model.SideTargets
	stops   string      // why its tasks stopped again and again in the last hour; mostly empty
	sent    *sentChange // of it, that was sent and has not been answered; nil for none
}

// newBoard makes the board of a service; the key is zero where only its name is known.
func newBoard(list *servicesPage, conn *connection, ref model.ServiceRef, key model.Key) *boardPage {
	b := &boardPage{frame: list.frame, conn: conn, ref: ref, key: key, list: list, grid: &grid[side]{
		columns: taskSetColumns(nil),
		name:    func(s side) string { return s.Role },
		label:   func(s side) string { return s.ShortID() },
		gone:    " is gone",
		texts:   sideTexts,
	}}
	b.read = feed.NewValue(list.reads.In(conn.Region), "", "DescribeServices", b.request, b.fold)
	return b
}

// openBoard makes a board that reads what belongs to a rollout as well.
func openBoard(list *servicesPage, conn *connection, ref model.ServiceRef, key model.Key) *boardPage {
	b := newBoard(list, conn, ref, key)
	b.parts = newBoardParts(b)
	return b
}

func (b *boardPage) request() func(context.Context) (model.Service, error) {
	backend, ref := b.conn.Backend, b.ref
	return func(ctx context.Context) (model.Service, error) { return backend.DescribeService(ctx, ref) }
}

func (b *boardPage) fold(service model.Service, began, at time.Time) {
	named := b.key == model.Key{} // it was opened by its name
	if named {
		b.key, b.ref = service.Key(), service.Ref()
	}
	service.SeenBy = b.conn.label()
	b.conn.store.Services.Put(service.Key(), service, began, at)
	if named {
		b.list.grid.choose(func(row *model.Row[model.Service]) bool { return row.Key == b.key && b.conns[row.Source] == b.conn })
	}
}

// preview shows another service, that of a list's cursor.
func (b *boardPage) preview(conn *connection, key model.Key) {
	if conn != nil && (key != b.key || conn != b.conn) {
		b.conn, b.key, b.grid.under = conn, key, nil // that the last one's sets are not there is no loss
	}
}

func (b *boardPage) feeds() []feed.Feed {
	feeds := []feed.Feed{b.read}
	if b.parts != nil {
		feeds = append(feeds, b.parts.parts...)
	}
	return feeds
}

// rollout is all that is known of the service, put together.
func (b *boardPage) rollout() model.Rollout {
	row := b.conn.store.Services.Row(b.key)
	if row == nil {
		return model.Rollout{}
	}
	read := b.conn.rollout(b.key)
	version := b.conn.rolloutVersion(read)
	if b.state.key != b.key || b.state.service != row.Version() || b.state.known != version {
		rollout := model.RolloutOf(row.Value, b.conn.known(row.Value, read))
		b.state = boardState{
			Rollout: rollout, events: model.EventLines(row.Value, rollout.Sides, rollout.Known.Tasks),
			key: b.key, service: row.Version(), known: version,
		}
	}
	return b.state.Rollout
}

// movesKept is how many moves a board keeps.
const movesKept = 500

// see takes note of what moved since the last message.
func (b *boardPage) see(was model.Rollout) {
	if b.parts == nil {
		return
	}
	moves := model.Moves(was, b.rollout(), b.now)
	if !was.Known.TasksRead { // by the tasks alone the targets of two sides are told apart
		moves = slices.DeleteFunc(moves, func(m model.Move) bool { return m.What == model.MovedTargets })
	}
	slices.Reverse(moves)
	b.moves = append(moves, b.moves...)
	b.moves = b.moves[:min(len(b.moves), movesKept)]
}

// service is what is known of the board's service; ok is false before it is known.
func (b *boardPage) service() (service model.Service, ok bool) {
	row := b.conn.store.Services.Row(b.key)
	if row == nil {
		return model.Service{}, false
	}
	return row.Value, true
}

// knownAt is when the service was last described, by whatever page; zero before.
func (b *boardPage) knownAt() time.Time {
	if row := b.conn.store.Services.Row(b.key); row != nil {
		return row.ReadAt
	}
	return time.Time{}
}

// ofRevisions tells whether sides are service revisions.
func ofRevisions(sides []model.Side) bool {
	return slices.ContainsFunc(sides, func(s model.Side) bool { return s.Revision != nil })
}

func (b *boardPage) sync(l look) {
	b.now = l.now
	if b.openedAt.IsZero() {
		b.openedAt = l.now
	}
	was := b.seen
	rollout := b.rollout()
	b.seen = b.state
	if was.key == b.key && (was.service != b.state.service || was.known != b.state.known) {
		b.see(was.Rollout)
		if ofRevisions(was.Sides) != ofRevisions(rollout.Sides) { // the same sides, told otherwise
			b.grid.under = nil
		}
	}
	b.noteChanges()
	rows := make([]*model.Row[side], len(rollout.Sides))
	for i, s := range rollout.Sides {
		row := side{Side: s, traffic: rollout.Traffic.Sides[i], targets: rollout.Targets[i]}
		if group, trouble := rollout.Tasks[i].Trouble(l.now.Add(-time.Hour)); trouble {
			row.stops = group.Words
		}
		if s.TaskSet != nil {
			row.sent = b.changes.inFlight(rollout.Service.TaskSetRef(*s.TaskSet))
		}
		rows[i] = &model.Row[side]{Key: s.Key, ARN: s.ARN, Value: row, ReadAt: b.knownAt()}
	}
	b.grid.columns = b.columns(rollout)
	b.grid.setRows(l, rows)
	if left, right, _ := b.compared(); b.parts != nil && b.revisions != [2]string{left.TaskDefinition, right.TaskDefinition} {
		b.revisions = [2]string{left.TaskDefinition, right.TaskDefinition}
		b.parts.definitions.Refresh(l.now)
	}
}

func (b *boardPage) bindings() []binding {
	k := b.keys
	events := binding{
		Binding: k.Events,
		group:   groupCloser, elsewhere: "events are those of a service: choose one in a list, then press " + first(k.Events),
		can: b.whyNoService, does: func() action { return eventsAction{b} },
	}
	return slices.Concat(
		b.acts(),
		[]binding{b.opensTasks(), b.opensRoutes(), b.opensHistory()},
		b.compares(),
		[]binding{events},
		common(k.Details),
		[]binding{b.exports()},
		common(k.Activity, k.Help, k.Back, k.YAML, k.CopyID),
		[]binding{{Binding: k.Open, does: func() action { return detailsAction{} }, unnamed: true, onRow: true}},
	)
}

func (b *boardPage) opensTasks() binding {
	return binding{
		Binding: b.keys.Tasks,
		group:   groupCloser, elsewhere: "open a service to see its tasks",
		can: b.whyNoService, opens: &tasksPage{frame: b.frame},
		does: func() action { return openAction{newTasks(b)} },
	}
}

func (b *boardPage) whyNoService() string {
	if _, ok := b.service(); !ok {
		return nothingRead
	}
	return ""
}

func (b *boardPage) pair() *servicesPage { return b.list }

func (b *boardPage) table() table { return b.grid }

func (b *boardPage) subject() (about subject, ok bool) {
	if row := b.grid.Current(); row != nil && row.Value.TaskSet != nil {
		return b.withChanges(taskSetSubject(b.conn, b.key, row.ARN), row.ARN), true
	}
	about = b.aboutService()
	return b.withChanges(about, ""), about.exists()
}

// aboutService is the service itself.
func (b *boardPage) aboutService() subject {
	row := b.conn.store.Services.Row(b.key)
	if row == nil {
		return subject{}
	}
	about := rowSubject(b.conn, row, serviceDetails)
	about.crumb = "" // the page's own names it
	return about
}

func (b *boardPage) from() *connection { return b.conn }

func (b *boardPage) arns() []string { return []string{b.ref.Service} }

func (b *boardPage) crumb() string {
	name := model.NameOf(b.ref.Service)
	if service, ok := b.service(); ok {
		name = service.Name
	}
	if b.list.all() {
		return model.NameOf(b.ref.Cluster) + "/" + name
	}
	return name
}

func (b *boardPage) readAt() time.Time { return b.read.Pollers()[0].ReadAt() }

func (b *boardPage) stale() bool { return b.read.Pollers()[0].Fault() != nil }
