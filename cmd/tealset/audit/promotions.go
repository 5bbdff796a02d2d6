package audit

import (
	"context"

	"tealset/model"
	"tealset/model/change"
	"tealset/model/clean"
)

// Promotions reads the trail, as it is now, for the changes of which set is PRIMARY that were
// made, the oldest first. The error is as that of Read.
func Promotions(ctx context.Context, path string) ([]change.Promotion, error) {
	var records []Record
	_, err := scan(path, func(r Record, _ []byte) error {
		if r.Operation == change.PromoteTaskSet.Operation() {
			records = append(records, r)
		}
		return ctx.Err()
	})
	var made []change.Promotion
	for _, e := range join(records) {
		r := e.record()
		if r.Outcome != change.Accepted || r.Former == "" || r.TaskSet == "" {
			continue
		}
		made = append(made, change.Promotion{
			Service: model.ServiceKey(clean.Text(r.Cluster), clean.Text(r.Service)),
			Primary: clean.Text(r.TaskSet), Former: clean.Text(r.Former), At: r.Time, Back: r.Back,
		})
	}
	return made, err
}
