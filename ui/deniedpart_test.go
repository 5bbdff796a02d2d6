package ui

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"tealset/model"
)

// A cluster whose services must not be described holds up no other's.
func TestAllDescribesOtherClustersWhereOneIsDenied(t *testing.T) {
	drive(t, several(), nil, func(d *driver) {
		var denied atomic.Int32 // descriptions run side by side
		real := d.m.top().from().Backend
		d.m.begin([]Source{{Backend: deny{real, "alpha", &denied}, Region: "eu-west-1"}})
		d.wait(time.Second)
		d.press("!")
		d.wait(3 * time.Minute)
		known, total := d.m.services().lists[0].Described()
		if known < 60 {
			t.Errorf("%d of %d services are described, %d denied:\n%s", known, total, denied.Load(), d.screen())
		}
		if denied.Load() > 60 {
			t.Errorf("%d requests were denied", denied.Load())
		}
		d.see("no permission")
	})
}

type deny struct {
	Backend
	cluster string
	n       *atomic.Int32
}

func (d deny) DescribeServices(ctx context.Context, cluster string, services []string) (model.Descriptions[model.Service], error) {
	if strings.HasSuffix(cluster, "/"+d.cluster) {
		d.n.Add(1)
		return model.Descriptions[model.Service]{}, &model.Fault{Kind: model.FaultDenied, Operation: "DescribeServices", Headline: "no permission for ecs:DescribeServices"}
	}
	return d.Backend.DescribeServices(ctx, cluster, services)
}
