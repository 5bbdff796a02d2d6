package model

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// arns are the rows of a roster, in their order.
func arns(r *Roster[string]) string {
	names := make([]string, 0, r.Len())
	for _, row := range r.Rows() {
		names = append(names, row.ARN)
	}
	return strings.Join(names, " ")
}

func listed(arn string) string { return arn + ", listed" }

func none(string) bool { return false }

// list is one whole listing, page by page.
func list(r *Roster[string], keep func(string) bool, pages ...string) {
	r.Begin()
	for _, page := range pages {
		r.List(strings.Fields(page), ClusterKey, listed)
	}
	r.End(keep)
}

func seeRows(t *testing.T, r *Roster[string], want string) {
	t.Helper()
	if diff := cmp.Diff(want, arns(r)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if r.Len() != len(strings.Fields(want)) {
		t.Errorf("Len is %d of %q", r.Len(), want)
	}
	for arn := range strings.FieldsSeq("a b c d e f z") {
		row := r.Row(ClusterKey(arn))
		if has := strings.Contains(want, arn); has != (row != nil) || has && row.ARN != arn {
			t.Errorf("Row(%q) is %+v in %q", arn, row, want)
		}
	}
}

// A roster is there before anything was listed.
func TestRosterBeginsEmpty(t *testing.T) {
	t.Parallel()
	var r Roster[string]
	seeRows(t, &r, "")
	r.End(none)
	seeRows(t, &r, "")
}

// Rows keep the order in which they came, and their addresses, however often and
// in whatever order they are listed and described again.
func TestRosterKeepsOrderAndAddresses(t *testing.T) {
	t.Parallel()
	var r Roster[string]
	list(&r, none, "c a", "d", "b")
	seeRows(t, &r, "c a d b")
	before := map[string]*Row[string]{}
	for _, row := range r.Rows() {
		before[row.ARN] = row
	}
	r.Put(ClusterKey("d"), "d", "described", noon)
	list(&r, none, "b d e", "a c a")
	r.Put(ClusterKey("a"), "a", "described", noon)
	seeRows(t, &r, "c a d b e")
	for arn, row := range before {
		if r.Row(ClusterKey(arn)) != row {
			t.Errorf("%s has moved", arn)
		}
	}
}

// A listing takes away what it does not name, but only when it has reached its end;
// what it has named so far is there already.
func TestRosterRemovesAtTheEndOfAListing(t *testing.T) {
	t.Parallel()
	var r Roster[string]
	list(&r, none, "a b c d")
	r.Begin()
	r.List([]string{"e", "b"}, ClusterKey, listed)
	seeRows(t, &r, "a b c d e")
	r.List([]string{"d"}, ClusterKey, listed)
	r.End(none)
	seeRows(t, &r, "b d e")
}

// A listing that was broken off and begun anew counts from its new beginning.
func TestRosterForgetsABrokenOffListing(t *testing.T) {
	t.Parallel()
	var r Roster[string]
	list(&r, none, "a b c")
	r.Begin()
	r.List([]string{"a"}, ClusterKey, listed)
	list(&r, none, "b", "c")
	seeRows(t, &r, "b c")
}

// What keep holds on to stays without being named, for as long as keep does.
func TestRosterKeepsWhatItIsToldTo(t *testing.T) {
	t.Parallel()
	var r Roster[string]
	list(&r, none, "a b c d")
	r.Put(ClusterKey("b"), "b", "DRAINING", noon)
	draining := func(value string) bool { return value == "DRAINING" }
	list(&r, draining, "d")
	list(&r, draining, "d")
	seeRows(t, &r, "b d")
	r.Put(ClusterKey("b"), "b", "INACTIVE", noon)
	list(&r, draining, "d")
	seeRows(t, &r, "d")
}

// A thing that was described before the running listing named it survives that
// listing, which may have passed its place already, but not the one after.
func TestRosterPutSurvivesTheRunningListing(t *testing.T) {
	t.Parallel()
	var r Roster[string]
	r.Begin()
	r.List([]string{"a"}, ClusterKey, listed)
	r.Put(ClusterKey("z"), "z", "opened by its name", noon)
	r.List([]string{"b"}, ClusterKey, listed)
	r.End(none)
	seeRows(t, &r, "a z b")
	list(&r, none, "b a")
	seeRows(t, &r, "a b")
}

// What was described stays known through later listings, with the time of it; what
// comes anew begins with what the listing tells.
func TestRosterKeepsValuesAcrossListings(t *testing.T) {
	t.Parallel()
	var r Roster[string]
	list(&r, none, "a b")
	r.Put(ClusterKey("a"), "a", "described", noon)
	list(&r, none, "b a c")
	type row struct {
		value string
		at    time.Time
	}
	got := map[string]row{}
	for _, known := range r.Rows() {
		got[known.ARN] = row{known.Value, known.ReadAt}
	}
	want := map[string]row{"a": {"described", noon}, "b": {"b, listed", time.Time{}}, "c": {"c, listed", time.Time{}}}
	for arn := range want {
		if got[arn] != want[arn] {
			t.Errorf("%s is %+v, want %+v", arn, got[arn], want[arn])
		}
	}
	list(&r, none, "b")
	list(&r, none, "a b")
	if row := r.Row(ClusterKey("a")); row.Value != "a, listed" || !row.ReadAt.IsZero() {
		t.Errorf("a was gone and came back as %+v", row)
	}
}

// Services of one short ARN in two clusters are two rows, and a listing of one cluster
// or a description tells of its own row alone; one that is listed by its long ARN and
// described by its short one is one row, with the ARN that came first.
func TestRosterKeepsShortARNsOfTwoClustersApart(t *testing.T) {
	t.Parallel()
	var r Roster[string]
	in := func(cluster string) func(string) Key {
		return func(arn string) Key { return ServiceKey(cluster, arn) }
	}
	r.Begin()
	r.List([]string{short}, in("shop"), listed)
	r.List([]string{short, home + "service/mall/new"}, in("mall"), listed)
	r.End(none)
	r.Put(ServiceKey(home+"cluster/mall", short), short, "described", noon)
	r.Put(ServiceKey("mall", home+"service/new"), home+"service/new", "described", noon)
	seen := ""
	for _, row := range r.Rows() {
		seen += fmt.Sprintf("%s %s: %s\n", row.Key.Cluster, strings.TrimPrefix(row.ARN, home), strings.TrimPrefix(row.Value, home))
	}
	want := "shop service/web: service/web, listed\nmall service/web: described\nmall service/mall/new: described\n"
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	r.Begin()
	r.List([]string{short}, in("shop"), listed)
	r.End(none)
	if r.Row(ServiceKey("mall", short)) != nil || r.Row(ServiceKey("shop", short)) == nil {
		t.Errorf("%d rows are left, not that of shop", r.Len())
	}
}
