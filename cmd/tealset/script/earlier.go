package script

import (
	"tealset/model/change"
)

// resolveEarlier has the reads at hand tell what became of changes of earlier runs, so that the
// trail has it. Such a run has ended: nobody awaits an answer to what it sent, and what no read
// tells is not known. What another process awaits an answer to is left to that.
func (c *changing) resolveEarlier() {
	for i := range c.earlier {
		earlier := &c.earlier[i]
		if earlier.Elsewhere {
			continue
		}
		flow := change.Adopt(earlier.Request, earlier.Outcome, c.began)
		resolved := flow.Saw(c.service, c.began, c.shell.Now()) || flow.SawDeployment(c.known, c.began, c.shell.Now())
		if earlier.Outcome = flow.Outcome(); resolved {
			c.source.Changes.Resolved(earlier.Request, earlier.Outcome)
		}
	}
}
