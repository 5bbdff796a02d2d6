package model

import (
	"cmp"
	"slices"
)

// WithTaskSet is the service with one of its sets replaced by what ECS answered
// about it, as DeleteTaskSet does, unless more is known already. A set that the
// service has not is added.
func (s Service) WithTaskSet(set TaskSet) Service {
	s.TaskSets = slices.Clone(s.TaskSets)
	at := slices.IndexFunc(s.TaskSets, func(old TaskSet) bool { return old.ARN == set.ARN })
	if at < 0 {
		s.TaskSets = append(s.TaskSets, set)
	} else {
		s.TaskSets[at] = latest(s.TaskSets[at], set)
	}
	return s
}

// Replace is what is known of the service after a new read. A read may be served
// from state older than an answer that was seen before it, so a set keeps what
// is known when that is later. A set that the read does not have is gone. The service
// keeps the ARN that it was listed by: ECS lists some services by a long ARN and describes
// them by their old short one.
func (s Service) Replace(read Service) Service {
	read.ARN = cmp.Or(s.ARN, read.ARN)
	read.ClusterARN = cmp.Or(read.ClusterARN, s.ClusterARN)
	read.TaskSets = slices.Clone(read.TaskSets)
	for i, set := range read.TaskSets {
		if known, ok := s.TaskSet(set.ARN); ok {
			read.TaskSets[i] = latest(known, set)
		}
	}
	if read.Events == nil {
		read.Events = s.Events
	}
	if read.Tags == nil {
		read.Tags = s.Tags
	}
	return read
}

// latest is the later one of what is known of a set and of what was told of it.
// No set comes back from DRAINING, whatever the times say; else the later updatedAt
// is later, and of equal ones, or where ECS sent none, what was told last. Tags are
// carried over from an answer that had them to one that was not asked for any.
func latest(known, told TaskSet) TaskSet {
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
