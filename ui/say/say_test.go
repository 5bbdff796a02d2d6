package say

import (
	"testing"
	"time"

	"tealset/model"
)

// An age takes six cells at most, and a negative one is none: clocks may disagree.
func TestAgesAreShort(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{
		-time.Second: "0s", 0: "0s", 41 * time.Second: "41s", 72 * time.Second: "1m12s", 14*time.Minute + time.Second: "14m",
		185 * time.Minute: "3h05m", 31 * time.Hour: "31h", 9 * 24 * time.Hour: "9d", 400 * 24 * time.Hour: "400d",
	} {
		if got := Age(d); got != want || len(got) > 6 {
			t.Errorf("%s: %q, want %q", d, got, want)
		}
	}
}

// A time that ECS did not send has neither an age nor a date.
func TestTimesThatAreNotKnown(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	if got := Since(time.Time{}, now) + Stamp(time.Time{}, now); got != None+None {
		t.Errorf("%q", got)
	}
	then := now.Add(-72 * time.Second).In(time.FixedZone("", 3600))
	if got, want := Stamp(then, now), "2026-01-02 03:02:53 UTC  (1m12s ago)"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := Clock(then); got != "03:02:53" {
		t.Errorf("%q is not in UTC", got)
	}
}

// The RUNNING of a row is the serving side's own, and what runs beside it is told
// apart; no number is ever cut to another one.
func TestServingTellsWhatRunsBeside(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		serving model.Serving
		width   int
		want    string
	}{
		{model.Serving{Running: 4, Wanted: 4}, 9, "4/4"},
		{model.Serving{Running: 4, Wanted: 4, Beside: 4}, 9, "4/4 +4"},
		{model.Serving{Running: 0, Wanted: 4, Beside: 4}, 9, "0/4 +4"},
		{model.Serving{Running: 12, Wanted: 12, Beside: 12}, 9, "12/12 +12"},
		{model.Serving{Running: 100, Wanted: 100, Beside: 50}, 9, "100/100+"},
		{model.Serving{Running: 100, Wanted: 100, Beside: 50}, 12, "100/100 +50"},
		{model.Serving{Running: 1000, Wanted: 1000, Beside: 1}, 9, "1k/1k+"},
		{model.Serving{Running: 2147483647, Wanted: 2147483647, Beside: 4294967294}, 9, "2G/2G+"},
	} {
		if got := Serving(test.serving, test.width); got != test.want {
			t.Errorf("%+v in %d cells: %q, want %q", test.serving, test.width, got, test.want)
		}
	}
}

// Large numbers are read in groups of three.
func TestThousands(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567", 1000001: "1,000,001"} {
		if got := Thousands(n); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// Roles are told by their first letters, with the scale of what does not drain. What has
// no status has a role all the same.
func TestRolesAreTheirFirstLetters(t *testing.T) {
	t.Parallel()
	scale := func(value float64) *model.Scale { return &model.Scale{Value: value, Unit: "PERCENT"} }
	sets := []model.TaskSet{
		{Status: model.StatusPrimary, Scale: scale(100)},
		{Status: model.StatusActive, Scale: scale(100. / 3)},
		{Status: model.StatusDraining, Scale: scale(50)},
		{},
	}
	if got, want := Roles(sets), "P 100% · A 33.3% · D · –"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := Roles(nil); got != "" {
		t.Errorf("%q for no sets", got)
	}
}

// A scale is rounded, in percent only where that is its unit.
func TestAScaleTellsItsUnit(t *testing.T) {
	t.Parallel()
	for want, scale := range map[string]*model.Scale{
		"–": nil, "100%": {Value: 100, Unit: "PERCENT"}, "0%": {}, "33.3%": {Value: 33.333333333333336}, "3 COUNT": {Value: 3, Unit: "COUNT"},
	} {
		if got := Scale(scale); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// What is not known is left out between others, and is a dash alone.
func TestWhatIsNotKnown(t *testing.T) {
	t.Parallel()
	if got := Join("", "a", "", "b") + OrNone("") + OrNone("c"); got != "a · b–c" {
		t.Errorf("%q", got)
	}
}
