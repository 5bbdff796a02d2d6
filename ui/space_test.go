package ui

import (
	"strings"
	"testing"
	"time"

	"tealset/ecsapi/ecsfake"
)

// Where the screen has room for it, ids are whole, the gauge is longer, and the external
// id is told; where it has none, counts still end in one column, as numbers do.
func TestTheBoardUsesTheWidthOfTheScreen(t *testing.T) {
	open := func(o *setup) { inProd(o); o.Service = "checkout" }
	for _, size := range []struct {
		width       int
		sees, lacks []string
	}{
		{200, []string{"ecs-svc/4016314304483200800", "EXTERNAL ID", "pipeline-1760", strings.Repeat(glyphFull, 12)}, []string{"STARTED BY", "…483200800"}},
		{80, []string{"…483200800"}, []string{"ecs-svc/", glyphFull}},
	} {
		driveServer(t, ecsfake.Demo, size.width, 60, open, func(d *driver) {
			d.wait(3 * time.Second)
			d.see(size.sees...)
			for _, text := range size.lacks {
				if strings.Contains(d.screen(), text) {
					t.Errorf("%q at %d columns:\n%s", text, size.width, d.screen())
				}
			}
			end := func(role, count string) int { // in cells: the signs before it are one wide
				row := []rune(d.row(role))
				return len([]rune(string(row)[:strings.Index(string(row), count)+len(count)]))
			}
			if a, b := end("PRIMARY  ", "8/8"), end("ACTIVE  ", "1/4"); a != b {
				t.Errorf("at %d columns the counts end at %d and at %d:\n%s", size.width, a, b, d.screen())
			}
		})
	}
}
