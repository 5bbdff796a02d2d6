package ui

import (
	"context"
	"strings"
	"testing"
	"time"

	"tealset/model"
)

// A cluster whose services must not be described holds up no other's.
func TestAllDescribesOtherClustersWhereOneIsDenied(t *testing.T) {
	drive(t, several(), nil, func(d *driver) {
		denied := 0
		real := d.m.top().from().Backend
		d.m.begin([]Source{{Backend: deny{real, "alpha", &denied}, Region: "eu-west-1"}})
		d.wait(time.Second)
		d.press("!")
		d.wait(3 * time.Minute)
		known, total := d.m.services().list.Described()
		if known < 60 {
			t.Errorf("%d of %d services are described, %d denied:\n%s", known, total, denied, d.screen())
		}
		if denied > 60 {
			t.Errorf("%d requests were denied", denied)
		}
		d.see("no right")
	})
}

type deny struct {
	Backend
	cluster string
	n       *int
}

func (d deny) DescribeServices(ctx context.Context, cluster string, services []string) (model.Descriptions[model.Service], error) {
	if strings.HasSuffix(cluster, "/"+d.cluster) {
		*d.n++
		return model.Descriptions[model.Service]{}, &model.Fault{Kind: model.FaultDenied, Operation: "DescribeServices", Headline: "no right to ecs:DescribeServices"}
	}
	return d.Backend.DescribeServices(ctx, cluster, services)
}
