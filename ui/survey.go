package ui

import (
	"maps"
	"time"

	"tealset/model"
)

// survey counts services by their tiers, as far as they have been read, and finds out which
// was read longest ago. It tells the alarms what it finds.
type survey struct {
	tiers    tally // how many services are in each tier
	clusters map[clusterOf]*clusterTally
	oldest   time.Time // when the service was read that has not been for the longest time
	at       time.Time // when they were counted
	version  int       // another one after every change of the clusters
	verdicts map[*model.Row[model.Service]]verdict
}

// clusterOf names a cluster of a source.
type clusterOf struct {
	source int
	name   string
}

// clusterTally is what is known of the services of a cluster.
type clusterTally struct {
	tiers        tally
	known, total int // how many have been read, of how many
}

// verdict is the tier of a service, as it was when it was looked at last.
type verdict struct {
	tier       model.Tier
	readAt, at time.Time // when the service was read, and judged
}

// look counts anew, if a second has passed. It looks at all rows, and so does not run for
// each key.
func (s *survey) look(l look, alarms *alarms, all func() []*model.Row[model.Service]) {
	if since := l.now.Sub(s.at); 0 <= since && since < time.Second {
		return
	}
	rows, before := all(), s.clusters
	s.at, s.tiers, s.oldest, s.clusters = l.now, tally{}, l.now, map[clusterOf]*clusterTally{}
	if s.verdicts == nil || len(s.verdicts) > 2*len(rows) {
		s.verdicts = map[*model.Row[model.Service]]verdict{}
	}
	for _, row := range rows {
		tier := s.judge(l, alarms, row)
		s.tiers[tier]++
		of := s.cluster(clusterOf{row.Source, model.NameOf(row.Value.ClusterARN)})
		of.tiers[tier]++
		of.total++
		if row.ReadAt.IsZero() {
			continue
		}
		of.known++
		if row.ReadAt.Before(s.oldest) {
			s.oldest = row.ReadAt
		}
	}
	if !maps.EqualFunc(before, s.clusters, func(a, b *clusterTally) bool { return *a == *b }) {
		s.version++
	}
}

func (s *survey) cluster(of clusterOf) *clusterTally {
	if s.clusters[of] == nil {
		s.clusters[of] = &clusterTally{}
	}
	return s.clusters[of]
}

// judge is the tier of a service. It is found out when that was read anew, and from time to
// time, as time alone makes some stuck.
func (s *survey) judge(l look, alarms *alarms, row *model.Row[model.Service]) model.Tier {
	const lasts = 10 * time.Second
	last, known := s.verdicts[row]
	since := l.now.Sub(last.at)
	if known && last.readAt.Equal(row.ReadAt) && 0 <= since && since < lasts {
		return last.tier
	}
	tier := row.Value.Health(l.now).Tier
	s.verdicts[row] = verdict{tier: tier, readAt: row.ReadAt, at: l.now}
	alarms.see(row, tier)
	return tier
}
