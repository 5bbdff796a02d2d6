package change

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"tealset/model"
)

// More is at risk when there is a new block or danger, or the same with less left or
// more missing. Less risk is never more: what was confirmed stays confirmed.
func TestWhatIsMoreAtRisk(t *testing.T) {
	t.Parallel()
	primaryRuns := func(tasks int32) func(*model.Service) { return primary(running(tasks), stabilizing) }
	deletes := func(others int32) func(*model.Service) {
		return both(target(running(2)), primary(running(others), wanting(others)))
	}
	empty := primary(running(0), wanting(0))
	for _, test := range []struct {
		name          string
		before, after func(*model.Service)
		want          []CheckID
	}{
		{"nothing moves", primaryRuns(2), primaryRuns(2), nil},
		{"the primary starts: 1 of 4 to 2", primaryRuns(1), primaryRuns(2), nil},
		{"the primary starts: 2 of 4 to 3", primaryRuns(2), primaryRuns(3), nil},
		{"the primary starts: 3 of 4 to 4", primaryRuns(3), primaryRuns(4), nil},
		{"the primary has started", primaryRuns(3), target(), nil},
		{"the primary loses a task", primaryRuns(3), primaryRuns(2), []CheckID{CheckPrimary}},
		{"the primary is to run more", primaryRuns(3), primary(running(3), wanting(5)), []CheckID{CheckPrimary}},
		{"the primary is no longer steady", target(), primaryRuns(4), []CheckID{CheckPrimary}},
		{"an empty primary starts", empty, primaryRuns(1), nil},
		{"the primary is emptied", primaryRuns(1), empty, []CheckID{CheckPrimary}},
		{"more is left", deletes(2), deletes(3), nil},
		{"enough is left", deletes(3), deletes(4), nil},
		{"less is left", deletes(3), deletes(2), []CheckID{CheckCapacity}},
		{"nothing is left", deletes(1), deletes(0), []CheckID{CheckCapacity, CheckPrimary}},
		{"too little is left now", deletes(4), deletes(3), []CheckID{CheckCapacity}},
		{"more is wanted", both(deletes(3), desired(4)), both(deletes(3), desired(6)), []CheckID{CheckCapacity}},
		{"less is left, and less is wanted", both(deletes(3), desired(9)), both(deletes(2), desired(4)), []CheckID{CheckCapacity}},
		{"less is wanted", both(deletes(3), desired(6)), both(deletes(3), desired(4)), nil},
		{"what is left becomes steady", both(deletes(4), primary(stabilizing)), deletes(4), nil},
		{"what is left is no longer steady", deletes(4), both(deletes(4), primary(stabilizing)), []CheckID{CheckCapacity, CheckPrimary}},
		{"the set itself runs more", both(target(running(2)), primary(running(3))), both(target(running(3)), primary(running(3))), nil},
		{"it begins to drain", target(), target(role(model.StatusDraining)), []CheckID{CheckDraining}},
		{"the service begins to drain", target(), serviceStatus("DRAINING"), []CheckID{CheckServiceStatus}},
		{"the block is gone", target(role(model.StatusDraining)), target(), nil},
		{"a warning is new, and the target runs", target(running(1)), both(target(running(1)), target(created(noon))), nil},
		{"a warning is new", target(), target(created(noon)), nil},
	} {
		var got []CheckID
		for _, check := range Grown(preflight(harmless(test.before), Circumstances{}), preflight(harmless(test.after), Circumstances{})) {
			got = append(got, check.ID)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

// A danger that becomes a block is more at risk, and a block that becomes a danger is
// not; another unknown change of the same set is more than one.
func TestABlockIsMoreThanADanger(t *testing.T) {
	t.Parallel()
	block, danger := []Check{{ID: CheckRole, Severity: Block}}, []Check{{ID: CheckRole, Severity: Danger}}
	if len(Grown(danger, block)) != 1 || len(Grown(block, danger)) != 0 {
		t.Errorf("danger to block: %v, block to danger: %v", Grown(danger, block), Grown(block, danger))
	}
	one, two := []Earlier{earlier(2, Unknown, ago(minute))}, []Earlier{earlier(2, Unknown, ago(minute)), earlier(2, Unknown, noon)}
	before, after := preflight(harmless(), Circumstances{Earlier: one}), preflight(harmless(), Circumstances{Earlier: two})
	if len(Grown(before, after)) != 1 || len(Grown(after, before)) != 0 {
		t.Errorf("one to two: %v, two to one: %v", Grown(before, after), Grown(after, before))
	}
}

// Whatever the checks, nothing has grown as long as every finding that is a block or
// a danger was one before, with no more left then and no more missing now.
func TestLessRiskIsNeverMore(t *testing.T) {
	t.Parallel()
	ids := []CheckID{CheckCapacity, CheckPrimary, CheckRole, CheckEarlier, CheckScale}
	rapid.Check(t, func(t *rapid.T) {
		var before, after []Check
		for _, id := range ids {
			was := Check{
				ID: id, Severity: Severity(rapid.IntRange(int(Block), int(OK)).Draw(t, "severity")),
				Have: rapid.Int64Range(-5, 50).Draw(t, "have"), Need: rapid.Int64Range(-5, 50).Draw(t, "need"),
			}
			is := was
			is.Severity = Severity(rapid.IntRange(int(was.Severity), int(OK)).Draw(t, "calmer"))
			if was.Severity > Danger {
				is.Severity = max(is.Severity, Warning)
			}
			is.Have += rapid.Int64Range(0, 20).Draw(t, "more is left")
			is.Need += rapid.Int64Range(-20, is.Have-was.Have).Draw(t, "wanted")
			if rapid.Bool().Draw(t, "was there") {
				before = append(before, was)
				if rapid.Bool().Draw(t, "is there") {
					after = append(after, is)
				}
			}
		}
		if grown := Grown(before, rapid.Permutation(after).Draw(t, "after")); len(grown) > 0 {
			t.Errorf("grown: %+v\nbefore: %+v\nafter: %+v", grown, before, after)
		}
	})
}
