package config

import (
	"strings"
	"testing"
)

// The sample has comments alone, so that a default that changes later counts; and what
// stands in it is understood when the # is taken away.
func TestTheSampleIsCommentsAndIsUnderstood(t *testing.T) {
	if c, err := configured(t, Sample()); err != nil || len(c.patterns) > 0 || c.allows != nil || len(c.Columns) > 0 {
		t.Errorf("as it is: %+v, %v", c, err)
	}
	var out strings.Builder
	for line := range strings.Lines(Sample()) {
		if strings.TrimSpace(line) != "" && !strings.HasPrefix(line, "#") {
			t.Errorf("no comment: %q", line)
		}
		if !strings.HasPrefix(line, "# ") || strings.HasPrefix(line, "#  ") {
			out.WriteString(strings.TrimPrefix(line, "#"))
		}
	}
	c, err := configured(t, out.String())
	if err != nil || c.Matches("prod-eu") == "" || c.Forbids("delete") != "" || len(c.Columns) != 3 || len(c.Keys["suspend"]) != 0 {
		t.Errorf("without the #: %+v, %v:\n%s", c, err, out.String())
	}
	for _, name := range names() {
		if !strings.Contains(out.String(), name+":") {
			t.Errorf("%s is not in it", name)
		}
	}
}
