package ui

import (
	"reflect"
	"slices"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"tealset/model/change"
	"tealset/ui/feed"
)

// page is one level of the dashboard: the clusters, the services of one, a board. It owns
// its reads, its rows and its keys.
type page interface {
	// feeds are its reads, the one that the header tells of first.
	feeds() []feed.Feed
	// sync takes up what the Store knows by now. It runs after every message.
	sync(l look)
	// bindings are its keys in the order in which the footer names them.
	bindings() []binding
	// pair is the list with which the page shares a wide screen; nil where it fills it.
	pair() *servicesPage
	// table is what the keys that move, sort and filter act on.
	table() table
	// subject is what the cursor stands on; ok is false where that is nothing.
	subject() (about subject, ok bool)
	// from is where what the cursor stands on is read from.
	from() *connection
	// arns are some of the objects that the page is about: they tell the account.
	arns() []string
	// crumb is its part of the path in the header.
	crumb() string
	// sum is the page in one line.
	sum(l look) string
	// readAt is when the oldest of what is on the screen was read; zero where nothing was.
	readAt() time.Time
	// stale tells whether some of what is on the screen could not be read again.
	stale() bool
	// body draws the rows.
	body(l look, d drawing) []string
}

// drawing is how a page is drawn.
type drawing struct {
	width   int
	focused bool // the keys act on it
	failing bool // a read of what is on the screen fails
}

// frame is what the pages have in common.
type frame struct {
	keys    keyMap
	columns map[string][]string // that somebody chose, by the table; nil for the usual ones
	reads   *feed.Shared
	conns   []*connection
	clock   func() time.Time // for reads, off the Update goroutine
	changes *changes
	// readOnly tells why nothing may be changed in the account on the screen; empty where
	// it may.
	readOnly func() (why string)
	// notAllowed tells why the configuration allows no change of a kind there; empty where it
	// does.
	notAllowed func(change.Kind) (why string)
	alarms     *alarms
	elsewhere  []binding // the keys of all pages, of which nothing but where they work is kept
}

// binding is a key with what it does on a page, in a text, or everywhere. What it does, the
// footer, the help and the message of a key that does nothing all follow from it.
type binding struct {
	key.Binding
	// can tells why the key does nothing now, without a full stop; empty where it does
	// something. Nil means that it always does.
	can func() (why string)
	// hint is can for the footer, where that follows later than the cursor moves. Nil means
	// that it does not.
	hint func() (why string)
	// does is what a key of a page asks for, run what any other key does. Both are nil
	// where the footer or the help names a key that is bound elsewhere.
	does func() action
	run  func() tea.Cmd
	// unnamed leaves it out of the footer, which names another key for the same.
	unnamed bool
	// onRow means that it acts on what is under the cursor: it does nothing for a moment
	// after that has changed by itself.
	onRow bool
	// onText means that it does the same while a text is open.
	onText bool
	// leaves means that it counts on a screen that is too small to show anything.
	leaves bool

	// A key of this page alone has these as well: the block of the help page that it
	// stands in, and where it works, which is said on other pages.
	group, elsewhere string
	// opens is a page of the kind that it opens, which need not hold anything: the keys of
	// that kind are found by it. Nil where it opens none.
	opens page
}

// common are keys that are bound elsewhere.
func common(keys ...key.Binding) []binding {
	bindings := make([]binding, len(keys))
	for i, key := range keys {
		bindings[i].Binding = key
	}
	return bindings
}

// bound tells whether it is more than the name of a key that is bound elsewhere.
func (b binding) bound() bool { return b.does != nil || b.run != nil || b.elsewhere != "" }

// why tells why the key does nothing now; empty where it does something.
func (b binding) why() string {
	switch {
	case b.can != nil:
		return b.can()
	case b.does == nil && b.run == nil:
		return b.elsewhere
	}
	return ""
}

// whyNotNamed tells why the footer does not name the key; empty where it does.
func (b binding) whyNotNamed() string {
	if b.hint != nil {
		return b.hint()
	}
	return b.why()
}

// is tells whether two bindings are of the same key.
func (b binding) is(other key.Binding) bool {
	return len(b.Keys()) > 0 && slices.Equal(b.Keys(), other.Keys())
}

// bindingsOfPages are those of the pages of every kind, found by what opens what.
func bindingsOfPages(f *frame) []binding {
	var all []binding
	met := map[reflect.Type]bool{}
	var visit func(p page)
	visit = func(p page) {
		if met[reflect.TypeOf(p)] {
			return
		}
		met[reflect.TypeOf(p)] = true
		for _, b := range p.bindings() {
			all = append(all, b)
			if b.opens != nil {
				visit(b.opens)
			}
		}
	}
	visit(&clustersPage{frame: f})
	return all
}

// keysElsewhere are the keys of the pages of every kind, as they are where their page is not
// on the screen.
func keysElsewhere(f *frame) []binding {
	var all []binding
	for _, b := range bindingsOfPages(f) {
		if b.elsewhere != "" {
			all = append(all, binding{Binding: b.Binding, elsewhere: b.elsewhere})
		}
	}
	return all
}

// action is what a key of a page asks for, as data: it changes nothing by itself.
type action any

// What pages ask for.
type (
	openAction    struct{ page } // one page deeper
	detailsAction struct{}
	eventsAction  struct{ *boardPage } // of its service
	exportAction  struct{ *boardPage } // what it has seen
	// differenceAction asks for that of two sides, markAction for one of them to be marked.
	differenceAction struct{ *boardPage }
	markAction       struct{ *boardPage }
	percentAction    struct {
		page *routesPage
		text string // what is typed already
	}
	copyAction    struct{ text, what string }
	commandAction struct{ *routesPage }  // of the rule under its cursor
	changeAction  struct{ change.Offer } // its form
	stepAction    struct{ *boardPage }   // its next step, as a text
)

// carryOut does what a page asks for. What reaches ECS beside reads is in perform.go.
func (m *Model) carryOut(a action) tea.Cmd {
	switch a := a.(type) {
	case openAction:
		m.push(a.page)
	case detailsAction:
		return m.openDetails()
	case eventsAction:
		m.openEvents(a.boardPage)
	case exportAction:
		m.openExport(a.boardPage)
	case differenceAction:
		m.openDifference(a.boardPage)
	case markAction:
		m.mark(a.boardPage)
	case percentAction:
		m.openPercent(a.page, a.text)
	case copyAction:
		return m.toClipboard(a.text, a.what)
	case commandAction:
		m.openShift(a.routesPage)
	case changeAction:
		return m.openForm(a.Offer)
	case stepAction:
		m.openStep(a.boardPage)
	}
	return nil
}
