package model

import (
	"cmp"
	"slices"
	"time"
)

// WithTaskSet is the service with one of its sets replaced by what ECS answered
// about it at a given time, as DeleteTaskSet does, unless more is known already. A set
// that the service has not is added.
func (s Service) WithTaskSet(set TaskSet, at time.Time) Service {
	before := s
	s.TaskSets = slices.Clone(s.TaskSets)
	i := slices.IndexFunc(s.TaskSets, func(old TaskSet) bool { return old.ARN == set.ARN })
	if i < 0 {
		i = len(s.TaskSets)
		s.TaskSets = append(s.TaskSets, TaskSet{})
	}
	s.TaskSets[i] = latest(s.TaskSets[i], set, at)
	s.FormerPrimary, s.FormerSeen = before.formerPrimary(s.TaskSets[i:i+1], at)
	if set.Primary() {
		onlyPrimary(s.TaskSets, set.ARN)
	}
	return s
}

// onlyPrimary takes the role of the PRIMARY from all sets but one. A service has one PRIMARY, and
// what tells of the one does not tell of the other that lost the role to it.
func onlyPrimary(sets []TaskSet, arn string) {
	at := slices.IndexFunc(sets, func(set TaskSet) bool { return set.ARN == arn })
	if at < 0 || !sets[at].Primary() {
		return
	}
	for i := range sets {
		if i != at && sets[i].Primary() {
			sets[i].Status = StatusActive
		}
	}
}

// roleStays is how far apart two reads may be so that the role of the PRIMARY cannot have gone to
// another set and come back between them.
const roleStays = 2 * time.Minute

// formerPrimary is which set was PRIMARY before the one that is it among what was told at a given
// time, and until when that is known, see FormerSeen.
func (s Service) formerPrimary(told []TaskSet, at time.Time) (arn string, seen time.Time) {
	i := slices.IndexFunc(told, TaskSet.Primary)
	if i < 0 {
		return s.FormerPrimary, s.FormerSeen
	}
	for _, set := range s.TaskSets {
		if set.Primary() && set.ARN != told[i].ARN {
			return set.ARN, at
		}
	}
	known, _ := s.TaskSet(told[i].ARN)
	if s.FormerPrimary != "" && (at.Sub(s.FormerSeen) <= roleStays || told[i].UpdatedAt.Equal(known.UpdatedAt)) {
		return s.FormerPrimary, at
	}
	return s.FormerPrimary, s.FormerSeen
}

// withTags is the service with the tags of one of its sets.
func (s Service) withTags(arn string, tags []Tag) Service {
	s.TaskSets = slices.Clone(s.TaskSets)
	for i := range s.TaskSets {
		if s.TaskSets[i].ARN == arn {
			s.TaskSets[i].Tags = tags
		}
	}
	return s
}

// Replace is what is known of the service after a new read that was answered at a given
// time. A read may be served from state older than an answer that was seen before it, so a
// set keeps what is known when that is later. A set that the read does not have is gone.
// The service keeps the ARN that it was listed by: ECS lists some services by a long ARN
// and describes them by their old short one. Nothing is kept of an earlier service of that
// name, which was created at another time.
func (s Service) Replace(read Service, at time.Time) Service {
	if !s.CreatedAt.IsZero() && !read.CreatedAt.IsZero() && !s.CreatedAt.Equal(read.CreatedAt) {
		s = Service{ARN: s.ARN, ClusterARN: s.ClusterARN, SeenBy: s.SeenBy}
	}
	read.ARN = cmp.Or(s.ARN, read.ARN)
	read.ClusterARN = cmp.Or(read.ClusterARN, s.ClusterARN)
	read.SeenBy = cmp.Or(read.SeenBy, s.SeenBy)
	read.Seen = s.counted().next(read.counted(), s.Described, at)
	told := read.TaskSets
	read.TaskSets = slices.Clone(told)
	for i, set := range told {
		known, _ := s.TaskSet(set.ARN)
		read.TaskSets[i] = latest(known, set, at)
	}
	if kept := keptPrimary(told, read.TaskSets); kept != "" {
		onlyPrimary(read.TaskSets, kept)
	}
	read.FormerPrimary, read.FormerSeen = s.formerPrimary(read.TaskSets, at)
	read.Deployments = slices.Clone(read.Deployments)
	for i := range read.Deployments {
		told := &read.Deployments[i]
		known := s.deployment(told.ID)
		told.Seen = known.counted().next(told.counted(), known.ID != "", at)
	}
	if read.Events == nil {
		read.Events = s.Events
	}
	if read.Tags == nil {
		read.Tags = s.Tags
	}
	return read
}

// keptPrimary is the ARN of the set that is PRIMARY by what was known before, and not by an older
// state that a read told; empty where there is none.
func keptPrimary(told, folded []TaskSet) string {
	for i := range folded {
		if folded[i].Primary() && !told[i].Primary() {
			return folded[i].ARN
		}
	}
	return ""
}

// latest is the later one of what is known of a set and of what was told of it.
// No set comes back from DRAINING, whatever the times say; else the later updatedAt
// is later, and of equal ones, or where ECS sent none, what was told last. Tags are
// carried over from an answer that had them to one that was not asked for any. Of a set
// that is not known, known is the zero value.
func latest(known, told TaskSet, at time.Time) TaskSet {
	told.Seen = known.counted().next(told.counted(), known.ARN != "", at)
	told.StabilitySeen = known.stabilitySeen(told, at)
	later, earlier := told, known
	stale := !told.UpdatedAt.IsZero() && known.UpdatedAt.After(told.UpdatedAt)
	if known.Draining() != told.Draining() {
		stale = known.Draining()
	}
	if stale {
		later, earlier = known, told
	}
	if later.Tags == nil {
		later.Tags = earlier.Tags
	}
	return later
}

// Identity is the service's ARN and name.
func (s Service) Identity() (arn, name string) { return s.ARN, s.Name }

// Document is the service as it is written out: one that has only been listed has no
// counts to write.
func (s Service) Document() any {
	if s.Described {
		return s
	}
	return map[string]string{"serviceArn": s.ARN, "serviceName": s.Name}
}

// Failed is the service with the reason that ECS gave instead of a description.
func (s Service) Failed(reason string) Service {
	s.Missing = reason
	return s
}
