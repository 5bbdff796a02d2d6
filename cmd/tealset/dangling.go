package main

import (
	"tealset/cmd/tealset/audit"
	"tealset/model"
	"tealset/model/change"
	"tealset/model/clean"
)

// adopt takes over the deletions of earlier runs whose outcome nobody knows, as far
// as this run can look at them: those of its own Region and endpoint. One that was sent
// by this profile is taken over from another profile, which may be of another account.
func (g *gateway) adopt(records []audit.Record) []change.Request {
	var requests []change.Request
	for _, record := range audit.Dangling(records) {
		if record.Region != g.self.Region || record.Endpoint != g.self.Endpoint || record.Operation != string(change.DeleteTaskSet) {
			continue
		}
		request := change.Request{
			ID: record.ID, Kind: change.Kind(record.Operation),
			Target: model.TaskSetRef{
				ClusterARN: clean.Text(record.Cluster), ServiceARN: clean.Text(record.Service),
				ARN: clean.Text(record.TaskSet), ID: model.TaskSetID(clean.Text(record.TaskSet)),
			},
			Force: record.Force, At: record.Time,
		}
		if g.adopted(request, record, record.Profile == g.self.Profile) {
			requests = append(requests, request)
		}
	}
	return requests
}

// adopted takes note of a deletion of an earlier run; ok is false when it is known
// already, as by another profile's gateway, and this is not the profile that sent it.
func (l *ledger) adopted(request change.Request, record audit.Record, own bool) (ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, known := l.open[request.ID]; known && !own {
		return false
	}
	l.open[request.ID] = pending{request: request, record: record, earlier: true}
	return true
}
