package ui

import (
	"slices"
	"time"

	"tealset/ui/feed"
)

// top is the page that the keys act on.
func (m *Model) top() page { return m.pages[len(m.pages)-1] }

func (m *Model) push(p page) { m.pages = append(m.pages, p) }

// leave goes back to the page at a depth; zero is the first.
func (m *Model) leave(depth int) { m.pages = m.pages[:min(depth+1, len(m.pages))] }

// visible are the pages on the screen: the top one, and before it a list that has room
// beside the board.
func (m *Model) visible() []page {
	top := m.top()
	if list := top.pair(); list != nil && list != top && m.split() {
		return []page{list, top}
	}
	return []page{top}
}

// visibleFeeds are the reads of what is on the screen, those of the top page first.
func (m *Model) visibleFeeds() []feed.Feed {
	feeds := m.top().feeds()
	for _, p := range m.visible() {
		if p != m.top() {
			feeds = slices.Concat(feeds, p.feeds())
		}
	}
	return feeds
}

// watchful is a page that goes on to read in the background.
type watchful interface {
	// background are the reads that go on slowly while the page is on the screen, or while
	// it is below another.
	background(onScreen bool) []feed.Feed
}

// backgroundFeeds are the reads of the background of all pages.
func (m *Model) backgroundFeeds() []feed.Feed {
	var feeds []feed.Feed
	visible := m.visible()
	for _, p := range m.pages {
		if p, ok := p.(watchful); ok {
			feeds = append(feeds, p.background(slices.Contains(visible, p.(page)))...)
		}
	}
	return feeds
}

// turn stops the reads of the pages that have left the screen, and makes those of the
// pages that have come to it due.
func (m *Model) turn() {
	visible := m.visible()
	unseen := m.backgroundFeeds()
	for _, f := range m.unseen {
		if !slices.Contains(unseen, f) {
			f.Stop()
		}
	}
	m.unseen = unseen
	if slices.Equal(visible, m.shown) {
		return
	}
	before, now := feedsOf(m.shown), feedsOf(visible) // some pages read by the same feeds
	for _, f := range before {
		if !slices.Contains(now, f) {
			f.Stop()
		}
	}
	for _, f := range now {
		if !slices.Contains(before, f) {
			f.Begin(m.look.now) // what is known is old
		}
	}
	m.shown = slices.Clone(visible)
}

func feedsOf(pages []page) []feed.Feed {
	var feeds []feed.Feed
	for _, p := range pages {
		feeds = append(feeds, p.feeds()...)
	}
	return feeds
}

func stop(feeds []feed.Feed) {
	for _, f := range feeds {
		f.Stop()
	}
}

func begin(feeds []feed.Feed, now time.Time) {
	for _, f := range feeds {
		f.Begin(now)
	}
}
