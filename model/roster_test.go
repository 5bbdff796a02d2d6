package model

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// thing is what the rosters of these tests hold: an ARN and what is known of it.
type thing struct{ arn, known string }

func (t thing) Key() Key                              { return ClusterKey(t.arn) }
func (t thing) Identity() (arn, name string)          { return t.arn, NameOf(t.arn) }
func (t thing) Replace(read thing, _ time.Time) thing { return read }
func (t thing) Failed(reason string) thing            { return thing{t.arn, reason} }

// things is a roster with the table under it.
type things struct {
	*Table[thing]
	Roster[thing]
}

func newThings() *things {
	table := newTable[thing](0)
	return &things{table, NewRoster(table)}
}

// describe takes in what is known of a thing.
func (r *things) describe(arn, known string, at time.Time) {
	r.Put(ClusterKey(arn), thing{arn, known}, at, at)
}

// arns are the rows of a roster, in their order.
func arns(r *things) string {
	names := make([]string, 0, r.Len())
	for _, row := range r.Rows() {
		names = append(names, row.ARN)
	}
	return strings.Join(names, " ")
}

func listed(arn string) thing { return thing{arn, "listed"} }

func none(thing) bool { return false }

// list is one whole listing, page by page.
func list(r *things, keep func(thing) bool, pages ...string) {
	r.Begin()
	for _, page := range pages {
		r.List(strings.Fields(page), ClusterKey, listed)
	}
	r.End(noon, keep)
}

