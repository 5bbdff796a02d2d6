package ui

import (
	"cmp"
	"context"
	"time"

	"tealset/model"
	"tealset/model/change"
	"tealset/ui/say"
)

// Source is one profile of the AWS settings in one Region.
type Source struct {
	Backend Backend
	Changes Changes
	Profile string // may be empty
	// Caller is the ARN and the account of who signs, as far as AWS has told them without
	// being waited for; CallerUnknown, that it does not tell. Nil means never.
	Caller        func() (arn, account string)
	CallerUnknown func() bool
	// Keys tells whose keys sign, in a few words: the profile, "environment keys". Nil is
	// the profile.
	Keys     func() string
	Region   string
	Endpoint string // shown when it is not AWS's own; empty otherwise
	// ReadOnly tells why nothing may be deleted in an account, in a sentence without its
	// full stop; it is empty where it may. The account is empty until an ARN tells it.
	// Nil means that deleting is allowed.
	ReadOnly func(account string) (why string)
	// Dangling finds the changes of earlier runs whose outcome is not known. They are
	// looked at, and told of like those of this run. It may take seconds, is called off
	// the Update goroutine, and gives up with the context. Nil means that there are none.
	Dangling func(ctx context.Context) []change.Earlier
}

// whose names the keys of a source.
func (s Source) whose() string {
	if s.Keys == nil {
		return s.Profile
	}
	return cmp.Or(s.Keys(), s.Profile)
}

// label names a source for people.
func (s Source) label() string { return say.Join(s.Profile, s.Region) }

// pace is how often pages are read: the board by refresh, lists half as often, and
// everything more slowly while nobody looks.
type pace struct {
	refresh time.Duration
	blurred bool
	jitter  func() float64
}

// blurredPace is how many times slower an unfocused terminal is served.
const blurredPace = 6

func (p pace) board() poller { return p.poller(boardPage, 0, p.refresh) }

func (p pace) list(page page, source int) poller { return p.poller(page, source, 2*p.refresh) }

func (p pace) sweep(page page, source int) poller {
	swept := p.poller(page, source, p.refresh)
	swept.sweep = true
	return swept
}

func (p pace) poller(page page, source int, interval time.Duration) poller {
	return poller{page: page, source: source, interval: p.slowed(interval), jitter: p.jitter}
}

// slowed is the time between two reads, which is longer while nobody looks.
func (p pace) slowed(every time.Duration) time.Duration {
	if p.blurred {
		return blurredPace * every
	}
	return every
}

// setPace changes how often all pages are read, from now on.
func (m *Model) setPace(p pace) {
	m.pace = p
	for _, poll := range m.polls() {
		fresh := p.board()
		if poll.page != boardPage && !poll.sweep {
			fresh = p.list(poll.page, poll.source)
		}
		poll.interval = fresh.interval
		if !poll.reading && poll.pauses == 0 {
			poll.stop() // the pause is made anew
		}
	}
}

// polls are all pollers.
func (m *Model) polls() []*poller {
	polls := []*poller{&m.services.poll, &m.services.sweep.poll, &m.board.poll}
	m.clusters.each(func(s *lister[model.Cluster]) { polls = append(polls, &s.poll, &s.sweep.poll) })
	return polls
}

// here is the source that the services and the board are of.
func (m *Model) here() Source { return m.sources[m.source] }
