package change

import (
	"testing"
	"time"
)

// An age is told in its largest whole unit.
func TestAgesAreToldInTheirLargestUnit(t *testing.T) {
	t.Parallel()
	for age, want := range map[time.Duration]string{
		0: "0s", 1999 * time.Millisecond: "1s", time.Minute - 1: "59s",
		time.Minute: "1m", time.Hour - 1: "59m", time.Hour: "1h", 24*time.Hour - 1: "23h", 24 * time.Hour: "1d", 60 * 24 * time.Hour: "60d",
	} {
		if got := ageText(age); got != want {
			t.Errorf("%d ns: %q, want %q", age, got, want)
		}
	}
}