func seeRows(t *testing.T, r *things, want string) {
	t.Helper()
	if diff := cmp.Diff(want, arns(r)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if r.Len() != len(strings.Fields(want)) {
		t.Errorf("Len is %d of %q", r.Len(), want)
	}
}

// A roster is there before anything was listed.
func TestRosterBeginsEmpty(t *testing.T) {
	t.Parallel()
	r := newThings()
	seeRows(t, r, "")
	r.End(noon, none)
	seeRows(t, r, "")
}

// Rows keep the order in which they came, and their addresses, however often and
// in whatever order they are listed and described again.
func TestRosterKeepsOrderAndAddresses(t *testing.T) {
	t.Parallel()
	r := newThings()
	list(r, none, "c a", "d", "b")
	seeRows(t, r, "c a d b")
	before := map[string]*Row[thing]{}
	for _, row := range r.Rows() {
		before[row.ARN] = row
	}
	r.describe("d", "described", noon)
	list(r, none, "b d e", "a c a")
	r.describe("a", "described", noon)
	seeRows(t, r, "c a d b e")
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
	r := newThings()
	list(r, none, "a b c d")
	r.Begin()
	r.List([]string{"e", "b"}, ClusterKey, listed)
	seeRows(t, r, "a b c d e")
	r.List([]string{"d"}, ClusterKey, listed)
	r.End(noon, none)
	seeRows(t, r, "b d e")
}

// A listing that was broken off and begun anew counts from its new beginning.
func TestRosterForgetsABrokenOffListing(t *testing.T) {
	t.Parallel()
	r := newThings()
	list(r, none, "a b c")
	r.Begin()
	r.List([]string{"a"}, ClusterKey, listed)
	list(r, none, "b", "c")
	seeRows(t, r, "b c")
}

// What keep holds on to stays without being named, for as long as keep does.
func TestRosterKeepsWhatItIsToldTo(t *testing.T) {
	t.Parallel()
	r := newThings()
	list(r, none, "a b c d")
	notAsked := func(value thing) bool { return value.arn == "b" }
	list(r, notAsked, "d")
	list(r, notAsked, "d")
	seeRows(t, r, "b d")
	list(r, none, "d")
	seeRows(t, r, "d")
}

// What was read of a thing stays known though no listing names it: it is no row, and it
// is gone unless it was read after the listing ended.
func TestTheStoreKnowsWhatNoListingNames(t *testing.T) {
	t.Parallel()
	r := newThings()
	list(r, none, "a")
	r.describe("z", "opened by its name", noon)
	list(r, none, "a")
	seeRows(t, r, "a")
	if row := r.Row(ClusterKey("z")); row == nil || row.Gone() || row.Value.known != "opened by its name" {
		t.Errorf("what was opened by its name is %+v", row)
	}
	list(r, none, "b")
	row := r.Row(ClusterKey("a"))
	if row == nil || !row.Gone() {
		t.Fatalf("what is not listed any more is %+v", row)
	}
	r.describe("a", "draining", noon.Add(time.Second))
	if row.Gone() {
		t.Error("what was read after the listing is gone")
	}
}

// What has been gone for long is forgotten, unless it is read on and on, as by a board.
func TestTheStoreForgetsWhatIsLongGone(t *testing.T) {
	t.Parallel()
	r := newThings()
	list(r, none, "a b c")
	list(r, none, "c")
	later := noon.Add(goneFor)
	r.describe("b", "draining", later)
	r.Begin()
	r.List([]string{"c"}, ClusterKey, listed)
	r.End(later, none)
	if r.Row(ClusterKey("a")) != nil || r.Row(ClusterKey("b")) == nil || r.Row(ClusterKey("c")) == nil {
		t.Errorf("the store knows %v, %v and %v", r.Row(ClusterKey("a")), r.Row(ClusterKey("b")), r.Row(ClusterKey("c")))
	}
}

// Whatever changes what there is to show makes another version; a listing that names what
// is known does not.
func TestEveryChangeMakesAnotherVersion(t *testing.T) {
	t.Parallel()
	r := newThings()
	seen := map[int]string{r.Version(): "nothing"}
	changes := func(what string, do func()) {
		do()
		if before, ok := seen[r.Version()]; ok {
			t.Errorf("%s is the version of %s", what, before)
		}
		seen[r.Version()] = what
	}
	changes("a listing", func() { list(r, none, "a b") })
	changes("a description", func() { r.describe("a", "described", noon) })
	changes("a failure", func() { r.Fail(ClusterKey("b"), "MISSING") })
	changes("a try", func() { r.Tried(ClusterKey("b"), noon, noon) })
	changes("a clock set back", func() { r.Forget(noon.Add(-time.Hour)) })
	before := r.Version()
	list(r, none, "a b")
	if r.Version() != before {
		t.Error("a listing that told nothing new made another version")
	}
	changes("a listing without one", func() { list(r, none, "a") })
}

// A change to one row gives that row another version, and leaves those of all others: what
// is made of a row is made anew only then.
func TestAChangeMakesAnotherVersionOfItsRowAlone(t *testing.T) {
	t.Parallel()
	store := NewStore(0)
	key := func(name string) Key { return ServiceKey("c", name) }
	for _, name := range []string{"a", "b"} {
		store.Services.Put(key(name), Service{ARN: name, ClusterARN: "c", Described: true, TaskSets: []TaskSet{{ARN: "set"}}}, noon, noon)
	}
	a, b := store.Services.Row(key("a")), store.Services.Row(key("b"))
	before := b.Version()
	for what, do := range map[string]func(){
		"a description":   func() { store.Services.Put(a.Key, Service{ARN: "a", ClusterARN: "c", Described: true}, noon, noon) },
		"a try":           func() { store.Services.Tried(a.Key, noon, noon) },
		"a failure":       func() { store.Services.Fail(a.Key, "MISSING") },
		"a task set":      func() { store.PutTaskSet(a.Key, TaskSet{ARN: "set"}, noon) },
		"the tags of one": func() { store.PutTags(a.Key, "set", []Tag{{Key: "k"}}) },
		"a clock set back": func() {
			a.ReadAt = noon.Add(time.Hour)
			store.Services.Forget(noon)
		},
		"another of its name": func() {
			r := NewRoster(store.Services)
			for _, names := range [][]string{{"a"}, {}, {"a"}} {
				r.Begin()
				r.List(names, func(arn string) Key { return key(arn) }, func(arn string) Service { return Service{ARN: arn, ClusterARN: "c"} })
				r.End(noon.Add(time.Minute), func(Service) bool { return false })
			}
		},
	} {
		last := a.Version()
		do()
		if a.Version() == last {
			t.Errorf("%s leaves the version", what)
		}
	}
	if b.Version() != before {
		t.Error("another row has another version as well")
	}
}

// What was described stays known through later listings, with the time of it; what
// comes anew begins with what the listing tells.
func TestRosterKeepsValuesAcrossListings(t *testing.T) {
	t.Parallel()
	r := newThings()
	list(r, none, "a b")
	r.describe("a", "described", noon)
	list(r, none, "b a c")
	type row struct {
		value string
		at    time.Time
	}
	got := map[string]row{}
	for _, known := range r.Rows() {
		got[known.ARN] = row{known.Value.known, known.ReadAt}
	}
	want := map[string]row{"a": {"described", noon}, "b": {"listed", time.Time{}}, "c": {"listed", time.Time{}}}
	for arn := range want {
		if got[arn] != want[arn] {
			t.Errorf("%s is %+v, want %+v", arn, got[arn], want[arn])
		}
	}
	list(r, none, "b")
	list(r, none, "a b")
	if row := r.Row(ClusterKey("a")); row.Value.known != "listed" || !row.ReadAt.IsZero() {
		t.Errorf("a was gone and came back as %+v", row)
	}
}

// Services of one short ARN in two clusters are two rows, and a listing of one cluster
// or a description tells of its own row alone; one that is listed by its long ARN and
// described by its short one is one row, with the ARN that came first.
func TestRosterKeepsShortARNsOfTwoClustersApart(t *testing.T) {
	t.Parallel()
	r := newThings()
	in := func(cluster string) func(string) Key {
		return func(arn string) Key { return ServiceKey(cluster, arn) }
	}
	r.Begin()
	r.List([]string{short}, in("shop"), listed)
	r.List([]string{short, home + "service/mall/new"}, in("mall"), listed)
	r.End(noon, none)
	r.Put(ServiceKey(home+"cluster/mall", short), thing{short, "described"}, noon, noon)
	r.Put(ServiceKey("mall", home+"service/new"), thing{home + "service/new", "described"}, noon, noon)
	seen := ""
	for _, row := range r.Rows() {
		seen += fmt.Sprintf("%s %s: %s\n", row.Key.Cluster, strings.TrimPrefix(row.ARN, home), row.Value.known)
	}
	want := "shop service/web: listed\nmall service/web: described\nmall service/mall/new: described\n"
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	r.Begin()
	r.List([]string{short}, in("shop"), listed)
	r.End(noon, none)
	if !r.Row(ServiceKey("mall", short)).Gone() || r.Row(ServiceKey("shop", short)).Gone() {
		t.Errorf("%d rows are left, not that of shop", r.Len())
	}
}
