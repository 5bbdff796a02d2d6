package feed

import "time"

// Allowance is what all feeds of one account spend together in a minute while nobody
// presses a key. What is looked at is read first; the background gets what is left, but
// never less than its floor. The account is not known before something was read, so that
// there is one for each Region; see the package for its table.
type Allowance struct {
	shared *Shared
	looked []time.Time         // when reads began in the last minute, without those of the background
	next   time.Time           // no read of the background begins before
	sweeps map[*sweep]struct{} // those that go on
	parts  map[*Poller]float64 // those of an open board: how many requests a minute each wants
	rows   float64             // how many a minute the rows beside a board take at least
}

// In is the allowance of a Region.
func (s *Shared) In(region string) *Allowance {
	if s.allowances[region] == nil {
		s.allowances[region] = &Allowance{shared: s, sweeps: map[*sweep]struct{}{}, parts: map[*Poller]float64{}}
	}
	return s.allowances[region]
}

// point is what holds for lists whose rows take so many descriptions to be read once.
type point struct {
	descriptions int
	limit        float64       // requests a minute, everything together
	swept        time.Duration // how long the sweep may take at most
}

// points are what the limits are drawn through, as straight lines. They leave some seconds
// and two requests to what was promised: 40 requests, or five minutes, at 500 services.
func points() []point {
	return []point{
		{4, 38, 80 * time.Second},
		{50, 38, 285 * time.Second},
		{500, 58, 870 * time.Second},
	}
}

// Where the sweep needs it all, the names of 5,000 services are listed every quarter of an
// hour; they never take more than so many requests a minute.
const (
	namesRarely = 15 * time.Minute
	namesMost   = 10
)

// pointOf is the point of what takes so many descriptions. Beyond the last one the limit
// stays, and the sweep takes longer.
func pointOf(descriptions int) point {
	all := points()
	first, last := all[0], all[len(all)-1]
	if descriptions <= first.descriptions {
		return first
	}
	for i, right := range all[1:] {
		left := all[i]
		if descriptions <= right.descriptions {
			part := float64(descriptions-left.descriptions) / float64(right.descriptions-left.descriptions)
			return point{
				descriptions: descriptions,
				limit:        left.limit + part*(right.limit-left.limit),
				swept:        left.swept + time.Duration(part*float64(right.swept-left.swept)),
			}
		}
	}
	swept := float64(last.swept) * float64(descriptions) / float64(last.descriptions)
	return point{descriptions: descriptions, limit: last.limit, swept: time.Duration(swept)}
}

// point is that of all lists of which reads go on.
func (a *Allowance) point() point {
	descriptions := 0
	for s := range a.sweeps {
		descriptions += s.descriptions
	}
	return pointOf(descriptions)
}

// sweepFloor is what the sweeps need in a minute, without the rows that go along with the
// reads of rows under a cursor.
func (a *Allowance) sweepFloor() float64 {
	p := a.point()
	floor := float64(p.descriptions) / p.swept.Minutes()
	for s := range a.sweeps {
		floor -= s.along
	}
	return max(0, floor)
}

// namesFloor is what the names need in a minute.
func (a *Allowance) namesFloor() float64 {
	pages := 0
	for s := range a.sweeps {
		pages += s.pages
	}
	return min(namesMost, float64(pages)/namesRarely.Minutes())
}

// rate is how many requests a minute the background may make.
func (a *Allowance) rate(now time.Time) float64 {
	looked := 0
	for _, at := range a.looked {
		if now.Sub(at) < time.Minute {
			looked++
		}
	}
	return max(1, a.sweepFloor()+a.namesFloor(), a.point().limit-float64(looked))
}

// every is the time between two reads of which there may be so many in a minute.
func (a *Allowance) every(rate float64) time.Duration {
	return a.shared.Slowed(time.Duration(float64(time.Minute) / rate))
}

// pageEvery is the time between two pages of names: they take what the sweeps leave.
func (a *Allowance) pageEvery(now time.Time) time.Duration {
	return a.every(min(namesMost, max(1, a.namesFloor(), a.rate(now)-a.sweepFloor())))
}

// began takes note of a read that is not of the background.
func (a *Allowance) began(now time.Time) {
	past := 0
	for past < len(a.looked) && now.Sub(a.looked[past]) >= time.Minute {
		past++
	}
	a.looked = append(a.looked[:copy(a.looked, a.looked[past:])], now)
}

// ready tells whether a read of the background may begin.
func (a *Allowance) ready(now time.Time) bool { return !now.Before(a.next) }

// saved is how much time in which the background read nothing it may make up for.
const saved = 20 * time.Second

// spend takes note of a read of the background, and of when the next may begin.
func (a *Allowance) spend(now time.Time) {
	if a.next.Before(now.Add(-saved)) || a.next.After(now) { // after now: a retry, or the clock was set back
		a.next = now.Add(-saved)
	}
	a.next = a.next.Add(a.every(a.rate(now)))
}

// How much what is beside the service of an open board slows down at most.
const (
	slowestRows  = 6
	slowestParts = 4
)

// reserve is how many requests a minute of an open board are kept for what comes at once and
// is not expected: where a deployment begins or ends, its rules and revisions are read.
const reserve = 6

// forBoard is how many requests a minute there are for an open board and what stands beside
// it, without what the background needs.
func (a *Allowance) forBoard() float64 {
	return a.point().limit - reserve - a.sweepFloor() - a.namesFloor()
}

// board is how many requests a minute the service of an open board takes. A faster board is
// asked for by name, and is no reason to be slow elsewhere.
func (a *Allowance) board() float64 {
	const usual = 5 * time.Second
	return time.Minute.Seconds() / max(usual, a.shared.refresh).Seconds()
}

// partsWanted is how many requests a minute the parts of an open board want.
func (a *Allowance) partsWanted() float64 {
	wanted := 0.0
	for _, n := range a.parts {
		wanted += n
	}
	return wanted
}

// partsSlower is how many times more slowly the parts of an open board are read than they
// want to be: they are the last to slow down.
func (a *Allowance) partsSlower() float64 {
	left := a.forBoard() - a.board() - a.rows
	return min(slowestParts, max(1, a.partsWanted()/max(1, left)))
}

// beside is the time between two rounds of a list that stands beside an open board, where
// a round takes so many requests: what is left to it in a minute, but at least a sixth of
// what it reads otherwise.
func (a *Allowance) beside(requests int, interval time.Duration) time.Duration {
	a.rows = float64(requests) / (slowestRows * interval).Minutes()
	left := max(0.1, a.forBoard()-a.board()-a.partsWanted()/a.partsSlower())
	wait := time.Duration(float64(requests) / left * float64(time.Minute))
	return min(max(interval, a.shared.Slowed(wait)), slowestRows*interval)
}
