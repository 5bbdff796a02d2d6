package gateway

import (
	"tealset/cmd/tealset/audit"
	"tealset/model"
	"tealset/model/change"
	"tealset/model/clean"
)

// Adopt takes over changes of earlier runs whose outcome nobody knows, out of what
// dangles in the trail, as far as this gateway can look at them: those of its own
// Region, endpoint and kinds. One that was sent by this profile is taken over from
// another profile's gateway, which may be of another account. What this run sent, or
// has found out about, is not of an earlier run.
func (g *Gateway) Adopt(dangling []audit.Record) []change.Earlier {
	var adopted []change.Earlier
	for _, record := range dangling {
		request, ok := g.requestOf(record)
		if ok && g.ledger.adopt(request, record, record.Profile == g.self.Profile) {
			adopted = append(adopted, change.Earlier{Request: request, Outcome: record.Outcome})
		}
	}
	return adopted
}

// Awaited are changes whose answers another process awaits, out of the trail, as far as they are of
// this gateway's Region, endpoint and kinds. They stay that process's own.
func (g *Gateway) Awaited(awaited []audit.Record) []change.Earlier {
	var others []change.Earlier
	for _, record := range awaited {
		if request, ok := g.requestOf(record); ok {
			others = append(others, change.Earlier{Request: request, Elsewhere: true})
		}
	}
	return others
}

// requestOf is the request of a line of the trail; ok is false where this gateway cannot look at
// its target.
func (g *Gateway) requestOf(record audit.Record) (request change.Request, ok bool) {
	request = change.Request{
		ID: record.ID, Kind: change.KindOf(record.Operation, record.Params, record.Back), Former: record.Former,
		Target: model.TaskSetRef{
			ClusterARN: clean.Text(record.Cluster), ServiceARN: clean.Text(record.Service),
			ARN: clean.Text(record.TaskSet), ID: model.TaskSetID(clean.Text(record.TaskSet)),
		},
		Force: record.Force, Params: cleaned(record.Params), At: record.Time,
	}
	if record.Seen != nil {
		request.Seen.UpdatedAt = record.Seen.UpdatedAt
	}
	return request, record.Region == g.self.Region && record.Endpoint == g.self.Endpoint && g.mutation(request) != nil
}

// adopt takes note of a change of an earlier run. It is false when another gateway has
// it already, and own, that the profile is the one that sent it, is not true either.
func (l *Ledger) adopt(request change.Request, record audit.Record, own bool) (ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, known := l.open[request.ID]; l.done[request.ID] || known && !own {
		return false
	}
	l.open[request.ID] = pending{request: request, record: record, stage: earlier}
	return true
}

// cleaned are parameters out of a trail, which anybody may have written.
func cleaned(params map[string]string) map[string]string {
	var clear map[string]string
	for name, value := range params {
		if clear == nil {
			clear = map[string]string{}
		}
		clear[clean.Text(name)] = clean.Text(value)
	}
	return clear
}
