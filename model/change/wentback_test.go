package change

import (
	"slices"
	"testing"
	"time"

	"tealset/model"
)

// Whoever goes back after a change that went back already is told that it goes forward again; a
// promotion since then makes it a way back anew.
func TestGoingBackTwiceIsToldOf(t *testing.T) {
	t.Parallel()
	service, c := situation(RestorePrimary)
	told := func() bool {
		return slices.ContainsFunc(ask(RestorePrimary, service, c).Checks(c), func(check Check) bool {
			return check.ID == CheckWentBack && check.Severity == Warning
		})
	}
	if told() {
		t.Error("it is told of without a change that went back")
	}
	primary, _ := service.Primary()
	went := func(kind Kind, at time.Time) Promotion {
		request := Request{Kind: kind, Target: service.TaskSetRef(primary), Former: c.Former, At: at}
		promotion, ok := Earlier{Request: request, Outcome: Accepted}.Promotion()
		if !ok {
			t.Fatalf("%s is no promotion", kind)
		}
		return promotion
	}
	back, forward := went(RestorePrimary, noon), went(PromoteTaskSet, noon.Add(time.Minute))
	if WentBack(service, []Promotion{back, forward}) || WentBack(service, nil) || WentBack(model.Service{}, []Promotion{back}) {
		t.Error("the last change did not go back")
	}
	if c.WentBack = WentBack(service, []Promotion{back}); !c.WentBack || !told() {
		t.Error("it is not told of")
	}
}
