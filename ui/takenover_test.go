package ui

import (
	"testing"
	"time"

	"tealset/ecsapi"
	"tealset/ecsapi/ecsfake"
	"tealset/model"
	"tealset/model/change"
)

// A deletion of an earlier run is followed by the last source that it comes with, and
// told as that one's.
func TestDanglingDeletionIsFollowedByTheProfileThatSentIt(t *testing.T) {
	drive(t, shop(), nil, func(d *driver) {
		var sources []Source
		var ref model.TaskSetRef
		for i, profile := range []string{"other", "sender"} {
			world := shop()
			if i == 0 {
				world.Clusters[0].Name = "mall"
			}
			ecs := ecsfake.New(time.Now, world)
			client := bare(ecsapi.New(ecsapi.Fixed{Region: "eu-west-1", Endpoint: "http://ecs.invalid", Transport: ecs.Client().Transport}))
			sources = append(sources, sourceOf(client, profile, "eu-west-1"))
			service, err := client.DescribeService(d.m.ctx, model.ServiceRef{Cluster: world.Clusters[0].Name, Service: "checkout"})
			if err != nil {
				d.t.Fatal(err)
			}
			ref = service.TaskSetRef(service.TaskSets[1])
		}
		for i := range sources {
			sources[i].Dangling = []change.Earlier{{Request: change.Request{ID: "earlier", Target: ref, At: time.Now().Add(-time.Hour).Truncate(time.Second)}}}
		}
		d.m.begin(sources)
		d.run(d.m.followChanges())
		d.wait(20 * time.Second)
		if len(d.m.changes) != 1 {
			d.t.Fatalf("%d deletions", len(d.m.changes))
		}
		if status, _ := d.m.changes[0].Status(); status != "ACTIVE" {
			d.t.Errorf("nothing was seen of it:\n%s", d.screen())
		}
		d.press("a")
		d.see("eu-west-1 · sender")
	})
}
