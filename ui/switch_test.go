package ui

import (
	"context"
	"slices"
	"testing"
	"time"

	"tealset/ecsapi"
	"tealset/ecsapi/ecsfake"
	"tealset/model"
	"tealset/ui/dialog"
)

// elsewhereName is the one cluster of every source that is switched to.
const elsewhereName = "zoo"

// connecting lets a dashboard switch to other sources, each an ECS of its own with
// one cluster; it notes what was asked for. A profile "broken" cannot be had.
func connecting(t *testing.T, asked *[]string) func(o *setup) {
	t.Helper()
	return func(o *setup) {
		o.Profile = "oncall"
		o.Profiles = []string{"oncall", "staging", "broken"}
		o.Regions = []Region{{"us-gov-west-1", "AWS GovCloud (US-West)", "aws-us-gov"}, {"eu-west-1", "Europe (Ireland)", "aws"}, {"us-east-1", "US East (N. Virginia)", "aws"}}
		o.Connect = func(_ context.Context, profile, region string) (Source, error) {
			*asked = append(*asked, profile+" "+region)
			if profile == "broken" {
				return Source{}, &model.Fault{Kind: model.FaultConfig, Headline: "there is no profile broken", Next: "Choose one of oncall, staging."}
			}
			if region == "" {
				region = "eu-north-1" // the profile's own
			}
			world := ecsfake.World{Account: "999999999999", Region: region, Clusters: []ecsfake.Cluster{{Name: elsewhereName, Services: ecsfake.Fleet(3)}}}
			ecs := ecsfake.New(time.Now, world)
			client := bare(ecsapi.New(ecsapi.Fixed{Region: region, Endpoint: "http://other.invalid", Transport: ecs.Client().Transport})) //nolint:contextcheck // naming a host takes no context
			return sourceOf(client, profile, region), nil
		}
	}
}

// P picks a profile by a part of its name and shows its clusters; nothing of the one
// before is on the screen under its name, not even what comes late.
func TestSwitchingProfileShowsNothingOfTheOneBefore(t *testing.T) {
	var asked []string
	drive(t, shop(), connecting(t, &asked), func(d *driver) {
		d.press("enter")
		d.wait(time.Second)
		d.ecs.Fail("*", -1, ecsfake.Slow(3*time.Second))
		d.press("r", "P")
		d.see("profile:", "staging")
		d.typeText("stag")
		d.press("enter")
		d.see("999999999999", "eu-north-1", "staging", elsewhereName)
		d.seeNot("123456789012", "shop", "oncall")
		d.wait(10 * time.Second)
		d.seeNot("123456789012", "checkout", "cancelled")
		d.press("enter")
		d.wait(time.Second)
		d.see("svc-0001", elsewhereName)
	})
	if want := []string{"staging "}; !slices.Equal(asked, want) {
		t.Errorf("asked for %q", asked)
	}
}

// A Region that was chosen by name stays when the profile is switched; any name can
// be typed.
func TestRegionThatWasChosenStays(t *testing.T) {
	var asked []string
	drive(t, shop(), connecting(t, &asked), func(d *driver) {
		d.press("R")
		if at := d.m.overlays.Top().(picker).Current(); at != "eu-west-1" {
			t.Errorf("the cursor stands on %s", at)
		}
		d.typeText("xx-moon-9")
		d.see("xx-moon-9 is taken as it is")
		d.press("enter")
		d.see("xx-moon-9")
		d.press(":")
		d.typeText("profile staging")
		d.press("enter")
		d.see("staging", "xx-moon-9")
	})
	if want := []string{"oncall xx-moon-9", "staging xx-moon-9"}; !slices.Equal(asked, want) {
		t.Errorf("asked for %q", asked)
	}
}

// A profile that cannot be had leaves everything as it is, and says why.
func TestFailedSwitchLeavesEverything(t *testing.T) {
	var asked []string
	drive(t, shop(), connecting(t, &asked), func(d *driver) {
		d.press("P")
		d.typeText("broken")
		d.press("enter")
		d.see("there is no profile broken: Choose one of oncall, staging.", "oncall", "123456789012", "shop")
		d.press("j")
		d.see("oncall")
	})
}

// A deletion in flight is asked about before a switch; left behind, it is followed to
// its end through the profile that sent it.
func TestSwitchAsksWhileADeletionIsInFlight(t *testing.T) {
	var asked []string
	both := func(o *setup) { connecting(t, &asked)(o); checkout(o) }
	drive(t, shop(), both, func(d *driver) {
		d.ecs.Fail("DeleteTaskSet", 1, ecsfake.Slow(5*time.Second))
		d.on("ACTIVE")
		d.press("ctrl+d")
		d.wait(armAfter)
		d.slowly("tab", "tab", "f", "y", "enter")
		d.wait(dialog.Quiet)
		d.deletes(1)
		d.press("P")
		d.typeText("staging")
		d.press("enter")
		d.see("ECS has not answered a deletion yet: do it again to switch")
		if len(asked) != 0 {
			t.Fatal("it was switched without a question")
		}
		d.slowly("enter")
		d.see("999999999999")
		d.wait(20 * time.Second)
		d.see("is DRAINING", "It is of 123456789012 · eu-west-1 · oncall.")
		d.press("a")
		d.see("123456789012 · eu-west-1 · oncall")
		d.wait(15 * time.Minute)
		d.see("gone")
	})
}
