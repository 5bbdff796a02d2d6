package model

import "slices"

// WithTaskSet is the service with one of its sets replaced by what ECS answered
// about it, as DeleteTaskSet does. A set that the service has not is added.
func (s Service) WithTaskSet(set TaskSet) Service {
	s.TaskSets = slices.Clone(s.TaskSets)
	at := slices.IndexFunc(s.TaskSets, func(old TaskSet) bool { return old.ARN == set.ARN })
	if at < 0 {
		s.TaskSets = append(s.TaskSets, set)
	} else {
		s.TaskSets[at] = keepTags(set, s.TaskSets[at])
	}
	return s
}

// Replace is what is known of the service after a new read. A read may be served
// from state older than an answer that was seen before it, so a set keeps what
// is known when that is newer: its updatedAt is later, or it was draining, which
// no set comes back from. A set that the read does not have is gone.
func (s Service) Replace(read Service) Service {
	read.TaskSets = slices.Clone(read.TaskSets)
	for i, set := range read.TaskSets {
		known, ok := s.TaskSet(set.ARN)
		if !ok {
			continue
		}
		if known.UpdatedAt.After(set.UpdatedAt) || known.Draining() && !set.Draining() {
			read.TaskSets[i] = known
		} else {
			read.TaskSets[i] = keepTags(set, known)
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

// keepTags carries tags over from an answer that had them to one that was not
// asked for any.
func keepTags(set, known TaskSet) TaskSet {
	if set.Tags == nil {
		set.Tags = known.Tags
	}
	return set
}
