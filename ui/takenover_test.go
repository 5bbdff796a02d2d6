package ui

import (
	"context"
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
			sources[i].Dangling = left(ref)
		}
		d.m.begin(sources)
		d.run(d.m.findDangling())
		d.wait(20 * time.Second)
		if len(d.m.changes.all) != 1 {
			d.t.Fatalf("%d deletions", len(d.m.changes.all))
		}
		if status, _ := d.m.changes.all[0].Status(); status != "ACTIVE" {
			d.t.Errorf("nothing was seen of it:\n%s", d.screen())
		}
		d.press("a")
		d.see("eu-west-1 · sender")
	})
}

// left is what a source finds of an earlier run: a deletion of this set, an hour ago.
func left(ref model.TaskSetRef) func(context.Context) []change.Earlier {
	at := time.Now().Add(-time.Hour).Truncate(time.Second)
	return func(context.Context) []change.Earlier {
		return []change.Earlier{{Request: change.Request{ID: "earlier", Kind: change.DeleteTaskSet, Target: ref, At: at}}}
	}
}

// Nothing is looked for before the screen stands, and what is being looked for holds
// up neither the screen nor the keys. An answer that comes after another source has
// been switched to tells of what is new, and takes nothing from the later source.
func TestDanglingDeletionsAreFoundInTheBackground(t *testing.T) {
	var asked, answer chan struct{} // of the bubble, as the next one
	var first, second change.Request
	slow := func(o *setup) {
		asked, answer = make(chan struct{}, 1), make(chan struct{})
		o.Profile = "slow"
		o.Dangling = func(context.Context) []change.Earlier {
			asked <- struct{}{}
			<-answer
			return []change.Earlier{{Request: first}, {Request: second}}
		}
	}
	drive(t, shop(), slow, func(d *driver) {
		service, err := d.m.top().from().Backend.DescribeService(d.m.ctx, model.ServiceRef{Cluster: "shop", Service: "checkout"})
		if err != nil {
			d.t.Fatal(err)
		}
		first = change.Request{ID: "first", Kind: change.DeleteTaskSet, Target: service.TaskSetRef(service.TaskSets[1]), At: time.Now().Add(-time.Hour)}
		second = first
		second.ID = "second"
		second.Target.ARN, second.Target.ID = first.Target.ARN+"2", first.Target.ID+"2"
		d.see("shop")
		if len(asked) != 0 {
			d.t.Error("it was looked for at once")
		}
		d.wait(time.Second)
		if len(asked) != 1 {
			d.t.Error("it was not looked for")
		}
		d.press("?")
		d.see("help")
		d.press("esc")
		later := d.m.conns[0].Source
		later.Profile = "later"
		later.Dangling = func(context.Context) []change.Earlier { return []change.Earlier{{Request: first}} }
		d.m.connects++
		d.run(d.m.connected(connectedMsg{id: d.m.connects, source: later}))
		d.wait(time.Second)
		close(answer)
		d.wait(time.Second)
		profiles := map[string]string{}
		for _, found := range d.m.changes.all {
			profiles[found.Request().Target.ID] = found.conn.Profile
		}
		if len(profiles) != 2 || profiles[first.Target.ID] != "later" || profiles[second.Target.ID] != "slow" {
			d.t.Errorf("%v", profiles)
		}
	})
}
